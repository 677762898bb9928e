//! A call as it is recorded: what was written on the sheet, made into one command.

use super::written::Written;
use super::{Sheet, heard as heard_words};
use crate::domain::command::Command;
use crate::domain::executives::NewWish;
use crate::domain::heard::{Heard, Offered};
use crate::domain::outreach::{Counts, RecordAttempt};
use crate::domain::promises::NewPromise;
use crate::domain::speech::say;
use crate::domain::text::CleanText;
use crate::tui::screen::{Ask, result};
use crate::tui::stage::{Stage, Tone};
use crate::tui::words;

/// Records the call, forgets the draft, and closes the sheet.
pub fn record(sheet: &Sheet, stage: &Stage) -> Vec<Ask> {
    let written = &sheet.written;
    let ended = written.ending();
    let spoken = ended.counts() == Counts::Spoken;
    let row = stage
        .incident()
        .and_then(|incident| incident.rows.get(&sheet.account));
    let name = row.map_or_else(|| sheet.account.to_string(), |row| row.name().to_string());
    let told = match spoken {
        true => say!(", told {told}", told = words::text(sheet.told(stage))),
        false => String::new(),
    };
    let rows = stage.incident().map(|incident| &incident.rows);
    let also = written.also.iter().filter_map(|id| rows?.get(id));
    let also: Vec<&str> = also.map(|row| row.name().as_str()).collect();
    let said = result::recorded(&name, &also.join(", "), ended, &told);
    let attempt = attempt(sheet, written, stage);
    vec![
        Ask::Submit(Command::RecordAttempt(Box::new(attempt)), None),
        Ask::Sent(sheet.draft(), sheet.texts()),
        Ask::Say(said, Tone::Undoable),
        Ask::Close,
    ]
}

/// The call, with everything written.
pub fn attempt(sheet: &Sheet, written: &Written, stage: &Stage) -> RecordAttempt {
    let ended = written.ending();
    let spoken = ended.counts() == Counts::Spoken;
    let suggested = || result::suggested(&sheet.account, stage).map(|(contact, _)| contact);
    RecordAttempt {
        contact: written.contact.clone().or_else(suggested),
        direction: sheet.direction(stage),
        told: spoken.then(|| heard_words(written, stage)),
        claim: result::my_claim(&sheet.account, stage).or(sheet.claim),
        note: note(written),
        feeling: written.feeling,
        next_at: written.next_at,
        heard: heard(written),
        promises: promises(written),
        asks: written.asks.clone(),
        executive: written.executive.as_deref().map(NewWish::told),
        topics: written.topics.clone(),
        also: written.also.clone(),
        ..RecordAttempt::new(sheet.account.clone(), ended)
    }
}

fn heard(written: &Written) -> Heard {
    let answers = written.answers.iter();
    let answers = answers.map(|(question, answer)| (*question, CleanText::from(answer.as_str())));
    let offered = written.offered.iter().map(|(what, taken)| Offered {
        what: what.clone(),
        taken: *taken,
    });
    Heard {
        answers: answers.collect(),
        listened: written.listened.clone(),
        said_back: written.said_back,
        offered: offered.collect(),
        outcome: written.need.clone(),
        damage: written.damage.clone(),
    }
}

fn promises(written: &Written) -> Vec<NewPromise> {
    let dated = written.promises.iter().filter_map(|said| {
        Some(NewPromise {
            what: said.what.clone(),
            owner: None,
            due: said.due?,
        })
    });
    dated.collect()
}

/// What has no place of its own: notes, and what was promised without a time. It is recorded, and so it is English.
fn note(written: &Written) -> Option<CleanText> {
    let undated = written.promises.iter().filter(|said| said.due.is_none());
    let undated = undated.map(|said| format!("promised, without a time: {}", said.what));
    let parts: Vec<String> = written.notes.iter().cloned().chain(undated).collect();
    Some(CleanText::from(parts.join("; "))).filter(|note| !note.is_empty())
}
