//! Texts that go to a page at Statuspage: once, whatever becomes of an answer, and held against what the page shows.

use super::live::Live;
use super::sinks::{approved, commanded, kinds, read, until};
use super::*;
use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

/// What happens to the next write.
#[derive(Clone, Copy)]
enum Fault {
    /// It is done, and the answer is lost.
    Lost,
    /// It is not done.
    Status(u16, &'static str),
    /// It is done, with another text.
    Changed,
}

/// A page that keeps what it is told, and whom it mailed.
#[derive(Default)]
struct Page {
    incidents: Vec<Value>,
    faults: VecDeque<Fault>,
    asked: Vec<(Instant, String)>,
    mailed: usize,
    wrong_token: usize,
}

type Shared = Arc<Mutex<Page>>;

impl Page {
    fn writes(&self) -> usize {
        self.asked
            .iter()
            .filter(|(_, asked)| !asked.starts_with("GET"))
            .count()
    }

    fn texts(&self) -> usize {
        let updates = |incident: &Value| incident["incident_updates"].as_array().unwrap().len();
        self.incidents.iter().map(updates).sum()
    }

    /// The status and the body of the answer; `None`: the line is cut.
    fn answer(&mut self, question: &str) -> Option<(u16, String)> {
        let (head, body) = question.split_once("\r\n\r\n").unwrap();
        let line = head
            .lines()
            .next()
            .unwrap()
            .trim_end_matches(" HTTP/1.1")
            .to_owned();
        self.asked.push((Instant::now(), line.clone()));
        if !head.contains("authorization: OAuth s3cr3t") {
            self.wrong_token += 1;
            return Some((401, "{}".to_owned()));
        }
        let (method, path) = line.split_once(' ').unwrap();
        let path = path.strip_prefix("/v1/pages/kctbh9/").unwrap();
        let id = path.strip_prefix("incidents/");
        if method == "GET" {
            let found = match id {
                Some("unresolved") => {
                    let open = |incident: &&Value| incident["status"] != "resolved";
                    json!(self.incidents.iter().filter(open).collect::<Vec<_>>())
                }
                Some(id) => self
                    .incidents
                    .iter()
                    .find(|incident| incident["id"] == id)
                    .cloned()
                    .unwrap(),
                None if path == "components" => json!([{ "id": "c1", "status": "operational" }]),
                None => json!(self.incidents),
            };
            return Some((200, found.to_string()));
        }
        let fault = self.faults.pop_front();
        if let Some(Fault::Status(status, said)) = fault {
            return Some((status, said.to_owned()));
        }
        let asked: Value = serde_json::from_str(body).unwrap();
        let written = self.write(id, &asked["incident"], matches!(fault, Some(Fault::Changed)));
        match fault {
            Some(Fault::Lost) => None,
            _ => Some((201, written.to_string())),
        }
    }

