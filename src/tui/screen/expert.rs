//! An expert of the playbook was called: who, why, and what they said.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::experts::CallExpert;
use crate::domain::playbook::ExpertPlan;
use crate::domain::speech::{say, word};
use crate::domain::text::Clean;
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;
use crate::tui::words::when::{self, Count};

#[derive(Debug)]
pub struct ExpertForm {
    /// Those that can be chosen, in the order of the form.
    experts: Vec<Clean>,
    form: Form,
}

impl ExpertForm {
    /// With this expert chosen, else the first that nobody has called. `None` when all were called, or none is named.
    pub fn new(stage: &Stage, expert: Option<&Clean>) -> Option<Self> {
        let plans = waiting(stage);
        let chosen = plans
            .iter()
            .position(|plan| Some(&plan.id) == expert)
            .unwrap_or(0);
        plans.get(chosen)?;
        let mut form = Form::new(76, word!("Enter records that they were called"));
        form = match plans.as_slice() {
            [only] => form.says("only", &say!("Call {whom}", whom = only.whom)),
            several => {
                let names = several.iter().map(|plan| plan.whom.to_string());
                form.choice("expert", word!("Call:"), names, chosen)
            }
        };
        let form = form
            .says("why", "")
            .line("how", word!("Said:"), "")
            .hint(word!("on which number, and what they said"))
            .restored(stage.draft(&draft()));
        let experts = plans.iter().map(|plan| plan.id.clone()).collect();
        let mut dialog = ExpertForm { experts, form };
        dialog.changed(stage);
        Some(dialog)
    }

    /// What the menu says when nobody is left to call.
    pub fn nobody() -> Ask {
        let say = word!("The playbook names no expert that has not been called.");
        Ask::Say(say.to_owned(), Tone::Plain)
    }

    fn chosen<'a>(&self, stage: &'a Stage) -> Option<&'a ExpertPlan> {
        let id = self.experts.get(self.form.chosen("expert"))?;
        stage.incident()?.expert(id).ok()
    }
}

fn draft() -> Draft {
    Draft::new("call an expert", "")
}

/// The experts nobody has called yet.
fn waiting(stage: &Stage) -> Vec<&ExpertPlan> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let plans = incident.playbook.experts.iter();
    plans
        .filter(|plan| incident.experts.called(&plan.id).is_none())
        .collect()
}

/// Why, and since or from when: the condition in words, and its moment.
fn why(plan: &ExpertPlan, stage: &Stage) -> String {
    let holds = stage
        .incident()
        .and_then(|incident| incident.holds_from(&plan.when));
    let moment = match holds {
        None => word!("it is not so now, and you may call all the same").to_owned(),
        Some(from) if from > stage.now => say!(
            "that is {until}",
            until = when::until(from, stage.now, Count::Minutes)
        ),
        Some(from) => say!("so for {lasted}", lasted = when::lasted(from, stage.now)),
    };
    let why = match plan.why.trim() {
        "" => String::new(),
        why => format!("{why}\n"),
    };
    let duty = plan
        .duty
        .map(|duty| say!("The {duty} calls; anyone may. ", duty))
        .unwrap_or_default();
    say!(
        "{why}Asked for when {when}: {moment}. {duty}",
        why,
        when = plan.when.words(),
        moment,
        duty
    )
}

impl Formed for ExpertForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("Was the expert called?").to_owned()
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
        if let Some(plan) = self.chosen(stage) {
            let words = why(plan, stage);
            self.form.set("why", &words);
        }
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(plan) = self.chosen(stage) else {
            return vec![Self::nobody(), Ask::Close];
        };
        let call = CallExpert {
            expert: plan.id.clone(),
            how: self.form.clean("how"),
        };
        let said = say!("Called {whom}.", whom = plan.whom);
        vec![
            Ask::Submit(Command::CallExpert(call), None),
            Ask::Say(said, Tone::Plain),
            Ask::Close,
        ]
    }
}
