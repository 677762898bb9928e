//! Stopping one thing, or letting it go on again.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::ids::Name;
use crate::domain::speech::{say, word};
use crate::domain::stops::{IssueStop, ResumeStop};
use crate::domain::text::Clean;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct StopForm {
    form: Form,
    /// What is stopped or goes on; nothing: it is still to be written.
    id: Option<Clean>,
    /// It stands still now.
    stopped: bool,
}

impl StopForm {
    pub fn new(stage: &Stage, id: Option<&Clean>) -> Self {
        let incident = stage.incident();
        let last = id.and_then(|id| incident?.stops.last(id));
        let plan = id.and_then(|id| incident?.playbook.stops.iter().find(|plan| plan.id == *id));
        let what = last.map(|stop| &stop.what).or(plan.map(|plan| &plan.what));
        let stopped = last.is_some_and(|stop| stop.resumed.is_none());
        let owner = plan.and_then(|plan| incident?.holder(plan.duty?));
        let owner = owner.unwrap_or(&stage.me().name).to_string();
        let form = match (stopped, what) {
            (true, what) => {
                let mind = last
                    .map(|stop| stop.resume.trim())
                    .filter(|mind| !mind.is_empty());
                let mind = mind.map_or(word!("Look once more whether it may.").to_owned(), |mind| {
                    say!("Before that: {mind}.", mind)
                });
                Form::new(76, word!("Enter says that it goes on again"))
                    .says("what", what.map_or("", Clean::as_str))
                    .says("mind", &mind)
                    .line("note", word!("Note:"), "")
            }
            (false, Some(what)) => Form::new(76, word!("Enter says that it is stopped"))
                .says("what", what)
                .says(
                    "owes",
                    word!("Each stop owes that it goes on again: within the hour after it is over."),
                )
                .line("owner", word!("Sees to it:"), &owner),
            (false, None) => Form::new(76, word!("Enter says that it is stopped"))
                .line("what", word!("What stops:"), "")
                .says(
                    "owes",
                    word!("Each stop owes that it goes on again: within the hour after it is over."),
                )
                .line("owner", word!("Sees to it:"), &owner),
        };
        let form = form.restored(stage.draft(&draft(id)));
        StopForm {
            form,
            id: id.cloned(),
            stopped,
        }
    }
}

fn draft(id: Option<&Clean>) -> Draft {
    Draft::new("stop", id.map_or("", Clean::as_str))
}

impl Formed for StopForm {
    fn title(&self, _stage: &Stage) -> String {
        match self.stopped {
            true => word!("Let it go on again?").to_owned(),
            false => word!("Stop it?").to_owned(),
        }
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.id.as_ref()))
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let Some(stop) = self.id.clone().or_else(|| self.form.clean("what")) else {
            self.form.go("what");
            return vec![Ask::Say(word!("Write what stops.").to_owned(), Tone::Plain)];
        };
        let command = match self.stopped {
            true => Command::ResumeStop(ResumeStop {
                stop,
                note: self.form.clean("note"),
            }),
            false => Command::IssueStop(IssueStop {
                stop,
                owner: self.form.clean("owner").map(Name),
            }),
        };
        vec![Ask::Submit(command, None), Ask::Close]
    }
}
