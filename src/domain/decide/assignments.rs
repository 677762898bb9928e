//! Whose call an account is: offering, dealing, taking and declining it; leaving the calls, and standing in.

use super::{claims, known, needs};
use crate::domain::assignments::{
    Absence, AcceptAccounts, AccountAssigned, AccountsAccepted, AccountsBackedUp, AccountsDeclined,
    AccountsReturned, AssignAccount, BackUpAccounts, CallsLeft, DealList, DeclineAccounts, LeaveCalls,
    ListDealt, Right, Share, State,
};
use crate::domain::call_list;
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::{AccountId, Name};
use crate::domain::incident::Incident;
use crate::domain::nights::Nights;
use crate::domain::outreach::Row;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::reference::Reference;
use crate::domain::refusal::Refusal;
use crate::domain::span::{Span, ago};
use crate::domain::table::DIRECTS_CALLS;
use std::collections::{BTreeMap, BTreeSet};

/// Unclaimed for so long while its person is not here, an account goes to who stands in.
const NOBODY_FOR: Span = Span::minutes(3);

/// Who may give accounts to others.
const DIRECT: [Duty; 2] = [Duty::Commander, Duty::CsLead];

pub fn assign(picture: &Picture, command: &AssignAccount, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    let to = named(picture, &command.to, desk)?;
    let own = to == desk.by.name;
    if !own {
        needs(incident, desk, &DIRECT, DIRECTS_CALLS)?;
    }
    if let Some(reason) = row.do_not_contact() {
        return Err(Refusal::DoNotContact {
            account: row.name().clone(),
            reason,
        });
    }
    let whose = row.whose();
    let same = whose
        .as_ref()
        .filter(|whose| whose.who == to)
        .map(|whose| &whose.by);
    match same {
        Some(Right::Taken | Right::StandsIn { .. }) => return Ok(Vec::new()),
        Some(Right::Offered { .. }) if !own => return Ok(Vec::new()),
        Some(Right::Offered { .. } | Right::Owner) | None => {}
    }
    if let Some(taken) = whose.filter(|whose| own && whose.settled())
        && needs(incident, desk, &DIRECT, DIRECTS_CALLS).is_err()
    {
        return Err(Refusal::TakenBy {
            account: row.name().clone(),
            holder: taken.who,
        });
    }
    let account = command.account.clone();
    Ok(vec![
        Event::AccountAssigned(AccountAssigned { account, to }).of(id),
    ])
}

/// By the name they sign in with.
fn named(picture: &Picture, given: &Name, desk: &Desk) -> Result<Name, Refusal> {
    match given.as_str().trim().is_empty() {
        true => Err(Refusal::Empty { field: "person" }),
        false => known::known(picture, given, desk),
    }
}

pub fn accept(picture: &Picture, command: &AcceptAccounts, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let accounts = meant(incident, &command.accounts, desk, |right| {
        matches!(right, Right::Offered { .. })
    })?;
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![
        Event::AccountsAccepted(AccountsAccepted { accounts }).of(id),
    ])
}

pub fn decline(picture: &Picture, command: &DeclineAccounts, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    // Only what is named is given back after a yes.
    let named = !command.accounts.is_empty();
    let accounts = meant(incident, &command.accounts, desk, |right| match right {
        Right::Offered { .. } => true,
        Right::Taken | Right::StandsIn { .. } => named,
        Right::Owner => false,
    })?;
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let reason = command.reason.clone().filter(|reason| !reason.trim().is_empty());
    let declined = AccountsDeclined { accounts, reason };
    Ok(vec![Event::AccountsDeclined(declined).of(id)])
}

/// The accounts somebody answers for: those named, else every one offered. What is answered already is left out;
/// what was never theirs is refused.
fn meant(
    incident: &Incident,
    given: &[AccountId],
    desk: &Desk,
    counts: impl Fn(&Right) -> bool,
) -> Result<Vec<AccountId>, Refusal> {
    let mine = |row: &Row| row.whose().filter(|whose| whose.who == desk.by.name);
    if given.is_empty() {
        let rows = incident.rows.values();
        let offered = rows.filter(|row| mine(row).is_some_and(|whose| counts(&whose.by)));
        let accounts: Vec<AccountId> = offered.map(|row| row.id().clone()).collect();
        return match accounts.is_empty() {
            true => Err(Refusal::NothingOffered { account: None }),
            false => Ok(accounts),
        };
    }
    let mut accounts = Vec::new();
    for account in given.iter().collect::<BTreeSet<_>>() {
        let row = incident.row(account)?;
        match mine(row) {
            Some(whose) if counts(&whose.by) => accounts.push(account.clone()),
            Some(whose) if whose.by != Right::Owner => {}
            None if row.assignments.declined_by(&desk.by.name).is_some() => {}
            Some(_) | None => {
                return Err(Refusal::NothingOffered {
                    account: Some(row.name().clone()),
                });
            }
        }
    }
    Ok(accounts)
}

