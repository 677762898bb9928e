//! Making part of this incident one of its own.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, Component};
use crate::domain::incident::Incident;
use crate::domain::merging::SplitIncident;
use crate::domain::nearest::nearest;
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::screen::severity::SEVERITIES;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct SplitForm {
    form: Form,
}

impl SplitForm {
    /// With the selected account going over, or what was typed before.
    pub fn new(stage: &Stage, account: Option<AccountId>) -> Self {
        let account = account.as_ref().map_or("", AccountId::as_str);
        let here = stage.incident();
        let severity = here.map(|incident| incident.severity);
        let chosen = SEVERITIES
            .iter()
            .position(|(severity_of, _)| Some(*severity_of) == severity);
        let names = SEVERITIES.map(|(severity, _)| severity.as_str().to_uppercase());
        let components = here.map_or(String::new(), |incident| {
            let names = incident.components.iter().map(Component::as_str);
            names.collect::<Vec<_>>().join(", ")
        });
        let form = Form::new(76, word!("Enter makes it an incident of its own, with the same T0"))
            .line("title", word!("What it is called:"), "")
            .line("accounts", word!("Accounts that go over:"), account)
            .hint(word!("by id or name, with commas"))
            .line("components", word!("Components that go over:"), "")
            .hint(&say!("of {components}", components))
            .choice("severity", word!("Severity:"), names, chosen.unwrap_or(0))
            .says("rest", word!("The accounts take their calls, promises and notes along. Alerts: \"move an alert\", afterwards."))
            .restored(stage.draft(&draft()));
        SplitForm { form }
    }
}

fn draft() -> Draft {
    Draft::new("split", "")
}

/// Accounts of the call list by id or by name.
fn accounts(incident: &Incident, text: &str) -> Result<Vec<AccountId>, String> {
    let given = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    given
        .map(|name| {
            let wanted = name.to_lowercase();
            let rows = || incident.rows.values();
            let is = |text: &str| text.to_lowercase() == wanted;
            let found = rows().find(|row| is(row.id().as_str()) || is(row.name()));
            found.map(|row| row.id().clone()).ok_or_else(|| {
                let names = rows().flat_map(|row| [row.id().as_str(), row.name().as_str()]);
                let meant = nearest(name, names)
                    .map(|near| say!(" Did you mean {near}?", near))
                    .unwrap_or_default();
                say!("{name} is not on the call list.{meant}", name, meant)
            })
        })
        .collect()
}

impl Formed for SplitForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("Which part is an incident of its own?").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft())
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(incident) = stage.incident() else {
            return vec![Ask::Close];
        };
        let Some(title) = self.form.clean("title") else {
            self.form.go("title");
            let say = word!("Say in a few words what the new incident is.").to_owned();
            return vec![Ask::Say(say, Tone::Plain)];
        };
        let accounts = match accounts(incident, &self.form.value("accounts")) {
            Ok(accounts) => accounts,
            Err(why) => {
                self.form.go("accounts");
                return vec![Ask::Say(why, Tone::Refused)];
            }
        };
        let components = self.form.value("components");
        let components = components.split([',', ' ']).filter(|name| !name.is_empty());
        let split = SplitIncident {
            title,
            accounts,
            components: components.map(Component::from).collect(),
            alerts: Vec::new(),
            severity: Some(SEVERITIES[self.form.chosen("severity")].0),
        };
        if split.accounts.is_empty() && split.components.is_empty() {
            self.form.go("accounts");
            let say = word!("Say what goes over: accounts, or components.").to_owned();
            return vec![Ask::Say(say, Tone::Plain)];
        }
        vec![
            Ask::Submit(Command::SplitIncident(split), None),
            Ask::Say(word!("Splitting: asking the hub ...").to_owned(), Tone::Asking),
            Ask::Close,
        ]
    }
}
