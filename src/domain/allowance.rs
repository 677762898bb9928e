//! Gestures of an incident, and what of the playbook's allowance an account has had.

use super::gestures::{Cost, Gesture};
use super::incident::Incident;
use super::money::Amount;
use super::outreach::Row;

impl Incident {
    /// Every gesture that stands, with whose it is.
    pub fn gestures(&self) -> impl Iterator<Item = (&Row, &Gesture)> {
        let rows = self.rows.values().filter(|row| !row.redress.is_empty());
        rows.flat_map(|row| row.redress.gestures().map(move |gesture| (row, gesture)))
    }

    /// Whether a gesture of this cost is anybody's to give. What it costs in another currency than the allowance's is
    /// not: nobody reckons rates on a call.
    pub fn allows(&self, row: &Row, cost: &Cost) -> bool {
        let allowance = &self.playbook.gestures;
        let same = cost
            .currency
            .trim()
            .eq_ignore_ascii_case(allowance.currency.trim());
        same && self.spent(row).plus(cost.amount) <= allowance.allowance
    }

    /// What of the allowance this account has had; what was asked for and allowed is beside it.
    pub fn spent(&self, row: &Row) -> Amount {
        let own = row.redress.gestures().filter(|gesture| !gesture.asked);
        let costs = own.filter_map(|gesture| gesture.cost.as_ref());
        costs.fold(Amount::default(), |sum, cost| sum.plus(cost.amount))
    }
}
