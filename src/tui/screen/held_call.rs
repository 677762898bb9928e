//! How the call of an executive went, or that nobody was reached.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::executives::{Outcome, RecordExecutiveCall};
use crate::domain::ids::{AccountId, Seq};
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct HeldForm {
    form: Form,
    request: Seq,
    account: AccountId,
    name: String,
}

fn means(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Held => word!("the wish is met"),
        Outcome::Missed => word!("they wait for another time"),
        Outcome::NotWanted => word!("nobody calls them about this"),
    }
}

impl HeldForm {
    pub fn new(stage: &Stage, request: Seq) -> Option<Self> {
        let wished = stage.incident()?.wished(request)?;
        let outcomes = Outcome::ALL.map(|outcome| (outcome.words(), means(outcome)));
        let form = Form::new(76, word!("Enter records it"))
            .choice("outcome", word!("The call:"), outcomes, 0)
            .text("text", word!("What came of it:"), "", 3)
            .says(
                "what",
                word!("What we promised them is a promise: n in the room, or on the card."),
            )
            .restored(stage.draft(&draft(request)));
        Some(HeldForm {
            form,
            request,
            account: wished.row.id().clone(),
            name: wished.row.name().to_string(),
        })
    }
}

fn draft(request: Seq) -> Draft {
    Draft::new("held_call", request.to_string())
}

impl Formed for HeldForm {
    fn title(&self, _stage: &Stage) -> String {
        say!("How the call with {name} went", name = self.name)
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.request))
    }

    fn about(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let outcome = Outcome::ALL[self.form.chosen("outcome").min(Outcome::ALL.len() - 1)];
        let record = RecordExecutiveCall {
            request: self.request,
            outcome,
            text: self.form.lines("text"),
        };
        let say = say!(
            "You recorded the call with {name}: {outcome}.",
            name = self.name,
            outcome = outcome.words()
        );
        vec![
            Ask::Submit(Command::RecordExecutiveCall(record), None),
            Ask::Say(say, Tone::Undoable),
            Ask::Close,
        ]
    }
}
