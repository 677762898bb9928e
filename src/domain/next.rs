//! Next for you: one sentence made from the picture and who is looking; Enter does it or opens it.

mod care;
mod tell;
mod waited;

pub use care::cared;

use super::call_list::{Listed, RowState, next_call};
use super::care::Strain;
use super::channel::Channel;
use super::due::{Due, DueState, Kind};
use super::ids::{AccountId, Name, Seq};
use super::incident::Incident;
use super::messages::Audience;
use super::people::Duty;
use super::risen::risen;
use super::silence::silence;
use super::state::Internal;
use super::text::Clean;
use super::waits::WaitKind;
use jiff::{SignedDuration, Timestamp};

/// A customer of theirs on the line with somebody else is the first thing they see for so long: time to walk over, and
/// then it does not stand before what waits for their word.
const CALLED: SignedDuration = SignedDuration::from_mins(2);
/// Nobody is on the line for longer: whoever answered forgot to say what came of it.
const LINE: SignedDuration = SignedDuration::from_mins(30);

/// What one person should do now.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// They are on the phone: record how it ends.
    Record {
        account: AccountId,
        name: Clean,
        since: Timestamp,
    },
    /// A customer they have is on the line with somebody else.
    OnTheLine {
        account: AccountId,
        name: Clean,
        with: Name,
        since: Timestamp,
    },
    /// They hold the claim: call.
    Call {
        account: AccountId,
        name: Clean,
        until: Timestamp,
    },
    TakeCommand,
    /// Somebody waits for an answer of theirs.
    Answer {
        ask: Seq,
        question: Clean,
        due: Timestamp,
    },
    /// Somebody offers them a duty.
    AcceptDuty {
        duty: Duty,
        from: Name,
    },
    /// Somebody offers them accounts to call.
    AcceptAccounts {
        what: Clean,
        accounts: Vec<AccountId>,
    },
    /// The commander has been silent for too long, and they are the deputy.
    TakeOver {
        from: Name,
        since: Timestamp,
    },
    /// A level of the policy must be informed.
    Inform {
        role: Clean,
        title: Clean,
        due: Timestamp,
    },
    /// A text waits for their word.
    Approve {
        draft: Seq,
        what: Clean,
        due: Timestamp,
    },
    /// A wish for an executive, a gesture or a credit waits for their word.
    Word {
        on: WaitKind,
        what: Clean,
        due: Timestamp,
    },
    /// Somebody has let slip what we said to a customer, and they lead CS.
    Risen {
        key: Kind,
        what: Clean,
        owner: Option<Name>,
        due: Timestamp,
    },
    /// An approved page text is to be published.
    Publish {
        draft: Seq,
        due: Timestamp,
    },
    /// The public page must speak.
    Page {
        due: Timestamp,
        first: bool,
    },
    /// What the commander said comes next is over, or nearly.
    Plan {
        due: Timestamp,
    },
    /// A report is owed to customers.
    Report {
        what: Clean,
        due: Timestamp,
    },
    /// A free account to claim and call. `due`: when it was or is to be called.
    Claim {
        account: AccountId,
        name: Clean,
        due: Option<Timestamp>,
    },
    /// Enough calls: an account to write to.
    Write {
        account: AccountId,
        name: Clean,
        left: Vec<Channel>,
    },
    /// Nobody answers at an account: they decide.
    Decide {
        account: AccountId,
        name: Clean,
        due: Timestamp,
    },
    /// A call they put off is due.
    CallAgain {
        account: AccountId,
        name: Clean,
        due: Timestamp,
    },
    /// Their last calls were hard, or many: a break.
    Rest(Strain),
    /// They are on a break; being back earlier is theirs to say.
    Away {
        until: Timestamp,
    },
    /// It is over: three questions about how it was.
    Debrief,
    /// What their account raised is done, and it has not heard so.
    Tell {
        account: AccountId,
        what: Clean,
        due: Timestamp,
    },
    Nothing,
}

/// The next thing for `who`, from the incident, its dues and its call list at `now`.
pub fn next(incident: &Incident, dues: &[Due], list: &[Listed], who: &Name, now: Timestamp) -> Next {
    if let Some(own) = own_call(incident, list, who, now) {
        return own;
    }
    // A closed incident urges nobody; what it owes stands in the list of what is owed.
    if incident.internal == Internal::Closed {
        return own_callback(list, who, now).unwrap_or(Next::Nothing);
    }
    if let Some(offer) = incident.offers.to(who).next() {
        return Next::AcceptDuty {
            duty: offer.duty,
            from: offer.from.clone(),
        };
    }
    if let Some(silent) = silent_commander(incident, who, now) {
        return silent;
    }
    // Whoever came to call goes on calling.
    let calls = incident.advocates().any(|advocate| advocate == who);
    if incident.is_open() && incident.holder(Duty::Commander).is_none() && !calls {
        return Next::TakeCommand;
    }
    // What they owe themselves goes before what others wait for, where it runs out sooner.
    let pressing = || {
        directed(incident, dues, who, now, |due| {
            due.state(now) != DueState::Waiting
        })
    };
    if let Some(wait) = waited::own(incident, who, now) {
        let sooner = pressing().filter(|(at, _)| wait.due.is_some_and(|due| *at < due));
        return sooner.map_or(wait.next, |(_, next)| next);
    }
    if let Some(called) = on_the_line(incident, who, now) {
        return called;
    }
    if let Some(slipped) = risen(incident, dues, who, now).next() {
        return Next::Risen {
            key: slipped.kind.clone(),
            what: slipped.what.clone(),
            owner: slipped.owner.clone(),
            due: slipped.at,
        };
    }
    if let Some((_, due)) = pressing() {
        return due;
    }
    if let Some(tell) = tell::own(dues, who, |due| due.state(now) != DueState::Waiting) {
        return tell;
    }
    // The commander and the deputy direct; the calls are other people's while anything is left to direct.
    let directs = [Duty::Commander, Duty::Deputy]
        .iter()
        .any(|duty| incident.holder(*duty) == Some(who));
    if directs {
        let own = || directed(incident, dues, who, now, |_| true).map(|(_, next)| next);
        if let Some(due) = own_callback(list, who, now).or_else(own) {
            return due;
        }
        if let Some(wait) = waited::anothers(incident, who) {
            return wait.next;
        }
    }
    let told = || tell::own(dues, who, |_| true).unwrap_or(Next::Nothing);
    next_call(list, who, now).map_or_else(told, call)
}

