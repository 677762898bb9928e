//! What our own people are owed: to be heard, once they have called customers through an incident.

use super::{Due, Kind};
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::span::Span;
use crate::domain::speech::say;
use crate::domain::state::Internal;

/// Whoever called and was not heard in the debrief is heard within a month (Bliss: care for the front line).
const MONTH: Span = Span::hours(30 * 24);

/// From closing on, the CS lead's: how many, never who.
pub(super) fn hear(incident: &Incident) -> Option<Due> {
    let closed = incident.moves.iter().rfind(|step| step.to == Internal::Closed);
    let over = incident.internal == Internal::Closed && incident.merged_into.is_none();
    let closed = closed.filter(|_| over)?;
    let people = match incident.debriefs.unheard() {
        0 => return None,
        1 => "1 person".to_owned(),
        several => say!("{several} people", several),
    };
    Some(Due::new(
        Kind::Hear,
        say!("hear {people} who called customers", people),
        incident.holder(Duty::CsLead).cloned(),
        closed.at,
        MONTH.after(closed.at),
    ))
}
