//! Numbers that stand for names once a list was read out: `claim 1`.

use crate::domain::due::Kind;
use crate::domain::ids::{AccountId, IncidentId};
use crate::domain::incident::Incident;
use crate::domain::text::Clean;

/// What the last lists named, each in its order. Another list later changes what a number means; nothing else does.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    pub accounts: Vec<AccountId>,
    pub dues: Vec<Kind>,
    /// Which of both was read out last, for a number that is typed alone.
    pub last: Option<List>,
    /// The incident that is shown: what is typed is about it.
    pub incident: Option<IncidentId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Accounts,
    Dues,
}

impl Numbers {
    pub fn account(&self, given: &str) -> Option<&AccountId> {
        self.accounts.get(place(given)?)
    }

    /// What it is called where lines are typed: by its number where there is one, else by its name.
    pub fn say(&self, account: &AccountId, incident: Option<&Incident>) -> String {
        let name = || {
            let row = incident.and_then(|incident| incident.rows.get(account));
            row.map_or_else(|| account.to_string(), |row| row.name().to_string())
        };
        self.of(account).map_or_else(name, |number| number.to_string())
    }

    /// The number that stands for it.
    pub fn of(&self, account: &AccountId) -> Option<usize> {
        let at = self.accounts.iter().position(|listed| listed == account)?;
        Some(at + 1)
    }

    /// What is due, as it is settled.
    pub fn debt(&self, given: &str) -> Option<String> {
        Some(self.dues.get(place(given)?)?.key())
    }

    /// The level of the policy that is due.
    pub fn level(&self, given: &str) -> Option<&Clean> {
        match self.dues.get(place(given)?)? {
            Kind::Level(role) => Some(role),
            _ => None,
        }
    }
}

/// The first is 1.
pub fn place(given: &str) -> Option<usize> {
    given.trim().parse::<usize>().ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_for_what_was_read_out_and_for_nothing_else() {
        let numbers = Numbers {
            accounts: vec![AccountId::from("northwind")],
            dues: vec![Kind::Page, Kind::Level("ceo".into())],
            ..Numbers::default()
        };
        assert_eq!(numbers.account("1").unwrap().as_str(), "northwind");
        assert_eq!(numbers.level("2").unwrap().as_str(), "ceo");
        assert_eq!(numbers.debt("1").unwrap(), Kind::Page.key());
        for none in ["0", "2", "-1", "one", ""] {
            assert!(numbers.account(none).is_none(), "{none:?}");
        }
        assert!(numbers.level("1").is_none(), "the page is no level");
    }

    #[test]
    fn an_account_is_called_by_what_means_it_where_it_is_typed() {
        // An id that reads as a number would mean the line of the list.
        let numbers = Numbers {
            accounts: vec![AccountId::from("3"), AccountId::from("1")],
            ..Numbers::default()
        };
        let said = numbers.say(&AccountId::from("1"), None);
        assert_eq!(said, "2");
        assert_eq!(numbers.account(&said), Some(&AccountId::from("1")));
    }
}
