//! What holds of every history, whoever did what in which order.

use super::histories::*;
use super::testkit::*;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use warroom::domain::call_list::{Listed, Order, RowState, call_list, call_list_of, next_call, reasons};
use warroom::domain::command::Command;
use warroom::domain::coverage::Coverage;
use warroom::domain::due::{Due, dues};
use warroom::domain::escalation::LevelState;
use warroom::domain::event::{Event, Recorded};
use warroom::domain::ids::{AccountId, Name, Seq};
use warroom::domain::may::{May, may};
use warroom::domain::outreach::{Counts, Disposition};
use warroom::domain::people::Duty;
use warroom::domain::picture::Picture;

/// Few enough for every run of the tests; `PROPTEST_CASES` asks for more.
pub fn cases() -> Config {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let mut config = Config::default();
    config.cases = if asked { config.cases } else { 100 };
    config.failure_persistence = None;
    config
}

fn folded(log: &[Recorded]) -> Picture {
    let mut picture = Picture::default();
    for recorded in log {
        picture.apply(recorded);
    }
    picture
}

/// What can be taken back, in every way a call can end.
fn undoable(account: &str) -> Vec<Command> {
    let calls = Disposition::ALL.iter().map(|ended| attempt(account, *ended));
    let others = [
        told(account, 0),
        role("scribe"),
        inform("ceo", json!({ "person": "dave" })),
        command("make_promise", json!({ "what": "a report", "due": at(99) })),
        command("pin_account", json!({ "account": account, "pinned": true })),
        command("tick_step", json!({ "account": account, "step": "settled" })),
        command(
            "mark_condition",
            json!({ "account": account, "condition": "no_repeat", "mark": "wanted" }),
        ),
        command("record_lost", json!({ "account": account, "reason": "left" })),
        command("record_debrief", json!({ "helped": "the list" })),
    ];
    calls.chain(others).collect()
}

type Sums = (
    Coverage,
    Vec<Option<Name>>,
    Vec<LevelState>,
    Vec<Due>,
    Vec<Listed>,
);

