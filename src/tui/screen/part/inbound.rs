//! What the card and the sheet say about a call of theirs, and about accounts that one call can speak for.

use super::Part;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
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
        (true, None) => (format!("they called you, {minutes}"), Role::Mine),
        (true, Some(holder)) => (
            format!("they called you, {minutes}; {holder} has the account and was told"),
            Role::Mine,
        ),
        (false, _) => (
            format!("they called and speak with {}, {minutes}", call.by),
            Role::Soon,
        ),
    };
    Some(Part::new("On line", text, role))
}

fn linked(stage: &Stage, row: &Row) -> Option<Part> {
    let card = stage.cards.get(row.id())?.as_ref().ok()?;
    let first = card.linked.first()?;
    let names: Vec<&str> = card.linked.iter().map(|other| other.name.as_str()).collect();
    let what = match first.by {
        Common::Phone => "phone",
        Common::Address => "e-mail",
    };
    let text = format!(
        "the same {what} as {}: one result can count for all",
        names.join(", ")
    );
    let part = Part::new("Linked", text, Role::Plain);
    Some(part.opening("one result for all", |_, account| {
        vec![Ask::Result(account.clone())]
    }))
}
