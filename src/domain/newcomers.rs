//! Accounts and contacts added on the spot, while they are on the line. The log keeps ids; names and numbers of people
//! live in the directory, as after an import.

use super::accounts::{Account, Contact, Tier};
use super::ids::{AccountId, ContactId, Name};
use super::text::Clean;
use serde::{Deserialize, Serialize};

/// An account that is on no list yet. What is not known of it stays unknown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddAccount {
    /// Its id from now on; [`id_for`] makes one of a name.
    pub account: AccountId,
    pub name: Clean,
    #[serde(default = "named")]
    pub tier: Tier,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Clean>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Name>,
}

fn named() -> Tier {
    Tier::Named
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountAdded {
    pub account: AccountId,
    pub name: Clean,
}

/// A person at an account who is on no list yet. The hub gives them an id that says nothing of their name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddContact {
    pub account: AccountId,
    pub name: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Clean>,
    /// Kept as written: one that cannot be dialled is still a lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactAdded {
    pub account: AccountId,
    pub contact: ContactId,
}

impl AddAccount {
    /// The row of the directory it comes to.
    pub fn row(&self) -> Account {
        Account {
            id: self.account.clone(),
            name: self.name.clone(),
            tier: self.tier,
            arr: None,
            currency: None,
            renewal: None,
            notice_date: None,
            contract_end: None,
            region: self.region.clone(),
            timezone: self.timezone.clone(),
            products: self.products.clone(),
            owner: self.owner.clone(),
            backup: None,
            health: None,
            nps: None,
            do_not_contact: None,
            parent: None,
            support_plan: None,
            regulated: None,
            reference: false,
            open_opportunity: false,
            open_tickets: None,
            language: None,
            quiet_hours: None,
            critical: Vec::new(),
        }
    }
}

impl AddContact {
    /// The row of the directory it comes to, under the id it was given.
    pub fn row(&self, id: ContactId) -> Contact {
        Contact {
            id,
            account: self.account.clone(),
            name: self.name.clone(),
            title: self.title.clone(),
            role: None,
            phone: self.phone.clone(),
            email: self.email.clone(),
            timezone: self.timezone.clone(),
            language: self.language.clone(),
            preferred: None,
            do_not_contact: None,
            office_hours: None,
        }
    }
}

/// An id made of a name: `Wingtip Toys, Inc.` is `wingtip-toys-inc`. A name without letters or digits is `account`.
pub fn id_for(name: &str) -> AccountId {
    let mut id = String::new();
    for letter in name.to_lowercase().chars() {
        match letter.is_alphanumeric() {
            true => id.push(letter),
            false if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            false => {}
        }
    }
    match id.trim_end_matches('-') {
        "" => "account".into(),
        id => id.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_a_name() {
        for (name, id) in [
            ("Wingtip Toys, Inc.", "wingtip-toys-inc"),
            ("  Müller & Söhne ", "müller-söhne"),
            ("***", "account"),
        ] {
            assert_eq!(id_for(name).as_str(), id);
        }
    }
}
