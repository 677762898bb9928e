//! The call list: every affected account with what is to be done about it, in the order to do it.

use super::accounts::{Certainty, Tier};
use super::arranged::arranged;
use super::checklist::AccountStep;
use super::critical::Near;
use super::ids::Name;
use super::incident::Incident;
use super::may::{May, may, place};
use super::nights::Nights;
use super::outreach::{Attempt, Row};
use super::picture::Picture;
use super::rank::{NEARS, Rank, rank, score};
use super::retries::{DECIDED_WITHIN, Trying};
use super::span;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::cmp::Reverse;

pub use super::listed::{Listed, RowState};

/// How the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// They called us and pinned, overdue callbacks, then rank; what is done comes last.
    #[default]
    Rank,
    /// The soonest due first.
    Due,
}

/// The call list of an incident at a moment, as everybody has it. Costs a sort of its rows: call it when something
/// changed, not per frame.
pub fn call_list(picture: &Picture, incident: &Incident, now: Timestamp, order: Order) -> Vec<Listed> {
    sorted(all(Vec::new(), picture, incident, now), order, now, |_| 0)
}

/// The call list of one person: first what is theirs, then what they may do, in the order everybody has it, then what
/// is not for them now. Its first row is what they do next.
pub fn call_list_of(
    who: &Name,
    picture: &Picture,
    incident: &Incident,
    now: Timestamp,
    order: Order,
) -> Vec<Listed> {
    call_list_again(Vec::new(), who, picture, incident, now, order)
}

/// The [call list of one person](call_list_of), in the memory of the one they had before: thousands of rows are more
/// than the system hands out for nothing.
pub fn call_list_again(
    before: Vec<Listed>,
    who: &Name,
    picture: &Picture,
    incident: &Incident,
    now: Timestamp,
    order: Order,
) -> Vec<Listed> {
    let list = all(before, picture, incident, now);
    sorted(list, order, now, |listed| place(listed, who, now))
}

fn all(mut list: Vec<Listed>, picture: &Picture, incident: &Incident, now: Timestamp) -> Vec<Listed> {
    let today = first_day(incident);
    let mut nights = Nights::at(now);
    let rows = incident.rows.values();
    list.clear();
    list.extend(rows.map(|row| listed(picture, incident, row, today, &mut nights, now)));
    list
}

fn sorted(list: Vec<Listed>, order: Order, now: Timestamp, turn: impl Fn(&Listed) -> u8) -> Vec<Listed> {
    let first = |listed: &Listed| match order {
        Order::Rank => (turn(listed), group(listed, now), Timestamp::MIN),
        Order::Due => {
            let due = listed.due.unwrap_or(Timestamp::MAX);
            (u8::from(!listed.state.is_open()), 0, due)
        }
    };
    // What a row is compared by is worked out once, not for every comparison, and the row itself is moved once.
    let keys = list.iter().enumerate().map(|(at, listed)| {
        let leaves = listed.leaves.unwrap_or(Date::MAX);
        let alike = (leaves, &listed.name, &listed.account);
        (first(listed), Reverse(listed.score), alike, at)
    });
    let mut keys: Vec<_> = keys.collect();
    keys.sort_unstable();
    let order: Vec<usize> = keys.into_iter().map(|(.., at)| at).collect();
    arranged(list, order)
}

fn listed(
    picture: &Picture,
    incident: &Incident,
    row: &Row,
    today: Date,
    nights: &mut Nights,
    now: Timestamp,
) -> Listed {
    let affected = &row.affected;
    let asleep = nights.asleep(affected) && !row.waits_for_us();
    let moment = row.next_moment(nights);
    let state = state_at(picture, incident, row, asleep, moment.as_ref(), now);
    let language = affected.reach.language.clone();
    Listed {
        account: row.id().clone(),
        name: row.name().clone(),
        tier: affected.account.tier,
        score: score(row, today, moment.as_ref().map(|near| (near, now))),
        due: due(incident, row, &state),
        state,
        pinned: row.pinned(),
        called_us: row.called_us(),
        wakes: if asleep { nights.wakes(affected) } else { None },
        asleep,
        night_desk: nights.desk(affected),
        whose: row.whose(),
        language: language.map(|language| (language, affected.reach.speakers.clone())),
        moment,
        leaves: affected.account.leaves(today),
    }
}

