//! Command handed on: what holds of every history of duties, and the page a brief is.

use super::histories::{PEOPLE, happen, histories};
use super::testkit::*;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use warroom::domain::brief::brief;
use warroom::domain::event::Event;
use warroom::domain::ids::{Name, Seq};
use warroom::domain::people::Duty;
use warroom::tui::words::brief::page;
use warroom::tui::words::fit;

fn page_of(room: &Room) -> Vec<String> {
    let brief = brief(&room.picture, room.here(), room.now, true);
    page(&brief, &TimeZone::UTC, 80)
}

#[test]
fn each_line_stands_beside_what_it_answers_with_its_time_at_the_end() {
    let mut room = Room::declared();
    room.at(7)
        .does("dana", post("investigating", "Calls drop in the EU."));
    let page = page_of(&room);
    assert_eq!(page[0], "INC-1 Video calls drop, brief of 12:07 UTC");
    assert_eq!(page[4], "Since      hurting for 7 min, since 12:00");
    assert!(
        page.contains(&"Told       text 1 (investigating): Calls drop in the EU, at 12:07".to_owned()),
        "{page:#?}"
    );
}

#[test]
fn however_much_is_recorded_it_is_one_page_of_eighty_columns() {
    let mut room = Room::declared();
    let long = "w\u{f6}rds ".repeat(200);
    for who in ["dana", "omar"] {
        room.does(who, note(&long));
        room.does(
            who,
            command("write_note", json!({ "text": long, "stance": "did" })),
        );
    }
    let duties = [
        "commander",
        "deputy",
        "scribe",
        "support_lead",
        "liaison",
        "cs_lead",
        "tech_lead",
    ];
    for duty in duties {
        room.does("a-person-with-a-very-long-name-indeed", role(duty));
    }
    let who = "a-person-with-a-very-long-name-indeed";
    room.does(
        who,
        command("set_intent", json!({ "text": long, "until": at(30) })),
    );
    room.does(who, post("investigating", &long));
    for account in ["northwind", "fabrikam", "contoso", "tailspin"] {
        room.does("omar", claim(account));
    }
    for _ in 0..20 {
        room.does(
            who,
            command("make_promise", json!({ "what": long, "due": at(60) })),
        );
    }
    room.at(50);
    let page = page_of(&room);
    assert!(page.len() <= 60, "{} lines", page.len());
    for line in &page {
        assert!(fit::width(line) <= 80, "{line}");
    }
    assert!(
        page.iter().any(|line| line.ends_with(", by 13:00")),
        "a time is never cut: {page:#?}"
    );
}

/// Who does what with which duty, to whom, so many seconds after the one before.
#[derive(Clone, Debug)]
struct Move {
    who: usize,
    to: usize,
    duty: &'static str,
    after: i64,
    deed: u8,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let duty = proptest::sample::select(vec!["commander", "deputy", "scribe", "advocate"]);
    let people = || 0..PEOPLE.len();
    let one = (people(), people(), duty, 0i64..400, 0u8..8);
    let one = one.prop_map(|(who, to, duty, after, deed)| Move {
        who,
        to,
        duty,
        after,
        deed,
    });
    proptest::collection::vec(one, 1..40)
}

/// Lets one move happen in a room, unless it is refused.
fn moved(room: &mut Room, one: &Move) {
    room.now += jiff::SignedDuration::from_secs(one.after);
    let (duty, to) = (one.duty, PEOPLE[one.to]);
    let asked = match one.deed {
        0 => role(duty),
        1 => command("take_role", json!({ "role": duty, "reason": "asleep" })),
        2 => command("take_role", json!({ "role": duty, "person": to })),
        3 | 4 => command(
            "offer_duty",
            json!({ "duty": duty, "to": to, "bare": one.deed == 4 }),
        ),
        5 | 6 => command("accept_duty", json!({ "duty": duty })),
        _ => command("decline_duty", json!({ "duty": duty })),
    };
    let _ = room.asks(PEOPLE[one.who], asked);
}

