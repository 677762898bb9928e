//! O2: connections that send their headers or their bodies byte by byte are cut, and others do not notice.

use super::line::{self, Line};
use super::*;
use crate::trust;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// One byte.
const EVERY: Duration = Duration::from_secs(1);
/// The longest that any of them may stay.
const AT_MOST: Duration = Duration::from_secs(15);

#[derive(Debug, Default)]
struct Figures {
    tricklers: usize,
    /// How long each stayed.
    cut: Vec<Duration>,
    /// Requests of somebody else meanwhile, and those that were not answered well.
    honest: usize,
    failed: usize,
}

fn judge(figures: &Figures, at_most: Duration) -> Result<(), String> {
    let longest = figures.cut.iter().max().copied().unwrap_or_default();
    match (figures.tricklers - figures.cut.len(), figures.failed) {
        (0, 0) if figures.honest == 0 => Err("nobody else asked for anything".to_owned()),
        (0, 0) if longest <= at_most => Ok(()),
        (0, 0) => Err(format!("one stayed for {longest:?}")),
        (stay, failed) => Err(format!(
            "{stay} were never cut, {failed} honest requests went wrong"
        )),
    }
}

/// Sends the beginning, and then a byte now and then, until it is cut; `None` where it never is.
async fn trickle(address: SocketAddr, beginning: String) -> Option<Duration> {
    let start = Instant::now();
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(beginning.as_bytes()).await.ok()?;
    let mut ticks = tokio::time::interval(EVERY);
    let mut said = [0; 512];
    while start.elapsed() < DEADLINE {
        tokio::select! {
            read = stream.read(&mut said) => match read {
                // Why it is cut.
                Ok(some) if some > 0 => {}
                Ok(_) | Err(_) => return Some(start.elapsed()),
            },
            _ = ticks.tick() => {
                if stream.write_all(b"x").await.is_err() {
                    return Some(start.elapsed());
                }
            }
        }
    }
    None
}

async fn trickle_at(address: SocketAddr, token: &str, each: usize) -> Figures {
    let head = format!("authorization: Bearer {token}\r\nhost: hub\r\n");
    let mut tricklers = JoinSet::new();
    for _ in 0..each {
        tricklers.spawn(trickle(address, format!("GET /v1/me HTTP/1.1\r\n{head}x-long: ")));
        tricklers.spawn(trickle(
            address,
            format!(
                "POST /v1/commands HTTP/1.1\r\n{head}content-type: application/json\r\ncontent-length: 9000\r\n\r\n{{"
            ),
        ));
    }
    let mut figures = Figures {
        tricklers: each * 2,
        ..Figures::default()
    };
    let mut line = Line::to(address).await.unwrap();
    let mut often = tokio::time::interval(Duration::from_millis(20));
    loop {
        tokio::select! {
            one = tricklers.join_next() => match one {
                Some(one) => figures.cut.extend(one.unwrap()),
                None => return figures,
            },
            _ = often.tick() => {
                let answer = line.ask(&line::get("/v1/me", token)).await;
                figures.honest += 1;
                figures.failed += usize::from(answer.is_err_and(|_| true));
            }
        }
    }
}

#[test]
fn whoever_trickles_is_cut_and_others_are_answered_meanwhile() {
    let each = trust::times(50, 1_000);
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let token = token(&hub, "omar", "advocate");
    let figures = runtime().block_on(trickle_at(address(&hub), &token, each));
    let longest = figures.cut.iter().max().copied().unwrap_or_default();
    let at_most = if each > 50 { AT_MOST } else { DEADLINE };
    judge(&figures, at_most).unwrap();
    trust::result(
        "O2",
        "headers and bodies byte by byte",
        &format!(
            "{each} + {each} cut after at most {:.1} s, {} honest requests answered",
            longest.as_secs_f64(),
            figures.honest
        ),
    );
}

#[test]
fn one_that_stays_is_noticed_and_so_is_a_request_that_went_wrong() {
    let well = || Figures {
        tricklers: 2,
        cut: vec![Duration::from_secs(12); 2],
        honest: 100,
        failed: 0,
    };
    let judged = |wrong: fn(&mut Figures)| {
        let mut figures = well();
        wrong(&mut figures);
        judge(&figures, AT_MOST)
    };
    assert_eq!(judged(|_| ()), Ok(()));
    assert!(judged(|figures| figures.cut.truncate(1)).is_err());
    assert!(judged(|figures| figures.cut[1] = Duration::from_secs(16)).is_err());
    assert!(judged(|figures| figures.failed = 1).is_err());
    assert!(judged(|figures| figures.honest = 0).is_err());
}
