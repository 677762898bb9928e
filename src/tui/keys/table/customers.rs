//! The rows about customers beyond their calls, and about those who call them.

use super::{Binding, c, looks, writes};
use crate::tui::action::Action;

pub(super) const ROWS: &[Binding] = &[
    looks(
        &[c('A')],
        Action::Assign,
        "A",
        "assign",
        "Gives the account under the cursor to somebody to call; on no account, deals the list.",
    ),
    writes(
        &[],
        Action::Deal,
        "",
        "deal the list",
        "Deals the whole call list: who gets how many, and when each tier will be done, first.",
    ),
    writes(
        &[],
        Action::LeaveCalls,
        "",
        "no more calls",
        "Makes no more calls: what you have in hand goes to who stands in, or back to the list.",
    ),
    looks(
        &[c('O')],
        Action::Others,
        "O",
        "the others",
        "Counts the customers that are no key accounts, and who of them wrote in.",
    ),
    looks(
        &[c('T')],
        Action::Topics,
        "T",
        "topics",
        "What customers raise, counted; what helps, who sees to it, what is done.",
    ),
    looks(
        &[c('E')],
        Action::Executives,
        "E",
        "executives",
        "Calls of our executives with customers, gestures and credits; Enter takes the next step.",
    ),
    looks(
        &[c('R')],
        Action::Recovery,
        "R",
        "recovery",
        "What customers have and still want after the pain: of this account, else of all.",
    ),
    writes(
        &[],
        Action::Break,
        "",
        "a break",
        "Takes a break of your own, over all incidents; you are back by yourself.",
    ),
    looks(
        &[],
        Action::Debrief,
        "",
        "debrief",
        "Three questions about how it was, and what people answered, unnamed.",
    ),
];
