//! The playbooks of the hub: by which one to go on.

use super::{Ask, Panel};
use crate::domain::command::Command;
use crate::domain::policy::SwitchPlaybook;
use crate::domain::speech::{say, word};
use crate::domain::text::Clean;
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::pick::{Item, Pick, Picked};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

const WIDTH: u16 = 78;

#[derive(Debug, Default)]
pub struct Playbooks {
    pick: Pick<Clean>,
}

fn items(stage: &Stage) -> Vec<Item<Clean>> {
    let Some(Ok(list)) = &stage.playbooks else {
        return Vec::new();
    };
    let now = stage.incident().map(|incident| &incident.playbook.name);
    list.iter()
        .map(|playbook| {
            let mark = match now == Some(&playbook.name) {
                true => word!("now"),
                false => "",
            };
            let columns = [
                playbook.name.to_string(),
                mark.to_owned(),
                playbook.title.to_string(),
            ];
            let mut item = Item::new(playbook.name.clone(), columns);
            item.details = match playbook.trigger.is_empty() {
                true => String::new(),
                false => say!("When: {trigger}", trigger = playbook.trigger),
            };
            item
        })
        .collect()
}

fn empty(stage: &Stage) -> &str {
    match &stage.playbooks {
        None => word!("Asking the hub ..."),
        Some(Err(why)) => why,
        Some(Ok(_)) => word!("The hub has none."),
    }
}

impl Panel for Playbooks {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let items = items(stage);
        self.pick.frame(
            word!("By which playbook do we go on?"),
            WIDTH,
            stage.width,
            &items,
        )
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(playbook) => {
                let said = say!("Playbook {playbook}: asking the hub ...", playbook);
                let switch = SwitchPlaybook {
                    playbook,
                    reason: None,
                };
                vec![
                    Ask::Submit(Command::SwitchPlaybook(switch), None),
                    Ask::Say(said, Tone::Plain),
                    Ask::Close,
                ]
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let hint = word!("Enter goes on by it: what was done stays, the rest is planned anew");
        self.pick.draw(canvas, area, &items(stage), empty(stage), hint);
    }
}
