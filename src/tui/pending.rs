//! A command of this screen that the log does not show yet.

use super::drafts::Typed;
use crate::domain::command::{Offline, Submission};
use crate::domain::ids::Seq;
use crate::domain::picture::Picture;
use crate::domain::speech::{say, word};

/// A command of ours on its way.
#[derive(Clone, Debug)]
pub struct Pending {
    pub submission: Submission,
    /// It is written down, or nowhere but here: it may be shown.
    pub taken: bool,
    /// It is nowhere but in this program's memory.
    pub only_here: bool,
    /// Accepted by the hub: shown by the log once it has come this far.
    pub through: Option<Seq>,
    /// Sent without an answer; it is being settled.
    pub unknown: bool,
    /// What was in the way when it was last tried.
    pub trouble: Option<String>,
    /// What was typed into its form.
    pub typed: Option<Typed>,
}

/// How much is not with the hub, by what becomes of it when this program ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsent {
    /// On disk: the next start sends it.
    pub kept: usize,
    /// Lost with this program.
    pub only_here: usize,
    /// Asked of the hub, which has not answered yet.
    pub asked: usize,
}

impl Unsent {
    /// Of what is on its way. `keeps`: what is recorded here goes to the disk.
    pub fn of(pending: &[Pending], keeps: bool) -> Self {
        let mut unsent = Unsent::default();
        for pending in pending.iter().filter(|pending| pending.unsent()) {
            match (pending.kept(), keeps && !pending.only_here) {
                (false, _) => unsent.asked += 1,
                (true, true) => unsent.kept += 1,
                (true, false) => unsent.only_here += 1,
            }
        }
        unsent
    }

    /// In sentences; empty when there is nothing.
    pub fn words(&self) -> String {
        let things = |count: usize| match count {
            1 => word!("1 thing you recorded is").to_owned(),
            count => say!("{count} things you recorded are", count),
        };
        let mut words = Vec::new();
        if self.kept > 0 {
            let them = if self.kept == 1 {
                word!("it")
            } else {
                word!("them")
            };
            let things = things(self.kept);
            words.push(say!(
                "{things} not sent yet; the next start sends {them}.",
                things,
                them
            ));
        }
        if self.only_here > 0 {
            words.push(say!(
                "{things} in this program only and would be lost.",
                things = things(self.only_here)
            ));
        }
        match self.asked {
            0 => {}
            1 => words.push(
                word!("The hub has not answered 1 thing you asked; look again whether it is done.")
                    .to_owned(),
            ),
            count => words.push(say!(
                "The hub has not answered {count} things you asked; look again whether they are done.",
                count
            )),
        }
        words.join(" ")
    }
}

impl Pending {
    /// Kept by this screen and delivered later, or asked of the hub and waited for.
    pub fn kept(&self) -> bool {
        self.submission.command.row().offline == Offline::Kept
    }

    /// To be kept, and not on disk: a terminal killed now takes it along.
    pub fn loose(&self) -> bool {
        self.kept() && (self.only_here || !self.taken)
    }

    /// The hub has not said that it has it.
    pub fn unsent(&self) -> bool {
        self.through.is_none()
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
