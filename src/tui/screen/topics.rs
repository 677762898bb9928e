//! What customers raise, over all incidents, and below it what our own people say.

mod acts;
mod same;
mod word;

use super::tag::TagForm;
use super::{Ask, Panel};
use crate::domain::ids::{AccountId, Seq};
use crate::domain::speech::{say, word};
use crate::domain::topic_list::{Listed, State, topics};
use crate::domain::topics::Sort;
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::fit;
use crate::tui::words::when::{age, clock};
pub use acts::TopicActs;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

const WIDTH: u16 = 100;
/// A long name is cut in its row and shown whole above what can be done about it.
const NAME: usize = 24;
/// As many accounts are named; the others are counted.
const NAMED: usize = 4;

#[derive(Debug)]
pub struct Topics {
    pick: Pick<Seq>,
    /// The list as it stood when it was opened, or when the picture last changed.
    listed: Vec<Listed>,
    /// The account that raises the next one, if one was selected.
    account: Option<AccountId>,
}

impl Topics {
    pub fn new(stage: &Stage, account: Option<AccountId>) -> Self {
        Topics {
            pick: Pick::default(),
            listed: topics(stage.picture()),
            account,
        }
    }

    fn items(&self, stage: &Stage) -> Vec<Item<Seq>> {
        self.listed.iter().map(|one| item(stage, one)).collect()
    }
}

fn item(stage: &Stage, one: &Listed) -> Item<Seq> {
    let (state, role) = match one.state {
        State::CrossedOff if one.to_tell > 0 => {
            (say!("done, {to_tell} to tell", to_tell = one.to_tell), Role::Soon)
        }
        State::CrossedOff => (word!("crossed off").to_owned(), Role::Done),
        State::Again => (word!("heard again").to_owned(), Role::Overdue),
        State::Open => (say!("open {age}", age = age(one.since, stage.now)), Role::Plain),
    };
    let owner = match (&one.owner, one.is_open()) {
        (Some(owner), _) => owner.to_string(),
        (None, true) => word!("nobody yet").to_owned(),
        (None, false) => String::new(),
    };
    let columns = [
        fit::cut(&one.name, NAME),
        counted(one),
        worth(stage, one),
        state,
        owner,
    ];
    Item {
        role,
        details: details(stage, one),
        ..Item::new(one.topic, columns)
    }
}

/// How many raised it; our own people are counted by how often they said it.
fn counted(one: &Listed) -> String {
    match (one.sort, one.accounts, one.others) {
        (Sort::Own, _, 1) => word!("our own, once").to_owned(),
        (Sort::Own, _, times) => say!("our own, {times} times", times),
        (_, 0, others) => say!("{others} on no list", others),
        (_, 1, _) => word!("1 account").to_owned(),
        (_, several, _) => say!("{several} accounts", several),
    }
}

fn worth(stage: &Stage, one: &Listed) -> String {
    match (one.accounts, stage.masked) {
        (0, _) => String::new(),
        (_, true) => "...".to_owned(),
        (several, false) if several == one.arr_unknown => "?".to_owned(),
        (_, false) => one.arr.short(),
    }
}

/// Their words first, then what helps, who raised it and what became of it.
fn details(stage: &Stage, one: &Listed) -> String {
    let mut said = Vec::new();
    if let Some(quote) = &one.quote {
        let whose = quote.account.as_ref().map(|name| format!(" ({name})"));
        said.push(format!("\"{}\"{}.", quote.text, whose.unwrap_or_default()));
    }
    if let Some(helps) = &one.workaround {
        said.push(say!("What helps: {helps}.", helps));
    }
    if let Some(done) = &one.done {
        let at = clock(done.at, stage.now, &stage.setting.zone);
        said.push(say!(
            "Crossed off at {at} by {by}: {how}.",
            at,
            by = done.by,
            how = done.how
        ));
    }
    if one.sort == Sort::Idea {
        said.push(word!("An idea.").to_owned());
    }
    said.extend(raised_by(one));
    if !one.also.is_empty() {
        let also: Vec<&str> = one.also.iter().map(|name| name.as_str()).collect();
        said.push(say!("Also heard as {also}.", also = also.join(", ")));
    }
    said.join(" ")
}

fn raised_by(one: &Listed) -> Option<String> {
    if one.raised_by.is_empty() {
        return None;
    }
    let named: Vec<&str> = one
        .raised_by
        .iter()
        .take(NAMED)
        .map(|name| name.as_str())
        .collect();
    let more = match one.raised_by.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => say!(" and {more} more", more),
    };
    let others = match one.others {
        0 => String::new(),
        others => say!(", {others} on no list", others),
    };
    Some(say!(
        "Raised by {named}{more}{others}.",
        named = named.join(", "),
        more,
        others
    ))
}

impl Panel for Topics {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let open = self.listed.iter().filter(|one| one.is_open()).count();
        let title = say!("Topics: what customers raise, {open} open", open);
        self.pick.frame(title, WIDTH, stage.width, &self.items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        if matches!(key.code, KeyCode::Char('n') | KeyCode::Right) {
            return vec![Ask::open(TagForm::new(stage, self.account.clone()))];
        }
        match self.pick.key(key, &self.items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(topic) => vec![Ask::open(TopicActs::new(topic))],
        }
    }

    fn settle(&mut self, stage: &Stage) {
        self.listed = topics(stage.picture());
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let items = self.items(stage);
        let row = self
            .account
            .as_ref()
            .and_then(|id| stage.incident()?.rows.get(id));
        let whose = row.map_or(word!("somebody").to_owned(), |row| fit::cut(row.name(), 24));
        let adds = say!("n or Right = what {whose} raises    Esc closes", whose);
        let hint = match items.is_empty() {
            true => adds,
            false => say!("Enter = what to do    {adds}", adds),
        };
        let empty = word!("Nobody has raised anything yet.");
        self.pick.draw(canvas, area, &items, empty, &hint);
    }
}
