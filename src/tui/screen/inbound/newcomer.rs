//! Writing down who is on no list: a person at an account there is, or a new account with the first person there.

use super::answer;
use crate::directory::{columns, phone};
use crate::domain::accounts::{Account, Tier};
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::nearest::nearest;
use crate::domain::newcomers::{AddAccount, AddContact, id_for};
use crate::domain::speech::{mark, said, say, word};
use crate::domain::text::Clean;
use crate::tui::drafts::Draft;
use crate::tui::screen::Ask;
use crate::tui::screen::formed::Formed;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::{Form, Remark};

#[derive(Debug)]
pub struct Newcomer {
    form: Form,
    /// The account there is; `None`: it is new too.
    at: Option<(AccountId, Clean)>,
    /// What was looked for: the next caller is somebody else.
    typed: String,
}

const ENTER: &str = mark!("Enter writes them down: they are on the line with you");

/// What is written down of a person, in the order of the rows.
const PERSON: [&str; 4] = ["name", "title", "phone", "email"];

/// In the order offered.
const TIERS: [Tier; 3] = [Tier::Named, Tier::Key, Tier::Strategic];

impl Newcomer {
    /// Somebody new at this account; what was typed is of use where it is no name of the account.
    pub fn at(stage: &Stage, account: AccountId, name: &Clean, typed: &str) -> Self {
        let same = name.to_lowercase().contains(&typed.to_lowercase());
        let form = person(Form::new(72, said(ENTER)), if same { "" } else { typed });
        Newcomer {
            form: form.restored(stage.draft(&draft(Some(&account), typed))),
            typed: typed.to_owned(),
            at: Some((account, name.clone())),
        }
    }

    pub fn account(stage: &Stage, typed: &str) -> Self {
        let is_name = columns::email(typed).is_err() && phone::normalised(typed).is_none();
        let tiers = TIERS.map(Tier::as_str);
        let form = Form::new(72, said(ENTER))
            .line("account", word!("Company:"), if is_name { typed } else { "" })
            .choice("tier", word!("Kind:"), tiers, 0);
        let form = person(form, if is_name { "" } else { typed });
        let mut form = form.restored(stage.draft(&draft(None, typed)));
        if is_name && !typed.is_empty() {
            form.go("name");
        }
        Newcomer {
            form,
            at: None,
            typed: typed.to_owned(),
        }
    }

    /// The company written down, if it is one there is already.
    fn known(&self, stage: &Stage) -> Option<(AccountId, Clean)> {
        let name = self.form.clean("account").filter(|_| self.at.is_none())?;
        let id = id_for(&name);
        let same = |known: &&Account| known.id == id || id_for(&known.name) == id;
        let rows = stage
            .incident()
            .into_iter()
            .flat_map(|incident| incident.rows.values());
        let mut listed = rows.map(|row| &row.affected.account);
        let found = stage.finder.found(&name).and_then(|found| found.as_ref().ok());
        let mut found = found
            .into_iter()
            .flat_map(|found| found.accounts.iter().map(|card| &card.account));
        let known = listed.find(same).or_else(|| found.find(same))?;
        Some((known.id.clone(), known.name.clone()))
    }

    /// A company there is whose name is like the one written down.
    fn like(&self, stage: &Stage) -> Option<String> {
        let name = self.form.clean("account").filter(|_| self.at.is_none())?;
        let rows = stage
            .incident()
            .into_iter()
            .flat_map(|incident| incident.rows.values());
        nearest(&name, rows.map(|row| row.name().as_str()))
    }

    /// The same person, at the company there is.
    fn moved(&self, account: AccountId, name: Clean) -> Self {
        let typed = PERSON.map(|key| self.form.value(key));
        Newcomer {
            // It was typed, and is kept as such.
            form: person(Form::new(72, said(ENTER)), "").restored(&typed),
            at: Some((account, name)),
            typed: self.typed.clone(),
        }
    }

