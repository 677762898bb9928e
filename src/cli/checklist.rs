//! `warroom tick` and `untick`: a step of the playbook's checklist, or of one account's.

use super::act::Act;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::checklist::{TickStep, UntickStep};
use crate::domain::command::Command;
use crate::domain::text::Clean;
use clap::Args;

#[derive(Debug, Args)]
pub struct Tick {
    /// The step's id; of an account: called, told, followed_up, settled
    step: String,
    /// The account whose step it is, by id or name
    #[arg(long)]
    account: Option<String>,
    /// Why, where the tick says what no call shows
    #[arg(long)]
    reason: Option<String>,
}

#[derive(Debug, Args)]
pub struct Untick {
    /// The step's id
    step: String,
    /// The account whose step it is, by id or name
    #[arg(long)]
    account: Option<String>,
}

impl Act for Tick {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let tick = TickStep {
            step: self.step.as_str().into(),
            account: session.some_account(self.account.as_deref())?,
            reason: self.reason.as_deref().map(Clean::from),
        };
        Ok(Command::TickStep(tick).into())
    }
}

impl Act for Untick {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let untick = UntickStep {
            step: self.step.as_str().into(),
            account: session.some_account(self.account.as_deref())?,
        };
        Ok(Command::UntickStep(untick).into())
    }
}
