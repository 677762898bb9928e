//! `warroom playbook show`: a playbook for people to read before they need it.

mod matrix;

use super::named;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::config::playbooks;
use crate::domain::messages::Phase;
use crate::domain::people::Duty;
use crate::domain::playbook::{Playbook, StepPlan};
use crate::domain::text::Clean;
use crate::tui::words::fit::wrap;
use clap::Args;

/// How wide what is printed gets.
const WIDE: usize = 96;

#[derive(Debug, Args)]
pub struct Show {
    /// As `warroom playbook list` names it
    name: String,
    /// As a file of a playbook, to begin one of your own with
    #[arg(long)]
    toml: bool,
}

impl Show {
    pub fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let found = playbooks::load(&context.settings.places.playbooks());
        let playbook = named(found.playbooks.iter().map(AsRef::as_ref), &self.name)?;
        let text = match self.toml {
            true => toml::to_string_pretty(playbook).map_err(Failure::said)?,
            false => read(playbook),
        };
        context.lines(text.trim_end())?;
        Ok(0)
    }
}

/// What a section says, a line each.
struct Page(Vec<String>);

impl Page {
    fn section(&mut self, title: &str, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        self.0.push(String::new());
        self.0.push(title.to_uppercase());
        self.0.extend(lines);
    }
}

fn read(playbook: &Playbook) -> String {
    let mut page = Page(head(playbook));
    for (severity, row) in &playbook.matrix {
        let title = format!("{} when any of these is so", severity.as_str());
        page.section(&title, items(&row.when));
    }
    page.section("who knows by when, and what is owed", matrix::table(playbook));
    page.section("steps", steps(playbook));
    page.section("stop, and start again afterwards", stops(playbook));
    page.section("call the experts", experts(playbook));
    page.section(
        "first words (text 0, approved beforehand)",
        words(&playbook.first_words),
    );
    page.section("opening of a call", words(&playbook.opening));
    page.section("on the call", items(&playbook.script.notes));
    page.section(
        "what customers can do meanwhile",
        words(&playbook.script.workaround),
    );
    page.section(
        "would it help, or something else more?",
        items(&playbook.script.alternatives),
    );
    page.section("do not say", items(&playbook.do_not_say));
    page.section("gestures", gestures(playbook));
    for phase in [
        Phase::Investigating,
        Phase::Identified,
        Phase::Monitoring,
        Phase::Resolved,
    ] {
        let draft = playbook.texts.get(&phase).map(|text| words(text));
        page.section(
            &format!("page text: {}", phase.as_str()),
            draft.unwrap_or_default(),
        );
    }
    page.section("over only when", items(&playbook.exit));
    page.0.join("\n")
}

fn head(playbook: &Playbook) -> Vec<String> {
    let mut head = vec![format!("{}: {}", playbook.name, playbook.title)];
    if !playbook.trigger.trim().is_empty() {
        head.extend(hanging("take it when  ", &playbook.trigger));
    }
    let labels = playbook.matches.iter().map(|(label, values)| {
        let values: Vec<&str> = values.iter().map(Clean::as_str).collect();
        format!("{label} = {}", values.join(" or "))
    });
    let labels: Vec<String> = labels.collect();
    head.extend(hanging(
        "declared by   ",
        &match labels.is_empty() {
            true => "a person; no alert does".to_owned(),
            false => format!("an alert with {}", labels.join(", and ")),
        },
    ));
    let severity = playbook.severity.as_str();
    head.push(format!(
        "severity      {severity}, unless the alert or a person says another"
    ));
    head
}

fn steps(playbook: &Playbook) -> Vec<String> {
    let mut steps: Vec<&StepPlan> = playbook.steps.iter().collect();
    steps.sort_by_key(|step| step.by);
    let lines = steps.iter().flat_map(|step| {
        let who = step.duty.map_or("anyone", Duty::words);
        hanging(&format!("+{:<10} {who:<13} ", step.by), &step.text)
    });
    lines.collect()
}

fn stops(playbook: &Playbook) -> Vec<String> {
    let lines = playbook.stops.iter().flat_map(|stop| {
        let who = stop.duty.map_or("anyone", Duty::words);
        let again = match stop.resume.trim() {
            "" => String::new(),
            resume => format!("; before it goes on: {resume}"),
        };
        hanging(
            &format!("+{:<10} {who:<13} ", stop.by),
            &format!("{}{again}", stop.what),
        )
    });
    lines.collect()
}

fn experts(playbook: &Playbook) -> Vec<String> {
    let lines = playbook.experts.iter().flat_map(|plan| {
        let who = plan
            .duty
            .map(|duty| format!(" ({duty} calls)"))
            .unwrap_or_default();
        let why = match plan.why.trim() {
            "" => String::new(),
            why => format!(": {why}"),
        };
        hanging("- ", &format!("{}, when {}{who}{why}", plan.whom, plan.when))
    });
    lines.collect()
}

fn gestures(playbook: &Playbook) -> Vec<String> {
    let mut lines: Vec<String> = playbook.gestures.words().into_iter().collect();
    lines.extend(items(&playbook.gestures.ideas));
    lines
}

fn items(list: &[Clean]) -> Vec<String> {
    list.iter().flat_map(|item| hanging("- ", item)).collect()
}

fn words(text: &str) -> Vec<String> {
    let paragraphs = text.trim().lines();
    paragraphs.flat_map(|paragraph| hanging("", paragraph)).collect()
}

/// Wrapped behind a label, under which the other lines stay empty.
fn hanging(label: &str, text: &str) -> Vec<String> {
    let indent = label.chars().count();
    let wrapped = wrap(text, WIDE.saturating_sub(indent)).into_iter().enumerate();
    wrapped
        .map(|(nth, line)| match nth {
            0 => format!("{label}{line}"),
            _ => format!("{:indent$}{line}", ""),
        })
        .collect()
}
