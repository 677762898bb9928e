//! What others did just now and whoever looks has to know at once.

use super::action::Action;
use super::stage::Stage;
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::Seq;
use crate::domain::speech::{mark, said, say};

/// How an offer ends on a screen, behind the key that opens it.
pub const OFFER_TAIL: &str = mark!(" shows what comes with it.");

/// A customer of theirs is on the line with somebody else.
pub fn on_the_line(stage: &Stage, events: &[Recorded]) -> Option<String> {
    // What is read when the room opens has been there before.
    let through = stage.confirmed().through();
    let me = &stage.setting.me.name;
    let call = events.iter().rev().find_map(|recorded| match &recorded.event {
        Event::InboundAnswered(call) if call.holder.as_ref() == Some(me) => Some((recorded, call)),
        _ => None,
    });
    let (recorded, call) = call.filter(|(recorded, _)| recorded.seq > through && through > Seq::default())?;
    let row = stage
        .picture()
        .incident(recorded.incident?)
        .and_then(|incident| incident.rows.get(&call.account));
    let name = row.map_or_else(|| call.account.to_string(), |row| row.name().to_string());
    let with = &recorded.by.name;
    Some(say!(
        "{name} called and is on the line with {with}. You have the account: speak with {with}.",
        name,
        with
    ))
}

/// A duty is newly offered to whoever looks.
pub fn offered(stage: &Stage, events: &[Recorded]) -> Option<String> {
    let through = stage.confirmed().through();
    let me = &stage.setting.me.name;
    let offer = events.iter().find_map(|recorded| match &recorded.event {
        Event::DutyOffered(offer) if recorded.seq > through && offer.to == *me => Some(offer),
        _ => None,
    });
    let offer = offer.filter(|_| through > Seq::default())?;
    let offered = say!(
        "{from} offers you to be {duty}; {keys}",
        from = offer.from,
        duty = offer.duty,
        keys = stage.keys.press(Action::HandOver)
    );
    Some(offered + said(OFFER_TAIL))
}

/// A claim of theirs was taken over.
pub fn taken_over(stage: &Stage, events: &[Recorded]) -> Option<String> {
    let through = stage.confirmed().through();
    let me = &stage.setting.me.name;
    let taken = events.iter().rev().find_map(|recorded| match &recorded.event {
        Event::AccountClaimed(claim) if claim.taken_from.as_ref() == Some(me) && claim.holder != *me => {
            Some((recorded, claim))
        }
        _ => None,
    });
    let (_, claim) = taken.filter(|(recorded, _)| recorded.seq > through && through > Seq::default())?;
    let why = claim.reason.as_ref().map(|reason| format!(": {reason}"));
    Some(say!(
        "{holder} took {claim} over from you{why}. What came of your call you can still record.",
        holder = claim.holder,
        claim = claim.name,
        why = why.unwrap_or_default()
    ))
}
