//! `warroom playbook`: what this machine has agreed to do before it is needed.

mod check;
mod show;

use super::act::perform;
use super::context::Context;
use super::failure::Failure;
use super::policy;
use crate::config::playbooks;
use crate::domain::nearest::nearest;
use crate::domain::playbook::Playbook as Plan;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Playbook {
    /// Name every playbook of this machine, and what is wrong with those that are not used
    List,
    /// Print a playbook
    Show(show::Show),
    /// Say what is wrong with playbooks, if anything, and who is missing behind them
    Check(check::Check),
    /// Go on by another playbook; what was done stays done
    Use(policy::Use),
}

impl Playbook {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Playbook::Use(switch) => perform(context, switch).await,
            Playbook::List => list(context),
            Playbook::Show(show) => show.run(context),
            Playbook::Check(check) => check.run(context).await,
        }
    }
}

/// In the order in which an alert asks them: the first that matches is used.
fn list(context: &mut Context) -> Result<u8, Failure> {
    let found = playbooks::load(&context.settings.places.playbooks());
    for playbook in &found.playbooks {
        let trigger = match playbook.trigger.trim() {
            "" => &playbook.title,
            _ => &playbook.trigger,
        };
        let severity = playbook.severity.as_str();
        context.line(format!("{:<20} {severity}  {trigger}", playbook.name))?;
    }
    for fault in &found.faults {
        context.aside(format!("left out: {fault}"));
    }
    Ok(u8::from(!found.faults.is_empty()))
}

/// A playbook of this machine by its name.
///
/// # Errors
/// There is none; the nearest is named.
fn named<'a>(playbooks: impl Iterator<Item = &'a Plan> + Clone, name: &str) -> Result<&'a Plan, Failure> {
    let found = playbooks.clone().find(|playbook| playbook.name.as_str() == name);
    found.ok_or_else(|| {
        let meant = nearest(name, playbooks.map(|playbook| playbook.name.as_str()))
            .map(|near| format!(". Did you mean {near:?}?"))
            .unwrap_or_default();
        Failure::said(format!("there is no playbook {name:?}{meant}"))
    })
}
