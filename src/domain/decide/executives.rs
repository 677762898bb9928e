//! The executive-call desk: who wishes, who has calls to give, who calls when, and how it went.

use super::settlements::SETTLE;
use super::{known, near, needs};
use crate::domain::command::Desk;
use crate::domain::disposition::Disposition;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::executive_desk::Wished;
use crate::domain::executives::{
    ExecutiveCallPromised, ExecutiveCallRecorded, ExecutiveWanted, NewWish, PromiseExecutiveCall,
    RecordExecutiveCall, SetSlots, SlotsSet, Standing, WantExecutive, Wish,
};
use crate::domain::ids::{AccountId, IncidentId, Name, Seq};
use crate::domain::incident::Incident;
use crate::domain::outreach::{RecordAttempt, Row};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::span::ago;
use crate::domain::table::SETTLES_DEBTS;

pub fn want(picture: &Picture, command: &WantExecutive, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    let wanted = wanted(id, Some(row), &command.account, &command.wish, desk)?;
    Ok(wanted.into_iter().collect())
}

/// As part of a call, whose account may get its row by it. Whoever "wants to speak with an executive" and says no more
/// has a wish as well.
pub(super) fn on_a_call(picture: &Picture, call: &RecordAttempt, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.rows.get(&call.account);
    let unsaid = call.executive.is_none() && call.disposition == Disposition::ExecCallRequested;
    let waits = || row.is_some_and(|row| row.redress.wishes().any(Wish::open));
    let wish = match &call.executive {
        Some(wish) => wish.clone(),
        None if unsaid && !waits() => NewWish::default(),
        None => return Ok(Vec::new()),
    };
    let wanted = wanted(id, row, &call.account, &wish, desk)?;
    Ok(wanted.into_iter().collect())
}

/// Nothing when the same is wished already; what says more of an open wish betters it, so that one call is owed for it.
fn wanted(
    id: IncidentId,
    row: Option<&Row>,
    account: &AccountId,
    wish: &NewWish,
    desk: &Desk,
) -> Result<Option<Drafted>, Refusal> {
    if wish.due.is_some_and(|due| due < desk.said_at) {
        return Err(Refusal::WrongTime {
            why: "they would have wanted the executive before they said so; say by when, or leave it out"
                .to_owned(),
        });
    }
    if let Some(due) = wish.due {
        near("the call", due, desk)?;
    }
    let open = || {
        row.into_iter()
            .flat_map(|row| row.redress.wishes().filter(|wish| wish.open()))
    };
    if open().any(|known| known.facts.fits(wish) && known.facts.bettered(wish) == known.facts) {
        return Ok(None);
    }
    let event = ExecutiveWanted {
        account: account.clone(),
        wish: wish.clone(),
        betters: open().find(|known| known.facts.fits(wish)).map(|known| known.seq),
    };
    Ok(Some(Event::ExecutiveWanted(event).of(id)))
}

pub fn set_slots(picture: &Picture, command: &SetSlots, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let executive = named(&command.executive, desk)?;
    needs(incident, desk, &SETTLE, SETTLES_DEBTS)?;
    if command.until.is_some_and(|until| until <= desk.at) {
        return Err(Refusal::WrongTime {
            why: "the calls would be over before now; say until when, or leave it out".to_owned(),
        });
    }
    let known = incident.executives.of(&executive);
    if known.is_some_and(|slots| (slots.count, slots.until) == (command.slots, command.until)) {
        return Ok(Vec::new());
    }
    let event = SlotsSet {
        executive,
        slots: command.slots,
        until: command.until,
    };
    Ok(vec![Event::SlotsSet(event).of(id)])
}

pub fn promise(picture: &Picture, command: &PromiseExecutiveCall, desk: &Desk) -> Decision {
    let (incident, Wished { row, wish }) = find(picture, command.request)?;
    let executive = named(&command.executive, desk)?;
    if let Standing::Promised(promised) = wish.standing()
        && (&promised.executive, promised.at) == (&executive, command.at)
    {
        return Ok(Vec::new());
    }
    still_open(row, wish, desk)?;
    near("the call", command.at, desk)?;
    needs(incident, desk, &SETTLE, SETTLES_DEBTS)?;
    if command.at < desk.said_at {
        return Err(Refusal::WrongTime {
            why: "the call would have been before it was promised; say when it will be".to_owned(),
        });
    }
    let event = ExecutiveCallPromised {
        request: wish.seq,
        account: row.id().clone(),
        beyond: incident
            .giving_of(picture, &executive, Some(wish.seq))
            .beyond(command.at),
        executive,
        calls_at: command.at,
    };
    Ok(vec![Event::ExecutiveCallPromised(event).of(incident.id)])
}

pub fn record(picture: &Picture, command: &RecordExecutiveCall, desk: &Desk) -> Decision {
    let (incident, Wished { row, wish }) = find(picture, command.request)?;
    if let Standing::Done(talk) = wish.standing()
        && talk.outcome == command.outcome
        && talk.word.by == desk.by.name
        && talk.text == command.text
    {
        return Ok(Vec::new());
    }
    still_open(row, wish, desk)?;
    let event = ExecutiveCallRecorded {
        request: wish.seq,
        account: row.id().clone(),
        outcome: command.outcome,
        text: command.text.clone(),
    };
    Ok(vec![Event::ExecutiveCallRecorded(event).of(incident.id)])
}

/// The number says which incident it is about: it may be closed, or have gone on in another.
fn find(picture: &Picture, given: Seq) -> Result<(&Incident, Wished<'_>), Refusal> {
    let found = picture
        .incidents()
        .find_map(|incident| Some((incident, incident.wished(given)?)));
    found.ok_or(Refusal::UnknownNumber {
        what: "wish for an executive",
        given,
        list: "`E` in the room and `warroom executive list`",
    })
}

fn still_open(row: &Row, wish: &Wish, desk: &Desk) -> Result<(), Refusal> {
    match wish.standing() {
        Standing::Open | Standing::Promised(_) => Ok(()),
        Standing::Done(talk) => Err(Refusal::DecidedAlready {
            what: format!("{}'s wish for {}", row.name(), wish.facts.whom()).into(),
            how: talk.outcome.recorded(),
            by: talk.word.by.clone(),
            at: talk.word.at,
            ago: ago(talk.word.at, desk.at),
        }),
    }
}

/// By the name they sign in with. Where there is a list of people it is one of them: a call promised in the name of nobody
/// is made by nobody.
fn named(executive: &Name, desk: &Desk) -> Result<Name, Refusal> {
    if executive.as_str().trim().is_empty() {
        return Err(Refusal::Empty {
            field: "the executive",
        });
    }
    let name = desk.reference.sign_in_name(executive);
    let listed = &desk.reference.people;
    if listed.is_empty() || listed.iter().any(|person| person.id == name) {
        return Ok(name);
    }
    Err(known::unknown(executive, desk))
}

#[cfg(test)]
mod tests;
