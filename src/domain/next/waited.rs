//! What others wait for: somebody's own word, and that of whoever they stand in for.

use super::Next;
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::span;
use crate::domain::waits::{Wait, WaitKind, waiting_for};
use jiff::Timestamp;

/// What to do about it, and by when; an offer has no time.
pub(super) struct Waited {
    pub next: Next,
    pub due: Option<Timestamp>,
}

/// Their own word, or what runs out for whoever they stand in for. An offer comes before all of it.
pub(super) fn own(incident: &Incident, who: &Name, now: Timestamp) -> Option<Waited> {
    let runs_out = |wait: &Wait| wait.due.is_some_and(|due| span::amber(wait.since, due) <= now);
    first(incident, who, |wait| {
        wait.owner.as_ref() == Some(who) || runs_out(wait)
    })
}

/// The word of whoever they stand in for, which is not theirs to say yet.
pub(super) fn anothers(incident: &Incident, who: &Name) -> Option<Waited> {
    first(incident, who, |_| true)
}

fn first(incident: &Incident, who: &Name, counts: impl Fn(&Wait) -> bool) -> Option<Waited> {
    let waiting = waiting_for(incident, who).into_iter();
    let mut waiting = waiting.filter(|wait| wait.owner.is_some() && counts(wait));
    waiting.find_map(|wait| {
        let due = wait.due;
        let next = says(incident, wait)?;
        Some(Waited { next, due })
    })
}

fn says(incident: &Incident, wait: Wait) -> Option<Next> {
    match wait.kind {
        WaitKind::Draft(draft) | WaitKind::LiveText(draft) => Some(Next::Approve {
            draft,
            what: wait.what,
            due: wait.due?,
        }),
        WaitKind::Ask(ask) => Some(Next::Answer {
            ask,
            question: wait.what,
            due: wait.due?,
        }),
        WaitKind::Report(_) => Some(Next::Report {
            what: wait.what,
            due: wait.due?,
        }),
        WaitKind::Accounts(accounts) => Some(Next::AcceptAccounts {
            what: wait.what,
            accounts,
        }),
        WaitKind::Executive(_) | WaitKind::Gesture(_) | WaitKind::Credit(_) => Some(Next::Word {
            on: wait.kind,
            what: wait.what,
            due: wait.due?,
        }),
        WaitKind::Unreachable(account) => Some(Next::Decide {
            name: incident.rows.get(&account)?.name().clone(),
            account,
            due: wait.due?,
        }),
        WaitKind::Offer(_) => None,
    }
}
