//! Who is to hear from us next, and by when: one line of the clock, opened.

use super::{Ask, Panel};
use crate::domain::due::{Due, DueState, Kind, dues};
use crate::domain::ids::AccountId;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::when::{self, Count};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

#[derive(Debug, Default)]
pub struct News {
    pick: Pick<AccountId>,
}

fn items(stage: &Stage) -> Vec<Item<AccountId>> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let item = |due: Due| {
        let Kind::News(account) = &due.kind else {
            return None;
        };
        let row = incident.rows.get(account)?;
        let last = when::clock(due.from, stage.now, &stage.setting.zone);
        let left = when::until(due.at, stage.now, Count::Minutes);
        let owner = due.owner.as_ref().map(ToString::to_string).unwrap_or_default();
        let mut item = Item::new(
            account.clone(),
            [row.name().to_string(), say!("heard {last}", last), left, owner],
        );
        item.role = match due.state(stage.now) {
            DueState::Overdue => Role::Overdue,
            DueState::Soon => Role::Soon,
            DueState::Waiting => Role::Plain,
        };
        Some(item)
    };
    dues(incident).into_iter().filter_map(item).collect()
}

impl Panel for News {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = word!("Who is to hear from us, and by when");
        self.pick.frame(title, 70, stage.width, &items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(account) => vec![Ask::Call(account)],
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let hint = word!("Enter opens the card; a call or a report is news");
        let empty = word!("Nobody waits for news.");
        self.pick.draw(canvas, area, &items(stage), empty, hint);
    }
}