/// Work and moves in turn: everybody calls, promises and claims while duties change hands.
fn lived(acts: &[super::histories::Act], moves: &[Move]) -> Room {
    let mut room = Room::declared();
    for at in 0..acts.len().max(moves.len()) {
        if let Some(act) = acts.get(at) {
            let _ = happen(&mut room, act);
        }
        if let Some(one) = moves.get(at) {
            moved(&mut room, one);
        }
    }
    room
}

/// The promises somebody owes, of every incident.
fn owed(room: &Room) -> BTreeMap<Seq, Name> {
    let promises = room
        .picture
        .incidents()
        .flat_map(|incident| incident.owed_promises());
    promises
        .map(|promise| (promise.seq, promise.owner.clone()))
        .collect()
}

proptest! {
    #![proptest_config(super::properties::cases())]

    #[test]
    fn each_holder_of_a_duty_follows_the_one_before(acts in histories(20), moves in moves()) {
        let room = lived(&acts, &moves);
        let mut held: BTreeMap<Duty, Name> = BTreeMap::new();
        let mut picture = warroom::domain::picture::Picture::default();
        for recorded in &room.log {
            let here = recorded.incident == room.incident;
            let taken = match &recorded.event {
                Event::RoleTaken(event) if here => Some((event.role, event.person.clone(), event.before.clone())),
                Event::DutyHandedOver(event) if here => {
                    Some((event.duty, event.to.clone(), Some(event.from.clone())))
                }
                _ => None,
            };
            picture.apply(recorded);
            if let Some((duty, person, before)) = taken.filter(|taken| taken.0 != Duty::Advocate) {
                prop_assert_eq!(held.get(&duty), before.as_ref(), "{} has two holders", duty);
                held.insert(duty, person);
            }
            // A duty taken back goes to who had it before.
            if let Some(incident) = picture.incident(warroom::domain::ids::IncidentId(1)) {
                for duty in Duty::ALL.into_iter().filter(|duty| *duty != Duty::Advocate) {
                    match incident.holder(duty) {
                        Some(holder) => held.insert(duty, holder.clone()),
                        None => held.remove(&duty),
                    };
                }
            }
        }
    }

    #[test]
    fn a_hand_over_loses_no_promise_and_no_claim(acts in histories(30), moves in moves()) {
        let mut room = lived(&acts, &[]);
        for one in &moves {
            let (before, claims) = (owed(&room), room.picture.claims.live().count());
            let through = room.log.len();
            moved(&mut room, one);
            let after = owed(&room);
            prop_assert_eq!(
                before.keys().collect::<BTreeSet<_>>(),
                after.keys().collect::<BTreeSet<_>>()
            );
            prop_assert_eq!(claims, room.picture.claims.live().count());
            let handed = room.log[through..].iter().find_map(|recorded| match &recorded.event {
                Event::DutyHandedOver(event) => Some(event.clone()),
                _ => None,
            });
            for (seq, owner) in &before {
                let carried = handed.as_ref().filter(|event| event.promises.contains(seq));
                let expected = carried.map_or(owner, |event| &event.to);
                prop_assert_eq!(&after[seq], expected);
                if let Some(event) = carried {
                    prop_assert_eq!(owner, &event.from, "only the giver's go with it");
                }
            }
        }
    }

    #[test]
    fn accepting_what_was_accepted_changes_nothing(acts in histories(20), moves in moves()) {
        let mut room = lived(&acts, &moves);
        for who in PEOPLE {
            // Two advocates may each hand over to the same person.
            for duty in Duty::ALL.into_iter().filter(|duty| *duty != Duty::Advocate) {
                let accept = command("accept_duty", json!({ "duty": duty }));
                if room.asks(who, accept.clone()).is_ok() {
                    prop_assert_eq!(room.asks(who, accept), Ok(Vec::new()));
                }
            }
        }
    }
}
