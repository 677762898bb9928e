//! What was typed and not sent: a closed dialog loses nothing, and nothing of one incident is offered for another.
//!
//! A form is opened with one text. Where there is another for it (refused, typed on another screen, or about an incident
//! that goes on in this one), that waits, and comes up once the first is sent and the form is closed.

use crate::domain::command::Command;
use crate::domain::ids::{IncidentId, SubmissionId};
use crate::domain::speech::{say, word};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Which draft: of which form, and about what. Every form chooses both for itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Draft {
    form: Cow<'static, str>,
    about: String,
}

/// A draft, and the incident it is about: that on the screen when it was typed.
type Key = (Option<IncidentId>, Draft);

/// The texts of the fields of every draft.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    kept: BTreeMap<Key, Vec<String>>,
    /// In the order in which they come up.
    waiting: Vec<(Key, Vec<String>)>,
    /// Something is kept or forgotten that the disk does not know of yet.
    changed: bool,
    /// What was typed for commands that have no id yet.
    sent: Vec<(Command, Typed)>,
    /// What was typed for commands the hub has, by their id.
    delivered: Vec<(SubmissionId, Typed)>,
}

/// What was typed for a command that is on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    incident: Option<IncidentId>,
    draft: Draft,
    texts: Vec<String>,
}

/// A text of a draft as it survives the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub incident: Option<IncidentId>,
    pub form: String,
    pub about: String,
    pub texts: Vec<String>,
}

/// What was typed where, in a few words: `a sheet about hooli in INC-3`.
pub fn named(kept: &[Kept]) -> String {
    const NAMED: usize = 2;
    let form = |kept: &Kept| {
        let name = match kept.form.as_str() {
            "sheet" | "result" => word!("call"),
            other => other,
        };
        let about = Some(kept.about.trim()).filter(|about| !about.is_empty());
        let about = about
            .map(|about| say!(" about {about}", about))
            .unwrap_or_default();
        let incident = kept.incident.map(|id| say!(" in {id}", id)).unwrap_or_default();
        format!("{name}{about}{incident}")
    };
    let mut forms: Vec<String> = kept.iter().take(NAMED).map(form).collect();
    if kept.len() > NAMED {
        forms.push(say!("{kept} more", kept = kept.len() - NAMED));
    }
    forms.join(", ")
}

impl Draft {
    /// `about` is the id of an account, a message or the like; empty: the incident itself.
    pub fn new(form: &'static str, about: impl Into<String>) -> Self {
        Draft {
            form: Cow::Borrowed(form),
            about: about.into(),
        }
    }

    /// What would be the id of its account, if it is about one: it stands alone, or before one more word.
    pub fn account_ids(&self) -> impl Iterator<Item = &str> {
        let first = self.about.rsplit_once(' ').map(|(first, _)| first);
        std::iter::once(self.about.as_str()).chain(first)
    }
}

impl Drafts {
    /// How many texts were not sent.
    pub fn count(&self) -> usize {
        self.kept.len() + self.waiting.len()
    }

    pub fn get(&self, incident: Option<IncidentId>, draft: &Draft) -> &[String] {
        self.kept
            .get(&(incident, draft.clone()))
            .map_or(&[], Vec::as_slice)
    }

    /// Keeps what was typed; texts that are all empty forget the draft.
    pub fn keep(&mut self, incident: Option<IncidentId>, draft: Draft, texts: Vec<String>) {
        let key = (incident, draft);
        let new = Some(texts).filter(|texts| !texts.iter().all(String::is_empty));
        if self.kept.get(&key) == new.as_ref() {
            return;
        }
        self.changed = true;
        match new {
            None => drop(self.kept.remove(&key)),
            Some(texts) => drop(self.kept.insert(key, texts)),
        }
    }

    /// What an earlier run of the program had kept, or several screens; what is kept already stays.
    pub fn restore(&mut self, kept: Vec<Kept>) {
        for Kept {
            incident,
            form,
            about,
            texts,
        } in kept
        {
            let form = Cow::Owned(form);
            self.wait((incident, Draft { form, about }), texts);
        }
        self.come_up(|_| false);
    }

