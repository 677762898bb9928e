//! One connection that is kept to a server of HTTP: requests out as bytes, answers in by their length.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub struct Line {
    pub stream: TcpStream,
    read: Vec<u8>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Bytes of it all, as they came.
    #[allow(dead_code)] // The bench tells it.
    pub bytes: usize,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_default()
    }
}

impl Line {
    pub async fn to(address: SocketAddr) -> io::Result<Line> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Line::over(stream))
    }

    pub fn over(stream: TcpStream) -> Line {
        Line {
            stream,
            read: Vec::new(),
        }
    }

    /// Sends a request and reads its answer.
    pub async fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.stream.write_all(request).await?;
        self.answer().await
    }

    pub async fn answer(&mut self) -> io::Result<Answer> {
        loop {
            if let Some(answer) = self.taken() {
                return Ok(answer);
            }
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// The answer, once all of it is here.
    fn taken(&mut self) -> Option<Answer> {
        let end = self.read.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
        let head = std::str::from_utf8(&self.read[..end]).ok()?.to_ascii_lowercase();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let bytes = end + length.unwrap_or(0);
        if self.read.len() < bytes {
            return None;
        }
        let body = self.read[end..bytes].to_vec();
        self.read.drain(..bytes);
        Some(Answer { status, bytes, body })
    }
}

pub fn get(path: &str, token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {token}\r\n\r\n").into_bytes()
}

pub fn post(path: &str, token: &str, body: &str) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    format!("{head}{body}").into_bytes()
}
