//! `warroom coverage`: who has heard from us, tier by tier, and when all will have.

use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use crate::domain::coverage::Coverage;
use crate::domain::forecast::Needed;
use crate::domain::ids::IncidentId;
use crate::domain::outlook::{Outlook, TierOutlook};
use crate::run::embedded::Life;
use crate::tui::words::when::{clock, lasted, rough};
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Show {
    /// As JSON, for machines
    #[arg(long)]
    json: bool,
}

/// What machines read.
#[derive(Serialize)]
struct Told<'a> {
    incident: IncidentId,
    coverage: &'a Coverage,
    #[serde(flatten)]
    outlook: &'a Outlook,
}

impl Show {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let done = self.write(context, &session);
        session.end().await;
        done.map(|()| 0)
    }

    fn write(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let incident = session.incident()?;
        let (coverage, outlook) = (
            incident.coverage(),
            incident.outlook(&session.picture, session.now),
        );
        if self.json {
            return context.json(&Told {
                incident: incident.id,
                coverage: &coverage,
                outlook: &outlook,
            });
        }
        context.line(format!(
            "reached {} of {}, tried {}, not yet {}",
            coverage.spoken, coverage.total, coverage.attempted, coverage.untouched
        ))?;
        for tier in &outlook.tiers {
            context.line(of_tier(session, tier))?;
        }
        if let Some(oldest) = &outlook.oldest {
            let waited = lasted(oldest.since, session.now);
            context.line(format!("longest without a call: {}, {waited}", oldest.name))?;
        }
        let each = rough(outlook.pace.each.as_secs());
        let how = if outlook.pace.measured {
            "measured"
        } else {
            "assumed"
        };
        let all = outlook.done_at.map(|at| clock(at, session.now, &session.zone));
        let all = all.map_or_else(|| "no end in sight".to_owned(), |at| format!("all by {at}"));
        let all = match outlook.asleep {
            0 => all,
            asleep => format!("{all} but {asleep}, where it is night"),
        };
        context.line(format!(
            "{} calling, {each} an account ({how}): {all}",
            outlook.callers
        ))
    }
}

fn of_tier(session: &Session, tier: &TierOutlook) -> String {
    let at = |at| clock(at, session.now, &session.zone);
    let target = tier
        .target
        .map(|by| format!(", to be by {}", at(by)))
        .unwrap_or_default();
    let done = tier
        .done_at
        .map(|by| format!(", done by {}", at(by)))
        .unwrap_or_default();
    let needed = match tier.needed {
        Some(Needed::Callers(1)) => ", 1 caller needed".to_owned(),
        Some(Needed::Callers(callers)) => format!(", {callers} callers needed"),
        Some(Needed::TooLate(calls)) => format!(", too late for {calls}"),
        Some(Needed::Done) | None => String::new(),
    };
    let name = tier.tier.as_str();
    format!(
        "{name:<9} reached {} of {}{target}{done}{needed}",
        tier.spoken, tier.total
    )
}
