//! Silence: since when nothing has been recorded by the holder of a duty, and what follows from it.
//!
//! Being seen in the room says nothing: somebody who acts leaves a line.

use super::ids::Name;
use super::incident::Incident;
use super::people::Duty;
use super::span::{self, Span};
use jiff::Timestamp;

/// From then on others may take the duty without a reason; the deputy is offered command.
pub const TOO_LONG: Span = Span::minutes(10);

/// Somebody with a duty who has recorded nothing for a while, however short.
#[derive(Clone, Debug, PartialEq)]
pub struct Silence {
    pub who: Name,
    pub since: Timestamp,
}

impl Silence {
    /// When it has lasted too long.
    pub fn ends(&self) -> Timestamp {
        TOO_LONG.after(self.since)
    }

    pub fn too_long(&self, now: Timestamp) -> bool {
        now >= self.ends()
    }

    /// `dana silent for 11 min`.
    pub fn words(&self, now: Timestamp) -> String {
        format!("{} silent for {}", self.who, span::ago(self.since, now))
    }
}

/// Since when the holder of a duty has recorded nothing. Only while the incident is worked on: nobody has to speak in
/// one that is over.
pub fn silence(incident: &Incident, duty: Duty) -> Option<Silence> {
    let (who, spoke) = incident.roles.last_word(duty)?;
    // Nobody had to speak while it was over.
    let since = incident
        .reopened()
        .map_or(spoke, |reopened| spoke.max(reopened.at));
    incident.is_open().then(|| Silence {
        who: who.clone(),
        since,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn whoever_records_nothing_for_ten_minutes_is_silent() {
        let mut room = Room::declared();
        assert_eq!(silence(room.here(), Duty::Commander), None, "nobody has it");
        room.at(2).does("dana", role("commander"));
        let since = |room: &Room| silence(room.here(), Duty::Commander).unwrap().since;
        assert_eq!(since(&room), at(2));
        room.at(6).does("dana", note("rolled back"));
        room.at(9).does("omar", note("errors fall"));
        assert_eq!(since(&room), at(6), "omar is not dana");
        let silent = silence(room.here(), Duty::Commander).unwrap();
        assert!(!silent.too_long(at(15)) && silent.too_long(at(16)));
        assert_eq!(silent.words(at(17)), "dana silent for 11 min");
    }

    #[test]
    fn a_claim_that_a_screen_extends_by_itself_is_no_word_of_its_holder() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("dana", claim("northwind"));
        room.at(5)
            .does("dana", command("extend_claim", json!({ "account": "northwind" })));
        assert_eq!(silence(room.here(), Duty::Commander).unwrap().since, at(0));
    }

    #[test]
    fn nobody_has_to_speak_once_it_is_resolved() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("dana", move_to("resolved"));
        assert_eq!(silence(room.here(), Duty::Commander), None);
    }

    #[test]
    fn whoever_commanded_is_silent_from_the_reopening_on_at_the_earliest() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("dana", move_to("resolved"));
        room.at(600).does("omar", move_to("open"));
        let silent = silence(room.here(), Duty::Commander).unwrap();
        assert_eq!((silent.who.as_str(), silent.since), ("dana", at(600)));
        room.at(605).does("dana", note("I am back"));
        assert_eq!(silence(room.here(), Duty::Commander).unwrap().since, at(605));
    }
}
