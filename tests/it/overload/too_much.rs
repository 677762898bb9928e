//! O4: bodies that are too large, too deep or packed, and headers that are too long: refused, in little memory.

use super::line::{self, Line};
use super::*;
use crate::trust;

/// Bytes of memory beyond what it had.
const AT_MOST: usize = 2 << 20;

#[derive(Debug)]
struct Figures {
    statuses: Vec<u16>,
    grown: usize,
}

fn judge(figures: &Figures) -> Result<(), String> {
    let taken = figures
        .statuses
        .iter()
        .find(|status| !(400..500).contains(*status));
    match taken {
        Some(status) => Err(format!("one was answered with {status}")),
        None if figures.grown > AT_MOST => Err(format!("{} bytes of memory more", figures.grown)),
        None => Ok(()),
    }
}

/// What is sent, by what it is.
fn attacks(token: &str) -> [(&'static str, Vec<u8>); 4] {
    let body = |body: &str| line::post("/v1/commands", token, body);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("GET /v1/me HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {token}\r\nx-long: ");
    let long = format!("{long}{}\r\n\r\n", "x".repeat(64 << 10));
    [
        (
            "10 MiB",
            body(&format!(r#"{{"kind":"{}"}}"#, "x".repeat(10 << 20))),
        ),
        ("100,000 deep", body(&deep)),
        ("packed", packed(token)),
        ("64 KiB of headers", long.into_bytes()),
    ]
}

/// 64 MiB of zeros as gzip packs them with its fixed code (RFC 1951, 3.2.6): one, and then 258 more of it at a time.
fn packed(token: &str) -> Vec<u8> {
    let mut bits = "11000110000".to_owned();
    bits.extend(std::iter::repeat_n("1100010100000", (64 << 20) / 258));
    let bytes = bits.as_bytes().chunks(8).map(|eight| {
        let set = eight.iter().enumerate().filter(|(_, bit)| **bit == b'1');
        set.fold(0, |byte, (at, _)| byte | 1 << at)
    });
    let bytes: Vec<u8> = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
        .into_iter()
        .chain(bytes)
        .collect();
    let head = format!(
        "POST /v1/commands HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        bytes.len()
    );
    [head.as_bytes(), &bytes].concat()
}

async fn attack(address: SocketAddr, request: &[u8], times: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..times {
        let mut line = Line::to(address).await.unwrap();
        let answer = line.ask(request).await;
        // No answer at all is not a refusal.
        statuses.push(answer.map_or(0, |answer| answer.status));
    }
    statuses
}

#[test]
fn whatever_is_too_much_is_refused_in_little_memory() {
    let times = trust::times(10, 1_000);
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let token = token(&hub, "omar", "advocate");
    let (listens, process, runtime) = (address(&hub), Process::of(&hub), runtime());
    for (what, request) in attacks(&token) {
        // What is made once stays: only what comes with every one of them counts.
        runtime.block_on(attack(listens, &line::get("/v1/me", &token), 100));
        let before = process.memory();
        process.forget_peak();
        let statuses = runtime.block_on(attack(listens, &request, times));
        let figures = Figures {
            statuses,
            grown: process.peak().saturating_sub(before),
        };
        judge(&figures).unwrap_or_else(|why| panic!("{what}: {why}"));
        trust::result(
            "O4",
            what,
            &format!(
                "{times} refused with {}, {} KB of memory",
                figures.statuses[0],
                figures.grown / 1_000
            ),
        );
    }
}

#[test]
fn a_hub_that_takes_one_is_noticed_and_so_is_one_that_keeps_it() {
    let figures = |statuses: &[u16], grown| Figures {
        statuses: statuses.to_vec(),
        grown,
    };
    assert_eq!(judge(&figures(&[413, 413], AT_MOST)), Ok(()));
    for status in [0, 200, 500] {
        assert!(judge(&figures(&[413, status], 0)).is_err(), "{status}");
    }
    assert!(judge(&figures(&[413], 10 << 20)).is_err());
}
