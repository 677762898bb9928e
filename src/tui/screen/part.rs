//! A line of an account's card and call sheet: what there is to know, and what Enter on it opens.

pub mod calls;
pub mod deal;
pub mod desk;
pub mod inbound;
pub mod recovery;
pub mod topics;

use super::Ask;
use super::asks::{Asks, on_the_card};
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::speech::word;
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

/// The lines of every subject, in the order of a call.
pub fn all(stage: &Stage, incident: &Incident, row: &Row) -> Vec<Part> {
    [
        calls::parts(stage, incident, row),
        deal::parts(stage, incident, row),
        inbound::parts(stage, incident, row),
        asked(stage, incident, row),
        topics::parts(stage, incident, row),
        desk::parts(stage, incident, row),
        recovery::parts(stage, incident, row),
    ]
    .concat()
}

/// What was asked for them, and the answers.
fn asked(stage: &Stage, incident: &Incident, row: &Row) -> Vec<Part> {
    let asks = incident.asks.standing().filter(|ask| ask.concerns(row.id()));
    asks.map(|ask| {
        let (text, role) = on_the_card(stage, ask);
        let open: Opens = |_, account| vec![Ask::open(Asks::new(Some(account.clone())))];
        Part::new(word!("Asked"), text, role).opening(word!("the questions"), open)
    })
    .collect()
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
