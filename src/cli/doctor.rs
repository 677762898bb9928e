//! `warroom doctor`: where the settings come from, whether the hub answers, what the terminal can show, and what to do.

mod finding;
mod hub;
mod screen;

use super::context::Context;
use super::failure::Failure;
use crate::config::{Config, language};
use crate::run::habits;
use crate::run::reach::login;
use crate::run::size;
use crate::run::themes::Themes;
use crate::run::widths;
use crate::tui::theme::shelf::DEFAULT;
use clap::Args;
use finding::{Finding, well};
use screen::Facts;
use std::io::{self, IsTerminal};

#[derive(Debug, Args)]
pub struct Doctor {
    /// The same for machines
    #[arg(long)]
    json: bool,
}

impl Doctor {
    /// 0 when the hub answers, or when there is only the local room.
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let env = |name: &str| std::env::var(name).ok();
        let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        // At a plain prompt somebody else reads the terminal, and would take its answers for lines.
        let ours = context.plain.is_none();
        let can_place = env("TERM").is_some_and(|term| !matches!(term.as_str(), "" | "dumb"));
        let facts = Facts {
            env: &env,
            is_terminal,
            size: is_terminal.then(size::of_terminal).flatten(),
            // Before anything is printed. Without an answer there is nothing to say of it.
            widths: (is_terminal && can_place && ours)
                .then(widths::ask)
                .and_then(Result::ok),
        };
        let mut findings = vec![settings(context), name(context)];
        let (found, reached) = hub::findings(context).await;
        findings.extend(found);
        findings.extend(screen::findings(&facts, &context.settings.config.screen));
        findings.push(theme(context));
        findings.push(keys(&context.settings.config));
        findings.extend(words(context));
        findings.push(playbooks(context));
        match self.json {
            true => context.json(&findings)?,
            false => print(context, &findings)?,
        }
        Ok(u8::from(!reached))
    }
}

fn print(context: &mut Context, findings: &[Finding]) -> Result<(), Failure> {
    for finding in findings {
        context.line(format!("{:<12}{}", finding.about, finding.says))?;
        if let Some(advice) = &finding.advice {
            let mark = if finding.bad { "!" } else { ">" };
            context.line(format!("          {mark} {advice}"))?;
        }
    }
    Ok(())
}

fn settings(context: &Context) -> Finding {
    let files: Vec<String> = context
        .settings
        .config
        .files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    if !files.is_empty() {
        return well("settings", files.join(", "));
    }
    let places = &context.settings.places;
    let user = places.user.as_ref().map(|user| format!(", {}", user.display()));
    let read = format!(
        "no warroom.toml in {}{}",
        places.system.display(),
        user.unwrap_or_default()
    );
    well("settings", read)
}

fn name(context: &Context) -> Finding {
    let name = match &context.settings.config.name {
        Some(name) => format!("{} {}", name.value, name.origin),
        None => format!("{}, the login", login()),
    };
    well("name", name)
}

fn theme(context: &Context) -> Finding {
    let Some(theme) = &context.settings.config.screen.theme else {
        return well("theme", format!("{DEFAULT}, as none is named"));
    };
    let finding = well("theme", format!("{} {}", theme.value, theme.origin));
    match Themes::of(&context.settings.places).named(&theme.value) {
        Ok(_) => finding,
        Err(error) => finding.better(format!(
            "it cannot be used: {}; `warroom theme check` says all of it",
            error.short()
        )),
    }
}

/// The keys of `[keys]`, and those of them that cannot be.
fn keys(config: &Config) -> Finding {
    let (_, faults) = habits::chosen(config);
    let says = match config.keys.len() {
        0 => "those of the table, as none is chosen".to_owned(),
        1 => "1 chosen, the others as in the table".to_owned(),
        many => format!("{many} chosen, the others as in the table"),
    };
    let finding = well("keys", says);
    match faults.is_empty() {
        true => finding,
        false => finding.better(faults.join("; ")),
    }
}

/// What the screen speaks, where that was chosen.
fn words(context: &Context) -> Option<Finding> {
    let chosen = context.settings.config.screen.language.as_ref()?;
    let finding = well("language", format!("{} {}", chosen.value, chosen.origin));
    let (_, faults) = language::load(&chosen.value, &context.settings.places.words());
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    Some(match faults.is_empty() {
        true => finding,
        false => finding.better(faults.join("; ")),
    })
}

fn playbooks(context: &Context) -> Finding {
    let (settled, wrong) = context.settings.settled();
    let finding = well("playbooks", format!("{} can be used", settled.playbooks.len()));
    match wrong.len() {
        0 => finding,
        wrong => finding.better(format!(
            "{wrong} of yours cannot: `warroom playbook check` says why"
        )),
    }
}
