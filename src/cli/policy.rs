//! `warroom severity`, `t0`, `playbook use`: what changes the plan of a running incident.

use super::act::Act;
use super::failure::Failure;
use super::moment::{Side, parse};
use super::session::{Asked, Session};
use super::word;
use crate::domain::command::Command;
use crate::domain::policy::{ChangeSeverity, CorrectStart, SwitchPlaybook};
use crate::domain::severity::Severity as Worst;
use crate::domain::text::Clean;
use clap::Args;

#[derive(Debug, Args)]
pub struct Severity {
    /// sev1 to sev4
    #[arg(value_parser = word::severity)]
    severity: Worst,
    /// Why; lowering it takes a reason
    #[arg(long)]
    reason: Option<String>,
}

#[derive(Debug, Args)]
pub struct Start {
    /// When it really began: 14:05, 12m (ago), or RFC 3339
    #[arg(allow_hyphen_values = true)]
    time: String,
    /// Why, for the timeline
    #[arg(long)]
    reason: String,
}

#[derive(Debug, Args)]
pub struct Use {
    /// A playbook of the hub
    name: String,
    /// Why, for the timeline
    #[arg(long)]
    reason: Option<String>,
}

impl Act for Severity {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let change = ChangeSeverity {
            severity: self.severity,
            reason: self.reason.as_deref().map(Clean::from),
        };
        Ok(Command::ChangeSeverity(change).into())
    }
}

impl Act for Start {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let correct = CorrectStart {
            t0: parse(&self.time, Side::Past, session.now, &session.zone)?,
            reason: self.reason.as_str().into(),
        };
        Ok(Command::CorrectStart(correct).into())
    }
}

impl Act for Use {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let switch = SwitchPlaybook {
            playbook: self.name.as_str().into(),
            reason: self.reason.as_deref().map(Clean::from),
        };
        Ok(Command::SwitchPlaybook(switch).into())
    }
}
