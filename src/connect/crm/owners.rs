//! A CRM's people and ours: who is who, by e-mail or by name.

use crate::domain::ids::Name;
use crate::domain::text::Clean;
use std::collections::BTreeMap;

/// One of the CRM's people.
#[derive(Clone, Debug, PartialEq)]
pub struct Owner {
    pub id: String,
    pub name: String,
    pub email: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Owners {
    known: BTreeMap<String, Owner>,
    /// E-mail to the name they sign in with, as the table says it.
    said: BTreeMap<String, Name>,
}

impl Owners {
    pub fn new(said: &BTreeMap<String, Name>) -> Owners {
        let said = said
            .iter()
            .map(|(email, name)| (email.to_lowercase(), name.clone()));
        Owners {
            known: BTreeMap::new(),
            said: said.collect(),
        }
    }

    pub fn replace(&mut self, owners: impl IntoIterator<Item = Owner>) {
        self.known = owners
            .into_iter()
            .map(|owner| (owner.id.clone(), owner))
            .collect();
    }

    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    pub fn knows(&self, id: &str) -> bool {
        self.known.contains_key(id)
    }

    /// Whom we call so: as the table says, else their name there, which our list of people may have too.
    pub fn name(&self, id: &str) -> Option<Name> {
        let owner = self.known.get(id)?;
        if let Some(name) = self.said.get(&owner.email.to_lowercase()) {
            return Some(name.clone());
        }
        let called = match owner.name.trim() {
            "" => owner.email.as_str(),
            name => name,
        };
        (!called.is_empty()).then(|| Name(Clean::line(called)))
    }

    /// What the CRM calls one of ours: by the table, else by name, by e-mail, or by what stands before its `@`.
    /// Nobody rather than one of two.
    pub fn id(&self, name: &Name) -> Option<&str> {
        let wanted = name.as_str().to_lowercase();
        let is: [&dyn Fn(&Owner) -> bool; 4] = [
            &|owner| self.said.get(&owner.email.to_lowercase()) == Some(name),
            &|owner| owner.email.to_lowercase() == wanted,
            &|owner| owner.name.to_lowercase() == wanted,
            &|owner| {
                owner
                    .email
                    .to_lowercase()
                    .split_once('@')
                    .is_some_and(|(before, _)| before == wanted)
            },
        ];
        for is in is {
            let mut found = self.known.values().filter(|owner| is(owner));
            match (found.next(), found.next()) {
                (Some(owner), None) => return Some(&owner.id),
                (Some(_), Some(_)) => return None,
                (None, _) => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owners() -> Owners {
        let mut owners = Owners::new(&BTreeMap::from([(
            "O.Berg@example.com".to_owned(),
            Name::from("omar"),
        )]));
        let owner = |id: &str, name: &str, email: &str| Owner {
            id: id.to_owned(),
            name: name.to_owned(),
            email: email.to_owned(),
        };
        owners.replace([
            owner("1", "Omar Berg", "o.berg@example.com"),
            owner("2", "Lena Vik", "lena@example.com"),
            owner("3", "Lena Vik", "lv@example.com"),
            owner("4", "", "dana@example.com"),
        ]);
        owners
    }

    #[test]
    fn a_person_is_known_by_the_table_by_name_and_by_mail() {
        let owners = owners();
        let id = |name: &str| owners.id(&Name::from(name));
        assert_eq!(id("omar"), Some("1"));
        assert_eq!(id("Omar Berg"), Some("1"));
        assert_eq!(id("dana"), Some("4"));
        assert_eq!(id("lv@example.com"), Some("3"));
        assert_eq!(id("Lena Vik"), None, "there are two");
        assert_eq!(id("nobody"), None);
    }

    #[test]
    fn an_owner_has_the_name_we_know_them_by() {
        let owners = owners();
        let name = |id: &str| owners.name(id).map(|name| name.as_str().to_owned());
        assert_eq!(name("1").as_deref(), Some("omar"));
        assert_eq!(name("2").as_deref(), Some("Lena Vik"));
        assert_eq!(name("4").as_deref(), Some("dana@example.com"));
        assert_eq!(name("9"), None);
    }
}
