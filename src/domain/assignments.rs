//! Whose call an account is: offered to somebody, taken or declined, dealt out, and moved to whoever stands in.
//!
//! It says who is to call, not who is calling: a claim stays free for anybody.

use super::ids::{AccountId, Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use crate::domain::speech::{say, word};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Offers an account to somebody; to oneself, it is taken at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssignAccount {
    pub account: AccountId,
    pub to: Name,
}

/// Takes accounts that were offered. Left out: every one that is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AcceptAccounts {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<AccountId>,
}

/// Says no to accounts that were offered, or gives back what was taken. Left out: every one that is offered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DeclineAccounts {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

/// Deals out the call list as it was previewed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealList {
    pub shares: Vec<Share>,
    /// The last line of the log that the preview knew: dealt by somebody else since, it is refused.
    pub seen: Seq,
}

/// One account of a deal, and who gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub account: AccountId,
    pub to: Name,
}

/// An advocate makes no more calls: what they have in hand goes to who stands in for them, else back to the list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LeaveCalls {
    /// Left out: whoever asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

/// Moves accounts whose person is not here to who stands in, and back once they are. The hub asks it of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BackUpAccounts {
    /// Who is here: the one thing that no line of the log says.
    pub present: Vec<Name>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountAssigned {
    pub account: AccountId,
    pub to: Name,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountsAccepted {
    pub accounts: Vec<AccountId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountsDeclined {
    pub accounts: Vec<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListDealt {
    pub shares: Vec<Share>,
}

/// Why somebody stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// It is night where they are.
    Asleep,
    /// They are not in the room.
    Away,
    /// They make no more calls.
    Left,
}

/// Accounts of one person go to another, who need not say yes: a customer waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountsBackedUp {
    pub accounts: Vec<AccountId>,
    pub owner: Name,
    pub backup: Name,
    pub why: Absence,
}

/// The person of accounts is here again, and who stood in has not begun: they have them back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountsReturned {
    pub accounts: Vec<AccountId>,
    pub owner: Name,
    pub backup: Name,
}

/// An advocate has left the calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallsLeft {
    pub person: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
    /// What nobody stands in for: back on the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<AccountId>,
}

/// Everything said about whose call one account is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assignments {
    given: Vec<Assignment>,
    /// Those whose account it was and who left without anybody to stand in, and when.
    gone: BTreeMap<Name, Seq>,
    /// When it came on the call list.
    listed_at: Option<Timestamp>,
    /// When a claim on it last ended.
    freed_at: Option<Timestamp>,
}

/// One time it was given to somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    pub seq: Seq,
    pub to: Name,
    pub by: Name,
    pub at: Timestamp,
    pub state: State,
    pub(super) withdrawn: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum State {
    Offered,
    Accepted,
    /// They stand in for somebody.
    StandsIn {
        of: Name,
        why: Absence,
    },
    Declined {
        reason: Option<Clean>,
    },
    /// It went on to somebody else.
    Ended,
}

/// Whose call an account is now, and by what.
#[derive(Clone, Debug, PartialEq)]
pub struct Whose {
    pub who: Name,
    pub by: Right,
}

/// By what an account is somebody's to call.
#[derive(Clone, Debug, PartialEq)]
pub enum Right {
    /// Our person for them, by the list of accounts.
    Owner,
    /// Offered, and no answer yet.
    Offered {
        by: Name,
        seq: Seq,
        since: Timestamp,
    },
    /// They took it.
    Taken,
    StandsIn {
        of: Name,
        why: Absence,
    },
}

impl Absence {
    /// As it stands in brackets: `for dana (asleep)`.
    pub fn word(self) -> &'static str {
        match self {
            Absence::Asleep => "asleep",
            Absence::Away => word!("not here"),
            Absence::Left => word!("has left"),
        }
    }
}

impl Whose {
    /// Somebody in this incident said yes to it, or stands in: more than a line of the list of accounts.
    pub fn settled(&self) -> bool {
        matches!(self.by, Right::Taken | Right::StandsIn { .. })
    }
}

impl Assignments {
    /// The latest that counts.
    pub fn standing(&self) -> Option<&Assignment> {
        self.given.iter().rev().find(|given| given.stands())
    }

    /// What this person said when it was offered to them and they said no, if that is their last word.
    pub fn declined_by(&self, who: &Name) -> Option<Option<&Clean>> {
        let last = self
            .given
            .iter()
            .rfind(|given| given.to == *who && !given.withdrawn)?;
        match &last.state {
            State::Declined { reason } => Some(reason.as_ref()),
            State::Offered | State::Accepted | State::StandsIn { .. } | State::Ended => None,
        }
    }

