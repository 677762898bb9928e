//! The room in lines of text: the ten tasks through a pipe and on a terminal, and what happens when the hub goes away.

mod incidents;
mod talk;
mod typed;

use super::binary::rig::{Hub, Rig, SETTINGS, free_port};
use std::io::Write;
use std::process::Stdio;
use talk::{Piped, Typist, only_lines};

const ACCOUNTS: &str = "\
id,name,tier,arr,currency,region,products
northwind,Northwind,1,1200000,EUR,eu,video
contoso,Contoso,2,700000,EUR,eu,video
fabrikam,Fabrikam Motors,2,500000,EUR,eu,video
";

const CONTACTS: &str = "\
id,account,name,title,role,phone
n-1,northwind,Ada Vogel,COO,economic buyer,+49 30 23125 014
f-1,fabrikam,Berta Sand,CIO,exec,+44 20 7946 0740
";

/// A hub with an incident that affects three accounts, and whose people are known.
fn declared(rig: &Rig) -> Hub<'_> {
    opened(rig, rig.serve())
}

fn opened<'a>(rig: &Rig, hub: Hub<'a>) -> Hub<'a> {
    for (list, text) in [("accounts", ACCOUNTS), ("contacts", CONTACTS)] {
        let file = rig.write(&format!("{list}.csv"), text);
        hub.run(&[list, "import", file.to_str().unwrap()]).well();
    }
    let declare = ["declare", "Video calls drop", "--component", "video-eu"];
    // Late enough for something to be overdue.
    let more = [
        "--severity",
        "sev1",
        "--playbook",
        "full-outage",
        "--alerted-at",
        "12m",
    ];
    hub.run(&[&declare[..], &more].concat()).well();
    hub
}

/// What it says to a script, and its status.
fn script(hub: &Hub, lines: &[&str]) -> (String, Option<i32>) {
    let mut command = hub.command(&["--plain"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let beside = String::from_utf8(output.stderr).unwrap();
    assert_eq!(beside, "", "there is one voice");
    only_lines(&said);
    (said, output.status.code())
}

#[track_caller]
fn says(said: &str, words: &[&str]) {
    let mut rest = said;
    for words in words {
        let at = rest
            .find(words)
            .unwrap_or_else(|| panic!("{words:?} is not said, or not there:\n{said}"));
        rest = &rest[at + words.len()..];
    }
}

const TEN_TASKS: [&str; 28] = [
    // Whom to call, claim, and the number.
    "next",
    "list",
    "claim northwind",
    "card northwind",
    // A voicemail.
    "result northwind voicemail",
    // Reached, with a promise.
    "call fabrikam motors",
    "",
    "",
    "it's the invoices #billing",
    "",
    "",
    "",
    "",
    "",
    "back",
    "",
    "stop",
    "result fabrikam motors reached --note 'they wait' --promise 'send the logs @30m'",
    // Undo, overdue, a note, help, away.
    "undo",
    "dues",
    "owed",
    "note it's the DB, we think",
    "log",
    "help",
    "help claim",
    "summary",
    "",
    "quit",
];

#[test]
fn ten_tasks_are_done_by_a_script_in_a_pipe() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let (said, code) = script(&hub, &TEN_TASKS);
    assert_eq!(code, Some(0), "{said}");
    says(
        &said,
        &[
            "INC-1: Video calls drop.\n",
            "SEV1, open.\n",
            "Down 12 min",
            "Commander: nobody.\n",
            "overdue: first",
            "3 of 3 key accounts have not heard from us",
            "Next for you: take command",
            "Type: role commander",
            "1: Northwind: ",
            "Recorded: Northwind: claimed, to call them",
            "Call: Ada Vogel, COO, +49 30 23125 014",
            "Recorded: Northwind: voicemail left",
            "Call: Berta Sand, CIO, +44 20 7946 0740",
            "Recorded: Fabrikam Motors: on the phone",
            "did somebody answer?",
            "How is it hurting your business today?",
            "How is it hurting you?",
            "Stopped; what you wrote is kept",
            "Recorded: Fabrikam Motors: reached",
            "took back",
            "OVERDUE, ",
            "Recorded: it's the DB, we think",
            "Whom to call: list",
            "Type: claim ACCOUNT",
        ],
    );
    let log = hub.run(&["log"]).well();
    assert_eq!(log.matches("it's the DB, we think").count(), 1, "{log}");
    let status = hub.status();
    let coverage = &status["incidents"][0]["coverage"];
    // What was reached was taken back.
    assert_eq!(
        (&coverage["spoken"], &coverage["attempted"]),
        (&0.into(), &1.into())
    );
}

#[test]
fn a_call_is_gone_through_and_all_of_it_is_one_record() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let questions = [
        "",
        "",
        "invoices stand still #billing",
        "she works nights",
        "",
        "",
        "yes",
        "end",
    ];
    let first: Vec<&str> = ["call fabrikam"]
        .into_iter()
        .chain(questions)
        .chain(["stop"])
        .collect();
    let (said, code) = script(&hub, &first);
    assert_eq!(code, Some(0), "{said}");
    // What was written is there for the next, and is recorded once.
    let (said, code) = script(&hub, &["call fabrikam", "end", "", "log"]);
    assert_eq!(code, Some(0), "{said}");
    says(&said, &["Written before: ", "invoices stand still"]);
    says(
        &said,
        &[
            "Written: \"invoices stand still\"",
            "Enter records it",
            "Recorded: Fabrikam Motors: reached",
        ],
    );
    says(&said, &["business: invoices stand still", "topic billing"]);
    let (said, _) = script(&hub, &["card fabrikam"]);
    assert!(
        !said.contains("Written before"),
        "it is recorded, and no draft any more:\n{said}"
    );
}

