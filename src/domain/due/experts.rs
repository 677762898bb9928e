//! The experts to call once their condition holds.

use super::{Due, Kind};
use crate::domain::incident::Incident;
use crate::domain::playbook::{Condition, ExpertPlan, Term};
use crate::domain::span::Span;
use crate::domain::speech::say;
use jiff::Timestamp;

/// Nobody dials before they have heard: what becomes known leaves this long to call. What the clock alone decides
/// is due on its minute, since everyone saw it come.
const HEARD: Span = Span::minutes(5);

pub(super) fn experts(incident: &Incident) -> impl Iterator<Item = Due> {
    let waiting = incident
        .playbook
        .experts
        .iter()
        .filter(|plan| incident.experts.called(&plan.id).is_none());
    waiting.filter_map(|plan| expert(incident, plan))
}

fn expert(incident: &Incident, plan: &ExpertPlan) -> Option<Due> {
    let holds = incident.holds_from(&plan.when)?;
    let (from, at) = match by_the_clock(incident, &plan.when) {
        Some(clock) if clock >= holds => (incident.t0, clock),
        Some(_) | None => (holds, HEARD.after(holds)),
    };
    let why = match plan.why.trim() {
        "" => String::new(),
        why => format!(": {why}"),
    };
    let owner = plan.duty.and_then(|duty| incident.holder(duty));
    Some(Due::new(
        Kind::Expert(plan.id.clone()),
        say!("call {whom}{why}", whom = plan.whom, why),
        owner.cloned(),
        from,
        at,
    ))
}

/// The moment the latest `T+...` of the condition names.
fn by_the_clock(incident: &Incident, condition: &Condition) -> Option<Timestamp> {
    let moments = condition.terms().iter().filter_map(|term| match term {
        Term::After(span) => Some(span.after(incident.t0)),
        Term::Severity(_) | Term::Is(_) | Term::Not(_) => None,
    });
    moments.max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn a_raised_severity_leaves_the_time_to_hear_of_it_before_an_expert_is_late() {
        let mut room = Room::empty();
        let mut outage = (*room.reference.playbooks[1]).clone();
        let board = json!([{ "id": "board", "whom": "the board", "when": "sev1 and T+15m" }]);
        outage.experts = serde_json::from_value(board).unwrap();
        room.reference.playbooks[1] = outage.into();
        room.does(
            "dana",
            declare(json!({ "playbook": "outage", "severity": "sev2" })),
        );
        assert_eq!(experts(room.here()).count(), 0);
        let worse = json!({ "severity": "sev1" });
        room.at(40).does("dana", command("change_severity", worse));
        let due = experts(room.here()).next().unwrap();
        assert_eq!((due.from, due.at), (at(40), at(45)));
    }
}
