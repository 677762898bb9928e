//! Whom to call at an account, in order: the directory's suggestion, with what this incident has taught.

use crate::directory::suggest::{Preferences, Suggested, call_order};
use crate::domain::ids::ContactId;
use crate::domain::incident::Incident;
use crate::domain::outreach::{Counts, Row};
use crate::wire::AccountCard;
use jiff::Timestamp;

/// The contacts that may be called, the best first; nobody who asked not to be.
pub fn whom<'a>(card: &'a AccountCard, incident: &Incident, row: &Row, now: Timestamp) -> Vec<Suggested<'a>> {
    let ended = |how: Counts| -> Vec<ContactId> {
        let attempts = row
            .standing()
            .filter(|attempt| attempt.facts.disposition.counts() == how);
        attempts
            .filter_map(|attempt| attempt.facts.contact.clone())
            .collect()
    };
    let wrong = incident.barred(row);
    let tried = ended(Counts::Attempted);
    let zone = row.affected.account.timezone.as_deref();
    let preferences = Preferences {
        zone,
        tried: &tried,
        wrong: &wrong,
    };
    call_order(&card.contacts, now, preferences)
}