#[test]
fn what_is_refused_or_not_understood_is_said_back_and_tells_the_shell_so() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let omar = hub.token("omar", "advocate");
    hub.run_as(&omar, &["claim", "contoso"]).well();
    let long = "a".repeat(70_000);
    let lines = [
        "claim contoso",
        "clam contoso",
        "claim 'it is open",
        "claim 9",
        "inform nobody-known",
        "leave",
        "serve",
        &long,
        "call contoso",
        "note \u{1b}[2J\u{7}escaped",
    ];
    let (said, code) = script(&hub, &lines);
    assert_eq!(code, Some(1), "{said}");
    let refused = hub.run(&["claim", "contoso"]).refused();
    let sentence = refused.trim().trim_start_matches("warroom: ");
    let start = sentence.split(" ago").next().unwrap();
    let start = start.rsplit_once(' ').map_or(start, |(start, _)| start);
    let start = start.rsplit_once(' ').map_or(start, |(start, _)| start);
    says(
        &said,
        &[&format!("NOT DONE: {start}"), "You typed: claim contoso"],
    );
    says(
        &said,
        &[
            "NOT UNDERSTOOD: there is no verb 'clam'",
            "You typed: clam contoso",
        ],
    );
    says(
        &said,
        &["NOT UNDERSTOOD: a quote is open", "You typed: claim 'it is open"],
    );
    says(
        &said,
        &[
            "NOT DONE: \"9\" is not on the call list",
            "NOT DONE: ",
            "inform nobody-known",
        ],
    );
    says(
        &said,
        &[
            "Nothing was done. quit ends this",
            "that one is for a shell",
            "that line is too long",
        ],
    );
    says(
        &said,
        &[
            "Do not call: omar has claimed them",
            "There is no call to begin",
            "escaped",
        ],
    );
}

/// Dana in lines of text, and her hub gone that was at this address.
fn left_alone(rig: &Rig) -> (String, Piped) {
    let address = format!("127.0.0.1:{}", free_port());
    let hub = opened(rig, rig.serve_at(&address));
    let mut dana = Piped::open(&mut hub.command(&["--plain"]));
    dana.wait_for("quit ends this.");
    hub.kill();
    (address, dana)
}

