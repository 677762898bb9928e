//! Counting the customers that are no key accounts, and those of them who wrote in.

use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::others::{CountOthers, OthersCounted, RecordInbound, WroteIn};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

pub fn count(picture: &Picture, command: &CountOthers, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let same = |count: u64| count == command.count;
    if incident
        .others
        .counted()
        .is_some_and(|counted| same(counted.count) && counted.of == command.of)
    {
        return Ok(Vec::new());
    }
    let counted = OthersCounted {
        count: command.count,
        of: command.of.clone(),
    };
    Ok(vec![Event::OthersCounted(counted).of(id)])
}

pub fn wrote_in(picture: &Picture, command: &RecordInbound, desk: &Desk) -> Decision {
    let (id, _) = picture.room(desk)?;
    if command.count == 0 {
        return Err(Refusal::Empty {
            field: "the number of those who wrote in",
        });
    }
    let wrote = WroteIn {
        count: command.count,
        channel: command.channel,
        about: command.about.clone().filter(|about| !about.trim().is_empty()),
    };
    Ok(vec![Event::WroteIn(wrote).of(id)])
}

#[cfg(test)]
mod tests {
    use crate::domain::testkit::*;
    use serde_json::json;

    fn others(count: u64) -> crate::domain::command::Command {
        command("count_others", json!({ "count": count, "of": "all on video-eu" }))
    }

    fn wrote(count: u32) -> crate::domain::command::Command {
        command("record_inbound", json!({ "count": count, "about": "no sound" }))
    }

    #[test]
    fn the_others_are_counted_and_the_latest_word_counts() {
        let mut room = Room::declared();
        assert_eq!(room.here().others_line(), None);
        room.does("dana", others(900));
        room.already("omar", others(900));
        room.does("dana", others(1_240));
        let counted = room.last();
        room.does("omar", wrote(4));
        room.does("lena", command("record_inbound", json!({})));
        assert_eq!(
            room.here().others_line().unwrap(),
            "others: 1,240, the page is silent, 5 wrote in"
        );
        room.does("dana", post("investigating", "We look into it."));
        assert_eq!(
            room.here().others_line().unwrap(),
            "others: 1,240, page text 1, 5 wrote in"
        );
        room.does("dana", take_back(counted));
        assert!(room.here().others_line().unwrap().starts_with("others: 900,"));
    }

    #[test]
    fn a_number_somebody_typed_wrong_is_taken_back() {
        let mut room = Room::declared();
        room.does("omar", wrote(60));
        let slip = room.last();
        assert_eq!(
            room.here().timeline.last().unwrap().text,
            "60 who are no key accounts wrote in by e-mail: no sound"
        );
        room.does("omar", take_back(slip));
        assert_eq!(room.here().others.wrote_in(), 0);
        room.refused("omar", "empty", wrote(0));
    }

    #[test]
    fn they_go_on_in_the_incident_theirs_is_merged_into() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("dana", others(100));
        room.does("dana", wrote(2));
        room.does("dana", declare(json!({ "components": ["chat"] })));
        room.incident = Some(crate::domain::ids::IncidentId(2));
        room.does("dana", wrote(3));
        room.does("dana", command("merge_incident", json!({ "into": "INC-1" })));
        room.incident = Some(crate::domain::ids::IncidentId(1));
        assert!(room.here().others_line().unwrap().starts_with("others: 100,"));
        assert_eq!(room.here().others.wrote_in(), 5);
    }
}
