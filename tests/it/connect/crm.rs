//! A server that stands for a vendor, and what is brought to it.

use super::moment;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, Mutex};
use std::thread::spawn;
use warroom::connect::http::Client;
use warroom::connect::told::End;
use warroom::connect::vendor::{Named, Vendor};
use warroom::domain::dispatches::Came;
use warroom::domain::outreach::Attempt;
use warroom::domain::parcels::{Call, Load, Parcel, Task};

/// One question as it was read.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `GET /crm/owners/2026-09?limit=500`
    pub line: String,
    pub head: String,
    pub text: String,
    pub body: Value,
}

/// An answer: its status and its body, or the bytes as they are.
pub enum Reply {
    Json(u16, Value),
    Raw(String),
}

#[derive(Clone)]
pub struct Server {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub fn of(mut answers: impl FnMut(&Asked) -> Reply + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let heard = asked.clone();
        spawn(move || {
            while let Ok((mut stream, _)) = listener.accept() {
                let Some(question) = read(&mut stream) else {
                    continue;
                };
                heard.lock().unwrap().push(question.clone());
                let bytes = match answers(&question) {
                    Reply::Raw(bytes) => bytes,
                    Reply::Json(status, body) => {
                        let body = body.to_string();
                        let length = body.len();
                        format!(
                            "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
                        )
                    }
                };
                // A client that has read enough may hang up.
                let _ = stream.write_all(bytes.as_bytes());
            }
        });
        Server { url, asked }
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn lines(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.line).collect()
    }
}

fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut all = Vec::new();
    let mut part = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&all).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_owned();
            let lower = head.to_lowercase();
            let length = lower
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(Asked {
                    line: head.lines().next()?.trim_end_matches(" HTTP/1.1").to_owned(),
                    body: serde_json::from_str(body).unwrap_or_default(),
                    text: body.to_owned(),
                    head,
                });
            }
        }
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return None,
            Ok(count) => all.extend_from_slice(&part[..count]),
        }
    }
}

pub fn secret() -> tempfile::TempPath {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o600)).unwrap();
    file.into_temp_path()
}

/// The vendor of the table `[connect.crm]`.
pub fn vendor(setting: Value) -> Vendor {
    let named = Named {
        name: "crm".into(),
        setting: serde_json::from_value(setting).unwrap(),
    };
    assert_eq!(named.check(), Vec::<String>::new());
    named.vendor(Client::new().unwrap()).unwrap()
}

pub fn call() -> Parcel {
    let facts = json!({ "account": "crm:7", "contact": "crm:70", "channel": "phone", "direction": "outbound",
        "disposition": "reached_decision_maker", "note": "they <b>wait</b> & watch", "told": 1 });
    Parcel {
        key: "INC-7/crm/call/57".parse().unwrap(),
        of: "call to Northwind".into(),
        begun: false,
        load: Load::Call(Box::new(Call {
            account: "crm:7".into(),
            title: "Video calls drop".into(),
            attempt: Attempt {
                seq: warroom::domain::ids::Seq(57),
                at: moment("2026-11-22T00:03:00Z"),
                by: "omar".into(),
                facts: serde_json::from_value(facts).unwrap(),
                withdrawn: false,
            },
        })),
    }
}

pub fn task() -> Parcel {
    Parcel {
        key: "INC-7/crm/task/58".parse().unwrap(),
        of: "promise to Northwind".into(),
        begun: false,
        load: Load::Task(Task {
            account: "crm:7".into(),
            title: "Video calls drop".into(),
            text: "send them the report".into(),
            owner: "omar".into(),
            due: moment("2026-11-25T12:00:00Z"),
        }),
    }
}

/// `delivered 31`, `refused WHY`, `unknown WHY`, `later WHY`.
pub fn told(end: &End) -> String {
    match end {
        End::Later(why) => format!("later {why}"),
        End::Came(Came::Delivered { receipt, .. }) => {
            format!(
                "delivered {}",
                receipt.as_ref().map_or("", |receipt| receipt.as_str())
            )
        }
        End::Came(Came::Refused { why }) => format!("refused {why}"),
        End::Came(Came::Unknown { why }) => format!("unknown {why}"),
        End::Came(Came::Begun) => "begun".to_owned(),
    }
}
