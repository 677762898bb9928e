//! `warroom executive`: the desk for calls between customers and executives.

use super::act::{Act, perform};
use super::context::Context;
use super::failure::Failure;
use super::moment::{Side, maybe, parse};
use super::session::{Asked, Session};
use crate::domain::call_brief::call_brief;
use crate::domain::command::Command;
use crate::domain::executive_desk::{Giving, Wished};
use crate::domain::executives::{
    NewWish, Outcome, PromiseExecutiveCall, RecordExecutiveCall, SetSlots, Standing, WantExecutive,
};
use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::text::Clean;
use crate::run::embedded::Life;
use crate::tui::words::brief;
use crate::tui::words::when::{Count, clock, until};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde::Serialize;

/// Cells of a line of the brief.
const WIDTH: usize = 80;

#[derive(Debug, Subcommand)]
pub enum Executive {
    /// Who wishes to speak with whom, and how many calls each executive has to give
    List(List),
    /// A customer wishes to speak with an executive
    Want(Want),
    /// Say how many calls an executive has to give
    Slots(Slots),
    /// An executive calls a customer at a time; more than there are is said, not refused
    Promise(Promise),
    /// Record how the call went
    Held(Held),
    /// Print what the executive has to know before the call
    Brief(Brief),
}

#[derive(Debug, Args)]
pub struct List {
    /// For machines
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub struct Want {
    /// The account, by id or name
    account: String,
    /// With whom, in their words: "your CEO"
    #[arg(long, default_value = "")]
    whom: String,
    /// About what
    #[arg(long, default_value = "")]
    topic: String,
    /// By when they need it: 15:30 or 2h
    #[arg(long)]
    by: Option<String>,
}

#[derive(Debug, Args)]
pub struct Slots {
    /// Who has calls to give
    executive: String,
    /// How many in all, for this incident
    calls: u32,
    /// Until when: 18:00 or 3h
    #[arg(long)]
    until: Option<String>,
}

#[derive(Debug, Args)]
pub struct Promise {
    /// The number of the wish, as `warroom executive list` shows it
    number: u64,
    /// Who calls them
    executive: String,
    /// When: 15:30 or 2h
    #[arg(long)]
    at: String,
}

#[derive(Debug, Args)]
pub struct Held {
    /// The number of the wish, as `warroom executive list` shows it
    number: u64,
    /// What came of it; several words need no quotes
    words: Vec<String>,
    /// Nobody was reached; they wait for another time
    #[arg(long, conflicts_with = "not_wanted")]
    missed: bool,
    /// They do not wish to speak with an executive any more
    #[arg(long)]
    not_wanted: bool,
    /// When it was, if not now: 14:30, or 5m for five minutes ago
    #[arg(long, allow_hyphen_values = true)]
    at: Option<String>,
}

#[derive(Debug, Args)]
pub struct Brief {
    /// The number of the wish, as `warroom executive list` shows it
    number: u64,
}

impl Executive {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Executive::Want(want) => perform(context, want).await,
            Executive::Slots(slots) => perform(context, slots).await,
            Executive::Promise(promise) => perform(context, promise).await,
            Executive::Held(held) => perform(context, held).await,
            Executive::List(list) => look(context, |context, session| list.write(context, session)).await,
            Executive::Brief(brief) => look(context, |context, session| brief.write(context, session)).await,
        }
    }
}

/// Looks at the picture without asking the hub for anything.
pub async fn look(
    context: &mut Context,
    write: impl FnOnce(&mut Context, &Session) -> Result<(), Failure>,
) -> Result<u8, Failure> {
    let session = Session::open(context, Life::Command).await?;
    let done = write(context, &session);
    session.end().await;
    done.map(|()| 0)
}

impl Act for Want {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let command = WantExecutive {
            account: session.account(&self.account)?,
            wish: NewWish {
                whom: self.whom.as_str().into(),
                topic: self.topic.as_str().into(),
                due: maybe(self.by.as_deref(), Side::Future, session.now, &session.zone)?,
            },
        };
        Ok(Command::WantExecutive(command).into())
    }
}

impl Act for Slots {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let command = SetSlots {
            executive: Name::from(self.executive.as_str()),
            slots: self.calls,
            until: maybe(self.until.as_deref(), Side::Future, session.now, &session.zone)?,
        };
        Ok(Command::SetSlots(command).into())
    }
}

