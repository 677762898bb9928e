//! `warroom break`, `debrief`: rest for those who call, and three questions afterwards, their answers unnamed.

use super::act::{Act, perform};
use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::care::{BREAK, TakeBreak};
use crate::domain::command::Command;
use crate::domain::debriefs::{Answers, QUESTIONS, RecordDebrief};
use crate::domain::span::Span;
use crate::domain::text::CleanText;
use crate::run::embedded::Life;
use crate::tui::words::when::clock;
use crate::wire::Outcome;
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Break {
    /// How long, in minutes: a quarter of an hour unless said
    #[arg(long, conflicts_with = "back")]
    minutes: Option<u16>,
    /// You are back before its end
    #[arg(long)]
    back: bool,
}

#[derive(Debug, Args)]
pub struct Debrief {
    /// What slowed you?
    #[arg(long)]
    slowed: Option<String>,
    /// What helped customers?
    #[arg(long)]
    helped: Option<String>,
    /// What do you need?
    #[arg(long)]
    needs: Option<String>,
    /// For machines; without an answer of your own it prints those of everyone, unnamed
    #[arg(long, conflicts_with_all = ["slowed", "helped", "needs"])]
    json: bool,
}

impl Break {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await;
        let session = session.map_err(Failure::not_sent)?;
        let done = self.ask(context, &session).await;
        session.end().await;
        done.map(|()| 0)
    }

    /// A break is of no incident, so no line of a timeline tells it.
    async fn ask(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let minutes = match self.back {
            true => Some(0),
            false => self.minutes,
        };
        let rest = Command::TakeBreak(TakeBreak { minutes });
        let (_, accepted) = session.submit(rest.into()).await?;
        context.recorded = true;
        match (accepted.outcome, self.back) {
            (Outcome::AlreadySo, _) => context.line("It was so already; nothing was recorded."),
            (Outcome::Accepted, true) => context.line("Welcome back."),
            (Outcome::Accepted, false) => {
                let length = minutes.map_or(BREAK, |minutes| Span::minutes(i64::from(minutes)));
                let until = clock(length.after(session.now), session.now, &session.zone);
                context.line(format!("A break until {until}; you are back by yourself."))
            }
        }
    }
}

impl Act for Debrief {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let said = |text: &Option<String>| text.as_deref().map(CleanText::from);
        let answers = Answers {
            slowed: said(&self.slowed),
            helped: said(&self.helped),
            needs: said(&self.needs),
        };
        Ok(Command::RecordDebrief(RecordDebrief { answers }).into())
    }
}

/// What people answered, unnamed.
#[derive(Serialize)]
struct Heard<'a> {
    took_part: usize,
    answered: usize,
    slowed: Vec<&'a CleanText>,
    helped: Vec<&'a CleanText>,
    needs: Vec<&'a CleanText>,
}

impl Debrief {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let answers = [&self.slowed, &self.helped, &self.needs];
        if answers.iter().any(|answer| answer.is_some()) {
            return perform(context, self).await;
        }
        let session = Session::open(context, Life::Command).await?;
        let done = self.write(context, &session);
        session.end().await;
        done.map(|()| 0)
    }

    fn write(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let incident = session.incident()?;
        let debriefs = &incident.debriefs;
        if self.json {
            return context.json(&Heard {
                took_part: debriefs.took_part(),
                answered: debriefs.count(),
                slowed: debriefs.answers(0),
                helped: debriefs.answers(1),
                needs: debriefs.answers(2),
            });
        }
        context.line(incident.thanks())?;
        context.line(format!(
            "{} of {} who took part have answered",
            debriefs.count(),
            debriefs.took_part()
        ))?;
        for (at, question) in QUESTIONS.into_iter().enumerate() {
            context.line(question)?;
            for answer in debriefs.answers(at) {
                let words = answer.lines().collect::<Vec<_>>().join(" ");
                context.line(format!("  {words}"))?;
            }
        }
        Ok(())
    }
}
