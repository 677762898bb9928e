//! `warroom accounts list`: the team's key accounts, or those an incident affects in the order to call them.

use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use crate::domain::accounts::Account;
use crate::domain::call_list::{Order, RowState, call_list};
use crate::run::embedded::Life;
use crate::wire::status::incident_status;
use crate::wire::{self, Accounts};
use clap::Args;

#[derive(Debug, Args)]
pub struct List {
    /// Only those the incident affects, in the order to call them
    #[arg(long)]
    affected: bool,
    /// For machines
    #[arg(long)]
    json: bool,
}

impl List {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = match self.affected {
            true => Session::open(context, Life::Command).await?,
            false => Session::connect(context, Life::Command).await?,
        };
        let done = match self.affected {
            true => self.affected(context, &session),
            false => self.all(context, &session).await,
        };
        session.end().await;
        done.map(|()| 0)
    }

    async fn all(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let accounts: Accounts = session.get(wire::ACCOUNTS).await?;
        if self.json {
            return context.json(&accounts);
        }
        for card in &accounts.accounts {
            context.line(plain(&card.account))?;
        }
        Ok(())
    }

    fn affected(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let incident = session.incident()?;
        if self.json {
            let status = incident_status(&session.picture, incident, session.now);
            return context.json(&status.accounts);
        }
        for listed in call_list(&session.picture, incident, session.now, Order::Rank) {
            let who = match &listed.state {
                RowState::Claimed { by, .. }
                | RowState::OnPhone { by, .. }
                | RowState::Reached { by, .. } => by.as_str(),
                _ => "",
            };
            let state = listed.state.as_str();
            context.line(format!(
                "{:<16} {state:<14} {who:<10} {}",
                listed.account, listed.name
            ))?;
        }
        Ok(())
    }
}

fn plain(account: &Account) -> String {
    let arr = account
        .arr
        .map_or_else(|| "unknown".to_owned(), |arr| arr.short());
    let currency = account.currency.as_deref().unwrap_or_default();
    let owner = account.owner.as_ref().map_or("nobody", |owner| owner.as_str());
    let tier = account.tier.as_str();
    format!(
        "{:<16} {tier:<9} {arr:>7} {currency:<3} {owner:<10} {}",
        account.id, account.name
    )
}
