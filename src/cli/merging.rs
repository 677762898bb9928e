//! `warroom merge` and `split`: incidents that turn out to be one, or several.

use super::act::Act;
use super::alert;
use super::failure::Failure;
use super::session::{Asked, Session};
use super::word;
use crate::domain::command::Command;
use crate::domain::ids::{Component, IncidentId};
use crate::domain::merging::{MergeIncident, SplitIncident};
use crate::domain::severity::Severity;
use crate::domain::text::Clean;
use clap::Args;

#[derive(Debug, Args)]
pub struct Merge {
    /// The incident that ends: INC-2
    what: IncidentId,
    /// The incident it goes on in
    #[arg(long)]
    into: IncidentId,
    /// Why, for both timelines
    #[arg(long)]
    reason: Option<String>,
}

#[derive(Debug, Args)]
pub struct Split {
    /// What the new incident is called
    title: String,
    /// An account that goes over with its history, by id or name; may be given several times
    #[arg(long)]
    account: Vec<String>,
    /// A component that goes over; may be given several times
    #[arg(long)]
    component: Vec<String>,
    /// An alert that goes over: SOURCE/FINGERPRINT; may be given several times
    #[arg(long)]
    alert: Vec<String>,
    /// Left out: the same as of the old one
    #[arg(long, value_parser = word::severity)]
    severity: Option<Severity>,
}

impl Act for Merge {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let merge = MergeIncident {
            into: self.into,
            reason: self.reason.as_deref().map(Clean::from),
        };
        Ok(Asked {
            incident: Some(self.what),
            ..Command::MergeIncident(merge).into()
        })
    }
}

impl Act for Split {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let accounts = self.account.iter().map(|given| session.account(given));
        let alerts = self.alert.iter().map(|given| alert::key(given));
        let components = self.component.iter();
        let split = SplitIncident {
            title: self.title.as_str().into(),
            accounts: accounts.collect::<Result<_, _>>()?,
            components: components.map(|name| Component::from(name.as_str())).collect(),
            alerts: alerts.collect::<Result<_, _>>()?,
            severity: self.severity,
        };
        Ok(Command::SplitIncident(split).into())
    }
}
