//! Drafts, approvals and texts on the page, in words.

use super::{Line, line as plain};
use crate::domain::event::Event;
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::messages::{Audience, MessageApproved, PostRecorded};
use crate::domain::speech::{say, word};
use crate::domain::timeline::What;

pub(super) fn line(event: &Event, incident: &Incident) -> Line {
    match event {
        Event::MessageDrafted(event) => {
            let (audience, phase) = (event.audience, event.phase.as_str());
            plain(
                What::Words,
                say!(
                    "draft, {audience} ({phase}): {event}",
                    audience,
                    phase,
                    event = &*event.text
                ),
            )
            .routine()
        }
        Event::MessageApproved(event) => plain(What::Words, approved(event, incident)),
        Event::DraftRejected(event) => {
            let text = say!(
                "sent back: {about} ({reason})",
                about = about(event.draft, incident),
                reason = event.reason
            );
            plain(What::Words, text)
        }
        Event::PostRecorded(event) => plain(What::Page, posted(event)),
        other => plain(What::Words, other.kind()),
    }
}

fn approved(event: &MessageApproved, incident: &Incident) -> String {
    let what = about(event.draft, incident);
    let despite = event
        .despite
        .as_ref()
        .map(|why| say!(", despite empty slots: {why}", why))
        .unwrap_or_default();
    let number = event
        .number
        .map(|number| say!("; calls may say text {number}", number))
        .unwrap_or_default();
    say!(
        "approved: {what}, new {change}{number}{despite}",
        what,
        change = event.change.as_str(),
        number,
        despite
    )
}

/// Which text is meant: what it is for, or its number on the page.
fn about(draft: Seq, incident: &Incident) -> String {
    if let Some(draft) = incident.messages.draft(draft) {
        return say!(
            "{audience} ({phase}) by {by}",
            audience = draft.audience,
            phase = draft.phase.as_str(),
            by = draft.by
        );
    }
    let post = incident.posts.iter().find(|post| post.seq == draft);
    post.map_or_else(
        || Audience::Page.to_string(),
        |post| say!("page text {number}", number = post.number),
    )
}

fn posted(event: &PostRecorded) -> String {
    let waits = if event.unapproved {
        word!(", not approved yet")
    } else {
        ""
    };
    let (number, phase) = (event.number, event.phase.as_str());
    say!(
        "page text {number} ({phase}{waits}): {event}",
        number,
        phase,
        waits,
        event = &*event.text
    )
}
