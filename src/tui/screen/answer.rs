//! Answering a question, for everyone who waits.

use super::Ask;
use super::formed::Formed;
use crate::domain::asks::AnswerAsk;
use crate::domain::command::Command;
use crate::domain::ids::Seq;
use crate::domain::speech::{say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;
use crate::tui::words::when;

#[derive(Debug)]
pub struct AnswerForm {
    form: Form,
    ask: Seq,
}

impl AnswerForm {
    /// Nothing when there is no such question.
    pub fn new(stage: &Stage, seq: Seq) -> Option<Self> {
        let ask = stage.incident()?.asks.get(seq)?;
        let who = ask.waits().map(|waits| waits.by.to_string()).collect::<Vec<_>>();
        let mut who: Vec<String> = who;
        who.dedup();
        let ago = when::age(ask.asked_at, stage.now);
        let mut form = Form::new(76, word!("Enter answers it: it stands on every card that waits"))
            .says("question", &ask.question)
            .says(
                "who",
                &say!(
                    "Asked of the {to} {ago} ago. Waiting: {who}",
                    to = ask.to,
                    ago,
                    who = who.join(", ")
                ),
            );
        if let Some(before) = ask.answer() {
            let text = say!(
                "{by} said: {one_line} (this corrects it)",
                by = before.by,
                one_line = one_line(&before.text)
            );
            form = form.says("before", &text);
        }
        let sure = [
            (word!("known"), word!("it may be told to customers")),
            (
                word!("a guess"),
                word!("it carries a question mark; reports leave it out"),
            ),
        ];
        let form = form
            .line("answer", word!("Answer:"), "")
            .choice("sure", word!("It is:"), sure, 0)
            .restored(stage.draft(&draft(seq)));
        Some(AnswerForm { form, ask: seq })
    }
}

fn draft(ask: Seq) -> Draft {
    Draft::new("answer", ask.to_string())
}

pub(super) fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

impl Formed for AnswerForm {
    fn title(&self, _stage: &Stage) -> String {
        word!("Answer a question").to_owned()
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(self.ask))
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        if self.form.is_empty("answer") {
            self.form.go("answer");
            return vec![Ask::Say(word!("Write the answer first.").to_owned(), Tone::Plain)];
        }
        let answer = AnswerAsk {
            ask: self.ask,
            answer: self.form.lines("answer"),
            guess: self.form.chosen("sure") == 1,
        };
        vec![Ask::Submit(Command::AnswerAsk(answer), None), Ask::Close]
    }
}