fn due(incident: &Incident, row: &Row, state: &RowState) -> Option<Timestamp> {
    if !row.counts() || incident.done(row, AccountStep::Settled) {
        return None;
    }
    match state {
        RowState::Write { since, .. } => return Some(*since),
        RowState::Unreachable { since } => return Some(DECIDED_WITHIN.after(*since)),
        RowState::CallAgain { at, .. } => return Some(*at),
        RowState::ByMail { .. } | RowState::LeftAlone { .. } => return None,
        RowState::ToCall { .. } if row.unheard().is_some() => return row.unheard().map(|call| call.at),
        _ => {}
    }
    match row.last() {
        Some(last) => last.facts.next_at,
        None => {
            let tier = row.affected.account.tier;
            incident.calls_owed(tier).then(|| incident.call_target(tier))
        }
    }
}

/// Why a row has the points it has.
pub fn reasons(incident: &Incident, row: &Row, moment: Option<&Near>, now: Timestamp) -> Rank {
    rank(row, first_day(incident), moment.map(|near| (near, now)))
}

fn first_day(incident: &Incident) -> Date {
    incident.t0.to_zoned(TimeZone::UTC).date()
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
    let mut nights = Nights::at(now);
    let asleep = nights.asleep(&row.affected) && !row.waits_for_us();
    let moment = row.next_moment(&mut nights);
    state_at(picture, incident, row, asleep, moment.as_ref(), now)
}

/// There is still something to do about a row. Whether it is night there makes no difference to that.
pub fn open(picture: &Picture, incident: &Incident, row: &Row, now: Timestamp) -> bool {
    state_at(picture, incident, row, false, None, now).is_open()
}

fn state_at(
    picture: &Picture,
    incident: &Incident,
    row: &Row,
    asleep: bool,
    moment: Option<&Near>,
    now: Timestamp,
) -> RowState {
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
    // Whoever answered let go of it: whatever was agreed or decided before, they wanted something of us.
    if row.unheard().is_some() {
        return RowState::ToCall { now: true };
    }
    let Some(last) = row.last() else {
        return match asleep {
            true => RowState::Asleep,
            false => RowState::ToCall {
                now: its_time(incident, row, moment, now),
            },
        };
    };
    match row.trying(incident.severity) {
        Trying::Calls => tried(incident, row, last, now),
        Trying::Write { since, by, left } => RowState::Write { by, since, left },
        Trying::InVain { since } => RowState::Unreachable { since },
        Trying::Again { by, at } => RowState::CallAgain { by, at },
        Trying::ByMail { by } => RowState::ByMail { by },
        Trying::Left { by } => RowState::LeftAlone { by },
    }
}

/// Where a row stands that was tried, while calls go on.
fn tried(incident: &Incident, row: &Row, last: &Attempt, now: Timestamp) -> RowState {
    let caller = row.caller(last);
    let by = caller.unwrap_or(&last.by).clone();
    match (last.facts.next_at, row.told()) {
        // Whoever put it off makes no more calls.
        (Some(at), _) if at <= now && caller.is_none() => RowState::ToCall { now: true },
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
fn its_time(incident: &Incident, row: &Row, moment: Option<&Near>, now: Timestamp) -> bool {
    let account = &row.affected.account;
    if row.affected.certainty == Certainty::Maybe {
        return false;
    }
    if moment.is_some_and(|near| near.from <= NEARS.after(now)) {
        return true;
    }
    let target = incident.call_target(account.tier);
    if !incident.calls_owed(account.tier) {
        return row.pinned();
    }
    account.tier == Tier::Strategic || row.pinned() || now >= span::amber(incident.t0, target)
}

/// The account somebody acts on next: their own call or claim, else the first row they may call or write to. Never one
/// that asked not to be contacted, one where it is night and nobody asked for a call, nor one that another has or put
/// off. Of a list of their own it is the first row, if anything is to be done.
pub fn next_call<'a>(list: &'a [Listed], who: &Name, now: Timestamp) -> Option<&'a Listed> {
    let turn = |listed: &&Listed| match may(listed, who, now) {
        May::Held { .. }
        | May::Kept { .. }
        | May::Offered { .. }
        | May::Later { .. }
        | May::Asleep { .. }
        | May::Decided
        | May::Done
        | May::Never { .. }
        // Somebody else speaks their language.
        | May::Speaks { .. } => None,
        _ => Some(place(listed, who, now)),
    };
    let open = list.iter().filter_map(|listed| Some((turn(&listed)?, listed)));
    // The first of those that are equal.
    open.min_by_key(|(turn, _)| *turn).map(|(_, listed)| listed)
}

#[cfg(test)]
mod tests;
