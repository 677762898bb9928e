//! `warroom settle`: a debt is kept, handed over, waived, or put on long term.

use super::act::Act;
use super::failure::Failure;
use super::moment::{Side, parse};
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::ids::Name;
use crate::domain::settlements::{How, SettleDebt};
use clap::Args;

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("how").required(true))]
pub struct Settle {
    /// The debt, as `warroom owed` names it: promise:12
    debt: String,
    /// It is kept
    #[arg(long, group = "how")]
    kept: bool,
    /// Somebody else owes it from now on
    #[arg(long, group = "how", value_name = "NAME")]
    to: Option<String>,
    /// Nobody will do it, and why
    #[arg(long, group = "how", value_name = "REASON")]
    waive: Option<String>,
    /// It is owed long after the incident, by then: 2026-12-01, 30d; takes --reason
    #[arg(long, group = "how", value_name = "TIME", requires = "reason")]
    long_term: Option<String>,
    /// Why it is put on long term
    #[arg(long, requires = "long_term")]
    reason: Option<String>,
    /// Who owes it then, if not whoever does now
    #[arg(long, requires = "long_term")]
    owner: Option<String>,
}

impl Act for Settle {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let name = |text: &Option<String>| Name::from(text.as_deref().unwrap_or_default());
        let how = match (&self.to, &self.waive, &self.long_term) {
            (Some(_), _, _) => How::Transferred { to: name(&self.to) },
            (_, Some(reason), _) => How::Waived {
                reason: reason.as_str().into(),
            },
            (_, _, Some(due)) => How::LongTerm {
                reason: self.reason.as_deref().unwrap_or_default().into(),
                owner: name(&self.owner),
                due: parse(due, Side::Future, session.now, &session.zone)?,
            },
            (None, None, None) => How::Kept,
        };
        let numbered = session.numbers.debt(&self.debt);
        let settle = SettleDebt {
            debt: numbered.unwrap_or_else(|| self.debt.clone()).into(),
            how,
        };
        Ok(Command::SettleDebt(settle).into())
    }
}
