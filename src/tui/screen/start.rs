//! Correcting T0: when it really began.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::policy::CorrectStart;
use crate::domain::speech::{say, word};
use crate::domain::times;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::{Form, Remark};
use crate::tui::words::when;
use jiff::Timestamp;

#[derive(Debug)]
pub struct StartForm {
    form: Form,
}

impl StartForm {
    /// With what was typed into it before.
    pub fn new(stage: &Stage) -> Self {
        let form = Form::new(76, word!("Enter moves T0 and every due that counts from it"))
            .says("now", &counted(stage))
            .line("at", word!("It began:"), "")
            .hint(word!("14:05, or 12 min ago"))
            .line("reason", word!("Reason:"), "")
            .restored(stage.draft(&draft()));
        StartForm { form }
    }

    fn at(&self, stage: &Stage) -> Result<Option<Timestamp>, String> {
        times::past(&self.form.value("at"), stage.now, &stage.setting.zone)
    }
}

fn counted(stage: &Stage) -> String {
    let Some(incident) = stage.incident() else {
        return String::new();
    };
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    say!(
        "The clock counts from {clock} (declared {declared}). What was done keeps its time.",
        clock = clock(incident.t0),
        declared = clock(incident.declared_at)
    )
}

fn draft() -> Draft {
    Draft::new("start", "")
}

impl Formed for StartForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("When did it really begin?").to_owned()
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
        let remark = match (self.at(stage), stage.incident()) {
            (Ok(Some(at)), Some(incident)) => {
                let clock = when::clock(at, stage.now, &stage.setting.zone);
                let late = incident
                    .levels
                    .iter()
                    .filter(|level| level.asked && !level.state(stage.now).settled());
                let late = late.filter(|level| level.by.after(at) <= stage.now);
                let late: Vec<&str> = late.map(|level| level.title.as_str()).collect();
                let says = match late.is_empty() {
                    true => say!("T0 will be {clock}.", clock),
                    false => say!(
                        "T0 will be {clock}; late then: {late}.",
                        clock,
                        late = late.join(", ")
                    ),
                };
                vec![Remark::amber(says)]
            }
            (Ok(_) | Err(_), _) => Vec::new(),
        };
        self.form.tell(remark);
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let t0 = match self.at(stage) {
            Err(why) => return vec![Ask::Say(why, Tone::Refused)],
            Ok(None) => {
                self.form.go("at");
                let say = word!("Say when it began: 14:05, or 12 min ago.").to_owned();
                return vec![Ask::Say(say, Tone::Plain)];
            }
            Ok(Some(t0)) => t0,
        };
        let Some(reason) = self.form.clean("reason") else {
            self.form.go("reason");
            let say = word!("Correcting T0 needs a reason: how do we know?").to_owned();
            return vec![Ask::Say(say, Tone::Plain)];
        };
        vec![
            Ask::Submit(Command::CorrectStart(CorrectStart { t0, reason }), None),
            Ask::Say(word!("T0: asking the hub ...").to_owned(), Tone::Asking),
            Ask::Close,
        ]
    }
}
