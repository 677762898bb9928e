//! Next for you: one sentence made from the picture and who is looking; Enter does it or opens it.

use super::call_list::{Listed, RowState, next_call};
use super::due::{Due, DueState, Kind};
use super::ids::{AccountId, Name};
use super::incident::Incident;
use super::people::Duty;
use super::text::Clean;
use jiff::Timestamp;

/// What one person should do now.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// They are on the phone: record how it ends.
    Record {
        account: AccountId,
        name: Clean,
        since: Timestamp,
    },
    /// They hold the claim: call.
    Call {
        account: AccountId,
        name: Clean,
        until: Timestamp,
    },
    TakeCommand,
    /// A level of the policy must be informed.
    Inform {
        role: Clean,
        title: Clean,
        due: Timestamp,
    },
    /// The public page must speak.
    Page {
        due: Timestamp,
        first: bool,
    },
    /// A free account to claim and call. `due`: when it was or is to be called.
    Claim {
        account: AccountId,
        name: Clean,
        due: Option<Timestamp>,
    },
    /// A call they put off is due.
    CallAgain {
        account: AccountId,
        name: Clean,
        due: Timestamp,
    },
    Nothing,
}

/// The next thing for `who`, from the incident, its dues and its call list at `now`.
pub fn next(incident: &Incident, dues: &[Due], list: &[Listed], who: &Name, now: Timestamp) -> Next {
    if let Some(own) = own_call(list, who) {
        return own;
    }
    if incident.is_open() && incident.holder(Duty::Commander).is_none() {
        return Next::TakeCommand;
    }
    if let Some(due) = directed(incident, dues, who, now) {
        return due;
    }
    if let Some(again) = own_callback(list, who, now) {
        return again;
    }
    match next_call(list, who, now) {
        Some(free) => Next::Claim {
            account: free.account.clone(),
            name: free.name.clone(),
            due: free.due,
        },
        None => Next::Nothing,
    }
}

fn own_call(list: &[Listed], who: &Name) -> Option<Next> {
    list.iter().find_map(|listed| {
        let (account, name) = (listed.account.clone(), listed.name.clone());
        match &listed.state {
            RowState::OnPhone { by, since } if by == who => Some(Next::Record {
                account,
                name,
                since: *since,
            }),
            RowState::Claimed { by, until } if by == who => Some(Next::Call {
                account,
                name,
                until: *until,
            }),
            _ => None,
        }
    })
}

/// For those who direct: levels and the page, once they are due soon or over.
fn directed(incident: &Incident, dues: &[Due], who: &Name, now: Timestamp) -> Option<Next> {
    let holds = |duties: &[Duty]| duties.iter().any(|duty| incident.holder(*duty) == Some(who));
    let informs = holds(&[Duty::Commander, Duty::Deputy, Duty::Liaison]);
    let publishes = holds(&[Duty::SupportLead, Duty::Liaison]);
    dues.iter()
        .filter(|due| due.state(now) != DueState::Waiting)
        .find_map(|due| match &due.kind {
            Kind::Level(role) if informs || due.owner.as_ref() == Some(who) => Some(Next::Inform {
                role: role.clone(),
                title: due.what.clone(),
                due: due.at,
            }),
            Kind::Page if publishes || (informs && now >= due.at) => Some(Next::Page {
                due: due.at,
                first: incident.posts.is_empty(),
            }),
            _ => None,
        })
}

fn own_callback(list: &[Listed], who: &Name, now: Timestamp) -> Option<Next> {
    list.iter().find_map(|listed| match &listed.state {
        RowState::CallAgain { by, at } if by == who && *at <= now => Some(Next::CallAgain {
            account: listed.account.clone(),
            name: listed.name.clone(),
            due: *at,
        }),
        _ => None,
    })
}
