//! `warroom playbook`: what this machine has agreed to do before it is needed.

use super::act::perform;
use super::context::Context;
use super::failure::Failure;
use super::policy;
use crate::config::playbooks;
use crate::domain::nearest::nearest;
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Playbook {
    /// Name every playbook of this machine, and what is wrong with those that are not used
    List,
    /// Print a playbook
    Show { name: String },
    /// Say what is wrong with a file, if anything
    Check { file: PathBuf },
    /// Go on by another playbook; what was done stays done
    Use(policy::Use),
}

impl Playbook {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Playbook::Use(switch) => perform(context, switch).await,
            Playbook::List => list(context),
            Playbook::Show { name } => show(context, name),
            Playbook::Check { file } => {
                let playbook = playbooks::read(file).map_err(Failure::said)?;
                context.line(format!("{} is right: {}", file.display(), playbook.title))?;
                Ok(0)
            }
        }
    }
}

fn list(context: &mut Context) -> Result<u8, Failure> {
    let found = playbooks::load(&context.settings.places.playbooks());
    for playbook in &found.playbooks {
        context.line(format!("{:<20} {}", playbook.name, playbook.title))?;
    }
    for fault in &found.faults {
        context.aside(format!("left out: {fault}"));
    }
    Ok(u8::from(!found.faults.is_empty()))
}

fn show(context: &mut Context, name: &str) -> Result<u8, Failure> {
    let found = playbooks::load(&context.settings.places.playbooks());
    let Some(playbook) = found
        .playbooks
        .iter()
        .find(|playbook| playbook.name.as_str() == name)
    else {
        let names = found.playbooks.iter().map(|playbook| playbook.name.as_str());
        let meant = nearest(name, names)
            .map(|near| format!(". Did you mean {near:?}?"))
            .unwrap_or_default();
        return Err(Failure::said(format!("there is no playbook {name:?}{meant}")));
    };
    let text = toml::to_string_pretty(playbook.as_ref()).map_err(Failure::said)?;
    context.lines(text.trim_end())?;
    Ok(0)
}
