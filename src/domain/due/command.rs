//! What commanding asks for while the incident is worked on: the duties held, a commander who speaks, a plan, a brief.

use super::{Due, Kind};
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::silence::silence;
use crate::domain::span::Span;
use crate::domain::speech::{say, word};
use jiff::Timestamp;

/// The first plan is due so long after T0, or after it was opened again.
const FIRST_PLAN: Span = Span::minutes(10);

/// None of it once the incident is resolved.
pub(super) fn all(incident: &Incident) -> Vec<Due> {
    if !incident.is_open() {
        return Vec::new();
    }
    let mut dues = empty_duties(incident);
    dues.extend(commander_silent(incident));
    dues.extend(plan(incident));
    dues.extend(brief(incident));
    dues
}

fn empty_duties(incident: &Incident) -> Vec<Due> {
    let empty = incident
        .plan
        .duties
        .iter()
        .filter(|plan| incident.holder(plan.duty).is_none());
    let due = empty.map(|plan| {
        Due::new(
            Kind::Duty(plan.duty),
            format!("{}: nobody", plan.duty),
            None,
            incident.t0,
            plan.by.after(incident.t0),
        )
    });
    due.collect()
}

/// Command is offered to the deputy after ten minutes; four fifths of that are eight.
fn commander_silent(incident: &Incident) -> Option<Due> {
    let silence = silence(incident, Duty::Commander)?;
    let deputy = incident.holder(Duty::Deputy).cloned();
    let what = say!("{who} silent", who = silence.who);
    Some(Due::new(
        Kind::Silence,
        what,
        deputy,
        silence.since,
        silence.ends(),
    ))
}

/// Half an hour at a time: the commander says what is meant to happen next.
fn plan(incident: &Incident) -> Option<Due> {
    let commander = incident.holder(Duty::Commander)?.clone();
    let begun = begun(incident);
    let (what, from, at) = match incident.intent() {
        Some(intent) if intent.at >= begun => (word!("next plan"), intent.at, intent.ends()),
        // A plan from before it came back was for something else.
        Some(_) => (word!("next plan"), begun, FIRST_PLAN.after(begun)),
        None => (word!("first plan"), begun, FIRST_PLAN.after(begun)),
    };
    Some(Due::new(Kind::Intent, what, Some(commander), from, at))
}

/// When the work began: at T0, or when it was opened again.
fn begun(incident: &Incident) -> Timestamp {
    let reopened = incident.reopened();
    reopened.map_or(incident.t0, |reopened| reopened.at.max(incident.t0))
}

/// Executives are given the brief again and again; a playbook with no time for it asks for none.
fn brief(incident: &Incident) -> Option<Due> {
    let every = incident.plan.reports.brief;
    if every == Span::default() {
        return None;
    }
    let begun = begun(incident);
    let from = incident.last_brief().map_or(begun, |given| given.at.max(begun));
    let owner = [Duty::Deputy, Duty::Liaison, Duty::Commander]
        .into_iter()
        .find_map(|duty| incident.holder(duty));
    Some(Due::new(
        Kind::Brief,
        word!("brief for executives"),
        owner.cloned(),
        from,
        every.after(from),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::due::{DueState, dues};
    use crate::domain::testkit::*;
    use serde_json::json;

    /// A room whose playbook wants a commander and a scribe by T+5, and a liaison by T+8.
    fn room() -> Room {
        let mut room = Room::empty();
        let mut playbook = (*room.reference.playbooks[0]).clone();
        playbook.duties = serde_json::from_value(json!([
            { "duty": "commander", "by": "5m" }, { "duty": "scribe", "by": "5m" }, { "duty": "liaison", "by": "8m" },
        ]))
        .unwrap();
        room.reference.playbooks[0] = playbook.into();
        room.does("dana", declare(json!({})));
        room
    }

    fn of(room: &Room, kind: &Kind) -> Option<Due> {
        dues(room.here()).into_iter().find(|due| due.kind == *kind)
    }

    #[test]
    fn a_required_duty_ticks_until_somebody_has_it() {
        let mut room = room();
        let scribe = Kind::Duty(Duty::Scribe);
        let due = of(&room, &scribe).unwrap();
        assert_eq!((due.what.as_str(), due.owner.clone()), ("scribe: nobody", None));
        assert_eq!(
            (due.state(at(4)), due.state(at(5))),
            (DueState::Soon, DueState::Overdue)
        );
        room.does("omar", role("scribe"));
        assert_eq!(of(&room, &scribe), None);
        assert!(of(&room, &Kind::Duty(Duty::Liaison)).is_some());
        room.does("omar", move_to("resolved"));
        assert_eq!(of(&room, &Kind::Duty(Duty::Liaison)), None);
    }

    #[test]
    fn a_silent_commander_shows_from_eight_minutes_on_and_is_the_deputys() {
        let mut room = room();
        room.does("dana", role("commander"));
        room.does("omar", role("deputy"));
        let due = of(&room, &Kind::Silence).unwrap();
        assert!(!due.shown(at(7)) && due.shown(at(8)));
        assert_eq!(due.state(at(10)), DueState::Overdue);
        assert_eq!(due.owner, Some("omar".into()));
        room.at(9).does("dana", note("still here"));
        assert!(!of(&room, &Kind::Silence).unwrap().shown(at(10)));
    }

    #[test]
    fn the_plan_is_the_commanders_half_an_hour_at_a_time() {
        let mut room = room();
        assert_eq!(of(&room, &Kind::Intent), None, "nobody commands");
        room.does("dana", role("commander"));
        let plan = |room: &Room| of(room, &Kind::Intent).map(|due| (due.what.to_string(), due.at));
        assert_eq!(plan(&room), Some(("first plan".to_owned(), at(10))));
        room.at(5)
            .does("dana", command("set_intent", json!({ "text": "watch" })));
        assert_eq!(plan(&room), Some(("next plan".to_owned(), at(35))));
        room.does(
            "dana",
            command("set_intent", json!({ "text": "watch", "until": at(20) })),
        );
        assert_eq!(plan(&room), Some(("next plan".to_owned(), at(20))));
    }

    #[test]
    fn the_brief_is_the_deputys_else_the_liaisons() {
        let mut room = room();
        let owner = |room: &Room| of(room, &Kind::Brief).unwrap().owner;
        assert_eq!(owner(&room), None);
        room.does("lena", role("liaison"));
        assert_eq!(owner(&room), Some("lena".into()));
        room.does("omar", role("deputy"));
        assert_eq!(owner(&room), Some("omar".into()));
    }

    #[test]
    fn what_comes_back_has_a_new_first_plan_and_a_new_time_for_its_brief() {
        let mut room = room();
        room.does("dana", role("commander"));
        room.at(5)
            .does("dana", command("set_intent", json!({ "text": "watch" })));
        room.does("dana", move_to("resolved"));
        room.at(600).does("dana", move_to("open"));
        let times = |kind| of(&room, &kind).map(|due| (due.from, due.at));
        assert_eq!(times(Kind::Intent), Some((at(600), at(610))));
        assert_eq!(times(Kind::Brief), Some((at(600), at(630))));
        room.at(604)
            .does("dana", command("set_intent", json!({ "text": "roll back" })));
        assert_eq!(of(&room, &Kind::Intent).unwrap().at, at(634));
    }
}
