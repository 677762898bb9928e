//! The roles text can have: what files of themes call them, and what the screens say in them.

use crate::domain::severity::Severity;
use crate::domain::speech::mark;

/// What a piece of text is. Every state also has a word of its own beside it, a weight or reverse, so that a theme
/// without any colour loses nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Plain,
    Strong,
    Quiet,
    Rule,
    Title,
    Focus,
    Selected,
    Key,
    Next,
    Label,
    Sev1,
    Sev2,
    Sev3,
    Sev4,
    Alarm,
    Overdue,
    Soon,
    Done,
    Live,
    Mine,
    Others,
    Guess,
    Stale,
    Withdrawn,
}

impl Role {
    /// That of a severity where it stands as a badge.
    pub fn of(severity: Severity) -> Role {
        match severity {
            Severity::Sev1 => Role::Sev1,
            Severity::Sev2 => Role::Sev2,
            Severity::Sev3 => Role::Sev3,
            Severity::Sev4 => Role::Sev4,
        }
    }
}

/// A role for whoever reads or writes a theme.
#[derive(Debug)]
pub struct Described {
    pub role: Role,
    /// As files name it.
    pub name: &'static str,
    pub what: &'static str,
    /// The words of the states that are shown in it.
    pub says: &'static [&'static str],
}

const fn row(role: Role, name: &'static str, what: &'static str, says: &'static [&'static str]) -> Described {
    Described {
        role,
        name,
        what,
        says,
    }
}

/// Every role once, in the order of [`Role`].
#[rustfmt::skip]
pub const ROLES: [Described; 24] = [
    row(Role::Plain, "plain", mark!("text, and the ground of the whole screen"), &["to call", "asleep", "skip", mark!("not hit")]),
    row(Role::Strong, "strong", mark!("what to read first"), &["next"]),
    row(Role::Quiet, "quiet", mark!("labels, and what is past"), &["NO CALLS"]),
    row(Role::Rule, "rule", mark!("rules and borders"), &[]),
    row(Role::Title, "title", mark!("the title of a pane"), &[]),
    row(Role::Focus, "focus", mark!("the title of the pane the keys go to"), &[]),
    row(Role::Selected, "selected", mark!("the row the keys act on"), &[]),
    row(Role::Key, "key", mark!("a key"), &[]),
    row(Role::Next, "next", mark!("what to do next"), &[]),
    row(Role::Label, "label", mark!("which room this is"), &["DEMO", "LOCAL"]),
    row(Role::Sev1, "sev1", mark!("the severity, as a badge"), &["SEV1"]),
    row(Role::Sev2, "sev2", mark!("the severity, as a badge"), &["SEV2"]),
    row(Role::Sev3, "sev3", mark!("the severity, as a badge"), &["SEV3"]),
    row(Role::Sev4, "sev4", mark!("the severity, as a badge"), &["SEV4"]),
    row(Role::Alarm, "alarm", mark!("what is overdue, as a badge"), &["OVERDUE"]),
    row(Role::Overdue, "overdue", mark!("what is overdue, and refusals"), &["NOW", "LATE", "CALL AGAIN"]),
    row(Role::Soon, "soon", mark!("what is to be done soon"),
        &["CALL NOW", "3 of 9 NOT HEARD", "soon", "try", "WRITE", "TELL AGAIN", "no answer", "claiming.."]),
    row(Role::Done, "done", mark!("what is done"), &["done", "reached", "by mail", "left alone", "settled"]),
    row(Role::Live, "live", mark!("that what is shown is live"), &["LIVE"]),
    row(Role::Mine, "mine", mark!("what is yours"), &["yours"]),
    row(Role::Others, "others", mark!("what somebody else has"), &["claimed", "on phone"]),
    row(Role::Guess, "guess", mark!("what nobody knows for sure"), &["? perhaps"]),
    row(Role::Stale, "stale", mark!("that what is shown is old"), &["STALE", "OFFLINE", "CONNECTING"]),
    row(Role::Withdrawn, "withdrawn", mark!("what was taken back"), &["(taken back)"]),
];

/// The role of this name.
pub fn named(name: &str) -> Option<Role> {
    let described = ROLES.iter().find(|described| described.name == name);
    described.map(|described| described.role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_role_stands_in_the_table_once_and_at_its_place() {
        for (at, described) in ROLES.iter().enumerate() {
            assert_eq!(described.role as usize, at, "{}", described.name);
            assert_eq!(named(described.name), Some(described.role));
        }
        assert_eq!(Role::Withdrawn as usize + 1, ROLES.len(), "the last of them");
    }

    #[test]
    fn no_two_states_have_the_same_word() {
        let words: Vec<&str> = ROLES.iter().flat_map(|role| role.says).copied().collect();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
    }
}
