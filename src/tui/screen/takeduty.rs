//! Taking a duty from somebody who holds it: with a reason that both read.

use super::formed::Formed;
use super::{Ask, command};
use crate::domain::command::Command;
use crate::domain::ids::Name;
use crate::domain::people::{Duty, TakeRole};
use crate::domain::speech::{say, word};
use crate::tui::action::Action;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;
use crate::tui::words::when;

#[derive(Debug)]
pub struct TakeDutyForm {
    duty: Duty,
    form: Form,
}

impl TakeDutyForm {
    pub fn new(stage: &Stage, duty: Duty) -> Self {
        let incident = stage.incident();
        let holder = incident.and_then(|incident| incident.holder(duty));
        let holder = holder.map_or(word!("somebody"), Name::as_str);
        let since = incident.and_then(|incident| incident.roles.since(duty));
        let since = since.map(|at| {
            say!(
                " since {clock}",
                clock = when::clock(at, stage.now, &stage.setting.zone)
            )
        });
        let says = say!(
            "{holder} is {duty}{since}. Ask {holder} to hand it over ({keys}); if that cannot be, say why. {holder} reads it.",
            holder,
            duty,
            since = since.unwrap_or_default(),
            keys = stage.keys.press(Action::HandOver)
        );
        let form = Form::new(74, word!("Enter takes it"))
            .says("held", &says)
            .line("reason", word!("Reason:"), "")
            .restored(stage.draft(&draft(duty)));
        TakeDutyForm { duty, form }
    }
}

fn draft(duty: Duty) -> Draft {
    Draft::new("take a duty", duty.words())
}

impl Formed for TakeDutyForm {
    fn title(&self, _stage: &Stage) -> String {
        say!("Be {duty} in their place?", duty = self.duty)
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.duty))
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let reason = self.form.clean("reason");
        if reason.is_none() {
            let say = word!("Say in a few words why; both of you read it.").to_owned();
            return vec![Ask::Say(say, Tone::Plain)];
        }
        let take = Command::TakeRole(TakeRole {
            role: self.duty,
            person: None,
            reason,
        });
        let shows = (self.duty == Duty::Commander).then(|| Ask::open(command::Command));
        [Ask::Submit(take, None), Ask::Close]
            .into_iter()
            .chain(shows)
            .collect()
    }
}