/// What the recorded events add up to in the first incident. Claims aside: they are ended, not taken back.
fn sums(room: &Room) -> Sums {
    let here = room.here();
    let roles = Duty::ALL.map(|duty| here.holder(duty).cloned());
    let levels = here.levels.iter().map(|level| level.state(room.now));
    let list = call_list(&Picture::default(), here, room.now, Order::Rank);
    (here.coverage(), roles.into(), levels.collect(), dues(here), list)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_fold_is_repeatable_in_parts_and_over_what_is_known(acts in histories(50), cut in 0usize..60) {
        let room = lived(&acts);
        prop_assert!(folded(&room.log) == room.picture, "folding the log again differs from living it");
        let cut = cut.min(room.log.len());
        let mut picture = folded(&room.log[..cut]);
        for recorded in &room.log {
            picture.apply(recorded); // The first part once more: it is ignored.
        }
        prop_assert!(picture == room.picture, "folding in two parts differs from folding at once");
    }

    #[test]
    fn deciding_again_after_ones_own_answer_changes_nothing(acts in histories(40)) {
        let mut room = Room::declared();
        for act in &acts {
            let submission = ask(&mut room, act);
            let who = act.deed.asker(act.who);
            if room.submit(who, &submission).is_ok_and(|events| !events.is_empty()) {
                prop_assert_eq!(room.submit(who, &submission), Ok(Vec::new()), "{:?}", act);
            }
        }
    }

    #[test]
    fn at_most_one_live_claim_an_account_and_a_phone_and_its_number_only_grows(acts in histories(80)) {
        let room = lived(&acts);
        let mut live: BTreeMap<AccountId, Vec<_>> = BTreeMap::new();
        let mut numbers: BTreeMap<AccountId, u64> = BTreeMap::new();
        for recorded in &room.log {
            match &recorded.event {
                Event::AccountClaimed(event) => {
                    let before = live.insert(event.account.clone(), event.phones.clone());
                    prop_assert_eq!(before.is_some(), event.taken_from.is_some(), "two hold {}", event.account);
                    let last = numbers.insert(event.account.clone(), event.number).unwrap_or(0);
                    prop_assert!(event.number > last, "{} fell from {last}", event.account);
                }
                Event::ClaimEnded(event) => {
                    prop_assert!(live.remove(&event.account).is_some(), "{} ended twice", event.account);
                }
                _ => {}
            }
            let phones: Vec<_> = live.values().flatten().collect();
            let different: BTreeSet<_> = phones.iter().collect();
            prop_assert_eq!(phones.len(), different.len(), "a phone is claimed twice after {}", recorded.seq);
        }
        let shown: BTreeSet<_> = room.picture.claims.live().map(|claim| claim.account.clone()).collect();
        prop_assert_eq!(shown, live.into_keys().collect::<BTreeSet<_>>());
    }

    #[test]
    fn coverage_adds_up_and_spoken_comes_from_attempts_alone(acts in histories(60)) {
        let room = lived(&acts);
        let corrected: BTreeSet<Seq> = room.log.iter().flat_map(|recorded| match &recorded.event {
            Event::TakenBack(event) => event.corrects.clone(),
            _ => Vec::new(),
        }).collect();
        for incident in room.picture.incidents() {
            let spoken: BTreeSet<_> = room.log.iter().filter_map(|recorded| match &recorded.event {
                Event::AttemptRecorded(event)
                    if recorded.incident == Some(incident.id)
                        && !corrected.contains(&recorded.seq)
                        && event.disposition.counts() == Counts::Spoken => Some(event.account.clone()),
                _ => None,
            }).collect();
            let coverage = incident.coverage();
            prop_assert_eq!(coverage.total, coverage.spoken + coverage.attempted + coverage.untouched);
            prop_assert!(coverage.stale <= coverage.spoken && coverage.arr_spoken <= coverage.arr);
            let counted = spoken.iter().filter(|account| incident.rows[*account].counts()).count();
            prop_assert_eq!(coverage.spoken, counted);
        }
    }

    #[test]
    fn a_call_and_a_note_are_never_refused(acts in histories(60)) {
        let mut room = Room::declared();
        for act in &acts {
            let refusal = happen(&mut room, act).err();
            // On the list of the second incident some of the accounts are not.
            let refusal = refusal.filter(|refusal| refusal.code() != "unknown_account");
            if matches!(act.deed, Deed::Attempt(..) | Deed::Tell(_) | Deed::Note) {
                prop_assert_eq!(refusal, None, "{:?}", act);
            }
        }
    }

    #[test]
    fn taking_back_is_as_if_it_had_never_counted(acts in histories(30), account in 0usize..6) {
        let lived = lived(&acts);
        let before = sums(&lived);
        for command in undoable(ACCOUNTS[account]) {
            let mut room = lived.clone();
            // A newcomer, so that nothing else of theirs is in play.
            if room.asks("sam", command.clone()).is_ok_and(|events| !events.is_empty()) {
                let recorded = room.last();
                room.does("sam", take_back(recorded));
                prop_assert_eq!(sums(&room), before.clone(), "{:?}", command);
            }
        }
    }

    #[test]
    fn events_read_back_as_they_were_written_flat_with_their_kind(acts in histories(60)) {
        for recorded in lived(&acts).log {
            let stored = serde_json::to_value(&recorded).unwrap();
            prop_assert_eq!(stored["kind"].as_str(), Some(recorded.event.kind()));
            prop_assert!(stored.get("event").is_none(), "flat: {stored}");
            let text = serde_json::to_string(&recorded).unwrap();
            prop_assert_eq!(serde_json::from_str::<Recorded>(&text).unwrap(), recorded);
        }
    }

    #[test]
    fn the_call_list_is_whole_its_ranks_add_up_and_who_asked_not_to_be_called_is_never_next(acts in histories(60)) {
        let room = lived(&acts);
        for who in PEOPLE.map(Name::from) {
            let own = call_list_of(&who, &room.picture, room.here(), room.now, Order::Rank);
            prop_assert_eq!(own.len(), room.here().rows.len());
            let next = next_call(&own, &who, room.now).map(|next| &next.account);
            let first = own.first().filter(|first| may(first, &who, room.now).turn() <= May::Call.turn());
            prop_assert_eq!(next, first.map(|first| &first.account), "the first row is what they do next");
        }
        for order in [Order::Rank, Order::Due] {
            let list = call_list(&room.picture, room.here(), room.now, order);
            let listed: BTreeSet<_> = list.iter().map(|listed| &listed.account).collect();
            prop_assert_eq!(listed.len(), list.len());
            prop_assert_eq!(list.len(), room.here().rows.len());
            for listed in &list {
                let row = &room.here().rows[&listed.account];
                let why = reasons(room.here(), row, listed.moment.as_ref(), room.now);
                prop_assert_eq!(listed.score, why.score);
                prop_assert_eq!(why.score, why.parts.iter().map(|part| part.points).sum::<i32>());
            }
            for who in PEOPLE {
                if let Some(next) = next_call(&list, &Name::from(who), room.now) {
                    let excluded = matches!(next.state, RowState::DoNotContact { .. });
                    prop_assert!(!excluded);
                    prop_assert!(room.here().rows[&next.account].do_not_contact().is_none());
                }
            }
        }
    }

    #[test]
    fn two_screens_see_one_picture_however_two_people_interleave(
        mine in histories(20),
        yours in histories(20),
        turns in proptest::collection::vec(any::<bool>(), 40),
        batches in proptest::collection::vec(1usize..7, 1..20),
    ) {
        let mut room = Room::declared();
        let (mut mine, mut yours) = (mine.into_iter(), yours.into_iter());
        for turn in turns {
            let queue = if turn { &mut mine } else { &mut yours };
            if let Some(mut act) = queue.next() {
                act.who = usize::from(turn);
                let _ = happen(&mut room, &act);
            }
        }
        let at_once = folded(&room.log);
        let mut in_batches = Picture::default();
        let mut sizes = batches.iter().cycle();
        while in_batches.through() < room.last() {
            // A poll that overlaps the one before, as after a broken connection.
            let from = (in_batches.through().0 as usize).saturating_sub(2);
            let to = (in_batches.through().0 as usize + sizes.next().unwrap()).min(room.log.len());
            for recorded in &room.log[from..to] {
                in_batches.apply(recorded);
            }
        }
        prop_assert!(at_once == in_batches && in_batches == room.picture);
    }
}