    /// What was typed is offered again, after what stands in its form.
    fn wait(&mut self, key: Key, texts: Vec<String>) {
        let waits = (key, texts);
        let nothing = waits.1.iter().all(String::is_empty);
        if !nothing && self.kept.get(&waits.0) != Some(&waits.1) && !self.waiting.contains(&waits) {
            self.waiting.push(waits);
            self.changed = true;
        }
    }

    /// What is about something that is in another incident now, `moved`, goes there; then what waits comes up in the
    /// forms that are empty and not `open`.
    pub fn settle(
        &mut self,
        moved: impl Fn(IncidentId, &Draft) -> Option<IncidentId>,
        open: impl Fn(&Key) -> bool,
    ) {
        let now = |(incident, draft): &Key| {
            let there = moved((*incident)?, draft)?;
            Some((Some(there), draft.clone()))
        };
        let keys = self.kept.keys().filter(|key| !open(key));
        let moves: Vec<(Key, Key)> = keys.filter_map(|key| Some((key.clone(), now(key)?))).collect();
        for (key, there) in moves {
            let texts = self.kept.remove(&key).unwrap_or_default();
            self.wait(there, texts);
        }
        for (key, _) in &mut self.waiting {
            if let Some(there) = now(key) {
                *key = there;
                self.changed = true;
            }
        }
        self.come_up(open);
    }

    fn come_up(&mut self, open: impl Fn(&Key) -> bool) {
        for (key, texts) in std::mem::take(&mut self.waiting) {
            match open(&key) || self.kept.contains_key(&key) {
                true => self.waiting.push((key, texts)),
                false => drop(self.kept.insert(key, texts)),
            }
        }
    }

    /// Everything kept, if that has changed since it was last asked.
    pub fn news(&mut self) -> Option<Vec<Kept>> {
        std::mem::take(&mut self.changed).then(|| self.all())
    }

    pub fn all(&self) -> Vec<Kept> {
        let waiting = self.waiting.iter().map(|(key, texts)| (key, texts));
        let texts = self.kept.iter().chain(waiting);
        let kept = texts.map(|((incident, draft), texts)| Kept {
            incident: *incident,
            form: draft.form.to_string(),
            about: draft.about.clone(),
            texts: texts.clone(),
        });
        kept.collect()
    }

    /// What was typed goes out with these commands; the form is empty for the next.
    pub fn send(
        &mut self,
        incident: Option<IncidentId>,
        draft: Draft,
        texts: Vec<String>,
        commands: impl Iterator<Item = Command>,
    ) {
        self.keep(incident, draft.clone(), Vec::new());
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

    /// The hub has it; what was typed is kept for a while, in case it is taken back.
    pub fn delivered(&mut self, id: SubmissionId, typed: Typed) {
        const LAST: usize = 20;
        self.delivered.push((id, typed));
        let old = self.delivered.len().saturating_sub(LAST);
        self.delivered.drain(..old);
    }

    /// What this command recorded was taken back: what was typed for it is offered again.
    pub fn taken_back(&mut self, id: &SubmissionId) {
        if let Some(at) = self.delivered.iter().position(|(sent, _)| sent == id) {
            let (_, typed) = self.delivered.remove(at);
            self.give_back(typed);
        }
    }

    /// The command was not taken: what was typed is offered again.
    pub fn give_back(&mut self, typed: Typed) {
        self.wait((typed.incident, typed.draft), typed.texts);
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

    #[test]
    fn what_was_kept_is_told_once_for_each_change_and_restored_as_it_was() {
        let incident = Some(IncidentId(1));
        let note = || Draft::new("note", "fabrikam");
        let mut drafts = Drafts::default();
        assert_eq!(drafts.news(), None);
        drafts.keep(incident, note(), vec!["they called".to_owned()]);
        let kept = drafts.news().unwrap();
        drafts.keep(incident, note(), vec!["they called".to_owned()]);
        assert_eq!(drafts.news(), None, "nothing new was typed");

        let mut later = Drafts::default();
        later.keep(incident, Draft::new("note", ""), vec!["mine".to_owned()]);
        later.restore(kept);
        assert_eq!(later.get(incident, &note()), ["they called"]);
        assert_eq!(later.count(), 2);
        later.keep(incident, note(), Vec::new());
        assert_eq!(later.news().unwrap().len(), 1);
    }
}
