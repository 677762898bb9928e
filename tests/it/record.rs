//! The record of a real hub under trouble: a full disk, a disk that does not sync, and copies taken under load.

mod backup;
mod failing;
mod full;
mod order;
mod restart;
mod spoilt;

use crate::binary::rig::{DEADLINE, Hub};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use uuid::Uuid;

/// One connection to a hub that is kept, with the token of whoever speaks.
pub struct Line {
    stream: BufReader<TcpStream>,
    token: String,
}

impl Line {
    /// Of an administrator.
    pub fn to(hub: &Hub) -> Line {
        let token = std::fs::read_to_string(hub.token("dana", "admin")).unwrap();
        Line::at(hub.address(), token.trim()).unwrap()
    }

    /// `None` where nobody takes it.
    pub fn at(address: &str, token: &str) -> Option<Line> {
        let stream = TcpStream::connect(address).ok()?;
        // A hub that never answers must not hold a test for ever.
        stream.set_read_timeout(Some(2 * DEADLINE)).ok()?;
        Some(Line {
            stream: BufReader::new(stream),
            token: token.to_owned(),
        })
    }

    /// Status and body; `None` where the connection is gone.
    pub fn ask(&mut self, method: &str, path: &str, body: &str) -> Option<(u16, String)> {
        self.send(method, path, body)?;
        self.hear()
    }

    /// Asks, and does not wait for the answer.
    pub fn send(&mut self, method: &str, path: &str, body: &str) -> Option<()> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).ok()
    }

    /// The answer to what was asked first.
    pub fn hear(&mut self) -> Option<(u16, String)> {
        let (mut status, mut length) = (None, 0);
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
            let line = line.trim().to_ascii_lowercase();
            if let Some(word) = line.strip_prefix("http/1.1 ") {
                status = word[..3].parse().ok();
            }
            if let Some(given) = line.strip_prefix("content-length: ") {
                length = given.parse().unwrap();
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).ok()?;
        Some((status?, String::from_utf8(body).unwrap()))
    }

    pub fn declare(&mut self) {
        let body = json!({ "id": Uuid::new_v4(), "kind": "declare_incident", "title": "Video calls drop" });
        let (status, said) = self.command(&body).unwrap();
        assert_eq!(status, 200, "{said}");
    }

    /// What became of a command.
    pub fn command(&mut self, body: &Value) -> Option<(u16, String)> {
        self.ask("POST", "/v1/commands", &body.to_string())
    }

    /// A note of so many letters; the status, and what was said.
    fn note(&mut self, id: Uuid, letters: usize) -> Option<(u16, String)> {
        let body = json!({ "id": id, "kind": "write_note", "text": "x".repeat(letters) });
        self.command(&body)
    }
}
