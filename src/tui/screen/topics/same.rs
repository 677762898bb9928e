//! Two topics that are one: which one goes on.

use crate::domain::command::Command;
use crate::domain::ids::Seq;
use crate::domain::speech::{say, word};
use crate::domain::text::Clean;
use crate::domain::topic_list::{Listed, topics};
use crate::domain::topics::{MergeTopics, Sort};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Ask, Panel};
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::pick::{Item, Pick, Picked};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

const WIDTH: u16 = 76;

#[derive(Debug)]
pub struct Same {
    from: Seq,
    name: Clean,
    own: bool,
    pick: Pick<Seq>,
}

impl Same {
    pub fn new(one: &Listed) -> Self {
        Same {
            from: one.topic,
            name: one.name.clone(),
            own: one.sort == Sort::Own,
            pick: Pick::default(),
        }
    }

    fn items(&self, stage: &Stage) -> Vec<Item<Seq>> {
        let others = topics(stage.picture()).into_iter();
        let others = others.filter(|one| one.topic != self.from && (one.sort == Sort::Own) == self.own);
        others
            .map(|one| {
                let columns = [
                    one.name.to_string(),
                    super::counted(&one),
                    one.state.words().to_owned(),
                ];
                Item {
                    details: super::details(stage, &one),
                    ..Item::new(one.topic, columns)
                }
            })
            .collect()
    }
}

impl Panel for Same {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = say!("{name} is the same as ...", name = self.name);
        self.pick.frame(title, WIDTH, stage.width, &self.items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &self.items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(into) => {
                let merge = MergeTopics {
                    from: self.from,
                    into,
                };
                vec![
                    Ask::Submit(Command::MergeTopics(merge), None),
                    Ask::Say(
                        word!("One topic from now on: asking the hub ...").to_owned(),
                        Tone::Asking,
                    ),
                    Ask::Close,
                ]
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let empty = word!("There is no other topic.");
        let hint = word!("Enter = count them as one, under that name    Esc goes back");
        self.pick.draw(canvas, area, &self.items(stage), empty, hint);
    }
}