    /// It was theirs, and they left the calls without anybody to stand in.
    pub fn gone(&self, who: &Name) -> bool {
        self.gone.contains_key(who)
    }

    /// It was theirs, and they left the calls after that line without anybody to stand in.
    pub fn left_by(&self, who: &Name, after: Seq) -> bool {
        self.gone.get(who).is_some_and(|left| *left > after)
    }

    /// Who said yes to what was given with that line: neither whoever gave it nor `but`.
    pub fn accepted_of(&self, seq: Seq, but: &Name) -> Option<&Name> {
        let given = self.given.iter().filter(|given| given.seq == seq);
        given
            .filter(|given| given.state == State::Accepted && !given.withdrawn)
            .map(|given| &given.to)
            .find(|to| *to != but)
    }

    /// When it came on the call list, if the log says so.
    pub fn listed_at(&self) -> Option<Timestamp> {
        self.listed_at
    }

    /// Since when nobody has done anything about whose it is: it was listed, given to somebody, or a claim ended.
    pub fn quiet_since(&self) -> Option<Timestamp> {
        let given = self.standing().map(|given| given.at);
        [self.listed_at, self.freed_at, given].into_iter().flatten().max()
    }

    pub(super) fn listed(&mut self, at: Timestamp) {
        self.listed_at = self.listed_at.or(Some(at));
    }

    pub(super) fn freed(&mut self, at: Timestamp) {
        self.freed_at = Some(at);
    }

    pub(super) fn assigned(&mut self, to: &Name, stamp: &Stamp) {
        let own = *to == stamp.by.name;
        self.give(to, if own { State::Accepted } else { State::Offered }, stamp);
    }

    pub(super) fn accepted(&mut self, by: &Name) {
        if let Some(offer) = self.last_of(by) {
            offer.state = State::Accepted;
        }
    }

    pub(super) fn declined(&mut self, by: &Name, reason: Option<&Clean>) {
        if let Some(offer) = self.last_of(by) {
            offer.state = State::Declined {
                reason: reason.cloned(),
            };
        }
    }

    pub(super) fn backed_up(&mut self, event: &AccountsBackedUp, stamp: &Stamp) {
        self.end(&event.owner);
        let state = State::StandsIn {
            of: event.owner.clone(),
            why: event.why,
        };
        self.give(&event.backup, state, stamp);
    }

    pub(super) fn returned(&mut self, event: &AccountsReturned, stamp: &Stamp) {
        self.end(&event.backup);
        self.give(&event.owner, State::Accepted, stamp);
    }

    pub(super) fn left(&mut self, who: &Name, stamp: &Stamp) {
        self.end(who);
        self.gone.insert(who.clone(), stamp.seq);
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for given in self.given.iter_mut().filter(|given| given.seq == seq) {
            given.withdrawn = true;
        }
    }

    /// Takes over what was said of the same account in another incident.
    pub(super) fn absorb(&mut self, mut other: Assignments) {
        self.given.append(&mut other.given);
        self.given.sort_by_key(|given| given.seq);
        for (who, seq) in other.gone {
            let left = self.gone.entry(who).or_insert(seq);
            *left = seq.max(*left);
        }
        self.listed_at = self.listed_at.into_iter().chain(other.listed_at).min();
        self.freed_at = self.freed_at.max(other.freed_at);
    }

    fn give(&mut self, to: &Name, state: State, stamp: &Stamp) {
        self.given.push(Assignment {
            seq: stamp.seq,
            to: to.clone(),
            by: stamp.by.name.clone(),
            at: stamp.at,
            state,
            withdrawn: false,
        });
    }

    /// What was given to somebody and stands.
    fn last_of(&mut self, who: &Name) -> Option<&mut Assignment> {
        self.given
            .iter_mut()
            .rfind(|given| given.to == *who && given.stands())
    }

    fn end(&mut self, who: &Name) {
        for given in self.given.iter_mut().filter(|given| given.to == *who) {
            if given.stands() {
                given.state = State::Ended;
            }
        }
    }
}

impl Assignment {
    fn stands(&self) -> bool {
        let open = match self.state {
            State::Offered | State::Accepted | State::StandsIn { .. } => true,
            State::Declined { .. } | State::Ended => false,
        };
        open && !self.withdrawn
    }
}

/// `lena 7, omar 6`: how many of these each gets, the most first.
pub fn counts<'a>(to: impl IntoIterator<Item = &'a Name>) -> Vec<(&'a Name, usize)> {
    let mut counts: BTreeMap<&Name, usize> = BTreeMap::new();
    for name in to {
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    counts
}

/// `1 account`, `7 accounts`.
pub fn so_many(accounts: usize) -> String {
    match accounts {
        1 => "1 account".to_owned(),
        many => say!("{many} accounts", many),
    }
}
