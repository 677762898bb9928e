//! `warroom playbook check`: every fault of a playbook with its line, and every level or duty with nobody behind it.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::session::Session;
use crate::config::playbooks::{self, line_at};
use crate::directory::{self, Options};
use crate::domain::people::Person;
use crate::domain::playbook::Playbook;
use crate::run::embedded::{Life, is_running};
use crate::wire::{self, People};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Check {
    /// The files; without one, every playbook of this machine
    files: Vec<PathBuf>,
    /// The list of people to look for those behind levels and duties, if not the hub's
    #[arg(long)]
    people: Option<PathBuf>,
}

impl Check {
    /// 0 when nothing is wrong, whoever is missing behind it.
    ///
    /// # Errors
    /// A playbook is wrong; what is wrong with it was printed.
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let people = self.people(context).await?;
        let wrong = match self.files.is_empty() {
            true => machine(context, &people)?,
            false => self.files(context, &people)?,
        };
        context.flush()?;
        match wrong {
            0 => Ok(0),
            wrong => Err(Failure::faults(wrong, "playbook")),
        }
    }

    fn files(&self, context: &mut Context, people: &[Person]) -> Result<usize, Failure> {
        let mut wrong = 0;
        for file in &self.files {
            match playbooks::read(file) {
                Ok(playbook) => {
                    right(context, &file.display().to_string(), &playbook)?;
                    doubts(context, Some(file), &playbook, people)?;
                }
                Err(faults) => {
                    wrong += faults.len();
                    for fault in faults {
                        context.line(fault)?;
                    }
                }
            }
        }
        Ok(wrong)
    }

    /// Our own people: from the file given, else from a hub that is there to be asked. Nobody is missed without one.
    async fn people(&self, context: &mut Context) -> Result<Vec<Person>, Failure> {
        if let Some(path) = &self.people {
            return of_file(path);
        }
        // Starting a hub for this would tell nothing: it would be as empty as it was left.
        if context.settings.config.hub.is_none() && !is_running(&context.settings).await {
            return Ok(Vec::new());
        }
        let asked = async {
            let session = Session::connect(context, Life::Command).await?;
            let people: Result<People, Failure> = session.get(wire::PEOPLE).await;
            session.end().await;
            people
        };
        match asked.await {
            Ok(people) => Ok(people.people),
            Err(failure) => {
                let why = failure.sentence().map(|why| why.to_string()).unwrap_or_default();
                context.aside(format!(
                    "who is behind the levels was not looked up: {why}; name a list with --people people.csv"
                ));
                Ok(Vec::new())
            }
        }
    }
}

fn of_file(path: &Path) -> Result<Vec<Person>, Failure> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| Failure::said(format!("cannot read {name}: {error}")))?;
    let read = directory::read::<Person>(&name, &bytes, Options::default()).map_err(Failure::said)?;
    Ok(read.rows)
}

/// Every playbook of this machine, the built-in ones too; how many things are wrong.
fn machine(context: &mut Context, people: &[Person]) -> Result<usize, Failure> {
    let found = playbooks::load(&context.settings.places.playbooks());
    for playbook in &found.playbooks {
        right(context, &playbook.name, playbook)?;
        doubts(context, None, playbook, people)?;
    }
    for fault in &found.faults {
        context.line(fault)?;
    }
    Ok(found.faults.len())
}

fn right(context: &mut Context, whose: &str, playbook: &Playbook) -> Result<(), Failure> {
    context.line(format!("{whose} is right: {}", playbook.title))
}

fn doubts(
    context: &mut Context,
    file: Option<&Path>,
    playbook: &Playbook,
    people: &[Person],
) -> Result<(), Failure> {
    for doubt in playbook.doubts(people) {
        let place = match file {
            Some(path) => {
                let line = playbooks::text(path).map_or(1, |text| line_at(&text, &doubt.at));
                format!("{}:{line}", path.display())
            }
            None => playbook.name.to_string(),
        };
        context.line(format!("{place}: warning: {}", doubt.what))?;
    }
    Ok(())
}
