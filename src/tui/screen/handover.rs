//! Handing a duty over: which, to whom, and what goes with it.

use super::Ask;
use super::brought;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::handover::OfferDuty;
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::speech::{mark, said, say, word};
use crate::tui::action::Action;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

/// The last of the names: somebody who is not on the list.
const ANOTHER: &str = mark!("somebody else");

#[derive(Debug)]
pub struct HandOverForm {
    mine: Vec<Duty>,
    form: Form,
}

impl HandOverForm {
    /// The form, with this duty chosen; or what to do where one has none.
    pub fn open(stage: &Stage, duty: Option<Duty>) -> Ask {
        let Some(incident) = stage.incident() else {
            return Ask::Say(word!("No incident is open.").to_owned(), Tone::Plain);
        };
        let mine: Vec<Duty> = incident.roles.duties(&stage.me().name).collect();
        if mine.is_empty() {
            let key = stage.keys.press(Action::Duty);
            let say = say!("You have no duty here to hand over; {key} takes one.", key);
            return Ask::Say(say, Tone::Plain);
        }
        let chosen = mine.iter().position(|one| Some(*one) == duty).unwrap_or(0);
        let names = mine.iter().map(|duty| duty.words());
        let form = Form::new(74, word!("Enter offers it"))
            .choice("duty", word!("Duty:"), names, chosen)
            .choice("to", word!("To:"), people(stage, incident), 0)
            .line("name", word!("Name:"), "")
            .choice(
                "with",
                word!("Give along:"),
                [word!("promises and claims"), word!("nothing")],
                0,
            )
            .line("note", word!("They should know:"), "")
            .says("carried", "")
            .restored(stage.draft(&draft()));
        let mut dialog = HandOverForm { mine, form };
        dialog.changed(stage);
        Ask::open(dialog)
    }

    fn duty(&self) -> Duty {
        let chosen = self.form.chosen("duty");
        self.mine.get(chosen).copied().unwrap_or(Duty::Commander)
    }

    fn to(&self) -> Option<Name> {
        match self.form.value("to") {
            another if another == said(ANOTHER) => {
                self.form.clean("name").map(|name| Name::from(name.as_str()))
            }
            name => Some(Name::from(name.as_str())),
        }
    }

    fn bare(&self) -> bool {
        self.form.chosen("with") == 1
    }
}

fn draft() -> Draft {
    Draft::new("hand over", "")
}

/// Whoever is here first, then the deputy and the others with a duty; then anybody by name.
fn people(stage: &Stage, incident: &Incident) -> Vec<String> {
    let present = stage.present.iter().map(|person| &person.name);
    let holders = [Duty::Deputy].into_iter().chain(Duty::ALL);
    let holders = holders.filter_map(|duty| incident.holder(duty));
    let mut names: Vec<String> = Vec::new();
    for name in present.chain(holders).map(Name::as_str) {
        let known = names.iter().any(|known| known == name);
        if !known && name != stage.me().name.as_str() {
            names.push(name.to_owned());
        }
    }
    names.push(said(ANOTHER).to_owned());
    names
}

impl Formed for HandOverForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("Hand a duty over").to_owned()
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
        let another = self.form.value("to") == said(ANOTHER);
        self.form.show("name", another);
        let (duty, bare) = (self.duty(), self.bare());
        if let Some(incident) = stage.incident() {
            let lines = brought::handed_over(stage, incident, duty, &stage.me().name, bare);
            self.form.set("carried", &lines.join("\n"));
        }
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let Some(to) = self.to() else {
            self.form.go("name");
            return vec![Ask::Say(word!("To whom? Write a name.").to_owned(), Tone::Plain)];
        };
        let say = say!(
            "Offered to {to}; you are {duty} until {to} accepts.",
            to,
            duty = self.duty()
        );
        let offer = Command::OfferDuty(OfferDuty {
            duty: self.duty(),
            to,
            note: self.form.clean("note"),
            bare: self.bare(),
        });
        vec![Ask::Submit(offer, None), Ask::Say(say, Tone::Plain), Ask::Close]
    }
}
