//! Closing the incident: what stands in the way, and closing it owing.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::due::{self, Due};
use crate::domain::incident::{Incident, Internal};
use crate::domain::speech::{say, word};
use crate::domain::state::ChangeState;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::{Form, Remark};

#[derive(Debug)]
pub struct CloseForm {
    form: Form,
}

impl CloseForm {
    pub fn new(stage: &Stage) -> Option<Self> {
        let incident = stage.incident()?;
        let left = left(incident);
        let form = match left.is_empty() {
            true => Form::new(76, word!("Enter closes it")).says("owed", &nothing(incident)),
            false => Form::new(76, word!("Enter closes it, owing"))
                .says("owed", &say!("Still owed: {grouped}.", grouped = due::grouped(&left).join("; ")))
                .says(
                    "stays",
                    word!("It stays due after closing, each with its time and its owner, in `o` and in the header, until it is \
                     kept, handed over or waived."),
                ),
        };
        let form = form
            .line("reason", word!("Reason:"), "")
            .hint(word!("why it can be closed now"))
            .says("debrief", &asked(incident))
            .restored(stage.draft(&draft()));
        let mut close = CloseForm { form };
        close.changed(stage);
        Some(close)
    }
}

/// What is owed and nobody has put on long term.
fn left(incident: &Incident) -> Vec<Due> {
    due::owed(incident)
        .into_iter()
        .filter(|due| !due.long_term)
        .collect()
}

fn nothing(incident: &Incident) -> String {
    match due::owed(incident).len() {
        0 => word!("Nothing is owed to anybody.").to_owned(),
        count => say!(
            "Nothing but what was put on long term ({count}) is owed; it stays due.",
            count
        ),
    }
}

/// Whether those who took part were asked how it was.
fn asked(incident: &Incident) -> String {
    let debriefs = &incident.debriefs;
    say!(
        "{debriefs} of {took_part} who took part have said how it was for them (: debrief asks three questions, unnamed).",
        debriefs = debriefs.count(),
        took_part = debriefs.took_part()
    )
}

fn draft() -> Draft {
    Draft::new("close", "")
}

impl Formed for CloseForm {
    fn title(&self, stage: &Stage) -> String {
        let id = stage.incident().map(|incident| incident.id.to_string());
        say!("Close {id}?", id = id.unwrap_or_default())
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
        let Some(incident) = stage.incident() else { return };
        let waiting: Vec<Due> = left(incident)
            .into_iter()
            .filter(|due| due::waited_for(incident, due))
            .collect();
        let mut remarks = Vec::new();
        if incident.is_open() {
            remarks.push(Remark::red(word!(
                "It is not resolved yet; say so first (: resolved)."
            )));
        }
        if !waiting.is_empty() {
            let who = due::grouped(&waiting).join("; ");
            remarks.push(Remark::red(say!("Somebody waits for us: {who}.", who)));
        }
        self.form.tell(remarks);
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(incident) = stage.incident() else {
            return vec![Ask::Close];
        };
        if incident.internal != Internal::Resolved {
            let say = word!("It is not resolved yet; say so first (: resolved).").to_owned();
            return vec![Ask::Say(say, Tone::Refused)];
        }
        let owing = !left(incident).is_empty();
        let reason = self.form.clean("reason");
        if owing && reason.is_none() {
            self.form.go("reason");
            let say = word!("Closing while something is owed takes a reason; write it.").to_owned();
            return vec![Ask::Say(say, Tone::Refused)];
        }
        let change = ChangeState {
            to: Internal::Closed,
            reason,
            owing,
        };
        vec![Ask::Submit(Command::ChangeState(change), None), Ask::Close]
    }
}
