//! `warroom` and `warroom demo`: the screen, on a hub or on a rehearsed incident.

use super::context::Context;
use super::failure::Failure;
use super::plain;
use crate::client::connection::{Address, Hub, Reach};
use crate::domain::actor::{Access, Actor};
use crate::domain::span::Span;
use crate::run::demo;
use crate::run::demo::timeline::print_timeline;
use crate::run::desk;
use crate::run::embedded::{Hindrance, Life};
use crate::run::habits::Habits;
use crate::run::look::Look;
use crate::run::reach::{Connection, Place, login};
use crate::run::room::{self, Ended, Opening};
use crate::run::settings::Settings;
use crate::run::terminal::refuse_unless_tty;
use crate::run::themes::{Themes, Wardrobe};
use crate::tui::canvas::Lines;
use crate::tui::manner::Manner;
use crate::tui::screen::guide::First;
use crate::tui::stage::{LOCAL, Setting};
use crate::tui::theme::shelf::{BUILT_IN, DEFAULT};
use clap::Args;
use std::env;
use std::io::{self, IsTerminal, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tokio::net::UnixStream;

/// Stands in the header of a screen that cannot write.
const READ_ONLY: &str = "READ-ONLY";

#[derive(Debug, Args)]
pub struct Demo {
    /// How many times faster than the world
    #[arg(long, default_value_t = 10.0, value_parser = super::speed::speed)]
    speed: f64,
    /// The same seed is the same incident
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// End after this much time of the incident, such as 60s or 20m
    #[arg(long)]
    exit_after: Option<Span>,
    /// Join the demo that is running in another terminal
    #[arg(long)]
    join: bool,
}

/// Opens the screen on the hub that is named, else on the local room; or the same in lines of text.
pub async fn open(context: &mut Context) -> Result<u8, Failure> {
    let plain = plainly(context);
    if plain.is_none() {
        refuse_unless_tty()?;
    }
    // Before the room leaves its own record there.
    let first = first(context);
    let connection = Connection::open(&context.settings, Life::Room).await?;
    let (label, place, join) = match &connection.place {
        Place::Named { address, origin } => (None, format!("{address}, {origin}"), None),
        Place::Local { socket, group: None } => {
            let join = connection.is_host().then(|| "warroom --as NAME".to_owned());
            (Some(LOCAL.to_owned()), socket.display().to_string(), join)
        }
        Place::Local {
            socket,
            group: Some(group),
        } => {
            let join = connection
                .is_host()
                .then(|| format!("warroom, by anybody of {group} on this machine"));
            (
                Some(format!("{LOCAL} {group}")),
                socket.display().to_string(),
                join,
            )
        }
    };
    if let Some(chosen) = plain {
        let opening = desk::Opening {
            hub: connection.hub.clone(),
            setting: setting(context, label, join)?,
            place,
            hindrance: connection.hindrance.clone(),
            incident: context.incident,
            manner: context.manner,
            paths: context.settings.paths.clone(),
            keeps: true,
            on_due: habits(context).on_due,
        };
        let ended = plain::run(context, opening, chosen).await;
        connection.end().await;
        return ended;
    }
    let opening = Opening {
        hub: connection.hub.clone(),
        setting: setting(context, label, join)?,
        manner: context.manner,
        look: look(context),
        wardrobe: wardrobe(context),
        place,
        hindrance: connection.hindrance.clone(),
        incident: context.incident,
        habits: habits(context),
        // Nobody answers questions at a screen that only looks.
        first: first.filter(|_| context.manner.writes()),
        paths: context.settings.paths.clone(),
        keeps: true,
    };
    let ended = room::open(opening).await;
    connection.end().await;
    let ended = ended?;
    if ended.again {
        return Err(begin_again());
    }
    Ok(left(ended))
}

/// What is asked of somebody who has chosen nothing yet.
fn first(context: &Context) -> Option<(First, PathBuf)> {
    let settings = &context.settings;
    let file = settings.unchosen()?;
    let own = Themes::of(&settings.places)
        .own()
        .into_iter()
        .map(|(name, _)| name);
    let mut themes: Vec<String> = vec![DEFAULT.to_owned()];
    for name in BUILT_IN.map(|(name, _)| name.to_owned()).into_iter().chain(own) {
        if !themes.contains(&name) {
            themes.push(name);
        }
    }
    let first = First {
        login: login().to_string(),
        file: file.display().to_string(),
        themes,
    };
    Some((first, file))
}

/// This program from its beginning, with the settings there are now; gives why it could not be.
fn begin_again() -> Failure {
    let mut arguments = env::args_os();
    let called = arguments.next();
    let program = env::current_exe().ok().map(PathBuf::into_os_string).or(called);
    let error = Command::new(program.unwrap_or_default()).args(arguments).exec();
    Failure::said(format!("the settings are written; start warroom again: {error}"))
}

/// Whether it is to be in lines of text, and why if nobody said so: a dumb terminal can show nothing else.
fn plainly(context: &Context) -> Option<plain::Chosen> {
    // A wall is looked at from far away.
    if context.manner == Manner::Wall {
        return None;
    }
    let screen = &context.settings.config.screen;
    let chosen = screen.plain.as_ref().map(|plain| plain.value);
    let dumb = chosen.is_none()
        && io::stdin().is_terminal()
        && io::stdout().is_terminal()
        && env::var("TERM").as_deref() == Ok("dumb");
    (chosen == Some(true) || dumb).then(|| plain::Chosen {
        why: dumb.then_some("In lines of text: this terminal says that it is dumb (TERM=dumb), and nothing can be drawn on it."),
        ascii: look(context).lines == Lines::Ascii,
    })
}

/// Says what is not with the hub, once the terminal is as it was; gives the exit status.
fn left(ended: Ended) -> u8 {
    let words = ended.unsent.words();
    if !words.is_empty() {
        // Whoever closed the terminal cannot read it.
        let _ = writeln!(io::stderr(), "warroom: {words}");
    }
    ended.status
}

/// Who looks, and in which zone. Over TCP the hub corrects the name: the token says who it is.
fn setting(context: &Context, label: Option<String>, join: Option<String>) -> Result<Setting, Failure> {
    let settings = &context.settings;
    let named = settings.config.name.as_ref().map(|name| name.value.clone());
    let me = Actor {
        name: named.unwrap_or_else(login),
        access: Access::Admin,
    };
    let parts = label
        .into_iter()
        .chain((context.manner == Manner::ReadOnly).then(|| READ_ONLY.to_owned()));
    let label = parts.collect::<Vec<_>>().join(", ");
    Ok(Setting {
        me,
        zone: settings.zone()?,
        label: Some(label).filter(|label| !label.is_empty()),
        join,
        template: super::report::template(context)?,
    })
}

fn look(context: &Context) -> Look {
    let env = |name: &str| std::env::var(name).ok();
    Look::of_this_terminal(&context.settings.config.screen, &env)
}

fn habits(context: &Context) -> Habits {
    let env = |name: &str| std::env::var(name).ok();
    let Settings { config, places, .. } = &context.settings;
    Habits::of(config, &look(context), &env).speaking(config.screen.language.as_ref(), &places.words())
}

fn wardrobe(context: &Context) -> Wardrobe {
    let settings = &context.settings;
    let chosen = settings.config.screen.theme.as_ref();
    Wardrobe::open(Themes::of(&settings.places), chosen, look(context).depth)
}

impl Demo {
    /// On a terminal the room opens on it; in a pipe its timeline is printed.
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        if context.manner == Manner::Wall {
            // A timeline is none.
            refuse_unless_tty()?;
        }
        let paths = context.settings.paths.clone();
        paths.make()?;
        if self.join {
            return watch(context, &paths.demo_socket(), None).await;
        }
        let draws = io::stdout().is_terminal() || plainly(context).is_some();
        let options = demo::Options {
            scenario: "region-down".to_owned(),
            seed: self.seed,
            speed: self.speed,
            exit_after: self.exit_after,
            socket: paths.demo_socket(),
        };
        let demo = demo::Demo::start(options).await?;
        let ended = match draws {
            true => tokio::select! {
                ended = watch(context, demo.socket(), Some(join())) => ended,
                () = demo.time_is_up() => Ok(0),
            },
            false => print_timeline(&demo, &mut io::stdout())
                .await
                .map(|()| 0)
                .map_err(Failure::from),
        };
        demo.stop().await;
        ended
    }
}

