//! The commander is silent for too long: the deputy takes command, or does not.

use super::Ask;
use super::duty;
use super::formed::Formed;
use crate::domain::ids::Name;
use crate::domain::people::Duty;
use crate::tui::stage::Stage;
use crate::tui::widget::form::Form;
use crate::tui::words::when;
use jiff::Timestamp;

#[derive(Debug)]
pub struct Silent {
    form: Form,
}

const TAKE: usize = 0;

impl Silent {
    pub fn new(stage: &Stage, from: &Name, since: Timestamp) -> Self {
        let silent = when::lasted(since, stage.now);
        let answers = [
            ("I take it", format!("{from} reads that you have it")),
            ("not yet", format!("{from} stays the commander")),
        ];
        let mut form = Form::new(70, "Enter does it")
            .says(
                "why",
                &format!("{from} has recorded nothing for {silent}. Ask {from} first."),
            )
            .choice("answer", "Command:", answers, TAKE);
        form.must_choose("answer");
        Silent { form }
    }
}

impl Formed for Silent {
    fn title(&self, _stage: &Stage) -> String {
        "Take command?".to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        match self.form.chosen("answer") {
            TAKE => [Ask::Close]
                .into_iter()
                .chain(duty::take(Duty::Commander))
                .collect(),
            _ => vec![Ask::Close],
        }
    }
}
