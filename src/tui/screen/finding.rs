//! What was found out: the cause and how sure we are of it, and what became of customers' data.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::findings::{Certainty, Data, FindCause, FindData};
use crate::domain::speech::word;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

const CAUSES: [Certainty; 3] = [Certainty::Unknown, Certainty::Suspected, Certainty::Confirmed];
const DATA: [Data; 4] = [Data::Unknown, Data::Safe, Data::Lost, Data::Exposed];

#[derive(Debug)]
pub struct FindingForm {
    form: Form,
}

fn draft() -> Draft {
    Draft::new("finding", "")
}

impl FindingForm {
    /// With what is known, and what was typed into it before.
    pub fn new(stage: &Stage) -> Self {
        let incident = stage.incident();
        let cause = incident.and_then(|incident| incident.cause());
        let data = incident.and_then(|incident| incident.data());
        let sure = cause.and_then(|cause| CAUSES.iter().position(|one| *one == cause.certainty));
        let state = data.and_then(|data| DATA.iter().position(|one| *one == data.state));
        let form = Form::new(76, word!("Enter records it in the timeline"))
            .choice(
                "cause",
                word!("Cause:"),
                CAUSES.map(Certainty::as_str),
                sure.unwrap_or(0),
            )
            .line(
                "what",
                word!("What it is:"),
                cause.map_or("", |cause| &cause.text),
            )
            .hint(word!("in words for customers"))
            .choice(
                "data",
                word!("Customers' data:"),
                DATA.map(Data::as_str),
                state.unwrap_or(0),
            )
            .line(
                "which",
                word!("Which, and how we know:"),
                data.map_or("", |data| &data.text),
            )
            .hint(word!("may be left empty"))
            .says("note", "")
            .restored(stage.draft(&draft()));
        let mut form = FindingForm { form };
        form.changed(stage);
        // Whoever begins to type means the words.
        form.form.go("what");
        form
    }
}

impl Formed for FindingForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("What have we found out?").to_owned()
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

    fn changed(&mut self, _stage: &Stage) {
        let says = match CAUSES.get(self.form.chosen("cause")) {
            Some(Certainty::Confirmed) => {
                word!(
                    "From \"confirmed\" on the final report is due; the commander, the deputy or the tech lead says so."
                )
            }
            Some(Certainty::Suspected) => {
                word!("Updates say that it is suspected; a preliminary report never names a cause.")
            }
            Some(Certainty::Unknown) | None => word!("Reports say that the cause is being confirmed."),
        };
        self.form.set("note", says);
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let certainty = CAUSES[self.form.chosen("cause").min(CAUSES.len() - 1)];
        let state = DATA[self.form.chosen("data").min(DATA.len() - 1)];
        let (cause, data) = (self.form.clean("what"), self.form.clean("which"));
        if cause.is_none() && certainty != Certainty::Unknown {
            self.form.go("what");
            let say = word!("Say in a few words what the cause is.").to_owned();
            return vec![Ask::Say(say, Tone::Plain)];
        }
        let find_cause = FindCause {
            certainty,
            text: cause.map(Into::into).unwrap_or_default(),
        };
        let find_data = FindData {
            state,
            text: data.map(Into::into).unwrap_or_default(),
        };
        let incident = stage.incident();
        let known_cause = incident.and_then(|incident| incident.cause());
        let known_data = incident.and_then(|incident| incident.data());
        let mut asks = Vec::new();
        let (sure, text) =
            known_cause.map_or((Certainty::Unknown, ""), |cause| (cause.certainty, &cause.text));
        if (sure, text) != (certainty, find_cause.text.as_str()) {
            asks.push(Ask::Submit(Command::FindCause(find_cause), None));
        }
        let (known, text) = known_data.map_or((Data::Unknown, ""), |data| (data.state, &data.text));
        if (known, text) != (state, find_data.text.as_str()) {
            asks.push(Ask::Submit(Command::FindData(find_data), None));
        }
        asks.push(Ask::Close);
        asks
    }
}
