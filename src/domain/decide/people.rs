//! Duties: taking one, and giving it to someone.

use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::people::{Duty, RoleTaken, TakeRole};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

pub fn take_role(picture: &Picture, command: &TakeRole, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let person = command.person.clone().unwrap_or_else(|| desk.by.name.clone());
    if person.as_str().trim().is_empty() {
        return Err(Refusal::Empty { field: "person" });
    }
    let person = desk.reference.sign_in_name(&person);
    let before = incident.holder(command.role).cloned();
    let held = match command.role {
        Duty::Advocate => incident.advocates().any(|advocate| *advocate == person),
        _ => before.as_ref() == Some(&person),
    };
    if held {
        return Ok(Vec::new());
    }
    let before = before.filter(|_| command.role != Duty::Advocate);
    Ok(vec![
        Event::RoleTaken(RoleTaken {
            role: command.role,
            person,
            before,
        })
        .of(id),
    ])
}

#[cfg(test)]
mod tests {
    use crate::domain::people::Duty;
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn one_person_holds_a_duty_and_advocates_are_many() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.already("dana", role("commander"));
        room.does(
            "dana",
            command("take_role", json!({ "role": "commander", "person": "Omar" })),
        );
        assert_eq!(room.here().holder(Duty::Commander).unwrap().as_str(), "omar");
        assert_eq!(
            room.here().timeline.last().unwrap().text,
            "omar is commander, was dana"
        );
        room.does("dana", role("advocate"));
        room.does("omar", role("advocate"));
        room.already("dana", role("advocate"));
        assert_eq!(room.here().advocates().count(), 2);
        room.refused(
            "dana",
            "empty",
            command("take_role", json!({ "role": "scribe", "person": " " })),
        );
    }
}
