//! Declaring an incident by hand.

use super::Ask;
use super::formed::Formed;
use super::severity::SEVERITIES;
use crate::domain::command::Command;
use crate::domain::ids::Component;
use crate::domain::incident::DeclareIncident;
use crate::domain::speech::{said, say, word};
use crate::tui::action::Action;
use crate::tui::drafts::Draft;
use crate::tui::msg::Liveness;
use crate::tui::stage::{LOCAL, Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct DeclareForm {
    form: Form,
}

impl DeclareForm {
    /// With what was typed into it before.
    pub fn new(stage: &Stage) -> Self {
        let severities =
            SEVERITIES.map(|(severity, meaning)| (severity.as_str().to_uppercase(), said(meaning)));
        let form = Form::new(76, word!("Enter declares it: the clock starts"))
            .line("title", word!("What is broken:"), "")
            .choice("severity", word!("Severity:"), severities, 0)
            .line("components", word!("Components affected:"), "")
            .says("others", &others(stage))
            .restored(stage.draft(&draft()));
        DeclareForm { form }
    }
}

fn others(stage: &Stage) -> String {
    let local = stage
        .setting
        .label
        .as_deref()
        .and_then(|label| label.strip_prefix(LOCAL));
    let connected = !matches!(stage.liveness, Liveness::Connecting { .. });
    match (local.map(str::trim), stage.picture().open().len()) {
        _ if !connected => word!("Not connected yet: nobody knows what else is open.").to_owned(),
        (Some(""), _) => {
            word!("This is the local room of this machine: nobody else sees what you declare here.")
                .to_owned()
        }
        (Some(group), _) => {
            say!(
                "This is the local room: only {group} on this machine sees what you declare here.",
                group
            )
        }
        (None, 0) => word!("No other incident is open.").to_owned(),
        (None, count) => say!(
            "{count} open already: {keys} lists them.",
            count,
            keys = stage.keys.press(Action::Incidents)
        ),
    }
}

fn draft() -> Draft {
    Draft::new("declare", "")
}

impl Formed for DeclareForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("Declare an incident").to_owned()
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

    fn changed(&mut self, stage: &Stage) {
        self.form.set("others", &others(stage));
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let Some(title) = self.form.clean("title") else {
            self.form.go("title");
            let say = word!("Say in a few words what is broken.").to_owned();
            return vec![Ask::Say(say, Tone::Plain)];
        };
        let components = self.form.value("components");
        let components = components.split([',', ' ']).filter(|name| !name.is_empty());
        let command = Command::DeclareIncident(DeclareIncident {
            title,
            severity: Some(SEVERITIES[self.form.chosen("severity")].0),
            components: components.map(Component::from).collect(),
            playbook: None,
            alerted_at: None,
            alert: None,
        });
        vec![
            Ask::Submit(command, None),
            Ask::Say(word!("Declaring ...").to_owned(), Tone::Asking),
            Ask::Close,
        ]
    }
}
