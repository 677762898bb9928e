//! From when a condition of a playbook holds in an incident.

use super::findings::{Certainty, Data};
use super::incident::Incident;
use super::people::Duty;
use super::playbook::{Condition, Fact, Term};
use super::severity::Severity;
use super::state::Internal;
use jiff::Timestamp;

impl Incident {
    /// The moment from which a condition holds, which may lie ahead; `None` while one of its terms does not.
    pub fn holds_from(&self, condition: &Condition) -> Option<Timestamp> {
        let mut from = self.t0;
        for term in condition.terms() {
            from = from.max(term_from(self, *term)?);
        }
        Some(from)
    }
}

fn term_from(incident: &Incident, term: Term) -> Option<Timestamp> {
    match term {
        Term::After(span) => Some(span.after(incident.t0)),
        Term::Severity(worst) => (incident.severity <= worst).then(|| as_bad_as(incident, worst)),
        Term::Is(fact) => since(incident, fact),
        Term::Not(fact) => match since(incident, fact) {
            Some(_) => None,
            None => Some(not_since(incident, fact)),
        },
    }
}

/// Since when it is at least that bad. Nobody could act on it before.
fn as_bad_as(incident: &Incident, worst: Severity) -> Timestamp {
    let since = after_last(&incident.severities, |(severity, _)| *severity > worst);
    since.map_or(incident.t0, |(_, at)| *at)
}

/// Since when something is not so; for what came back, since it came back.
fn not_since(incident: &Incident, fact: Fact) -> Timestamp {
    let relapse = match fact {
        Fact::Mitigated => after_last(&incident.moves, |step| step.to >= Internal::Mitigated),
        Fact::Resolved => after_last(&incident.moves, |step| step.to >= Internal::Resolved),
        Fact::CauseSuspected
        | Fact::CauseConfirmed
        | Fact::DataTouched
        | Fact::PageLive
        | Fact::Commanded => None,
    };
    relapse.map_or(incident.t0, |step| step.at)
}

/// The first after the last that is such; `None` where none is.
fn after_last<T>(all: &[T], such: impl Fn(&T) -> bool) -> Option<&T> {
    all.get(all.iter().rposition(such)? + 1)
}

/// Since when it is so; `None` while it is not.
fn since(incident: &Incident, fact: Fact) -> Option<Timestamp> {
    let cause = |at_least: Certainty| {
        let cause = incident.cause().filter(|cause| cause.certainty >= at_least);
        cause.map(|cause| cause.at)
    };
    match fact {
        Fact::Mitigated => incident.mitigated_at,
        Fact::Resolved => incident.resolved_at,
        Fact::CauseSuspected => cause(Certainty::Suspected),
        Fact::CauseConfirmed => cause(Certainty::Confirmed),
        Fact::DataTouched => incident
            .data()
            .filter(|data| matches!(data.state, Data::Lost | Data::Exposed))
            .map(|data| data.at),
        Fact::PageLive => incident.posts.iter().map(|post| post.at).min(),
        Fact::Commanded => incident.holder(Duty::Commander).map(|_| incident.t0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn holds(room: &Room, condition: &str) -> Option<Timestamp> {
        room.here().holds_from(&condition.parse::<Condition>().unwrap())
    }

    #[test]
    fn a_condition_says_from_when_it_holds() {
        let mut room = Room::declared();
        assert_eq!(holds(&room, "T+15m and not mitigated"), Some(at(15)));
        assert_eq!(holds(&room, "sev1 and t+1h"), Some(at(60)));
        assert_eq!(holds(&room, "sev2"), Some(at(0)), "it is worse than that");
        assert_eq!(holds(&room, "data touched"), None);
        room.at(9)
            .does("dana", command("find_data", json!({ "state": "exposed" })));
        assert_eq!(holds(&room, "data touched"), Some(at(9)));
        room.at(12).does("dana", move_to("mitigated"));
        assert_eq!(holds(&room, "T+15m and not mitigated"), None);
        assert_eq!(holds(&room, "mitigated and not cause confirmed"), Some(at(12)));
        room.does("dana", move_to("open"));
        assert_eq!(holds(&room, "T+15m and not mitigated"), Some(at(15)));
    }

    #[test]
    fn a_severity_holds_from_when_it_became_so_bad() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        let mut severity = |minutes, severity: &str| {
            let fields = json!({ "severity": severity, "reason": "as counted" });
            room.at(minutes).does("dana", command("change_severity", fields));
            room.clone()
        };
        let lower = severity(10, "sev3");
        assert_eq!(
            (holds(&lower, "sev3"), holds(&lower, "sev2")),
            (Some(at(0)), None)
        );
        let raised = severity(40, "sev2");
        assert_eq!(
            holds(&raised, "sev3"),
            Some(at(0)),
            "it was at least that bad all along"
        );
        assert_eq!(holds(&raised, "sev2 and T+15m"), Some(at(40)));
        let worst = severity(50, "sev1");
        assert_eq!(
            (holds(&worst, "sev2"), holds(&worst, "sev1")),
            (Some(at(40)), Some(at(50)))
        );
    }

    #[test]
    fn what_is_split_off_as_something_worse_is_so_bad_from_then_on() {
        let mut room = Room::empty();
        let fields = json!({ "components": ["video-eu"], "playbook": "outage", "severity": "sev3" });
        room.does("dana", declare(fields));
        let split = json!({ "title": "Recordings", "accounts": ["northwind"], "severity": "sev1" });
        room.at(120).does("dana", command("split_incident", split));
        room.incident = Some(crate::domain::ids::IncidentId(2));
        assert_eq!(holds(&room, "sev1"), Some(at(120)));
        assert_eq!(holds(&room, "sev3"), Some(at(0)));
    }

    #[test]
    fn what_is_not_so_any_more_holds_from_the_relapse() {
        let mut room = Room::declared();
        room.at(10).does("dana", move_to("resolved"));
        room.at(20).does("dana", move_to("mitigated"));
        assert_eq!(holds(&room, "not resolved"), Some(at(20)));
        room.at(60).does("dana", move_to("open"));
        assert_eq!(holds(&room, "T+15m and not mitigated"), Some(at(60)));
        assert_eq!(holds(&room, "not resolved"), Some(at(20)));
    }
}
