//! What can be done about one topic.

use super::same::Same;
use super::word::{Said, WordForm};
use crate::domain::command::Command;
use crate::domain::ids::Seq;
use crate::domain::speech::{say, word};
use crate::domain::topic_list::{Listed, topics};
use crate::domain::topics::OwnTopic;
use crate::tui::canvas::Canvas;
use crate::tui::screen::owed::Owed;
use crate::tui::screen::tag::TagForm;
use crate::tui::screen::{Ask, Panel};
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::pick::{Item, Pick, Picked};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

const WIDTH: u16 = 76;

#[derive(Debug)]
pub struct TopicActs {
    topic: Seq,
    pick: Pick<Act>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Mine,
    Give,
    Helps,
    Done,
    Tell,
    Same,
    Again,
}

impl TopicActs {
    pub fn new(topic: Seq) -> Self {
        TopicActs {
            topic,
            pick: Pick::default(),
        }
    }

    /// As it is listed now; it may have gone on in another since.
    fn listed(&self, stage: &Stage) -> Option<Listed> {
        let picture = stage.picture();
        let topic = picture.topics.group(self.topic)?.seq();
        topics(picture).into_iter().find(|one| one.topic == topic)
    }
}

fn items(stage: &Stage, one: &Listed) -> Vec<Item<Act>> {
    let mine = one.owner.as_ref() == Some(&stage.me().name);
    let helps = match &one.workaround {
        None => word!("Say what helps until it is mended"),
        Some(_) => word!("Say what helps now"),
    };
    let rows = [
        (Act::Mine, one.is_open() && !mine, word!("I see to it")),
        (Act::Helps, one.is_open(), helps),
        (Act::Done, one.is_open(), word!("It is done: cross it off")),
        (
            Act::Tell,
            one.to_tell > 0,
            word!("Who is still to be told that it is done"),
        ),
        (Act::Same, true, word!("It is the same as another one")),
        (Act::Give, one.is_open(), word!("Somebody else sees to it")),
        (Act::Again, true, word!("Somebody else raises it too")),
    ];
    let shown = rows.into_iter().filter(|(_, shown, _)| *shown);
    shown
        .map(|(act, _, words)| Item {
            details: super::details(stage, one),
            ..Item::new(act, [words.to_owned()])
        })
        .collect()
}

impl Panel for TopicActs {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        match self.listed(stage) {
            Some(one) => {
                let owner = one
                    .owner
                    .as_ref()
                    .map_or(word!("nobody sees to it").to_owned(), |owner| {
                        say!("{owner} sees to it", owner)
                    });
                let title = format!("{}: {}, {owner}", one.name, super::counted(&one));
                self.pick.frame(title, WIDTH, stage.width, &items(stage, &one))
            }
            None => (word!("Taken back").to_owned(), WIDTH, 5),
        }
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let Some(one) = self.listed(stage) else {
            return vec![Ask::Close];
        };
        match self.pick.key(key, &items(stage, &one)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(act) => carry_out(stage, act, &one),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let items = self
            .listed(stage)
            .map(|one| items(stage, &one))
            .unwrap_or_default();
        let empty = word!("Whoever raised it has taken it back.");
        let hint = word!("Enter does it    Esc goes back");
        self.pick.draw(canvas, area, &items, empty, hint);
    }
}

fn carry_out(stage: &Stage, act: Act, one: &Listed) -> Vec<Ask> {
    let open = |said| vec![Ask::Close, Ask::open(WordForm::new(stage, one, said))];
    match act {
        Act::Mine => {
            let own = OwnTopic {
                topic: one.topic,
                owner: None,
            };
            vec![
                Ask::Submit(Command::OwnTopic(own), None),
                Ask::Say(say!("{one}: asking the hub ...", one = one.name), Tone::Asking),
                Ask::Close,
            ]
        }
        Act::Give => open(Said::Owner),
        Act::Helps => open(Said::Helps),
        Act::Done => open(Said::Done),
        Act::Tell => vec![Ask::open(Owed::default())],
        Act::Same => vec![Ask::Close, Ask::open(Same::new(one))],
        Act::Again => vec![Ask::Close, Ask::open(TagForm::again(stage, one))],
    }
}