/// How the room on a demo is joined, by the program as it was called here.
fn join() -> String {
    let program = env::args().next().unwrap_or_else(|| "warroom".to_owned());
    format!("{program} demo --join --as lisa")
}

/// The room on a demo, until somebody leaves it.
async fn watch(context: &mut Context, socket: &Path, join: Option<String>) -> Result<u8, Failure> {
    let plain = plainly(context);
    if plain.is_none() {
        refuse_unless_tty()?;
    }
    if UnixStream::connect(socket).await.is_err() {
        return Err(Failure::said("no demo is running; start one with `warroom demo`"));
    }
    let hub = Hub::new(Reach {
        address: Address::Socket(socket.to_owned()),
        token: None,
        speak_as: context
            .settings
            .config
            .name
            .as_ref()
            .map(|name| name.value.clone()),
        ca: None,
    })?;
    let setting = setting(context, Some("DEMO".to_owned()), join)?;
    if let Some(chosen) = plain {
        let opening = desk::Opening {
            hub,
            setting,
            place: socket.display().to_string(),
            hindrance: Hindrance::default(),
            incident: None,
            manner: context.manner,
            paths: context.settings.paths.clone(),
            keeps: false,
            // Nobody is called who is not there.
            on_due: None,
        };
        return plain::run(context, opening, chosen).await;
    }
    let opening = Opening {
        hub,
        setting,
        manner: context.manner,
        look: look(context),
        wardrobe: wardrobe(context),
        place: socket.display().to_string(),
        hindrance: Hindrance::default(),
        incident: context.incident,
        habits: habits(context).rehearsed(),
        first: None,
        paths: context.settings.paths.clone(),
        keeps: false,
    };
    Ok(left(room::open(opening).await?))
}
