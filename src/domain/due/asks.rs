//! Questions that wait for an answer.

use super::{Due, Kind};
use crate::domain::asks::{ANSWERED_WITHIN, Ask};
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::speech::say;

pub(super) fn unanswered(incident: &Incident) -> impl Iterator<Item = Due> {
    incident.asks.open().map(|ask| answer(incident, ask))
}

fn answer(incident: &Incident, ask: &Ask) -> Due {
    let holder = incident.holder(ask.to);
    let to = match holder {
        Some(_) => ask.to.to_string(),
        None => say!("nobody is {to}", to = ask.to),
    };
    let waiting = match ask.waits().count() {
        0 | 1 => String::new(),
        several => say!(" ({several} wait)", several),
    };
    Due::new(
        Kind::Ask(ask.seq),
        format!("{to}: {}{waiting}", ask.question),
        // Advocates are many; whichever of them knows.
        holder.filter(|_| ask.to != Duty::Advocate).cloned(),
        ask.asked_at,
        ANSWERED_WITHIN.after(ask.asked_at),
    )
}
