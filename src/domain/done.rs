//! What of an account's outreach checklist is done: by recorded calls, or by hand.

use super::checklist::AccountStep;
use super::incident::Incident;
use super::outreach::Row;

impl Incident {
    /// True when recorded calls say the step is done, with no tick by hand.
    pub fn follows(&self, row: &Row, step: AccountStep) -> bool {
        match step {
            AccountStep::Called => row.spoken(),
            AccountStep::Told => row.spoken() && row.told().is_some() && !self.stale(row),
            AccountStep::FollowedUp | AccountStep::Settled => false,
        }
    }

    /// Done, by recorded calls or by hand.
    pub fn done(&self, row: &Row, step: AccountStep) -> bool {
        self.follows(row, step) || row.ticks.contains_key(&step)
    }

    /// Told words that mean something else by now: they have to hear it again. A fixed wording is no reason to.
    pub fn stale(&self, row: &Row) -> bool {
        row.told().is_some_and(|told| self.messages.outdated(told))
    }
}
