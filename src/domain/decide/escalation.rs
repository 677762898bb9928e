//! The escalation policy: who was tried, informed or left out.

use crate::domain::command::Desk;
use crate::domain::escalation::{
    InformLevel, LevelInformed, LevelSkipped, LevelTried, Proof, SkipLevel, TryLevel,
};
use crate::domain::event::{Decision, Event};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

pub fn try_level(picture: &Picture, command: &TryLevel, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let level = incident.level(&command.level)?;
    if level.state(desk.at).settled() {
        return Ok(Vec::new());
    }
    Ok(vec![
        Event::LevelTried(LevelTried {
            level: level.role.clone(),
            how: command.how.clone(),
        })
        .of(id),
    ])
}

pub fn inform_level(picture: &Picture, command: &InformLevel, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let level = incident.level(&command.level)?;
    let person = command.person.clone().or_else(|| level.person.clone());
    let person = person.filter(|person| !person.as_str().trim().is_empty());
    let person = person.ok_or(Refusal::Empty {
        field: "who was informed",
    })?;
    if let Some(before) = level.informed() {
        return match before.person == person {
            true => Ok(Vec::new()),
            false => Err(Refusal::AlreadyInformed {
                title: level.title.clone(),
                at: before.at,
            }),
        };
    }
    let proof = match (&command.read_back, &command.witness) {
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
        how: command.how.clone(),
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
