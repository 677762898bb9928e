//! What goes out to a vendor: once, in order, told on the timeline, and waiting for somebody where it must.

use super::live::{Live, memory, settings};
use super::*;
use std::sync::Mutex;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use warroom::connect::vendor::Named;

/// How the receiver answers, one after the other; then with 200.
#[derive(Clone, Copy)]
enum Answers {
    Status(u16),
    /// The whole question is read, and the line is cut.
    Nothing,
}

/// A receiver, and the questions it has read.
#[derive(Clone, Default)]
struct Receiver {
    asked: Arc<Mutex<Vec<String>>>,
}

impl Receiver {
    async fn listen(answers: &'static [Answers]) -> (Receiver, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let receiver = Receiver::default();
        let heard = receiver.clone();
        tokio::spawn(async move {
            let mut answers = answers.iter();
            while let Ok((mut stream, _)) = listener.accept().await {
                let question = read(&mut stream).await;
                heard.asked.lock().unwrap().push(question);
                match answers.next().unwrap_or(&Answers::Status(200)) {
                    Answers::Nothing => drop(stream),
                    Answers::Status(status) => {
                        let answer = format!(
                            "HTTP/1.1 {status} X\r\nconnection: close\r\nretry-after: 0\r\ncontent-length: 2\r\n\r\n{{}}"
                        );
                        let _ = stream.write_all(answer.as_bytes()).await;
                    }
                }
            }
        });
        (receiver, url)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// One question to its last byte.
pub async fn read(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let mut part = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&all).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        match stream.read(&mut part).await {
            Ok(0) | Err(_) => return text,
            Ok(count) => all.extend_from_slice(&part[..count]),
        }
    }
}

/// A hub with one webhook that takes texts for the page, in an incident that dana commands.
async fn hub(url: &str, secret: &std::path::Path) -> Live {
    let setting = json!({ "kind": "webhook", "url": url, "secret_file": secret, "takes": ["post"] });
    commanded("chat", setting).await
}

/// A hub with one vendor, in an incident that dana commands.
pub async fn commanded(name: &str, setting: Value) -> Live {
    let named = Named {
        name: name.into(),
        setting: serde_json::from_value(setting).unwrap(),
    };
    let live = Live::with(warroom::hub::Settings {
        connect: vec![named],
        ..settings(memory())
    })
    .await;
    until(&live, "sink_opened", 1).await;
    live.command(
        Access::Lead,
        1,
        json!({ "kind": "declare_incident", "title": "Video calls drop", "components": ["video-eu"] }),
    )
    .await;
    live.command(
        Access::Lead,
        2,
        json!({ "kind": "take_role", "role": "commander" }),
    )
    .await;
    live
}

fn secret() -> tempfile::TempPath {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    file.into_temp_path()
}

/// Everything recorded, once so many events of a kind are.
pub async fn until(live: &Live, kind: &str, count: usize) -> Vec<Value> {
    let all = async {
        loop {
            let news = live.get("/v1/events?after=0", Access::Lead).await.json();
            let events = news["events"].as_array().unwrap().clone();
            if events.iter().filter(|event| event["kind"] == kind).count() >= count {
                return events;
            }
            live.get(
                &format!("/v1/events?after={}&wait=5", news["through"]),
                Access::Lead,
            )
            .await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(60), all).await;
    found.unwrap_or_else(|_| panic!("{count} events of the kind {kind} did not come"))
}

/// Puts a text forward and approves it.
pub async fn approved(live: &Live, id: u128, text: &str) {
    let draft =
        json!({ "kind": "draft_message", "audience": "page", "phase": "investigating", "text": text });
    let reply = live.command(Access::Lead, id, draft).await.json();
    let approve = json!({ "kind": "approve_message", "draft": reply["through"], "despite": "it is urgent" });
    let reply = live.command(Access::Lead, id + 1, approve).await;
    assert_eq!(reply.status, 200, "{reply:?}");
}

pub fn kinds(events: &[Value]) -> Vec<&str> {
    let told = events.iter().map(|event| event["kind"].as_str().unwrap());
    told.filter(|kind| kind.starts_with("dispatch") || *kind == "post_recorded")
        .collect()
}

#[tokio::test]
async fn an_approved_text_goes_out_once_signed_and_is_live_then() {
    let (receiver, url) = Receiver::listen(&[]).await;
    let file = secret();
    let live = hub(&url, &file).await;
    approved(&live, 10, "We look into it. Next news at 15:00.").await;
    let events = until(&live, "post_recorded", 1).await;
    assert_eq!(
        kinds(&events),
        ["dispatch_begun", "dispatch_ended", "post_recorded"]
    );
    let key = events
        .iter()
        .find(|event| event["kind"] == "dispatch_begun")
        .unwrap()["dispatch"]
        .clone();
    approved(&live, 20, "Still looking. Next news at 15:30.").await;
    until(&live, "post_recorded", 2).await;
    let asked = receiver.asked();
    assert_eq!(asked.len(), 2, "{asked:?}");
    let head = asked[0].to_lowercase();
    assert!(
        head.contains(&format!("webhook-id: {}", key.as_str().unwrap().to_lowercase())),
        "{head}"
    );
    assert!(head.contains("webhook-signature: v1,"), "{head}");
    assert!(asked[0].contains("We look into it.") && asked[1].contains("Still looking."));
    let connected = live.get("/v1/connect", Access::Lead).await.json();
    assert_eq!(connected["vendors"][0]["name"], "chat");
    assert_eq!(connected["vendors"][0]["failures"], 0, "{connected}");
    assert!(connected["vendors"][0]["last_success"].is_string(), "{connected}");
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_under_the_same_id() {
    let (receiver, url) = Receiver::listen(&[Answers::Nothing, Answers::Status(503)]).await;
    let file = secret();
    let live = hub(&url, &file).await;
    approved(&live, 10, "We look into it. Next news at 15:00.").await;
    let events = until(&live, "post_recorded", 1).await;
    assert_eq!(
        kinds(&events),
        ["dispatch_begun", "dispatch_ended", "post_recorded"]
    );
    let ids: Vec<String> = receiver
        .asked()
        .iter()
        .map(|asked| {
            asked
                .lines()
                .find(|line| line.to_lowercase().starts_with("webhook-id"))
                .unwrap()
                .to_owned()
        })
        .collect();
    assert!(ids.len() == 3 && ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test]
async fn what_is_refused_waits_until_somebody_says_again() {
    let (receiver, url) = Receiver::listen(&[Answers::Status(422)]).await;
    let file = secret();
    let live = hub(&url, &file).await;
    approved(&live, 10, "We look into it. Next news at 15:00.").await;
    let events = until(&live, "dispatch_ended", 1).await;
    let ended = events
        .iter()
        .find(|event| event["kind"] == "dispatch_ended")
        .unwrap();
    assert_eq!(ended["came"], "refused", "{ended}");
    let settle = json!({ "kind": "settle_dispatch", "dispatch": ended["dispatch"], "how": "again", "reason": "mended" });
    assert_eq!(receiver.asked().len(), 1, "nobody has said so");
    let reply = live.command(Access::Advocate, 30, settle).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    until(&live, "post_recorded", 1).await;
    assert_eq!(receiver.asked().len(), 2);
}
