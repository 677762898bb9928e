//! Texts on the public page.

use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::messages::{Phase, PostRecorded, RecordPost};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

pub fn record_post(picture: &Picture, command: &RecordPost, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if command.text.trim().is_empty() {
        return Err(Refusal::Empty {
            field: "the text of the page",
        });
    }
    if command.phase == Phase::None {
        return Err(Refusal::Empty {
            field: "the phase of the page",
        });
    }
    let live = incident.live_post();
    if live.is_some_and(|post| post.text == command.text && post.phase == command.phase) {
        return Ok(Vec::new());
    }
    let event = PostRecorded {
        number: incident.last_text() + 1,
        phase: command.phase,
        text: command.text.clone(),
        place: command.place.clone(),
    };
    Ok(vec![Event::PostRecorded(event).of(id)])
}

#[cfg(test)]
mod tests {
    use crate::domain::messages::Phase;
    use crate::domain::testkit::*;

    #[test]
    fn the_public_phase_begins_at_none_and_moves_with_the_texts() {
        let mut room = Room::declared();
        assert_eq!((room.here().public(), room.here().words_live()), (Phase::None, 0));
        room.does("dana", post("investigating", "We look into it."));
        assert_eq!(
            (room.here().public(), room.here().words_live()),
            (Phase::Investigating, 1)
        );
        room.already("omar", post("investigating", "We look into it."));
        room.does("omar", post("identified", "A bad deploy."));
        assert_eq!(
            (room.here().public(), room.here().words_live()),
            (Phase::Identified, 2)
        );
    }

    #[test]
    fn resolving_posts_nothing() {
        let mut room = Room::declared();
        room.does("dana", post("investigating", "We look into it."));
        room.does("dana", move_to("resolved"));
        assert_eq!(room.here().public(), Phase::Investigating);
    }

    #[test]
    fn a_text_recorded_late_takes_its_place_in_the_past() {
        let mut room = Room::declared();
        room.at(10).does("dana", post("identified", "A bad deploy."));
        room.at(12)
            .says("dana", 5, post("investigating", "We look into it."));
        assert_eq!(
            (room.here().public(), room.here().words_live()),
            (Phase::Identified, 1)
        );
        room.at(13).does("dana", post("monitoring", "Rolled back."));
        assert_eq!(room.here().words_live(), 3);
    }

    #[test]
    fn an_empty_text_is_no_text() {
        let mut room = Room::declared();
        room.refused("dana", "empty", post("investigating", " \n "));
        room.refused("dana", "empty", post("none", "Words."));
    }
}
