//! The rows of the table of keys.

mod customers;
mod screen;

use super::{Binding, Key, c, k, looks, writes};
use crate::tui::action::Action;
use crossterm::event::KeyCode;

/// Arrows, Enter, Space, Tab and Esc do everything; every letter is a shortcut for a line of the menu.
pub const KEYS: &[Binding] = &joined::<{ BOTH.len() + screen::ROWS.len() }>(BOTH, screen::ROWS);

const BOTH: &[Binding] = &joined::<{ ROWS.len() + customers::ROWS.len() }>(ROWS, customers::ROWS);

const ROWS: &[Binding] = &[
    looks(
        &[k(KeyCode::Enter)],
        Action::Open,
        "Enter",
        "open",
        "Does what the footer says, or opens the selected row.",
    ),
    writes(
        &[c(' ')],
        Action::Result,
        "Space",
        "result",
        "Records how a call ended; on the checklist, ticks the step.",
    ),
    writes(
        &[c('c')],
        Action::Claim,
        "c",
        "claim",
        "\"I am calling them\"; on your own claim, gives it back.",
    ),
    writes(
        &[c('n')],
        Action::Note,
        "n",
        "note",
        "Writes a fact, a guess or a deed into the timeline.",
    ),
    writes(
        &[c('i')],
        Action::Inform,
        "i",
        "inform",
        "Records that a level of the policy was informed, by what proof.",
    ),
    writes(
        &[c('u')],
        Action::Undo,
        "u",
        "undo",
        "Takes back the last thing you recorded.",
    ),
    looks(
        &[c('l')],
        Action::Inbound,
        "l",
        "who is calling",
        "A customer is on the line: finds who it is, and what they know.",
    ),
    looks(
        &[c('/')],
        Action::Filter,
        "/",
        "find",
        "Shows only the rows with these words; Esc shows all again.",
    ),
    looks(&[k(KeyCode::Up), c('k')], Action::Up, "Up", "up", "Moves up."),
    looks(
        &[k(KeyCode::Down), c('j')],
        Action::Down,
        "Down",
        "down",
        "Moves down.",
    ),
    looks(
        &[k(KeyCode::PageUp), Key::Ctrl('u')],
        Action::PageUp,
        "PgUp",
        "page up",
        "Moves up a page.",
    ),
    looks(
        &[k(KeyCode::PageDown), Key::Ctrl('d')],
        Action::PageDown,
        "PgDn",
        "page down",
        "Moves down a page.",
    ),
    looks(
        &[k(KeyCode::Home)],
        Action::First,
        "Home",
        "first",
        "Goes to the first row.",
    ),
    looks(
        &[k(KeyCode::End)],
        Action::Last,
        "End",
        "last",
        "Goes to the last row.",
    ),
    looks(
        &[k(KeyCode::Tab), k(KeyCode::Right)],
        Action::NextPane,
        "Tab",
        "next pane",
        "Goes to the next pane.",
    ),
    looks(
        &[k(KeyCode::BackTab), k(KeyCode::Left)],
        Action::PrevPane,
        "Shift-Tab",
        "previous pane",
        "Goes to the pane before.",
    ),
    looks(
        &[c('1')],
        Action::Accounts,
        "1",
        "accounts",
        "Goes to the affected accounts.",
    ),
    looks(
        &[c('2')],
        Action::Clock,
        "2",
        "clock",
        "Goes to the escalation clock.",
    ),
    looks(
        &[c('3')],
        Action::Checklist,
        "3",
        "checklist",
        "Goes to the outreach checklist.",
    ),
    looks(
        &[c('4')],
        Action::Timeline,
        "4",
        "timeline",
        "Goes to the timeline.",
    ),
    looks(
        &[k(KeyCode::Esc)],
        Action::Back,
        "Esc",
        "back",
        "Goes back; what was typed is kept as a draft.",
    ),
    writes(
        &[c('p')],
        Action::Pin,
        "p",
        "pin",
        "Puts an account first on the call list.",
    ),
    writes(
        &[],
        Action::Moment,
        "",
        "critical hours",
        "Writes down the hours that matter most to an account: an investor call, the payroll.",
    ),
    writes(
        &[],
        Action::Unreached,
        "",
        "nobody answers",
        "After enough calls: says what was written to them, or how it goes on.",
    ),
    writes(
        &[c('d')],
        Action::Duty,
        "d",
        "duties",
        "Takes command or another duty of this incident.",
    ),
    writes(
        &[c('h')],
        Action::HandOver,
        "h",
        "hand over",
        "Offers a duty of yours to somebody, with what you have in hand.",
    ),
    looks(
        &[c('b')],
        Action::Brief,
        "b",
        "brief",
        "One page of how it stands, five lines for executives on top.",
    ),
    looks(
        &[c('g')],
        Action::Incidents,
        "g",
        "incidents",
        "Lists the incidents.",
    ),
    writes(
        &[c('e')],
        Action::Declare,
        "e",
        "declare",
        "Opens the form that declares an incident.",
    ),
    writes(
        &[c('s')],
        Action::Words,
        "s",
        "say",
        "What we say, by audience and phase: drafts, what is live, its age.",
    ),
    looks(
        &[c('Y')],
        Action::Waits,
        "Y",
        "yes or no",
        "What waits for your word: what is new in it, approve or send back.",
    ),
    writes(
        &[],
        Action::Page,
        "",
        "page text",
        "The next step of the public page: write, approve, say where it is published.",
    ),
    writes(
        &[],
        Action::Plan,
        "",
        "plan",
        "Says what the commander means to do for the next while.",
    ),
    looks(
        &[c('r')],
        Action::Reports,
        "r",
        "reports",
        "The reports to customers: read, edit, approve, send.",
    ),
    writes(
        &[c('f')],
        Action::Finding,
        "f",
        "finding",
        "Says what the cause is and how sure we are, and whether data was touched.",
    ),
    writes(
        &[],
        Action::Expert,
        "",
        "call an expert",
        "Records that an expert the playbook names was called.",
    ),
    writes(
        &[],
        Action::Mitigate,
        "",
        "mitigated",
        "The customers' pain is over; the cause may not be.",
    ),
    writes(
        &[],
        Action::Resolve,
        "",
        "resolved",
        "It is fixed; the calls go on.",
    ),
    writes(
        &[],
        Action::Reopen,
        "",
        "open again",
        "It is back: the incident is open again.",
    ),
    writes(
        &[c('v')],
        Action::Severity,
        "v",
        "severity",
        "Raises or lowers the severity; shows what that changes first.",
    ),
    writes(
        &[],
        Action::Playbook,
        "",
        "playbook",
        "Goes on by another playbook, with everything done so far.",
    ),
    writes(
        &[],
        Action::Start,
        "",
        "correct T0",
        "Says when it really began; every due that counts from it moves.",
    ),
    writes(
        &[],
        Action::MoveAlert,
        "",
        "move an alert",
        "Puts an alert into another incident, or back into the inbox.",
    ),
    writes(
        &[],
        Action::Merge,
        "",
        "merge",
        "Lets this incident go on in another, with its calls and promises.",
    ),
    writes(
        &[],
        Action::Split,
        "",
        "split",
        "Makes part of this incident one of its own.",
    ),
    looks(
        &[c('o')],
        Action::Owed,
        "o",
        "owed",
        "Lists what is owed, here and over all incidents; Enter settles it.",
    ),
    looks(
        &[c('x')],
        Action::Asks,
        "x",
        "questions",
        "Lists what was asked of whom, and the answers; n asks.",
    ),
    writes(
        &[],
        Action::Stops,
        "",
        "stop-list",
        "What is held back while customers hurt, and goes on again.",
    ),
    writes(
        &[],
        Action::Close,
        "",
        "close",
        "Closes the incident, or says what stands in the way.",
    ),
];

const fn joined<const N: usize>(first: &[Binding], then: &[Binding]) -> [Binding; N] {
    let mut rows = [first[0]; N];
    let mut at = 0;
    while at < N {
        rows[at] = if at < first.len() {
            first[at]
        } else {
            then[at - first.len()]
        };
        at += 1;
    }
    rows
}
