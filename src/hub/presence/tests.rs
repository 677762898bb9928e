//! Who is told of whom, and when, in a small room, in a crowd, and when all come at once.

use super::*;

const DANA: Uuid = Uuid::from_u128(1);
const OMAR: Uuid = Uuid::from_u128(2);

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn poll(presence: &mut Presence, screen: Uuid, name: &str, looking_at: &str, now: Duration) -> bool {
    let polled = Polled {
        screen,
        who: &Actor::new(name, Access::Advocate),
        looking_at: Some(looking_at.into()),
        wait: at(5),
    };
    presence.polled(polled, now)
}

fn names(told: Option<Arc<Company>>) -> Option<Vec<String>> {
    let told = told?;
    assert_eq!(told.json(), serde_json::to_string(&told.present).unwrap());
    Some(
        told.present
            .iter()
            .map(|present| present.name.to_string())
            .collect(),
    )
}

#[test]
fn a_screen_is_told_who_is_here_once_and_again_when_that_changes() {
    let mut room = Presence::default();
    assert!(poll(&mut room, DANA, "dana", "acme", at(0)));
    assert_eq!(names(room.tell(DANA, at(0))).unwrap(), ["dana"]);
    assert!(!poll(&mut room, DANA, "dana", "acme", at(5)));
    assert!(room.tell(DANA, at(5)).is_none());
    assert!(poll(&mut room, OMAR, "omar", "acme", at(6)));
    assert_eq!(names(room.tell(DANA, at(6))).unwrap(), ["dana", "omar"]);
    assert!(poll(&mut room, OMAR, "omar", "bolt", at(7)));
    assert_eq!(
        room.tell(DANA, at(7)).unwrap().present[1].looking_at,
        Some("bolt".into())
    );
}

#[test]
fn somebody_is_gone_after_two_missed_polls() {
    let mut room = Presence::default();
    poll(&mut room, OMAR, "omar", "acme", at(0));
    poll(&mut room, DANA, "dana", "acme", at(13));
    assert_eq!(names(room.tell(DANA, at(13))).unwrap(), ["dana", "omar"]);
    assert!(poll(&mut room, DANA, "dana", "acme", at(14)));
    assert_eq!(names(room.tell(DANA, at(14))).unwrap(), ["dana"]);
    poll(&mut room, OMAR, "dana", "acme", at(14));
    assert_eq!(
        room.names(at(14)),
        BTreeSet::from(["dana".into()]),
        "on two screens"
    );
    assert!(room.names(at(60)).is_empty());
}

#[test]
fn nobody_is_told_more_often_than_twice_a_second() {
    let mut room = Presence::default();
    poll(&mut room, DANA, "dana", "acme", at(1));
    assert_eq!(room.rest(DANA, at(1)), Some(Duration::ZERO));
    room.tell(DANA, at(1));
    assert_eq!(room.rest(DANA, at(1)), None);
    poll(&mut room, OMAR, "omar", "acme", at(1));
    assert_eq!(room.rest(DANA, at(1)), Some(AT_MOST_EVERY));
    assert_eq!(room.rest(DANA, at(2)), Some(Duration::ZERO));
}

#[test]
fn a_screen_that_asks_without_waiting_is_told_all_again() {
    let mut room = Presence::default();
    poll(&mut room, DANA, "dana", "acme", at(0));
    room.tell(DANA, at(0));
    let back = Polled {
        screen: DANA,
        who: &Actor::new("dana", Access::Advocate),
        looking_at: Some("acme".into()),
        wait: Duration::ZERO,
    };
    assert!(!room.polled(back, at(1)));
    assert!(room.tell(DANA, at(1)).is_some());
}

/// So many screens, each of somebody else.
fn crowd(screens: u128) -> Presence {
    let mut room = Presence::default();
    for number in 0..screens {
        poll(
            &mut room,
            Uuid::from_u128(number),
            &format!("p{number}"),
            "room",
            at(0),
        );
    }
    room
}

#[test]
fn a_crowd_is_told_the_less_often_the_larger_it_is_and_all_are_told_one_list() {
    let mut room = crowd(1_000);
    let (first, last) = (Uuid::from_u128(0), Uuid::from_u128(999));
    assert_eq!(
        room.rest(first, at(0)),
        Some(Duration::ZERO),
        "nobody else was there"
    );
    assert_eq!(room.tell(first, at(0)).unwrap().present.len(), 1_000);
    assert_eq!(room.rest(last, at(0)), Some(Duration::from_millis(4_990)));
    assert!(room.tell(last, at(4)).is_none(), "also when it is answered");
    let (one, other) = (Uuid::from_u128(997), Uuid::from_u128(998));
    let told = [one, other].map(|screen| room.tell(screen, at(5)).unwrap());
    assert!(Arc::ptr_eq(&told[0], &told[1]));
    assert_eq!(room.lists(), 2);
    poll(&mut room, one, "p997", "acme", at(6));
    assert_eq!(room.rest(one, at(6)), Some(at(4)), "1,000 of 1,000 in 5 s");
}

#[test]
fn a_crowd_is_called_to_look_twice_a_second_and_a_few_at_once() {
    let mut few = crowd(8);
    assert_eq!((few.call(at(0)), few.call(at(0))), (Call::Now, Call::Now));
    let mut room = crowd(1_000);
    let asked = [0, 100, 200].map(|ms| room.call(Duration::from_millis(ms)));
    assert_eq!(
        asked,
        [Call::Now, Call::Later(Duration::from_millis(400)), Call::Not]
    );
    room.called(Duration::from_millis(500));
    assert_eq!(
        room.call(Duration::from_millis(900)),
        Call::Later(Duration::from_millis(100))
    );
}

#[test]
fn whoever_leaves_a_crowd_is_found_though_nobody_looks_at_every_poll() {
    let mut room = crowd(200);
    poll(&mut room, DANA, "dana", "acme", at(10));
    assert_eq!(room.names(at(13)).len(), 200);
    assert_eq!(room.names(at(14)).len(), 1);
}

#[test]
fn when_all_come_back_at_once_they_share_a_list_though_they_are_few() {
    let mut room = Presence::default();
    let screen = |number: u64| Uuid::from_u128(number.into());
    let came = |number: u64| Duration::from_millis(number * 2);
    let mut told_at_once = 0;
    for number in 0..60 {
        poll(
            &mut room,
            screen(number),
            &format!("p{number}"),
            "room",
            came(number),
        );
        told_at_once += usize::from(room.tell(screen(number), came(number)).is_some());
    }
    assert_eq!((told_at_once, room.lists()), (8, 8));
    assert!(matches!(room.call(came(60)), Call::Now));
    assert!(
        matches!(room.call(came(61)), Call::Later(_)),
        "they look together"
    );
    assert_eq!(room.rest(screen(59), came(59)), Some(AT_MOST_EVERY));
    let later = |number: u64| came(number) + AT_MOST_EVERY;
    for number in 8..60 {
        let told = room.tell(screen(number), later(number)).unwrap();
        assert_eq!(told.present.len(), 60);
    }
    assert_eq!(room.lists(), 9, "one for all of them");
    poll(&mut room, DANA, "dana", "room", at(2));
    assert!(
        room.tell(DANA, at(2)).is_some(),
        "who comes alone is told at once"
    );
}

#[test]
fn somebody_comes_for_the_first_time_once() {
    let mut room = Presence::default();
    assert!(room.comes_first(&"dana".into()));
    assert!(room.comes_first(&"omar".into()));
    assert!(!room.comes_first(&"dana".into()), "on another screen, or again");
}
