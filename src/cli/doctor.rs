//! `warroom doctor`: where the settings come from, whether the hub answers, and what the terminal can show.

use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use crate::clock::Clock;
use crate::config::values::HubAddress;
use crate::run::embedded::{Life, is_running};
use crate::run::local::Local;
use crate::run::look::Look;
use crate::run::reach::login;
use crate::run::themes::Themes;
use crate::tui::canvas::Lines;
use crate::tui::depth::Depth;
use crate::tui::theme::shelf::DEFAULT;
use clap::Args;
use std::io::{self, IsTerminal};
use std::time::Duration;

#[derive(Debug, Args)]
pub struct Doctor {}

impl Doctor {
    /// 0 when the hub answers, or when there is only the local room.
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        settings(context)?;
        let reached = hub(context).await?;
        terminal(context)?;
        Ok(u8::from(!reached))
    }
}

fn settings(context: &mut Context) -> Result<(), Failure> {
    let files: Vec<String> = context
        .settings
        .config
        .files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let read = match files.is_empty() {
        false => files.join(", "),
        true => {
            let places = &context.settings.places;
            let user = places.user.as_ref().map(|user| format!(", {}", user.display()));
            format!(
                "no warroom.toml in {}{}",
                places.system.display(),
                user.unwrap_or_default()
            )
        }
    };
    context.line(format!("settings    {read}"))?;
    let name = match &context.settings.config.name {
        Some(name) => format!("{} {}", name.value, name.origin),
        None => format!("{}, the login", login()),
    };
    context.line(format!("name        {name}"))
}

async fn hub(context: &mut Context) -> Result<bool, Failure> {
    let named = context.settings.config.hub.as_ref().map(|hub| {
        let address = match &hub.value {
            HubAddress::Url(url) => url.clone(),
            HubAddress::Unix(path) => format!("unix:{}", path.display()),
        };
        format!("{address} {}", hub.origin)
    });
    let Some(named) = named else {
        let shared = context.settings.config.local.as_ref();
        let whose = match shared.map(|shared| Local::of(&context.settings).map(|_| &shared.group.value)) {
            None => String::new(),
            Some(Ok(group)) => format!(" of the group {group}"),
            Some(Err(error)) => {
                let line = format!("hub         none is named, and in the local room: {error:#}");
                context.line(line)?;
                return Ok(false);
            }
        };
        let state = match is_running(&context.settings).await {
            true => "running",
            false => "not running; the next command starts it",
        };
        context.line(format!(
            "hub         none is named: the local room{whose}, {state}, {}",
            Local::place(&context.settings).display()
        ))?;
        return Ok(true);
    };
    context.line(format!("hub         {named}"))?;
    let clock = Clock::real();
    let asked = async {
        let mut session = Session::connect(context, Life::Command).await?;
        // The first answer makes the connection; the second tells how far it is.
        session.news(0).await?;
        let before = clock.running();
        session.news(0).await?;
        Ok::<_, Failure>((clock.running() - before, session.now, session.picture.through()))
    };
    match asked.await {
        Ok((road, hub_time, through)) => {
            let offset = hub_time.duration_since(clock.now()).as_secs_f64() + road.as_secs_f64() / 2.0;
            context.line(format!(
                "            answers in {} with {through} events read; its clock is {offset:+.1} s from this one",
                millis(road)
            ))?;
            Ok(true)
        }
        Err(failure) => {
            if let Some(sentence) = failure.sentence() {
                context.line(format!("            {sentence}"))?;
            }
            Ok(false)
        }
    }
}

fn millis(length: Duration) -> String {
    format!("{:.0} ms", length.as_secs_f64() * 1_000.0)
}

fn terminal(context: &mut Context) -> Result<(), Failure> {
    let env = |name: &str| std::env::var(name).ok();
    let term = env("TERM").unwrap_or_else(|| "not set".to_owned());
    let is_terminal = match io::stdin().is_terminal() && io::stdout().is_terminal() {
        true => "a terminal",
        false => "not a terminal, so the room cannot open here",
    };
    context.line(format!("terminal    {is_terminal}; TERM {term}"))?;
    let screen = &context.settings.config.screen;
    let configured = screen.color.as_ref();
    let look = Look::of_this_terminal(screen, &env);
    let depth = match look.depth {
        Depth::Mono => "none",
        Depth::Sixteen => "16",
        Depth::Indexed => "256",
        Depth::True => "24 bits",
    };
    let why = match (env("NO_COLOR").filter(|set| !set.is_empty()), configured) {
        (Some(_), _) => "NO_COLOR is set".to_owned(),
        (None, Some(color)) => format!("color is set {}", color.origin),
        (None, None) => "by TERM and COLORTERM".to_owned(),
    };
    let theme = match screen.theme.as_ref() {
        Some(theme) => {
            let found = Themes::of(&context.settings.places).named(&theme.value);
            let trouble = found
                .err()
                .map(|error| format!(", and cannot be used: {}", error.short()));
            format!("{} {}{}", theme.value, theme.origin, trouble.unwrap_or_default())
        }
        None => format!("{DEFAULT}, as none is named"),
    };
    context.line(format!("colours     {depth}, {why}"))?;
    context.line(format!("theme       {theme}"))?;
    let characters = match look.lines {
        Lines::Drawn => "drawn lines, by the locale",
        Lines::Ascii => "ASCII: by the settings, or because neither LC_ALL nor LC_CTYPE nor LANG says UTF-8",
    };
    context.line(format!("characters  {characters}"))
}
