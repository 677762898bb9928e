//! The escalation policy: who was tried, informed or left out.

use crate::domain::command::Desk;
use crate::domain::escalation::{
    InformLevel, LevelInformed, LevelSkipped, LevelTried, Proof, SkipLevel, TryLevel,
};
use crate::domain::event::{Decision, Event};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::span::{Span, words};
use crate::domain::text::Clean;

pub fn try_level(picture: &Picture, command: &TryLevel, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let level = incident.level(&command.level)?;
    if level.state(desk.at).settled() {
        return Ok(Vec::new());
    }
    Ok(vec![
        Event::LevelTried(LevelTried {
            level: level.role.clone(),
            how: said(&command.how),
        })
        .of(id),
    ])
}

/// What was said so long before T0 was of something else: nobody is told of what has not begun.
const BEFORE_IT_BEGAN: Span = Span::hours(1);

pub fn inform_level(picture: &Picture, command: &InformLevel, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let level = incident.level(&command.level)?;
    if BEFORE_IT_BEGAN.after(desk.said_at) < incident.t0 {
        return Err(Refusal::WrongTime {
            why: format!(
                "that is {} before {id} began; say when they were told, or correct when it began first (`warroom t0`)",
                words(incident.t0.duration_since(desk.said_at))
            ),
        });
    }
    let person = command.person.clone().or_else(|| level.person.clone());
    let person = person.filter(|person| !person.as_str().trim().is_empty());
    let person = person.ok_or_else(|| Refusal::PersonNeeded {
        title: level.title.clone(),
    })?;
    let person = desk.reference.sign_in_name(&person);
    if let Some(before) = level.informed() {
        return match before.person == person {
            true => Ok(Vec::new()),
            false => Err(Refusal::AlreadyInformed {
                title: level.title.clone(),
                at: before.at,
            }),
        };
    }
    // Nobody is their own witness.
    let witness = command
        .witness
        .as_ref()
        .filter(|witness| !witness.as_str().trim().is_empty() && **witness != person);
    let proof = match (&command.read_back, witness) {
        (Some(words), _) if !words.trim().is_empty() => Proof::ReadBack(words.clone()),
        (_, Some(witness)) => Proof::Witness(witness.clone()),
        (_, None) if person == desk.by.name => Proof::Own,
        (_, None) => Proof::Witness(desk.by.name.clone()),
    };
    let deputy = level.deputy.as_ref() == Some(&person) && level.person.as_ref() != Some(&person);
    let event = LevelInformed {
        level: level.role.clone(),
        person,
        proof,
        how: said(&command.how),
        deputy,
    };
    Ok(vec![Event::LevelInformed(event).of(id)])
}

pub fn skip_level(picture: &Picture, command: &SkipLevel, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let level = incident.level(&command.level)?;
    if command.reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            what: "skipping a level",
        });
    }
    if level.state(desk.at).settled() {
        return Ok(Vec::new());
    }
    let event = LevelSkipped {
        level: level.role.clone(),
        reason: command.reason.clone(),
    };
    Ok(vec![Event::LevelSkipped(event).of(id)])
}

