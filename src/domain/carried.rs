//! What goes with a duty when it is handed over: promises, claims, asks.

use super::due::{Kind, owed};
use super::ids::{AccountId, Name, Seq};
use super::incident::Incident;
use super::people::Duty;
use super::picture::Picture;
use jiff::Timestamp;

/// What somebody has in hand in one incident.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carried {
    /// The promises they owe, by number.
    pub promises: Vec<Seq>,
    /// The accounts they hold and are not just now on the phone with: whoever speaks finishes the call.
    pub claims: Vec<AccountId>,
    /// How many asks wait for the duty; they go to whoever has it.
    pub asks: usize,
}

/// What would go with the duty if `who` handed it over at `now`.
pub fn carried(picture: &Picture, incident: &Incident, duty: Duty, who: &Name, now: Timestamp) -> Carried {
    let promises = owed(incident).into_iter().filter_map(|due| match due.kind {
        Kind::Promise(seq) if due.owner.as_ref() == Some(who) => Some(seq),
        _ => None,
    });
    let claims = picture.claims.live().filter(|claim| {
        let live = claim.until > now && claim.calling_since.is_none();
        live && claim.holder == *who && claim.incident == incident.id
    });
    Carried {
        promises: promises.collect(),
        claims: claims.map(|claim| claim.account.clone()).collect(),
        asks: incident.asks.open().filter(|ask| ask.to == duty).count(),
    }
}
