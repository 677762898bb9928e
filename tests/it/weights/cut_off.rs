//! C8: a screen cut off from its hub, silently or so that both notice. It says how old its picture is in time, looks fresh
//! only once it is, and delivers once what was recorded meanwhile.

use super::proxy::{Proxy, Way};
use super::{let_in, none_wrong, pass};
use crate::binary::rig::{Hub, Rig};
use crate::record::Line;
use crate::terminals::tty::{Shot, Tty};
use crate::terminals::{declared, rig};
use crate::trust;
use serde_json::json;
use std::time::{Duration, Instant};
use uuid::Uuid;
use warroom::domain::actor::Access;

/// How long, in seconds.
const LENGTHS: [u64; 14] = [1, 10, 15, 2, 3, 5, 8, 20, 30, 45, 60, 120, 300, 600];
/// After the last good answer: a poll of five seconds, two of patience, and one to show it.
const SILENT: Duration = Duration::from_secs(8);
const BROKEN: Duration = Duration::from_secs(1);

/// What the header says of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Live,
    Old,
    Nothing,
}

/// What one screen showed while it was cut off. All times count from the cut.
struct Outage {
    way: Way,
    healed: Duration,
    shown: Vec<(Duration, Says)>,
}

/// When it was told, and what is wrong; `slack` times what is promised is let pass on a machine that is busy.
fn judged(outage: &Outage, slack: u32) -> (Option<Duration>, Vec<String>) {
    let promised = match outage.way {
        Way::Silent => SILENT,
        Way::Broken | Way::Open => BROKEN,
    };
    let limit = promised * slack;
    let during: Vec<_> = outage
        .shown
        .iter()
        .filter(|(at, _)| *at < outage.healed)
        .collect();
    let told = during
        .iter()
        .find(|(_, says)| *says == Says::Old)
        .map(|(at, _)| *at);
    let mut faults = Vec::new();
    match told {
        Some(told) if told > limit => faults.push(format!("told only after {told:?}")),
        None if outage.healed > limit => faults.push(format!("never told in {:?}", outage.healed)),
        Some(told) => {
            let again = during.iter().find(|(at, says)| *at > told && *says == Says::Live);
            faults.extend(again.map(|(at, _)| format!("live again after {at:?}, cut off since {told:?}")));
        }
        None => {}
    }
    (told, faults)
}

fn says(shot: &Shot) -> Says {
    let header = shot.text.lines().next().unwrap_or_default();
    match header {
        _ if header.contains("STALE") || header.contains("OFFLINE") => Says::Old,
        _ if header.contains("LIVE") => Says::Live,
        _ => Says::Nothing,
    }
}

/// A person, their room, and the road to the hub.
struct Far {
    name: &'static str,
    way: Way,
    road: Proxy,
    room: Tty,
}

impl Far {
    fn open(rig: &Rig, hub: &Hub, name: &'static str, way: Way) -> Far {
        let road = Proxy::to(hub.address());
        let token = rig.secret(&format!("{name}.token"), name);
        let mut command = hub.command(&[]);
        command.env("WARROOM_HUB", road.url());
        let room = Tty::open(command.env("WARROOM_TOKEN_FILE", token), 80, 24);
        room.wait_for(&["Video calls drop", "LIVE"]);
        Far {
            name,
            way,
            road,
            room,
        }
    }

    fn said(&self, seconds: u64) -> String {
        format!("{} {seconds} s;", self.name)
    }
}

