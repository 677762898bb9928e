//! A line of an account's card and call sheet: what there is to know, and what Enter on it opens.

pub mod deal;

use super::Ask;
use crate::domain::ids::AccountId;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;

/// Each subject says its own lines, in a file of its own; the card and the sheet only put them in order.
#[derive(Clone, Debug)]
pub struct Part {
    /// At most eight cells; empty on the lines that go on with the one above.
    pub label: &'static str,
    pub text: String,
    pub role: Role,
    /// What Enter on it opens, with the word for the footer: "Enter = give something".
    pub opens: Option<(&'static str, Opens)>,
}

pub type Opens = fn(&Stage, &AccountId) -> Vec<Ask>;

impl Part {
    pub fn new(label: &'static str, text: impl Into<String>, role: Role) -> Self {
        Part {
            label,
            text: text.into(),
            role,
            opens: None,
        }
    }

    pub fn opening(self, enter: &'static str, opens: Opens) -> Self {
        Part {
            opens: Some((enter, opens)),
            ..self
        }
    }
}
