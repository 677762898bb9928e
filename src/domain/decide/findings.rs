//! What was found out: the cause and the data.

use super::needs;
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::findings::{CauseFound, Certainty, Data, DataFound, FindCause, FindData};
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::table::CONFIRMS_CAUSE;

/// Who may say that a cause is confirmed, or no longer is.
const CONFIRM: [Duty; 3] = [Duty::Commander, Duty::Deputy, Duty::TechLead];

pub fn find_cause(picture: &Picture, command: &FindCause, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if command.text.trim().is_empty() && command.certainty != Certainty::Unknown {
        return Err(Refusal::Empty { field: "the cause" });
    }
    // The final report is due from this word on, and is not while it is taken away again.
    let stands = incident.findings.confirmed_at().is_some();
    if stands || command.certainty == Certainty::Confirmed {
        needs(incident, desk, &CONFIRM, CONFIRMS_CAUSE)?;
    }
    let same = incident
        .cause()
        .is_some_and(|cause| cause.certainty == command.certainty && cause.text == command.text);
    let nothing_new = incident.cause().is_none() && command.certainty == Certainty::Unknown;
    if same || nothing_new {
        return Ok(Vec::new());
    }
    let event = CauseFound {
        certainty: command.certainty,
        text: command.text.clone(),
    };
    Ok(vec![Event::CauseFound(event).of(id)])
}

pub fn find_data(picture: &Picture, command: &FindData, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let same = incident
        .data()
        .is_some_and(|data| data.state == command.state && data.text == command.text);
    let nothing_new = incident.data().is_none() && command.state == Data::Unknown;
    if same || nothing_new {
        return Ok(Vec::new());
    }
    let event = DataFound {
        state: command.state,
        text: command.text.clone(),
    };
    Ok(vec![Event::DataFound(event).of(id)])
}

#[cfg(test)]
mod tests {
    use crate::domain::findings::{Certainty, Data};
    use crate::domain::testkit::*;
    use serde_json::json;

    fn cause(certainty: &str, text: &str) -> crate::domain::command::Command {
        command("find_cause", json!({ "certainty": certainty, "text": text }))
    }

    #[test]
    fn a_cause_is_suspected_by_anyone_and_confirmed_by_who_commands_or_leads_the_fixing() {
        let mut room = Room::declared();
        room.already("omar", cause("unknown", ""));
        room.refused("omar", "empty", cause("suspected", " "));
        room.does("omar", cause("suspected", "a bad release"));
        room.already("omar", cause("suspected", "a bad release"));
        room.refused("omar", "duty_needed", cause("confirmed", "a bad release"));
        room.does("tess", role("tech_lead"));
        room.at(50).does("tess", cause("confirmed", "a bad release"));
        let found = room.here().cause().unwrap();
        assert_eq!((found.certainty, found.at), (Certainty::Confirmed, at(50)));
        let last = room.last();
        room.does("tess", take_back(last));
        assert_eq!(room.here().cause().unwrap().certainty, Certainty::Suspected);
    }

    #[test]
    fn a_confirmed_cause_is_doubted_by_those_who_may_confirm_one() {
        let mut room = Room::declared();
        room.does("tess", role("tech_lead"));
        room.does("tess", cause("confirmed", "a bad release"));
        room.refused("omar", "duty_needed", cause("suspected", "a bad disk"));
        room.refused("omar", "duty_needed", cause("unknown", ""));
        room.does("tess", cause("suspected", "a bad disk"));
        room.does("omar", cause("suspected", "a bad cable"));
    }

    #[test]
    fn what_became_of_the_data_is_said_by_the_latest_word() {
        let mut room = Room::declared();
        let data = |state: &str| command("find_data", json!({ "state": state }));
        room.already("omar", data("unknown"));
        room.does("omar", data("exposed"));
        room.does("omar", data("safe"));
        assert_eq!(room.here().data().unwrap().state, Data::Safe);
        assert_eq!(room.here().timeline.last().unwrap().text, "customers' data: safe");
    }
}