    /// The commands, in the order in which they make sense.
    fn commands(&self) -> Result<(AccountId, Vec<Command>), (&'static str, &'static str)> {
        let mut commands = Vec::new();
        let account = match &self.at {
            Some((account, _)) => account.clone(),
            None => {
                let name = self.form.clean("account");
                let name = name.ok_or(("account", word!("Write the name of the company first.")))?;
                let account = id_for(&name);
                commands.push(Command::AddAccount(Box::new(AddAccount {
                    account: account.clone(),
                    name,
                    tier: TIERS[self.form.chosen("tier").min(TIERS.len() - 1)],
                    region: None,
                    timezone: None,
                    products: Vec::new(),
                    owner: None,
                })));
                account
            }
        };
        let given = PERSON.iter().any(|key| !self.form.is_empty(key));
        match self.form.clean("name") {
            Some(name) => commands.push(Command::AddContact(Box::new(AddContact {
                account: account.clone(),
                name,
                title: self.form.clean("title"),
                phone: self.form.clean("phone"),
                email: self.form.clean("email"),
                timezone: None,
                language: None,
            }))),
            None if self.at.is_some() || given => {
                return Err(("name", word!("Write the name of the person first.")));
            }
            None => {}
        }
        Ok((account, commands))
    }
}

fn draft(account: Option<&AccountId>, typed: &str) -> Draft {
    let account = account.map_or("", AccountId::as_str);
    Draft::new("newcomer", format!("{account} {typed}"))
}

/// What was typed while looking goes where it belongs.
fn person(form: Form, typed: &str) -> Form {
    let is_email = columns::email(typed).is_ok();
    let is_phone = !is_email && phone::normalised(typed).is_some();
    let here = |is: bool| if is { typed } else { "" };
    form.line("name", word!("Person:"), here(!is_email && !is_phone))
        .line("title", word!("What they are:"), "")
        .hint(word!("head of operations"))
        .line("phone", word!("Phone:"), here(is_phone))
        .hint("+49 30 1234567")
        .line("email", word!("E-mail:"), here(is_email))
}

impl Formed for Newcomer {
    fn title(&self, _stage: &Stage) -> String {
        match &self.at {
            Some((_, name)) => say!("Somebody new at {name}", name),
            None => word!("A new account").to_owned(),
        }
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.at.as_ref().map(|(account, _)| account), &self.typed))
    }

    fn wants(&self, _stage: &Stage) -> Vec<Ask> {
        let company = self.form.focused() == "account" && self.at.is_none();
        let name = self.form.clean("account").filter(|_| company);
        name.map(|name| Ask::Find(name.to_string())).into_iter().collect()
    }

    fn changed(&mut self, stage: &Stage) {
        let mut remarks = Vec::new();
        if let Some((_, name)) = self.known(stage) {
            let say = say!(
                "{name} is on our list already; Enter goes on with somebody new at {name}.",
                name
            );
            remarks.push(Remark::amber(say));
        } else if let Some(name) = self.like(stage) {
            let say = say!("There is {name}; is it them? Then write that name here.", name);
            remarks.push(Remark::amber(say));
        }
        let typed = |form: &Form, key: &str| Some(form.value(key)).filter(|text| !text.is_empty());
        if typed(&self.form, "phone").is_some_and(|text| phone::normalised(&text).is_none()) {
            let say = word!(
                "That number cannot be dialled as it stands; it is kept as you wrote it. With its country it would be \
                       +49 30 1234567."
            );
            remarks.push(Remark::amber(say));
        }
        if typed(&self.form, "email").is_some_and(|text| columns::email(&text).is_err()) {
            remarks.push(Remark::amber(word!(
                "That is no e-mail address; it is kept as you wrote it."
            )));
        }
        self.form.tell(remarks);
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        if let Some((account, name)) = self.known(stage) {
            let say = say!("{name} is on our list already: this is somebody new there.", name);
            let there = self.moved(account, name);
            return vec![Ask::Close, Ask::open(there), Ask::Say(say, Tone::Plain)];
        }
        match self.commands() {
            Err((key, say)) => {
                self.form.go(key);
                vec![Ask::Say(say.to_owned(), Tone::Plain)]
            }
            Ok((account, commands)) => {
                if let Some(why) = commands.iter().find_map(|command| stage.cannot_send(command)) {
                    return vec![Ask::Say(why.to_owned(), Tone::Refused)];
                }
                let added = commands.into_iter().map(|command| Ask::Submit(command, None));
                // This form and the search under it; what there is to know opens over the room.
                added
                    .chain([Ask::Close])
                    .chain(answer(stage, account, None))
                    .collect()
            }
        }
    }
}
