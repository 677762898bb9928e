//! Whose call an account is, in words.

use super::{Line, line};
use crate::domain::assignments::{
    AccountAssigned, AccountsAccepted, AccountsBackedUp, AccountsDeclined, AccountsReturned, CallsLeft,
    ListDealt, counts, so_many,
};
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::AccountId;
use crate::domain::speech::{say, word};
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
        true => word!("takes it, to call them").to_owned(),
        false => say!("offers it to {to}, to call them", to = event.to),
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
        || word!("took it").to_owned(),
        |many| say!("took {many} to call", many),
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
        || say!("is not to call them{why}", why),
        |many| say!("is not to call {many}{why}", many, why),
    )
}

fn dealt(event: &ListDealt) -> Line {
    let shares: Vec<String> = counts(event.shares.iter().map(|share| &share.to))
        .into_iter()
        .map(|(who, count)| format!("{who} {count}"))
        .collect();
    let many = so_many(event.shares.len());
    line(
        What::Assign,
        say!("dealt {many}: {shares}", many, shares = shares.join(", ")),
    )
}

fn backed_up(event: &AccountsBackedUp) -> Line {
    let stands_in = say!(
        "{backup} stands in for {owner} ({why})",
        backup = event.backup,
        owner = event.owner,
        why = event.why.word()
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
        || {
            say!(
                "{owner} is here again and has it back from {backup}",
                owner,
                backup
            )
        },
        |many| {
            say!(
                "{owner} is here again and has them back from {backup}: {many}",
                owner,
                backup,
                many
            )
        },
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
        many => say!("; back on the list: {so_many}", so_many = so_many(many)),
    };
    line(
        What::Assigned,
        say!(
            "{person} makes no more calls{why}{back}",
            person = event.person,
            why,
            back
        ),
    )
}
