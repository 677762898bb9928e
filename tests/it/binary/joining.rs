//! A local room that joins the team's hub: every line once, under the name of who said it.

use super::rig::{ACCOUNTS, Hub, Process, Rig, SETTINGS};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A local room in which two people have worked on an incident.
fn local() -> Rig {
    let rig = Rig::with(SETTINGS);
    let accounts = rig.write("accounts.csv", ACCOUNTS);
    rig.run(&["accounts", "import", accounts.to_str().unwrap()])
        .well();
    rig.run(&[
        "--as",
        "dana",
        "declare",
        "Video calls drop",
        "--component",
        "video-eu",
        "--alerted-at",
        "20m",
        "--yes",
    ])
    .well();
    for words in [
        &["note", "--did", "rolled back"][..],
        &["result", "northwind", "reached", "--note", "payroll runs tonight"],
        &["promise", "news every hour @3h", "--account", "northwind"],
        &["plan", "watch the errors"],
    ] {
        let ran = rig.run(&[&["--as", "omar"], words].concat());
        assert_eq!(ran.code, Some(0), "{words:?} {ran:?}");
    }
    rig
}

/// The team's hub, on another machine with the same accounts, and a lead's token for it.
fn team(rig: &Rig) -> (Hub<'_>, PathBuf) {
    let hub = rig.serve();
    let accounts = rig.write("accounts.csv", ACCOUNTS);
    hub.run(&["accounts", "import", accounts.to_str().unwrap()])
        .well();
    let token = hub.token("lena", "lead");
    (hub, token)
}

fn join(local: &Rig, hub: &str, token: &Path, more: &[&str]) -> super::rig::Ran {
    let token = token.to_str().unwrap();
    let arguments = [&["join", hub, "--token-file", token], more].concat();
    local.run(&arguments)
}

fn log(hub: &Hub) -> Vec<Value> {
    let log = hub.run(&["log", "--json"]).well();
    log.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn brought(hub: &Hub) -> Vec<(String, String)> {
    let of = |line: &Value, key: &str| line[key].as_str().unwrap().to_owned();
    log(hub)
        .iter()
        .filter(|line| line["brought_by"] == "lena")
        .map(|line| (line["by"]["name"].as_str().unwrap().to_owned(), of(line, "kind")))
        .collect()
}

#[test]
fn a_local_room_joins_the_teams_hub_once_however_often_it_is_asked_to() {
    let (here, there) = (local(), Rig::with(SETTINGS));
    let (hub, token) = team(&there);
    let shown = join(&here, &hub.url, &token, &["--dry-run"]).well();
    assert!(
        shown.contains("INC-1 Video calls drop") && shown.contains("as a new incident"),
        "{shown}"
    );
    assert!(
        shown.contains("omar       rolled back") && shown.contains("Nothing was sent."),
        "{shown}"
    );
    assert_eq!(brought(&hub), []);
    let asked = join(&here, &hub.url, &token, &[]);
    assert_eq!(asked.code, Some(2), "{asked:?}");
    assert!(asked.err.contains("--yes"), "{asked:?}");

    let said = join(&here, &hub.url, &token, &["--yes"]).well();
    assert!(
        said.contains("INC-1 of the local room is INC-1 at http://"),
        "{said}"
    );
    let all = brought(&hub);
    let expected = [
        ("dana", "incident_declared"),
        ("dana", "accounts_affected"),
        ("omar", "note_written"),
        ("omar", "attempt_recorded"),
        ("omar", "promise_made"),
        ("omar", "note_written"),
    ];
    let expected = expected.map(|(by, kind)| (by.to_owned(), kind.to_owned()));
    assert_eq!(all, expected);
    let lines = hub.run(&["log"]).well();
    for words in [
        "rolled back (brought by lena)",
        "payroll runs tonight (brought by lena)",
        "in the local room: plan: watch the errors",
    ] {
        assert!(lines.contains(words), "{words:?} is not in\n{lines}");
    }
    let late = log(&hub)
        .into_iter()
        .find(|line| line["text"] == "rolled back")
        .unwrap();
    assert!(late["said_at"].as_str() < late["at"].as_str(), "{late}");

    // Again, and again after something more was said here.
    let again = join(&here, &hub.url, &token, &["--yes"]).well();
    assert!(again.contains("Nothing here is new"), "{again}");
    assert!(
        here.run(&["log"])
            .well()
            .contains("joined: this goes on as INC-1 at http://")
    );
    here.run(&["--as", "dana", "note", "one thing more"]).well();
    let more = join(&here, &hub.url, &token, &["--yes"]).well();
    assert!(
        more.contains("one thing more") && !more.contains("rolled back"),
        "{more}"
    );
    assert_eq!(brought(&hub).len(), all.len() + 1);
}

#[test]
fn what_was_declared_there_meanwhile_is_joined_and_what_the_hub_does_not_take_stands_there_in_words() {
    let (here, there) = (local(), Rig::new());
    // It knows neither the component nor an account.
    let hub = there.serve();
    let token = hub.token("lena", "lead");
    hub.run(&["declare", "Video is down", "--alerted-at", "30m"])
        .well();
    let said = join(&here, &hub.url, &token, &["--into", "INC-1", "--yes"]).well();
    assert!(
        said.contains("into INC-1 at") && said.contains("it stands there in words"),
        "{said}"
    );
    let lines = hub.run(&["log"]).well();
    assert!(lines.contains("rolled back (brought by lena)"), "{lines}");
    assert!(
        lines.contains("in the local room: Northwind: ") && lines.contains("payroll runs tonight"),
        "{lines}"
    );
    let declared = log(&hub)
        .iter()
        .filter(|line| line["kind"] == "incident_declared")
        .count();
    assert_eq!(declared, 1);
    let again = join(&here, &hub.url, &token, &["--yes"]).well();
    assert!(again.contains("Nothing here is new"), "{again}");

    // As a new one it is declared without what this hub does not know.
    let other = Rig::new();
    let hub = other.serve();
    let token = hub.token("lena", "lead");
    let said = join(&here, &hub.url, &token, &["--yes"]).well();
    assert!(
        said.contains("declared there without its components and playbook"),
        "{said}"
    );
    assert!(hub.run(&["status"]).well().contains("Video calls drop"));
}

#[test]
fn a_join_that_was_cut_off_goes_on_with_what_is_missing() {
    let (here, there) = (local(), Rig::with(SETTINGS));
    let (hub, token) = team(&there);
    let mut joining = here.command(&["join", &hub.url, "--token-file", token.to_str().unwrap(), "--yes"]);
    let cut_off = Process::listen(&mut joining);
    hub.wait_for(|line| line["brought_by"] == "lena");
    drop(cut_off);
    join(&here, &hub.url, &token, &["--yes"]).well();
    let all = brought(&hub);
    assert_eq!(all.len(), 6, "{all:?}");
    assert!(
        join(&here, &hub.url, &token, &["--yes"])
            .well()
            .contains("Nothing here is new")
    );
}

#[test]
fn only_who_is_trusted_brings_what_others_said() {
    let (here, there) = (local(), Rig::with(SETTINGS));
    let (hub, _) = team(&there);
    let token = hub.token("omar", "advocate");
    let ran = join(&here, &hub.url, &token, &["--yes"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("access lead, commander or admin"), "{ran:?}");
    assert_eq!(
        log(&hub)
            .iter()
            .filter(|line| !line["brought_by"].is_null())
            .count(),
        0
    );
}
