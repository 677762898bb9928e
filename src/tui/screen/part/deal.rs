//! Whose call an account is, as a line of its card and sheet.

use super::Part;
use crate::domain::assignments::{Right, Whose};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::tui::screen::assign;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;

/// Nothing where it is nobody's, or only what the list of accounts says.
pub fn parts(stage: &Stage, _incident: &Incident, row: &Row) -> Vec<Part> {
    let Some(whose) = row.whose().filter(|whose| whose.by != Right::Owner) else {
        return Vec::new();
    };
    let role = match whose.who == stage.me().name {
        true => Role::Mine,
        false => Role::Plain,
    };
    let part = Part::new("Calls", words(stage, &whose), role);
    vec![part.opening("give it to somebody else", assign::open)]
}

/// `lena`, `you, for dana (asleep)`, `offered to omar`.
pub fn words(stage: &Stage, whose: &Whose) -> String {
    let who = match whose.who == stage.me().name {
        true => "you".to_owned(),
        false => whose.who.to_string(),
    };
    match &whose.by {
        Right::Owner => who,
        Right::Taken => format!("{who}, taken"),
        Right::Offered { .. } => format!("offered to {who}"),
        Right::StandsIn { of, why } => format!("{who}, for {of} ({})", why.word()),
    }
}
