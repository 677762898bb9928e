//! `warroom expert`: an expert the playbook names was called.

use super::act::Act;
use super::failure::Failure;
use super::moment::{Side, maybe};
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::experts::CallExpert;
use crate::domain::text::Clean;
use clap::Args;

#[derive(Debug, Args)]
pub struct Expert {
    /// As the playbook names it: vendor, "the vendor's hotline"
    expert: String,
    /// On which number, and what they said
    #[arg(long)]
    how: Option<String>,
    /// When they were called, if not now: 14:30, 5m ago as 5m, or RFC 3339
    #[arg(long, allow_hyphen_values = true)]
    at: Option<String>,
}

impl Act for Expert {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        // The refusal names the nearest.
        let expert = session.incident()?.expert(&self.expert)?.id.clone();
        let how = self.how.as_deref().map(Clean::from);
        Ok(Asked {
            command: Command::CallExpert(CallExpert { expert, how }),
            said_at: maybe(self.at.as_deref(), Side::Past, session.now, &session.zone)?,
            incident: None,
        })
    }
}
