//! What waits for somebody's word: one list, what, from whom, by when, and who may answer instead.

use super::accept::AcceptForm;
use super::answer::AnswerForm;
use super::executives;
use super::reports::Reports;
use super::take::TakeForm;
use super::unreached::UnreachedForm;
use super::words::decide;
use super::{Ask, Panel};
use crate::domain::speech::{say, word};
use crate::domain::waits::{Wait, WaitKind, waiting};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::when::{self, Count};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

#[derive(Debug, Default)]
pub struct WaitsList {
    pick: Pick<WaitKind>,
}

fn items(stage: &Stage) -> Vec<Item<WaitKind>> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let me = &stage.me().name;
    let mut waits = waiting(incident);
    // What is mine comes first; the rest is there to be seen.
    waits.sort_by_key(|wait| !wait.is_for(me));
    waits.into_iter().map(|wait| item(stage, wait)).collect()
}

fn item(stage: &Stage, wait: Wait) -> Item<WaitKind> {
    let mine = wait.is_for(&stage.me().name);
    let whose = match (&wait.owner, mine) {
        (_, true) => word!("you").to_owned(),
        (Some(owner), false) => owner.to_string(),
        (None, false) => word!("anybody").to_owned(),
    };
    let due = wait
        .due
        .map_or_else(String::new, |due| when::until(due, stage.now, Count::Minutes));
    let mut details = say!(
        "From {asked_by}, waiting for {age}.",
        asked_by = wait.asked_by,
        age = when::age(wait.since, stage.now)
    );
    if let Some(deputy) = &wait.deputy {
        details += &say!(" {deputy} may answer as well.", deputy);
    }
    let late = wait.due.is_some_and(|due| due <= stage.now);
    let columns = [whose, due, wait.what.to_string()];
    let mut item = Item::new(wait.kind.clone(), columns);
    item.role = if late && mine { Role::Overdue } else { Role::Plain };
    item.details = details;
    item
}

impl Panel for WaitsList {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = word!("What waits for somebody's word");
        self.pick.frame(title, 84, stage.width, &items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let items = items(stage);
        match self.pick.key(key, &items) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            // The list stays for the next one, if there is one.
            Picked::One(WaitKind::Draft(seq) | WaitKind::LiveText(seq)) => {
                let done = (items.len() == 1).then_some(Ask::Close);
                done.into_iter().chain(decide(stage, seq)).collect()
            }
            Picked::One(WaitKind::Offer(duty)) => vec![Ask::Close, AcceptForm::open(stage, duty)],
            Picked::One(WaitKind::Accounts(accounts)) => {
                let kind = WaitKind::Accounts(accounts);
                let wait = stage.incident().map(waiting).unwrap_or_default();
                let wait = wait
                    .into_iter()
                    .find(|wait| wait.kind == kind && wait.is_for(&stage.me().name));
                let form = wait.and_then(|wait| match wait.kind {
                    WaitKind::Accounts(accounts) => Some(TakeForm::new(stage, &wait.what, &accounts)),
                    _ => None,
                });
                form.map(Ask::open).into_iter().collect()
            }
            Picked::One(WaitKind::Unreachable(account)) => {
                let done = (items.len() == 1).then_some(Ask::Close);
                done.into_iter()
                    .chain(UnreachedForm::open(stage, &account))
                    .collect()
            }
            Picked::One(WaitKind::Report(_)) => vec![Ask::Close, Ask::open(Reports::default())],
            Picked::One(WaitKind::Executive(seq)) => executives::wished(stage, seq),
            Picked::One(WaitKind::Gesture(seq)) => executives::gesture(stage, seq),
            Picked::One(WaitKind::Credit(seq)) => executives::credit(stage, seq),
            Picked::One(WaitKind::Ask(ask)) => {
                AnswerForm::new(stage, ask).map(Ask::open).into_iter().collect()
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let hint = word!("Enter opens it: look and decide, or answer");
        let empty = word!("Nothing waits for a word.");
        self.pick.draw(canvas, area, &items(stage), empty, hint);
    }
}
