//! `warroom status`: the picture now, in one line or as JSON.

use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use crate::domain::due::{Due, DueState, Kind, dues, gathered, long_term};
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::span::ago;
use crate::domain::state::Internal;
use crate::run::embedded::Life;
use crate::tui::words::fit;
use crate::tui::words::when::{Count, until};
use crate::wire::status::status;
use clap::Args;
use jiff::Timestamp;

/// In cells: the rest of the line is worth more than the end of a long title.
const TITLE: usize = 40;

#[derive(Debug, Args)]
pub struct Status {
    /// The whole picture, for machines
    #[arg(long)]
    json: bool,
}

impl Status {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let done = self.write(context, &session);
        session.end().await;
        done.map(|()| 0)
    }

    fn write(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let named = match session.named() {
            Some(id) => Some(session.picture.which(Some(id))?),
            None => None,
        };
        if self.json {
            let mut status = status(&session.picture, session.now, true);
            status
                .incidents
                .retain(|one| named.is_none_or(|named| named.id == one.id));
            return context.json(&status);
        }
        context.line(line(&session.picture, named, session.now))
    }
}

/// One line, fit for the status bar of a terminal multiplexer: the incident named, else the worst.
fn line(picture: &Picture, named: Option<&Incident>, now: Timestamp) -> String {
    let open = picture.open();
    let mut parts = match named.or_else(|| open.first().copied()) {
        Some(incident) => parts(incident, now),
        None => vec!["no incident".to_owned()],
    };
    if named.is_none() && open.len() > 1 {
        parts.push(format!("1 of {}", open.len()));
    }
    // What is owed long after: nobody looks at those incidents any more.
    match long_term(picture.incidents()) {
        0 => {}
        some => parts.push(format!("{some} owed")),
    }
    match picture.inbox().len() {
        0 => {}
        1 => parts.push("1 alert in the inbox".to_owned()),
        several => parts.push(format!("{several} alerts in the inbox")),
    }
    parts.join(" | ")
}

fn parts(incident: &Incident, now: Timestamp) -> Vec<String> {
    let severity = incident.severity.as_str().to_uppercase();
    let mut parts = vec![format!("{severity} {}", fit::cut(&incident.title, TITLE))];
    parts.push(match incident.internal {
        Internal::Open => format!("down {}", ago(incident.t0, now)),
        Internal::Mitigated | Internal::Resolved | Internal::Closed => incident.state_words().to_owned(),
    });
    parts.push(match incident.holder(Duty::Commander) {
        Some(commander) => commander.to_string(),
        None => "no commander".to_owned(),
    });
    let dues = gathered(dues(incident));
    let overdue = dues
        .iter()
        .filter(|due| due.state(now) == DueState::Overdue)
        .count();
    if overdue > 0 {
        parts.push(format!("{overdue} overdue"));
    }
    let coverage = incident.coverage();
    match coverage.total - coverage.spoken {
        _ if coverage.total == 0 => parts.push("0 on the call list".to_owned()),
        0 => parts.push(format!("all {} heard", coverage.total)),
        rest => parts.push(format!("{rest} of {} not heard", coverage.total)),
    }
    // A step of a checklist is a sentence too long for this line.
    let next = dues
        .iter()
        .find(|due| due.at > now && due.shown(now) && !matches!(due.kind, Kind::Step(_)));
    parts.extend(next.map(|due| next_due(due, now)));
    parts
}

fn next_due(due: &Due, now: Timestamp) -> String {
    format!("next: {} {}", due.what, until(due.at, now, Count::Minutes))
}
