//! `warroom report`: the reports to customers, from the first draft to the last acknowledgement.

mod account;
mod draft;
mod issue;
mod list;
mod show;

use super::act::perform;
use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use super::word;
use crate::domain::reports::{ReportId, ReportKind};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Report {
    /// Print a report as it reads now; an approved one as it was approved
    Rfi(show::Show),
    /// Write the words of a report; everything else in it comes from the record
    Draft(Box<draft::Draft>),
    /// Say that engineering, legal or customer success has read the draft
    Review(issue::Review),
    /// Approve the draft, as the commander or the deputy
    Approve(issue::Approve),
    /// Record that the approved report was sent
    Issue(issue::Issue),
    /// Record that an account has it
    Ack(account::Ack),
    /// Record what one account felt, and the credit approved for it
    Impact(account::Impact),
    /// Say how each report stands, and what it lacks
    List(list::List),
    /// Say what is wrong with a template of your own, if anything
    Check(show::Check),
}

impl Report {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Report::Rfi(show) => show.run(context).await,
            Report::Draft(draft) => draft.run(context).await,
            Report::Review(review) => perform(context, review).await,
            Report::Approve(approve) => approve.run(context).await,
            Report::Issue(issue) => perform(context, issue).await,
            Report::Ack(ack) => perform(context, ack).await,
            Report::Impact(impact) => perform(context, impact).await,
            Report::List(list) => list.run(context).await,
            Report::Check(check) => check.run(context),
        }
    }
}

pub use show::template;

/// Which report is meant.
#[derive(Clone, Debug, Args)]
pub struct Which {
    /// preliminary, update or final
    #[arg(long, value_parser = word::report)]
    kind: ReportKind,
    /// Which update, if not the one being worked on
    #[arg(long)]
    number: Option<u32>,
}

impl Which {
    pub fn id(&self, session: &Session) -> Result<ReportId, Failure> {
        let current = session.incident()?.reports.current(self.kind);
        Ok(match (self.kind, self.number) {
            (ReportKind::Update, Some(number)) => ReportId::Update(number),
            (ReportKind::Update, None) | (ReportKind::Preliminary | ReportKind::Final, _) => current,
        })
    }
}