/// What was called, taken, claimed or declined since the preview is left out; what somebody dealt since is a reason to look
/// again.
pub fn deal(picture: &Picture, command: &DealList, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    needs(incident, desk, &DIRECT, DIRECTS_CALLS)?;
    if let Some(before) = incident.deals.last().filter(|deal| deal.seq > command.seen) {
        return Err(Refusal::DealtMeanwhile {
            who: before.by.clone(),
            at: before.at,
            ago: ago(before.at, desk.at),
        });
    }
    let mut shares = Vec::new();
    let mut seen = BTreeSet::new();
    for share in &command.shares {
        let row = incident.row(&share.account)?;
        let to = named(picture, &share.to, desk)?;
        if !seen.insert(&share.account) {
            return Err(Refusal::DealtTwice {
                account: row.name().clone(),
            });
        }
        if !row.moved_since(command.seen) && may_get(picture, incident, row, &to, desk) {
            shares.push(Share {
                account: share.account.clone(),
                to,
            });
        }
    }
    match shares.is_empty() {
        true => Ok(Vec::new()),
        false => Ok(vec![Event::ListDealt(ListDealt { shares }).of(id)]),
    }
}

fn may_get(picture: &Picture, incident: &Incident, row: &Row, to: &Name, desk: &Desk) -> bool {
    let claimed = picture
        .claims
        .on(row.id())
        .is_some_and(|claim| claim.holder != *to);
    let open = call_list::state(picture, incident, row, desk.at).is_open();
    open && !claimed && row.assignments.declined_by(to).is_none()
}

/// Ends the claims of whoever leaves, but for a call they are on, and moves what is theirs.
pub fn leave(picture: &Picture, command: &LeaveCalls, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let person = match &command.person {
        Some(given) => named(picture, given, desk)?,
        None => desk.by.name.clone(),
    };
    if person != desk.by.name {
        needs(incident, desk, &DIRECT, DIRECTS_CALLS)?;
    }
    let released = claims::given_up(picture, incident, &person);
    let theirs = incident.rows.values().filter(|row| is_theirs(row, &person));
    let (mut back, mut moved) = (Vec::new(), Moves::default());
    for row in theirs {
        // Who is here is not known; where the stand-in is not, it goes on.
        match stands_in(row, &person, &[], desk.reference) {
            Some(backup) => moved.add(&person, backup, Absence::Left, row.id()),
            None => back.push(row.id().clone()),
        }
    }
    let advocate = incident.roles.holds(Duty::Advocate, &person);
    if !advocate && released.is_empty() && back.is_empty() && moved.is_empty() {
        return Ok(Vec::new());
    }
    let reason = command.reason.clone().filter(|reason| !reason.trim().is_empty());
    let left = CallsLeft {
        person,
        reason,
        accounts: back,
    };
    let mut drafted = vec![Event::CallsLeft(left).of(id)];
    drafted.extend(released);
    drafted.extend(moved.drafted(incident));
    Ok(drafted)
}

/// Open, and theirs to call: given to them, put off by them, or theirs by the list of accounts.
fn is_theirs(row: &Row, person: &Name) -> bool {
    let given = || row.whose().is_some_and(|whose| whose.who == *person);
    let calls = match row.last() {
        None => given(),
        Some(last) if last.facts.next_at.is_some() => row.caller(last) == Some(person),
        Some(_) => !row.spoken() && given(),
    };
    row.counts() && calls
}

/// Who stands in for somebody with an account: the backup it names, else their own deputy, one who is here first;
/// nobody who said no to it.
fn stands_in(row: &Row, person: &Name, present: &[Name], reference: &Reference) -> Option<Name> {
    let deputy = reference.people.iter().find(|one| one.id == *person);
    let named = row.affected.account.backup.clone();
    let candidates = named.into_iter().chain(deputy.and_then(|one| one.deputy.clone()));
    let willing: Vec<Name> = candidates
        .map(|name| reference.sign_in_name(&name))
        .filter(|name| name != person && row.assignments.declined_by(name).is_none())
        .collect();
    let here = willing.iter().find(|name| present.contains(name));
    here.or(willing.first()).cloned()
}

