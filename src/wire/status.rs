//! The picture as machines read it: `warroom status --json` and `GET /v1/incidents`.

use crate::domain::call_list::{Order, RowState, call_list};
use crate::domain::coverage::Coverage;
use crate::domain::credits::{ServiceCredit, Standing};
use crate::domain::due::{DueState, dues, gathered};
use crate::domain::escalation::LevelState;
use crate::domain::ids::{AccountId, IncidentId, Name, Seq};
use crate::domain::incident::{Incident, Internal, Severity};
use crate::domain::messages::Phase;
use crate::domain::outline::owed_long_term;
use crate::domain::outreach::Row;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::satisfaction::{Customers, Summary};
use crate::domain::text::Clean;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
pub struct Status {
    pub now: Timestamp,
    pub through: Seq,
    pub live: bool,
    pub incidents: Vec<IncidentStatus>,
    /// Alerts that no playbook matched.
    pub inbox: usize,
    /// What is owed long after the incidents it comes from, the closed ones included.
    pub owed_long_term: usize,
}

#[derive(Debug, Serialize)]
pub struct IncidentStatus {
    pub id: IncidentId,
    pub title: Clean,
    pub severity: Severity,
    pub t0: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firing_since: Option<Timestamp>,
    pub declared_at: Timestamp,
    pub internal: Internal,
    pub public: Phase,
    pub customer: Customers,
    pub recovery: Summary,
    pub roles: BTreeMap<&'static str, Name>,
    pub levels: Vec<LevelStatus>,
    pub dues: Vec<DueStatus>,
    pub coverage: Coverage,
    pub others: OthersStatus,
    pub credits: Vec<CreditStatus>,
    pub accounts: Vec<AccountStatus>,
}

#[derive(Debug, Serialize)]
pub struct LevelStatus {
    pub role: Clean,
    pub title: Clean,
    pub person: Option<Name>,
    pub due: Timestamp,
    pub state: LevelState,
    pub informed_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
pub struct DueStatus {
    /// Its name, as `warroom settle` takes it.
    pub key: String,
    pub what: Clean,
    pub owner: Option<Name>,
    pub at: Timestamp,
    pub state: DueState,
    pub long_term: bool,
}

#[derive(Debug, Serialize)]
pub struct AccountStatus {
    pub id: AccountId,
    pub name: Clean,
    pub rank: i32,
    pub why: Vec<Clean>,
    pub state: &'static str,
    pub claimed_by: Option<Name>,
}

/// The affected customers that are no key accounts.
#[derive(Debug, Serialize)]
pub struct OthersStatus {
    /// How many they are, by the latest word; left out while nobody has counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Who they are, and where the number is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Clean>,
    /// The text the public page shows them; left out while it is silent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_text: Option<u32>,
    pub wrote_in: u64,
}

#[derive(Debug, Serialize)]
pub struct CreditStatus {
    /// As `warroom credit` takes it.
    pub number: Seq,
    pub account: AccountId,
    /// `proposed`, `approved`, `told`, `issued` or `declined`.
    pub state: &'static str,
    /// The period whose terms were missed; left out where the amount was set by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Clean>,
    /// What the customer may be told. Never before it is approved, and not told to whoever sees no money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<Clean>,
}

/// The whole picture at a moment. `live` is false when the hub has not answered lately.
pub fn status(picture: &Picture, now: Timestamp, live: bool) -> Status {
    // In the order they were declared.
    let mut unclosed = picture.open();
    unclosed.sort_by_key(|incident| incident.id);
    Status {
        now,
        through: picture.through(),
        live,
        incidents: unclosed
            .into_iter()
            .map(|incident| incident_status(picture, incident, now))
            .collect(),
        inbox: picture.inbox().len(),
        owed_long_term: owed_long_term(picture),
    }
}

pub fn incident_status(picture: &Picture, incident: &Incident, now: Timestamp) -> IncidentStatus {
    let coverage = incident.coverage();
    let roles = Duty::ALL
        .into_iter()
        .filter_map(|duty| Some((duty.as_str(), incident.holder(duty)?.clone())));
    IncidentStatus {
        id: incident.id,
        title: incident.title.clone(),
        severity: incident.severity,
        t0: incident.t0,
        firing_since: incident.firing_since,
        declared_at: incident.declared_at,
        internal: incident.internal,
        public: incident.public(),
        customer: incident.customers(),
        recovery: incident.recovery(),
        roles: roles.collect(),
        levels: incident
            .levels
            .iter()
            .map(|level| level_status(level, now))
            .collect(),
        dues: gathered(dues(incident))
            .into_iter()
            .filter(|due| due.shown(now))
            .map(|due| DueStatus {
                key: due.kind.key(),
                state: due.state(now),
                long_term: due.long_term,
                what: due.what,
                owner: due.owner,
                at: due.at,
            })
            .collect(),
        coverage,
        others: others(incident),
        credits: incident
            .credits()
            .map(|(row, credit)| credit_status(row, credit))
            .collect(),
        accounts: accounts(picture, incident, now),
    }
}

fn level_status(level: &crate::domain::escalation::Level, now: Timestamp) -> LevelStatus {
    LevelStatus {
        role: level.role.clone(),
        title: level.title.clone(),
        person: level.person.clone(),
        due: level.due,
        state: level.state(now),
        informed_at: level.informed().map(|informed| informed.at),
    }
}

fn others(incident: &Incident) -> OthersStatus {
    let counted = incident.others.counted();
    OthersStatus {
        count: counted.map(|counted| counted.count),
        of: counted
            .map(|counted| counted.of.clone())
            .filter(|of| !of.is_empty()),
        page_text: incident.live_post().map(|post| post.number),
        wrote_in: incident.others.wrote_in(),
    }
}

fn credit_status(row: &Row, credit: &ServiceCredit) -> CreditStatus {
    let state = match credit.standing() {
        Standing::Proposed => "proposed",
        Standing::Approved(_) => "approved",
        Standing::Told(_) => "told",
        Standing::Issued(_) => "issued",
        Standing::Declined(..) => "declined",
    };
    CreditStatus {
        number: credit.seq,
        account: row.id().clone(),
        state,
        period: credit.facts.basis.as_ref().map(|basis| basis.period.clone()),
        credit: credit.words().filter(|words| !words.is_empty()).cloned(),
    }
}

fn accounts(picture: &Picture, incident: &Incident, now: Timestamp) -> Vec<AccountStatus> {
    let list = call_list(picture, incident, now, Order::Rank);
    let status = list.into_iter().filter_map(|listed| {
        let row = incident.rows.get(&listed.account)?;
        let claimed_by = match &listed.state {
            RowState::Claimed { by, .. } | RowState::OnPhone { by, .. } => Some(by.clone()),
            _ => None,
        };
        Some(AccountStatus {
            id: listed.account,
            name: listed.name,
            rank: listed.score,
            why: row.affected.why.clone(),
            state: listed.state.as_str(),
            claimed_by,
        })
    });
    status.collect()
}
