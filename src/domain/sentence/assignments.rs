//! Whose call an account is, in words.

use super::{Line, line};
use crate::domain::assignments::{
    AccountAssigned, AccountsAccepted, AccountsBackedUp, AccountsDeclined, AccountsReturned, CallsLeft,
    ListDealt, counts, so_many,
};
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::AccountId;
use crate::domain::timeline::What;

pub(super) fn sentence(recorded: &Recorded) -> Line {
    match &recorded.event {
        Event::AccountAssigned(event) => assigned(event, recorded),
        Event::AccountsAccepted(event) => accepted(event),
        Event::AccountsDeclined(event) => declined(event),
        Event::ListDealt(event) => dealt(event),
        Event::AccountsBackedUp(event) => backed_up(event),
        Event::AccountsReturned(event) => returned(event),
        Event::CallsLeft(event) => left(event),
        other => line(What::Assigned, other.kind()),
    }
}

fn assigned(event: &AccountAssigned, recorded: &Recorded) -> Line {
    let text = match event.to == recorded.by.name {
        true => "takes it, to call them".to_owned(),
        false => format!("offers it to {}, to call them", event.to),
    };
    line(What::Assign, text).about(&event.account)
}

/// Of one account in its own line, of several by their number.
fn of(accounts: &[AccountId], one: impl FnOnce() -> String, many: impl FnOnce(String) -> String) -> Line {
    match accounts {
        [only] => line(What::Assigned, one()).about(only),
        several => line(What::Assigned, many(so_many(several.len()))),
    }
}

fn accepted(event: &AccountsAccepted) -> Line {
    of(
        &event.accounts,
        || "took it".to_owned(),
        |many| format!("took {many} to call"),
    )
}

fn declined(event: &AccountsDeclined) -> Line {
    let why = event
        .reason
        .as_ref()
        .map(|why| format!(": {why}"))
        .unwrap_or_default();
    of(
        &event.accounts,
        || format!("is not to call them{why}"),
        |many| format!("is not to call {many}{why}"),
    )
}

fn dealt(event: &ListDealt) -> Line {
    let shares: Vec<String> = counts(event.shares.iter().map(|share| &share.to))
        .into_iter()
        .map(|(who, count)| format!("{who} {count}"))
        .collect();
    let many = so_many(event.shares.len());
    line(What::Assign, format!("dealt {many}: {}", shares.join(", ")))
}

fn backed_up(event: &AccountsBackedUp) -> Line {
    let stands_in = format!(
        "{} stands in for {} ({})",
        event.backup,
        event.owner,
        event.why.word()
    );
    of(
        &event.accounts,
        || stands_in.clone(),
        |many| format!("{stands_in}: {many}"),
    )
}

fn returned(event: &AccountsReturned) -> Line {
    let (owner, backup) = (&event.owner, &event.backup);
    of(
        &event.accounts,
        || format!("{owner} is here again and has it back from {backup}"),
        |many| format!("{owner} is here again and has them back from {backup}: {many}"),
    )
}

fn left(event: &CallsLeft) -> Line {
    let why = event
        .reason
        .as_ref()
        .map(|why| format!(": {why}"))
        .unwrap_or_default();
    let back = match event.accounts.len() {
        0 => String::new(),
        many => format!("; back on the list: {}", so_many(many)),
    };
    line(
        What::Assigned,
        format!("{} makes no more calls{why}{back}", event.person),
    )
}
