//! `warroom` and `warroom demo`: the screen, on a hub or on a rehearsed incident.

use super::context::Context;
use super::failure::Failure;
use crate::domain::actor::{Access, Actor};
use crate::domain::span::Span;
use crate::run::embedded::Life;
use crate::run::look::Look;
use crate::run::reach::{Connection, Place, login};
use crate::run::room::{self, Opening};
use crate::run::terminal::refuse_unless_tty;
use crate::tui::stage::Setting;
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
    let (label, place, join) = match &connection.place {
        Place::Named { address, origin } => (None, format!("{address}, {origin}"), None),
        Place::Local { socket } => {
            let join = connection.is_host().then(|| "warroom --as NAME".to_owned());
            (Some("LOCAL ROOM".to_owned()), socket.display().to_string(), join)
        }
    };
    let opening = Opening {
        hub: connection.hub.clone(),
        setting: setting(context, label, join)?,
        look: look(context),
        place,
    };
    let ended = room::open(opening).await;
    connection.end().await;
    Ok(ended?)
}

/// Who looks, and in which zone. Over TCP the hub corrects the name: the token says who it is.
fn setting(context: &Context, label: Option<String>, join: Option<String>) -> Result<Setting, Failure> {
    let settings = &context.settings;
    let named = settings.config.name.as_ref().map(|name| name.value.clone());
    let me = Actor {
        name: named.unwrap_or_else(login),
        access: Access::Admin,
    };
    Ok(Setting {
        me,
        zone: settings.zone()?,
        label,
        join,
    })
}

fn look(context: &Context) -> Look {
    let env = |name: &str| std::env::var(name).ok();
    Look::of_this_terminal(&context.settings.config.screen, &env)
}

impl Demo {
    pub async fn run(&self, context: &Context) -> Result<u8, Failure> {
        if !self.speed.is_finite() || self.speed <= 0.0 {
            return Err(Failure::usage(
                "the speed must be more than 0; expected a number such as 10",
            ));
        }
        let _ = context;
        Err(Failure::said("the demo is not built in yet"))
    }
}
