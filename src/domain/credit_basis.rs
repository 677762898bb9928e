//! What a credit is worked out from: when the service was down for an account; and what all credits come to.

use super::actor::{Access, Actor};
use super::credits::{ServiceCredit, Standing};
use super::ids::Name;
use super::incident::Incident;
use super::money::Amount;
use super::outreach::Row;
use super::people::Duty;
use super::sla::Stretch;
use super::state::Internal;
use super::text::Clean;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What credits come to in one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// Waits for a word.
    pub proposed: Amount,
    /// Approved, told or issued.
    pub approved: Amount,
}

impl Exposure {
    pub fn total(self) -> Amount {
        self.proposed.plus(self.approved)
    }
}

impl Incident {
    /// When it was down for this account: as recorded for it, else from T0 until customers were not hurting any more.
    /// `None` while that is not over.
    pub fn down_for(&self, row: &Row) -> Option<Vec<Stretch>> {
        let stretches = self.stretches(row);
        let over = stretches.into_iter().map(|(from, until)| Some((from, until?)));
        over.collect()
    }

    /// The last time it was: since when, and until when if that is over.
    pub fn broken_for(&self, row: &Row) -> (Timestamp, Option<Timestamp>) {
        let last = self.stretches(row).into_iter().max_by_key(|(from, _)| *from);
        last.unwrap_or((self.t0, None))
    }

    fn stretches(&self, row: &Row) -> Vec<(Timestamp, Option<Timestamp>)> {
        let hurting = self.hurting();
        let end = hurting.last().and_then(|(_, until)| *until);
        let felt: Vec<(Timestamp, Option<Timestamp>)> = row
            .reports
            .impacts()
            .filter_map(|impact| Some((impact.from?, impact.until.or(end))))
            .collect();
        if felt.is_empty() { hurting } else { felt }
    }

    /// From when until when customers were hurting, once for every time it came back; the last may not be over.
    fn hurting(&self) -> Vec<(Timestamp, Option<Timestamp>)> {
        let mut hurting = vec![(self.t0, None)];
        for step in &self.moves {
            let Some(last) = hurting.last_mut() else { break };
            match (step.to, last.1) {
                (Internal::Open, Some(_)) => hurting.push((step.at, None)),
                (Internal::Mitigated | Internal::Resolved | Internal::Closed, None) => last.1 = Some(step.at),
                _ => {}
            }
        }
        hurting
    }

    /// Every credit that stands, with whose it is.
    pub fn credits(&self) -> impl Iterator<Item = (&Row, &ServiceCredit)> {
        let rows = self.rows.values().filter(|row| !row.redress.is_empty());
        rows.flat_map(|row| row.redress.credits().map(move |credit| (row, credit)))
    }

    /// What all credits come to, by currency; what was declined does not count.
    pub fn exposure(&self) -> BTreeMap<Clean, Exposure> {
        let mut exposure: BTreeMap<Clean, Exposure> = BTreeMap::new();
        for (_, credit) in self.credits() {
            let Some(sum) = &credit.facts.credit else { continue };
            let all = exposure.entry(sum.currency.clone()).or_default();
            match credit.standing() {
                Standing::Proposed => all.proposed = all.proposed.plus(sum.amount),
                Standing::Approved(_) | Standing::Told(_) | Standing::Issued(_) => {
                    all.approved = all.approved.plus(sum.amount);
                }
                Standing::Declined(..) => {}
            }
        }
        exposure.retain(|_, all| *all != Exposure::default());
        exposure
    }

    /// The same for a line of the screen: "12k EUR, of which 4k wait for a word"; nothing where there are none.
    pub fn exposure_words(&self) -> Option<String> {
        let all = self.exposure();
        let sums = all.iter().map(|(currency, all)| {
            let waits = match all.proposed {
                Amount(0) => String::new(),
                waits => format!(", of which {} wait for a word", waits.short()),
            };
            format!("{} {currency}{waits}", all.total().short())
        });
        let sums = sums.collect::<Vec<_>>().join("; ");
        (!sums.is_empty()).then_some(sums)
    }

    /// Who sees what credits come to before they are approved: whoever decides on them. An administrator only while
    /// nobody does: in a room of one's own everybody is one.
    pub fn sees_exposure(&self, who: &Actor) -> bool {
        let held: Vec<_> = self.deciders().collect();
        held.contains(&&who.name) || (held.is_empty() && who.access == Access::Admin)
    }

    /// Who decides on credits here.
    pub fn deciders(&self) -> impl Iterator<Item = &Name> {
        let duties = [Duty::Commander, Duty::Deputy, Duty::CsLead];
        duties.into_iter().filter_map(|duty| self.holder(duty))
    }
}
