//! The account of an open sheet went into another incident, or off the list: where the call goes on.

use super::Sheet;
use crate::domain::incident::Incident;
use crate::tui::screen::Ask;
use crate::tui::stage::Stage;

impl Sheet {
    /// The incident whose call list has the account now.
    fn elsewhere<'a>(&self, stage: &'a Stage) -> Option<&'a Incident> {
        let mut open = stage.picture().open().into_iter();
        open.find(|incident| incident.rows.contains_key(&self.account))
    }

    pub(super) fn gone(&self, stage: &Stage) -> String {
        match self.elsewhere(stage) {
            Some(incident) => format!(
                "This account is in {} now: {}. The call goes on there, with what you wrote: Enter.",
                incident.id, incident.title
            ),
            None => "This account is on no call list any more. What you wrote is kept.".to_owned(),
        }
    }

    pub(super) fn gone_says(&self, stage: &Stage) -> String {
        match self.elsewhere(stage) {
            Some(incident) => format!(
                "Enter = go on in {}    Esc goes back; what you wrote is kept",
                incident.id
            ),
            None => "Esc goes back; what you wrote is kept".to_owned(),
        }
    }

    /// Shows the incident in which the call goes on; the sheet stays open.
    pub(super) fn follows(&self, stage: &Stage) -> Vec<Ask> {
        let there = self.elsewhere(stage);
        there
            .map(|incident| Ask::Choose(incident.id))
            .into_iter()
            .collect()
    }
}
