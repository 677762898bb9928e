//! Saying that executives were given the brief.

use crate::domain::briefs::{BriefGiven, GiveBrief};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::picture::Picture;

pub fn give(picture: &Picture, command: &GiveBrief, desk: &Desk) -> Decision {
    let (id, _) = picture.room(desk)?;
    let to = command.to.clone().filter(|to| !to.trim().is_empty());
    Ok(vec![Event::BriefGiven(BriefGiven { to }).of(id)])
}

#[cfg(test)]
mod tests {
    use crate::domain::due::{Kind, dues};
    use crate::domain::testkit::*;
    use serde_json::json;

    fn brief_due(room: &Room) -> Option<jiff::Timestamp> {
        let dues = dues(room.here());
        dues.iter().find(|due| due.kind == Kind::Brief).map(|due| due.at)
    }

    #[test]
    fn executives_hear_again_half_an_hour_after_they_last_heard() {
        let mut room = Room::declared();
        assert_eq!(brief_due(&room), Some(at(30)));
        room.at(17)
            .does("dana", command("give_brief", json!({ "to": "CEO, CFO" })));
        assert_eq!(brief_due(&room), Some(at(47)));
        assert_eq!(
            room.here().timeline.last().unwrap().text,
            "brief given to CEO, CFO"
        );
        let given = room.last();
        room.does("dana", take_back(given));
        assert_eq!(brief_due(&room), Some(at(30)));
        room.does("dana", command("give_brief", json!({ "to": " " })));
        assert_eq!(
            room.here().timeline.last().unwrap().text,
            "brief given to the executives"
        );
        room.does("dana", move_to("resolved"));
        assert_eq!(brief_due(&room), None);
    }

    #[test]
    fn a_playbook_that_asks_for_no_brief_gets_no_due() {
        let mut room = Room::empty();
        let mut quiet = (*room.reference.playbooks[0]).clone();
        quiet.reports.brief = "0s".parse().unwrap();
        room.reference.playbooks[0] = quiet.into();
        room.does("dana", declare(json!({})));
        assert_eq!(brief_due(&room), None);
    }
}
