//! `warroom report review`, `approve`, `issue`: from the draft to the customers.

use super::Which;
use super::show::template;
use crate::cli::act::{Act, tell};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::session::{Asked, Session};
use crate::cli::word;
use crate::domain::command::Command;
use crate::domain::ids::ContactId;
use crate::domain::outreach::Channel;
use crate::domain::report_content::content;
use crate::domain::reports::{ApproveReport, IssueReport, ReviewReport, Reviewer};
use crate::run::embedded::Life;
use clap::Args;

#[derive(Debug, Args)]
pub struct Review {
    #[command(flatten)]
    which: Which,
    /// For whom you have read it: engineering, legal, cs
    #[arg(value_parser = word::reviewer)]
    reviewer: Reviewer,
    /// A strong objection: what must change
    #[arg(long)]
    objection: Option<String>,
    /// A word beside a yes
    #[arg(long, conflicts_with = "objection")]
    note: Option<String>,
}

#[derive(Debug, Args)]
pub struct Approve {
    #[command(flatten)]
    which: Which,
    /// Why it goes out although something is missing
    #[arg(long)]
    despite: Option<String>,
}

#[derive(Debug, Args)]
pub struct Issue {
    #[command(flatten)]
    which: Which,
    /// To this account, by id or name; may be given several times
    #[arg(long, required_unless_present = "all")]
    account: Vec<String>,
    /// To everyone who is owed it and has not got it
    #[arg(long, conflicts_with = "account")]
    all: bool,
    /// Who got it, by their id in the list of contacts
    #[arg(long)]
    contact: Option<String>,
    /// email, phone, sms, chat, video, in_person
    #[arg(long, value_parser = word::channel, default_value = "email")]
    channel: Channel,
    /// What was said with it
    #[arg(long, default_value = "")]
    words: String,
}

impl Act for Review {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let note = self.objection.as_ref().or(self.note.as_ref());
        let review = ReviewReport {
            report: self.which.id(session)?,
            reviewer: self.reviewer,
            fine: self.objection.is_none(),
            note: note.map(|note| note.as_str().into()).unwrap_or_default(),
        };
        Ok(Command::ReviewReport(review).into())
    }
}

impl Approve {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let template = template(context)?;
        let session = Session::open(context, Life::Command).await;
        let mut session = session.map_err(Failure::not_sent)?;
        let asked = self.ask(&session, &template);
        let done = match asked {
            Ok(asked) => tell(context, &mut session, asked).await,
            Err(failure) => Err(failure),
        };
        session.end().await;
        done.map(|()| 0)
    }

    fn ask(&self, session: &Session, template: &crate::report::Template) -> Result<Asked, Failure> {
        let incident = session.incident()?;
        let report = self.which.id(session)?;
        let mut read = content(incident, report, None, session.now);
        read.approved = true;
        let text = template.markdown(&read).map_err(Failure::said)?;
        let approve = ApproveReport {
            report,
            draft: incident.reports.get(report).map(|report| report.draft().seq),
            text: text.into(),
            despite: self.despite.as_deref().map(Into::into),
        };
        Ok(Command::ApproveReport(approve).into())
    }
}

impl Act for Issue {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let accounts = self.account.iter().map(|account| session.account(account));
        let issue = IssueReport {
            report: self.which.id(session)?,
            accounts: accounts.collect::<Result<_, _>>()?,
            contact: self.contact.as_deref().map(ContactId::from),
            channel: self.channel,
            words: self.words.as_str().into(),
        };
        Ok(Command::IssueReport(issue).into())
    }
}
