//! The one table of commands: who may ask, what happens without the hub, what comes of it, and who can take it back.

mod calls;
mod debts;
mod dispatches;
mod inbound;
mod incident;
mod people;
mod record;
mod recovery;
mod redress;
mod reports;
mod shares;
mod topics;
mod words;

use super::actor::Access;

/// Who may ask, by access. What a duty adds is decided with the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Everyone who takes part.
    Participants,
    /// Sources and administrators: facts that machines report.
    Sources,
    /// Participants with the access lead, commander or admin; and sources, which bring lists by themselves.
    Leads,
    /// Participants with the access lead, commander or admin.
    Trusted,
    /// The hub itself, on its timer.
    Hub,
}

impl May {
    pub(super) fn allows(self, access: Access) -> bool {
        match self {
            May::Participants => access.takes_part(),
            May::Sources => matches!(access, Access::Source | Access::Admin),
            May::Leads => matches!(
                access,
                Access::Lead | Access::Commander | Access::Admin | Access::Source
            ),
            May::Trusted => matches!(access, Access::Lead | Access::Commander | Access::Admin),
            May::Hub => access == Access::Admin,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            May::Participants => "access to take part (advocate or more)",
            May::Sources => "the access source or admin",
            May::Leads => "the access lead, commander, admin or source",
            May::Trusted => "the access lead, commander or admin",
            May::Hub => "the hub itself",
        }
    }
}

/// What a screen does with it while the hub is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offline {
    /// Only you know it: shown at once, kept, delivered later.
    Kept,
    /// Others act on it: never shown as done before the hub says so.
    Asked,
}

/// Who may take over a claim.
pub const DIRECTS_CALLS: &str = "the commander or the CS lead";
/// Who may say what the plan is.
pub const COMMANDS_NOW: &str = "the commander or the deputy";
/// Who may approve a text or a report.
pub const APPROVES_WORDS: &str = "the commander or the deputy";
/// Who may offer a duty to somebody else.
pub const ITS_HOLDER: &str = "whoever holds the duty";
/// Who may say that a cause is confirmed.
pub const CONFIRMS_CAUSE: &str = "the commander or the tech lead";
/// Who may waive a debt, or put it on long term.
pub const SETTLES_DEBTS: &str = "the commander, the deputy or the CS lead";
/// Who may allow what costs money.
pub const APPROVES_MONEY: &str = "the commander or the deputy";
/// Who may say what helps against a topic, or that it is done.
pub const ANSWERS_TOPICS: &str = "whoever owns the topic, the commander, the deputy or the CS lead";
/// Who may withdraw what can be withdrawn.
const KEEPS_RECORD: &str = "its author, the scribe or the commander";

/// One row of the table of commands.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub kind: &'static str,
    pub may: May,
    /// The duty it takes besides, in words; the access `admin` does as well.
    pub duty: Option<&'static str>,
    pub offline: Offline,
    /// The kinds of events it can cause.
    pub events: &'static [&'static str],
    /// Who can withdraw what it caused with `take_back`, in words. Which of its lines those are, and until when, is
    /// decided line by line: [`Entry::undoable`](super::timeline::Entry::undoable).
    pub undo: Option<&'static str>,
    pub about: &'static str,
}

const fn row(
    kind: &'static str,
    may: May,
    offline: Offline,
    events: &'static [&'static str],
    about: &'static str,
) -> Row {
    Row {
        kind,
        may,
        duty: None,
        offline,
        events,
        undo: None,
        about,
    }
}

impl Row {
    const fn takes(self, duty: &'static str) -> Row {
        Row {
            duty: Some(duty),
            ..self
        }
    }

    const fn undoable(self) -> Row {
        Row {
            undo: Some(KEEPS_RECORD),
            ..self
        }
    }
}

/// The one table: access, duty, behaviour without the hub, events, undo, and a line for the documentation.
pub const COMMANDS: &[Row] = &all::<{ count(GROUPS) }>(GROUPS);

/// One file a group, in the order of the documentation.
const GROUPS: &[&[Row]] = &[
    incident::ROWS,
    people::ROWS,
    calls::ROWS,
    shares::ROWS,
    inbound::ROWS,
    words::ROWS,
    reports::ROWS,
    debts::ROWS,
    redress::ROWS,
    topics::ROWS,
    recovery::ROWS,
    dispatches::ROWS,
    record::ROWS,
];

const fn count(groups: &[&[Row]]) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < groups.len() {
        count += groups[at].len();
        at += 1;
    }
    count
}

const fn all<const N: usize>(groups: &[&[Row]]) -> [Row; N] {
    let mut rows = [groups[0][0]; N];
    let (mut group, mut row, mut at) = (0, 0, 0);
    while at < N {
        if row == groups[group].len() {
            (group, row) = (group + 1, 0);
        } else {
            rows[at] = groups[group][row];
            (row, at) = (row + 1, at + 1);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Event;
    use std::collections::BTreeSet;

    #[test]
    fn a_wall_and_a_viewer_can_write_nothing_and_a_source_only_reports() {
        for row in COMMANDS {
            assert!(
                !row.may.allows(Access::Wall) && !row.may.allows(Access::Viewer),
                "{}",
                row.kind
            );
            let reports = matches!(row.kind, "receive_alerts" | "import_directory");
            assert_eq!(row.may.allows(Access::Source), reports, "{}", row.kind);
        }
    }

    #[test]
    fn every_event_is_caused_by_a_command_and_every_command_names_events_there_are() {
        let unknown = serde_json::json!({ "kind": "?" });
        let known = serde_json::from_value::<Event>(unknown).unwrap_err().to_string();
        let known: BTreeSet<&str> = known.split('`').skip(3).step_by(2).collect();
        let caused: BTreeSet<&str> = COMMANDS.iter().flat_map(|row| row.events).copied().collect();
        assert_eq!(caused, known);
    }

    #[test]
    fn what_others_act_on_is_never_kept_for_later() {
        let kept: BTreeSet<_> = COMMANDS
            .iter()
            .filter(|row| row.offline == Offline::Kept)
            .map(|row| row.kind)
            .collect();
        let only_you_know = [
            "try_level",
            "call_expert",
            "record_attempt",
            "record_moment",
            "record_inbound",
            "tick_step",
            "untick_step",
            "make_promise",
            "keep_promise",
            "write_note",
            "tag_topic",
            "raise_topic",
            "take_back",
            "want_executive",
            "record_executive_call",
            "give_gesture",
            "tell_credit",
            "mark_condition",
            "record_lost",
            "take_break",
            "record_debrief",
        ];
        assert_eq!(kept, BTreeSet::from(only_you_know));
    }
}
