//! Questions and answers in words.

use super::{Line, line};
use crate::domain::asks::{AskAnswered, AskJoined, Asked};
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::domain::timeline::What;

pub(super) fn asked(event: &Asked, seq: Seq) -> Line {
    line(
        What::Ask(seq),
        say!(
            "asks the {to}: {question}",
            to = event.to,
            question = event.question
        ),
    )
    .maybe_about(&event.account)
}

pub(super) fn joined(event: &AskJoined, incident: &Incident) -> Line {
    let text = say!(
        "waits for the answer too: {question}",
        question = question(incident, event.ask)
    );
    line(What::Ask(event.ask), text).maybe_about(&event.account)
}

pub(super) fn answered(event: &AskAnswered, incident: &Incident) -> Line {
    let ask = incident.asks.get(event.ask);
    let now = match ask.map_or(0, |ask| ask.answers().count()) {
        0 | 1 => "answers",
        _ => word!("answers now"),
    };
    let mark = if event.guess { "? " } else { "" };
    let text = format!(
        "{now}: {} {mark}{}",
        question(incident, event.ask),
        &*event.answer
    );
    let account = ask.and_then(|ask| ask.account().cloned());
    line(What::Ask(event.ask), text).maybe_about(&account)
}

fn question(incident: &Incident, ask: Seq) -> String {
    let ask = incident.asks.get(ask);
    ask.map(|ask| ask.question.to_string()).unwrap_or_default()
}
