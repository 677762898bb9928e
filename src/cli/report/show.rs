//! `warroom report rfi` and `check`: a report as text, and a template that makes one.

use super::Which;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::session::Session;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::refusal::Refusal;
use crate::domain::report_content::{content, given};
use crate::domain::reports::ReportId;
use crate::report::{Template, page};
use crate::run::embedded::Life;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    which: Which,
    /// For this account, with its own times, calls, promises and credit
    #[arg(long)]
    account: Option<String>,
    /// What they were last sent, though a newer draft is being written
    #[arg(long, requires = "account")]
    sent: bool,
    /// Write it to this file
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// A page to print, in place of Markdown
    #[arg(long)]
    html: bool,
}

#[derive(Debug, Args)]
pub struct Check {
    /// The template; left out: the one this machine would use
    file: Option<PathBuf>,
}

impl Show {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let template = template(context)?;
        let session = Session::open(context, Life::Command).await?;
        let text = self.text(&session, &template);
        session.end().await;
        let text = text?;
        match &self.output {
            None => context.lines(text.trim_end())?,
            Some(path) => {
                let written = std::fs::write(path, text);
                written
                    .map_err(|error| Failure::said(format!("cannot write {}: {error}", path.display())))?;
                context.line(format!("written to {}", path.display()))?;
            }
        }
        Ok(0)
    }

    fn text(&self, session: &Session, template: &Template) -> Result<String, Failure> {
        let incident = session.incident()?;
        let report = self.which.id(session)?;
        let account = session.some_account(self.account.as_deref())?;
        let content = match account.as_ref().filter(|_| self.sent) {
            None => content(incident, report, account.as_ref(), session.now),
            Some(account) => {
                let given = given(incident, report, account, session.now);
                given.ok_or_else(|| not_sent(incident, report, account))?
            }
        };
        let markdown = template.markdown(&content).map_err(Failure::said)?;
        let title = format!("{}: {}", content.incident, content.title);
        Ok(match self.html {
            true => page(&title, &markdown),
            false => markdown,
        })
    }
}

fn not_sent(incident: &Incident, report: ReportId, account: &AccountId) -> Failure {
    let name = incident.rows.get(account).map(|row| row.name().clone());
    let refusal = Refusal::NotSent {
        account: name.unwrap_or_else(|| account.as_str().into()),
        report: report.named(),
    };
    Failure::said(refusal)
}

impl Check {
    pub fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match &self.file {
            None => {
                template(context)?;
                context.line("the template of this machine is right")?;
            }
            Some(file) => {
                let text = std::fs::read_to_string(file);
                let text =
                    text.map_err(|error| Failure::said(format!("cannot read {}: {error}", file.display())))?;
                Template::parse(file, &text).map_err(Failure::said)?;
                context.line(format!("{} is right", file.display()))?;
            }
        }
        Ok(0)
    }
}

/// The template of this machine.
pub fn template(context: &Context) -> Result<Template, Failure> {
    Template::load(&context.settings.places.reports()).map_err(Failure::said)
}
