//! What becomes of a typed line: free text as it is, and every verb with a word.

use super::talk::Typist;
use super::{declared, says, script};
use crate::binary::rig::{Rig, SETTINGS};
use std::io::Write;
use std::process::Stdio;

#[test]
fn a_note_is_recorded_as_it_was_typed() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let notes = [
        r"see \\fs\logs",
        r#"CTO said "never again""#,
        "the customers' data and the partners' data",
        r"the share is called backup\",
        "try curl -h first",
    ];
    let lines: Vec<String> = notes.iter().map(|text| format!("note {text}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (said, code) = script(&hub, &lines);
    assert_eq!(code, Some(0), "{said}");
    for text in notes {
        hub.wait_for(|event| event["text"] == text);
    }
}

#[test]
fn every_verb_says_something() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let (table, _) = script(&hub, &["help all"]);
    let verbs: Vec<&str> = table
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(verb, _)| verb)
        .collect();
    let verbs: Vec<&str> = verbs
        .into_iter()
        .filter(|verb| {
            verb.chars()
                .all(|c| c.is_ascii_lowercase() || c == '-' || c == '0')
        })
        .filter(|verb| !["quit", "call"].contains(verb))
        .chain(["man", "completions", "demo", "serve", "join", "theme"])
        .collect();
    assert!(verbs.len() > 60, "{table}");
    let lines: Vec<&str> = verbs.iter().flat_map(|verb| [*verb, "zqxvj"]).collect();
    let (said, _) = script(&hub, &lines);
    let marks: Vec<&str> = said.split("You typed: zqxvj\n").collect();
    for (verb, said) in verbs.iter().zip(marks) {
        let said = said
            .split("NOT UNDERSTOOD: there is no verb 'zqxvj'")
            .next()
            .unwrap();
        assert!(!said.trim().is_empty(), "{verb} says nothing");
    }
}

#[test]
fn a_screen_that_only_reads_makes_and_revokes_no_token() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let lines = [
        "token new --name eve --role admin",
        "token revoke dana",
        "note no",
        "summary",
    ];
    let mut command = hub.command(&["--plain", "--read-only"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
    drop(input);
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(
        said.matches("NOT DONE: This screen only reads").count(),
        3,
        "{said}"
    );
    says(&said, &["READ-ONLY", "INC-1: Video calls drop."]);
    assert!(!hub.run(&["token", "list"]).well().contains("eve"));
}

#[test]
fn the_doctor_leaves_the_terminal_to_whoever_types() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let mut dana = Typist::open(hub.command(&["--plain"]).env("TERM", "xterm-256color"));
    dana.wait_for("\n> ");
    dana.types("doctor");
    dana.wait_for("playbooks");
    dana.types("note typed after the doctor");
    dana.wait_for("Recorded: typed after the doctor");
    assert!(!dana.said().contains("\u{1b}[6n"), "{:?}", dana.said());
    dana.types("quit");
    assert_eq!(dana.ends(), 0);
}

#[test]
fn ctrl_z_does_not_stop_the_room_that_lives_here() {
    let rig = Rig::with(SETTINGS);
    let mut dana = Typist::open(rig.command(&["--plain"]).env("TERM", "xterm"));
    dana.wait_for("\n> ");
    dana.presses(b"\x1a");
    dana.wait_for("This terminal keeps the room going for the others");
    dana.types("declare --yes 'Video calls drop'");
    dana.wait_for("Recorded: ");
    dana.types("quit");
    assert_eq!(dana.ends(), 0);
}
