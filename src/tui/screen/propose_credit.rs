//! Working out what customers get back, and proposing it for a word.

use super::Ask;
use super::formed::Formed;
use super::wish::account_of;
use crate::domain::command::Command;
use crate::domain::credits::ProposeCredit;
use crate::domain::ids::AccountId;
use crate::domain::scratch::damage;
use crate::domain::span::Span;
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct ProposeForm {
    form: Form,
}

const ALL: usize = 0;
const BY_HAND: usize = 2;

impl ProposeForm {
    /// For everyone, unless an account is given.
    pub fn new(stage: &Stage, account: Option<AccountId>) -> Self {
        let row = account.as_ref().and_then(|id| stage.incident()?.rows.get(id));
        let name = row.map(|row| row.name().to_string()).unwrap_or_default();
        let whom = [
            (
                word!("everyone"),
                word!("every affected customer whose terms were missed"),
            ),
            (word!("one customer"), word!("by its terms")),
            (word!("by hand"), word!("an amount of your own, with a reason")),
        ];
        let form = Form::new(76, word!("Enter proposes it; the commander says yes or no"))
            .choice("whom", word!("For:"), whom, ALL)
            .line("account", word!("Customer:"), &name)
            .line("amount", word!("Amount:"), "")
            .hint(word!("500 EUR"))
            .line("left_out", word!("Do not count:"), "")
            .hint(word!("30m of agreed maintenance; empty: nothing"))
            .line("reason", word!("Why:"), "")
            .says("what", word!("Worked out from the downtime on record and the terms of each support plan. Nobody names an amount to a customer before it is approved."))
            .restored(stage.draft(&Draft::new("credit", "")));
        let mut propose = ProposeForm { form };
        propose.changed(stage);
        propose
    }
}

impl Formed for ProposeForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("Work out credits").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(Draft::new("credit", ""))
    }

    fn changed(&mut self, _stage: &Stage) {
        let whom = self.form.chosen("whom");
        self.form.show("account", whom != ALL);
        self.form.show("amount", whom == BY_HAND);
        self.form.show("left_out", whom != BY_HAND);
        let reason = whom == BY_HAND || !self.form.is_empty("left_out");
        self.form.show("reason", reason);
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let whom = self.form.chosen("whom");
        let mut command = ProposeCredit::default();
        if whom != ALL {
            match account_of(&mut self.form, stage) {
                Ok(account) => command.accounts.push(account),
                Err(say) => return vec![Ask::Say(say, Tone::Refused)],
            }
        }
        let refused = |form: &mut Form, key: &'static str, why: String| {
            form.go(key);
            vec![Ask::Say(why, Tone::Refused)]
        };
        if whom == BY_HAND {
            let row = command
                .accounts
                .first()
                .and_then(|id| stage.incident()?.rows.get(id));
            let usual = row.and_then(|row| row.affected.account.currency.as_ref());
            match damage::read(&self.form.value("amount"), usual) {
                Ok(sum) => (command.amount, command.currency) = (Some(sum.amount), Some(sum.currency)),
                Err(why) => return refused(&mut self.form, "amount", say!("The amount {why}.", why)),
            }
        } else if let Some(typed) = self.form.clean("left_out") {
            match typed.parse::<Span>() {
                Ok(span) => command.left_out = Some(span),
                Err(why) => return refused(&mut self.form, "left_out", why),
            }
        }
        command.reason = self.form.clean("reason");
        if command.reason.is_none() && (command.amount.is_some() || command.left_out.is_some()) {
            return refused(
                &mut self.form,
                "reason",
                word!("It takes a reason; write it.").to_owned(),
            );
        }
        vec![Ask::Submit(Command::ProposeCredit(command), None), Ask::Close]
    }
}