/// For the deputy: command is theirs to take.
fn silent_commander(incident: &Incident, who: &Name, now: Timestamp) -> Option<Next> {
    let deputy = incident.holder(Duty::Deputy)? == who;
    let silent = silence(incident, Duty::Commander)?;
    let offered = deputy && silent.who != *who && silent.too_long(now);
    offered.then_some(Next::TakeOver {
        from: silent.who,
        since: silent.since,
    })
}

/// Whom they are speaking with; then a customer of theirs who just called; then whom they are about to call.
fn own_call(incident: &Incident, list: &[Listed], who: &Name, now: Timestamp) -> Option<Next> {
    let claimed = own_claim(list, who);
    if matches!(claimed, Some(Next::Record { .. })) {
        return claimed;
    }
    let speaking = incident.rows.values().find_map(|row| {
        // The claim may have run out, or be another's by now: the call still wants its result.
        let calling = row.on_the_phone().filter(|call| call.by == *who);
        let since = calling.map(|call| call.since).or_else(|| {
            let call = row.on_the_line().filter(|call| call.by == *who)?;
            (now.duration_since(call.at) <= LINE).then_some(call.at)
        })?;
        let (account, name) = (row.id().clone(), row.name().clone());
        Some(Next::Record { account, name, since })
    });
    if speaking.is_some() {
        return speaking;
    }
    match on_the_line(incident, who, now) {
        Some(Next::OnTheLine { since, .. }) if now.duration_since(since) > CALLED => {
            // Nor do they call whom somebody is speaking with.
            let with_another = |id: &AccountId| incident.rows.get(id)?.on_the_line();
            claimed
                .filter(|next| !matches!(next, Next::Call { account, .. } if with_another(account).is_some()))
        }
        Some(called) => Some(called),
        None => claimed,
    }
}

/// The last of their customers that called and is on the line with somebody else.
fn on_the_line(incident: &Incident, who: &Name, now: Timestamp) -> Option<Next> {
    let called = incident.rows.values().filter_map(|row| {
        let call = row.on_the_line()?;
        let theirs = call.by != *who && call.holder.as_ref() == Some(who);
        (theirs && now.duration_since(call.at) <= LINE).then_some((row, call))
    });
    let (row, call) = called.max_by_key(|(_, call)| call.at)?;
    Some(Next::OnTheLine {
        account: row.id().clone(),
        name: row.name().clone(),
        with: call.by.clone(),
        since: call.at,
    })
}

fn own_claim(list: &[Listed], who: &Name) -> Option<Next> {
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

/// For those who direct: the first level, page text or plan whose time has come, as `its_time` says, and by when.
fn directed(
    incident: &Incident,
    dues: &[Due],
    who: &Name,
    now: Timestamp,
    its_time: impl Fn(&Due) -> bool,
) -> Option<(Timestamp, Next)> {
    let holds = |duties: &[Duty]| duties.iter().any(|duty| incident.holder(*duty) == Some(who));
    let informs = holds(&[Duty::Commander, Duty::Deputy, Duty::Liaison]);
    let reports = holds(&[Duty::CsLead]);
    let publishes = holds(&[Duty::SupportLead, Duty::Liaison]);
    let theirs = |due: &Due| due.owner.as_ref() == Some(who);
    dues.iter().filter(|due| its_time(due)).find_map(|due| {
        let next = match &due.kind {
            Kind::Level(role) if informs || theirs(due) => Some(Next::Inform {
                role: role.clone(),
                title: due.what.clone(),
                due: due.at,
            }),
            Kind::Page if publishes || informs => page(incident, due),
            Kind::Intent if theirs(due) && due.shown(now) => Some(Next::Plan { due: due.at }),
            Kind::Report(_) if reports || informs => Some(Next::Report {
                what: due.what.clone(),
                due: due.at,
            }),
            _ => None,
        };
        Some((due.at, next?))
    })
}

/// The next step of the page text: draft it, or publish it. While it waits for a word there is nothing to do.
fn page(incident: &Incident, due: &Due) -> Option<Next> {
    if let Some(draft) = incident.unpublished().last() {
        return Some(Next::Publish {
            draft: draft.seq,
            due: due.at,
        });
    }
    let waits = incident.undecided().any(|draft| draft.audience == Audience::Page);
    (!waits).then_some(Next::Page {
        due: due.at,
        first: incident.posts.is_empty(),
    })
}

/// The first row of the list they may act on, as what to do about it.
fn call(listed: &Listed) -> Next {
    let (account, name) = (listed.account.clone(), listed.name.clone());
    match &listed.state {
        RowState::Write { left, .. } => Next::Write {
            account,
            name,
            left: left.clone(),
        },
        RowState::CallAgain { at, .. } => Next::CallAgain {
            account,
            name,
            due: *at,
        },
        _ => Next::Claim {
            account,
            name,
            due: listed.due,
        },
    }
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

#[cfg(test)]
mod tests;
