//! One line of the timeline in words.

use crate::domain::notes::Stance;
use crate::domain::speech::{say, word};
use crate::domain::timeline::{Entry, What};
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The line as it is shown, with the times it ends with in the reader's zone.
pub fn words(entry: &Entry, stage: &Stage) -> (String, Role) {
    let text = timed(entry, stage.now, &stage.setting.zone);
    if entry.withdrawn.is_some() {
        return (say!("(taken back) {text}", text), Role::Withdrawn);
    }
    let role = match entry.what {
        What::Note(Stance::Guess) => Role::Guess,
        What::Alert | What::State => Role::Strong,
        _ => Role::Plain,
    };
    (text, role)
}

/// A line of the timeline with the account it is about and the times it ends with, in this zone.
pub fn timed(entry: &Entry, now: Timestamp, zone: &TimeZone) -> String {
    let mut text = described(entry);
    if let Some(until) = entry.until {
        let word = match entry.what {
            What::Plan => word!("until"),
            What::Promise | What::Debt => word!("by"),
            What::State => word!("now"),
            // The last words to customers, when a duty is handed over.
            What::Role(_) | What::Moment => word!("at"),
            _ => word!("next"),
        };
        text += &format!(", {word} {}", when::clock(until, now, zone));
    }
    if entry.late() {
        text += &say!(" (recorded {clock})", clock = when::clock(entry.at, now, zone));
    }
    text
}

/// A line of the timeline with the account it is about.
pub fn described(entry: &Entry) -> String {
    match &entry.subject {
        Some(subject) => format!("{subject}: {}", entry.text),
        None => entry.text.to_string(),
    }
}
