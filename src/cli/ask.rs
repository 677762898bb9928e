//! `warroom ask`, `answer`, `asks`: one question to one duty, and its answer for everyone who waits.

use super::act::Act;
use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use super::word;
use crate::domain::asks::{ANSWERED_WITHIN, AnswerAsk, Ask as Question, AskQuestion};
use crate::domain::command::Command;
use crate::domain::ids::{IncidentId, Seq};
use crate::domain::incident::Internal;
use crate::domain::people::Duty;
use crate::run::embedded::Life;
use crate::tui::words::when::{Count, until};
use clap::Args;

#[derive(Debug, Args)]
pub struct Ask {
    /// commander, deputy, scribe, support_lead, liaison, cs_lead, tech_lead, advocate
    #[arg(value_parser = word::duty)]
    duty: Duty,
    /// What to ask; several words need no quotes
    #[arg(required = true)]
    question: Vec<String>,
    /// The account that wants to know, by id or name
    #[arg(long)]
    account: Option<String>,
}

#[derive(Debug, Args)]
pub struct Answer {
    /// The question's number, as `warroom asks` shows it
    question: u64,
    /// The answer; several words need no quotes
    #[arg(required = true)]
    text: Vec<String>,
    /// It is believed, not known; it carries a question mark
    #[arg(long)]
    guess: bool,
}

#[derive(Debug, Args)]
pub struct Asks {}

impl Act for Ask {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let ask = AskQuestion {
            to: self.duty,
            question: self.question.join(" ").into(),
            account: session.some_account(self.account.as_deref())?,
        };
        Ok(Command::AskQuestion(ask).into())
    }
}

impl Act for Answer {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let answer = AnswerAsk {
            ask: Seq(self.question),
            answer: self.text.join(" ").into(),
            guess: self.guess,
        };
        Ok(Command::AnswerAsk(answer).into())
    }
}

impl Asks {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let done = write(context, &session);
        session.end().await;
        done.map(|()| 0)
    }
}

fn write(context: &mut Context, session: &Session) -> Result<(), Failure> {
    let named = match session.named() {
        Some(id) => Some(session.picture.which(Some(id))?.id),
        None => None,
    };
    let incidents = session.picture.incidents().filter(|incident| match named {
        Some(id) => incident.id == id,
        None => incident.internal != Internal::Closed,
    });
    let mut asks: Vec<(IncidentId, &Question)> = incidents
        .flat_map(|incident| incident.asks.standing().map(|ask| (incident.id, ask)))
        .collect();
    asks.sort_by_key(|(_, ask)| (!ask.open(), ask.seq));
    if asks.is_empty() {
        return context.line("nobody has asked anything");
    }
    for (id, ask) in asks {
        let wait = match ask.waits().count() {
            1 => "1 waits".to_owned(),
            several => format!("{several} wait"),
        };
        let said = match ask.answer() {
            None => {
                let due = ANSWERED_WITHIN.after(ask.asked_at);
                format!("no answer yet, due {}", until(due, session.now, Count::Minutes))
            }
            Some(answer) => {
                let mark = if answer.guess { "? " } else { "" };
                let text = answer.text.lines().collect::<Vec<_>>().join(" ");
                format!("{}: {mark}{text}", answer.by)
            }
        };
        context.line(format!(
            "{:>5} {id:<6} {}: {} ({wait}) -> {said}",
            ask.seq, ask.to, ask.question
        ))?;
    }
    Ok(())
}
