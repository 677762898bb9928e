//! The account of an open sheet went into another incident, or off the list: where the call goes on.

use super::Sheet;
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
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
            Some(incident) => say!(
                "This account is in {incident} now: {title}. The call goes on there, with what you wrote: Enter.",
                incident = incident.id,
                title = incident.title
            ),
            None => word!("This account is on no call list any more. What you wrote is kept.").to_owned(),
        }
    }

    pub(super) fn gone_says(&self, stage: &Stage) -> String {
        match self.elsewhere(stage) {
            Some(incident) => say!(
                "Enter = go on in {incident}    Esc goes back; what you wrote is kept",
                incident = incident.id
            ),
            None => word!("Esc goes back; what you wrote is kept").to_owned(),
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
