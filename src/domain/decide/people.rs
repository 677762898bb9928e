//! Duties: taking one, and giving it to someone.

use super::handover;
use crate::domain::actor::Access;
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::handover::OfferDuty;
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::people::{Duty, RoleTaken, TakeRole};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::silence::silence;
use crate::domain::text::Clean;

pub fn take_role(picture: &Picture, command: &TakeRole, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let person = command.person.clone().unwrap_or_else(|| desk.by.name.clone());
    if person.as_str().trim().is_empty() {
        return Err(Refusal::Empty { field: "person" });
    }
    let person = desk.reference.sign_in_name(&person);
    if incident.roles.holds(command.role, &person) {
        return Ok(Vec::new());
    }
    let before = incident
        .holder(command.role)
        .filter(|_| command.role != Duty::Advocate);
    let reason = match before {
        None => None,
        Some(holder) if *holder == desk.by.name => {
            let offer = OfferDuty {
                duty: command.role,
                to: person.clone(),
                note: command.reason.clone(),
                bare: false,
            };
            return handover::offered(incident, &offer, person, desk);
        }
        Some(holder) => {
            let mine = handover::to_me(incident, command.role, desk).filter(|offer| offer.to == person);
            if let Some(offer) = mine {
                return Ok(handover::handed_over(picture, incident, offer, desk));
            }
            taken_from(incident, command, holder, &person, desk)?
        }
    };
    Ok(vec![
        Event::RoleTaken(RoleTaken {
            role: command.role,
            person,
            before: before.cloned(),
            reason,
        })
        .of(id),
    ])
}

/// Why a duty may be taken from who holds it, in words that both read: the reason given, or that its holder has been
/// silent too long. The access `admin` needs none.
fn taken_from(
    incident: &Incident,
    command: &TakeRole,
    holder: &Name,
    person: &Name,
    desk: &Desk,
) -> Result<Option<Clean>, Refusal> {
    let given = command.reason.clone().filter(|reason| !reason.trim().is_empty());
    let silent = silence(incident, command.role)
        .filter(|silence| silence.too_long(desk.at) && *person == desk.by.name)
        .map(|silence| Clean::from(silence.words(desk.at)));
    let reason = given.or(silent);
    if reason.is_none() && desk.by.access != Access::Admin {
        return Err(Refusal::DutyHeld {
            duty: command.role,
            holder: holder.clone(),
            since: incident.roles.since(command.role).unwrap_or(incident.t0),
        });
    }
    Ok(reason)
}

#[cfg(test)]
mod tests {
    use crate::domain::people::Duty;
    use crate::domain::testkit::*;
    use serde_json::{Value, json};

    fn take(fields: Value) -> crate::domain::command::Command {
        command("take_role", fields)
    }

    fn said_last(room: &Room) -> String {
        room.here().timeline.last().unwrap().text.to_string()
    }

    #[test]
    fn one_person_holds_a_duty_and_advocates_are_many() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.already("dana", role("commander"));
        room.does("dana", role("advocate"));
        room.does("omar", role("advocate"));
        room.already("dana", role("advocate"));
        assert_eq!(room.here().advocates().count(), 2);
        room.refused("dana", "empty", take(json!({ "role": "scribe", "person": " " })));
    }

    #[test]
    fn a_free_duty_is_given_at_once_and_ones_own_is_offered() {
        let mut room = Room::declared();
        room.does("dana", take(json!({ "role": "commander", "person": "Omar" })));
        assert_eq!(room.here().holder(Duty::Commander).unwrap().as_str(), "omar");
        room.does(
            "omar",
            take(json!({ "role": "commander", "person": "dana", "reason": "my shift ends" })),
        );
        assert_eq!(
            room.here().holder(Duty::Commander).unwrap().as_str(),
            "omar",
            "dana has not said yes"
        );
        assert_eq!(
            said_last(&room),
            "omar offers dana to be commander: my shift ends"
        );
        room.does("dana", role("commander"));
        assert_eq!(said_last(&room), "dana is commander, handed over by omar");
    }

    #[test]
    fn what_somebody_holds_is_taken_with_a_reason_that_both_read() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        let refusal = room.at(3).refused("omar", "duty_held", role("commander"));
        assert_eq!(
            refusal,
            "dana is commander; ask dana to hand it over, or take it with a reason (--reason in a shell)"
        );
        let holder = room.asks("omar", role("commander")).unwrap_err();
        assert_eq!(holder.holder(), Some((&"dana".into(), Some(at(0)))));
        room.refused(
            "omar",
            "duty_held",
            take(json!({ "role": "commander", "reason": " " })),
        );
        room.does(
            "omar",
            take(json!({ "role": "commander", "reason": "dana's link is down" })),
        );
        assert_eq!(
            said_last(&room),
            "omar is commander, was dana: dana's link is down"
        );
        room.does("root", role("commander"));
        assert_eq!(said_last(&room), "root is commander, was omar");
    }

    #[test]
    fn after_ten_minutes_of_silence_the_duty_is_there_to_be_taken() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.at(5).does("dana", note("rolled back"));
        room.at(14).refused("omar", "duty_held", role("commander"));
        room.at(16);
        let other = take(json!({ "role": "commander", "person": "lena" }));
        room.refused("omar", "duty_held", other);
        room.does("omar", role("commander"));
        assert_eq!(
            said_last(&room),
            "omar is commander, was dana: dana silent for 11 min"
        );
    }
}
