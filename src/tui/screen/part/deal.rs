//! Whose call an account is, as a line of its card and sheet.

use super::Part;
use crate::domain::assignments::{Right, Whose};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::speech::{say, word};
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
    let part = Part::new(word!("Calls"), words(stage, &whose), role);
    vec![part.opening(word!("give it to somebody else"), assign::open)]
}

/// `lena`, `you, for dana (asleep)`, `offered to omar`.
pub fn words(stage: &Stage, whose: &Whose) -> String {
    let who = match whose.who == stage.me().name {
        true => word!("you").to_owned(),
        false => whose.who.to_string(),
    };
    match &whose.by {
        Right::Owner => who,
        Right::Taken => say!("{who}, taken", who),
        Right::Offered { .. } => say!("offered to {who}", who),
        Right::StandsIn { of, why } => say!("{who}, for {of} ({why})", who, of, why = why.word()),
    }
}
