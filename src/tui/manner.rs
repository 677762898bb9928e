//! In which manner a screen is opened: for people who take part, or only to look.

use crate::domain::speech::mark;

/// Whether anything can be recorded from a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    #[default]
    TakesPart,
    /// The ordinary screen, and no key of it writes.
    ReadOnly,
    /// What is read from the other end of a room; the few keys it has only look.
    Wall,
}

/// Why nothing is recorded, for whoever tries.
pub const ONLY_READS: &str = mark!(
    "This screen only reads (--read-only): nothing is recorded from here. Start `warroom` without it to take part."
);

/// Why this process is not stopped, for whoever presses Ctrl-Z where the local room lives in it.
pub const KEEPS_GOING: &str =
    mark!("This terminal keeps the room going for the others; use another one for the shell.");

impl Manner {
    pub fn writes(self) -> bool {
        match self {
            Manner::TakesPart => true,
            Manner::ReadOnly | Manner::Wall => false,
        }
    }
}