#[test]
fn without_a_hub_notes_are_kept_and_claims_are_not_sent_and_it_says_when_it_is_back() {
    let rig = Rig::with(SETTINGS);
    let (address, mut dana) = left_alone(&rig);
    dana.wait_for("OFFLINE: nothing from the hub since");
    dana.types("claim contoso");
    dana.wait_for("NOT DONE: Not sent: the hub is away and others act on this");
    dana.types("note said while the hub was away");
    dana.wait_for("Kept on this machine, not sent yet");
    dana.types("result northwind voicemail");
    dana.wait_for("Kept on this machine, not sent yet");
    let hub = rig.serve_at(&address);
    dana.wait_for_each(&["LIVE: the hub answers.", "What had waited is sent: 2 things."]);
    dana.types("claim contoso");
    dana.wait_for("Recorded: Contoso: claimed");
    assert_eq!(dana.ends(), 1, "a claim was not done");
    let log = hub.run(&["log"]).well();
    assert_eq!(log.matches("said while the hub was away").count(), 1, "{log}");
    assert_eq!(log.matches("voicemail left").count(), 1, "{log}");
}

#[test]
fn what_is_kept_when_it_ends_is_said_and_sent_by_the_next() {
    let rig = Rig::with(SETTINGS);
    let (address, mut dana) = left_alone(&rig);
    dana.wait_for("OFFLINE: ");
    dana.types("note said before the end");
    dana.wait_for("Kept on this machine");
    dana.types("quit");
    dana.wait_for("1 thing you recorded is not sent yet; the next start sends it.");
    assert_eq!(dana.ends(), 0);
    let hub = rig.serve_at(&address);
    let (said, code) = script(&hub, &["log"]);
    assert_eq!(code, Some(0), "{said}");
    says(
        &said,
        &["One thing you recorded before was not sent; it is being sent now."],
    );
    hub.wait_for(|event| event["text"] == "said before the end");
}

#[test]
fn on_a_dumb_terminal_it_is_in_lines_by_itself_and_says_why() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let mut dana = Typist::open(hub.command(&[]).env("TERM", "dumb"));
    dana.wait_for("In lines of text: this terminal says that it is dumb (TERM=dumb)");
    dana.wait_for("INC-1: Video calls drop.");
    dana.wait_for("\n> ");
    dana.types("list");
    dana.wait_for("1: Northwind: ");
    dana.types("claim 1");
    dana.wait_for("Recorded: Northwind: claimed");
    dana.types("card 1");
    dana.wait_for("+49 30 23125 014");
    dana.types("result 1 no answer");
    dana.wait_for("Recorded: Northwind: no answer");
    dana.types("undo");
    dana.wait_for("took back");
    dana.types("call fabrikam motors");
    dana.wait_for("did somebody answer?");
    dana.types("");
    dana.wait_for("Question 2 of");
    dana.types("stop");
    dana.wait_for("Stopped");
    dana.types("result fabrikam motors reached --note 'they wait' --promise 'send the logs @30m'");
    dana.wait_for("Recorded: Fabrikam Motors: reached");
    dana.types("owed");
    dana.wait_for("send the logs");
    dana.types("dues");
    dana.wait_for("OVERDUE, ");
    dana.types("note they call us back");
    dana.wait_for("Recorded: they call us back");
    dana.types("help");
    dana.wait_for("quit ends this.");
    // News of others wait for Enter.
    let omar = hub.token("omar", "advocate");
    hub.run_as(&omar, &["note", "seen by omar"]).well();
    assert!(
        !dana.said().contains("seen by omar"),
        "nobody writes into a line that is typed"
    );
    hub.wait_for(|event| event["text"] == "seen by omar");
    dana.types_until("", "News: seen by omar");
    dana.types("quit");
    assert_eq!(dana.ends(), 0);
    only_lines(&dana.said().replace("\r\n", "\n").replace('\x07', ""));
}
