//! A text that went live on the public page: which one it was, and whether somebody who may had given their word.

use super::approver;
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::incident::Incident;
use crate::domain::messages::{Audience, Draft, Phase, PostRecorded, RecordPost};
use crate::domain::moments::next_update;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::text::CleanText;
use jiff::Timestamp;

pub fn record_post(picture: &Picture, command: &RecordPost, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let named = match command.draft {
        None => None,
        Some(seq) => {
            let draft = incident.messages.draft(seq);
            let of_page = draft.filter(|draft| draft.audience == Audience::Page);
            Some(of_page.ok_or_else(|| Refusal::UnknownDraft {
                given: seq,
                waiting: unpublished(incident),
            })?)
        }
    };
    let (phase, text) = words(command, named)?;
    let live = incident.live_post();
    if live.is_some_and(|post| post.text == text && post.phase == phase) {
        return Ok(Vec::new());
    }
    if let Some(draft) = named
        && let Some(number) = draft.number
    {
        return Err(Refusal::DraftDone {
            draft: draft.seq,
            why: format!("is live already as text {number}"),
        });
    }
    // What was approved is these words in this phase, not what somebody made of them since.
    let same = |draft: &&Draft| draft.text == text && draft.phase == phase;
    let draft = named.filter(same).or_else(|| incident.unpublished().find(same));
    let approved = draft.is_some_and(|draft| draft.approved.is_some() && draft.replaced_by.is_none());
    let by_phase = incident.change_by_phase(Audience::Page, phase);
    let said = draft.and_then(|draft| draft.change);
    // A time that is over is no promise: it may be what an earlier text said.
    let ahead = |next: &Timestamp| *next > desk.said_at;
    let promised = next_update(&text, desk.said_at)
        .filter(ahead)
        .or_else(|| draft.and_then(|draft| draft.next_update).filter(ahead));
    let event = PostRecorded {
        number: incident.last_text() + 1,
        phase,
        text,
        place: command.place.clone(),
        draft: draft.map(|draft| draft.seq),
        change: Some(command.change.or(said).unwrap_or(by_phase)),
        next_update: promised,
        unapproved: !approved && !approver(incident, desk),
    };
    Ok(vec![Event::PostRecorded(event).of(id)])
}

/// The phase and the words, from the command or else from its draft.
fn words(command: &RecordPost, draft: Option<&Draft>) -> Result<(Phase, CleanText), Refusal> {
    let text = command.text.clone().or_else(|| Some(draft?.text.clone()));
    let text = text
        .filter(|text| !text.trim().is_empty())
        .ok_or(Refusal::Empty {
            field: "the text of the page",
        })?;
    let phase = command.phase.or_else(|| Some(draft?.phase));
    let phase = phase
        .filter(|phase| *phase != Phase::None)
        .ok_or(Refusal::Empty {
            field: "the phase of the page",
        })?;
    Ok((phase, text))
}

fn unpublished(incident: &Incident) -> String {
    let drafts: Vec<String> = incident
        .unpublished()
        .map(|draft| draft.seq.to_string())
        .collect();
    match drafts.is_empty() {
        true => "none".to_owned(),
        false => drafts.join(", "),
    }
}
