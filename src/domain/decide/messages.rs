//! Texts: put forward, approved, sent back, live on the page.

mod post;
#[cfg(test)]
mod tests;

pub use post::record_post;

use super::approved_before;
use super::settlements::report_instead;
use crate::domain::actor::Access;
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::messages::{
    ApproveMessage, Audience, Draft, DraftMessage, DraftRejected, MessageApproved, MessageDrafted, Phase,
    Post, RejectDraft,
};
use crate::domain::moments::next_update;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::table::APPROVES_WORDS;
use crate::domain::words::missing;

pub fn draft(picture: &Picture, command: &DraftMessage, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if command.text.trim().is_empty() {
        return Err(Refusal::Empty { field: "the text" });
    }
    if command.phase == Phase::None {
        return Err(Refusal::Empty { field: "the phase" });
    }
    if command.next_update.is_some_and(|next| next <= desk.said_at) {
        return Err(Refusal::WrongTime {
            why: "the next update would be before this one".to_owned(),
        });
    }
    let replaced = match command.replaces {
        Some(seq) => Some(replaceable(incident, seq, command.audience)?),
        None => own_before(incident, command, desk),
    };
    let mut slots = command.slots.clone();
    slots.retain(|name, text| !name.trim().is_empty() && !text.trim().is_empty());
    if replaced
        .is_some_and(|before| before.undecided() && before.text == command.text && before.slots == slots)
    {
        return Ok(Vec::new());
    }
    let event = MessageDrafted {
        audience: command.audience,
        phase: command.phase,
        text: command.text.clone(),
        slots,
        next_update: command
            .next_update
            .or_else(|| next_update(&command.text, desk.said_at)),
        replaces: replaced.map(|draft| draft.seq),
    };
    Ok(vec![Event::MessageDrafted(event).of(id)])
}

/// What waits for one audience is not answered by words for another.
fn replaceable(incident: &Incident, seq: Seq, audience: Audience) -> Result<&Draft, Refusal> {
    let draft = decidable(incident, seq)?;
    if draft.audience != audience {
        let (before, now) = (draft.audience.as_str(), audience.as_str());
        return Err(Refusal::DraftDone {
            draft: seq,
            why: format!("is for {before}, and this one is for {now}; leave out what it replaces"),
        });
    }
    Ok(draft)
}

/// One's own draft for the same audience and phase that waits or was sent back.
fn own_before<'a>(incident: &'a Incident, command: &DraftMessage, desk: &Desk) -> Option<&'a Draft> {
    incident.messages.drafts.iter().rev().find(|draft| {
        let same = draft.audience == command.audience && draft.phase == command.phase;
        let open = draft.undecided() || (draft.sent_back.is_some() && draft.replaced_by.is_none());
        same && open && draft.by == desk.by.name
    })
}

pub fn approve(picture: &Picture, command: &ApproveMessage, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    if let Some(post) = unapproved_post(incident, command.draft) {
        may_approve(incident, desk)?;
        if let Some(before) = &post.approved {
            let text = format!("text {}", post.number);
            return approved_before(text, &before.by, before.at, desk);
        }
        let event = MessageApproved {
            draft: post.seq,
            change: command.change.unwrap_or(post.change),
            number: None,
            despite: command.despite.clone(),
        };
        return Ok(vec![Event::MessageApproved(event).of(id)]);
    }
    let drafted = incident.messages.draft(command.draft);
    if let Some(before) = drafted.and_then(|draft| draft.approved.as_ref()) {
        let draft = format!("draft {}", command.draft);
        return approved_before(draft, &before.by, before.at, desk);
    }
    let draft = decidable(incident, command.draft)?;
    may_approve(incident, desk)?;
    let despite = command.despite.clone().filter(|why| !why.trim().is_empty());
    if draft.audience == Audience::Page && despite.is_none() {
        let missing = missing(draft.phase, &draft.slots, draft.next_update.is_some());
        if !missing.is_empty() {
            return Err(Refusal::SlotsMissing {
                missing: missing.join("; "),
            });
        }
    }
    let calls = draft.audience == Audience::Calls;
    let event = MessageApproved {
        draft: draft.seq,
        change: command
            .change
            .unwrap_or_else(|| incident.change_by_phase(draft.audience, draft.phase)),
        number: calls.then(|| incident.last_text() + 1),
        despite,
    };
    Ok(vec![Event::MessageApproved(event).of(id)])
}

pub fn reject(picture: &Picture, command: &RejectDraft, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let reason = command.reason.clone();
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            what: "sending a text back",
        });
    }
    let author = match unapproved_post(incident, command.draft) {
        Some(post) if post.sent_back.is_some() => return Ok(Vec::new()),
        Some(post) if post.approved.is_some() => {
            return Err(Refusal::DraftDone {
                draft: command.draft,
                why: format!("is text {} and approved; post a new one", post.number),
            });
        }
        Some(_) => None,
        None => Some(&decidable(incident, command.draft)?.by),
    };
    if author != Some(&desk.by.name) {
        may_approve(incident, desk)?;
    }
    let event = DraftRejected {
        draft: command.draft,
        reason,
    };
    Ok(vec![Event::DraftRejected(event).of(id)])
}

fn unapproved_post(incident: &Incident, seq: Seq) -> Option<&Post> {
    incident.posts.iter().find(|post| post.seq == seq)
}

/// A draft nobody has said yes or no to, or a refusal that says what became of it.
fn decidable(incident: &Incident, seq: Seq) -> Result<&Draft, Refusal> {
    let Some(draft) = incident.messages.draft(seq) else {
        if let Some(instead) = report_instead(incident, seq) {
            let why = format!("is of a report; {instead}");
            return Err(Refusal::DraftDone { draft: seq, why });
        }
        let waiting: Vec<String> = incident.undecided().map(|draft| draft.seq.to_string()).collect();
        return Err(Refusal::UnknownDraft {
            given: seq,
            waiting: if waiting.is_empty() {
                "none".to_owned()
            } else {
                waiting.join(", ")
            },
        });
    };
    let why = match (
        &draft.replaced_by,
        &draft.sent_back,
        &draft.approved,
        draft.number,
    ) {
        (Some(later), _, _, _) => format!("was replaced by draft {later}; decide on that one"),
        (None, Some(back), _, _) => format!("was sent back by {}: {}; draft it anew", back.by, back.reason),
        (None, None, _, Some(number)) => format!("is live as text {number}"),
        (None, None, Some(approval), None) => format!("was approved by {}", approval.by),
        (None, None, None, None) if incident.fallen(draft) => {
            format!(
                "is for {}, and the page says {}; draft it anew",
                draft.phase.as_str(),
                incident.public().as_str()
            )
        }
        (None, None, None, None) => return Ok(draft),
    };
    Err(Refusal::DraftDone { draft: seq, why })
}

/// Refused unless the asker commands, stands in, or nobody commands; or has the access `admin`.
pub(super) fn may_approve(incident: &Incident, desk: &Desk) -> Result<(), Refusal> {
    if approver(incident, desk) {
        return Ok(());
    }
    Err(Refusal::DutyNeeded {
        needed: APPROVES_WORDS,
        holder: incident.approver().cloned(),
    })
}

fn approver(incident: &Incident, desk: &Desk) -> bool {
    incident.approves(&desk.by.name) || desk.by.access == Access::Admin
}
