//! What is owed to an account beyond the call: an executive's call, a gesture that was allowed, a credit.

use super::{Due, Kind};
use crate::domain::credits::{self, DECIDED_WITHIN, ISSUED_WITHIN, ServiceCredit, TOLD_WITHIN};
use crate::domain::executives::{self, Wish};
use crate::domain::gestures::{self, GIVEN_WITHIN, Gesture};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::speech::say;
use jiff::Timestamp;

pub(super) fn owed(incident: &Incident, row: &Row) -> impl Iterator<Item = Due> {
    let redress = &row.redress;
    let wishes = redress
        .wishes()
        .filter_map(move |wish| executive(incident, row, wish));
    let gestures = redress
        .gestures()
        .filter_map(move |one| gesture(incident, row, one));
    let credits = redress
        .credits()
        .filter_map(move |one| credit(incident, row, one));
    wishes.chain(gestures).chain(credits)
}

pub(in crate::domain) fn executive(incident: &Incident, row: &Row, wish: &Wish) -> Option<Due> {
    let (since, at) = wish.next_step()?;
    let (what, owner) = match wish.standing() {
        executives::Standing::Open => (
            say!(
                "promise a time: {row} wants {whom}",
                row = row.name(),
                whom = wish.facts.whom()
            ),
            incident.desk_lead().cloned(),
        ),
        executives::Standing::Promised(promised) => (
            say!(
                "{executive} calls {row}",
                executive = promised.executive,
                row = row.name()
            ),
            Some(promised.executive.clone()),
        ),
        executives::Standing::Done(_) => return None,
    };
    Some(Due::new(Kind::Executive(wish.seq), what, owner, since, at))
}

pub(in crate::domain) fn gesture(incident: &Incident, row: &Row, gesture: &Gesture) -> Option<Due> {
    let name = row.name();
    let (what, owner, since, within) = match gesture.standing() {
        gestures::Standing::Asked => (
            say!("say yes or no: {what} for {name}", what = gesture.what, name),
            incident.approver().cloned(),
            gesture.at,
            incident.plan.reports.approval,
        ),
        gestures::Standing::Allowed(word) => (
            say!("{name}: give {what}", name, what = gesture.what),
            Some(gesture.by.clone()),
            word.at,
            GIVEN_WITHIN,
        ),
        gestures::Standing::Given(_) | gestures::Standing::Refused(..) => return None,
    };
    Some(Due::new(
        Kind::Gesture(gesture.seq),
        what,
        owner,
        since,
        within.after(since),
    ))
}

pub(in crate::domain) fn credit(incident: &Incident, row: &Row, credit: &ServiceCredit) -> Option<Due> {
    let name = row.name();
    // What they have to claim in time, they have to know in time.
    let claim = |at: Timestamp| credit.facts.claim_by.map_or(at, |by| at.min(by));
    let (what, owner, since, at) = match credit.standing() {
        credits::Standing::Proposed => (
            say!("say yes or no to the credit for {name}", name),
            incident.approver().cloned(),
            credit.at,
            DECIDED_WITHIN.after(credit.at),
        ),
        credits::Standing::Approved(word) => (
            say!("tell {name} of its credit", name),
            Some(credit.by.clone()),
            word.at,
            claim(TOLD_WITHIN.after(word.at)),
        ),
        credits::Standing::Told(word) => (
            say!("put the credit for {name} on an invoice", name),
            Some(credit.by.clone()),
            word.at,
            ISSUED_WITHIN.after(word.at),
        ),
        credits::Standing::Issued(_) | credits::Standing::Declined(..) => return None,
    };
    Some(Due::new(Kind::Credit(credit.seq), what, owner, since, at))
}
