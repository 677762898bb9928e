//! `warroom note`: one line for the timeline.

use super::act::Act;
use super::failure::Failure;
use super::moment::{Side, maybe};
use super::session::{Asked, Session};
use super::word::{NOTE, whole};
use crate::domain::command::Command;
use crate::domain::notes::{Stance, WriteNote};
use clap::Args;

#[derive(Debug, Args)]
pub struct Note {
    /// What to write; several words need no quotes
    #[arg(required = true)]
    text: Vec<String>,
    /// It is known (unless another is given)
    #[arg(long, group = "stance")]
    fact: bool,
    /// It is believed; it carries a question mark, and reports leave it out
    #[arg(long, group = "stance")]
    guess: bool,
    /// Somebody did it
    #[arg(long, group = "stance")]
    did: bool,
    /// The account it is about, by id or name
    #[arg(long)]
    account: Option<String>,
    /// When it happened, if not now: 14:30, 5m ago as 5m, or RFC 3339
    #[arg(long, allow_hyphen_values = true)]
    at: Option<String>,
}

impl Act for Note {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let stance = match (self.guess, self.did) {
            (true, _) => Stance::Guess,
            (_, true) => Stance::Did,
            (false, false) => Stance::Fact,
        };
        let note = WriteNote {
            text: whole("the note", self.text.join(" "), NOTE)?.as_str().into(),
            stance,
            account: session.some_account(self.account.as_deref())?,
        };
        Ok(Asked {
            command: Command::WriteNote(note),
            said_at: maybe(self.at.as_deref(), Side::Past, session.now, &session.zone)?,
            incident: None,
        })
    }
}
