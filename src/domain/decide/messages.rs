//! Texts on the public page.

use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::messages::{PostRecorded, RecordPost};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

pub fn record_post(picture: &Picture, command: &RecordPost, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if command.text.trim().is_empty() {
        return Err(Refusal::Empty {
            field: "the text of the page",
        });
    }
    let live = incident.posts.last();
    if live.is_some_and(|post| post.text == command.text && post.phase == command.phase) {
        return Ok(Vec::new());
    }
    let event = PostRecorded {
        number: live.map_or(0, |post| post.number) + 1,
        phase: command.phase,
        text: command.text.clone(),
        place: command.place.clone(),
    };
    Ok(vec![Event::PostRecorded(event).of(id)])
}
