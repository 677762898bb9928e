//! `warroom brief`: one page of how it stands, five lines for executives on top.

use super::act::tell;
use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use crate::domain::brief::brief;
use crate::domain::briefs::GiveBrief;
use crate::domain::command::Command;
use crate::domain::text::Clean;
use crate::run::embedded::Life;
use crate::tui::words::brief::page;
use clap::Args;

/// The page is as wide as mail and paper like it.
const WIDTH: usize = 80;

#[derive(Debug, Args)]
pub struct Brief {
    /// For machines
    #[arg(long, conflicts_with = "given_to")]
    json: bool,
    /// Record that it was given to them, in words ("CEO, CFO"); nothing is printed
    #[arg(long, value_name = "WORDS")]
    given_to: Option<String>,
}

impl Brief {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await;
        let mut session = match self.given_to {
            Some(_) => session.map_err(Failure::not_sent)?,
            None => session?,
        };
        let done = match &self.given_to {
            Some(to) => {
                let to = Some(Clean::from(to.as_str()));
                let given = Command::GiveBrief(GiveBrief { to });
                tell(context, &mut session, given.into()).await
            }
            None => self.write(context, &session),
        };
        session.end().await;
        done.map(|()| 0)
    }

    fn write(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let brief = brief(&session.picture, session.incident()?, session.now, true);
        if self.json {
            return context.json(&brief);
        }
        for line in page(&brief, &session.zone, WIDTH) {
            context.line(line)?;
        }
        Ok(())
    }
}
