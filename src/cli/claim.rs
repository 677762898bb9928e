//! `warroom claim`, `release`, `takeover`: who calls whom.

use super::act::Act;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::claims::{ClaimAccount, ReleaseClaim, TakeOverClaim};
use crate::domain::command::Command;
use clap::Args;

#[derive(Debug, Args)]
pub struct Claim {
    /// The account you will call, by id or name
    account: String,
}

#[derive(Debug, Args)]
pub struct Release {
    /// The account you will not call after all, by id or name
    account: String,
}

#[derive(Debug, Args)]
pub struct TakeOver {
    /// The account whose claim you take, by id or name
    account: String,
    /// Why; whoever has it reads this
    #[arg(long)]
    reason: String,
}

impl Act for Claim {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let account = session.account(&self.account)?;
        Ok(Command::ClaimAccount(ClaimAccount { account }).into())
    }
}

impl Act for Release {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let account = session.account(&self.account)?;
        Ok(Command::ReleaseClaim(ReleaseClaim { account }).into())
    }
}

impl Act for TakeOver {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let account = session.account(&self.account)?;
        let reason = self.reason.as_str().into();
        Ok(Command::TakeOverClaim(TakeOverClaim { account, reason }).into())
    }
}
