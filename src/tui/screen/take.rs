//! Accounts are offered to whoever looks: which, and yes or no.

use super::Ask;
use super::formed::Formed;
use crate::domain::assignments::{AcceptAccounts, DeclineAccounts, so_many};
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

/// So many names stand in the dialog; the others are counted.
const NAMED: usize = 12;

#[derive(Debug)]
pub struct TakeForm {
    accounts: Vec<AccountId>,
    form: Form,
}

impl TakeForm {
    /// Offered with these words: "dana offers you 7 accounts to call".
    pub fn new(stage: &Stage, what: &str, accounts: &[AccountId]) -> Self {
        let names = stage
            .incident()
            .map(|incident| names(incident, accounts))
            .unwrap_or_default();
        let form = Form::new(74, word!("Enter sends your answer"))
            .says("offer", &format!("{what}: {names}."))
            .says(
                "means",
                word!("What you take comes first in NEXT FOR YOU, and is left to you until five minutes after it was due."),
            )
            .choice("answer", word!("Your answer:"), [word!("I take them"), word!("not me")], 0)
            .line("reason", word!("Why not:"), "")
            .hint(word!("in a few words; whoever offered reads it"))
            .restored(stage.draft(&draft(accounts)));
        let mut dialog = TakeForm {
            accounts: accounts.to_vec(),
            form,
        };
        dialog.changed(stage);
        dialog
    }

    fn takes(&self) -> bool {
        self.form.chosen("answer") == 0
    }
}

/// Of these accounts; another offer has another draft.
fn draft(accounts: &[AccountId]) -> Draft {
    let first = accounts.first().map_or("", AccountId::as_str);
    Draft::new(
        "offered accounts",
        say!("{accounts} from {first}", accounts = accounts.len(), first),
    )
}

/// The accounts by name, the first of them.
pub fn names(incident: &Incident, accounts: &[AccountId]) -> String {
    let name = |id: &AccountId| {
        let row = incident.rows.get(id);
        row.map_or_else(|| id.to_string(), |row| row.name().to_string())
    };
    let mut names: Vec<String> = accounts.iter().take(NAMED).map(name).collect();
    if accounts.len() > NAMED {
        names.push(say!("{accounts} more", accounts = accounts.len() - NAMED));
    }
    names.join(", ")
}

impl Formed for TakeForm {
    fn title(&self, _stage: &Stage) -> String {
        say!("Will you call {so_many}?", so_many = so_many(self.accounts.len()))
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(&self.accounts))
    }

    fn changed(&mut self, _stage: &Stage) {
        let declines = !self.takes();
        self.form.show("reason", declines);
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let accounts = self.accounts.clone();
        let (command, say) = match self.takes() {
            true => (
                Command::AcceptAccounts(AcceptAccounts { accounts }),
                word!("Asking the hub: they are yours to call ...").to_owned(),
            ),
            false => (
                Command::DeclineAccounts(DeclineAccounts {
                    accounts,
                    reason: self.form.clean("reason"),
                }),
                word!("You said no; whoever offered reads it.").to_owned(),
            ),
        };
        vec![Ask::Submit(command, None), Ask::Say(say, Tone::Plain), Ask::Close]
    }
}
