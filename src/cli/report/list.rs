//! `warroom report list`: how each report stands, and what it lacks.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::session::Session;
use crate::domain::report_content::faults;
use crate::domain::reports::Standing;
use crate::run::embedded::Life;
use crate::tui::words::when::clock;
use clap::Args;

#[derive(Debug, Args)]
pub struct List {}

impl List {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let done = write(context, &session);
        session.end().await;
        done.map(|()| 0)
    }
}

fn write(context: &mut Context, session: &Session) -> Result<(), Failure> {
    let incident = session.incident()?;
    let owed = incident.rows.values().filter(|row| row.gets_reports()).count();
    if incident.reports.iter().next().is_none() {
        return context.line(format!(
            "{}: no report is drafted; {owed} accounts are owed them",
            incident.id
        ));
    }
    for report in incident.reports.iter() {
        let draft = report.draft();
        let sent = incident.sent_to(report.id);
        let by = format!("{}, {}", draft.by, clock(draft.at, session.now, &session.zone));
        let standing = match report.standing() {
            Standing::Draft => format!("being written ({by})"),
            Standing::Waiting => format!("waits for approval ({by})"),
            Standing::Approved => format!("approved, version {}", draft.version),
        };
        context.line(format!(
            "{:<12} {standing}; sent to {sent} of {owed}",
            report.id.to_string()
        ))?;
        if report.standing() != Standing::Approved {
            for fault in faults(incident, report.id, session.now) {
                context.line(format!("             {}", fault.sentence))?;
            }
        }
    }
    Ok(())
}