/// Moves every account whose person is not here and that nobody has claimed for a while, in every open incident; and
/// those back whose person is here again.
pub fn back_up(picture: &Picture, command: &BackUpAccounts, desk: &Desk) -> Decision {
    let mut nights = Nights::at(desk.at);
    let mut drafted = Vec::new();
    for incident in picture.open() {
        let mut moved = Moves::default();
        for row in incident.rows.values() {
            let Some(who) = waits_for_absent(picture, incident, row, command, desk) else {
                continue;
            };
            let first = first_of(row, &who);
            let absent = first.clone().unwrap_or(who);
            let backup = stands_in(row, &absent, &command.present, desk.reference);
            // From one who stands in it goes on only to one who is here.
            let Some(backup) = backup.filter(|backup| first.is_none() || command.present.contains(backup))
            else {
                continue;
            };
            let person = desk.reference.people.iter().find(|one| one.id == absent);
            let why = match nights.one_asleep(person.and_then(|one| one.timezone.as_ref())) {
                true => Absence::Asleep,
                false => Absence::Away,
            };
            moved.add(&absent, backup, why, row.id());
        }
        drafted.extend(moved.drafted(incident));
        drafted.extend(given_back(picture, incident, &command.present));
    }
    Ok(drafted)
}

/// What goes back to those who are here again: only what who stands in has not begun, so that no customer is asked the
/// same things twice.
fn given_back<'a>(
    picture: &Picture,
    incident: &'a Incident,
    present: &[Name],
) -> impl Iterator<Item = Drafted> + use<'a> {
    let mut back: BTreeMap<(Name, Name), Vec<AccountId>> = BTreeMap::new();
    for row in incident.rows.values() {
        let Some(given) = row.assignments.standing() else {
            continue;
        };
        let State::StandsIn { of, why } = &given.state else {
            continue;
        };
        let begun = row.moved_since(given.seq) || picture.claims.on(row.id()).is_some();
        if *why != Absence::Left && present.contains(of) && !begun {
            let both = (of.clone(), given.to.clone());
            back.entry(both).or_default().push(row.id().clone());
        }
    }
    back.into_iter().map(|((owner, backup), accounts)| {
        let returned = AccountsReturned {
            accounts,
            owner,
            backup,
        };
        Event::AccountsReturned(returned).of(incident.id)
    })
}

/// Whose account it is, where they are not here and nobody has acted on it for long enough.
fn waits_for_absent(
    picture: &Picture,
    incident: &Incident,
    row: &Row,
    command: &BackUpAccounts,
    desk: &Desk,
) -> Option<Name> {
    if !row.counts() || picture.claims.on(row.id()).is_some() {
        return None;
    }
    let (who, since) = match row.last() {
        None => {
            let owed = incident.calls_owed(row.affected.account.tier) || row.pinned();
            let whose = row.whose().filter(|_| owed)?;
            let since = row.assignments.quiet_since().unwrap_or(incident.declared_at);
            (whose.who, since)
        }
        Some(last) => {
            let due = last.facts.next_at?;
            let since = row.assignments.quiet_since().map_or(due, |quiet| quiet.max(due));
            let caller = row.caller(last)?;
            let standing = row.whose();
            // Who stands in answers for it, whoever called them since.
            let answered = standing
                .is_some_and(|whose| matches!(whose.by, Right::StandsIn { .. }) && whose.who != *caller);
            if answered {
                return None;
            }
            (caller.clone(), since)
        }
    };
    let waited = NOBODY_FOR.after(since) <= desk.at;
    (waited && !command.present.contains(&who)).then_some(who)
}

/// For whom this person stands in with it, if they do.
fn first_of(row: &Row, who: &Name) -> Option<Name> {
    match row.whose().filter(|whose| whose.who == *who)?.by {
        Right::StandsIn { of, .. } => Some(of),
        Right::Owner | Right::Offered { .. } | Right::Taken => None,
    }
}

/// Accounts that go from one to another, together by who they go from and to.
#[derive(Default)]
struct Moves(Vec<AccountsBackedUp>);

impl Moves {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn add(&mut self, owner: &Name, backup: Name, why: Absence, account: &AccountId) {
        let same = self
            .0
            .iter_mut()
            .find(|moved| moved.owner == *owner && moved.backup == backup);
        match same {
            Some(moved) => moved.accounts.push(account.clone()),
            None => self.0.push(AccountsBackedUp {
                accounts: vec![account.clone()],
                owner: owner.clone(),
                backup,
                why,
            }),
        }
    }

    fn drafted(self, incident: &Incident) -> impl Iterator<Item = Drafted> {
        self.0
            .into_iter()
            .map(|moved| Event::AccountsBackedUp(moved).of(incident.id))
    }
}

#[cfg(test)]
mod tests;
