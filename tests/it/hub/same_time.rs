//! A stranger learns nothing from how long the answer takes: whatever is shown, it takes the same time.

use super::live::{Live, memory, settings};
use crate::trust;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use warroom::domain::actor::Access;
use warroom::hub::auth::token_hash;
use warroom::store::TokenRow;

const GOOD: &str = "00112233445566778899aabbccddeeff";

/// What a stranger can show, and the words for it.
const SHOWN: [(&str, Option<&str>); 6] = [
    ("nothing", None),
    ("a word", Some("nobody")),
    (
        "a token that nobody has",
        Some("f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0"),
    ),
    (
        "a good one but for its last digit",
        Some("00112233445566778899aabbccddeefe"),
    ),
    ("one that is over", Some("over")),
    ("one that was revoked", Some("revoked")),
];

/// How many times longer the slowest of these took than the fastest, in the median.
fn spread(times: &mut [Vec<Duration>]) -> f64 {
    let medians = times.iter_mut().map(|times| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64()
    });
    let medians: Vec<f64> = medians.collect();
    let most = medians.iter().copied().fold(f64::MIN, f64::max);
    let least = medians.iter().copied().fold(f64::MAX, f64::min);
    most / least
}

#[tokio::test]
async fn whatever_a_stranger_shows_the_answer_takes_the_same_time() {
    let rounds = trust::times(150, 20_000);
    let live = Live::with(settings(with_many_tokens())).await;
    let address = live.url.trim_start_matches("http://").to_owned();
    let mut line = TcpStream::connect(&address).await.unwrap();
    let mut times = vec![Vec::new(); SHOWN.len()];
    for round in 0..rounds {
        // Each is first as often as any other.
        for turn in 0..SHOWN.len() {
            let which = (round + turn) % SHOWN.len();
            times[which].push(refused(&mut line, SHOWN[which].1).await);
        }
    }
    let spread = spread(&mut times);
    // In a small run beside other tests the medians still swing.
    let most = if rounds < 1_000 { 4.0 } else { 1.15 };
    assert!(spread <= most, "x{spread:.2}");
    trust::result(
        "S4",
        "the time a 401 takes, slowest to fastest of six kinds",
        &format!("x{spread:.2} over {rounds} rounds"),
    );
}

/// So many that going over them would show.
fn with_many_tokens() -> warroom::store::Store {
    let mut store = memory();
    let over = "2026-01-01T00:00:00Z".parse().unwrap();
    let row = |token: &str| {
        let name = format!("person {token}");
        TokenRow::new(name.as_str().into(), Access::Lead, token_hash(token))
    };
    let many = (0..200).map(|number| row(&format!("another {number}")));
    let expired = TokenRow {
        expires: Some(over),
        ..row("over")
    };
    let revoked = TokenRow {
        revoked: true,
        ..row("revoked")
    };
    for token in many.chain([row(GOOD), expired, revoked]) {
        store.keep_token(token).unwrap();
    }
    store
}

/// How long it took to be refused.
async fn refused(line: &mut TcpStream, shown: Option<&str>) -> Duration {
    let shown = shown.map_or_else(String::new, |token| format!("Authorization: Bearer {token}\r\n"));
    let asks = format!("GET /v1/events HTTP/1.1\r\nHost: hub\r\n{shown}\r\n");
    let start = Instant::now();
    line.write_all(asks.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"}") {
        assert_ne!(line.read_buf(&mut answer).await.unwrap(), 0, "the line is cut");
    }
    let took = start.elapsed();
    assert!(
        answer.starts_with(b"HTTP/1.1 401"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    took
}

#[test]
fn what_takes_longer_is_told() {
    let times = |micros: u64| vec![Duration::from_micros(micros); 9];
    assert!(spread(&mut [times(100), times(101)]) < 1.15);
    assert!(spread(&mut [times(100), times(180), times(90)]) > 1.9);
}
