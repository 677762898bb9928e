//! The real program: a hub on a free port, verbs against it, and how everything ends.

mod described;
mod ends;
mod joining;
mod lines;
mod local;
mod outside;
mod papers;
pub mod rig;
mod secrets;
mod shared;
mod sources;
mod tended;

use rig::{ACCOUNTS, Hub, Rig, SETTINGS};
use serde_json::Value;

/// A hub that knows three accounts and has declared an incident that affects two of them.
fn declared(rig: &Rig) -> Hub<'_> {
    let hub = rig.serve();
    let accounts = rig.write("accounts.csv", ACCOUNTS);
    hub.run(&["accounts", "import", accounts.to_str().unwrap()])
        .well();
    let declare = [
        "declare",
        "Video calls drop, EU",
        "--component",
        "video-eu",
        "--alerted-at",
        "13m",
    ];
    let more = ["--severity", "sev1", "--playbook", "full-outage"];
    hub.run(&[&declare[..], &more[..]].concat()).well();
    hub
}

fn but_for_now(mut status: Value) -> Value {
    status.as_object_mut().unwrap().remove("now");
    status
}

#[test]
fn what_is_declared_and_noted_is_there_for_everyone() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let omar = hub.token("omar", "advocate");

    hub.run_as(&omar, &["role", "commander"]).well();
    hub.run_as(&omar, &["note", "--did", "rolled", "back", "media-eu"])
        .well();

    let line = hub.run(&["status"]).well();
    for part in [
        "SEV1 Video calls drop, EU | down 13 min | omar | ",
        " | 2 of 2 not heard | next: VP ",
    ] {
        assert!(line.contains(part), "{part:?} is not in {line:?}");
    }
    let log = hub.run(&["log"]).well();
    assert!(
        log.lines()
            .last()
            .unwrap()
            .ends_with("omar       rolled back media-eu"),
        "{log}"
    );
    let json = hub.run(&["log", "--json", "--after", "1"]).well();
    let first: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["seq"], &first["kind"]),
        (&2.into(), &"incident_declared".into())
    );
}

#[test]
fn a_list_with_a_wrong_row_is_told_where_and_taken_only_when_asked() {
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let wrong = format!("{ACCOUNTS}tail,Tailspin,gold,350000,EUR,eu,video\n");
    let file = rig.write("accounts.csv", &wrong);
    let file = file.to_str().unwrap();

    let said = hub.run(&["accounts", "import", file]).refused();
    for part in [
        "accounts.csv line 5, column tier",
        "gold",
        "expected",
        "--skip-bad",
    ] {
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
    assert_eq!(hub.run(&["accounts", "list"]).well(), "", "nothing was taken");

    let skipped = hub.run(&["accounts", "import", file, "--skip-bad"]);
    assert!(
        skipped.err.contains("left out: accounts.csv line 5, column tier"),
        "{skipped:?}"
    );
    assert_eq!(skipped.well(), "3 accounts imported from accounts.csv\n");
    assert_eq!(hub.run(&["accounts", "list"]).well().lines().count(), 3);
}

#[test]
fn a_contact_of_an_account_nobody_knows_is_a_wrong_row() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let contacts = "id,account,name,phone\nann,northwnd,Ann,+1 415 555 0142\n";
    let file = rig.write("contacts.csv", contacts);
    let said = hub.run(&["contacts", "import", file.to_str().unwrap()]).refused();
    assert!(
        said.contains("line 2, column account") && said.contains("\"northwind\""),
        "{said}"
    );
}

#[test]
fn the_second_to_claim_an_account_is_refused_and_told_who_has_it() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let (dana, omar) = (hub.token("dana", "advocate"), hub.token("omar", "advocate"));

    hub.run_as(&dana, &["claim", "Northwind"]).well();
    let said = hub.run_as(&omar, &["claim", "northwind"]).refused();
    assert!(said.contains("dana claimed Northwind"), "{said}");

    hub.run_as(
        &dana,
        &["result", "northwind", "reached", "--told", "0", "--next", "30m"],
    )
    .well();
    hub.run_as(&omar, &["claim", "northwind"]).well();
    let accounts = hub.status()["incidents"][0]["accounts"].clone();
    let northwind = accounts
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "northwind");
    assert_eq!(northwind.unwrap()["claimed_by"], "omar");
}

