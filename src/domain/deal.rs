//! Dealing the call list: every account that nobody has in hand, once, to those who are to call; nothing is decided yet.

use super::assignments::{Right, Share};
use super::call_list::{Listed, RowState};
use super::ids::{AccountId, Name, PhoneKey};
use super::incident::Incident;
use super::nights::Nights;
use super::outreach::Row;
use super::picture::Picture;
use super::suggest::{A_CALL_IN_HAND, Caller, fit, in_hand};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What is dealt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// What nobody was offered, has taken or put off.
    #[default]
    Free,
    /// What was offered or taken before as well; calls that were put off stay with who put them off.
    Again,
}

/// A deal as it would be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deal {
    /// In the order of the list.
    pub shares: Vec<Share>,
    /// Open accounts that stay with who has them.
    pub kept: usize,
    /// Everybody who calls said no to these.
    pub left: Vec<AccountId>,
}

/// Deals the list to these callers. Greedy down the list, so that what comes first is spread over all of them: each
/// account goes to whoever knows it best, unless they have three more in hand than somebody else.
pub fn deal(
    picture: &Picture,
    incident: &Incident,
    callers: &[Caller],
    list: &[Listed],
    scope: Scope,
    now: Timestamp,
) -> Deal {
    let mut dealt = Deal::default();
    let mut table = Table::new(picture, incident, callers, scope, now);
    for listed in list.iter().filter(|listed| listed.state.is_open()) {
        let Some(row) = incident.rows.get(&listed.account) else {
            continue;
        };
        if !to_deal(listed, row, scope) {
            dealt.kept += 1;
            continue;
        }
        match table.give(row) {
            Some(to) => dealt.shares.push(Share {
                account: row.id().clone(),
                to,
            }),
            None => dealt.left.push(row.id().clone()),
        }
    }
    dealt
}

/// Whether an open account is to be dealt, or stays with who has it.
fn to_deal(listed: &Listed, row: &Row, scope: Scope) -> bool {
    let nobodys = || match (row.whose().map(|whose| whose.by), scope) {
        (None | Some(Right::Owner), _) | (Some(_), Scope::Again) => true,
        (Some(Right::Offered { .. } | Right::Taken | Right::StandsIn { .. }), Scope::Free) => false,
    };
    match &listed.state {
        RowState::ToCall { .. } | RowState::Asleep | RowState::TellAgain { .. } => nobodys(),
        RowState::CallAgain { .. } => row.last().is_some_and(|last| row.caller(last).is_none()),
        RowState::Claimed { .. }
        | RowState::OnPhone { .. }
        | RowState::Write { .. }
        | RowState::Unreachable { .. }
        | RowState::ByMail { .. }
        | RowState::LeftAlone { .. }
        | RowState::Reached { .. }
        | RowState::Settled
        | RowState::NotAffected
        | RowState::DoNotContact { .. } => false,
    }
}

/// Who has how much while it is dealt.
struct Table<'a> {
    callers: &'a [Caller],
    has: Vec<usize>,
    /// Who calls on a phone number: one call speaks for every account that has it.
    phones: HashMap<&'a PhoneKey, usize>,
    nights: Nights,
}

impl<'a> Table<'a> {
    fn new(
        picture: &Picture,
        incident: &'a Incident,
        callers: &'a [Caller],
        scope: Scope,
        now: Timestamp,
    ) -> Self {
        let has = match scope {
            Scope::Free => in_hand(picture, incident),
            Scope::Again => BTreeMap::new(),
        };
        let place = |name: &Name| callers.iter().position(|caller| caller.name == *name);
        let mut phones = HashMap::new();
        for row in incident.rows.values() {
            let held = picture.claims.on(row.id()).and_then(|claim| place(&claim.holder));
            if let Some(held) = held {
                phones.extend(row.affected.phones.iter().map(|phone| (phone, held)));
            }
        }
        Table {
            has: callers
                .iter()
                .map(|caller| has.get(&caller.name).copied().unwrap_or(0))
                .collect(),
            callers,
            phones,
            nights: Nights::at(now),
        }
    }

    /// Who gets it: whoever calls on one of its phones already, else whoever fits best for what they have in hand.
    fn give(&mut self, row: &'a Row) -> Option<Name> {
        let declined = |at: usize| row.assignments.declined_by(&self.callers[at].name).is_some();
        let shared = row
            .affected
            .phones
            .iter()
            .find_map(|phone| self.phones.get(phone));
        let best = match shared.copied().filter(|at| !declined(*at)) {
            Some(at) => at,
            None => {
                let willing = (0..self.callers.len()).filter(|at| !declined(*at));
                let willing: Vec<usize> = willing.collect();
                willing.into_iter().min_by_key(|at| {
                    let has = i32::try_from(self.has[*at]).unwrap_or(i32::MAX / A_CALL_IN_HAND);
                    let fits = fit(row, &self.callers[*at], &mut self.nights);
                    (has.saturating_mul(A_CALL_IN_HAND).saturating_sub(fits), *at)
                })?
            }
        };
        self.has[best] += 1;
        for phone in &row.affected.phones {
            self.phones.entry(phone).or_insert(best);
        }
        Some(self.callers[best].name.clone())
    }
}

#[cfg(test)]
mod tests;
