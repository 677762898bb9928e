//! What was typed and not sent: a closed dialog loses nothing, and nothing of one incident is offered for another.

use crate::domain::command::Command;
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
pub struct Drafts {
    kept: BTreeMap<(Option<IncidentId>, Draft), Vec<String>>,
    /// What was typed for commands that have no id yet.
    sent: Vec<(Command, Typed)>,
}

/// What was typed for a command that is on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    incident: Option<IncidentId>,
    draft: Draft,
    texts: Vec<String>,
}

impl Draft {
    /// `about` is the id of an account, a message or the like; empty: the incident itself.
    pub fn new(form: &'static str, about: impl Into<String>) -> Self {
        let about = about.into();
        Draft { form, about }
    }
}

impl Drafts {
    /// How many forms hold words that were not sent.
    pub fn count(&self) -> usize {
        self.kept.len()
    }

    pub fn get(&self, incident: Option<IncidentId>, draft: &Draft) -> &[String] {
        self.kept
            .get(&(incident, draft.clone()))
            .map_or(&[], Vec::as_slice)
    }

    /// Keeps what was typed; texts that are all empty forget the draft.
    pub fn keep(&mut self, incident: Option<IncidentId>, draft: Draft, texts: Vec<String>) {
        match texts.iter().all(String::is_empty) {
            true => drop(self.kept.remove(&(incident, draft))),
            false => drop(self.kept.insert((incident, draft), texts)),
        }
    }

    /// What was typed goes out with these commands; the form is empty for the next.
    pub fn send(
        &mut self,
        incident: Option<IncidentId>,
        draft: Draft,
        texts: Vec<String>,
        commands: impl Iterator<Item = Command>,
    ) {
        self.kept.remove(&(incident, draft.clone()));
        let typed = Typed {
            incident,
            draft,
            texts,
        };
        self.sent.extend(commands.map(|command| (command, typed.clone())));
    }

    /// What was typed for a command that now has its id.
    pub fn typed_for(&mut self, command: &Command) -> Option<Typed> {
        let at = self.sent.iter().position(|(sent, _)| sent == command)?;
        Some(self.sent.remove(at).1)
    }

    /// The command was not taken: what was typed is offered again, unless something newer stands there.
    pub fn give_back(&mut self, typed: Typed) {
        if self.get(typed.incident, &typed.draft).is_empty() {
            self.keep(typed.incident, typed.draft, typed.texts);
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
