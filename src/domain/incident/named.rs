//! What somebody means by a name they typed: a level, an expert, an account; or a refusal that names the nearest.

use super::Incident;
use crate::domain::escalation::Level;
use crate::domain::ids::AccountId;
use crate::domain::nearest::nearest;
use crate::domain::outreach::Row;
use crate::domain::playbook::ExpertPlan;
use crate::domain::refusal::Refusal;

impl Incident {
    /// A level by its role or its title, whichever the asker typed.
    pub fn level(&self, given: &str) -> Result<&Level, Refusal> {
        let wanted = given.to_lowercase();
        let is = |level: &&Level| level.role.to_lowercase() == wanted || level.title.to_lowercase() == wanted;
        let names = || self.levels.iter().map(|level| level.role.as_str());
        self.levels.iter().find(is).ok_or_else(|| Refusal::UnknownLevel {
            given: given.into(),
            nearest: nearest(
                given,
                names().chain(self.levels.iter().map(|level| level.title.as_str())),
            ),
            known: names().collect::<Vec<_>>().join(", "),
        })
    }

    /// An expert of the playbook by its id or its words, whichever the asker typed.
    pub fn expert(&self, given: &str) -> Result<&ExpertPlan, Refusal> {
        let wanted = given.trim().to_lowercase();
        let is = |plan: &&ExpertPlan| plan.id.to_lowercase() == wanted || plan.whom.to_lowercase() == wanted;
        let plans = &self.playbook.experts;
        let ids = || plans.iter().map(|plan| plan.id.as_str());
        plans.iter().find(is).ok_or_else(|| Refusal::UnknownExpert {
            given: given.into(),
            nearest: nearest(given, ids()),
            known: match plans.is_empty() {
                true => "none".to_owned(),
                false => ids().collect::<Vec<_>>().join(", "),
            },
        })
    }

    /// The row of an account on the call list, or a refusal naming the nearest.
    pub fn row(&self, account: &AccountId) -> Result<&Row, Refusal> {
        self.rows.get(account).ok_or_else(|| {
            let names = self
                .rows
                .values()
                .flat_map(|row| [row.id().as_str(), row.name().as_str()]);
            Refusal::UnknownAccount {
                given: account.clone(),
                incident: self.id,
                nearest: nearest(account.as_str(), names),
            }
        })
    }
}
