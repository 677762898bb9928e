//! Stopping something, and letting it go on again.

use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::incident::Incident;
use crate::domain::nearest::nearest;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::stops::{IssueStop, ResumeStop, Stop, StopIssued, StopResumed};
use crate::domain::text::Clean;

pub fn issue(picture: &Picture, command: &IssueStop, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let given = command.stop.trim();
    let stop = found(incident, given).or_else(|| in_free_words(incident, given));
    let stop = stop.ok_or(Refusal::Empty { field: "what stops" })?;
    if incident
        .stops
        .last(&stop.id)
        .is_some_and(|last| last.resumed.is_none())
    {
        return Ok(Vec::new());
    }
    let named = command
        .owner
        .as_ref()
        .filter(|owner| !owner.as_str().trim().is_empty());
    let owner = named.map(|owner| desk.reference.sign_in_name(owner));
    let event = StopIssued {
        owner: owner.or(stop.owner).unwrap_or_else(|| desk.by.name.clone()),
        id: stop.id,
        what: stop.what,
        resume: stop.resume,
    };
    Ok(vec![Event::StopIssued(event).of(id)])
}

pub fn resume(picture: &Picture, command: &ResumeStop, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let given = command.stop.trim();
    let known = found(incident, given).and_then(|stop| incident.stops.last(&stop.id));
    let stop = known.ok_or_else(|| unknown(incident, given))?;
    if stop.resumed.is_some() {
        return Ok(Vec::new());
    }
    let event = StopResumed {
        id: stop.id.clone(),
        what: stop.what.clone(),
        note: command.note.clone().filter(|note| !note.trim().is_empty()),
    };
    Ok(vec![Event::StopResumed(event).of(id)])
}

/// Something that can be stopped.
struct Known {
    id: Clean,
    what: Clean,
    resume: Clean,
    owner: Option<crate::domain::ids::Name>,
}

