//! News that go out by mail: to a real server and its mailbox, and over a line that breaks where it hurts most.

use super::live::{Live, memory, settings};
use super::sinks::{kinds, until};
use super::*;
use crate::trust;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpListener;
use warroom::connect::vendor::Named;

const SERVER: &str = r#"
import asyncio, sys
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP
async def main():
    box = Mailbox(sys.argv[1])
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), '127.0.0.1', 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"#;

/// A mail server of Debian's.
struct Server(Child);

impl Server {
    fn start(mailbox: &Path) -> (Server, u16) {
        let mut child = Command::new("/usr/bin/python3")
            .args(["-c", SERVER])
            .arg(mailbox)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        (Server(child), line.trim().parse().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Every letter, in the order of their texts.
fn letters(mailbox: &Path) -> Vec<String> {
    let files = std::fs::read_dir(mailbox.join("new")).unwrap();
    let mut letters: Vec<String> = files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    letters.sort();
    letters
}

/// A hub that mails, in an incident whose CEO is carol; dave, who stands in for her, has no address.
async fn hub(port: u16) -> Live {
    let setting = json!({ "kind": "mail", "host": "127.0.0.1", "port": port, "tls": "none",
        "from": "Room <room@example.com>", "tells": ["levels", "posts"], "posts_to": ["carol"] });
    let named = Named {
        name: "mail".into(),
        setting: serde_json::from_value(setting).unwrap(),
    };
    assert_eq!(named.check(), Vec::<String>::new());
    let live = Live::with(warroom::hub::Settings {
        connect: vec![named],
        ..settings(memory())
    })
    .await;
    until(&live, "sink_opened", 1).await;
    let people = json!([
        { "id": "carol", "name": "Carol", "duties": ["ceo"], "email": "carol@example.com", "deputy": "dave" },
        { "id": "dave", "name": "Dave" },
    ]);
    let asks = [
        json!({ "kind": "import_directory", "from": "f", "hash": "h", "people": people }),
        json!({ "kind": "declare_incident", "title": "Calls drop, \"all\" of them", "components": ["video-eu"] }),
        json!({ "kind": "take_role", "role": "commander" }),
    ];
    for (id, ask) in (1..).zip(asks) {
        let access = if id == 1 { Access::Admin } else { Access::Lead };
        let reply = live.command(access, id, ask).await;
        assert_eq!(reply.status, 200, "{reply:?}");
    }
    live
}

async fn informed(live: &Live) {
    let inform = json!({ "kind": "inform_level", "level": "ceo", "how": "phone", "read_back": "she knows" });
    let reply = live.command(Access::Lead, 10, inform).await;
    assert_eq!(reply.status, 200, "{reply:?}");
}

fn ended<'a>(events: &'a [Value], to: &str) -> &'a Value {
    let of = |event: &&Value| {
        event["kind"] == "dispatch_ended" && event["dispatch"].as_str().unwrap().ends_with(&format!("/{to}"))
    };
    events.iter().find(of).unwrap()
}

#[tokio::test]
async fn a_level_that_was_informed_and_a_text_reach_a_mailbox_once_each() {
    if !trust::has("aiosmtpd", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mailbox = folder.path().join("mailbox");
    let (_server, port) = Server::start(&mailbox);
    let live = hub(port).await;
    informed(&live).await;
    let events = until(&live, "dispatch_ended", 2).await;
    assert_eq!(kinds(&events).len(), 4);
    assert_eq!(ended(&events, "carol")["came"], "delivered");
    let none = ended(&events, "dave");
    assert!(
        none["why"]
            .as_str()
            .unwrap()
            .contains("no e-mail address for dave"),
        "{none}"
    );
    let draft = json!({ "kind": "draft_message", "audience": "internal", "phase": "investigating",
        "text": "We look.\n.\nMAIL FROM:<x@example.com>\nBcc: b@example.com ü" });
    let reply = live.command(Access::Lead, 20, draft).await.json();
    let approve = json!({ "kind": "approve_message", "draft": reply["through"], "despite": "it is urgent" });
    let reply = live.command(Access::Lead, 21, approve).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let events = until(&live, "dispatch_ended", 3).await;
    let letters = letters(&mailbox);
    assert_eq!(letters.len(), 2, "{letters:?}");
    for letter in &letters {
        assert!(
            letter.contains("To: carol@example.com") && letter.contains("From: "),
            "{letter}"
        );
        assert!(
            letter.contains("Content-Type: text/plain; charset=utf-8"),
            "{letter}"
        );
        let head = letter.split("\n\n").next().unwrap();
        assert!(!head.contains("\nBcc"), "{letter}");
    }
    assert!(
        letters
            .iter()
            .any(|letter| letter.contains("CEO was informed at")),
        "{letters:?}"
    );
    assert!(
        letters.iter().any(|letter| letter.contains("We look.")),
        "{letters:?}"
    );
    let told: Vec<&Value> = events
        .iter()
        .filter(|event| event["kind"].as_str().unwrap().starts_with("dispatch"))
        .collect();
    assert!(
        !json!(told).to_string().contains("carol@"),
        "an address in the log: {told:?}"
    );
}

/// Says yes to everything but what it was told not to, and counts the letters that came whole.
async fn odd(first: &'static str, rcpt: &'static str, cut: bool) -> (Arc<Mutex<usize>>, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let whole = Arc::new(Mutex::new(0));
    let counted = whole.clone();
    tokio::spawn(async move {
        let mut greeting = first;
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufStream::new(stream);
            let mut say = std::mem::replace(&mut greeting, "220 hello");
            let mut in_letter = false;
            loop {
                if !say.is_empty() {
                    let _ = stream.write_all(format!("{say}\r\n").as_bytes()).await;
                    let _ = stream.flush().await;
                }
                let mut line = String::new();
                if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                    break;
                }
                say = match line.trim_end() {
                    "." if in_letter => {
                        *counted.lock().unwrap() += 1;
                        in_letter = false;
                        if cut {
                            break;
                        }
                        "250 taken"
                    }
                    _ if in_letter => "",
                    "DATA" => {
                        in_letter = true;
                        "354 go on"
                    }
                    line if line.starts_with("RCPT") => rcpt,
                    _ => "250 fine",
                };
            }
        }
    });
    (whole, port)
}

#[tokio::test]
async fn a_line_lost_after_the_letter_is_said_and_nothing_is_sent_again() {
    let (whole, port) = odd("220 hello", "250 fine", true).await;
    let live = hub(port).await;
    informed(&live).await;
    let events = until(&live, "dispatch_ended", 2).await;
    let end = ended(&events, "carol");
    assert_eq!(end["came"], "unknown", "{end}");
    assert!(end["why"].as_str().unwrap().contains("ask them"), "{end}");
    assert_eq!(*whole.lock().unwrap(), 1);
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again_and_a_recipient_it_does_not_know_is_told_without_the_address() {
    let (whole, port) = odd("421 busy", "250 fine", false).await;
    let live = hub(port).await;
    informed(&live).await;
    let events = until(&live, "dispatch_ended", 2).await;
    assert_eq!(ended(&events, "carol")["came"], "delivered");
    assert_eq!(*whole.lock().unwrap(), 1);
    let (whole, port) = odd("220 hello", "550 no such user carol@example.com", false).await;
    let live = hub(port).await;
    informed(&live).await;
    let events = until(&live, "dispatch_ended", 2).await;
    let end = ended(&events, "carol");
    assert_eq!(end["came"], "refused", "{end}");
    assert!(!end.to_string().contains("carol@"), "{end}");
    assert_eq!(*whole.lock().unwrap(), 0);
}
