//! `warroom credit`: what customers get back, worked out from the downtime and their terms.

use super::act::{Act, perform};
use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::actor::Actor;
use crate::domain::command::Command;
use crate::domain::credits::{
    ApproveCredit, DeclineCredit, IssueCredit, ProposeCredit, ServiceCredit, Standing, Sum, TellCredit,
};
use crate::domain::ids::{AccountId, Seq};
use crate::domain::scratch::damage;
use crate::domain::span::Span;
use crate::domain::text::Clean;
use crate::run::embedded::Life;
use crate::wire::ME;
use clap::{Args, Subcommand};
use serde::Serialize;

#[derive(Debug, Subcommand)]
pub enum Credit {
    /// Where each stands; amounts before they are approved only for those who decide on them
    List(List),
    /// Work credits out and propose them, for all affected accounts or those named
    Propose(Propose),
    /// Approve one: from then on the customer may be told
    Approve(Number),
    /// Say no to one
    Decline(Decline),
    /// The customer was told of an approved one
    Told(Told),
    /// An approved one is on an invoice
    Issued(Issued),
}

#[derive(Debug, Args)]
pub struct List {
    /// For machines
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub struct Propose {
    /// By id or name; none: every affected account whose terms were missed
    accounts: Vec<String>,
    /// Of the downtime, what the terms do not count: 30m
    #[arg(long)]
    left_out: Option<Span>,
    /// An amount set by hand, for one account: "500 EUR"
    #[arg(long, conflicts_with = "left_out")]
    amount: Option<String>,
    /// Why something is left out, or why this amount
    #[arg(long)]
    reason: Option<String>,
}

#[derive(Debug, Args)]
pub struct Number {
    /// Its number, as `warroom credit list` shows it
    number: u64,
}

#[derive(Debug, Args)]
pub struct Decline {
    /// Its number, as `warroom credit list` shows it
    number: u64,
    /// Why; several words need no quotes
    #[arg(required = true)]
    reason: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Told {
    /// Its number, as `warroom credit list` shows it
    number: u64,
}

#[derive(Debug, Args)]
pub struct Issued {
    /// Its number, as `warroom credit list` shows it
    number: u64,
    /// The number of the invoice
    #[arg(long, default_value = "")]
    invoice: String,
}

impl Credit {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Credit::List(list) => list.run(context).await,
            Credit::Propose(propose) => perform(context, propose).await,
            Credit::Approve(number) => perform(context, number).await,
            Credit::Decline(decline) => perform(context, decline).await,
            Credit::Told(told) => perform(context, told).await,
            Credit::Issued(issued) => perform(context, issued).await,
        }
    }
}

impl Act for Propose {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let accounts = self.accounts.iter().map(|given| session.account(given));
        let accounts = accounts.collect::<Result<Vec<AccountId>, Failure>>()?;
        let row = accounts
            .first()
            .and_then(|id| session.incident().ok()?.rows.get(id));
        let usual = row.and_then(|row| row.affected.account.currency.as_ref());
        let read = self.amount.as_deref().map(|amount| damage::read(amount, usual));
        let sum = read.transpose();
        let sum = sum.map_err(|why| Failure::usage(format!("the amount {why}")))?;
        let command = ProposeCredit {
            accounts,
            left_out: self.left_out,
            amount: sum.as_ref().map(|sum| sum.amount),
            currency: sum.map(|sum| sum.currency),
            reason: self.reason.as_deref().map(Clean::from),
        };
        Ok(Command::ProposeCredit(command).into())
    }
}

impl Act for Number {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let number = Seq(self.number);
        Ok(Command::ApproveCredit(ApproveCredit { number }).into())
    }
}

impl Act for Decline {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let command = DeclineCredit {
            number: Seq(self.number),
            reason: self.reason.join(" ").into(),
        };
        Ok(Command::DeclineCredit(command).into())
    }
}

impl Act for Told {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let number = Seq(self.number);
        Ok(Command::TellCredit(TellCredit { number }).into())
    }
}

impl Act for Issued {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let command = IssueCredit {
            number: Seq(self.number),
            invoice: self.invoice.as_str().into(),
        };
        Ok(Command::IssueCredit(command).into())
    }
}

/// One for machines.
#[derive(Serialize)]
struct Listed {
    number: Seq,
    account: AccountId,
    name: Clean,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<Clean>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<Sum>,
}

impl List {
    async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let me = session.get::<Actor>(ME).await;
        let done = me.and_then(|me| self.write(context, &session, &me));
        session.end().await;
        done.map(|()| 0)
    }

    fn write(&self, context: &mut Context, session: &Session, me: &Actor) -> Result<(), Failure> {
        let incident = session.incident()?;
        let decides = incident.sees_exposure(me);
        if self.json {
            let listed = incident.credits().map(|(row, credit)| Listed {
                number: credit.seq,
                account: row.id().clone(),
                name: row.name().clone(),
                state: state(credit),
                period: credit.facts.basis.as_ref().map(|basis| basis.period.clone()),
                credit: sum(credit, decides).cloned(),
            });
            return context.json(&listed.collect::<Vec<_>>());
        }
        if incident.credits().next().is_none() {
            return context.line("no credits yet; `warroom credit propose` works them out");
        }
        for (row, credit) in incident.credits() {
            let amount = match sum(credit, decides) {
                Some(sum) => format!("{} {}", sum.amount, sum.currency),
                None => "promise nothing".to_owned(),
            };
            let basis = credit.facts.basis.as_ref();
            let basis = basis.map(|basis| format!(" (uptime {} % in {})", basis.uptime, basis.period));
            let (number, name, basis) = (credit.seq, row.name(), basis.unwrap_or_default());
            context.line(format!("{number:>5} {name}: {}, {amount}{basis}", state(credit)))?;
        }
        for (currency, all) in incident.exposure().into_iter().filter(|_| decides) {
            let (total, proposed) = (all.total(), all.proposed);
            context.line(format!(
                "in all {total} {currency}, of which {proposed} wait for a word"
            ))?;
        }
        Ok(())
    }
}

/// The amount, for whoever may see it now.
fn sum(credit: &ServiceCredit, decides: bool) -> Option<&Sum> {
    let approved = credit.words().is_some();
    credit.facts.credit.as_ref().filter(|_| decides || approved)
}

fn state(credit: &ServiceCredit) -> &'static str {
    match credit.standing() {
        Standing::Proposed => "proposed",
        Standing::Approved(_) => "approved",
        Standing::Told(_) => "told",
        Standing::Issued(_) => "issued",
        Standing::Declined(..) => "declined",
    }
}
