//! The doctor on the hub: which one is meant, whether it answers and as whom, whose clock is wrong, and what waits for it.

use super::finding::{Finding, well};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::session::Session;
use crate::clock::Clock;
use crate::config::values::HubAddress;
use crate::domain::actor::Actor;
use crate::domain::ids::Seq;
use crate::run::embedded::{Life, is_running};
use crate::run::local::Local;
use crate::run::outbox::waiting;
use crate::wire::ME;
use std::time::Duration;

/// Clocks further apart than this, in seconds, make times that people type wrong.
const APART: f64 = 2.0;

/// What is found, and whether there is a hub to work with.
pub async fn findings(context: &Context) -> (Vec<Finding>, bool) {
    let named = context.settings.config.hub.as_ref().map(|hub| {
        let address = match &hub.value {
            HubAddress::Url(url) => url.clone(),
            HubAddress::Unix(path) => format!("unix:{}", path.display()),
        };
        format!("{address} {}", hub.origin)
    });
    let (mut found, reached) = match named {
        None => local(context).await,
        Some(named) => remote(context, named).await,
    };
    found.push(outbox(waiting(&context.settings.paths.outbox())));
    (found, reached)
}

async fn local(context: &Context) -> (Vec<Finding>, bool) {
    let shared = context.settings.config.local.as_ref();
    let whose = match shared.map(|shared| Local::of(&context.settings).map(|_| &shared.group.value)) {
        None => String::new(),
        Some(Ok(group)) => format!(" of the group {group}"),
        Some(Err(error)) => {
            let finding =
                well("hub", "none is named, and the local room cannot be used").bad(format!("{error:#}"));
            return (vec![finding], false);
        }
    };
    let state = match is_running(&context.settings).await {
        true => "running",
        false => "not running; the next command starts it",
    };
    let place = Local::place(&context.settings);
    let finding = well(
        "hub",
        format!(
            "none is named: the local room{whose}, {state}, {}",
            place.display()
        ),
    );
    (vec![finding], true)
}

async fn remote(context: &Context, named: String) -> (Vec<Finding>, bool) {
    let hub = well("hub", named);
    match ask(context).await {
        Ok(answer) => {
            let mut found = vec![hub, well("answer", answer.said()), clock(answer.offset)];
            found.extend(answer.me.map(access));
            (found, true)
        }
        Err(failure) => {
            let why = failure.sentence().map(|why| why.to_string()).unwrap_or_default();
            let advice = advice(&failure);
            (vec![hub, well("answer", why).bad(advice)], false)
        }
    }
}

fn advice(failure: &Failure) -> &'static str {
    match failure {
        Failure::Away(_) => {
            "see that `warroom serve` runs there, that the address is right, and that the network lets you"
        }
        Failure::Said(_) | Failure::Unknown(_) | Failure::Usage(_) | Failure::Ended(_) | Failure::Closed => {
            "mend what it says; where the token is no longer good, whoever runs the hub gives you a new one: \
             `warroom token new --name NAME --role ROLE`"
        }
    }
}

struct Answer {
    road: Duration,
    events: Seq,
    /// The hub's clock less this one, in seconds.
    offset: f64,
    me: Option<Actor>,
}

impl Answer {
    fn said(&self) -> String {
        let road = self.road.as_secs_f64() * 1_000.0;
        format!("answers in {road:.0} ms with {} events read", self.events)
    }
}

async fn ask(context: &Context) -> Result<Answer, Failure> {
    let clock = Clock::real();
    let mut session = Session::connect(context, Life::Command).await?;
    // The first answer makes the connection; the second tells how far it is.
    session.news(0).await?;
    let before = clock.running();
    session.news(0).await?;
    let road = clock.running() - before;
    let apart = session.now.duration_since(clock.now()).as_secs_f64();
    Ok(Answer {
        road,
        events: session.picture.through(),
        offset: apart + road.as_secs_f64() / 2.0,
        me: session.get::<Actor>(ME).await.ok(),
    })
}

fn clock(offset: f64) -> Finding {
    let says = format!("the hub's clock is {offset:+.1} s from this one");
    match offset.abs() <= APART {
        true => well("clock", says),
        false => well("clock", says).better(
            "set this machine's clock, or the hub's: the room counts by the hub's, and `date` here says another time",
        ),
    }
}

fn access(me: Actor) -> Finding {
    well("access", format!("{}, as {}", me.name, me.access.as_str()))
}

fn outbox(waiting: usize) -> Finding {
    let about = "outbox";
    match waiting {
        0 => well(about, "nothing waits to be sent"),
        waiting => well(
            about,
            format!("{waiting} of what you recorded is not with the hub yet"),
        )
        .better("open the room: it is sent as soon as the hub answers"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_that_answers_no_is_not_taken_for_one_that_does_not_run() {
        assert!(advice(&Failure::Away("no route".to_owned())).contains("warroom serve"));
        let denied = advice(&Failure::said("your token has expired"));
        assert!(
            denied.contains("token new") && !denied.contains("serve"),
            "{denied}"
        );
    }

    #[test]
    fn a_clock_that_is_wrong_and_what_waits_come_with_what_to_do() {
        assert_eq!(clock(-0.4).advice, None);
        assert!(clock(-95.0).says.contains("-95.0 s"));
        assert!(clock(3.0).advice.is_some());
        assert_eq!(outbox(0).advice, None);
        assert!(outbox(2).says.starts_with("2 of what you recorded"));
    }
}
