//! Asking a duty a question; the same question, still open, is joined instead.

use super::Ask;
use super::formed::Formed;
use crate::domain::asks::AskQuestion;
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::{Form, Remark};

#[derive(Debug)]
pub struct AskForm {
    form: Form,
    account: Option<AccountId>,
}

/// In the order they are asked: who fixes before who directs.
const DUTIES: [Duty; 8] = [
    Duty::TechLead,
    Duty::Commander,
    Duty::Liaison,
    Duty::SupportLead,
    Duty::CsLead,
    Duty::Deputy,
    Duty::Scribe,
    Duty::Advocate,
];

impl AskForm {
    /// For the sheet of this account, if one is given.
    pub fn new(stage: &Stage, account: Option<AccountId>) -> Self {
        let incident = stage.incident();
        let name = account.as_ref().and_then(|id| incident?.rows.get(id));
        let name = name.map(|row| row.name().to_string()).unwrap_or_default();
        let duties = DUTIES.map(|duty| {
            let holder = incident.and_then(|incident| incident.holder(duty));
            let holder = holder.map_or(word!("nobody has this duty now").to_owned(), |name| {
                say!("that is {name}", name)
            });
            (duty.words(), holder)
        });
        let form = Form::new(
            76,
            word!("Enter asks; the answer comes to everyone who waits for it"),
        )
        .line("question", word!("Question:"), "")
        .choice("to", word!("Asked of:"), duties, 0)
        .line("account", word!("For:"), &name)
        .hint(word!("an account that wants to know, or nobody"))
        .restored(stage.draft(&draft(account.as_ref())));
        AskForm { form, account }
    }

    fn to(&self) -> Duty {
        DUTIES[self.form.chosen("to").min(DUTIES.len() - 1)]
    }
}

fn draft(account: Option<&AccountId>) -> Draft {
    Draft::new("ask", account.map_or("", AccountId::as_str))
}

/// An account by its id or its name.
pub(super) fn named(incident: &Incident, given: &str) -> Option<AccountId> {
    let wanted = given.to_lowercase();
    let is = |text: &str| text.to_lowercase() == wanted;
    let mut rows = incident.rows.values();
    let row = rows.find(|row| is(row.id().as_str()) || is(row.name()));
    row.map(|row| row.id().clone())
}

impl Formed for AskForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("Ask one question of one duty").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.account.as_ref()))
    }

    fn changed(&mut self, stage: &Stage) {
        let incident = stage.incident();
        let same = incident.and_then(|incident| incident.same_ask(self.to(), &self.form.value("question")));
        let remark = same.map(|ask| {
            let waiting = match ask.waits().count() {
                1 => word!("one waits").to_owned(),
                several => say!("{several} wait", several),
            };
            Remark::amber(say!(
                "It was asked already and {waiting}; you will wait with them.",
                waiting
            ))
        });
        self.form.tell(remark.into_iter().collect());
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(question) = self.form.clean("question") else {
            self.form.go("question");
            return vec![Ask::Say(
                word!("Write the question first.").to_owned(),
                Tone::Plain,
            )];
        };
        let account = match self.form.clean("account") {
            None => None,
            Some(given) => match stage.incident().and_then(|incident| named(incident, &given)) {
                Some(account) => Some(account),
                None => {
                    self.form.go("account");
                    let say = say!(
                        "{given} is not on the call list; write its name as it stands there.",
                        given
                    );
                    return vec![Ask::Say(say, Tone::Refused)];
                }
            },
        };
        let ask = AskQuestion {
            to: self.to(),
            question,
            account,
        };
        vec![Ask::Submit(Command::AskQuestion(ask), None), Ask::Close]
    }
}
