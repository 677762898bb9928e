//! Claims: who is calling whom. At most one live claim an account and a shared phone, over all incidents.
//!
//! A claim is a decision of the hub, never of a screen's clock. It carries a number that grows with every change
//! of holder and fences what only the holder may do; calls made are facts and are recorded whatever it says.

use super::actor::Access;
use super::command::Desk;
use super::event::{Decision, Drafted, Event, Stamp};
use super::ids::{AccountId, IncidentId, Name, PhoneKey};
use super::incident::Incident;
use super::outreach::Row;
use super::people::Duty;
use super::picture::Picture;
use super::refusal::Refusal;
use super::span::{Span, ago};
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A claim in use is extended by one event in this time at most.
pub const EXTEND_EVERY: Span = Span::minutes(2);

#[derive(Clone, Debug, PartialEq)]
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
    phones: Vec<PhoneKey>,
    name: Clean,
}

/// All live claims, and the last number each account's claim had.
#[derive(Clone, Debug, Default)]
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

    fn next_number(&self, account: &AccountId) -> u64 {
        self.numbers.get(account).copied().unwrap_or(0) + 1
    }

    /// Another account's live claim that has one of these phones.
    fn sharing(&self, account: &AccountId, phones: &[PhoneKey], at: Timestamp) -> Option<&Claim> {
        self.live.values().find(|claim| {
            claim.account != *account
                && claim.until > at
                && claim.phones.iter().any(|phone| phones.contains(phone))
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

    pub(super) fn call_started(&mut self, event: &CallStarted, stamp: &Stamp) {
        if let Some(claim) = self.live.get_mut(&event.account) {
            claim.calling_since = Some(stamp.said_at);
        }
    }
}

impl Claim {
    fn end(&self, why: ClaimEnd) -> Drafted {
        let ended = ClaimEnded {
            account: self.account.clone(),
            holder: self.holder.clone(),
            number: self.number,
            why,
        };
        Event::ClaimEnded(ended).of(self.incident)
    }

    fn not_yours(&self) -> Refusal {
        Refusal::NotHolder {
            account: self.name.clone(),
            holder: self.holder.clone(),
            since: self.since,
        }
    }
}

pub fn claim(picture: &Picture, command: &ClaimAccount, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    if let Some(claim) = picture
        .claims
        .on(&command.account)
        .filter(|claim| claim.until > desk.at)
    {
        if claim.holder == desk.by.name {
            return Ok(Vec::new());
        }
        return Err(Refusal::AlreadyClaimed {
            account: row.name().clone(),
            holder: claim.holder.clone(),
            since: claim.since,
            ago: ago(claim.since, desk.at),
        });
    }
    claim_free(picture, id, incident, row, desk)
}

/// Claims an account nobody holds; a claim that is over is ended first.
fn claim_free(picture: &Picture, id: IncidentId, incident: &Incident, row: &Row, desk: &Desk) -> Decision {
    if let Some(reason) = &row.affected.account.do_not_contact {
        return Err(Refusal::DoNotContact {
            account: row.name().clone(),
            reason: reason.clone(),
        });
    }
    if let Some(other) = picture.claims.sharing(row.id(), &row.affected.phones, desk.at)
        && other.holder != desk.by.name
    {
        return Err(Refusal::PhoneInUse {
            account: row.name().clone(),
            other: other.name.clone(),
            holder: other.holder.clone(),
            since: other.since,
        });
    }
    let over = picture.claims.on(row.id()).map(|old| old.end(ClaimEnd::Expired));
    let claimed = claimed(picture, incident, row, desk, None);
    Ok(over.into_iter().chain([claimed.of(id)]).collect())
}

fn claimed(
    picture: &Picture,
    incident: &Incident,
    row: &Row,
    desk: &Desk,
    from: Option<(Name, Clean)>,
) -> Event {
    let (taken_from, reason) = from.unzip();
    Event::AccountClaimed(AccountClaimed {
        account: row.id().clone(),
        holder: desk.by.name.clone(),
        number: picture.claims.next_number(row.id()),
        until: incident.playbook.calls.claim.after(desk.at),
        taken_from,
        reason,
        phones: row.affected.phones.clone(),
        name: row.name().clone(),
    })
}

pub fn release(picture: &Picture, command: &ReleaseClaim, desk: &Desk) -> Decision {
    let Some(claim) = picture.claims.on(&command.account) else {
        return Ok(Vec::new());
    };
    let leads = picture
        .incident(claim.incident)
        .is_some_and(|incident| may_direct(incident, desk));
    if claim.holder != desk.by.name && !leads {
        return Err(claim.not_yours());
    }
    Ok(vec![claim.end(ClaimEnd::Released)])
}

pub fn extend(picture: &Picture, command: &ExtendClaim, desk: &Desk) -> Decision {
    let Some(claim) = picture.claims.on(&command.account) else {
        return Err(Refusal::NotClaimed {
            account: command.account.0.clone(),
        });
    };
    if claim.holder != desk.by.name || command.number.is_some_and(|number| number != claim.number) {
        return Err(claim.not_yours());
    }
    if desk.at < EXTEND_EVERY.after(claim.extended_at) {
        return Ok(Vec::new());
    }
    let lasts = picture
        .incident(claim.incident)
        .map(|incident| incident.playbook.calls.claim)
        .unwrap_or_default();
    let extended = ClaimExtended {
        account: claim.account.clone(),
        until: lasts.after(desk.at),
    };
    Ok(vec![Event::ClaimExtended(extended).of(claim.incident)])
}

pub fn take_over(picture: &Picture, command: &TakeOverClaim, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    let held = picture
        .claims
        .on(&command.account)
        .filter(|claim| claim.until > desk.at);
    let Some(held) = held else {
        return claim_free(picture, id, incident, row, desk);
    };
    if held.holder == desk.by.name {
        return Ok(Vec::new());
    }
    if !may_direct(incident, desk) {
        let holder = incident.holder(Duty::Commander).cloned();
        return Err(Refusal::DutyNeeded {
            needed: "the commander or the CS lead",
            holder,
        });
    }
    if command.reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            what: "taking over a claim",
        });
    }
    let from = Some((held.holder.clone(), command.reason.clone()));
    Ok(vec![claimed(picture, incident, row, desk, from).of(id)])
}

