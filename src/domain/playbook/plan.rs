//! What a playbook asks for at each severity: the severity matrix.

use super::{CallPlan, DutyPlan, LevelPlan, Playbook, PublicPlan, ReportPlan};
use crate::domain::people::Duty;
use crate::domain::severity::Severity;
use crate::domain::span::Span;
use crate::domain::text::Clean;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One row of the matrix. What it leaves out is as the playbook says without it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SeverityPlan {
    /// The criteria, any of which is enough.
    pub when: Vec<Clean>,
    /// The levels asked for, by role, each with its time; a level not named is not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub levels: Option<BTreeMap<Clean, Span>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duties: Option<Vec<Duty>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public: Option<PublicPlan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls: Option<CallPlan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reports: Option<ReportPlan>,
}

/// What counts for one incident: the playbook, at its severity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Soonest first.
    pub levels: Vec<LevelPlan>,
    pub duties: Vec<DutyPlan>,
    pub public: PublicPlan,
    pub calls: CallPlan,
    pub reports: ReportPlan,
}

impl Playbook {
    pub fn plan(&self, severity: Severity) -> Plan {
        let none = SeverityPlan::default();
        let row = self.matrix.get(&severity).unwrap_or(&none);
        let mut levels: Vec<LevelPlan> = match &row.levels {
            None => self.levels.clone(),
            Some(asked) => {
                let of_it = self.levels.iter().filter_map(|level| {
                    let by = *asked.get(&level.role)?;
                    Some(LevelPlan { by, ..level.clone() })
                });
                of_it.collect()
            }
        };
        levels.sort_by_key(|level| level.by);
        let required = |plan: &&DutyPlan| {
            row.duties
                .as_ref()
                .is_none_or(|duties| duties.contains(&plan.duty))
        };
        Plan {
            levels,
            duties: self.duties.iter().filter(required).cloned().collect(),
            public: row.public.clone().unwrap_or_else(|| self.public.clone()),
            calls: row.calls.clone().unwrap_or_else(|| self.calls.clone()),
            reports: row.reports.clone().unwrap_or_else(|| self.reports.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::playbook;
    use serde_json::json;

    #[test]
    fn a_row_of_the_matrix_changes_what_it_names_and_leaves_the_rest() {
        let mut outage = playbook("outage", json!({}));
        outage.duties = serde_json::from_value(json!([
            { "duty": "commander", "by": "5m" }, { "duty": "scribe", "by": "5m" },
        ]))
        .unwrap();
        let row = json!({ "levels": { "ceo": "1h", "support_lead": "4m" }, "duties": ["commander"] });
        outage.matrix = [(Severity::Sev2, serde_json::from_value(row).unwrap())].into();
        assert_eq!(outage.plan(Severity::Sev1).levels, outage.levels);
        let milder = outage.plan(Severity::Sev2);
        let levels: Vec<_> = milder
            .levels
            .iter()
            .map(|level| (level.role.as_str(), level.by))
            .collect();
        assert_eq!(
            levels,
            [("support_lead", Span::minutes(4)), ("ceo", Span::minutes(60))]
        );
        assert_eq!(milder.duties.len(), 1);
        assert_eq!(milder.public, outage.public);
    }
}
