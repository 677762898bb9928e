//! An approved credit on its way: the customer is told, then it is put on an invoice.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::credits::{IssueCredit, TellCredit};
use crate::domain::ids::{AccountId, Seq};
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct CreditStep {
    form: Form,
    number: Seq,
    account: AccountId,
    name: String,
    /// They know of it.
    told: bool,
}

impl CreditStep {
    pub fn new(stage: &Stage, number: Seq) -> Option<Self> {
        let (row, credit) = stage
            .incident()?
            .credits()
            .find(|(_, credit)| credit.seq == number)?;
        let told = credit.told().is_some();
        let words = credit.words().filter(|words| !stage.masked && !words.is_empty());
        let words = words.map_or(word!("The amount is not for this screen.").to_owned(), |words| {
            say!("You may say: {words}.", words)
        });
        let form = match told {
            false => Form::new(76, word!("Enter says that they were told")).says("words", &words),
            true => Form::new(76, word!("Enter says that it is on an invoice"))
                .says("words", &words)
                .line("invoice", word!("Invoice:"), "")
                .hint(word!("its number"))
                .restored(stage.draft(&draft(number))),
        };
        Some(CreditStep {
            form,
            number,
            account: row.id().clone(),
            name: row.name().to_string(),
            told,
        })
    }
}

fn draft(number: Seq) -> Draft {
    Draft::new("invoice", number.to_string())
}

impl Formed for CreditStep {
    fn title(&self, _stage: &Stage) -> String {
        match self.told {
            false => say!("{name}: were they told of their credit?", name = self.name),
            true => say!("{name}: is their credit on an invoice?", name = self.name),
        }
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        self.told.then(|| draft(self.number))
    }

    fn about(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let number = self.number;
        let (command, say) = match self.told {
            false => (
                Command::TellCredit(TellCredit { number }),
                say!(
                    "You recorded that {name} was told of its credit.",
                    name = self.name
                ),
            ),
            true => {
                let invoice = self.form.clean("invoice").unwrap_or_default();
                (
                    Command::IssueCredit(IssueCredit { number, invoice }),
                    say!("The credit for {name} is on an invoice.", name = self.name),
                )
            }
        };
        // Whether it is on an invoice the hub decides.
        let say = (!self.told).then_some(Ask::Say(say, Tone::Undoable));
        std::iter::once(Ask::Submit(command, None))
            .chain(say)
            .chain([Ask::Close])
            .collect()
    }
}
