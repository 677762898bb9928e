//! A command of this screen that the log does not show yet.

use super::drafts::Typed;
use crate::domain::command::{Offline, Submission};
use crate::domain::ids::Seq;
use crate::domain::picture::Picture;

/// A command of ours on its way.
#[derive(Clone, Debug)]
pub struct Pending {
    pub submission: Submission,
    /// It is written down, or nowhere but here: it may be shown.
    pub taken: bool,
    /// Accepted by the hub: shown by the log once it has come this far.
    pub through: Option<Seq>,
    /// Sent without an answer; it is being settled.
    pub unknown: bool,
    /// What was in the way when it was last tried.
    pub trouble: Option<String>,
    /// What was typed into its form.
    pub typed: Option<Typed>,
}

impl Pending {
    /// Kept by this screen and delivered later, or asked of the hub and waited for.
    pub fn kept(&self) -> bool {
        self.submission.command.row().offline == Offline::Kept
    }

    /// Shown as done before the hub has it.
    pub fn shows(&self) -> bool {
        self.kept() && self.taken
    }

    /// The log says what became of it.
    pub fn settled(&self, confirmed: &Picture) -> bool {
        confirmed.knows(&self.submission.id)
            || self.through.is_some_and(|through| confirmed.through() >= through)
    }
}
