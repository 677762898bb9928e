//! What was heard on a call, in the few words a timeline has room for.

use crate::domain::heard::{Heard, Question};
use crate::domain::outreach::{AttemptRecorded, Feeling};
use crate::domain::speech::{say, word};

/// In characters: more of one answer stands on the card.
const LONGEST: usize = 80;

/// Joined behind how the call ended. The damage is left out: a timeline hangs on walls.
pub(super) fn heard(event: &AttemptRecorded) -> String {
    let mut parts = Vec::new();
    parts.extend(event.feeling.and_then(feeling).map(str::to_owned));
    if let Some(heard) = event.heard.as_deref() {
        parts.extend(outcome(heard));
        parts.extend(heard.answers.iter().map(|(question, answer)| {
            let answer = answer.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{} {}", short(*question), cut(&answer))
        }));
        let taken = heard.offered.iter().filter(|offered| offered.taken);
        parts.extend(taken.map(|offered| say!("took up: {cut}", cut = cut(&offered.what))));
    }
    parts.iter().map(|part| format!("; {part}")).collect()
}

fn outcome(heard: &Heard) -> Option<String> {
    let outcome = heard.outcome.as_ref()?;
    Some(say!("they need {cut}", cut = cut(&outcome.what)))
}

/// Nobody needs to be told that somebody is fine.
fn feeling(feeling: Feeling) -> Option<&'static str> {
    match feeling {
        Feeling::Crisis => Some(word!("a crisis for them")),
        Feeling::Hurting => Some(word!("it is hurting them")),
        Feeling::Noticed | Feeling::Fine => None,
    }
}

fn short(question: Question) -> &'static str {
    match question {
        Question::Business => "business:",
        Question::Person => word!("for them:"),
        Question::Worry => "worry:",
        Question::Help => word!("would help:"),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
