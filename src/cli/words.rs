//! `warroom words`, `waits`, `draft`, `approve`, `send-back`: what is said to whom, and by whose word.

use super::act::Act;
use super::context::Context;
use super::failure::Failure;
use super::moment::{Side, maybe};
use super::session::{Asked, Session};
use super::word;
use crate::domain::command::Command;
use crate::domain::compose::{Filled, compose, filled};
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::messages::{ApproveMessage, Audience, Change, DraftMessage, Phase, RejectDraft};
use crate::domain::playbook::slots::slots;
use crate::domain::text::{Clean, CleanText};
use crate::domain::voice::{Saying, differences};
use crate::domain::waits::{Wait, WaitKind, waiting};
use crate::domain::words::missing;
use crate::run::embedded::Life;
use crate::tui::words::when::{Count, age, until};
use clap::Args;

#[derive(Debug, Args)]
pub struct Words {}

#[derive(Debug, Args)]
pub struct Waits {}

#[derive(Debug, Args)]
pub struct Draft {
    /// page, calls, strategic, internal, executives
    #[arg(long, value_parser = word::audience)]
    audience: Audience,
    /// investigating, identified, monitoring, resolved
    #[arg(long, value_parser = word::phase)]
    phase: Phase,
    /// The words; several need no quotes
    text: Vec<String>,
    /// For the page: put the text together from the playbook and the record
    #[arg(long)]
    fill: bool,
    /// For the page: what a slot says, as NAME=WORDS; again for each
    #[arg(long = "slot", value_name = "NAME=WORDS")]
    slots: Vec<String>,
    /// When the next text comes, if these words do not say it: 15:30 or 30m
    #[arg(long)]
    next: Option<String>,
    /// The draft of somebody else that this one takes the place of
    #[arg(long)]
    replaces: Option<u64>,
}

#[derive(Debug, Args)]
pub struct Approve {
    /// The number of the draft, or of the text that is live, as `warroom waits` shows it
    draft: u64,
    /// The meaning changes: accounts told the one before have to hear it again
    #[arg(long)]
    meaning: bool,
    /// Only the wording changes
    #[arg(long, conflicts_with = "meaning")]
    wording: bool,
    /// Why it goes out though something it must say is missing
    #[arg(long)]
    despite: Option<String>,
}

#[derive(Debug, Args)]
pub struct SendBack {
    /// The number of the draft, as `warroom waits` shows it
    draft: u64,
    /// What is to be changed
    #[arg(long)]
    reason: String,
}

impl Act for Draft {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let incident = session.incident()?;
        let mut slots = match self.fill {
            true => filled(incident, self.phase, session.now, &session.zone),
            false => Filled::new(),
        };
        slots.extend(self.named_slots()?);
        let text: CleanText = match self.text.is_empty() {
            false => self.text.join(" ").into(),
            true if self.audience == Audience::Page && !slots.is_empty() => {
                compose(incident, self.phase, &slots)
            }
            true => {
                return Err(Failure::usage(
                    "the draft has no words; write them, or --fill for the page's to be put together"
                        .to_owned(),
                ));
            }
        };
        let draft = DraftMessage {
            audience: self.audience,
            phase: self.phase,
            text,
            slots,
            next_update: maybe(self.next.as_deref(), Side::Future, session.now, &session.zone)?,
            replaces: self.replaces.map(Seq),
        };
        Ok(Command::DraftMessage(draft).into())
    }
}

impl Draft {
    fn named_slots(&self) -> Result<Filled, Failure> {
        let known: Vec<&str> = slots(self.phase).iter().map(|(name, _)| *name).collect();
        let read = |given: &String| match given.split_once('=') {
            Some((name, words)) if known.contains(&name.trim()) => {
                Ok((name.trim().into(), words.trim().into()))
            }
            Some(_) | None => Err(Failure::usage(format!(
                "{given:?} fills no slot; expected NAME=WORDS, where NAME is one of {}",
                known.join(", ")
            ))),
        };
        self.slots.iter().map(read).collect()
    }
}

impl Act for Approve {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let change = match (self.meaning, self.wording) {
            (true, _) => Some(Change::Meaning),
            (false, true) => Some(Change::Wording),
            (false, false) => None,
        };
        let approve = ApproveMessage {
            draft: Seq(self.draft),
            change,
            despite: self.despite.as_deref().map(Clean::from),
        };
        Ok(Command::ApproveMessage(approve).into())
    }
}

