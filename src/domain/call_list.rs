//! The call list: every affected account with what is to be done about it, in the order to do it.

mod turn;

use super::accounts::{Certainty, Tier};
use super::assignments::Whose;
use super::checklist::AccountStep;
use super::ids::{AccountId, Name};
use super::incident::Incident;
use super::outreach::Row;
use super::picture::Picture;
use super::rank::{Rank, rank};
use super::span;
use super::text::Clean;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::HashMap;

pub use turn::{LEFT_TO_THEM, Turn, turn};

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
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub account: AccountId,
    pub name: Clean,
    pub state: RowState,
    pub rank: Rank,
    /// The next callback, or the target of its tier while it has not been tried.
    pub due: Option<Timestamp>,
    pub pinned: bool,
    /// They called us, and nobody has spoken with them since.
    pub called_us: bool,
    /// It is night there, and they have not asked for a call.
    pub asleep: bool,
    /// Whose call it is, if anybody's.
    pub whose: Option<Whose>,
    /// The nearer of renewal and notice date; settles ties of rank.
    pub leaves: Option<Date>,
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

/// The call list of an incident at a moment. Costs a sort of its rows: call it when something changed, not per frame.
pub fn call_list(picture: &Picture, incident: &Incident, now: Timestamp, order: Order) -> Vec<Listed> {
    let today = incident.t0.to_zoned(TimeZone::UTC).date();
    let mut nights = Nights::at(now);
    let rows = incident.rows.values();
    let mut list: Vec<Listed> = rows
        .map(|row| {
            let night = nights.fallen(row.affected.account.timezone.as_ref());
            listed(picture, incident, row, today, night, now)
        })
        .collect();
    let by_rank = |a: &Listed, b: &Listed| {
        let leaves = |listed: &Listed| listed.leaves.unwrap_or(Date::MAX);
        let score = b.rank.score.cmp(&a.rank.score);
        score
            .then_with(|| leaves(a).cmp(&leaves(b)))
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.account.cmp(&b.account))
    };
    match order {
        Order::Rank => list.sort_by(|a, b| group(a, now).cmp(&group(b, now)).then_with(|| by_rank(a, b))),
        Order::Due => {
            let due = |listed: &Listed| (!listed.state.is_open(), listed.due.unwrap_or(Timestamp::MAX));
            list.sort_by(|a, b| due(a).cmp(&due(b)).then_with(|| by_rank(a, b)));
        }
    }
    list
}

fn listed(
    picture: &Picture,
    incident: &Incident,
    row: &Row,
    today: Date,
    night: bool,
    now: Timestamp,
) -> Listed {
    let asleep = night && !row.waits_for_us();
    Listed {
        account: row.id().clone(),
        name: row.name().clone(),
        state: state_at(picture, incident, row, asleep, now),
        rank: rank(row, today),
        due: due(incident, row),
        pinned: row.pinned(),
        called_us: row.called_us(),
        asleep,
        whose: row.whose(),
        leaves: row.affected.account.leaves(today),
    }
}

fn due(incident: &Incident, row: &Row) -> Option<Timestamp> {
    if !row.counts() || incident.done(row, AccountStep::Settled) {
        return None;
    }
    match row.last() {
        Some(last) => last.facts.next_at,
        None => {
            let tier = row.affected.account.tier;
            incident.calls_owed(tier).then(|| incident.call_target(tier))
        }
    }
}

/// First what cannot wait, last what is done.
fn group(listed: &Listed, now: Timestamp) -> u8 {
    match &listed.state {
        state if !state.is_open() => 3,
        _ if listed.pinned || listed.called_us => 0,
        RowState::CallAgain { at, .. } if *at <= now && !listed.asleep => 1,
        _ => 2,
    }
}

/// Where one row stands.
pub fn state(picture: &Picture, incident: &Incident, row: &Row, now: Timestamp) -> RowState {
    let night = Nights::at(now).fallen(row.affected.account.timezone.as_ref());
    state_at(picture, incident, row, night && !row.waits_for_us(), now)
}

fn state_at(picture: &Picture, incident: &Incident, row: &Row, asleep: bool, now: Timestamp) -> RowState {
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
        return match asleep {
            true => RowState::Asleep,
            false => RowState::ToCall {
                now: its_time(incident, row, now),
            },
        };
    };
    let by = row.caller(last).unwrap_or(&last.by).clone();
    match (last.facts.next_at, row.told()) {
        (Some(at), _) if at <= now => RowState::CallAgain { by, at },
        // Words that no longer hold do not wait for a contact agreed on for later.
        (_, Some(told)) if incident.stale(row) => RowState::TellAgain { by, told },
        (Some(at), _) => RowState::CallAgain { by, at },
        (None, told) if row.spoken() => RowState::Reached { by, told },
        // Tried, and no time to try again: it is up to whoever comes next.
        (None, _) => RowState::ToCall { now: true },
    }
}

/// Strategic accounts are called at once; others when four fifths of their tier's time are over.
fn its_time(incident: &Incident, row: &Row, now: Timestamp) -> bool {
    let account = &row.affected.account;
    if row.affected.certainty == Certainty::Maybe {
        return false;
    }
    let target = incident.call_target(account.tier);
    if !incident.calls_owed(account.tier) {
        return row.pinned();
    }
    account.tier == Tier::Strategic || row.pinned() || now >= span::amber(incident.t0, target)
}

/// Where it is night now. Each zone is looked up once.
pub(super) struct Nights {
    now: Timestamp,
    known: HashMap<Clean, bool>,
}

impl Nights {
    pub(super) fn at(now: Timestamp) -> Self {
        Nights {
            now,
            known: HashMap::new(),
        }
    }

    /// False when the zone is not on record, or is not one.
    pub(super) fn fallen(&mut self, zone: Option<&Clean>) -> bool {
        let Some(zone) = zone else { return false };
        if let Some(night) = self.known.get(zone) {
            return *night;
        }
        let night = TimeZone::get(zone).is_ok_and(|there| {
            let hour = self.now.to_zoned(there).hour();
            !(QUIET_TO..QUIET_FROM).contains(&hour)
        });
        self.known.insert(zone.clone(), night);
        night
    }
}

/// The account to call next for someone: a claim of their own first, then the first free row whose time it is. Never
/// one that asked not to be contacted, nor one where it is night and nobody asked for a call.
pub fn next_call<'a>(list: &'a [Listed], who: &Name, now: Timestamp) -> Option<&'a Listed> {
    let mine = list.iter().find(|listed| match &listed.state {
        RowState::Claimed { by, .. } | RowState::OnPhone { by, .. } => by == who,
        _ => false,
    });
    let free = |listed: &&Listed| match &listed.state {
        RowState::ToCall { .. } | RowState::TellAgain { .. } => !listed.asleep,
        RowState::CallAgain { at, .. } => !listed.asleep && *at <= now,
        RowState::Asleep
        | RowState::Claimed { .. }
        | RowState::OnPhone { .. }
        | RowState::Reached { .. }
        | RowState::Settled
        | RowState::NotAffected
        | RowState::DoNotContact { .. } => false,
    };
    let turns = list
        .iter()
        .filter(free)
        .filter_map(|listed| Some((turn(listed, who, now)?, listed)));
    mine.or_else(|| turns.min_by_key(|(turn, _)| *turn).map(|(_, listed)| listed))
}

#[cfg(test)]
mod tests;