    fn write(&mut self, id: Option<&str>, asked: &Value, changed: bool) -> Value {
        let at = match id {
            Some(id) => self
                .incidents
                .iter()
                .position(|incident| incident["id"] == id)
                .unwrap(),
            None => {
                let id = format!("i{}", self.incidents.len() + 1);
                let link = format!("https://stspg.example/{id}");
                self.incidents.push(
                    json!({ "id": id, "name": asked["name"], "shortlink": link, "incident_updates": [] }),
                );
                self.incidents.len() - 1
            }
        };
        let incident = &mut self.incidents[at];
        let text = if changed {
            json!("Hacked")
        } else {
            asked["body"].clone()
        };
        let updates = incident["incident_updates"].as_array_mut().unwrap();
        updates.insert(0, json!({ "status": asked["status"], "body": text }));
        incident["status"] = asked["status"].clone();
        incident["metadata"] = asked["metadata"].clone();
        let states = asked["components"].as_object().unwrap().iter();
        incident["components"] = states
            .map(|(id, state)| json!({ "id": id, "status": state }))
            .collect();
        self.mailed += usize::from(asked["deliver_notifications"] == true);
        incident.clone()
    }
}

async fn page(faults: &[Fault]) -> (Shared, Live, tempfile::TempPath) {
    let page = Shared::default();
    page.lock().unwrap().faults.extend(faults);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let there = page.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let question = read(&mut stream).await;
            let answer = there.lock().unwrap().answer(&question);
            let Some((status, body)) = answer else { continue };
            let head = format!(
                "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "s3cr3t").unwrap();
    let setting = json!({ "kind": "statuspage", "page": "kctbh9", "url": url, "token_file": file.path(),
        "components": { "video-eu": "c1" } });
    let live = commanded("page", setting).await;
    (page, live, file.into_temp_path())
}

fn ended(events: &[Value]) -> &Value {
    events
        .iter()
        .rev()
        .find(|event| event["kind"] == "dispatch_ended")
        .unwrap()
}

#[tokio::test]
async fn a_text_whose_answer_is_lost_is_on_the_page_once_and_nobody_is_mailed_twice() {
    let (page, live, _file) = page(&[Fault::Lost, Fault::Lost]).await;
    approved(&live, 10, "We look into it. Next news at 15:00.").await;
    let events = until(&live, "post_recorded", 1).await;
    assert_eq!(
        kinds(&events),
        ["dispatch_begun", "dispatch_ended", "post_recorded"]
    );
    assert_eq!(ended(&events)["receipt"], "i1");
    assert_eq!(ended(&events)["place"], "https://stspg.example/i1");
    approved(&live, 20, "Still looking. Next news at 15:30.").await;
    until(&live, "post_recorded", 2).await;
    let page = page.lock().unwrap();
    assert_eq!((page.incidents.len(), page.texts(), page.mailed), (1, 2, 2));
    assert_eq!((page.writes(), page.wrong_token), (2, 0));
    assert_eq!(page.incidents[0]["components"][0]["id"], "c1");
    let pace = page.asked.windows(2).map(|two| two[1].0 - two[0].0).min();
    assert!(
        pace.unwrap() >= Duration::from_millis(990),
        "{pace:?}: one question a second"
    );
}

#[tokio::test]
async fn a_busy_page_is_asked_again_and_what_it_refuses_waits_with_its_own_words() {
    let faults = [
        Fault::Status(420, "{}"),
        Fault::Status(429, "<html>slow down</html>"),
        Fault::Status(422, r#"{"message":"body is too long"}"#),
    ];
    let (page, live, _file) = page(&faults).await;
    approved(&live, 10, "We look into it. Next news at 15:00.").await;
    let events = until(&live, "dispatch_ended", 1).await;
    let end = ended(&events);
    assert_eq!(end["came"], "refused", "{end}");
    assert!(end["why"].as_str().unwrap().contains("body is too long"), "{end}");
    assert_eq!(page.lock().unwrap().mailed, 0);
}

#[tokio::test]
async fn a_page_that_shows_something_else_is_told_and_mended_without_another_write() {
    let (page, live, _file) = page(&[Fault::Changed]).await;
    let text = "We look into it. Next news at 15:00.";
    approved(&live, 10, text).await;
    let events = until(&live, "dispatch_ended", 1).await;
    let end = ended(&events).clone();
    assert_eq!(end["came"], "refused", "{end}");
    assert!(end["why"].as_str().unwrap().contains("another text"), "{end}");
    page.lock().unwrap().incidents[0]["incident_updates"][0]["body"] = text.into();
    let settle =
        json!({ "kind": "settle_dispatch", "dispatch": end["dispatch"], "how": "again", "reason": "mended" });
    let reply = live.command(Access::Advocate, 30, settle).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    until(&live, "post_recorded", 1).await;
    let page = page.lock().unwrap();
    assert_eq!((page.writes(), page.mailed), (1, 1));
}
