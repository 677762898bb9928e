//! `warroom unreachable`: how it goes on with an account nobody answers at.

use super::act::Act;
use super::failure::Failure;
use super::moment::{Side, parse};
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::unreached::{DecideUnreachable, GoOn};
use clap::Args;

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("how").required(true))]
pub struct Unreachable {
    /// The account, by id or name
    account: String,
    /// They are called again from then on: 15:30, 2h
    #[arg(long, group = "how", value_name = "TIME")]
    keep_trying: Option<String>,
    /// No more calls: they hear from us in writing
    #[arg(long, group = "how")]
    by_mail: bool,
    /// Left in peace until they get in touch
    #[arg(long, group = "how")]
    leave: bool,
    /// Why, if there is something to say
    #[arg(long)]
    reason: Option<String>,
}

impl Act for Unreachable {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let go_on = match &self.keep_trying {
            Some(at) => GoOn::KeepTrying {
                next_at: parse(at, Side::Future, session.now, &session.zone)?,
            },
            None if self.by_mail => GoOn::ByMail,
            None => GoOn::Leave,
        };
        let decide = DecideUnreachable {
            account: session.account(&self.account)?,
            go_on,
            reason: self.reason.as_deref().map(Into::into),
        };
        Ok(Command::DecideUnreachable(decide).into())
    }
}
