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
        has: None,
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
        has: None,
    };
    assert!(!room.polled(back, at(1)));
    assert!(room.tell(DANA, at(1)).is_some());
}

#[test]
fn a_screen_that_says_which_list_it_has_is_told_a_newer_one_though_that_was_answered_to_nobody() {
    let mut room = Presence::new(70);
    let asks = |room: &mut Presence, has: Option<u64>, now: u64| {
        let polled = Polled {
            screen: DANA,
            who: &Actor::new("dana", Access::Advocate),
            looking_at: Some("acme".into()),
            wait: at(5),
            has,
        };
        room.polled(polled, at(now));
        room.tell(DANA, at(now))
    };
    let alone = asks(&mut room, None, 0).unwrap();
    assert_eq!(alone.version, 71);
    assert!(asks(&mut room, Some(71), 1).is_none());
    poll(&mut room, OMAR, "omar", "acme", at(2));
    // A question it had given up comes late over a slow line, and nobody hears what it is answered.
    assert!(asks(&mut room, None, 3).is_some());
    let both = asks(&mut room, Some(71), 4).unwrap();
    assert_eq!((both.version, both.present.len()), (72, 2));
    assert!(asks(&mut room, Some(72), 5).is_none());
    // What a hub before this one has told is no list of this one.
    let mut restarted = Presence::after_a_restart(170);
    assert!(
        asks(&mut restarted, Some(72), 6).is_none(),
        "the others are still coming"
    );
    assert!(asks(&mut restarted, Some(72), 7).is_some());
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
    let come = AT_MOST_EVERY;
    assert!(room.tell(first, at(0)).is_none(), "they are still coming");
    assert_eq!(room.rest(first, at(0)), Some(come), "nobody else was there");
    assert_eq!(room.rest(last, at(0)), Some(Duration::from_millis(4_990)));
    let told = room.tell(first, come).unwrap();
    assert_eq!(told.present.len(), 1_000);
    assert!(room.tell(last, at(4)).is_none(), "also when it is answered");
    let other = room.tell(last, at(5)).unwrap();
    assert!(Arc::ptr_eq(&told, &other));
    poll(&mut room, last, "p999", "acme", at(6));
    assert_eq!(room.rest(last, at(6)), Some(at(4)), "1,000 of 1,000 in 5 s");
    let changed = room.tell(last, at(10)).unwrap();
    assert_eq!(changed.present.len(), 1_000);
    assert_eq!(room.lists(), 2);
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

/// So many come one after the other and wait, and all are told; how often who is here was listed for that.
fn lists(mut room: Presence, screens: u64, apart: Duration) -> u64 {
    let screen = |number: u64| Uuid::from_u128(number.into());
    for number in 0..screens {
        let now = apart * u32::try_from(number).unwrap();
        poll(&mut room, screen(number), &format!("p{number:04}"), "room", now);
        // Each is answered at once: there is news.
        room.tell(screen(number), now);
    }
    let mut now = apart * u32::try_from(screens).unwrap();
    let told = |room: &Presence| room.screens.values().all(|one| one.told == Some(room.version));
    while !told(&room) {
        now += Duration::from_millis(50);
        for number in 0..screens {
            if room.rest(screen(number), now) == Some(Duration::ZERO) {
                let company = room.tell(screen(number), now).unwrap();
                assert_eq!(company.present.len() as u64, screens);
            }
        }
    }
    room.lists()
}

#[test]
fn when_all_come_back_after_a_restart_they_share_one_list_however_many_they_are() {
    let ms = Duration::from_millis;
    for (screens, apart) in [
        (2, ms(100)),
        (9, ms(50)),
        (60, ms(2)),
        (400, ms(2)),
        (2_000, ms(1) / 2),
    ] {
        assert_eq!(
            lists(Presence::after_a_restart(0), screens, apart),
            1,
            "{screens}"
        );
    }
    // Whoever comes to a hub that is not expected to be come back to is told at once.
    assert_eq!(lists(Presence::default(), 60, ms(2)), 9);
}

#[test]
fn while_many_come_nobody_is_told_but_not_for_longer_than_some_seconds() {
    let mut room = Presence::after_a_restart(0);
    let screen = |number: u64| Uuid::from_u128(number.into());
    let came = |number: u64| Duration::from_millis(number * 20);
    let mut told = Vec::new();
    for number in 0..500 {
        poll(
            &mut room,
            screen(number),
            &format!("p{number}"),
            "room",
            came(number),
        );
        told.extend(room.tell(screen(0), came(number)).map(|_| came(number)));
    }
    assert_eq!(told.first(), Some(&at(5)));
    assert!(matches!(room.call(came(500)), Call::Now));
    assert!(
        matches!(room.call(came(501)), Call::Later(_)),
        "they look together"
    );
}

#[test]
fn whoever_comes_alone_is_told_at_once_and_after_a_restart_once_the_others_would_have_come() {
    let mut room = Presence::after_a_restart(0);
    poll(&mut room, DANA, "dana", "room", at(9));
    assert!(room.tell(DANA, at(9)).is_none());
    assert_eq!(room.rest(DANA, at(9)), Some(AT_MOST_EVERY));
    assert!(room.tell(DANA, at(9) + AT_MOST_EVERY).is_some());
    poll(&mut room, OMAR, "omar", "room", at(10));
    assert_eq!(names(room.tell(OMAR, at(10))).unwrap(), ["dana", "omar"]);
}

#[test]
fn somebody_comes_for_the_first_time_once() {
    let mut room = Presence::default();
    assert!(room.comes_first(&"dana".into()));
    assert!(room.comes_first(&"omar".into()));
    assert!(!room.comes_first(&"dana".into()), "on another screen, or again");
}
