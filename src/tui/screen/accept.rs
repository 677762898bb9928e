//! A duty is offered to whoever looks: what comes with it, and yes or no.

use super::Ask;
use super::brought;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::handover::{AcceptDuty, DeclineDuty, Offer};
use crate::domain::people::Duty;
use crate::domain::speech::{say, word};
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

#[derive(Debug)]
pub struct AcceptForm {
    duty: Duty,
    form: Form,
}

fn offer(stage: &Stage, duty: Duty) -> Option<&Offer> {
    let me = &stage.me().name;
    let mut offers = stage.incident()?.offers.open();
    offers.find(|offer| offer.duty == duty && offer.to == *me)
}

impl AcceptForm {
    pub fn open(stage: &Stage, duty: Duty) -> Ask {
        let Some(offer) = offer(stage, duty) else {
            return Ask::Say(word!("It is no longer offered to you.").to_owned(), Tone::Plain);
        };
        let note = offer.note.as_ref().map(|note| format!(": {note}"));
        let says = say!(
            "{from} offers it to you{note}",
            from = offer.from,
            note = note.unwrap_or_default()
        );
        let mut form = Form::new(74, word!("Enter sends your answer"))
            .says("offer", &says)
            .says("carried", "")
            .choice(
                "answer",
                word!("Your answer:"),
                [word!("accept"), word!("decline")],
                0,
            );
        form.must_choose("answer");
        let mut dialog = AcceptForm { duty, form };
        dialog.changed(stage);
        Ask::open(dialog)
    }
}

impl Formed for AcceptForm {
    fn title(&self, _stage: &Stage) -> String {
        say!("Will you be {duty}?", duty = self.duty)
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn changed(&mut self, stage: &Stage) {
        if let Some((incident, offer)) = stage.incident().zip(offer(stage, self.duty)) {
            let lines = brought::handed_over(stage, incident, self.duty, &offer.from, offer.bare);
            self.form.set("carried", &lines.join("\n"));
        }
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let duty = self.duty;
        let (command, say) = match self.form.chosen("answer") {
            0 => (
                Command::AcceptDuty(AcceptDuty { duty }),
                say!("Asking the hub: you are {duty} ...", duty),
            ),
            _ => (
                Command::DeclineDuty(DeclineDuty { duty }),
                word!("Declined; it stays where it is.").to_owned(),
            ),
        };
        vec![Ask::Submit(command, None), Ask::Say(say, Tone::Plain), Ask::Close]
    }
}
