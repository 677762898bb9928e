//! `warroom mitigate`, `resolve`, `reopen`, `close`: where the fixing stands.

use super::act::Act;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::state::{ChangeState, Internal};
use crate::domain::text::Clean;
use clap::Args;

#[derive(Debug, Args)]
pub struct Why {
    /// Why, for the timeline
    #[arg(long)]
    reason: Option<String>,
}

#[derive(Debug, Args)]
pub struct Close {
    /// What is owed stays due; takes a reason
    #[arg(long, requires = "reason")]
    owing: bool,
    /// Why, for the timeline
    #[arg(long)]
    reason: Option<String>,
}

/// A move to a state.
pub struct Move<'a> {
    pub to: Internal,
    pub why: &'a Why,
}

impl Act for Move<'_> {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        Ok(change(self.to, self.why.reason.as_deref(), false))
    }
}

impl Act for Close {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        Ok(change(Internal::Closed, self.reason.as_deref(), self.owing))
    }
}

fn change(to: Internal, reason: Option<&str>, owing: bool) -> Asked {
    let reason = reason.map(Clean::from);
    Command::ChangeState(ChangeState { to, reason, owing }).into()
}