fn said(how: &Option<Clean>) -> Option<Clean> {
    how.clone().filter(|how| !how.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use crate::domain::escalation::{LevelState, Proof};
    use crate::domain::testkit::*;
    use serde_json::json;

    fn attempted(level: &str) -> crate::domain::command::Command {
        command("try_level", json!({ "level": level, "how": "phone" }))
    }

    fn skip(level: &str, reason: &str) -> crate::domain::command::Command {
        command("skip_level", json!({ "level": level, "reason": reason }))
    }

    #[test]
    fn a_level_goes_from_waiting_to_due_to_late() {
        let room = Room::declared();
        let ceo = room.here().level("ceo").unwrap();
        for (minute, state) in [
            (0, LevelState::Waiting),
            (16, LevelState::Due),
            (20, LevelState::Late),
        ] {
            assert_eq!(ceo.state(at(minute)), state, "{minute}");
        }
    }

    #[test]
    fn nobody_was_informed_hours_before_it_began() {
        let mut room = Room::declared();
        room.at(5);
        let mut early = room.submission(inform("ceo", json!({})));
        early.said_at = Some(at(-120));
        let refused = room.submit("dana", &early).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the time given is not usable: that is 2 h before INC-1 began; say when they were told, or correct when it \
             began first (`warroom t0`)"
        );
        room.says("dana", -10, inform("ceo", json!({})));
    }

    #[test]
    fn trying_is_not_informed() {
        let mut room = Room::declared();
        room.at(15).does("dana", attempted("ceo"));
        let ceo = room.here().level("ceo").unwrap();
        assert_eq!(
            (ceo.state(at(15)), ceo.state(at(20))),
            (LevelState::Trying, LevelState::Late)
        );
        assert!(ceo.informed().is_none());
    }

    #[test]
    fn who_records_it_is_the_witness_unless_they_say_so_themselves() {
        for (who, fields, proof) in [
            ("dana", json!({}), Proof::Witness("dana".into())),
            ("carol", json!({}), Proof::Own),
            (
                "dana",
                json!({ "witness": "omar" }),
                Proof::Witness("omar".into()),
            ),
            (
                "dana",
                json!({ "witness": "carol" }),
                Proof::Witness("dana".into()),
            ),
            ("dana", json!({ "witness": " " }), Proof::Witness("dana".into())),
            (
                "dana",
                json!({ "read_back": "video is down in the EU" }),
                Proof::ReadBack("video is down in the EU".into()),
            ),
        ] {
            let mut room = Room::declared();
            room.at(18).does(who, inform("ceo", fields));
            let informed = room.here().level("ceo").unwrap().informed().unwrap();
            assert_eq!((&informed.proof, informed.person.as_str()), (&proof, "carol"));
            assert_eq!(informed.recorded_by.as_str(), who);
        }
    }

    #[test]
    fn a_deputy_counts_and_is_marked() {
        let mut room = Room::declared();
        room.does("dana", inform("CEO", json!({ "person": "Dave" })));
        let crate::domain::event::Event::LevelInformed(event) = &room.log.last().unwrap().event else {
            panic!()
        };
        assert!(event.deputy);
        assert_eq!(
            room.here().level("ceo").unwrap().state(at(0)),
            LevelState::Informed
        );
    }

    #[test]
    fn late_compares_the_time_said_with_the_due_and_keeps_the_time_recorded() {
        let mut room = Room::declared();
        room.at(25).says("dana", 19, inform("ceo", json!({})));
        room.says("dana", 9, inform("head_of_cs", json!({})));
        let ceo = room.here().level("ceo").unwrap();
        assert!(!ceo.informed_late());
        assert_eq!(ceo.informed().unwrap().recorded_at, at(25));
        assert!(room.here().level("head_of_cs").unwrap().informed_late());
    }

    #[test]
    fn a_level_is_informed_once() {
        let mut room = Room::declared();
        room.at(18).does("dana", inform("ceo", json!({})));
        room.at(19).already("omar", inform("ceo", json!({})));
        room.refused(
            "omar",
            "already_informed",
            inform("ceo", json!({ "person": "dave" })),
        );
        room.already("omar", attempted("ceo"));
        room.already("omar", skip("ceo", "she is in flight"));
    }

    #[test]
    fn a_level_nobody_holds_needs_a_name() {
        let mut room = Room::declared();
        room.refused("dana", "empty", inform("support_lead", json!({})));
        room.does("dana", inform("support_lead", json!({ "person": "sam" })));
    }

    #[test]
    fn skipping_needs_a_reason_and_informing_afterwards_still_counts() {
        let mut room = Room::declared();
        room.refused("dana", "reason_needed", skip("ceo", " "));
        room.does("dana", skip("ceo", "she is in flight"));
        assert_eq!(
            room.here().level("ceo").unwrap().state(at(30)),
            LevelState::Skipped
        );
        room.does("dana", inform("ceo", json!({})));
        assert_eq!(
            room.here().level("ceo").unwrap().state(at(30)),
            LevelState::Informed
        );
    }

    #[test]
    fn an_unknown_level_is_refused_with_the_nearest_and_with_all() {
        let mut room = Room::declared();
        let refusal = room.refused("dana", "unknown_level", attempted("ceoo"));
        assert_eq!(
            refusal,
            "the policy has no level \"ceoo\" (did you mean \"ceo\"?); it has support_lead, head_of_cs, ceo"
        );
    }
}
