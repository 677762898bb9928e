//! `warroom undo`: takes back what was recorded; both stay in the log.

use super::act::Act;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::corrections::TakeBack;
use crate::domain::ids::Seq;
use crate::domain::text::Clean;
use clap::Args;

#[derive(Debug, Args)]
pub struct Undo {
    /// The number of the line, as `warroom log` shows it
    #[arg(allow_negative_numbers = true)]
    seq: u64,
    /// Why, for the timeline
    #[arg(long)]
    reason: Option<String>,
}

impl Act for Undo {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let back = TakeBack {
            seq: Seq(self.seq),
            reason: self.reason.as_deref().map(Clean::from),
        };
        Ok(Command::TakeBack(back).into())
    }
}
