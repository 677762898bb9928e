//! Imports of accounts, contacts and people: commands that upsert by id, of which the log keeps who, how many
//! and a hash. The rows themselves live in the directory.

use super::accounts::{Account, Contact};
use super::people::Person;
use super::reference::Reference;
use super::text::Clean;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportDirectory {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// The file or the source.
    pub from: Clean,
    /// SHA-256 of what was read, in hex.
    pub hash: Clean,
    /// The columns the list has; none are named where a row says all there is to say. What it has no column for stays as
    /// it was known: a list without `do_not_contact` does not lift a legal hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Clean>,
}

impl ImportDirectory {
    /// The same with whole rows: what the list has no column for, as `known` has it.
    pub fn completed(&self, known: &Reference) -> ImportDirectory {
        if self.columns.is_empty() {
            return self.clone();
        }
        let accounts = self.accounts.iter().map(|row| {
            let before = known.accounts.get(&row.id);
            row.completed(before.map(Arc::as_ref), self)
        });
        let contacts = self.contacts.iter().map(|row| {
            let before = known.contacts.get(&row.id);
            row.completed(before.map(Arc::as_ref), self)
        });
        let people = self.people.iter().map(|row| {
            let before = known.people.iter().find(|person| person.id == row.id);
            row.completed(before, self)
        });
        ImportDirectory {
            accounts: accounts.collect(),
            contacts: contacts.collect(),
            people: people.collect(),
            from: self.from.clone(),
            hash: self.hash.clone(),
            columns: self.columns.clone(),
        }
    }

    /// Whether its list says something in this column of every row, if only by an empty cell.
    pub fn says(&self, column: &str) -> bool {
        self.columns.is_empty() || self.columns.iter().any(|one| one.as_str() == column)
    }
}

/// A row as its list says it, but for the columns the list does not have. A column has the name of its field; every field
/// stands below, so that one added later cannot be forgotten.
macro_rules! row_of {
    ($row:ident: $($field:ident),+) => {
        impl $row {
            fn completed(&self, known: Option<&$row>, import: &ImportDirectory) -> $row {
                let Some(known) = known else {
                    return self.clone();
                };
                $(let $field = match import.says(stringify!($field)) {
                    true => Clone::clone(&self.$field),
                    false => Clone::clone(&known.$field),
                };)+
                $row { $($field),+ }
            }
        }
    };
}

row_of!(Account: id, name, tier, arr, currency, renewal, notice_date, contract_end, region, timezone, products, owner,
    backup, health, nps, do_not_contact, parent, support_plan, regulated, reference, open_opportunity, open_tickets,
    language, quiet_hours, critical);
row_of!(Contact: id, account, name, title, role, phone, email, timezone, language, preferred, do_not_contact,
    office_hours);
row_of!(Person: id, name, duties, phone, email, timezone, deputy, backup_region, languages);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DirectoryImported {
    pub accounts: usize,
    pub contacts: usize,
    pub people: usize,
    pub from: Clean,
    pub hash: Clean,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit;
    use serde_json::{Value, json};

    fn import(columns: &[&str], rows: Value) -> ImportDirectory {
        let mut fields = json!({ "from": "accounts.csv", "hash": "ab", "columns": columns });
        fields
            .as_object_mut()
            .unwrap()
            .extend(rows.as_object().unwrap().clone());
        serde_json::from_value(fields).unwrap()
    }

    #[test]
    fn a_column_the_list_lacks_leaves_what_was_known() {
        let known = testkit::reference();
        let litware = json!({ "accounts": [{ "id": "litware", "name": "Litware Inc.", "tier": "key" }] });
        let rows = import(&["id", "name", "tier"], litware).completed(&known);
        let (litware, before) = (&rows.accounts[0], &known.accounts["litware"]);
        assert_eq!(litware.do_not_contact.as_deref(), Some("lawsuit"));
        assert_eq!(
            (&litware.region, &litware.products),
            (&before.region, &before.products)
        );
        assert_eq!(litware.name, "Litware Inc.");
    }

    #[test]
    fn an_empty_cell_clears_and_so_does_a_row_that_says_everything() {
        let known = testkit::reference();
        let litware = json!({ "accounts": [{ "id": "litware", "name": "Litware", "tier": "named" }] });
        for columns in [&["id", "name", "tier", "do_not_contact"][..], &[]] {
            let rows = import(columns, litware.clone()).completed(&known);
            assert_eq!(rows.accounts[0].do_not_contact, None, "{columns:?}");
        }
    }

    #[test]
    fn contacts_and_people_keep_what_their_lists_have_no_column_for() {
        let mut known = testkit::reference();
        let mut ann = testkit::contact("n-1", "northwind");
        (ann.phone, ann.do_not_contact) = (Some("+49 30 1".into()), Some("on leave".into()));
        known.contacts.insert("n-1".into(), ann.into());
        let rows = json!({
            "contacts": [{ "id": "n-1", "account": "northwind", "name": "Ann B." }],
            "people": [{ "id": "omar", "name": "Omar B." }],
        });
        let rows = import(&["id", "account", "name"], rows).completed(&known);
        let ann = &rows.contacts[0];
        assert_eq!((&*ann.name, ann.phone.as_deref()), ("Ann B.", Some("+49 30 1")));
        assert_eq!(ann.do_not_contact.as_deref(), Some("on leave"));
        assert_eq!(
            rows.people[0].deputy.as_ref().map(|name| name.as_str()),
            Some("lena")
        );
    }
}
