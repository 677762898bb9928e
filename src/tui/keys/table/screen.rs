//! The rows about the screen itself: what it shows and how, and how one leaves it.

use super::{Binding, Key, c, k, looks};
use crate::domain::speech::mark;
use crate::tui::action::Action;
use crossterm::event::KeyCode;

pub(super) const ROWS: &[Binding] = &[
    looks(
        &[c(':'), Key::Ctrl('p')],
        Action::Menu,
        ":",
        mark!("actions"),
        mark!("Everything that can be done now, by name."),
    ),
    looks(
        &[c('?'), k(KeyCode::F(1))],
        Action::Help,
        "?",
        mark!("help"),
        mark!("This help."),
    ),
    looks(
        &[c('z')],
        Action::Zoom,
        "z",
        mark!("zoom"),
        mark!("Shows one pane alone, and all four again."),
    ),
    looks(
        &[c('t')],
        Action::Order,
        "t",
        mark!("order"),
        mark!("Sorts the accounts by rank or by due."),
    ),
    looks(
        &[c('a')],
        Action::Routine,
        "a",
        mark!("all lines"),
        mark!("Shows the routine lines of the timeline as well, and folds them again."),
    ),
    looks(
        &[c('w')],
        Action::Who,
        "w",
        mark!("who is here"),
        mark!("Lists who is in the room, and what they look at."),
    ),
    looks(
        &[c('m')],
        Action::Mask,
        "m",
        mark!("mask"),
        mark!("Hides money and numbers while the screen is being shared."),
    ),
    looks(
        &[c('y')],
        Action::Copy,
        "y",
        mark!("copy"),
        mark!("Copies a number, an account's line, the approved words or the link."),
    ),
    looks(
        &[],
        Action::Vendors,
        "",
        mark!("vendors"),
        mark!("How the pager, the page and the CRM do, and what of ours they did not take."),
    ),
    looks(
        &[],
        Action::Log,
        "",
        mark!("what it told me"),
        mark!("The log of the last hundred things this screen said, with their times."),
    ),
    looks(
        &[Key::Ctrl('l')],
        Action::Redraw,
        "Ctrl-L",
        mark!("redraw"),
        mark!("Draws the screen again."),
    ),
    looks(
        &[Key::Ctrl('z')],
        Action::Suspend,
        "Ctrl-Z",
        mark!("suspend"),
        mark!("Back to the shell; `fg` comes back here."),
    ),
    looks(
        &[c('q'), Key::Ctrl('c')],
        Action::Quit,
        "q",
        mark!("quit"),
        mark!("Leaves the room."),
    ),
];
