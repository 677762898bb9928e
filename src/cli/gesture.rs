//! `warroom gesture`: small kindnesses to customers, within the allowance or with somebody's word.

use super::act::{Act, perform};
use super::context::Context;
use super::executive::look;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::gestures::{
    ApproveGesture, Cost, Gesture as Kindness, GiveGesture, RefuseGesture, Standing,
};
use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::outreach::Row;
use crate::domain::scratch::damage;
use crate::domain::text::Clean;
use clap::{Args, Subcommand};
use serde::Serialize;

#[derive(Debug, Subcommand)]
pub enum Gesture {
    /// Those given, and those that wait for a word
    List(List),
    /// Give one; above the playbook's allowance it is asked for
    Give(Give),
    /// Allow one that was asked for
    Allow(Allow),
    /// Say no to one that was asked for
    Refuse(Refuse),
    /// Say that one that was allowed is given now
    Given(Given),
}

#[derive(Debug, Args)]
pub struct List {
    /// For machines
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub struct Give {
    /// The account, by id or name
    account: String,
    /// What they get; several words need no quotes
    #[arg(required = true)]
    what: Vec<String>,
    /// What it costs, "40 EUR"; left out: nothing worth counting
    #[arg(long)]
    cost: Option<String>,
}

#[derive(Debug, Args)]
pub struct Allow {
    /// Its number, as `warroom gesture list` shows it
    number: u64,
}

#[derive(Debug, Args)]
pub struct Refuse {
    /// Its number, as `warroom gesture list` shows it
    number: u64,
    /// Why; several words need no quotes
    #[arg(required = true)]
    reason: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Given {
    /// Its number, as `warroom gesture list` shows it
    number: u64,
}

impl Gesture {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Gesture::List(list) => look(context, |context, session| list.write(context, session)).await,
            Gesture::Give(give) => perform(context, give).await,
            Gesture::Allow(allow) => perform(context, allow).await,
            Gesture::Refuse(refuse) => perform(context, refuse).await,
            Gesture::Given(given) => perform(context, given).await,
        }
    }
}

impl Act for Give {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let usual = &session.incident()?.playbook.gestures.currency;
        let read = self.cost.as_deref().map(|cost| damage::read(cost, Some(usual)));
        let cost = read.transpose();
        let cost = cost.map_err(|why| Failure::usage(format!("the cost {why}")))?;
        let command = GiveGesture {
            account: session.account(&self.account)?,
            what: self.what.join(" ").into(),
            cost: cost.map(|cost| Cost {
                amount: cost.amount,
                currency: cost.currency,
            }),
            gesture: None,
        };
        Ok(Command::GiveGesture(command).into())
    }
}

impl Act for Allow {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let gesture = Seq(self.number);
        Ok(Command::ApproveGesture(ApproveGesture { gesture }).into())
    }
}

impl Act for Refuse {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let command = RefuseGesture {
            gesture: Seq(self.number),
            reason: self.reason.join(" ").into(),
        };
        Ok(Command::RefuseGesture(command).into())
    }
}

impl Act for Given {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let command = GiveGesture {
            // The number says whose it is.
            account: AccountId::from(""),
            what: Clean::default(),
            cost: None,
            gesture: Some(Seq(self.number)),
        };
        Ok(Command::GiveGesture(command).into())
    }
}

/// One for machines.
#[derive(Serialize)]
struct Listed {
    number: Seq,
    account: AccountId,
    name: Clean,
    what: Clean,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<Cost>,
    state: &'static str,
    by: Name,
}

impl List {
    fn write(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let incident = session.incident()?;
        if self.json {
            let listed: Vec<Listed> = incident.gestures().map(listed).collect();
            return context.json(&listed);
        }
        let mut none = true;
        for (row, gesture) in incident.gestures() {
            none = false;
            let cost = gesture
                .cost
                .as_ref()
                .map(|cost| format!(", {} {}", cost.amount, cost.currency));
            let (number, name, what) = (gesture.seq, row.name(), &gesture.what);
            let (cost, stands) = (cost.unwrap_or_default(), words(gesture));
            context.line(format!("{number:>5} {name}: {what}{cost}, {stands}"))?;
        }
        match none {
            true => context.line("no gestures yet"),
            false => Ok(()),
        }
    }
}

fn listed((row, gesture): (&Row, &Kindness)) -> Listed {
    Listed {
        number: gesture.seq,
        account: row.id().clone(),
        name: row.name().clone(),
        what: gesture.what.clone(),
        cost: gesture.cost.clone(),
        state: match gesture.standing() {
            Standing::Asked => "asked",
            Standing::Allowed(_) => "allowed",
            Standing::Given(_) => "given",
            Standing::Refused(..) => "refused",
        },
        by: gesture.by.clone(),
    }
}

fn words(gesture: &Kindness) -> String {
    match gesture.standing() {
        Standing::Asked => format!("{} asks for it", gesture.by),
        Standing::Allowed(word) => format!("allowed by {}, not given yet", word.by),
        Standing::Given(word) => format!("given by {}", word.by),
        Standing::Refused(word, reason) => format!("refused by {}: {reason}", word.by),
    }
}
