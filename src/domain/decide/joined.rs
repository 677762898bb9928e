//! What was said and done in another room, brought into this one later.

use crate::domain::command::{BringEntry, Command, Desk, Submission};
use crate::domain::event::{Decision, Event};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

/// Decided as if its author had said it here at that time, with no duty and no claim behind it: who brings it cannot be
/// them.
pub fn bring(picture: &Picture, command: &BringEntry, submission: &Submission, desk: &Desk) -> Decision {
    if command.by.as_str().trim().is_empty() {
        return Err(Refusal::Empty { field: "who said it" });
    }
    if !is_of_the_past(&command.entry) {
        return Err(Refusal::NotBrought {
            kind: command.entry.kind(),
        });
    }
    let (speaker, _) = submission.command.speaker(desk.by);
    let entry = Submission {
        command: (*command.entry).clone(),
        ..submission.clone()
    };
    let desk = Desk {
        by: &speaker,
        ..*desk
    };
    let mut drafted = picture.decide(&entry, &desk)?;
    // A claim is of this room, and so is its end.
    drafted.retain(|drafted| !matches!(drafted.event, Event::ClaimEnded(_)));
    Ok(drafted)
}

/// Facts, which whoever knows them may tell. What others act on by its very recording is asked of the room it is for.
fn is_of_the_past(command: &Command) -> bool {
    matches!(
        command,
        Command::DeclareIncident(_)
            | Command::TryLevel(_)
            | Command::InformLevel(_)
            | Command::RecordAttempt(_)
            | Command::MakePromise(_)
            | Command::TickStep(_)
            | Command::WriteNote(_)
    )
}

#[cfg(test)]
mod tests {
    use crate::domain::command::{Command, Submission};
    use crate::domain::ids::IncidentId;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn brought(by: &str, entry: &Command) -> Command {
        command("bring_entry", json!({ "by": by, "entry": entry }))
    }

    #[test]
    fn what_is_brought_stands_under_the_name_of_who_said_it_and_tells_who_brought_it() {
        let mut room = Room::declared();
        let entry = Submission {
            id: uuid::Uuid::from_u128(77),
            incident: Some(IncidentId(1)),
            said_at: Some(at(2)),
            command: brought("omar", &note("rolled back")),
        };
        room.at(30).submit("root", &entry).unwrap();
        let line = room.here().timeline.last().unwrap();
        assert_eq!((line.by.as_str(), line.said_at, line.at), ("omar", at(2), at(30)));
        assert_eq!(line.text.as_str(), "rolled back (brought by root)");
        assert!(line.late());
        assert_eq!(room.submit("root", &entry).unwrap(), [], "twice is once");
    }

    #[test]
    fn nobody_gets_a_duty_a_claim_or_an_access_by_bringing_what_another_said() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        for entry in [
            move_to("resolved"),
            claim("northwind"),
            brought("omar", &note("rolled back")),
        ] {
            let said = room.refused("root", "not_brought", brought("omar", &entry));
            assert!(said.contains(entry.kind()), "{said}");
        }
        let call = json!({ "account": "northwind", "disposition": "reached_decision_maker" });
        room.does("root", brought("omar", &command("record_attempt", call)));
        assert!(room.row("northwind").spoken());
        let still = room.refused("lena", "already_claimed", claim("northwind"));
        assert!(still.contains("omar"), "the claim is not ended by it: {still}");
        room.refused("lena", "access_needed", brought("omar", &note("rolled back")));
        room.refused("root", "empty", brought(" ", &note("rolled back")));
    }
}
