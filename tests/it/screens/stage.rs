//! A screen without a terminal: messages in, text out, and keys as people write them.

use super::world::World;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use warroom::domain::actor::{Access, Actor};
use warroom::domain::command::Submission;
use warroom::domain::ids::Seq;
use warroom::domain::speech::Language;
use warroom::tui::canvas::Lines;
use warroom::tui::effect::Effect;
use warroom::tui::model::Model;
use warroom::tui::msg::{Answer, Liveness, Msg};
use warroom::tui::stage::Setting;
use warroom::tui::theme::Theme;
use warroom::tui::update::update;
use warroom::tui::view::view;
use warroom::wire::{Accepted, News, Outcome, Problem};

pub struct Screen {
    pub model: Model,
    pub effects: Vec<Effect>,
    /// Commands given an id and not yet handed to the hub.
    pub sent: Vec<Submission>,
    made: u128,
}

impl Screen {
    pub fn of(name: &str, world: &World, now: Timestamp, width: u16, height: u16) -> Self {
        Screen::hearing(name, world.news(Seq(0), now), width, height)
    }

    /// One that hears this first.
    pub fn hearing(name: &str, news: News, width: u16, height: u16) -> Self {
        Screen::speaking(None, name, news, width, height)
    }

    /// The same in a language.
    pub fn speaking(
        language: Option<&'static Language>,
        name: &str,
        news: News,
        width: u16,
        height: u16,
    ) -> Self {
        let now = news.now;
        let setting = Setting {
            me: Actor::new(name, Access::Admin),
            zone: TimeZone::UTC,
            label: None,
            join: None,
            template: warroom::report::Template::built_in(),
        };
        let mut model = Model::new(setting, now, "unix:room.sock".to_owned(), width, height);
        model.language = language;
        let mut screen = Screen {
            model,
            effects: Vec::new(),
            sent: Vec::new(),
            made: 1 << 64,
        };
        screen.hear(Msg::Liveness(Liveness::Live));
        screen.hear(Msg::News(Box::new(news)));
        screen
    }

    pub fn hear(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            match effect {
                Effect::Submit {
                    incident,
                    said_at,
                    command,
                } => {
                    self.made += 1;
                    let id = uuid::Uuid::from_u128(self.made);
                    let submission = Submission {
                        id,
                        incident,
                        said_at,
                        command: *command,
                    };
                    self.sent.push(submission.clone());
                    self.hear(Msg::Submitted(Box::new(submission)));
                    self.hear(Msg::Taken { id, only_here: None });
                }
                other => self.effects.push(other),
            }
        }
    }

    /// Presses keys: letters as they are, `<enter>`, `<space>`, `<esc>`, `<tab>`, `<up>`, `<down>`.
    pub fn play(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let code = match named {
                Some((name, _)) => match name {
                    "enter" => KeyCode::Enter,
                    "space" => KeyCode::Char(' '),
                    "esc" => KeyCode::Esc,
                    "tab" => KeyCode::Tab,
                    "up" => KeyCode::Up,
                    "down" => KeyCode::Down,
                    "left" => KeyCode::Left,
                    "right" => KeyCode::Right,
                    "end" => KeyCode::End,
                    "back" => KeyCode::Backspace,
                    "del" => KeyCode::Delete,
                    "pgdn" => KeyCode::PageDown,
                    other => panic!("no key is called <{other}>"),
                },
                None => KeyCode::Char(first),
            };
            rest = named.map_or(&rest[first.len_utf8()..], |(_, after)| after);
            self.hear(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        }
    }

    /// Hands everything sent to the hub, and its answers back.
    pub fn deliver(&mut self, name: &str, world: &mut World, at: Timestamp) {
        for submission in std::mem::take(&mut self.sent) {
            let after = self.model.stage.confirmed().through();
            let answer = match world.submit(name, at, &submission) {
                Ok(()) => Answer::Accepted(Accepted {
                    outcome: Outcome::Accepted,
                    through: world.picture.through(),
                }),
                Err(refusal) => Answer::Refused(Problem::from(&refusal)),
            };
            self.hear(Msg::Answered {
                id: submission.id,
                answer,
            });
            self.hear(Msg::News(Box::new(world.news(after, at))));
        }
    }

    pub fn buffer(&self, lines: Lines) -> Buffer {
        let stage = &self.model.stage;
        let mut terminal = Terminal::new(TestBackend::new(stage.width, stage.height)).unwrap();
        terminal
            .draw(|frame| view(&self.model, Theme::terminal(), lines, frame))
            .unwrap();
        terminal.backend().buffer().clone()
    }

    pub fn text(&self) -> String {
        lines_of(&self.buffer(Lines::Drawn)).join("\n")
    }
}

/// The rows of a screen as text, without the space at their ends.
pub fn lines_of(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    let row = |y| {
        (0..area.width)
            .map(|x| buffer[(x, y)].symbol())
            .collect::<String>()
    };
    (0..area.height).map(|y| row(y).trim_end().to_owned()).collect()
}
