//! `warroom inform`, `try`, `skip`: the levels of the escalation policy.

use super::act::Act;
use super::failure::Failure;
use super::moment::{Side, maybe};
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::escalation::{InformLevel, SkipLevel, TryLevel};
use crate::domain::ids::Name;
use crate::domain::text::Clean;
use clap::Args;

#[derive(Debug, Args)]
pub struct Inform {
    /// The level's role or title: ceo, "Head of CS"
    level: String,
    /// Who was informed, if not the person of the level
    #[arg(long)]
    person: Option<String>,
    /// By phone, in person, in the chat
    #[arg(long)]
    how: Option<String>,
    /// Who saw or heard it, if not you
    #[arg(long)]
    witness: Option<String>,
    /// The words they read back
    #[arg(long)]
    read_back: Option<String>,
    /// When they knew, if not now: 14:30, 5m ago as 5m, or RFC 3339
    #[arg(long, allow_hyphen_values = true)]
    at: Option<String>,
}

#[derive(Debug, Args)]
pub struct Try {
    /// The level's role or title
    level: String,
    /// By phone, in person, in the chat
    #[arg(long)]
    how: Option<String>,
}

#[derive(Debug, Args)]
pub struct Skip {
    /// The level's role or title
    level: String,
    /// Why this level is left out
    #[arg(long)]
    reason: String,
}

impl Act for Inform {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let inform = InformLevel {
            level: role(session, &self.level)?,
            person: self.person.as_deref().map(Name::from),
            how: self.how.as_deref().map(Clean::from),
            witness: self.witness.as_deref().map(Name::from),
            read_back: self.read_back.as_deref().map(Clean::from),
        };
        Ok(Asked {
            command: Command::InformLevel(inform),
            said_at: maybe(self.at.as_deref(), Side::Past, session.now, &session.zone)?,
            incident: None,
        })
    }
}

impl Act for Try {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let level = role(session, &self.level)?;
        let how = self.how.as_deref().map(Clean::from);
        Ok(Command::TryLevel(TryLevel { level, how }).into())
    }
}

impl Act for Skip {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let level = role(session, &self.level)?;
        let reason = self.reason.as_str().into();
        Ok(Command::SkipLevel(SkipLevel { level, reason }).into())
    }
}

fn role(session: &Session, given: &str) -> Result<Clean, Failure> {
    match session.numbers.level(given) {
        Some(numbered) => Ok(numbered.clone()),
        None => Ok(session.incident()?.level(given)?.role.clone()),
    }
}
