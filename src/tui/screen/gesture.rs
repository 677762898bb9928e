//! A small kindness for a customer: given within the allowance, asked for above it.

use super::Ask;
use super::ask::named;
use super::formed::Formed;
use super::wish::account_of;
use crate::domain::command::Command;
use crate::domain::gestures::{Cost, GiveGesture};
use crate::domain::ids::{AccountId, Name};
use crate::domain::money::Amount;
use crate::domain::scratch::damage;
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::{Form, Remark};

#[derive(Debug)]
pub struct GestureForm {
    form: Form,
    account: Option<AccountId>,
}

impl GestureForm {
    /// For this account, if one is given.
    pub fn new(stage: &Stage, account: Option<AccountId>) -> Self {
        let incident = stage.incident();
        let row = account.as_ref().and_then(|id| incident?.rows.get(id));
        let name = row.map(|row| row.name().to_string()).unwrap_or_default();
        let allowance = incident.map(|incident| &incident.playbook.gestures);
        let ideas = allowance.map(|all| {
            let ideas: Vec<&str> = all.ideas.iter().map(|idea| idea.as_str()).collect();
            ideas.join("; ")
        });
        let ideas = ideas.filter(|ideas| !ideas.is_empty());
        let ideas = ideas.map_or(word!("Something small that fits them.").to_owned(), |ideas| {
            say!("For example: {ideas}.", ideas)
        });
        let form = Form::new(76, word!("Enter gives it, or asks for it where it costs more"))
            .line("account", word!("Customer:"), &name)
            .hint(word!("as on the call list"))
            .line("what", word!("What they get:"), "")
            .line("cost", word!("It costs:"), "")
            .hint(word!("40 EUR; empty: nothing worth counting"))
            .says("ideas", &ideas)
            .restored(stage.draft(&draft(account.as_ref())));
        let mut gesture = GestureForm { form, account };
        if !name.is_empty() {
            gesture.form.go("what");
        }
        gesture.changed(stage);
        gesture
    }

    /// Nothing typed: no cost.
    fn cost(&self, stage: &Stage) -> Result<Option<Cost>, String> {
        let typed = self.form.value("cost");
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let usual = stage
            .incident()
            .map(|incident| &incident.playbook.gestures.currency);
        let usual = usual.filter(|currency| !currency.is_empty());
        let read = damage::read(&typed, usual)?;
        Ok(Some(Cost {
            amount: read.amount,
            currency: read.currency,
        }))
    }
}

fn draft(account: Option<&AccountId>) -> Draft {
    Draft::new("gesture", account.map_or("", AccountId::as_str))
}

/// What is left of the allowance, and whom it has to be asked of beyond that.
fn remark(form: &GestureForm, stage: &Stage) -> Option<Remark> {
    let incident = stage.incident()?;
    let row = incident
        .rows
        .get(&named(incident, form.form.value("account").trim())?)?;
    let cost = form.cost(stage).ok()??;
    if incident.allows(row, &cost) {
        return None;
    }
    let all = &incident.playbook.gestures;
    let left = Amount(all.allowance.0.saturating_sub(incident.spent(row).0)).max(Amount::default());
    let who = incident
        .approver()
        .map_or(word!("whoever commands"), Name::as_str);
    let left = match (stage.masked, left == Amount::default()) {
        (false, false) => say!(
            "only {left} {currency} are left for them without asking",
            left,
            currency = all.currency
        ),
        (true, _) | (_, true) => word!("nothing is left for them without asking").to_owned(),
    };
    Some(Remark::amber(say!(
        "{left}; it is asked of {who} first.",
        left,
        who
    )))
}

impl Formed for GestureForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("A small kindness for a customer").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.account.as_ref()))
    }

    fn about(&self) -> Option<&AccountId> {
        self.account.as_ref()
    }

    fn changed(&mut self, stage: &Stage) {
        let found = remark(self, stage);
        self.form.tell(found.into_iter().collect());
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let account = match account_of(&mut self.form, stage) {
            Ok(account) => account,
            Err(say) => return vec![Ask::Say(say, Tone::Refused)],
        };
        let Some(what) = self.form.clean("what") else {
            self.form.go("what");
            return vec![Ask::Say(word!("Say what they get.").to_owned(), Tone::Plain)];
        };
        let cost = match self.cost(stage) {
            Ok(cost) => cost,
            Err(why) => {
                self.form.go("cost");
                return vec![Ask::Say(say!("The cost {why}.", why), Tone::Refused)];
            }
        };
        let give = GiveGesture {
            account,
            what,
            cost,
            gesture: None,
        };
        vec![Ask::Submit(Command::GiveGesture(give), None), Ask::Close]
    }
}