impl Act for SendBack {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let reject = RejectDraft {
            draft: Seq(self.draft),
            reason: self.reason.as_str().into(),
        };
        Ok(Command::RejectDraft(reject).into())
    }
}

impl Words {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let done = lines(&session).and_then(|lines| written(context, lines));
        session.end().await;
        done.map(|()| 0)
    }
}

impl Waits {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let done = waits(&session).and_then(|lines| written(context, lines));
        session.end().await;
        done.map(|()| 0)
    }
}

fn written(context: &mut Context, lines: Vec<String>) -> Result<(), Failure> {
    for line in lines {
        context.line(line)?;
    }
    Ok(())
}

/// Every text that is or was live, then what is drafted.
fn lines(session: &Session) -> Result<Vec<String>, Failure> {
    let incident = session.incident()?;
    let mut lines = vec![format!(
        "text 0, approved beforehand: {}",
        &*incident.playbook.first_words
    )];
    lines.extend(incident.texts().into_iter().map(|text| {
        let word = if text.approved { "" } else { ", not approved" };
        let (audience, phase, ago) = (
            text.audience.as_str(),
            text.phase.as_str(),
            age(text.at, session.now),
        );
        format!(
            "{} ({audience}, {phase}, {ago} ago{word}): {}",
            text.name(),
            &**text.text
        )
    }));
    let open = incident.undecided().map(|draft| (draft, "waits"));
    let open = open.chain(
        incident
            .unpublished()
            .map(|draft| (draft, "approved, to be published")),
    );
    lines.extend(open.map(|(draft, state)| {
        let (audience, phase) = (draft.audience.as_str(), draft.phase.as_str());
        format!(
            "draft {} ({audience}, {phase}, {}, {state}): {}",
            draft.seq, draft.by, &*draft.text
        )
    }));
    Ok(lines)
}

/// What waits, each text with what is to be minded before it is approved.
fn waits(session: &Session) -> Result<Vec<String>, Failure> {
    let incident = session.incident()?;
    let mut lines = Vec::new();
    for wait in waiting(incident) {
        let whose = wait
            .owner
            .as_ref()
            .map_or("anybody".to_owned(), ToString::to_string);
        let due = wait.due.map(|due| until(due, session.now, Count::Minutes));
        let due = due.map(|due| format!(", {due}")).unwrap_or_default();
        let (key, from) = (wait.named(), &wait.asked_by);
        lines.push(format!("{key}  {}, from {from}, for {whose}{due}", wait.what));
        lines.extend(
            minded(incident, session, &wait)
                .into_iter()
                .map(|line| format!("    {line}")),
        );
    }
    if lines.is_empty() {
        lines.push("nothing waits for a word".to_owned());
    }
    Ok(lines)
}

fn minded(incident: &Incident, session: &Session, wait: &Wait) -> Vec<String> {
    let seq = match wait.kind {
        WaitKind::Draft(seq) => seq,
        WaitKind::LiveText(seq) => return minded_live(incident, seq),
        WaitKind::Offer(_)
        | WaitKind::Ask(_)
        | WaitKind::Report(_)
        | WaitKind::Accounts(_)
        | WaitKind::Executive(_)
        | WaitKind::Gesture(_)
        | WaitKind::Credit(_)
        | WaitKind::Unreachable(_) => return Vec::new(),
    };
    let Some(draft) = incident.messages.draft(seq) else {
        return Vec::new();
    };
    let saying = Saying {
        audience: draft.audience,
        phase: draft.phase,
        text: &draft.text,
        next_update: draft.next_update,
        live: None,
    };
    let mut lines: Vec<String> = vec![draft.text.replace('\n', " ")];
    if draft.audience == Audience::Page {
        let missing = missing(draft.phase, &draft.slots, draft.next_update.is_some());
        lines.extend(missing.into_iter().map(|slot| format!("does not say: {slot}")));
    }
    let found = differences(incident, &saying, session.now).into_iter();
    lines.extend(found.map(|difference| difference.to_string()));
    lines
}

/// The same of a text that is on the page already, held against what was told before it.
fn minded_live(incident: &Incident, seq: Seq) -> Vec<String> {
    let Some(told) = incident.texts().into_iter().find(|text| text.seq == seq) else {
        return Vec::new();
    };
    let saying = Saying {
        audience: told.audience,
        phase: told.phase,
        text: told.text,
        next_update: told.next_update,
        live: Some(seq),
    };
    let found = differences(incident, &saying, told.at).into_iter();
    let words = told.text.replace('\n', " ");
    [words]
        .into_iter()
        .chain(found.map(|difference| difference.to_string()))
        .collect()
}
