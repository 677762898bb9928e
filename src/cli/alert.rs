//! `warroom alert`: what monitors have reported, and where it belongs.

use super::act::{Act, perform};
use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::alerts::Alert as Known;
use crate::domain::command::Command;
use crate::domain::ids::{AlertKey, SourceName};
use crate::domain::merging::{MoveAlert, Place};
use crate::run::embedded::Life;
use crate::tui::words::when::clock;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Alert {
    /// Name every alert, where it belongs, and since when it fires
    List,
    /// Put an alert into an incident, or back into the inbox
    Move(Move),
}

#[derive(Debug, Args)]
pub struct Move {
    /// SOURCE/FINGERPRINT, as `warroom alert list` names it
    alert: String,
    /// INC-1, or inbox
    #[arg(long)]
    to: Place,
}

impl Alert {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Alert::List => list(context).await,
            Alert::Move(asked) => perform(context, asked).await,
        }
    }
}

impl Act for Move {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let alert = key(&self.alert)?;
        Ok(Command::MoveAlert(MoveAlert { alert, to: self.to }).into())
    }
}

/// An alert as `SOURCE/FINGERPRINT`.
///
/// # Errors
/// It has no slash, with what was expected.
pub fn key(text: &str) -> Result<AlertKey, Failure> {
    let Some((source, fingerprint)) = text.split_once('/') else {
        return Err(Failure::usage(format!(
            "{text:?} names no alert; expected SOURCE/FINGERPRINT, as in alertmanager/1a2b3c"
        )));
    };
    Ok(AlertKey {
        source: SourceName::from(source),
        fingerprint: fingerprint.into(),
    })
}

async fn list(context: &mut Context) -> Result<u8, Failure> {
    let session = Session::open(context, Life::Command).await?;
    let mut alerts: Vec<&Known> = session.picture.alerts.values().collect();
    alerts.sort_by_key(|alert| {
        (
            !alert.firing,
            Place::from(alert.incident).to_string(),
            alert.key(),
        )
    });
    if alerts.is_empty() {
        context.line("no monitor has reported an alert")?;
    }
    for alert in alerts {
        let since = |at| clock(at, session.now, &session.zone);
        let state = match alert.cleared_at.filter(|_| !alert.firing) {
            Some(cleared) => format!("cleared {}", since(cleared)),
            None if alert.suppressed() => {
                format!("suppressed, since {}", since(alert.sighting.started_at))
            }
            None => format!("firing since {}", since(alert.sighting.started_at)),
        };
        let place = Place::from(alert.incident);
        let key = alert.key().to_string();
        context.line(format!(
            "{place:<6} {state:<23} {key:<30} {}",
            alert.sighting.title
        ))?;
    }
    session.end().await;
    Ok(0)
}
