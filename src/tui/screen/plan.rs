//! The commander's intent for the next while.

use super::Ask;
use super::formed::Formed;
use super::typed_time::to_come;
use crate::domain::command::Command;
use crate::domain::notes::SetIntent;
use crate::domain::speech::word;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct PlanForm {
    form: Form,
}

impl PlanForm {
    /// With what was typed into it before.
    pub fn new(stage: &Stage) -> Self {
        let form = Form::new(76, word!("Enter puts it on top of the timeline"))
            .line("plan", word!("Plan:"), "")
            .line("until", word!("Until:"), "30m")
            .hint(word!("15:30, or 30m for half an hour from now"))
            .restored(stage.draft(&draft()));
        PlanForm { form }
    }
}

fn draft() -> Draft {
    Draft::new("plan", "")
}

impl Formed for PlanForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("What do we mean to do next?").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft())
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(text) = self.form.clean("plan") else {
            self.form.go("plan");
            let say = word!("Say in a few words what you mean to do.").to_owned();
            return vec![Ask::Say(say, Tone::Plain)];
        };
        match to_come(&self.form.value("until"), None, stage) {
            Err(why) => vec![Ask::Say(why, Tone::Refused)],
            Ok(until) => {
                let until = until.map(|until| until.at);
                let intent = Command::SetIntent(SetIntent { text, until });
                vec![Ask::Submit(intent, None), Ask::Close]
            }
        }
    }
}