impl Act for Promise {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let command = PromiseExecutiveCall {
            request: Seq(self.number),
            executive: Name::from(self.executive.as_str()),
            at: parse(&self.at, Side::Future, session.now, &session.zone)?,
        };
        Ok(Command::PromiseExecutiveCall(command).into())
    }
}

impl Act for Held {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let outcome = match (self.missed, self.not_wanted) {
            (true, _) => Outcome::Missed,
            (false, true) => Outcome::NotWanted,
            (false, false) => Outcome::Held,
        };
        let command = RecordExecutiveCall {
            request: Seq(self.number),
            outcome,
            text: self.words.join(" ").into(),
        };
        Ok(Asked {
            command: Command::RecordExecutiveCall(command),
            said_at: maybe(self.at.as_deref(), Side::Past, session.now, &session.zone)?,
            incident: None,
        })
    }
}

/// One wish for machines.
#[derive(Serialize)]
struct Listed {
    number: Seq,
    account: AccountId,
    name: Clean,
    whom: Clean,
    topic: Clean,
    state: &'static str,
    executive: Option<Name>,
    at: Option<Timestamp>,
}

impl List {
    fn write(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let incident = session.incident()?;
        let desk = incident.executive_desk();
        if self.json {
            let listed: Vec<Listed> = desk.iter().map(listed).collect();
            return context.json(&listed);
        }
        for giving in incident.giving(&session.picture) {
            context.line(gives(&giving, session))?;
        }
        if desk.is_empty() {
            return context.line("nobody has asked for an executive");
        }
        for wished in &desk {
            let facts = &wished.wish.facts;
            let topic = match facts.topic.trim() {
                "" => String::new(),
                topic => format!(" about {topic}"),
            };
            let (number, name) = (wished.wish.seq, wished.row.name());
            let stands = stands(wished, session);
            context.line(format!(
                "{number:>5} {name} wants {}{topic}: {stands}",
                facts.whom()
            ))?;
        }
        Ok(())
    }
}

fn listed(wished: &Wished) -> Listed {
    let (state, executive, at) = match wished.wish.standing() {
        Standing::Open => ("open", None, None),
        Standing::Promised(promised) => ("promised", Some(promised.executive.clone()), Some(promised.at)),
        Standing::Done(talk) => ("done", None, Some(talk.word.at)),
    };
    Listed {
        number: wished.wish.seq,
        account: wished.row.id().clone(),
        name: wished.row.name().clone(),
        whom: wished.wish.facts.whom().into(),
        topic: wished.wish.facts.topic.clone(),
        state,
        executive,
        at,
    }
}

fn gives(giving: &Giving, session: &Session) -> String {
    let name = &giving.executive;
    match &giving.slots {
        None => format!(
            "{name}: {} promised, nobody has said how many there are",
            giving.taken
        ),
        Some(slots) => {
            let until = slots.until.map(|at| clock(at, session.now, &session.zone));
            let until = until.map(|at| format!(" until {at}")).unwrap_or_default();
            format!(
                "{name}: {} of {} calls promised{until}",
                giving.taken, slots.count
            )
        }
    }
}

fn stands(wished: &Wished, session: &Session) -> String {
    let at = |at: Timestamp| clock(at, session.now, &session.zone);
    match wished.wish.standing() {
        Standing::Open => {
            let due = wished
                .wish
                .next_step()
                .map(|(_, due)| until(due, session.now, Count::Minutes));
            format!("no time yet, {}", due.unwrap_or_default())
        }
        Standing::Promised(promised) => format!("{} calls at {}", promised.executive, at(promised.at)),
        Standing::Done(talk) => format!(
            "{}, {} at {}",
            talk.outcome.words(),
            talk.word.by,
            at(talk.word.at)
        ),
    }
}

impl Brief {
    fn write(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let incidents = session.picture.incidents();
        let found = incidents.filter_map(|incident| Some((incident, incident.wished(Seq(self.number))?)));
        let Some((incident, wished)) = found.into_iter().next() else {
            let say = format!(
                "there is no wish number {}; `warroom executive list` shows them",
                self.number
            );
            return Err(Failure::said(say));
        };
        let known = call_brief(incident, wished, session.now, true);
        for line in brief::call(&known, session.now, &session.zone, WIDTH) {
            context.line(line)?;
        }
        Ok(())
    }
}
