//! What every CRM has in common: its rows under ids of ours, its people, and how a call or a promise is put there.

pub mod kept;
pub mod mapped;
pub mod owners;
pub mod written;

use super::Delivery;
use super::json::Kind;
use super::json::read::{Fact, Item, batch};
use crate::domain::accounts::Account;
use crate::domain::ids::{AccountId, ContactId, SinkName, SourceName};
use crate::domain::text::Clean;
use owners::Owners;
use sha2::{Digest, Sha256};

/// Rows as they were read, for the hub: under ids that say where they are from, and with the names of our people.
pub fn delivery(
    sink: &SinkName,
    kind: Kind,
    items: Vec<Item>,
    columns: Vec<Clean>,
    currency: Option<&str>,
    owners: &Owners,
) -> Option<Delivery> {
    if items.is_empty() {
        return None;
    }
    let mut digest = Sha256::new();
    let mut facts = Vec::with_capacity(items.len());
    for item in items {
        digest.update(item.digest);
        facts.push(match item.fact {
            Fact::Account(account) => Fact::Account(Box::new(ours(*account, sink, currency, owners))),
            Fact::Contact(mut contact) => {
                contact.id = ContactId(under(sink, contact.id.as_str()));
                contact.account = AccountId(under(sink, contact.account.as_str()));
                Fact::Contact(contact)
            }
            incident @ Fact::Incident(_) => incident,
        });
    }
    let hash: String = digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Some(Delivery {
        source: SourceName(sink.0.clone()),
        batch: batch(kind, facts),
        hash: hash.into(),
        columns,
    })
}

fn ours(account: Account, sink: &SinkName, currency: Option<&str>, owners: &Owners) -> Account {
    Account {
        id: AccountId(under(sink, account.id.as_str())),
        parent: account
            .parent
            .map(|parent| AccountId(under(sink, parent.as_str()))),
        currency: account.currency.or_else(|| currency.map(Clean::from)),
        owner: account.owner.and_then(|owner| owners.name(owner.as_str())),
        ..account
    }
}

fn under(sink: &SinkName, id: &str) -> Clean {
    Clean::from(format!("{sink}:{id}"))
}

/// What the CRM calls this contact, if it is from there.
pub fn contact_at<'a>(contact: &'a ContactId, sink: &SinkName) -> Option<&'a str> {
    contact.as_str().strip_prefix(sink.as_str())?.strip_prefix(':')
}
