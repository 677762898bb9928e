//! `warroom owed`: what is owed to customers, over all incidents, the closed ones included.

use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use crate::domain::due::{Due, owed};
use crate::domain::ids::{IncidentId, Name};
use crate::run::embedded::Life;
use crate::tui::words::when::{Count, clock, until};
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
    // What is owed over a desk is read out over all incidents; it says of which each is.
    let named = session.named().filter(|_| !session.over_a_desk());
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
    let lines: Vec<Line> = all.iter().map(|(id, due)| line(*id, due, session)).collect();
    if lines.is_empty() {
        return context.line("nothing is owed");
    }
    let widest = lines
        .iter()
        .map(|line| line.key.chars().count())
        .max()
        .unwrap_or(0);
    for Line { key, id, text } in lines {
        context.line(format!("{key:<widest$} {id:<6} {text}"))?;
    }
    Ok(())
}

/// One debt: the name that `settle` takes, the incident, the rest.
struct Line {
    key: String,
    id: IncidentId,
    text: String,
}

fn line(id: IncidentId, due: &Due, session: &Session) -> Line {
    let at = match due.dated() {
        true => clock(due.at, session.now, &session.zone) + " ",
        false => String::new(),
    };
    let left = until(due.at, session.now, Count::Minutes);
    let term = if due.long_term { "long-term, " } else { "" };
    Line {
        key: due.kind.key(),
        id,
        text: format!("{at}{term}{left}: {}{}", due.what, of(due.owner.as_ref())),
    }
}

fn of(owner: Option<&Name>) -> String {
    owner.map(|owner| format!(", {owner}")).unwrap_or_default()
}
