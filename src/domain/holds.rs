//! From when a condition of a playbook holds in an incident.

use super::findings::{Certainty, Data};
use super::incident::Incident;
use super::people::Duty;
use super::playbook::{Condition, Fact, Term};
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
        Term::Severity(worst) => (incident.severity <= worst).then_some(incident.t0),
        Term::Is(fact) => since(incident, fact),
        Term::Not(fact) => match since(incident, fact) {
            Some(_) => None,
            None => Some(incident.t0),
        },
    }
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
}
