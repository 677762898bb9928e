//! `warroom owed`: what is owed to customers, over all incidents, the closed ones included.

use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use crate::domain::due::{Due, Kind, owed};
use crate::domain::ids::IncidentId;
use crate::run::embedded::Life;
use crate::tui::widget::when::{Count, clock, until};
use clap::Args;

#[derive(Debug, Args)]
pub struct Owed {}

impl Owed {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let done = write(context, &session);
        session.end().await;
        done.map(|()| 0)
    }
}

fn write(context: &mut Context, session: &Session) -> Result<(), Failure> {
    let named = session.named();
    if let Some(id) = named {
        session.picture.which(Some(id))?;
    }
    let incidents = session
        .picture
        .incidents()
        .filter(|incident| named.is_none_or(|id| id == incident.id));
    let mut all: Vec<(IncidentId, Due)> = incidents
        .flat_map(|incident| owed(incident).into_iter().map(|due| (incident.id, due)))
        .collect();
    all.sort_by_key(|(id, due)| (due.at, *id));
    if all.is_empty() {
        return context.line("nothing is owed");
    }
    for (id, due) in all {
        let number = match due.kind {
            Kind::Promise(seq) => seq.to_string(),
            _ => "-".to_owned(),
        };
        let at = clock(due.at, session.now, &session.zone);
        let left = until(due.at, session.now, Count::Minutes);
        let owner = due.owner.map(|owner| format!(", {owner}")).unwrap_or_default();
        context.line(format!("{number:>5} {id:<6} {at} {left}: {}{owner}", due.what))?;
    }
    Ok(())
}
