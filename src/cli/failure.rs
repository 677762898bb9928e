//! How a command fails, and the status the process ends with then.

use crate::client::ClientError;
use crate::domain::refusal::Refusal;
use crate::domain::text::CleanText;
use crate::run::demo::DemoError;
use crate::run::room::RoomError;
use crate::run::terminal::TerminalError;
use std::fmt;
use std::io;

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub enum Failure {
    /// Refused, or it failed: status 1, with the sentence on standard error.
    Said(String),
    /// The hub did not answer, and may later: status 1 as well.
    Away(String),
    /// Nobody knows whether it happened: status 1.
    Unknown(String),
    /// Asked in a way it cannot be asked: status 2.
    Usage(String),
    /// A signal ends the program, with this status.
    Ended(u8),
    /// Nobody reads the output any more, as with `| head`: no failure, and nothing to say to anybody.
    Closed,
}

impl Failure {
    pub fn said(sentence: impl fmt::Display) -> Self {
        Failure::Said(sentence.to_string())
    }

    /// So many things are wrong with files of `what` kind, and were printed.
    pub fn faults(count: usize, what: &str) -> Self {
        let things = match count {
            1 => "one thing is wrong".to_owned(),
            several => format!("{several} things are wrong"),
        };
        Failure::said(format!("{things}; a {what} that is wrong is not used"))
    }

    pub fn usage(sentence: impl fmt::Display) -> Self {
        Failure::Usage(sentence.to_string())
    }

    /// The same, for what would have been asked of the hub: nothing of it is kept for later.
    pub fn not_sent(self) -> Self {
        match self {
            Failure::Away(why) => Failure::Said(format!("not sent: {why}")),
            said @ (Failure::Said(_)
            | Failure::Unknown(_)
            | Failure::Usage(_)
            | Failure::Ended(_)
            | Failure::Closed) => said,
        }
    }

    /// The same, where the hub has accepted what was asked: sending it again would be once too often.
    pub fn after_recording(self) -> Self {
        match self {
            Failure::Said(why) | Failure::Away(why) => Failure::Said(format!("it was recorded, but {why}")),
            said @ (Failure::Unknown(_) | Failure::Usage(_) | Failure::Ended(_) | Failure::Closed) => said,
        }
    }

    /// The status of the process.
    pub fn code(&self) -> u8 {
        match self {
            Failure::Said(_) | Failure::Away(_) | Failure::Unknown(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Ended(status) => *status,
            Failure::Closed => 0,
        }
    }

    /// What to say of it, clean enough for a terminal.
    pub fn sentence(&self) -> Option<CleanText> {
        match self {
            Failure::Said(sentence)
            | Failure::Away(sentence)
            | Failure::Unknown(sentence)
            | Failure::Usage(sentence) => Some(CleanText::new(sentence)),
            Failure::Ended(_) | Failure::Closed => None,
        }
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::NotSent(why) | ClientError::Unanswered(why) => Failure::Away(why),
            ClientError::Settings(_)
            | ClientError::Refused(_)
            | ClientError::Denied(_)
            | ClientError::NotRecorded(_) => Failure::said(error),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::said(refusal)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure::Said(format!("{error:#}"))
    }
}

impl From<TerminalError> for Failure {
    fn from(error: TerminalError) -> Self {
        match error.exit_code() {
            2 => Failure::usage(error),
            _ => Failure::said(error),
        }
    }
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Self {
        Failure::said(error)
    }
}

impl From<RoomError> for Failure {
    fn from(error: RoomError) -> Self {
        match error {
            RoomError::Terminal(error) => error.into(),
            RoomError::Draw(_) | RoomError::Input(_) | RoomError::Edited { .. } => Failure::said(error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Said(format!("the output cannot be written: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_no_failure_and_a_full_disk_is_one() {
        let failure = |kind| Failure::from(io::Error::from(kind));
        assert_eq!(failure(io::ErrorKind::BrokenPipe).code(), 0);
        assert_eq!(failure(io::ErrorKind::StorageFull).code(), 1);
    }

    #[test]
    fn what_was_recorded_is_said_to_be_even_where_nothing_more_can_be_written() {
        let full = Failure::from(io::Error::from(io::ErrorKind::StorageFull)).after_recording();
        assert_eq!(full.code(), 1);
        let sentence = full.sentence().unwrap();
        assert!(
            sentence.starts_with("it was recorded, but the output cannot be written"),
            "{sentence}"
        );
    }

    #[test]
    fn what_a_hub_answered_reaches_the_terminal_without_its_escapes() {
        let failure = Failure::said("no \u{1b}[2Jhub");
        assert!(!failure.sentence().unwrap().contains('\u{1b}'));
    }
}
