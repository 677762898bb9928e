//! Handing a duty over: it is offered, and it moves when the other says yes, with what its holder has in hand.

use super::ids::{AccountId, Name, Seq};
use super::people::Duty;
use super::stamp::Stamp;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A duty offered to somebody. Until they accept it, it stays where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    pub seq: Seq,
    pub duty: Duty,
    pub from: Name,
    pub to: Name,
    pub note: Option<Clean>,
    /// What the giver promised and claimed stays with them.
    pub bare: bool,
    pub at: Timestamp,
    /// The event that answered it, or made it void.
    ended: Option<Seq>,
    withdrawn: bool,
}

/// Every offer of an incident, in the order made. One open offer a duty and giver.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Offers {
    made: Vec<Offer>,
}

/// Offers one's own duty to somebody. It does not run out; offering it to another takes its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfferDuty {
    pub duty: Duty,
    pub to: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Clean>,
    /// Promises and claims stay with the giver. Left out: they go with the duty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bare: bool,
}

/// Takes a duty that was offered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AcceptDuty {
    pub duty: Duty,
}

/// Says no to an offer; asked by whoever made it, takes the offer away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeclineDuty {
    pub duty: Duty,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DutyOffered {
    pub duty: Duty,
    pub from: Name,
    pub to: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Clean>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bare: bool,
}

/// The duty has moved. The claims are moved by events of their own; asks go to a duty, so they go with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DutyHandedOver {
    pub duty: Duty,
    pub from: Name,
    pub to: Name,
    /// The promises whose owner changes with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<Seq>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<AccountId>,
    /// How many asks waited for the duty then.
    #[serde(default)]
    pub asks: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DutyDeclined {
    pub duty: Duty,
    pub from: Name,
    pub to: Name,
}

impl Offers {
    /// Those neither answered nor taken away, oldest first.
    pub fn open(&self) -> impl DoubleEndedIterator<Item = &Offer> {
        self.made
            .iter()
            .filter(|offer| offer.ended.is_none() && !offer.withdrawn)
    }

    /// What is offered to somebody.
    pub fn to<'a>(&'a self, who: &'a Name) -> impl Iterator<Item = &'a Offer> {
        self.open().filter(move |offer| offer.to == *who)
    }

    /// What somebody has offered of a duty.
    pub fn of<'a>(&'a self, duty: Duty, from: &'a Name) -> Option<&'a Offer> {
        self.open()
            .find(|offer| offer.duty == duty && offer.from == *from)
    }

    pub(super) fn offered(&mut self, event: &DutyOffered, stamp: &Stamp) {
        self.end(stamp.seq, |offer| {
            offer.duty == event.duty && offer.from == event.from
        });
        self.made.push(Offer {
            seq: stamp.seq,
            duty: event.duty,
            from: event.from.clone(),
            to: event.to.clone(),
            note: event.note.clone(),
            bare: event.bare,
            at: stamp.at,
            ended: None,
            withdrawn: false,
        });
    }

    pub(super) fn answered(&mut self, duty: Duty, from: &Name, seq: Seq) {
        self.end(seq, |offer| offer.duty == duty && offer.from == *from);
    }

    /// Somebody else has the duty now: nobody can give away what they no longer hold.
    pub(super) fn moved(&mut self, duty: Duty, seq: Seq) {
        self.end(seq, |offer| offer.duty == duty && duty != Duty::Advocate);
    }

    /// An offer taken back is no offer; an answer taken back leaves its offer open.
    pub(super) fn withdraw(&mut self, seq: Seq) {
        for offer in &mut self.made {
            offer.withdrawn |= offer.seq == seq;
            offer.ended = offer.ended.filter(|ended| *ended != seq);
        }
    }

    fn end(&mut self, seq: Seq, is: impl Fn(&Offer) -> bool) {
        let open = self.made.iter_mut().filter(|offer| offer.ended.is_none());
        for offer in open.filter(|offer| is(offer)) {
            offer.ended = Some(seq);
        }
    }
}

/// `3 promises, 1 claim, 2 asks`; what there is none of is left out.
pub fn counts(promises: usize, claims: usize, asks: usize) -> String {
    let said = [(promises, "promise"), (claims, "claim"), (asks, "ask")].map(|(count, what)| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    });
    said.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
