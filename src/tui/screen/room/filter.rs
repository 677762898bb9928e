//! The filter: plain words that a row must all contain.

use crate::domain::call_list::{Listed, RowState};
use crate::domain::incident::Incident;
use crate::domain::timeline::Entry;
use crate::tui::widget::input::Field;
use crossterm::event::{KeyCode, KeyEvent};
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub field: Field,
    /// It is being typed.
    pub open: bool,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        self.field.is_empty()
    }

    pub fn key(&mut self, key: KeyEvent) {
        match key.code {
            KeyCode::Enter | KeyCode::Down | KeyCode::Tab => self.open = false,
            KeyCode::Esc => *self = Filter::default(),
            _ => self.field.key(key),
        }
    }

    fn words(&self) -> Vec<String> {
        self.field
            .text()
            .to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    }

    /// The rows of the call list with all the words in their name, state, owner or holder.
    pub fn accounts(&self, incident: &Incident, list: &[Listed]) -> Vec<usize> {
        let words = self.words();
        if words.is_empty() {
            return (0..list.len()).collect();
        }
        let text = |listed: &Listed| {
            let row = incident.rows.get(&listed.account);
            let account = row.map(|row| &row.affected.account);
            let owner = account
                .and_then(|account| account.owner.as_ref())
                .map_or("", |owner| owner.as_str());
            let region = account
                .and_then(|account| account.region.as_deref())
                .unwrap_or("");
            let tier = account.map_or("", |account| account.tier.as_str());
            let state = listed.state.as_str().replace('_', " ");
            format!(
                "{} {state} {} {owner} {region} {tier}",
                listed.name,
                holder(&listed.state)
            )
            .to_lowercase()
        };
        let fits = |listed: &Listed| {
            let text = text(listed);
            words.iter().all(|word| text.contains(word))
        };
        (0..list.len()).filter(|at| fits(&list[*at])).collect()
    }

    /// The lines of the timeline with all the words, newest first; routine ones only when asked for.
    pub fn lines(&self, timeline: &[Arc<Entry>], routine: bool) -> Vec<usize> {
        let words = self.words();
        let fits = |entry: &Entry| {
            if words.is_empty() {
                return routine || !entry.routine;
            }
            let subject = entry.subject.as_deref().unwrap_or("");
            let text =
                format!("{} {} {subject} {}", entry.by, entry.what.as_str(), entry.text).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        (0..timeline.len())
            .rev()
            .filter(|at| fits(&timeline[*at]))
            .collect()
    }
}

fn holder(state: &RowState) -> &str {
    match state {
        RowState::Claimed { by, .. }
        | RowState::OnPhone { by, .. }
        | RowState::CallAgain { by, .. }
        | RowState::Reached { by, .. }
        | RowState::TellAgain { by, .. }
        | RowState::Write { by, .. }
        | RowState::ByMail { by }
        | RowState::LeftAlone { by } => by.as_str(),
        RowState::ToCall { .. }
        | RowState::Asleep
        | RowState::Unreachable { .. }
        | RowState::Settled
        | RowState::NotAffected
        | RowState::DoNotContact { .. } => "",
    }
}
