//! A call or a promise in words, as a CRM keeps it, and the mark by which it is known again.

use super::contact_at;
use crate::domain::dispatches::What;
use crate::domain::disposition::Disposition;
use crate::domain::ids::{Name, SinkName};
use crate::domain::outreach::{Direction, Feeling};
use crate::domain::parcels::{Call, Load, Parcel};
use jiff::Timestamp;

/// No CRM takes a longer text, in characters.
const LONGEST: usize = 30_000;

/// What goes there, whatever the CRM calls its fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The CRM's own id of the account.
    pub account: String,
    pub contact: Option<String>,
    pub what: What,
    pub subject: String,
    pub lines: Vec<String>,
    /// When the call was, or the promise is due.
    pub at: Timestamp,
    /// Who called, or who owes it.
    pub who: Name,
    /// Of a call alone.
    pub came: Option<(Direction, Disposition)>,
    /// The same however often it is sent, and of nothing else, another hub's things included.
    pub mark: String,
}

/// `None`: it is of an account from elsewhere, or something no CRM takes.
pub fn written(parcel: &Parcel, sink: &SinkName) -> Option<Written> {
    // A log that is begun anew counts from one again, so the moment goes along.
    let mark = |at: Timestamp| {
        let key = parcel.key.to_string().replace('/', "-");
        format!("warroom-{key}-{}", at.as_second())
    };
    match &parcel.load {
        Load::Call(call) => Some(Written {
            account: call.account.at(sink.as_str())?.to_owned(),
            contact: contact(call, sink),
            what: What::Call,
            subject: format!("{}: {}", call.title, call.attempt.facts.disposition.words()),
            lines: told(call, parcel),
            at: call.attempt.at,
            who: call.attempt.by.clone(),
            came: Some((call.attempt.facts.direction, call.attempt.facts.disposition)),
            mark: mark(call.attempt.at),
        }),
        Load::Task(task) => Some(Written {
            account: task.account.at(sink.as_str())?.to_owned(),
            contact: None,
            what: What::Task,
            subject: task.text.as_str().to_owned(),
            lines: vec![format!(
                "Promised in {} ({}), owed by {}.",
                parcel.key.incident, task.title, task.owner
            )],
            at: task.due,
            who: task.owner.clone(),
            came: None,
            mark: mark(task.due),
        }),
        Load::Post(_) | Load::Note(_) | Load::News(_) => None,
    }
}

impl Written {
    /// The lines as plain text, the mark last.
    pub fn text(&self) -> String {
        let text: String = self.lines.join("\n").chars().take(LONGEST).collect();
        format!("{text}\n[{}]", self.mark)
    }
}

fn contact(call: &Call, sink: &SinkName) -> Option<String> {
    let contact = call.attempt.facts.contact.as_ref()?;
    contact_at(contact, sink).map(str::to_owned)
}

fn told(call: &Call, parcel: &Parcel) -> Vec<String> {
    let facts = &call.attempt.facts;
    let mut lines = vec![
        format!("{}: {}", parcel.key.incident, call.title),
        format!(
            "{} {}, by {}.",
            facts.disposition.words(),
            facts.channel.by(),
            call.attempt.by
        ),
    ];
    lines.extend(facts.told.map(|version| format!("Told text {version}.")));
    lines.extend(
        facts
            .feeling
            .map(|feeling| format!("How it feels to them: {}.", felt(feeling))),
    );
    lines.extend(facts.note.as_ref().map(|note| note.as_str().to_owned()));
    if let Some(heard) = &facts.heard {
        let answers = heard.answers.iter();
        lines.extend(answers.map(|(question, answer)| format!("{} {answer}", question.words())));
        let outcome = heard.outcome.as_ref();
        lines.extend(outcome.map(|outcome| format!("They need: {}", outcome.what)));
    }
    lines.extend(
        facts
            .next_at
            .map(|next| format!("They hear from us next at {next:.0}.")),
    );
    lines
}

fn felt(feeling: Feeling) -> &'static str {
    match feeling {
        Feeling::Crisis => "a crisis",
        Feeling::Hurting => "it hurts",
        Feeling::Noticed => "they noticed",
        Feeling::Fine => "fine",
    }
}
