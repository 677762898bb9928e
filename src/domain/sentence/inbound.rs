//! Calls of customers, the others, and who was added on the spot, in words.

use super::{Line, line};
use crate::domain::channel::Channel;
use crate::domain::ids::Name;
use crate::domain::inbound::InboundAnswered;
use crate::domain::newcomers::{AccountAdded, ContactAdded};
use crate::domain::others::{OthersCounted, WroteIn, grouped};
use crate::domain::speech::{say, word};
use crate::domain::timeline::What;

pub(super) fn answered(event: &InboundAnswered, by: &Name) -> Line {
    let text = match &event.holder {
        None => say!("they called, {by} answered", by),
        Some(holder) => say!(
            "they called, {by} answered; {holder} has the claim and is told",
            by,
            holder
        ),
    };
    line(What::CallIn, text).about(&event.account)
}

pub(super) fn counted(event: &OthersCounted) -> Line {
    let of = match event.of.trim() {
        "" => String::new(),
        of => format!(" ({of})"),
    };
    let count = grouped(event.count);
    line(
        What::Others,
        say!("{count} affected customers are no key accounts{of}", count, of),
    )
}

pub(super) fn wrote_in(event: &WroteIn) -> Line {
    let came = match event.channel {
        Channel::Phone | Channel::Video => "called",
        Channel::InPerson => "came",
        Channel::Email | Channel::Sms | Channel::Chat => word!("wrote in"),
    };
    let way = match event.channel {
        Channel::Phone | Channel::InPerson => String::new(),
        other => format!(" {}", other.by()),
    };
    let about = event
        .about
        .as_ref()
        .map(|about| format!(": {about}"))
        .unwrap_or_default();
    let who = match event.count {
        1 => word!("somebody who is no key account").to_owned(),
        several => say!(
            "{grouped} who are no key accounts",
            grouped = grouped(several.into())
        ),
    };
    line(What::Others, format!("{who} {came}{way}{about}"))
}

pub(super) fn account_added(event: &AccountAdded) -> Line {
    let text = say!("added the account {event} to our list", event = event.name);
    line(What::Scope, text)
}

pub(super) fn contact_added(event: &ContactAdded) -> Line {
    line(What::Scope, word!("a contact of theirs was added to our list")).about(&event.account)
}
