//! The four lanes of the procedure: support told, status page, calls, CEO; each with a time and a name, or nobody.
//!
//! Operations tells support, support updates the page, advocates call, and meanwhile word reaches the CEO
//! (Lifesize); the four run side by side, so they stand side by side.

use super::escalation::{Level, LevelState};
use super::incident::Incident;
use crate::domain::speech::say;
use jiff::Timestamp;

/// How far one lane of the procedure is.
#[derive(Clone, Debug, PartialEq)]
pub enum Lane {
    /// Done: minutes after T0, and by whom or what.
    Done { minutes: i64, who: String },
    /// Not yet: due then.
    Open { due: Timestamp, late: bool },
    /// Left out, with a reason.
    Skipped,
    /// So many of so many.
    Count { done: usize, total: usize },
    /// The playbook asks for none.
    Absent,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Lanes {
    pub support: Lane,
    pub page: Lane,
    pub calls: Lane,
    pub ceo: Lane,
}

/// The role of the level that is the support lane.
const SUPPORT: &str = "support_lead";

pub fn lanes(incident: &Incident, now: Timestamp) -> Lanes {
    let of = |level: Option<&Level>| level.map_or(Lane::Absent, |level| informed(incident, level, now));
    let coverage = incident.coverage();
    Lanes {
        support: of(incident
            .levels
            .iter()
            .find(|level| level.role.as_str() == SUPPORT)),
        page: page(incident, now),
        calls: Lane::Count {
            done: coverage.spoken,
            total: coverage.total,
        },
        ceo: of(last_level(incident)),
    }
}

/// The last level of the policy is the CEO, whether or not the severity asks for it.
fn last_level(incident: &Incident) -> Option<&Level> {
    let last = &incident.playbook.levels.last()?.role;
    incident.levels.iter().find(|level| level.role == *last)
}

fn informed(incident: &Incident, level: &Level, now: Timestamp) -> Lane {
    match (level.informed(), level.state(now)) {
        (Some(informed), _) => Lane::Done {
            minutes: incident.minutes(informed.at),
            who: informed.person.to_string(),
        },
        (None, LevelState::Skipped) => Lane::Skipped,
        (None, LevelState::NotAsked) => Lane::Absent,
        (None, state) => Lane::Open {
            due: level.due,
            late: state == LevelState::Late,
        },
    }
}

fn page(incident: &Incident, now: Timestamp) -> Lane {
    match incident.live_post() {
        Some(live) => Lane::Done {
            minutes: incident.minutes(live.at),
            who: say!("text {number}", number = live.number),
        },
        None if !incident.plan.public.owed => Lane::Absent,
        None => {
            let due = incident.plan.public.first.after(incident.t0);
            Lane::Open {
                due,
                late: now >= due,
            }
        }
    }
}

impl Incident {
    /// Whole minutes after T0.
    pub fn minutes(&self, at: Timestamp) -> i64 {
        at.duration_since(self.t0).as_secs().div_euclid(60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn the_four_lanes_each_have_a_time_and_a_name() {
        let mut room = Room::declared();
        let before = lanes(room.here(), at(5));
        let late = |minutes, late| Lane::Open {
            due: at(minutes),
            late,
        };
        assert_eq!(
            (before.support, before.page, before.ceo),
            (late(4, true), late(10, false), late(20, false))
        );
        assert_eq!(before.calls, Lane::Count { done: 0, total: 5 });
        room.at(2)
            .does("dana", inform("support_lead", json!({ "person": "sam" })));
        room.at(7).does("dana", post("investigating", "We look into it."));
        room.does("omar", told("northwind", 0));
        room.does(
            "dana",
            command("skip_level", json!({ "level": "ceo", "reason": "a drill" })),
        );
        let after = lanes(room.here(), at(8));
        let done = |minutes, who: &str| Lane::Done {
            minutes,
            who: who.to_owned(),
        };
        assert_eq!(
            (after.support, after.page, after.ceo),
            (done(2, "sam"), done(7, "text 1"), Lane::Skipped)
        );
        assert_eq!(after.calls, Lane::Count { done: 1, total: 5 });
    }
}
