//! The ids under which a room's lines come into another: the same whenever and by whomever they are brought.

use crate::directory::digest::sha256_hex;
use crate::domain::ids::SubmissionId;
use crate::domain::joining::Late;
use uuid::Builder;

/// How a line is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    Itself,
    /// A declaration without what only the first room knows.
    Plain,
    Words,
}

/// Of this line of this log: the id of a command is nowhere twice, so it also says which room's line it is.
pub fn id(late: &Late, brought: As) -> SubmissionId {
    let kind = match brought {
        As::Itself => "itself",
        As::Plain => "plain",
        As::Words => "words",
    };
    from(&format!("warroom joins\n{kind}\n{}\n{}", late.cause, late.seq))
}

/// Of the line in the first room that says where it was brought, and how far: it is no part of what is brought.
pub fn mark(hub: &str, last: &Late) -> SubmissionId {
    let mut bytes = *from(&format!("warroom joined\n{hub}\n{}\n{}", last.cause, last.seq)).as_bytes();
    bytes[..MARK.len()].copy_from_slice(&MARK);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// How the ids of such lines begin.
const MARK: [u8; 6] = *b"joined";

pub fn is_mark(cause: &SubmissionId) -> bool {
    cause.as_bytes().starts_with(&MARK)
}

fn from(text: &str) -> SubmissionId {
    let hash = sha256_hex(text.as_bytes());
    // Cannot fail: it has 64 hex digits.
    let number = u128::from_str_radix(&hash[..32], 16).unwrap_or_default();
    Builder::from_custom_bytes(number.to_be_bytes()).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Command;
    use crate::domain::ids::{IncidentId, Seq};
    use crate::domain::notes::{Stance, WriteNote};
    use jiff::Timestamp;
    use uuid::Uuid;

    fn late(cause: u128, seq: u64) -> Late {
        let note = WriteNote {
            text: "rolled back".into(),
            stance: Stance::Did,
            account: None,
        };
        Late {
            seq: Seq(seq),
            cause: Uuid::from_u128(cause),
            incident: IncidentId(1),
            by: "dana".into(),
            said_at: Timestamp::UNIX_EPOCH,
            words: "rolled back".into(),
            entry: Command::WriteNote(note),
        }
    }

    #[test]
    fn a_line_has_one_id_and_no_two_lines_have_the_same() {
        assert_eq!(id(&late(1, 7), As::Itself), id(&late(1, 7), As::Itself));
        let mut ids = vec![
            mark("https://hub", &late(1, 7)),
            mark("https://other", &late(1, 7)),
        ];
        for (cause, seq) in [(1, 7), (1, 8), (2, 7)] {
            ids.extend([As::Itself, As::Plain, As::Words].map(|kind| id(&late(cause, seq), kind)));
        }
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(is_mark(&mark("https://hub", &late(1, 7))) && !is_mark(&id(&late(1, 7), As::Words)));
    }
}
