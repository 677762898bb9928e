//! Calling the experts a playbook names.

use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::experts::{CallExpert, ExpertCalled};
use crate::domain::picture::Picture;

/// Anyone may call, before the condition holds too: nobody waits for a clock who sees that help is needed.
pub fn call_expert(picture: &Picture, command: &CallExpert, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let expert = incident.expert(&command.expert)?;
    if incident.experts.called(&expert.id).is_some() {
        return Ok(Vec::new());
    }
    let event = ExpertCalled {
        expert: expert.id.clone(),
        how: command.how.clone().filter(|how| !how.trim().is_empty()),
    };
    Ok(vec![Event::ExpertCalled(event).of(id)])
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Command;
    use crate::domain::due::{DueState, Kind, dues};
    use crate::domain::testkit::*;
    use jiff::Timestamp;
    use serde_json::json;
    use std::sync::Arc;

    fn call(expert: &str) -> Command {
        command("call_expert", json!({ "expert": expert, "how": "the hotline" }))
    }

    /// An outage whose playbook names two experts.
    fn room() -> Room {
        let mut room = Room::empty();
        let mut outage = playbook("outage", json!({}));
        outage.experts = serde_json::from_value(json!([
            { "id": "vendor", "whom": "the vendor's hotline", "when": "T+15m and not mitigated",
              "why": "have the contract number ready", "duty": "tech_lead" },
            { "id": "legal", "whom": "Legal", "when": "data touched" },
        ]))
        .unwrap();
        room.reference.playbooks = vec![Arc::new(outage)];
        room.does("dana", declare(json!({ "playbook": "outage" })));
        room
    }

    fn due_of(room: &Room, expert: &str) -> Option<(String, Timestamp)> {
        let due = dues(room.here())
            .into_iter()
            .find(|due| due.kind == Kind::Expert(expert.into()))?;
        Some((due.what.to_string(), due.at))
    }

    #[test]
    fn an_expert_is_due_when_the_clock_says_so_and_no_more_once_it_is_mitigated() {
        let mut room = room();
        let vendor = "call the vendor's hotline: have the contract number ready".to_owned();
        assert_eq!(due_of(&room, "vendor"), Some((vendor, at(15))));
        room.at(12).does("dana", move_to("mitigated"));
        assert_eq!(due_of(&room, "vendor"), None);
        room.at(14).does("dana", move_to("open"));
        assert_eq!(due_of(&room, "vendor").unwrap().1, at(15));
    }

    #[test]
    fn what_becomes_known_leaves_five_minutes_to_call() {
        let mut room = room();
        assert_eq!(due_of(&room, "legal"), None, "no data is known to be touched");
        room.at(30)
            .does("tess", command("find_data", json!({ "state": "exposed" })));
        assert_eq!(due_of(&room, "legal"), Some(("call Legal".to_owned(), at(35))));
        let due = dues(room.here())
            .into_iter()
            .find(|due| due.kind == Kind::Expert("legal".into()))
            .unwrap();
        assert_eq!(due.state(at(30)), DueState::Waiting);
        assert_eq!(due.state(at(35)), DueState::Overdue);
    }

    #[test]
    fn a_call_settles_it_for_everyone_until_it_is_taken_back() {
        let mut room = room();
        room.does("tess", role("tech_lead"));
        room.at(9).does("tess", call("Vendor"));
        assert_eq!(due_of(&room, "vendor"), None);
        assert_eq!(
            room.here().timeline.last().unwrap().text,
            "called the vendor's hotline (the hotline)"
        );
        room.already("omar", call("the vendor's hotline"));
        let last = room.last();
        room.does("tess", take_back(last));
        assert_eq!(due_of(&room, "vendor").unwrap().1, at(15));
    }

    #[test]
    fn nobody_calls_an_expert_the_playbook_does_not_name() {
        let mut room = room();
        let refusal = room.refused("omar", "unknown_expert", call("vendro"));
        assert_eq!(
            refusal,
            "the playbook names no expert \"vendro\" (did you mean \"vendor\"?); it names vendor, legal"
        );
        let mut plain = (*room.here().playbook).clone();
        plain.experts.clear();
        room.reference.playbooks = vec![Arc::new(plain)];
        room.does("dana", declare(json!({ "playbook": "outage" })));
        room.incident = Some("INC-2".parse().unwrap());
        let refusal = room.refused("omar", "unknown_expert", call("vendor"));
        assert_eq!(refusal, "the playbook names no expert \"vendor\"; it names none");
    }
}
