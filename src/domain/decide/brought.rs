//! What a call brought beside how it ended, each part as an event of its own: one breath is one command.

use super::promises::made;
use super::{asks, critical, executives, topics};
use crate::domain::command::Desk;
use crate::domain::event::Drafted;
use crate::domain::ids::IncidentId;
use crate::domain::outreach::RecordAttempt;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

/// In the order in which the timeline tells it.
pub fn brought(
    picture: &Picture,
    id: IncidentId,
    command: &RecordAttempt,
    desk: &Desk,
) -> Result<Vec<Drafted>, Refusal> {
    let mut drafted = Vec::new();
    for promise in &command.promises {
        drafted.push(made(picture, promise, Some(&command.account), desk)?.of(id));
    }
    for question in &command.asks {
        drafted.extend(asks::on_a_call(picture, question, &command.account, desk)?);
    }
    drafted.extend(executives::on_a_call(picture, command, desk)?);
    for moment in &command.moments {
        drafted.push(critical::recorded(moment, &command.account, desk)?.of(id));
    }
    drafted.extend(topics::on_a_call(picture, id, command)?);
    Ok(drafted)
}
