//! What is typed in lines is about the incident that is read out, through other incidents, duties and outages.

use super::talk::Piped;
use super::{declared, left_alone, says, script};
use crate::binary::rig::{Rig, SETTINGS};
use std::io::Write;
use std::process::Stdio;

#[test]
fn what_is_typed_is_about_the_incident_that_is_read_out_whatever_was_named_at_the_start() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    hub.run(&["declare", "Chat is slow", "--severity", "sev2"]).well();
    let lines = [
        "incident INC-2",
        "note about the chat",
        "status",
        "merge INC-9 --into INC-1",
        "note still about the chat",
        "incident INC-1",
        "note about the calls",
        "log",
    ];
    let mut command = hub.command(&["--plain"]);
    command.env("WARROOM_INCIDENT", "INC-1");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
    drop(input);
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    says(
        &said,
        &["SEV2 Chat is slow", "NOT DONE", "Now in INC-1", "about the calls"],
    );
    for (text, incident) in [
        ("about the chat", "INC-2"),
        ("still about the chat", "INC-2"),
        ("about the calls", "INC-1"),
    ] {
        let event = hub.wait_for(|event| event["text"] == text);
        assert_eq!(event["incident"], incident, "{text}: {said}");
    }
    let log = said.rsplit("Now in INC-1").next().unwrap();
    assert!(
        !log.contains("about the chat"),
        "that is of the other one:\n{log}"
    );
}

#[test]
fn an_incident_that_is_merged_takes_its_own_name_along_and_no_other() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    hub.run(&["declare", "Chat is slow", "--severity", "sev2"]).well();
    let lines = [
        "incident INC-1",
        "merge INC-2 --into INC-1",
        "note after the merge",
    ];
    let (said, code) = script(&hub, &lines);
    assert_eq!(code, Some(0), "{said}");
    let event = hub.wait_for(|event| event["text"] == "after the merge");
    assert_eq!(event["incident"], "INC-1", "{said}");
}

#[test]
fn whoever_takes_command_hears_news_as_before() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let lena = hub.token("lena", "lead");
    let mut command = hub.command(&["--plain"]);
    let mut lena = Piped::open(command.env("WARROOM_TOKEN_FILE", lena));
    lena.wait_for("quit ends this.");
    lena.types("role commander");
    lena.wait_for_each(&[
        "Recorded: ",
        "Your duties show you other parts of the record than before; it is read anew.",
    ]);
    hub.run(&["note", "said by somebody else"]).well();
    lena.wait_for("News: said by somebody else");
    lena.types("list");
    lena.wait_for("1: Northwind: ");
    let said = lena.said();
    assert!(
        !said.contains("STALE") && !said.contains("a copy that was restored"),
        "{said}"
    );
    assert_eq!(lena.ends(), 0, "{said}");
}

#[test]
fn the_log_is_read_out_while_the_hub_is_away() {
    let rig = Rig::with(SETTINGS);
    let (_, mut dana) = left_alone(&rig);
    dana.wait_for("OFFLINE: ");
    dana.types("note said into the dark");
    dana.wait_for("Kept on this machine");
    dana.types("log");
    dana.wait_for("said into the dark");
}

#[test]
fn a_number_that_was_mended_meanwhile_is_the_one_that_is_read_out() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let mut dana = Piped::open(&mut hub.command(&["--plain"]));
    dana.types("card northwind");
    dana.wait_for("+49 30 23125 014");
    let mended = super::CONTACTS.replace("014", "099");
    let file = rig.write("mended.csv", &mended);
    hub.run(&["contacts", "import", file.to_str().unwrap()]).well();
    dana.types("card northwind");
    dana.wait_for("Call: Ada Vogel, COO, +49 30 23125 099");
}
