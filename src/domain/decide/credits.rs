//! Credits: worked out and proposed, approved or declined, told, issued. Who may, and in which order.

use super::needs;
use super::settlements::SETTLE;
use crate::domain::command::Desk;
use crate::domain::credits::{
    ApproveCredit, CreditApproved, CreditDeclined, CreditIssued, CreditProposed, CreditTold, DeclineCredit,
    IssueCredit, ProposeCredit, ServiceCredit, Standing, Sum, TellCredit,
};
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::money::Amount;
use crate::domain::outreach::Row;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::reports::{Credit, ImpactRecorded};
use crate::domain::span::ago;
use crate::domain::table::{APPROVES_MONEY, SETTLES_DEBTS};
use crate::domain::text::Clean;

mod work;

pub fn propose(picture: &Picture, command: &ProposeCredit, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    needs(incident, desk, &SETTLE, SETTLES_DEBTS)?;
    let reason = command.reason.clone().filter(|reason| !reason.trim().is_empty());
    let left_out = command.left_out.map_or(0, |span| span.0.as_secs());
    if left_out > 0 && reason.is_none() {
        return Err(Refusal::ReasonNeeded {
            what: "leaving out part of the downtime",
        });
    }
    if let Some(amount) = command.amount {
        let [account] = command.accounts.as_slice() else {
            return Err(Refusal::OneAccount);
        };
        return by_hand(incident, incident.row(account)?, amount, command, reason);
    }
    let propose = |row: &Row| -> Result<Vec<CreditProposed>, String> {
        let mut proposed = work::work_out(picture, incident, row, left_out, desk.reference)?;
        for credit in &mut proposed {
            credit.reason.clone_from(&reason);
        }
        Ok(proposed)
    };
    let of = |credit: CreditProposed| Event::CreditProposed(credit).of(id);
    if command.accounts.is_empty() {
        // Who may be affected but has not said so is proposed one by name.
        let rows = || incident.rows.values().filter(|row| row.surely_affected());
        if !rows().any(|row| has_terms(row, desk)) {
            return Err(Refusal::NoTerms);
        }
        // Whose terms were not missed, or are not known, is nobody's mistake here.
        let proposed = rows().filter_map(|row| propose(row).ok()).flatten();
        return Ok(proposed.map(of).collect());
    }
    let mut proposed = Vec::new();
    for account in &command.accounts {
        let row = incident.row(account)?;
        let worked = propose(row).map_err(|why| Refusal::NoCredit {
            account: row.name().clone(),
            why,
        })?;
        proposed.extend(worked.into_iter().map(of));
    }
    Ok(proposed)
}

fn has_terms(row: &Row, desk: &Desk) -> bool {
    let plan = row.affected.account.support_plan.as_ref();
    plan.is_some_and(|plan| desk.reference.sla(plan).is_some())
}

fn by_hand(
    incident: &Incident,
    row: &Row,
    amount: Amount,
    command: &ProposeCredit,
    reason: Option<Clean>,
) -> Decision {
    if amount <= Amount::default() {
        return Err(Refusal::BadAmount {
            why: "a credit is more than nothing",
        });
    }
    let reason = reason.ok_or(Refusal::ReasonNeeded {
        what: "an amount set by hand",
    })?;
    let given = command.currency.clone().filter(|given| !given.trim().is_empty());
    let currency = given.or_else(|| row.affected.account.currency.clone());
    let currency = currency.ok_or(Refusal::Empty {
        field: "the currency",
    })?;
    let sum = Sum {
        amount,
        currency: currency.trim().to_uppercase().into(),
        percent: None,
        fee: None,
    };
    let same = |credit: &ServiceCredit| {
        credit.facts.basis.is_none() && credit.facts.credit.as_ref() == Some(&sum) && credit.open()
    };
    if row.redress.credits().any(same) {
        return Ok(Vec::new());
    }
    let proposed = CreditProposed {
        account: row.id().clone(),
        basis: None,
        credit: Some(sum),
        claim_by: None,
        reason: Some(reason),
    };
    Ok(vec![Event::CreditProposed(proposed).of(incident.id)])
}

