//! PagerDuty: what is open there is here, what is not any more has cleared, and a note goes there once whatever is lost.

use super::live::{Live, memory, settings};
use super::sinks::{read, until};
use super::*;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use warroom::connect::vendor::Named;

/// What PagerDuty has, as far as it is asked.
#[derive(Default)]
struct Theirs {
    incidents: Mutex<Vec<Value>>,
    notes: Mutex<Vec<Value>>,
    asked: Mutex<Vec<String>>,
    /// The next note is written down, and the line is cut.
    loses: AtomicBool,
    /// Every page says that there is another.
    endless: AtomicBool,
}

impl Theirs {
    async fn listen() -> (Arc<Theirs>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let theirs = Arc::new(Theirs::default());
        let there = theirs.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let question = read(&mut stream).await;
                let answer = there.answer(&question);
                there.asked.lock().unwrap().push(question);
                if let Some((status, body)) = answer {
                    let answer = format!(
                        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                        body.len()
                    );
                    let _ = stream.write_all(answer.as_bytes()).await;
                }
            }
        });
        (theirs, url)
    }

    /// `None`: the line is cut.
    fn answer(&self, question: &str) -> Option<(u16, String)> {
        let (head, body) = question.split_once("\r\n\r\n")?;
        let head = head.to_lowercase();
        if !head.contains("authorization: token token=s3cr3t") {
            return Some((401, String::new()));
        }
        let first = head.lines().next()?;
        match first.split(' ').collect::<Vec<_>>()[..] {
            ["get", path, _] if path.starts_with("/incidents?") => Some((200, self.page(path))),
            ["get", "/incidents/p7/notes", _] => {
                let notes = json!({ "notes": *self.notes.lock().unwrap() });
                Some((200, notes.to_string()))
            }
            ["post", "/incidents/p7/notes", _] => {
                assert!(head.contains("from: room@acme.test"), "{head}");
                let mut note = serde_json::from_str::<Value>(body).ok()?["note"].take();
                let mut notes = self.notes.lock().unwrap();
                note["id"] = json!(format!("N{}", notes.len()));
                notes.push(note.clone());
                let lost = self.loses.swap(false, Ordering::SeqCst);
                (!lost).then(|| (201, json!({ "note": note }).to_string()))
            }
            _ => Some((404, r#"{"error":{"message":"Not Found","code":2100}}"#.to_owned())),
        }
    }

    fn page(&self, path: &str) -> String {
        let url = reqwest::Url::parse(&format!("http://x{path}")).unwrap();
        let number = |wanted: &str| {
            let found = url.query_pairs().find(|(name, _)| name == wanted);
            found.unwrap().1.parse::<usize>().unwrap()
        };
        let (offset, limit) = (number("offset"), number("limit"));
        let all = self.incidents.lock().unwrap();
        let page: Vec<&Value> = all.iter().skip(offset).take(limit).collect();
        let endless = self.endless.load(Ordering::SeqCst);
        let more = endless || offset + page.len() < all.len();
        json!({ "incidents": page, "limit": limit, "offset": offset, "more": more, "total": null })
            .to_string()
    }

    fn has(&self, incidents: &[Value]) {
        *self.incidents.lock().unwrap() = incidents.to_vec();
    }
}

fn incident(id: &str) -> Value {
    json!({ "id": id, "type": "incident", "incident_number": 1234, "title": "Video calls drop", "status": "triggered",
        "created_at": "2026-03-02T08:58:00-05:00", "html_url": format!("https://acme.pagerduty.com/incidents/{id}"),
        "service": { "id": "PIJ90N7", "summary": "video" }, "urgency": "high", "priority": { "summary": "P1" },
        "pending_actions": [], "conference_bridge": { "conference_number": 1000 } })
}

async fn hub(url: &str) -> (Live, tempfile::TempPath) {
    let token = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(token.path(), "s3cr3t\n").unwrap();
    let token = token.into_temp_path();
    let setting = json!({ "kind": "pagerduty", "url": url, "token_file": &*token, "every": "1s", "takes": ["note"],
        "from": "room@acme.test", "values": { "severity": { "sev1": ["P1"] } } });
    let named = Named {
        name: "pagerduty".into(),
        setting: serde_json::from_value(setting).unwrap(),
    };
    assert_eq!(named.check(), Vec::<String>::new());
    let live = Live::with(warroom::hub::Settings {
        connect: vec![named],
        ..settings(memory())
    });
    (live.await, token)
}

#[tokio::test]
async fn what_is_open_there_is_an_alert_here_until_it_is_not_any_more() {
    let (theirs, url) = Theirs::listen().await;
    let several: Vec<Value> = (0..150).map(|id| incident(&format!("Q{id}"))).collect();
    theirs.has(&several);
    let (live, _token) = hub(&url).await;
    let events = until(&live, "alert_fired", 150).await;
    let fired = events
        .iter()
        .find(|event| event["kind"] == "alert_fired")
        .unwrap();
    assert_eq!(fired["source"], "pagerduty");
    let alert = &fired["alert"];
    assert_eq!(
        (&alert["title"], &alert["started_at"]),
        (&json!("Video calls drop"), &json!("2026-03-02T13:58:00Z"))
    );
    assert_eq!(
        alert["labels"],
        json!({ "service": "video", "severity": "sev1", "urgency": "high" })
    );
    theirs.has(&several[1..]);
    let events = until(&live, "alert_cleared", 1).await;
    let cleared: Vec<&Value> = events
        .iter()
        .filter(|event| event["kind"] == "alert_cleared")
        .collect();
    assert_eq!(
        (cleared.len(), &cleared[0]["alert"]["fingerprint"]),
        (1, &json!("Q0"))
    );
}

#[tokio::test]
async fn a_list_that_never_ends_is_left_and_nothing_has_gone_from_it() {
    let (theirs, url) = Theirs::listen().await;
    theirs.has(&[incident("P1"), incident("P2")]);
    let (live, _token) = hub(&url).await;
    until(&live, "alert_fired", 2).await;
    theirs.endless.store(true, Ordering::SeqCst);
    theirs.has(&[incident("P1"), incident("P3")]);
    let events = until(&live, "alert_fired", 3).await;
    assert!(events.iter().all(|event| event["kind"] != "alert_cleared"));
    theirs.endless.store(false, Ordering::SeqCst);
    let events = until(&live, "alert_cleared", 1).await;
    assert_eq!(events.last().unwrap()["alert"]["fingerprint"], "P2");
}

#[tokio::test]
async fn a_fact_becomes_a_note_there_once_though_the_answer_was_lost_and_a_guess_does_not() {
    let (theirs, url) = Theirs::listen().await;
    let mut severe = incident("P7");
    severe["priority"]["summary"] = json!("critical");
    theirs.has(&[severe]);
    let (live, _token) = hub(&url).await;
    until(&live, "sink_opened", 1).await;
    until(&live, "incident_declared", 1).await;
    theirs.loses.store(true, Ordering::SeqCst);
    let note = |text: &str, stance: &str| json!({ "kind": "write_note", "text": text, "stance": stance });
    live.command(Access::Lead, 1, note("the cache is full", "guess"))
        .await;
    live.command(Access::Lead, 2, note("rolled back media-eu", "did"))
        .await;
    let events = until(&live, "dispatch_ended", 1).await;
    let ended = events
        .iter()
        .find(|event| event["kind"] == "dispatch_ended")
        .unwrap();
    assert_eq!(ended["came"], "delivered", "{ended}");
    let notes = theirs.notes.lock().unwrap().clone();
    assert_eq!(notes.len(), 1, "{notes:?}");
    let content = notes[0]["content"].as_str().unwrap();
    assert!(
        content.starts_with("rolled back media-eu (lead-person)\n[warroom INC-1/pagerduty/note/"),
        "{content}"
    );
}