#[test]
fn an_account_nobody_knows_is_answered_with_the_nearest() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let said = hub.run(&["claim", "nortwind"]).refused();
    assert_eq!(
        said,
        "warroom: \"nortwind\" is not on the call list of INC-1. Did you mean \"northwind\"?\n"
    );
    let said = hub.run(&["component", "video-us"]).refused();
    assert!(said.contains("video-eu"), "{said}");
    let said = hub.run(&["--incident", "INC-9", "note", "x"]).refused();
    assert!(said.contains("INC-1 Video calls drop"), "{said}");
}

#[test]
fn every_act_of_the_screen_is_a_verb() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let people = rig.write("people.csv", "id,name,duties\neva,Eva Chief,ceo\n");
    let people = people.to_str().unwrap();
    let acts: &[&[&str]] = &[
        &["people", "import", people],
        &["role", "commander"],
        &["plan", "watch", "errors", "--until", "20m"],
        &["page", "investigating", "We", "are", "looking", "into", "it"],
        &["try", "Support", "--how", "phone"],
        &[
            "inform",
            "support_lead",
            "--person",
            "dana",
            "--how",
            "phone",
            "--at",
            "1m",
        ],
        &["skip", "VP CS", "--reason", "on a plane"],
        &["claim", "contoso"],
        &[
            "result",
            "contoso",
            "voicemail_left",
            "--note",
            "said we call again",
        ],
        &["promise", "send the logs @30m", "--account", "contoso"],
        &["tick", "followed_up", "--account", "contoso"],
        &["untick", "followed_up", "--account", "contoso"],
        &["claim", "northwind"],
        &["release", "northwind"],
        &["mitigate", "--reason", "rolled back"],
        &["reopen"],
        &["resolve"],
        &["note", "still", "calling"],
        &["close", "--owing", "--reason", "logs to send"],
    ];
    for act in acts {
        let said = hub.run(act).well();
        assert!(!said.is_empty(), "{act:?} says what became of it");
    }
    let owed = hub.run(&["owed"]).well();
    assert!(owed.contains("Contoso: send the logs"), "{owed}");
    // Reports, news and the callback beside it.
    let count = owed.lines().count();
    assert_eq!(
        hub.run(&["status"]).well(),
        format!("no incident | {count} owed\n")
    );
    let promise = owed.lines().find(|line| line.contains("send the logs")).unwrap();
    let number = promise.split_whitespace().next().unwrap();
    hub.run(&["--incident", "INC-1", "keep", number]).well();
    assert!(!hub.run(&["owed"]).well().contains("send the logs"));
}

#[test]
fn what_was_noted_can_be_taken_back_once() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let said = hub.run(&["note", "the cause is DNS"]).well();
    let number = said.split_whitespace().nth(1).unwrap();
    hub.run(&["undo", number, "--reason", "it was not"]).well();
    assert!(hub.run(&["log"]).well().contains("(taken back) the cause is DNS"));
    let again = hub.run(&["undo", number]).well();
    assert_eq!(again, "It was so already; nothing was recorded.\n");
}

#[test]
fn a_restart_changes_nothing_and_neither_does_a_crash() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    hub.run(&["claim", "northwind"]).well();
    hub.run(&["note", "the hub will go away"]).well();
    let before = but_for_now(hub.status());
    let address = hub.address().to_owned();

    assert_eq!(hub.terminate(), Some(143), "128 and SIGTERM");
    let hub = rig.serve_at(&address);
    assert_eq!(but_for_now(hub.status()), before, "after a restart");

    hub.kill();
    let hub = rig.serve_at(&address);
    assert_eq!(but_for_now(hub.status()), before, "after a crash");
    hub.run(&["note", "and it goes on"]).well();
}

#[test]
fn the_log_as_json_folds_back_and_a_missing_line_is_noticed() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let dump = hub.run(&["log", "--json"]).well();
    let whole = rig.write("log.json", &dump);
    let said = rig.run(&["check", whole.to_str().unwrap()]).well();
    assert!(said.contains("3 events") && said.contains("1 incident"), "{said}");

    let mut lines: Vec<&str> = dump.lines().collect();
    lines.remove(1);
    let short = rig.write("short.json", &lines.join("\n"));
    let said = rig.run(&["check", short.to_str().unwrap()]).refused();
    assert!(said.contains("line 2: event 2 is missing"), "{said}");

    hub.terminate();
    let store = rig.path("hub.sqlite");
    let said = rig.run(&["check", store.to_str().unwrap()]).well();
    assert!(said.contains("3 events"), "{said}");
}
