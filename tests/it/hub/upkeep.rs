//! What the hub does while nobody asks for anything: it makes room, and puts the picture away for the next start.

use super::live::{Live, settings};
use super::*;
use std::fs;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use warroom::store::kept;

/// Events after which the picture is put away, and then some.
const EVENTS: u128 = 5_100;
/// It takes a second.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn once_nobody_asks_any_more_what_was_recorded_is_moved_into_the_file_and_the_picture_put_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.db");
    let live = Live::with(settings(Store::open(&path, [7; 32]).unwrap())).await;
    let handle = live.hub.handle();
    handle.submit(submission(1, declare()), by("dana")).await.unwrap();
    let empty = fs::metadata(&path).unwrap().len();
    let mut all = JoinSet::new();
    for id in 2..EVENTS {
        let (handle, note) = (handle.clone(), note(&"x".repeat(900)));
        all.spawn(async move { handle.submit(submission(id, note), by("dana")).await.unwrap() });
    }
    all.join_all().await;
    let start = Instant::now();
    let moved = || fs::metadata(&path).unwrap().len() > empty + (1_000 << 12);
    let put_away = || kept::read(&kept::place(&path)).is_ok();
    while !(moved() && put_away()) {
        assert!(
            start.elapsed() < PATIENCE,
            "moved: {}, put away: {}",
            moved(),
            put_away()
        );
        tokio::task::yield_now().await;
    }
    let answer = handle
        .submit(submission(EVENTS, note("and on")), by("dana"))
        .await;
    assert_eq!(answer.unwrap().through.0, EVENTS as u64);
}
