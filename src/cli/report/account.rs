//! `warroom report impact` and `ack`: what one account felt, and that it has a report.

use super::Which;
use crate::cli::act::Act;
use crate::cli::failure::Failure;
use crate::cli::moment::{Side, maybe};
use crate::cli::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::ids::{ContactId, Name};
use crate::domain::reports::{AcknowledgeReport, Credit, RecordImpact};
use clap::Args;

#[derive(Debug, Args)]
pub struct Impact {
    /// The account, by id or name
    account: String,
    /// What it felt, in words it may read
    #[arg(default_value = "")]
    text: Vec<String>,
    /// Since when: 14:30, 5m ago as 5m, or RFC 3339
    #[arg(long, allow_hyphen_values = true)]
    from: Option<String>,
    /// Until when
    #[arg(long, allow_hyphen_values = true)]
    until: Option<String>,
    /// What it gets back, as it reads it: "10 % of July's fee, taken off the next invoice"
    #[arg(long, requires = "approved_by")]
    credit: Option<String>,
    /// Who has approved the credit
    #[arg(long, requires = "credit")]
    approved_by: Option<String>,
}

#[derive(Debug, Args)]
pub struct Ack {
    #[command(flatten)]
    which: Which,
    /// The account, by id or name
    account: String,
    /// Who said so, by their id in the list of contacts
    #[arg(long)]
    contact: Option<String>,
    /// What they asked
    #[arg(long, default_value = "")]
    questions: String,
}

impl Act for Impact {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let time = |given: &Option<String>| maybe(given.as_deref(), Side::Past, session.now, &session.zone);
        let credit = self.credit.as_deref().zip(self.approved_by.as_deref());
        let impact = RecordImpact {
            account: session.account(&self.account)?,
            from: time(&self.from)?,
            until: time(&self.until)?,
            text: self.text.join(" ").into(),
            credit: credit.map(|(text, by)| Credit {
                text: text.into(),
                approved_by: Name::from(by),
            }),
        };
        Ok(Command::RecordImpact(impact).into())
    }
}

impl Act for Ack {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let ack = AcknowledgeReport {
            report: self.which.id(session)?,
            account: session.account(&self.account)?,
            contact: self.contact.as_deref().map(ContactId::from),
            questions: self.questions.as_str().into(),
        };
        Ok(Command::AcknowledgeReport(ack).into())
    }
}
