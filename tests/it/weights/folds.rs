//! C6: the picture of a screen that was given a copy and then every change of it, over the wire and some of it twice, is
//! the one that the whole log adds up to.

use super::{events, let_in, read, recorded};
use crate::domain::histories::{histories, lived};
use crate::record::Line;
use crate::simulation::dice::Dice;
use crate::terminals::{declared, rig};
use crate::trust;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use warroom::domain::actor::Access;
use warroom::domain::event::Recorded;
use warroom::domain::ids::Seq;
use warroom::domain::picture::Picture;
use warroom::store::chain::hex;
use warroom::wire::News;
use warroom::wire::status::status;

/// Acts of a history at most.
const LONGEST: usize = 60;
/// Events of one answer at most.
const BATCH: u64 = 7;

fn folded(log: &[Recorded]) -> Picture {
    let mut picture = Picture::default();
    for recorded in log {
        picture.apply(recorded);
    }
    picture
}

/// What a picture shows, in short.
fn hash(picture: &Picture, log: &[Recorded]) -> String {
    let now = log.last().map_or(jiff::Timestamp::UNIX_EPOCH, |last| last.at);
    let shown = serde_json::to_string(&status(picture, now, true)).unwrap();
    hex(&Sha256::digest(shown).into())
}

/// Events as an answer to a poll brings them.
fn over_the_wire(events: &[Recorded]) -> Vec<Recorded> {
    let last = events.last().unwrap();
    let news = News {
        now: last.at,
        rate: 1.0,
        through: last.seq,
        mark: None,
        more: false,
        events: events.to_vec(),
        present: None,
        presence: None,
    };
    let body = serde_json::to_string(&news).unwrap();
    serde_json::from_str::<News>(&body).unwrap().events
}

/// A screen that has a copy of the picture as it was somewhere in the log, and hears of the rest in batches, each of
/// which may begin with what it knows. `loses` is lost on the way.
fn followed(log: &[Recorded], loses: Option<Seq>, dice: &mut Dice) -> Picture {
    let start = dice.below(log.len() as u64 + 1) as usize;
    let start = loses.map_or(start, |lost| start.min(lost.0 as usize - 1));
    let mut picture = folded(&log[..start]).clone();
    while picture.through().0 < log.len() as u64 {
        let known = picture.through().0;
        let from = known.saturating_sub(dice.below(3)) as usize;
        let to = (known + 1 + dice.below(BATCH)).min(log.len() as u64) as usize;
        for recorded in over_the_wire(&log[from..to]) {
            match loses == Some(recorded.seq) {
                // As if it had been heard.
                true => picture.apply(&Recorded {
                    event: nothing(),
                    ..recorded
                }),
                false => picture.apply(&recorded),
            }
        }
    }
    picture
}

fn nothing() -> warroom::domain::event::Event {
    serde_json::from_value(json!({ "kind": "note_written", "text": "", "stance": "fact" })).unwrap()
}

/// Whether a screen sees what the log adds up to, and the hash of that.
fn judged(log: &[Recorded], picture: &Picture) -> Result<String, String> {
    let whole = folded(log);
    let (right, seen) = (hash(&whole, log), hash(picture, log));
    match (right == seen, whole == *picture) {
        (true, true) => Ok(right),
        (false, _) => Err(format!("a screen shows {seen}, and the log adds up to {right}")),
        (true, false) => Err(format!("{right} is shown, and what is not shown differs")),
    }
}

#[test]
fn a_copy_and_every_change_since_are_the_picture_of_the_whole_log() {
    let logs = trust::times(100, 10_000);
    let (mut runner, mut dice) = (TestRunner::deterministic(), Dice::new(6));
    let (mut events, mut all) = (0, Sha256::new());
    for at in 0..logs {
        let acts = histories(LONGEST).new_tree(&mut runner).unwrap().current();
        let room = lived(&acts);
        let picture = followed(&room.log, None, &mut dice);
        let judged = judged(&room.log, &picture);
        let hash = judged.unwrap_or_else(|wrong| panic!("log {at}: {wrong}; {acts:?}"));
        assert!(
            room.picture == picture,
            "log {at}: the hub's own picture differs; {acts:?}"
        );
        all.update(hash);
        events += room.log.len();
    }
    let all = &hex(&all.finalize().into())[..8];
    let counts =
        format!("{logs} random logs, {events} events, every picture equal; all hashes together {all}");
    trust::result("C6", "fold of the log = copy + changes", &counts);
}

#[test]
fn a_screen_that_lost_a_change_is_found_out() {
    let mut dice = Dice::new(7);
    let mut runner = TestRunner::deterministic();
    let acts = histories(LONGEST).new_tree(&mut runner).unwrap().current();
    let log = lived(&acts).log;
    let unnoticed: Vec<_> = (1..=log.len() as u64)
        .filter(|lost| judged(&log, &followed(&log, Some(Seq(*lost)), &mut dice)).is_ok())
        .collect();
    assert_eq!(unnoticed, [] as [u64; 0]);
}

#[test]
fn the_hub_shows_what_its_log_adds_up_to_also_after_it_was_killed() {
    let rig = rig();
    let_in(&rig, [("omar", Access::Admin)]);
    let hub = declared(&rig);
    let mut line = Line::at(hub.address(), "omar").unwrap();
    let tomorrow = super::now() + jiff::SignedDuration::from_hours(24);
    for (account, kind) in ["northwind", "contoso", "fabrikam", "tailspin"]
        .into_iter()
        .flat_map(|account| {
            ["claim_account", "record_attempt", "tick_step", "make_promise"].map(|kind| (account, kind))
        })
    {
        let body = json!({ "id": Uuid::new_v4(), "incident": "INC-1", "kind": kind, "account": account,
            "disposition": "reached_decision_maker", "step": "told", "reason": "saw it",
            "what": "news", "due": tomorrow });
        read(line.command(&body));
    }
    let shown = |line: &mut Line| {
        let mut shown = read(line.ask("GET", "/v1/incidents", ""));
        let log: Vec<Recorded> = events(line, 0)
            .into_iter()
            .map(|event| serde_json::from_value(event).unwrap())
            .collect();
        let now = shown["now"].as_str().unwrap().parse().unwrap();
        let folded = serde_json::to_value(status(&folded(&log), now, true)).unwrap();
        assert_eq!(shown, folded);
        shown["now"] = Value::Null;
        (shown, log)
    };
    let (before, log) = shown(&mut line);
    let address = hub.address().to_owned();
    hub.kill();
    assert_eq!(recorded(&rig.path("hub.sqlite")), log);
    let _hub = rig.serve_at(&address);
    let mut line = Line::at(&address, "omar").unwrap();
    let (after, again) = shown(&mut line);
    assert_eq!(
        (after["through"].clone(), again),
        (before["through"].clone(), log)
    );
}
