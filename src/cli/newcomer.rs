//! `warroom accounts add`, `warroom contacts add`: one account or one person that no list has.

use super::context::Context;
use super::failure::Failure;
use super::line;
use super::session::{Asked, Session};
use super::word;
use crate::directory::columns;
use crate::domain::accounts::Tier;
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, Name};
use crate::domain::newcomers::{AddAccount, AddContact, id_for};
use crate::domain::text::Clean;
use crate::run::embedded::Life;
use crate::wire::Outcome;
use clap::Args;

#[derive(Debug, Args)]
pub struct AccountOf {
    /// Its name; several words need no quotes
    #[arg(required = true)]
    name: Vec<String>,
    /// Its id, if not one made of the name
    #[arg(long)]
    id: Option<String>,
    /// strategic, key or named
    #[arg(long, default_value = "named", value_parser = tier)]
    tier: Tier,
    /// Which of our people it belongs to
    #[arg(long)]
    owner: Option<String>,
    #[arg(long)]
    region: Option<String>,
    /// As Europe/Berlin
    #[arg(long, value_parser = zone)]
    timezone: Option<String>,
    /// What they use of ours; may be given several times
    #[arg(long)]
    product: Vec<String>,
}

#[derive(Debug, Args)]
pub struct ContactOf {
    /// The account they are at, by its id
    account: String,
    /// Their name; several words need no quotes
    #[arg(required = true)]
    name: Vec<String>,
    /// What they are there
    #[arg(long)]
    title: Option<String>,
    /// As +49 30 1234567
    #[arg(long, value_parser = phone)]
    phone: Option<String>,
    #[arg(long, value_parser = email)]
    email: Option<String>,
    /// As Europe/Berlin
    #[arg(long, value_parser = zone)]
    timezone: Option<String>,
    #[arg(long)]
    language: Option<String>,
}

fn tier(text: &str) -> Result<Tier, String> {
    Tier::parse(text).ok_or_else(|| "expected strategic, key or named".to_owned())
}

fn zone(text: &str) -> Result<String, String> {
    columns::zone(text).map(|zone| zone.to_string())
}

// What somebody types at leisure is held to what a list is; on a call anything heard is kept as a lead.
fn phone(text: &str) -> Result<String, String> {
    columns::phone(text).map(|phone| phone.to_string())
}

fn email(text: &str) -> Result<String, String> {
    columns::email(text).map(|email| email.to_string())
}

fn clean(text: Option<&String>) -> Option<Clean> {
    text.map(|text| Clean::from(text.as_str()))
}

impl AccountOf {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let name = word::whole("the name", self.name.join(" "), word::TITLE)?;
        let name = Clean::from(name);
        let account = match &self.id {
            Some(id) => AccountId::from(id.trim()),
            None => id_for(&name),
        };
        let said = format!("{account}: {name}");
        let add = AddAccount {
            account,
            name,
            tier: self.tier,
            region: clean(self.region.as_ref()),
            timezone: clean(self.timezone.as_ref()),
            products: self
                .product
                .iter()
                .map(|product| Clean::from(product.as_str()))
                .collect(),
            owner: self.owner.as_deref().map(Name::from),
        };
        added(context, Command::AddAccount(Box::new(add)), said).await
    }
}

impl ContactOf {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let add = AddContact {
            account: AccountId::from(self.account.trim()),
            name: word::whole("the name", self.name.join(" "), word::TITLE)?.into(),
            title: clean(self.title.as_ref()),
            phone: clean(self.phone.as_ref()),
            email: clean(self.email.as_ref()),
            timezone: clean(self.timezone.as_ref()),
            language: clean(self.language.as_ref()),
        };
        let said = format!("{}: {}", add.account, add.name);
        added(context, Command::AddContact(Box::new(add)), said).await
    }
}

/// Says the line of the timeline, where an incident is open to have one; else what was added.
async fn added(context: &mut Context, command: Command, said: String) -> Result<u8, Failure> {
    let session = Session::open(context, Life::Command).await;
    let mut session = session.map_err(Failure::not_sent)?;
    let done = async {
        let (id, accepted) = session.submit(Asked::from(command)).await?;
        context.recorded = true;
        let caused = session.caused(id, &accepted).await?;
        for (incident, entry) in &caused {
            let words = line::words(entry, session.now, &session.zone);
            context.line(format!("{incident} {} {}  {words}", entry.seq, entry.by))?;
        }
        match (accepted.outcome, caused.is_empty()) {
            (Outcome::AlreadySo, _) => {
                context.line(format!("{said} was there already; nothing was recorded"))
            }
            (Outcome::Accepted, true) => context.line(format!("{said} is on the list now")),
            (Outcome::Accepted, false) => Ok(()),
        }
    }
    .await;
    session.end().await;
    done.map(|()| 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_an_address_are_held_to_what_a_list_is() {
        assert_eq!(phone("+49 30 1234567").unwrap(), "+49 30 1234567");
        assert!(phone("abc").unwrap_err().contains("is not a phone number"));
        assert!(
            email("ann at acme")
                .unwrap_err()
                .contains("is not an e-mail address")
        );
    }
}
