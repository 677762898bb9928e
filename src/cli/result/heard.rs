//! What was heard on a call, as flags of `warroom result`.

use crate::cli::failure::Failure;
use crate::cli::session::Session;
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
    pub fn asks(&self, session: &Session) -> Vec<NewAsk> {
        let asked = self.ask.iter().map(|ask| format!("?{}", ask.trim()));
        let clock = clock(session);
        asked.flat_map(|ask| scratch::read(&ask, &clock).asks).collect()
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