/// Cuts everybody off for so long while they and somebody at the hub write, and waits until all have heard of all.
fn cut_off(far: &mut [Far], hub: &Hub, seconds: u64) -> Vec<Outage> {
    let cuts: Vec<_> = far
        .iter_mut()
        .map(|far| {
            let since = far.room.shots();
            far.road.set(far.way);
            let at = Instant::now();
            let said = far.said(seconds);
            far.room.press(&format!("n{said}\r"));
            (since, at)
        })
        .collect();
    let meanwhile = format!("meanwhile {seconds} s;");
    let body = json!({ "id": Uuid::new_v4(), "kind": "write_note", "text": meanwhile });
    let mut near = Line::at(hub.address(), "lena").unwrap();
    assert_eq!(near.command(&body).unwrap().0, 200);
    pass(&mut near, Duration::from_secs(seconds));
    if seconds > SILENT.as_secs() {
        // However slow this machine is, each has to say so before it is healed.
        for (far, (since, _)) in far.iter().zip(&cuts) {
            far.room
                .wait_for_any(*since, "that it is cut off", |shot| says(shot) == Says::Old);
        }
    }
    let healed = Instant::now();
    far.iter().for_each(|far| far.road.set(Way::Open));
    let outages = far.iter().zip(cuts).map(|(far, (since, at))| {
        far.room.wait_for(&[&meanwhile]);
        far.room.wait_for(&["all sent"]);
        far.room.wait_for(&["Video calls drop", "LIVE"]);
        let shown = far.room.shots_since(since);
        Outage {
            way: far.way,
            healed: healed - at,
            shown: shown
                .iter()
                .map(|shot| (shot.at.saturating_duration_since(at), says(shot)))
                .collect(),
        }
    });
    outages.collect()
}

#[test]
fn a_screen_that_is_cut_off_says_so_in_time_and_delivers_once_what_was_recorded() {
    let (lengths, slack) = (trust::times(3, LENGTHS.len()), trust::times(10, 1) as u32);
    let rig = rig();
    let people = [
        ("dana", Access::Advocate),
        ("omar", Access::Advocate),
        ("lena", Access::Advocate),
    ];
    let_in(&rig, people);
    let hub = declared(&rig);
    let mut far =
        [("dana", Way::Silent), ("omar", Way::Broken)].map(|(name, way)| Far::open(&rig, &hub, name, way));
    let (mut faults, mut slowest) = (Vec::new(), [Duration::ZERO; 2]);
    for seconds in &LENGTHS[..lengths] {
        let outages = cut_off(&mut far, &hub, *seconds);
        for ((outage, far), slowest) in outages.iter().zip(&far).zip(&mut slowest) {
            let (told, wrong) = judged(outage, slack);
            faults.extend(
                wrong
                    .into_iter()
                    .map(|wrong| format!("{} {seconds} s: {wrong}", far.name)),
            );
            *slowest = told.unwrap_or_default().max(*slowest);
        }
    }
    let log = hub.run(&["log"]).well();
    for (seconds, far) in LENGTHS[..lengths]
        .iter()
        .flat_map(|seconds| far.iter().map(move |far| (seconds, far)))
    {
        let times = log.matches(&far.said(*seconds)).count();
        if times != 1 {
            faults.push(format!("{} is delivered {times} times", far.said(*seconds)));
        }
    }
    none_wrong(&faults);
    let counts = format!(
        "{lengths} lengths up to {} s: told {:.1} s after a silent cut and {:.1} s after a broken one at the latest, {} \
         notes delivered once",
        LENGTHS[..lengths].iter().max().unwrap(),
        slowest[0].as_secs_f64(),
        slowest[1].as_secs_f64(),
        2 * lengths
    );
    trust::result("C8", "screens cut off from their hub", &counts);
}

#[test]
fn a_screen_that_looks_fresh_while_it_is_cut_off_is_found_out() {
    let outage = |way, healed, shown: &[(u64, Says)]| Outage {
        way,
        healed: Duration::from_secs(healed),
        shown: shown
            .iter()
            .map(|(at, says)| (Duration::from_secs(*at), *says))
            .collect(),
    };
    let wrong = |outage: Outage| judged(&outage, 1).1.len();
    let right = [
        (0, Says::Live),
        (7, Says::Old),
        (9, Says::Nothing),
        (12, Says::Live),
    ];
    assert_eq!(wrong(outage(Way::Silent, 11, &right)), 0);
    assert_eq!(
        wrong(outage(Way::Silent, 5, &[(0, Says::Live)])),
        0,
        "it cannot know yet"
    );
    assert_eq!(
        wrong(outage(Way::Silent, 13, &right)),
        1,
        "live before it was healed"
    );
    assert_eq!(
        wrong(outage(Way::Broken, 11, &right)),
        1,
        "a broken connection is told at once"
    );
    assert_eq!(
        wrong(outage(Way::Silent, 11, &[(0, Says::Live), (5, Says::Live)])),
        1,
        "never told"
    );
    assert_eq!(wrong(outage(Way::Silent, 11, &[(9, Says::Old)])), 1, "told late");
}
