//! Re-planning, merging and splitting over random histories: what was done is never lost, and what is owed is a
//! function of the record and the time alone.

use super::histories::*;
use super::testkit::*;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use warroom::domain::command::Command;
use warroom::domain::due::dues;
use warroom::domain::escalation::Level;
use warroom::domain::ids::{IncidentId, Seq};
use warroom::domain::incident::Incident;
use warroom::domain::picture::Picture;
use warroom::domain::timeline::What;

fn cases() -> Config {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let mut config = Config::default();
    config.cases = if asked { config.cases } else { 60 };
    config.failure_persistence = None;
    config
}

/// One way to change the plan, or to move things between the two incidents.
#[derive(Clone, Debug)]
enum Turn {
    Severity(&'static str),
    /// Minutes after the first T0.
    Start(i64),
    Playbook(&'static str),
    Merge {
        into_first: bool,
    },
    Split(&'static str),
    MoveAlert(&'static str),
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        3 => proptest::sample::select(vec!["sev1", "sev2", "sev3", "sev4"]).prop_map(Turn::Severity),
        2 => (-90i64..0).prop_map(Turn::Start),
        2 => proptest::sample::select(vec!["outage", "unknown", "graded"]).prop_map(Turn::Playbook),
        1 => any::<bool>().prop_map(|into_first| Turn::Merge { into_first }),
        1 => proptest::sample::select(ACCOUNTS.to_vec()).prop_map(Turn::Split),
        1 => proptest::sample::select(vec!["INC-1", "INC-2", "inbox"]).prop_map(Turn::MoveAlert),
    ]
}

impl Turn {
    /// The incident it is asked of, and the command.
    fn asked(&self) -> (IncidentId, Command) {
        let (first, second) = (IncidentId(1), IncidentId(2));
        match self {
            Turn::Severity(to) => (
                first,
                command("change_severity", json!({ "severity": to, "reason": "as it is" })),
            ),
            Turn::Start(minutes) => {
                let fields = json!({ "t0": at(*minutes), "reason": "a clock was wrong" });
                (first, command("correct_start", fields))
            }
            Turn::Playbook(name) => (first, command("switch_playbook", json!({ "playbook": name }))),
            Turn::Merge { into_first: true } => (second, command("merge_incident", json!({ "into": first }))),
            Turn::Merge { into_first: false } => {
                (first, command("merge_incident", json!({ "into": second })))
            }
            Turn::Split(account) => {
                let fields = json!({ "title": "Its own", "accounts": [account] });
                (first, command("split_incident", fields))
            }
            Turn::MoveAlert(to) => {
                let alert = json!({ "source": "alertmanager", "fingerprint": "a" });
                (first, command("move_alert", json!({ "alert": alert, "to": to })))
            }
        }
    }
}

/// Two incidents, and a playbook that asks for different levels at each severity.
fn two() -> Room {
    let mut room = Room::empty();
    let mut graded = serde_json::to_value(playbook("graded", json!({}))).unwrap();
    graded["at"] = json!({
        "sev2": { "levels": { "support_lead": "9m", "ceo": "1h" } },
        "sev3": { "levels": { "support_lead": "15m" } },
        "sev4": { "levels": {} },
    });
    room.reference
        .playbooks
        .push(Arc::new(serde_json::from_value(graded).unwrap()));
    room.does(
        "dana",
        declare(json!({ "components": ["video-eu"], "playbook": "graded" })),
    );
    let second = json!({ "title": "Chat", "components": ["chat", "video"], "playbook": "outage" });
    room.does("dana", declare(second));
    room
}

/// Lives the acts, with a turn by an administrator after each as long as there are some; `check` sees every turn.
fn lived_with_turns(acts: &[Act], turns: &[Turn], mut check: impl FnMut(&Room, &Room)) -> Room {
    let mut room = two();
    let mut turns = turns.iter();
    for act in acts {
        let _ = happen(&mut room, act);
        let Some(turn) = turns.next() else { continue };
        let before = room.clone();
        let (incident, command) = turn.asked();
        room.incident = Some(incident);
        let _ = room.asks("root", command);
        check(&before, &room);
    }
    room
}

fn all(picture: &Picture) -> impl Iterator<Item = &Incident> {
    picture.incidents()
}

/// The numbers of every attempt, promise and note, each with how often it is there.
fn kept(picture: &Picture) -> (Vec<Seq>, Vec<Seq>, Vec<Seq>) {
    let rows = || all(picture).flat_map(|incident| incident.rows.values());
    let attempts = rows().flat_map(|row| row.attempts.iter().map(|attempt| attempt.seq));
    let promises = all(picture).flat_map(|incident| incident.promises.iter().map(|promise| promise.seq));
    let lines = all(picture).flat_map(|incident| &incident.timeline);
    let notes = lines.filter(|line| matches!(line.what, What::Note(_)));
    let sorted = |mut seqs: Vec<Seq>| {
        seqs.sort();
        seqs
    };
    (
        sorted(attempts.collect()),
        sorted(promises.collect()),
        sorted(notes.map(|line| line.seq).collect()),
    )
}

/// Everything recorded of the levels of an incident, by number.
fn on_record(levels: &[Level]) -> BTreeSet<Seq> {
    let of = |level: &Level| {
        let tries = level.tries.iter().map(|attempt| attempt.seq);
        let informed = level.informed.iter().map(|informed| informed.seq);
        let skipped = level.skipped.iter().map(|skipped| skipped.seq);
        tries.chain(informed).chain(skipped).collect::<Vec<_>>()
    };
    levels.iter().flat_map(of).collect()
}

fn live_claims(picture: &Picture) -> Vec<(String, String, u64)> {
    let live = picture.claims.live();
    live.map(|claim| (claim.account.to_string(), claim.holder.to_string(), claim.number))
        .collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_turn_loses_or_doubles_a_call_a_promise_a_note_or_a_claim(
        acts in histories(40),
        turns in proptest::collection::vec(turn(), 1..30),
    ) {
        lived_with_turns(&acts, &turns, |before, after| {
            assert_eq!(kept(&before.picture), kept(&after.picture));
            assert_eq!(live_claims(&before.picture), live_claims(&after.picture));
        });
    }

    #[test]
    fn replanning_never_loses_a_record_of_what_was_done(
        acts in histories(40),
        turns in proptest::collection::vec(turn(), 1..30),
    ) {
        lived_with_turns(&acts, &turns, |before, after| {
            let (was, is) = (before.picture.incident(IncidentId(1)), after.picture.incident(IncidentId(1)));
            let (was, is) = (was.unwrap(), is.unwrap());
            if is.merged_into.is_none() {
                let (was, is) = (on_record(&was.levels), on_record(&is.levels));
                assert!(was.is_subset(&is), "{was:?} {is:?}");
            }
            let ticks = |incident: &Incident| incident.steps.keys().cloned().collect::<BTreeSet<_>>();
            if is.merged_into.is_none() {
                assert!(ticks(was).is_subset(&ticks(is)));
            }
        });
    }

    #[test]
    fn what_is_owed_is_a_function_of_t0_the_events_and_the_time(
        acts in histories(40),
        turns in proptest::collection::vec(turn(), 1..30),
    ) {
        let room = lived_with_turns(&acts, &turns, |_, _| {});
        let mut again = Picture::default();
        for recorded in &room.log {
            again.apply(recorded);
        }
        prop_assert!(again == room.picture, "folding the log again differs from living it");
        for incident in room.picture.incidents() {
            let plan = &incident.plan;
            prop_assert_eq!(&**plan, &incident.playbook.plan(incident.severity));
            for level in incident.levels.iter().filter(|level| level.asked) {
                let planned = plan.levels.iter().find(|plan| plan.role == level.role).unwrap();
                prop_assert_eq!((level.from, level.due), (incident.t0, planned.by.after(incident.t0)));
            }
            prop_assert!(incident.merged_into.is_none() || dues(incident).is_empty());
        }
    }
}
