//! What was heard on a call, as flags of `warroom result`.

use crate::cli::failure::Failure;
use crate::cli::session::Session;
use crate::cli::word;
use crate::domain::heard::{Damage, Heard, Offered, Outcome, Question};
use crate::domain::ids::AccountId;
use crate::domain::outreach::NewAsk;
use crate::domain::scratch::{self, Clock, damage};
use crate::domain::text::Clean;
use clap::Args;

#[derive(Debug, Default, Args)]
pub struct Told {
    /// How it is hurting their business today
    #[arg(long)]
    business: Option<String>,
    /// How it is hurting the person on the line
    #[arg(long)]
    person: Option<String>,
    /// What worries them most now
    #[arg(long)]
    worry: Option<String>,
    /// What would help
    #[arg(long)]
    help_them: Option<String>,
    /// You said back what you heard, and they said that it is right
    #[arg(long)]
    said_back: bool,
    /// An alternative that was offered; may be given several times
    #[arg(long)]
    offered: Vec<String>,
    /// An alternative that was offered and taken; may be given several times
    #[arg(long)]
    taken: Vec<String>,
    /// What they need to get done, and by when: "invoices out @17:00"
    #[arg(long)]
    outcome: Option<String>,
    /// What they think it has cost them so far: "40000 EUR"
    #[arg(long)]
    damage: Option<String>,
    /// What they want to know, and of whom: "tech_lead: is our data safe"; may be given several times
    #[arg(long)]
    ask: Vec<String>,
}

impl Told {
    pub fn heard(&self, session: &Session, account: &AccountId) -> Result<Heard, Failure> {
        let answers = [
            (Question::Business, &self.business),
            (Question::Person, &self.person),
            (Question::Worry, &self.worry),
            (Question::Help, &self.help_them),
        ];
        let answers = answers
            .into_iter()
            .filter_map(|(question, answer)| Some((question, answer.as_deref()?.into())));
        let offer = |taken: bool| {
            move |what: &String| Offered {
                what: what.as_str().into(),
                taken,
            }
        };
        let offered = self.offered.iter().map(offer(false));
        Ok(Heard {
            answers: answers.collect(),
            said_back: self.said_back,
            offered: offered.chain(self.taken.iter().map(offer(true))).collect(),
            outcome: self.outcome(session)?,
            damage: self.damage(session, account)?,
            ..Heard::default()
        })
    }

    /// The questions, each with the duty it is for.
    pub fn asks(&self) -> Result<Vec<NewAsk>, Failure> {
        self.ask.iter().map(|text| ask(text)).collect()
    }

    fn outcome(&self, session: &Session) -> Result<Option<Outcome>, Failure> {
        let Some(text) = &self.outcome else {
            return Ok(None);
        };
        match scratch::by(text, &clock(session)) {
            (_, None, Some(why)) => Err(Failure::usage(format!("the outcome {text:?}: {why}"))),
            (what, by, _) => Ok(Some(Outcome { what, by })),
        }
    }

    fn damage(&self, session: &Session, account: &AccountId) -> Result<Option<Damage>, Failure> {
        let Some(text) = &self.damage else {
            return Ok(None);
        };
        let row = session.incident()?.rows.get(account);
        let usual: Option<&Clean> = row.and_then(|row| row.affected.account.currency.as_ref());
        let read = damage::read(text, usual);
        read.map(Some)
            .map_err(|why| Failure::usage(format!("the damage {why}")))
    }
}

fn clock(session: &Session) -> Clock<'_> {
    Clock {
        now: session.now,
        here: &session.zone,
        there: None,
    }
}

/// `tech_lead: is our data safe`. A duty that is none is not guessed: the question would wait with somebody who cannot
/// answer it.
fn ask(text: &str) -> Result<NewAsk, Failure> {
    let Some((duty, question)) = text.split_once(':') else {
        return Err(Failure::usage(format!(
            "the question {text:?} says not for whom it is; write the duty and a colon before it, as in \"tech_lead: is our \
             data safe\""
        )));
    };
    let to = word::duty(duty).map_err(|why| {
        let duty = duty.trim();
        Failure::usage(format!(
            "the question {text:?} is for {duty:?}, which is no duty; {why}"
        ))
    })?;
    let question = question.trim().into();
    Ok(NewAsk { to, question })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_names_the_duty_it_is_for_or_is_not_asked() {
        let asked = ask("Tech lead: is our data safe: all of it?").unwrap();
        assert_eq!(asked.question, "is our data safe: all of it?");
        for (wrong, said) in [
            ("CEO: when", "expected one of commander"),
            ("no colon", "write the duty and a colon before it"),
        ] {
            let failure = ask(wrong).unwrap_err();
            assert!(failure.sentence().unwrap().contains(said), "{wrong}");
        }
    }
}
