//! How many calls an executive has to give.

use super::Ask;
use super::formed::Formed;
use super::typed_time::to_come;
use crate::domain::command::Command;
use crate::domain::executives::SetSlots;
use crate::domain::ids::Name;
use crate::domain::speech::word;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct SlotsForm {
    form: Form,
    /// Whose line it was opened on, if on one.
    of: Option<Name>,
}

impl SlotsForm {
    pub fn new(stage: &Stage, executive: Option<&Name>) -> Self {
        let known = executive.and_then(|name| stage.incident()?.executives.of(name));
        let calls = known.map(|slots| slots.count.to_string()).unwrap_or_default();
        let mut form = Form::new(76, word!("Enter records it"))
            .line("executive", word!("Who:"), executive.map_or("", Name::as_str))
            .hint("carol")
            .line("calls", word!("Calls to give:"), &calls)
            .hint(word!("3, for this incident in all"))
            .line("until", word!("Until:"), "")
            .hint(word!("18:00; empty: no end"))
            .says("what", word!("Promising more than this is said, not refused."))
            .restored(stage.draft(&draft(executive)));
        if executive.is_some() {
            form.go("calls");
        }
        SlotsForm {
            form,
            of: executive.cloned(),
        }
    }
}

fn draft(executive: Option<&Name>) -> Draft {
    Draft::new("slots", executive.map_or("", Name::as_str))
}

impl Formed for SlotsForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("How many calls an executive has to give").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.of.as_ref()))
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(executive) = self.form.clean("executive") else {
            self.form.go("executive");
            return vec![Ask::Say(
                word!("Say who has calls to give.").to_owned(),
                Tone::Plain,
            )];
        };
        let Ok(slots) = self.form.value("calls").trim().parse::<u32>() else {
            self.form.go("calls");
            return vec![Ask::Say(
                word!("Say how many calls: a number such as 3.").to_owned(),
                Tone::Refused,
            )];
        };
        let until = match to_come(&self.form.value("until"), None, stage) {
            Ok(until) => until.map(|until| until.at),
            Err(why) => {
                self.form.go("until");
                return vec![Ask::Say(why, Tone::Refused)];
            }
        };
        let command = SetSlots {
            executive: Name::from(executive.as_str()),
            slots,
            until,
        };
        vec![Ask::Submit(Command::SetSlots(command), None), Ask::Close]
    }
}
