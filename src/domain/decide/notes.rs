//! Notes for the timeline, and the commander's intent.

use super::needs;
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::notes::{Intent, IntentSet, NoteWritten, SetIntent, WriteNote};
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::table::COMMANDS_NOW;

pub fn write(picture: &Picture, command: &WriteNote, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if command.text.trim().is_empty() {
        return Err(Refusal::Empty { field: "the note" });
    }
    if let Some(account) = &command.account {
        incident.row(account)?;
    }
    let event = NoteWritten {
        text: command.text.clone(),
        stance: command.stance,
        account: command.account.clone(),
    };
    Ok(vec![Event::NoteWritten(event).of(id)])
}

pub fn set_intent(picture: &Picture, command: &SetIntent, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if command.text.trim().is_empty() {
        return Err(Refusal::Empty { field: "the intent" });
    }
    if command.until.is_some_and(|until| until <= desk.said_at) {
        return Err(Refusal::WrongTime {
            why: "the plan would end before it begins".to_owned(),
        });
    }
    needs(incident, desk, &[Duty::Commander, Duty::Deputy], COMMANDS_NOW)?;
    let same = |now: &Intent| now.text == command.text && now.until == command.until;
    if incident.intent().is_some_and(same) {
        return Ok(Vec::new());
    }
    Ok(vec![
        Event::IntentSet(IntentSet {
            text: command.text.clone(),
            until: command.until,
        })
        .of(id),
    ])
}

#[cfg(test)]
mod tests {
    use crate::domain::testkit::*;
    use serde_json::{Value, json};

    fn plan(text: &str, until: i64) -> crate::domain::command::Command {
        command("set_intent", json!({ "text": text, "until": at(until) }))
    }

    fn about(fields: Value) -> crate::domain::command::Command {
        command("write_note", fields)
    }

    #[test]
    fn a_note_is_a_fact_unless_said_otherwise_and_a_guess_carries_its_mark() {
        let mut room = Room::declared();
        room.does("dana", note("errors at 4 %"));
        room.does("dana", about(json!({ "text": "the deploy?", "stance": "guess" })));
        let lines: Vec<_> = room
            .here()
            .timeline
            .iter()
            .rev()
            .take(2)
            .map(|line| line.text.as_str())
            .collect();
        assert_eq!(lines, ["? the deploy?", "errors at 4 %"]);
        assert_eq!(
            room.here().standing().unwrap().text,
            "errors at 4 %",
            "a guess is not how it stands"
        );
    }

    #[test]
    fn how_it_stands_is_not_what_one_account_says() {
        let mut room = Room::declared();
        room.does("dana", about(json!({ "text": "angry", "account": "northwind" })));
        assert!(room.here().standing().is_none());
        room.does("dana", about(json!({ "text": "rolled back", "stance": "did" })));
        assert_eq!(room.here().standing().unwrap().text, "rolled back");
    }

    #[test]
    fn an_empty_note_and_an_unknown_account_are_refused() {
        let mut room = Room::declared();
        room.refused("dana", "empty", note(" \n"));
        room.refused(
            "dana",
            "unknown_account",
            about(json!({ "text": "angry", "account": "zzz" })),
        );
    }

    #[test]
    fn the_plan_is_the_commanders_or_the_deputys() {
        let mut room = Room::declared();
        let refusal = room.refused("omar", "duty_needed", plan("watch errors", 30));
        assert_eq!(
            refusal,
            "only the commander or the deputy may do this; nobody is, so take the duty first (`warroom role`)"
        );
        room.does("dana", role("commander"));
        let refusal = room.refused("omar", "duty_needed", plan("watch errors", 30));
        assert_eq!(
            refusal,
            "only the commander or the deputy may do this; that is dana"
        );
        room.does("dana", plan("watch errors", 30));
        room.already("dana", plan("watch errors", 30));
        room.does("omar", role("deputy"));
        room.does("omar", plan("roll back", 30));
        room.does("root", plan("rest", 40));
        assert_eq!(room.here().intent().unwrap().text, "rest");
        room.refused("root", "empty", plan(" ", 40));
        room.at(41).refused("root", "wrong_time", plan("rest", 40));
    }
}
