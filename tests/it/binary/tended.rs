//! A hub of which a part has a defect: it says so, begins that part again, and nothing is lost.

use super::rig::{DEADLINE, Hub, Rig};
use crate::record::Line;
use crate::terminals::defects::Defects;
use crate::trust;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

fn with_defects<'a>(rig: &'a Rig, defects: &Defects) -> Hub<'a> {
    rig.serve_under(&["env", &format!("WARROOM_DEFECTS={}", defects.pipe().display())])
}

/// Asks until the hub says that it is in trouble, each time anew: whoever was at the door when it broke is gone.
fn until_told(hub: &Hub) -> String {
    let until = Instant::now() + DEADLINE;
    loop {
        let asked = Line::at(hub.address(), "").and_then(|mut line| line.ask("GET", "/healthz", ""));
        match asked {
            Some((503, body)) => return body,
            other => assert!(Instant::now() < until, "it says nothing of a defect: {other:?}"),
        }
    }
}

#[test]
fn a_hub_with_a_defect_at_its_door_opens_it_again_and_says_so() {
    let rig = Rig::new();
    let defects = Defects::new(&rig);
    let hub = with_defects(&rig, &defects);
    assert_eq!(Line::to(&hub).ask("GET", "/healthz", "").unwrap().0, 200);
    defects.ask("accept");
    let told = until_told(&hub);
    assert!(told.contains("a defect ended a part of the hub"), "{told}");
    assert_eq!(hub.run(&["status"]).well(), "no incident\n");
    let said = hub.terminated();
    assert!(
        said.contains("a defect has ended the taking in of connections, which begins again in 1 s"),
        "{said}"
    );
    trust::result(
        "T5",
        "a panic at the hub's door",
        "1 panic: told by /healthz and in its log, and the door open again",
    );
}

/// A source that lists one incident, and once it is told another one alone.
fn source(another: Arc<AtomicBool>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (id, title) = match another.load(Ordering::SeqCst) {
                false => ("P-1", "Media servers lost"),
                true => ("P-2", "Logins fail"),
            };
            answer(
                &stream,
                &format!(
                    r#"[{{"id": "{id}", "title": "{title}", "status": "open", "severity": "critical",
                        "created_at": "2026-03-02T13:59:00Z"}}]"#
                ),
            );
        }
    });
    port
}

fn answer(mut stream: &TcpStream, body: &str) {
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
}

#[test]
fn a_source_whose_poller_had_a_defect_is_asked_again_and_what_is_over_meanwhile_is_known() {
    let another = Arc::new(AtomicBool::new(false));
    let port = source(another.clone());
    let rig = Rig::with(&format!(
        "[sources.pager]\nkind = \"incidents\"\nurl = \"http://127.0.0.1:{port}/incidents\"\nevery = \"1s\"\n\
         absent_means_cleared = true\n"
    ));
    let defects = Defects::new(&rig);
    let hub = with_defects(&rig, &defects);
    let fired =
        |event: &Value, title: &str| event["kind"] == "alert_fired" && event.to_string().contains(title);
    hub.wait_for(|event| fired(event, "Media servers lost"));
    defects.ask("source");
    until_told(&hub);
    another.store(true, Ordering::SeqCst);
    hub.wait_for(|event| fired(event, "Logins fail"));
    hub.wait_for(|event| event["kind"] == "alert_cleared");
    let said = hub.terminated();
    assert!(
        said.contains("a defect has ended what asks pager for news"),
        "{said}"
    );
    trust::result(
        "T5",
        "a panic in what asks a source",
        "1 panic: told by /healthz and in its log, the source asked again, 1 incident new and 1 over meanwhile known",
    );
}