/// "The commander may" means the duty, or access `admin`; for claims the CS lead may as well.
fn may_direct(incident: &Incident, desk: &Desk) -> bool {
    let by = Some(&desk.by.name);
    desk.by.access == Access::Admin
        || incident.holder(Duty::Commander) == by
        || incident.holder(Duty::CsLead) == by
}

pub fn end_due(picture: &Picture, desk: &Desk) -> Decision {
    let over = picture.claims.live().filter(|claim| claim.until <= desk.at);
    Ok(over.map(|claim| claim.end(ClaimEnd::Expired)).collect())
}

pub fn start_call(picture: &Picture, command: &StartCall, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    let started = Event::CallStarted(CallStarted {
        account: row.id().clone(),
    });
    match picture
        .claims
        .on(&command.account)
        .filter(|claim| claim.until > desk.at)
    {
        Some(claim) if claim.holder != desk.by.name => Err(claim.not_yours()),
        Some(claim) if claim.calling_since.is_some() => Ok(Vec::new()),
        Some(_) => Ok(vec![started.of(id)]),
        None => {
            let mut drafted = claim_free(picture, id, incident, row, desk)?;
            drafted.push(started.of(id));
            Ok(drafted)
        }
    }
}

/// The end of the recorder's own claim on an account, once the call is recorded.
pub(super) fn end_own(picture: &Picture, account: &AccountId, by: &Name) -> Option<Drafted> {
    let claim = picture.claims.on(account).filter(|claim| claim.holder == *by)?;
    Some(claim.end(ClaimEnd::Done))
}
