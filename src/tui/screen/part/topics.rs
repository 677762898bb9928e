//! What an account has raised, and what it is to be told of that.

use super::Part;
use crate::domain::due::Kind;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::speech::{say, word};
use crate::domain::topics::{Group, Sort};
use crate::tui::screen::Ask;
use crate::tui::screen::tag::TagForm;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;

/// As many are named; the rest are counted.
const MOST: usize = 3;

/// What is done and they have not heard first, then what is open.
pub fn parts(stage: &Stage, _: &Incident, row: &Row) -> Vec<Part> {
    let mut said: Vec<(String, Role)> = untold(stage, row);
    let raised = stage.picture().topics.of(row.id());
    let open = raised.iter().filter(|group| group.crossed_off().is_none());
    said.extend(open.map(|group| (one(group), Role::Plain)));
    let more = said.len().saturating_sub(MOST);
    if more > 0 {
        said.truncate(MOST - 1);
        said.push((say!("and {more} more", more = more + 1), Role::Plain));
    }
    let labels = std::iter::once(word!("Raised")).chain(std::iter::repeat(""));
    said.into_iter()
        .zip(labels)
        .map(|((text, role), label)| {
            Part::new(label, text, role).opening(word!("add what they raise"), |stage, account| {
                vec![Ask::open(TagForm::new(stage, Some(account.clone())))]
            })
        })
        .collect()
}

fn untold(stage: &Stage, row: &Row) -> Vec<(String, Role)> {
    let dues = stage.board.dues.iter();
    let theirs = dues.filter(|due| matches!(&due.kind, Kind::Tell(_, account) if account == row.id()));
    theirs
        .filter_map(|due| {
            let (_, how) = due.what.split_once(": ")?;
            Some((say!("tell them: {how}", how), Role::Soon))
        })
        .collect()
}

fn one(group: &Group) -> String {
    let idea = if group.sort() == Sort::Idea {
        word!(" (an idea)")
    } else {
        ""
    };
    let stands = match (group.answer(), group.owner()) {
        (Some(helps), _) => say!("what helps: {what}", what = helps.what),
        (None, Some(owner)) => say!("{owner} sees to it", owner),
        (None, None) => word!("nobody sees to it yet").to_owned(),
    };
    format!("{}{idea} -> {stands}", group.name())
}