/// By its id or its words: one of the playbook's, or one that was stopped before.
fn found(incident: &Incident, given: &str) -> Option<Known> {
    let is = |id: &Clean, what: &Clean| same(id, given) || same(what, given);
    let planned = incident
        .playbook
        .stops
        .iter()
        .find(|plan| is(&plan.id, &plan.what));
    let planned = planned.map(|plan| Known {
        id: plan.id.clone(),
        what: plan.what.clone(),
        resume: plan.resume.clone(),
        owner: plan.duty.and_then(|duty| incident.holder(duty)).cloned(),
    });
    let before = || {
        let stop: &Stop = incident.stops.all().find(|stop| is(&stop.id, &stop.what))?;
        Some(Known {
            id: stop.id.clone(),
            what: stop.what.clone(),
            resume: stop.resume.clone(),
            owner: None,
        })
    };
    planned.or_else(before)
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// A stop the playbook did not think of; its id is made of its words.
fn in_free_words(incident: &Incident, given: &str) -> Option<Known> {
    let parts = given.split(|part: char| !part.is_alphanumeric());
    let parts: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    let slug: String = parts.join("-").chars().take(32).collect();
    if slug.is_empty() {
        return None;
    }
    let taken = |id: &str| {
        let planned = incident.playbook.stops.iter().any(|plan| plan.id.as_str() == id);
        planned || incident.stops.last(id).is_some()
    };
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    let id = std::iter::once(slug.clone())
        .chain(numbered)
        .find(|id| !taken(id))?;
    Some(Known {
        id: id.into(),
        what: given.into(),
        resume: Clean::default(),
        owner: None,
    })
}

fn unknown(incident: &Incident, given: &str) -> Refusal {
    let stopped: Vec<&str> = incident.stops.standing().map(|stop| stop.id.as_str()).collect();
    Refusal::NotStopped {
        given: given.into(),
        nearest: nearest(given, stopped.iter().copied()),
        stopped: match stopped.is_empty() {
            true => "nothing".to_owned(),
            false => stopped.join(", "),
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Command;
    use crate::domain::due::{DueState, Kind, dues, owed};
    use crate::domain::playbook::Playbook;
    use crate::domain::testkit::*;
    use serde_json::json;
    use std::sync::Arc;

    fn stop(what: &str) -> Command {
        command("issue_stop", json!({ "stop": what }))
    }

    fn go_on(what: &str) -> Command {
        command("resume_stop", json!({ "stop": what, "note": "slowly" }))
    }

    /// As [`Room::declared`], by a playbook with a stop-list.
    fn declared() -> Room {
        let mut room = Room::empty();
        let mut outage: Playbook = (*room.reference.playbooks[1]).clone();
        outage.stops = serde_json::from_value(json!([
            { "id": "campaigns", "what": "marketing mail", "by": "14m", "duty": "liaison",
              "resume": "not before the report" },
            { "id": "deploys", "what": "deploys", "by": "5m" },
        ]))
        .unwrap();
        room.reference.playbooks[1] = Arc::new(outage);
        room.does("dana", declare(json!({ "playbook": "outage" })));
        room.incident = Some("INC-1".parse().unwrap());
        room
    }

    fn owes(room: &Room, kind: &Kind) -> bool {
        dues(room.here()).iter().any(|due| due.kind == *kind)
    }

    #[test]
    fn what_the_playbook_stops_is_due_until_it_is_stopped_or_the_incident_is_over() {
        let mut room = declared();
        let planned = |id: &str| Kind::Stop(id.into());
        assert!(owes(&room, &planned("campaigns")) && owes(&room, &planned("deploys")));
        room.does("lena", role("liaison"));
        room.does("dana", stop("Marketing Mail"));
        room.already("omar", stop("campaigns"));
        assert!(!owes(&room, &planned("campaigns")));
        assert_eq!(
            room.here().stops.last("campaigns").unwrap().owner.as_str(),
            "lena"
        );
        room.does("dana", move_to("resolved"));
        assert!(!owes(&room, &planned("deploys")), "too late to help anybody");
    }

    #[test]
    fn each_stop_owes_that_it_goes_on_within_an_hour_of_the_end_amber_at_once() {
        let mut room = declared();
        room.at(9).does("dana", stop("campaigns"));
        let resume = Kind::Resume("campaigns".into());
        let burning = owed(room.here()).into_iter().find(|due| due.kind == resume);
        assert!(!burning.unwrap().dated(), "nothing goes on while it burns");
        room.at(50).does("dana", move_to("resolved"));
        let due = owed(room.here())
            .into_iter()
            .find(|due| due.kind == resume)
            .unwrap();
        assert_eq!(due.what, *"marketing mail goes on again: not before the report");
        assert_eq!((due.at, due.state(at(50))), (at(110), DueState::Soon));
        room.at(55).does("lena", go_on("campaigns"));
        room.already("lena", go_on("campaigns"));
        let back = room.last();
        assert!(!owes(&room, &resume));
        room.does("lena", take_back(back));
        assert!(owes(&room, &resume));
    }

    #[test]
    fn anything_can_be_stopped_in_free_words_and_again_after_it_went_on() {
        let mut room = declared();
        room.does("omar", stop("In-app banner: upgrade!"));
        let banner = room.here().stops.standing().next().unwrap();
        assert_eq!(
            (banner.id.as_str(), banner.owner.as_str()),
            ("in-app-banner-upgrade", "omar")
        );
        room.does("omar", go_on("in-app-banner-upgrade"));
        room.does("omar", stop("in-app banner: upgrade!"));
        assert_eq!(room.here().stops.all().count(), 1);
        room.refused("omar", "empty", stop(" ... "));
        let refusal = room.refused("omar", "not_stopped", go_on("campaigns"));
        assert_eq!(
            refusal,
            "\"campaigns\" is not stopped; stopped now: in-app-banner-upgrade"
        );
    }

    #[test]
    fn a_stop_is_taken_back_by_its_author_until_somebody_let_it_go_on() {
        let mut room = declared();
        room.does("omar", stop("deploys"));
        let stopped = room.last();
        room.does("lena", go_on("deploys"));
        room.refused("omar", "acted_since", take_back(stopped));
        room.does("omar", stop("deploys"));
        let again = room.last();
        room.does("omar", take_back(again));
        assert_eq!(room.here().stops.standing().count(), 0);
    }
}
