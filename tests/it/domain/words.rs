//! What holds of what we say, whoever drafted, approved and published what in which order.

use super::histories::*;
use super::testkit::*;
use proptest::prelude::*;
use proptest::test_runner::Config;
use std::collections::BTreeSet;
use warroom::domain::due::Kind;
use warroom::domain::event::Event;
use warroom::domain::ids::{IncidentId, Seq};
use warroom::domain::messages::Audience;
use warroom::domain::people::Duty;
use warroom::domain::waits::waiting;

fn cases() -> Config {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let mut config = Config::default();
    config.cases = if asked { config.cases } else { 100 };
    config.failure_persistence = None;
    config
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn nobody_is_told_a_text_that_nobody_approved(acts in histories(80)) {
        let mut room = Room::declared();
        for act in &acts {
            let before = room.log.len();
            let _ = happen(&mut room, act);
            for recorded in &room.log[before..] {
                let Event::AttemptRecorded(call) = &recorded.event else { continue };
                let incident = room.picture.incident(recorded.incident.unwrap()).unwrap();
                let told = call.told.unwrap_or(0);
                let approved = incident.text(told).is_some_and(|text| text.approved);
                prop_assert!(told == 0 || approved, "text {told} was told");
            }
            for incident in room.picture.incidents() {
                let live = incident.words_live();
                prop_assert!(live == 0 || incident.text(live).unwrap().approved, "text {live} is live");
            }
        }
    }

    #[test]
    fn whoever_approved_commanded_or_stood_in_or_nobody_did(acts in histories(80)) {
        let mut room = Room::declared();
        for act in &acts {
            let there = act.elsewhere && room.picture.incident(IncidentId(2)).is_some();
            let id = IncidentId(if there { 2 } else { 1 });
            let heads: Vec<_> = {
                let incident = room.picture.incident(id).unwrap();
                [Duty::Commander, Duty::Deputy].into_iter().filter_map(|duty| incident.holder(duty).cloned()).collect()
            };
            let before = room.log.len();
            let _ = happen(&mut room, act);
            for recorded in &room.log[before..] {
                let may = heads.is_empty() || heads.contains(&recorded.by.name);
                match &recorded.event {
                    Event::MessageApproved(_) => prop_assert!(may, "{} approved", recorded.by.name),
                    Event::PostRecorded(post) if !post.unapproved && !may => {
                        let incident = room.picture.incident(id).unwrap();
                        let draft = incident.messages.draft(post.draft.unwrap()).unwrap();
                        prop_assert_eq!(&draft.text, &post.text);
                        prop_assert!(draft.approved.is_some());
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn the_numbers_of_the_texts_are_gapless_and_never_given_twice(acts in histories(80)) {
        let room = lived(&acts);
        for incident in room.picture.incidents() {
            let numbers: Vec<u32> = room.log.iter().filter(|recorded| recorded.incident == Some(incident.id))
                .filter_map(|recorded| match &recorded.event {
                    Event::PostRecorded(event) => Some(event.number),
                    Event::MessageApproved(event) => event.number,
                    _ => None,
                }).collect();
            let expected: Vec<u32> = (1..=incident.last_text()).collect();
            prop_assert_eq!(numbers, expected);
            for number in 1..=incident.last_text() {
                prop_assert_eq!(incident.text(number).and_then(|text| text.number), Some(number));
            }
        }
    }

    #[test]
    fn a_draft_of_a_past_phase_never_waits_and_what_waits_was_decided_by_nobody(acts in histories(80)) {
        let room = lived(&acts);
        for incident in room.picture.incidents() {
            let decided: BTreeSet<Seq> = room.log.iter().filter_map(|recorded| match &recorded.event {
                Event::MessageApproved(event) => Some(event.draft),
                Event::DraftRejected(event) => Some(event.draft),
                Event::MessageDrafted(event) => event.replaces,
                Event::PostRecorded(event) if !event.unapproved => Some(recorded.seq),
                _ => None,
            }).collect();
            for wait in waiting(incident) {
                let Kind::Approval(seq) = wait.key else { continue };
                prop_assert!(!decided.contains(&seq), "{seq} was decided");
                let Some(draft) = incident.messages.draft(seq) else { continue };
                let moved_on = incident.posts.iter().any(|post| post.seq > seq && post.phase > draft.phase);
                prop_assert!(!moved_on, "{} has passed", draft.phase.as_str());
            }
        }
    }

    #[test]
    fn what_the_page_says_is_on_the_page_because_somebody_said_so(acts in histories(80)) {
        let room = lived(&acts);
        for incident in room.picture.incidents() {
            for draft in &incident.messages.drafts {
                let posted = incident.posts.iter().any(|post| post.draft == Some(draft.seq));
                if draft.audience == Audience::Page {
                    prop_assert_eq!(draft.number.is_some(), posted);
                }
            }
        }
    }
}