pub fn approve(picture: &Picture, command: &ApproveCredit, desk: &Desk) -> Decision {
    let (incident, row, credit) = find(picture, command.number)?;
    match credit.standing() {
        Standing::Proposed => {}
        Standing::Approved(word) if word.by == desk.by.name => return Ok(Vec::new()),
        Standing::Approved(_) | Standing::Told(_) | Standing::Issued(_) | Standing::Declined(..) => {
            return Err(decided(row, credit, desk));
        }
    }
    needs(incident, desk, &[Duty::Commander, Duty::Deputy], APPROVES_MONEY)?;
    let words = work::words(&credit.facts);
    let account = row.id().clone();
    let told = words.map(|text| Credit {
        text,
        approved_by: desk.by.name.clone(),
    });
    let approved = CreditApproved {
        number: credit.seq,
        account: account.clone(),
        credit: told.clone(),
    };
    let mut drafted = vec![Event::CreditApproved(approved).of(incident.id)];
    // The reports to this account carry it from now on.
    drafted.extend(told.map(|credit| in_reports(incident, row, credit)));
    Ok(drafted)
}

fn in_reports(incident: &Incident, row: &Row, credit: Credit) -> Drafted {
    let event = ImpactRecorded {
        account: row.id().clone(),
        from: None,
        until: None,
        text: "".into(),
        credit: Some(credit),
    };
    Event::ImpactRecorded(event).of(incident.id)
}

pub fn decline(picture: &Picture, command: &DeclineCredit, desk: &Desk) -> Decision {
    let (incident, row, credit) = find(picture, command.number)?;
    match credit.standing() {
        Standing::Proposed => {}
        Standing::Declined(word, _) if word.by == desk.by.name => return Ok(Vec::new()),
        Standing::Declined(..) | Standing::Approved(_) | Standing::Told(_) | Standing::Issued(_) => {
            return Err(decided(row, credit, desk));
        }
    }
    needs(incident, desk, &[Duty::Commander, Duty::Deputy], APPROVES_MONEY)?;
    if command.reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            what: "declining a credit",
        });
    }
    let event = CreditDeclined {
        number: credit.seq,
        account: row.id().clone(),
        reason: command.reason.trim().into(),
    };
    Ok(vec![Event::CreditDeclined(event).of(incident.id)])
}

pub fn tell(picture: &Picture, command: &TellCredit, desk: &Desk) -> Decision {
    let (incident, row, credit) = find(picture, command.number)?;
    sayable(row, credit, desk)?;
    if credit.told().is_some() {
        return Ok(Vec::new());
    }
    let event = CreditTold {
        number: credit.seq,
        account: row.id().clone(),
    };
    Ok(vec![Event::CreditTold(event).of(incident.id)])
}

pub fn issue(picture: &Picture, command: &IssueCredit, desk: &Desk) -> Decision {
    let (incident, row, credit) = find(picture, command.number)?;
    sayable(row, credit, desk)?;
    if credit.issued().is_some() {
        return Ok(Vec::new());
    }
    needs(incident, desk, &SETTLE, SETTLES_DEBTS)?;
    let event = CreditIssued {
        number: credit.seq,
        account: row.id().clone(),
        invoice: command.invoice.trim().into(),
    };
    Ok(vec![Event::CreditIssued(event).of(incident.id)])
}

/// Approved, and not declined.
fn sayable(row: &Row, credit: &ServiceCredit, desk: &Desk) -> Result<(), Refusal> {
    match credit.standing() {
        Standing::Approved(_) | Standing::Told(_) | Standing::Issued(_) => Ok(()),
        Standing::Proposed => Err(Refusal::CreditWaits {
            account: row.name().clone(),
        }),
        Standing::Declined(..) => Err(decided(row, credit, desk)),
    }
}

fn find(picture: &Picture, given: Seq) -> Result<(&Incident, &Row, &ServiceCredit), Refusal> {
    let found = picture.incidents().find_map(|incident| {
        let (row, credit) = incident.credits().find(|(_, credit)| credit.seq == given)?;
        Some((incident, row, credit))
    });
    found.ok_or(Refusal::UnknownNumber {
        what: "credit",
        given,
        list: "`E` in the room and `warroom credit list`",
    })
}

fn decided(row: &Row, credit: &ServiceCredit, desk: &Desk) -> Refusal {
    let (how, word) = match credit.standing() {
        Standing::Proposed => ("proposed", None),
        Standing::Approved(word) => ("approved", Some(word)),
        Standing::Told(word) => ("told to them", Some(word)),
        Standing::Issued(word) => ("issued", Some(word)),
        Standing::Declined(word, _) => ("declined", Some(word)),
    };
    let at = word.map_or(credit.at, |word| word.at);
    Refusal::DecidedAlready {
        what: format!("the credit for {}", row.name()).into(),
        how,
        by: word.map_or_else(|| credit.by.clone(), |word| word.by.clone()),
        at,
        ago: ago(at, desk.at),
    }
}

#[cfg(test)]
mod tests;
