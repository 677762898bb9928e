//! `warroom` and `warroom demo`: the screen, on a hub or on a rehearsed incident.

use super::context::Context;
use super::failure::Failure;
use crate::domain::span::Span;
use crate::run::embedded::Life;
use crate::run::reach::{Connection, Place, login};
use crate::run::terminal::refuse_unless_tty;
use clap::Args;

#[derive(Debug, Args)]
pub struct Demo {
    /// How many times faster than the world
    #[arg(long, default_value_t = 10.0)]
    speed: f64,
    /// The same seed is the same incident
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// End after this much time of the incident, such as 60s or 20m
    #[arg(long)]
    exit_after: Option<Span>,
}

/// Opens the screen on the hub that is named, else on the local room.
pub async fn open(context: &Context) -> Result<u8, Failure> {
    refuse_unless_tty()?;
    let connection = Connection::open(&context.settings, Life::Room).await?;
    let label = match &connection.place {
        Place::Named { .. } => None,
        Place::Local { .. } => Some("LOCAL ROOM"),
    };
    let ended = screen::open(context, &connection, label, login().as_str()).await;
    connection.end().await;
    ended
}

impl Demo {
    pub async fn run(&self, context: &Context) -> Result<u8, Failure> {
        if !self.speed.is_finite() || self.speed <= 0.0 {
            return Err(Failure::usage(
                "the speed must be more than 0; expected a number such as 10",
            ));
        }
        screen::demo(context, self.speed, self.seed, self.exit_after).await
    }
}

// STUB: what `crate::run::room::open` and `crate::run::demo::run` will do. Delete this module when they are there, and
// call them above.
mod screen {
    use super::{Connection, Context, Failure, Span};

    pub async fn open(_: &Context, _: &Connection, _: Option<&str>, _: &str) -> Result<u8, Failure> {
        Err(Failure::said("the screen is not built in yet"))
    }

    pub async fn demo(_: &Context, _: f64, _: u64, _: Option<Span>) -> Result<u8, Failure> {
        Err(Failure::said("the demo is not built in yet"))
    }
}
