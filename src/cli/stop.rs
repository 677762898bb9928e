//! `warroom stop`, `go-on`, `stops`: what is held back while customers hurt, and what goes on again.

use super::act::Act;
use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::stops::{IssueStop, ResumeStop, Stop as Stopped};
use crate::domain::text::Clean;
use crate::run::embedded::Life;
use crate::tui::words::when::clock;
use clap::Args;

#[derive(Debug, Args)]
pub struct Stop {
    /// One of the playbook's, as `warroom stops` shows it, or in your own words
    #[arg(required = true)]
    what: Vec<String>,
    /// Who lets it go on again, if not the duty the playbook names
    #[arg(long)]
    owner: Option<String>,
}

#[derive(Debug, Args)]
pub struct GoOn {
    /// What was stopped, as `warroom stops` shows it
    #[arg(required = true)]
    what: Vec<String>,
    /// What to add for the timeline
    #[arg(long)]
    note: Option<String>,
}

#[derive(Debug, Args)]
pub struct Stops {}

impl Act for Stop {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let issue = IssueStop {
            stop: self.what.join(" ").into(),
            owner: self.owner.as_deref().map(Name::from),
        };
        Ok(Command::IssueStop(issue).into())
    }
}

impl Act for GoOn {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let resume = ResumeStop {
            stop: self.what.join(" ").into(),
            note: self.note.as_deref().map(Clean::from),
        };
        Ok(Command::ResumeStop(resume).into())
    }
}

impl Stops {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let done = write(context, &session);
        session.end().await;
        done.map(|()| 0)
    }
}

fn write(context: &mut Context, session: &Session) -> Result<(), Failure> {
    let incident = session.incident()?;
    let lines = lines(incident, session);
    if lines.is_empty() {
        return context.line("nothing is stopped, and the playbook names nothing to stop");
    }
    for line in lines {
        context.line(line)?;
    }
    Ok(())
}

/// The playbook's, in its order; then those in free words.
fn lines(incident: &Incident, session: &Session) -> Vec<String> {
    let planned = &incident.playbook.stops;
    let state = |stop: Option<&Stopped>| match stop {
        None => "not stopped".to_owned(),
        Some(stop) => match &stop.resumed {
            None => format!(
                "stopped {} by {}",
                clock(stop.at, session.now, &session.zone),
                stop.by
            ),
            Some(resumed) => format!(
                "goes on again since {}",
                clock(resumed.at, session.now, &session.zone)
            ),
        },
    };
    let line = |id: &str, what: &str, stop| format!("{id:<20} {what}: {}", state(stop));
    let of_plan = planned
        .iter()
        .map(|plan| line(&plan.id, &plan.what, incident.stops.last(&plan.id)));
    let free = incident
        .stops
        .all()
        .filter(|stop| planned.iter().all(|plan| plan.id != stop.id));
    of_plan
        .chain(free.map(|stop| line(&stop.id, &stop.what, Some(stop))))
        .collect()
}
