//! The rows about customers beyond their calls, and about those who call them.

use super::{Binding, c, looks, writes};
use crate::domain::speech::mark;
use crate::tui::action::Action;

pub(super) const ROWS: &[Binding] = &[
    looks(
        &[c('A')],
        Action::Assign,
        "A",
        mark!("assign"),
        mark!("Gives the account under the cursor to somebody to call; on no account, deals the list."),
    ),
    writes(
        &[],
        Action::Deal,
        "",
        mark!("deal the list"),
        mark!("Deals the whole call list: who gets how many, and when each tier will be done, first."),
    ),
    writes(
        &[],
        Action::LeaveCalls,
        "",
        mark!("no more calls"),
        mark!("Makes no more calls: what you have in hand goes to who stands in, or back to the list."),
    ),
    looks(
        &[c('O')],
        Action::Others,
        "O",
        mark!("the others"),
        mark!("Counts the customers that are no key accounts, and who of them wrote in."),
    ),
    looks(
        &[c('T')],
        Action::Topics,
        "T",
        mark!("topics"),
        mark!("What customers raise, counted; what helps, who sees to it, what is done."),
    ),
    looks(
        &[c('E')],
        Action::Executives,
        "E",
        mark!("executives"),
        mark!("Calls of our executives with customers, gestures and credits; Enter takes the next step."),
    ),
    looks(
        &[c('R')],
        Action::Recovery,
        "R",
        mark!("recovery"),
        mark!("What customers have and still want after the pain: of this account, else of all."),
    ),
    writes(
        &[],
        Action::Break,
        "",
        mark!("a break"),
        mark!("Takes a break of your own, over all incidents; you are back by yourself."),
    ),
    looks(
        &[],
        Action::Debrief,
        "",
        mark!("debrief"),
        mark!("Three questions about how it was, and what people answered, unnamed."),
    ),
];
