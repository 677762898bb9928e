//! The commander is silent for too long: the deputy takes command, or does not.

use super::Ask;
use super::duty;
use super::formed::Formed;
use crate::domain::ids::Name;
use crate::domain::people::Duty;
use crate::domain::speech::{say, word};
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
            (word!("I take it"), say!("{from} reads that you have it", from)),
            (word!("not yet"), say!("{from} stays the commander", from)),
        ];
        let mut form = Form::new(70, word!("Enter does it"))
            .says(
                "why",
                &say!(
                    "{from} has recorded nothing for {silent}. Ask {from} first.",
                    from,
                    silent
                ),
            )
            .choice("answer", word!("Command:"), answers, TAKE);
        form.must_choose("answer");
        Silent { form }
    }
}

impl Formed for Silent {
    fn title(&self, _stage: &Stage) -> String {
        word!("Take command?").to_owned()
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
