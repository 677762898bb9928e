//! The rows of the table of keys.

mod customers;
mod screen;

use super::{Binding, Key, c, k, looks, writes};
use crate::domain::speech::mark;
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
        mark!("open"),
        mark!("Does what the footer says, or opens the selected row."),
    ),
    writes(
        &[c(' ')],
        Action::Result,
        "Space",
        mark!("result"),
        mark!("Records how a call ended; on the checklist, ticks the step."),
    ),
    writes(
        &[c('c')],
        Action::Claim,
        "c",
        mark!("claim"),
        mark!("\"I am calling them\"; on your own claim, gives it back."),
    ),
    writes(
        &[c('n')],
        Action::Note,
        "n",
        mark!("note"),
        mark!("Writes a fact, a guess or a deed into the timeline."),
    ),
    writes(
        &[c('i')],
        Action::Inform,
        "i",
        mark!("inform"),
        mark!("Records that a level of the policy was informed, by what proof."),
    ),
    writes(
        &[c('u')],
        Action::Undo,
        "u",
        mark!("undo"),
        mark!("Takes back the last thing you recorded."),
    ),
    looks(
        &[c('l')],
        Action::Inbound,
        "l",
        mark!("who is calling"),
        mark!("A customer is on the line: finds who it is, and what they know."),
    ),
    looks(
        &[c('/')],
        Action::Filter,
        "/",
        mark!("find"),
        mark!("Shows only the rows with these words; Esc shows all again."),
    ),
    looks(
        &[k(KeyCode::Up), c('k')],
        Action::Up,
        "Up",
        mark!("up"),
        mark!("Moves up."),
    ),
    looks(
        &[k(KeyCode::Down), c('j')],
        Action::Down,
        "Down",
        mark!("down"),
        mark!("Moves down."),
    ),
    looks(
        &[k(KeyCode::PageUp), Key::Ctrl('u')],
        Action::PageUp,
        "PgUp",
        mark!("page up"),
        mark!("Moves up a page."),
    ),
    looks(
        &[k(KeyCode::PageDown), Key::Ctrl('d')],
        Action::PageDown,
        "PgDn",
        mark!("page down"),
        mark!("Moves down a page."),
    ),
    looks(
        &[k(KeyCode::Home)],
        Action::First,
        "Home",
        mark!("first"),
        mark!("Goes to the first row."),
    ),
    looks(
        &[k(KeyCode::End)],
        Action::Last,
        "End",
        mark!("last"),
        mark!("Goes to the last row."),
    ),
    looks(
        &[k(KeyCode::Tab), k(KeyCode::Right)],
        Action::NextPane,
        "Tab",
        mark!("next pane"),
        mark!("Goes to the next pane."),
    ),
    looks(
        &[k(KeyCode::BackTab), k(KeyCode::Left)],
        Action::PrevPane,
        "Shift-Tab",
        mark!("previous pane"),
        mark!("Goes to the pane before."),
    ),
    looks(
        &[c('1')],
        Action::Accounts,
        "1",
        mark!("accounts"),
        mark!("Goes to the affected accounts."),
    ),
    looks(
        &[c('2')],
        Action::Clock,
        "2",
        mark!("clock"),
        mark!("Goes to the escalation clock."),
    ),
    looks(
        &[c('3')],
        Action::Checklist,
        "3",
        mark!("checklist"),
        mark!("Goes to the outreach checklist."),
    ),
    looks(
        &[c('4')],
        Action::Timeline,
        "4",
        mark!("timeline"),
        mark!("Goes to the timeline."),
    ),
    looks(
        &[k(KeyCode::Esc)],
        Action::Back,
        "Esc",
        mark!("back"),
        mark!("Goes back; what was typed is kept as a draft."),
    ),
    writes(
        &[c('p')],
        Action::Pin,
        "p",
        mark!("pin"),
        mark!("Puts an account first on the call list."),
    ),
    writes(
        &[],
        Action::Moment,
        "",
        mark!("critical hours"),
        mark!("Writes down the hours that matter most to an account: an investor call, the payroll."),
    ),
    writes(
        &[],
        Action::Unreached,
        "",
        mark!("nobody answers"),
        mark!("After enough calls: says what was written to them, or how it goes on."),
    ),
    writes(
        &[c('d')],
        Action::Duty,
        "d",
        mark!("duties"),
        mark!("Takes command or another duty of this incident."),
    ),
    writes(
        &[c('h')],
        Action::HandOver,
        "h",
        mark!("hand over"),
        mark!("Offers a duty of yours to somebody, with what you have in hand."),
    ),
    looks(
        &[c('b')],
        Action::Brief,
        "b",
        mark!("brief"),
        mark!("One page of how it stands, five lines for executives on top."),
    ),
    looks(
        &[c('g')],
        Action::Incidents,
        "g",
        mark!("incidents"),
        mark!("Lists the incidents."),
    ),
    writes(
        &[c('e')],
        Action::Declare,
        "e",
        mark!("declare"),
        mark!("Opens the form that declares an incident."),
    ),
    writes(
        &[c('s')],
        Action::Words,
        "s",
        mark!("say"),
        mark!("What we say, by audience and phase: drafts, what is live, its age."),
    ),
    looks(
        &[c('Y')],
        Action::Waits,
        "Y",
        mark!("yes or no"),
        mark!("What waits for your word: what is new in it, approve or send back."),
    ),
    writes(
        &[],
        Action::Page,
        "",
        mark!("page text"),
        mark!("The next step of the public page: write, approve, say where it is published."),
    ),
    writes(
        &[],
        Action::Plan,
        "",
        mark!("plan"),
        mark!("Says what the commander means to do for the next while."),
    ),
    looks(
        &[c('r')],
        Action::Reports,
        "r",
        mark!("reports"),
        mark!("The reports to customers: read, edit, approve, send."),
    ),
    writes(
        &[c('f')],
        Action::Finding,
        "f",
        mark!("finding"),
        mark!("Says what the cause is and how sure we are, and whether data was touched."),
    ),
    writes(
        &[],
        Action::Expert,
        "",
        mark!("call an expert"),
        mark!("Records that an expert the playbook names was called."),
    ),
    writes(
        &[],
        Action::Mitigate,
        "",
        mark!("mitigated"),
        mark!("The customers' pain is over; the cause may not be."),
    ),
    writes(
        &[],
        Action::Resolve,
        "",
        mark!("resolved"),
        mark!("It is fixed; the calls go on."),
    ),
    writes(
        &[],
        Action::Reopen,
        "",
        mark!("open again"),
        mark!("It is back: the incident is open again."),
    ),
    writes(
        &[c('v')],
        Action::Severity,
        "v",
        mark!("severity"),
        mark!("Raises or lowers the severity; shows what that changes first."),
    ),
    writes(
        &[],
        Action::Playbook,
        "",
        mark!("playbook"),
        mark!("Goes on by another playbook, with everything done so far."),
    ),
    writes(
        &[],
        Action::Start,
        "",
        mark!("correct T0"),
        mark!("Says when it really began; every due that counts from it moves."),
    ),
    writes(
        &[],
        Action::MoveAlert,
        "",
        mark!("move an alert"),
        mark!("Puts an alert into another incident, or back into the inbox."),
    ),
    writes(
        &[],
        Action::Merge,
        "",
        mark!("merge"),
        mark!("Lets this incident go on in another, with its calls and promises."),
    ),
    writes(
        &[],
        Action::Split,
        "",
        mark!("split"),
        mark!("Makes part of this incident one of its own."),
    ),
    looks(
        &[c('o')],
        Action::Owed,
        "o",
        mark!("owed"),
        mark!("Lists what is owed, here and over all incidents; Enter settles it."),
    ),
    looks(
        &[c('x')],
        Action::Asks,
        "x",
        mark!("questions"),
        mark!("Lists what was asked of whom, and the answers; n asks."),
    ),
    writes(
        &[],
        Action::Stops,
        "",
        mark!("stop-list"),
        mark!("What is held back while customers hurt, and goes on again."),
    ),
    writes(
        &[],
        Action::Close,
        "",
        mark!("close"),
        mark!("Closes the incident, or says what stands in the way."),
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
