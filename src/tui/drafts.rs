//! What was typed and not sent: a closed dialog loses nothing, and nothing of one incident is offered for another.

use crate::domain::ids::IncidentId;
use std::collections::BTreeMap;

/// Which draft: of which form, and about what. Every form chooses both for itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Draft {
    form: &'static str,
    about: String,
}

/// The texts of the fields of every draft, by the incident that was on the screen.
#[derive(Clone, Debug, Default)]
pub struct Drafts(BTreeMap<(Option<IncidentId>, Draft), Vec<String>>);

impl Draft {
    /// `about` is the id of an account, a message or the like; empty: the incident itself.
    pub fn new(form: &'static str, about: impl Into<String>) -> Self {
        let about = about.into();
        Draft { form, about }
    }
}

impl Drafts {
    pub fn get(&self, incident: Option<IncidentId>, draft: &Draft) -> &[String] {
        self.0.get(&(incident, draft.clone())).map_or(&[], Vec::as_slice)
    }

    /// Keeps what was typed; texts that are all empty forget the draft.
    pub fn keep(&mut self, incident: Option<IncidentId>, draft: Draft, texts: Vec<String>) {
        match texts.iter().all(String::is_empty) {
            true => drop(self.0.remove(&(incident, draft))),
            false => drop(self.0.insert((incident, draft), texts)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_about_one_thing_is_offered_for_that_thing_only() {
        let (first, second) = (Some(IncidentId(1)), Some(IncidentId(2)));
        let about = |account: &str| Draft::new("note", account);
        let mut drafts = Drafts::default();
        drafts.keep(first, about("fabrikam"), vec!["they called".to_owned()]);
        assert_eq!(drafts.get(first, &about("fabrikam")), ["they called"]);
        assert!(drafts.get(first, &about("contoso")).is_empty());
        assert!(drafts.get(second, &about("fabrikam")).is_empty());
        assert!(drafts.get(first, &Draft::new("result", "fabrikam")).is_empty());
        drafts.keep(first, about("fabrikam"), vec![String::new()]);
        assert!(drafts.get(first, &about("fabrikam")).is_empty());
    }
}
