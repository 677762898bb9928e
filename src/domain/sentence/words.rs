//! Drafts, approvals and texts on the page, in words.

use super::{Line, line as plain};
use crate::domain::event::Event;
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::messages::{Audience, MessageApproved, PostRecorded};
use crate::domain::timeline::What;

pub(super) fn line(event: &Event, incident: &Incident) -> Line {
    match event {
        Event::MessageDrafted(event) => {
            let (audience, phase) = (event.audience, event.phase.as_str());
            plain(
                What::Words,
                format!("draft, {audience} ({phase}): {}", &*event.text),
            )
            .routine()
        }
        Event::MessageApproved(event) => plain(What::Words, approved(event, incident)),
        Event::DraftRejected(event) => {
            let text = format!("sent back: {} ({})", about(event.draft, incident), event.reason);
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
        .map(|why| format!(", despite empty slots: {why}"))
        .unwrap_or_default();
    let number = event
        .number
        .map(|number| format!("; calls may say text {number}"))
        .unwrap_or_default();
    format!("approved: {what}, new {}{number}{despite}", event.change.as_str())
}

/// Which text is meant: what it is for, or its number on the page.
fn about(draft: Seq, incident: &Incident) -> String {
    if let Some(draft) = incident.messages.draft(draft) {
        return format!("{} ({}) by {}", draft.audience, draft.phase.as_str(), draft.by);
    }
    let post = incident.posts.iter().find(|post| post.seq == draft);
    post.map_or_else(
        || Audience::Page.to_string(),
        |post| format!("page text {}", post.number),
    )
}

fn posted(event: &PostRecorded) -> String {
    let waits = if event.unapproved {
        ", not approved yet"
    } else {
        ""
    };
    let (number, phase) = (event.number, event.phase.as_str());
    format!("page text {number} ({phase}{waits}): {}", &*event.text)
}
