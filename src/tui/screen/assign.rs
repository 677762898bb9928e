//! Giving one account to somebody to call: who is suggested, why, and what they have in hand.

use super::Ask;
use super::formed::Formed;
use crate::domain::assignments::{AssignAccount, Right};
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, Name};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::people::Duty;
use crate::domain::speech::{mark, said, say, word};
use crate::domain::suggest::{Caller, callers, suggest};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

/// The last of the names: somebody who is not on the list.
const ANOTHER: &str = mark!("somebody else");

#[derive(Debug)]
pub struct AssignForm {
    account: AccountId,
    form: Form,
}

/// Everybody who could call, as far as this screen knows.
pub fn who_could_call(stage: &Stage, incident: &Incident) -> Vec<Caller> {
    let looks_on = |role: &str| matches!(role, "viewer" | "wall" | "source");
    let present = stage.present.iter().filter(|person| !looks_on(&person.role));
    let present: Vec<Name> = present.map(|person| person.name.clone()).collect();
    callers(incident, &stage.people, &present)
}

/// The form for an account of the call list.
pub fn open(stage: &Stage, account: &AccountId) -> Vec<Ask> {
    let form = stage
        .incident()
        .and_then(|incident| AssignForm::new(stage, incident, account));
    form.map(Ask::open).into_iter().collect()
}

impl AssignForm {
    fn new(stage: &Stage, incident: &Incident, account: &AccountId) -> Option<Self> {
        let row = incident.rows.get(account)?;
        let form = Form::new(74, word!("Enter offers it; to yourself, takes it"))
            .says("now", &now(stage, row))
            .choice("to", word!("Who calls:"), options(stage, incident, account), 0)
            .line("name", word!("Name:"), "")
            .restored(stage.draft(&draft(account)));
        let account = account.clone();
        let mut dialog = AssignForm { account, form };
        dialog.changed(stage);
        Some(dialog)
    }

    fn to(&self) -> Option<Name> {
        match self.form.value("to") {
            another if another == said(ANOTHER) => {
                self.form.clean("name").map(|name| Name::from(name.as_str()))
            }
            name => Some(Name::from(name.as_str())),
        }
    }
}

fn draft(account: &AccountId) -> Draft {
    Draft::new("assign", account.as_str())
}

/// Those who could call it, the best first, each with why.
fn options(stage: &Stage, incident: &Incident, account: &AccountId) -> Vec<(String, String)> {
    let callers = who_could_call(stage, incident);
    let mut suggested = suggest(stage.picture(), incident, &callers, account, stage.now);
    let me = &stage.me().name;
    let directs = [Duty::Commander, Duty::CsLead]
        .iter()
        .any(|duty| incident.holder(*duty) == Some(me));
    // Whoever gives nothing to others takes it themselves.
    suggested.sort_by_key(|one| !directs && one.who != *me);
    let mut options: Vec<(String, String)> = suggested
        .into_iter()
        .map(|one| (one.who.to_string(), one.why))
        .collect();
    options.push((
        said(ANOTHER).to_owned(),
        word!("write the name they sign in with").to_owned(),
    ));
    options
}

/// Whose it is now, in a sentence.
fn now(stage: &Stage, row: &Row) -> String {
    let name = row.name();
    let is = |who: &Name| match *who == stage.me().name {
        true => word!("you").to_owned(),
        false => who.to_string(),
    };
    match row.whose() {
        None => say!("{name} is nobody's yet.", name),
        Some(whose) => match &whose.by {
            Right::Owner => say!(
                "By the list of accounts {name} is called by {who}.",
                name,
                who = is(&whose.who)
            ),
            Right::Offered { by, .. } => {
                say!(
                    "{by} has offered {name} to {who}; no answer yet.",
                    by,
                    name,
                    who = is(&whose.who)
                )
            }
            Right::Taken => say!("{name} was taken by {who}.", name, who = is(&whose.who)),
            Right::StandsIn { of, why } => {
                say!(
                    "{who} calls {name}, for {of} ({why}).",
                    who = is(&whose.who),
                    name,
                    of,
                    why = why.word()
                )
            }
        },
    }
}

impl Formed for AssignForm {
    fn title(&self, stage: &Stage) -> String {
        let row = stage
            .incident()
            .and_then(|incident| incident.rows.get(&self.account));
        match row {
            Some(row) => say!("Who calls {row}?", row = row.name()),
            None => word!("Who calls?").to_owned(),
        }
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn about(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(&self.account))
    }

    fn changed(&mut self, _stage: &Stage) {
        let another = self.form.value("to") == said(ANOTHER);
        self.form.show("name", another);
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(to) = self.to() else {
            self.form.go("name");
            return vec![Ask::Say(word!("To whom? Write a name.").to_owned(), Tone::Plain)];
        };
        let say = match to == stage.me().name {
            true => word!("Asking the hub: it is yours to call ...").to_owned(),
            false => say!("Offered to {to}; {to} reads it in NEXT FOR YOU.", to),
        };
        let account = self.account.clone();
        let assign = Command::AssignAccount(AssignAccount { account, to });
        vec![
            Ask::Submit(assign, None),
            Ask::Say(say, Tone::Undoable),
            Ask::Close,
        ]
    }
}
