//! `warroom undo`: takes back what was recorded; both stay in the log.

use super::act::Act;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::corrections::TakeBack;
use crate::domain::ids::Seq;
use crate::domain::text::Clean;
use crate::domain::timeline::Entry;
use clap::Args;

#[derive(Debug, Args)]
pub struct Undo {
    /// The number of the line, as `warroom log` shows it; with --plain it may be left out: what you recorded last
    #[arg(allow_negative_numbers = true)]
    seq: Option<u64>,
    /// Why, for the timeline
    #[arg(long)]
    reason: Option<String>,
}

impl Act for Undo {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let back = TakeBack {
            seq: match self.seq {
                Some(seq) => Seq(seq),
                None => last(session)?,
            },
            reason: self.reason.as_deref().map(Clean::from),
        };
        Ok(Command::TakeBack(back).into())
    }
}

/// What whoever types has recorded last. Without a desk nobody knows who that is.
fn last(session: &Session) -> Result<Seq, Failure> {
    let Some((me, through)) = &session.me else {
        return Err(Failure::usage(
            "say which line: its number, as `warroom log` shows it",
        ));
    };
    let mine = |entry: &&std::sync::Arc<Entry>| {
        entry.by == *me && entry.undoable() && entry.withdrawn.is_none() && entry.seq <= *through
    };
    let incident = session.incident()?;
    let last = incident.timeline.iter().rev().find(mine);
    last.map(|entry| entry.seq)
        .ok_or_else(|| Failure::said("you have recorded nothing here that can be taken back"))
}
