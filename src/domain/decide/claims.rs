//! Who may call whom: claims given, kept, taken over and ended.

use crate::domain::actor::Access;
use crate::domain::claims::{
    AccountClaimed, CallStarted, Claim, ClaimAccount, ClaimEnd, ClaimExtended, EXTEND_EVERY, ExtendClaim,
    ReleaseClaim, StartCall, TakeOverClaim,
};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::{AccountId, IncidentId, Name};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::span::ago;
use crate::domain::text::Clean;

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
    let over = picture
        .claims
        .on(row.id())
        .map(|old| ended(old, ClaimEnd::Expired));
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
    Ok(vec![ended(claim, ClaimEnd::Released)])
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
    Ok(over.map(|claim| ended(claim, ClaimEnd::Expired)).collect())
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
    Some(ended(claim, ClaimEnd::Done))
}

fn ended(claim: &Claim, why: ClaimEnd) -> Drafted {
    Event::ClaimEnded(claim.end(why)).of(claim.incident)
}
