//! What the card and the sheet say about a call of theirs, and about accounts that one call can speak for.

use super::Part;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::speech::{say, word};
use crate::tui::screen::Ask;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when;
use crate::wire::Common;

pub fn parts(stage: &Stage, _incident: &Incident, row: &Row) -> Vec<Part> {
    on_the_line(stage, row)
        .into_iter()
        .chain(linked(stage, row))
        .collect()
}

/// With whom they speak now, since they called.
fn on_the_line(stage: &Stage, row: &Row) -> Option<Part> {
    let call = row.on_the_line()?;
    let minutes = when::lasted(call.at, stage.now);
    let mine = call.by == stage.me().name;
    let (text, role) = match (mine, &call.holder) {
        (true, None) => (say!("they called you, {minutes}", minutes), Role::Mine),
        (true, Some(holder)) => (
            say!(
                "they called you, {minutes}; {holder} has the account and was told",
                minutes,
                holder
            ),
            Role::Mine,
        ),
        (false, _) => (
            say!(
                "they called and speak with {by}, {minutes}",
                by = call.by,
                minutes
            ),
            Role::Soon,
        ),
    };
    Some(Part::new(word!("On line"), text, role))
}

fn linked(stage: &Stage, row: &Row) -> Option<Part> {
    let card = stage.cards.get(row.id())?.as_ref().ok()?;
    let first = card.linked.first()?;
    let names: Vec<&str> = card.linked.iter().map(|other| other.name.as_str()).collect();
    let what = match first.by {
        Common::Phone => word!("phone"),
        Common::Address => word!("e-mail"),
    };
    let text = say!(
        "the same {what} as {names}: one result can count for all",
        what,
        names = names.join(", ")
    );
    let part = Part::new(word!("Linked"), text, Role::Plain);
    Some(part.opening(word!("one result for all"), |_, account| {
        vec![Ask::Result(account.clone())]
    }))
}
