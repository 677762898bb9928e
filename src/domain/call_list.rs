//! The call list: every affected account with what is to be done about it, in the order to do it.

use super::accounts::{Certainty, Tier};
use super::checklist::AccountStep;
use super::ids::{AccountId, Name};
use super::incident::Incident;
use super::outreach::Row;
use super::picture::Picture;
use super::rank::{Rank, rank};
use super::text::Clean;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Nobody is rung between these hours of their own day, unless they said otherwise.
pub const QUIET_FROM: i8 = 21;
pub const QUIET_TO: i8 = 7;

/// Where a row stands, derived from what was recorded.
#[derive(Clone, Debug, PartialEq)]
pub enum RowState {
    /// Nobody has it. `now`: its time has come.
    ToCall {
        now: bool,
    },
    /// Nobody has it, and it is night there.
    Asleep,
    Claimed {
        by: Name,
        until: Timestamp,
    },
    OnPhone {
        by: Name,
        since: Timestamp,
    },
    /// Tried, or asked to be called again, at a time.
    CallAgain {
        by: Name,
        at: Timestamp,
    },
    Reached {
        by: Name,
        told: Option<u32>,
    },
    /// Reached, and told words that no longer hold.
    TellAgain {
        by: Name,
        told: u32,
    },
    Settled,
    NotAffected,
    DoNotContact {
        reason: Clean,
    },
}

impl RowState {
    /// Stable, for machines.
    pub fn as_str(&self) -> &'static str {
        match self {
            RowState::ToCall { .. } => "to_call",
            RowState::Asleep => "asleep",
            RowState::Claimed { .. } => "claimed",
            RowState::OnPhone { .. } => "on_phone",
            RowState::CallAgain { .. } => "call_again",
            RowState::Reached { .. } => "reached",
            RowState::TellAgain { .. } => "tell_again",
            RowState::Settled => "settled",
            RowState::NotAffected => "not_affected",
            RowState::DoNotContact { .. } => "do_not_contact",
        }
    }

    /// There is still a call to make.
    pub fn is_open(&self) -> bool {
        match self {
            RowState::ToCall { .. }
            | RowState::Asleep
            | RowState::Claimed { .. }
            | RowState::OnPhone { .. }
            | RowState::CallAgain { .. }
            | RowState::TellAgain { .. } => true,
            RowState::Reached { .. }
            | RowState::Settled
            | RowState::NotAffected
            | RowState::DoNotContact { .. } => false,
        }
    }
}

/// One line of the call list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub account: AccountId,
    pub name: Clean,
    pub state: RowState,
    pub rank: Rank,
    /// The next callback, or the target of its tier while it has not been tried.
    pub due: Option<Timestamp>,
    pub pinned: bool,
}

/// How the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// They called us and pinned, overdue callbacks, then rank; what is done comes last.
    #[default]
    Rank,
    /// The soonest due first.
    Due,
}

/// The call list of an incident at a moment.
pub fn call_list(picture: &Picture, incident: &Incident, now: Timestamp, order: Order) -> Vec<Listed> {
    let today = incident.t0.to_zoned(TimeZone::UTC).date();
    let mut list: Vec<Listed> = incident
        .rows
        .values()
        .map(|row| listed(picture, incident, row, today, now))
        .collect();
    match order {
        Order::Rank => {
            list.sort_by_cached_key(|listed| (group(listed, now), -listed.rank.score, listed.name.clone()))
        }
        Order::Due => list.sort_by_cached_key(|listed| {
            let due = listed.due.unwrap_or(Timestamp::MAX);
            (
                !listed.state.is_open(),
                due,
                -listed.rank.score,
                listed.name.clone(),
            )
        }),
    }
    list
}

fn listed(picture: &Picture, incident: &Incident, row: &Row, today: Date, now: Timestamp) -> Listed {
    Listed {
        account: row.id().clone(),
        name: row.name().clone(),
        state: state(picture, incident, row, now),
        rank: rank(row, today),
        due: due(incident, row),
        pinned: row.pinned(),
    }
}

fn due(incident: &Incident, row: &Row) -> Option<Timestamp> {
    match row.last() {
        Some(last) => last.facts.next_at,
        None => row
            .counts()
            .then(|| incident.call_target(row.affected.account.tier)),
    }
}

/// First what cannot wait, last what is done.
fn group(listed: &Listed, now: Timestamp) -> u8 {
    match &listed.state {
        state if !state.is_open() => 3,
        _ if listed.pinned => 0,
        RowState::CallAgain { at, .. } if *at <= now => 1,
        _ => 2,
    }
}

/// Where one row stands.
pub fn state(picture: &Picture, incident: &Incident, row: &Row, now: Timestamp) -> RowState {
    if let Some(reason) = row.do_not_contact() {
        return RowState::DoNotContact { reason };
    }
    if let Some(claim) = picture.claims.on(row.id()) {
        return match claim.calling_since {
            Some(since) => RowState::OnPhone {
                by: claim.holder.clone(),
                since,
            },
            None => RowState::Claimed {
                by: claim.holder.clone(),
                until: claim.until,
            },
        };
    }
    if incident.done(row, AccountStep::Settled) {
        return RowState::Settled;
    }
    if row.says_not_affected() {
        return RowState::NotAffected;
    }
    let Some(last) = row.last() else {
        return match asleep(row, now) {
            true => RowState::Asleep,
            false => RowState::ToCall {
                now: its_time(incident, row, now),
            },
        };
    };
    match (last.facts.next_at, row.spoken()) {
        (Some(at), _) => RowState::CallAgain {
            by: last.by.clone(),
            at,
        },
        (None, true) => match row.told() {
            Some(told) if incident.stale(row) => RowState::TellAgain {
                by: last.by.clone(),
                told,
            },
            told => RowState::Reached {
                by: last.by.clone(),
                told,
            },
        },
        // Tried, and no time to try again: it is up to whoever comes next.
        (None, false) => RowState::ToCall { now: true },
    }
}

/// Strategic accounts are called at once; others when four fifths of their tier's time are over.
fn its_time(incident: &Incident, row: &Row, now: Timestamp) -> bool {
    let account = &row.affected.account;
    if row.affected.certainty == Certainty::Maybe {
        return false;
    }
    let target = incident.call_target(account.tier);
    account.tier == Tier::Strategic || row.pinned() || now >= target - target.duration_since(incident.t0) / 5
}

fn asleep(row: &Row, now: Timestamp) -> bool {
    local_hour(row, now).is_some_and(|hour| !(QUIET_TO..QUIET_FROM).contains(&hour))
}

/// The hour of the day there; `None` when their zone is not on record.
fn local_hour(row: &Row, now: Timestamp) -> Option<i8> {
    let zone = TimeZone::get(row.affected.account.timezone.as_deref()?).ok()?;
    Some(now.to_zoned(zone).hour())
}

/// The account to call next for someone: a claim of their own first, then the first free row whose time it is.
pub fn next_call<'a>(list: &'a [Listed], who: &Name, now: Timestamp) -> Option<&'a Listed> {
    let mine = list.iter().find(|listed| match &listed.state {
        RowState::Claimed { by, .. } | RowState::OnPhone { by, .. } => by == who,
        _ => false,
    });
    let free = |listed: &&Listed| match &listed.state {
        RowState::ToCall { .. } | RowState::TellAgain { .. } => true,
        RowState::CallAgain { at, .. } => *at <= now,
        _ => false,
    };
    mine.or_else(|| list.iter().find(free))
}
