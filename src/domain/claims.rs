//! Claims: who is calling whom. At most one live claim an account and a shared phone, over all incidents.
//!
//! A claim is a decision of the hub, never of a screen's clock. It carries a number that grows with every change
//! of holder and fences what only the holder may do; calls made are facts and are recorded whatever it says.

use super::ids::{AccountId, IncidentId, Name, PhoneKey, Seq};
use super::refusal::Refusal;
use super::span::Span;
use super::stamp::Stamp;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A claim in use is extended by one event in this time at most.
pub const EXTEND_EVERY: Span = Span::minutes(2);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    pub account: AccountId,
    pub incident: IncidentId,
    pub holder: Name,
    pub number: u64,
    pub since: Timestamp,
    /// When the hub ends it, unless it is extended.
    pub until: Timestamp,
    pub extended_at: Timestamp,
    /// On the phone since.
    pub calling_since: Option<Timestamp>,
    /// Of the account; no other live claim has one of them.
    pub phones: Vec<PhoneKey>,
    pub(super) name: Clean,
}

/// Somebody said that they are on the phone with an account. It outlives the claim they said it under: a call is over
/// when its result is recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calling {
    pub seq: Seq,
    pub by: Name,
    pub since: Timestamp,
}

/// All live claims, and the last number each account's claim had.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    live: BTreeMap<AccountId, Claim>,
    numbers: BTreeMap<AccountId, u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimAccount {
    pub account: AccountId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReleaseClaim {
    pub account: AccountId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExtendClaim {
    pub account: AccountId,
    /// The number the asker knows; an older one is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakeOverClaim {
    pub account: AccountId,
    pub reason: Clean,
}

/// Ends every claim whose time is over. The hub asks it of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EndClaims {}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartCall {
    pub account: AccountId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountClaimed {
    pub account: AccountId,
    pub holder: Name,
    pub number: u64,
    pub until: Timestamp,
    /// Whom it was taken over from, with the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_from: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Clean>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<PhoneKey>,
    pub name: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimExtended {
    pub account: AccountId,
    pub until: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimEnd {
    /// Given back.
    Released,
    /// Its time was over.
    Expired,
    /// The call is recorded.
    Done,
    /// Its holder handed a duty over, and this with it.
    HandedOver,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimEnded {
    pub account: AccountId,
    pub holder: Name,
    pub number: u64,
    pub why: ClaimEnd,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallStarted {
    pub account: AccountId,
}

impl Claims {
    /// The claim on an account, if there is one that the hub has not ended.
    pub fn on(&self, account: &AccountId) -> Option<&Claim> {
        self.live.get(account)
    }

    pub fn live(&self) -> impl Iterator<Item = &Claim> {
        self.live.values()
    }

    /// When the hub has to end one next.
    pub fn next_end(&self) -> Option<Timestamp> {
        self.live.values().map(|claim| claim.until).min()
    }

    pub(super) fn next_number(&self, account: &AccountId) -> u64 {
        self.numbers.get(account).copied().unwrap_or(0) + 1
    }

    /// Other accounts' claims that have one of these phones.
    pub(super) fn sharing<'a>(
        &'a self,
        account: &'a AccountId,
        phones: &'a [PhoneKey],
    ) -> impl Iterator<Item = &'a Claim> {
        self.live.values().filter(move |claim| {
            claim.account != *account && claim.phones.iter().any(|phone| phones.contains(phone))
        })
    }

    pub(super) fn claimed(&mut self, event: &AccountClaimed, incident: Option<IncidentId>, stamp: &Stamp) {
        let Some(incident) = incident else { return };
        self.numbers.insert(event.account.clone(), event.number);
        let claim = Claim {
            account: event.account.clone(),
            incident,
            holder: event.holder.clone(),
            number: event.number,
            since: stamp.at,
            until: event.until,
            extended_at: stamp.at,
            calling_since: None,
            phones: event.phones.clone(),
            name: event.name.clone(),
        };
        self.live.insert(claim.account.clone(), claim);
    }

    pub(super) fn extended(&mut self, event: &ClaimExtended, stamp: &Stamp) {
        if let Some(claim) = self.live.get_mut(&event.account) {
            claim.until = event.until;
            claim.extended_at = stamp.at;
        }
    }

    pub(super) fn ended(&mut self, event: &ClaimEnded) {
        self.live.remove(&event.account);
    }

    /// Claims follow their accounts into another incident; who holds them, and until when, stays.
    pub(super) fn moved(&mut self, into: IncidentId, which: impl Fn(&Claim) -> bool) {
        for claim in self.live.values_mut().filter(|claim| which(claim)) {
            claim.incident = into;
        }
    }

    pub(super) fn call_started(&mut self, event: &CallStarted, stamp: &Stamp) {
        if let Some(claim) = self.live.get_mut(&event.account) {
            claim.calling_since = Some(stamp.said_at);
        }
    }
}

impl Claim {
    pub(super) fn end(&self, why: ClaimEnd) -> ClaimEnded {
        ClaimEnded {
            account: self.account.clone(),
            holder: self.holder.clone(),
            number: self.number,
            why,
        }
    }

    pub(super) fn not_yours(&self) -> Refusal {
        Refusal::NotHolder {
            account: self.name.clone(),
            holder: self.holder.clone(),
            since: self.since,
        }
    }
}
