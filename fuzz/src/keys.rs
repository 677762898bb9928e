//! Keys as a terminal sends them, into a room that is open: whatever is pressed, every frame can be drawn.

use super::harmless::foreign;
use super::room::Room;
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::time::{Duration, Instant};
use warroom::domain::actor::{Access, Actor};
use warroom::report::Template;
use warroom::run::input::{Decoder, InputEvent};
use warroom::tui::canvas::Lines;
use warroom::tui::effect::Effect;
use warroom::tui::model::Model;
use warroom::tui::msg::{Liveness, Msg};
use warroom::tui::stage::Setting;
use warroom::tui::theme::Theme;
use warroom::tui::update::update;
use warroom::tui::view::view;

/// Bytes that no terminal sends: time passes, and the size is another.
const TICK: u8 = 0xff;
const RESIZE: u8 = 0xfe;
/// Enough to open a few dialogs; every key may open another.
const MOST: usize = 256;

pub fn keys(data: &[u8]) {
    let mut screen = Screen::open();
    let mut decoder = Decoder::new(Duration::from_millis(50));
    let mut now = Instant::now();
    let mut rest = &data[..data.len().min(MOST)];
    while let Some(first) = rest.first() {
        now += Duration::from_millis(1);
        let run = rest.iter().position(|byte| *byte >= RESIZE).unwrap_or(rest.len());
        let (read, others) = rest.split_at(run.max(1));
        rest = others;
        match *first {
            TICK => {
                now += Duration::from_secs(1);
                screen.take(decoder.tick(now));
            }
            RESIZE => {
                let (size, others) = rest.split_at(rest.len().min(2));
                rest = others;
                let [width, height] = [0, 1].map(|at| u16::from(size.get(at).copied().unwrap_or(24)));
                screen.hear(Msg::Resize { width, height });
            }
            // Some arrive in one read, others byte by byte.
            _ if read.len() % 2 == 0 => screen.take(decoder.feed(read, now)),
            _ => read
                .iter()
                .for_each(|byte| screen.take(decoder.feed(&[*byte], now))),
        }
    }
    now += Duration::from_secs(1);
    screen.take(decoder.tick(now));
    screen.draw();
}

struct Screen {
    model: Model,
    made: u128,
}

impl Screen {
    fn open() -> Screen {
        let setting = Setting {
            me: Actor::new("dana", Access::Admin),
            zone: TimeZone::UTC,
            label: None,
            join: None,
            template: Template::built_in(),
        };
        let news = Room::new().news();
        let model = Model::new(setting, news.now, "unix:room.sock".to_owned(), 80, 24);
        let mut screen = Screen { model, made: 1 << 64 };
        screen.hear(Msg::Liveness(Liveness::Live));
        screen.hear(Msg::News(Box::new(news)));
        screen
    }

    fn take(&mut self, inputs: Vec<InputEvent>) {
        for input in inputs {
            match input {
                InputEvent::Key(key) => self.hear(Msg::Key(key)),
                InputEvent::Paste(text) => self.hear(Msg::Paste(text)),
                InputEvent::Ready | InputEvent::Lost(_) => {}
            }
        }
    }

    fn hear(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            if let Effect::Submit {
                incident,
                said_at,
                command,
            } = effect
            {
                self.made += 1;
                let id = uuid::Uuid::from_u128(self.made);
                let submission = warroom::domain::command::Submission {
                    id,
                    incident,
                    said_at,
                    command: *command,
                };
                self.hear(Msg::Submitted(Box::new(submission)));
                self.hear(Msg::Taken { id, only_here: None });
            }
        }
    }

    fn draw(&self) {
        let stage = &self.model.stage;
        let backend = TestBackend::new(stage.width, stage.height);
        let mut terminal = Terminal::new(backend).expect("nothing is written");
        let drawn = terminal.draw(|frame| view(&self.model, Theme::terminal(), Lines::Drawn, frame));
        drawn.expect("nothing is written");
        for cell in &terminal.backend().buffer().content {
            assert!(
                !cell.symbol().chars().any(foreign),
                "{:?} is drawn",
                cell.symbol()
            );
        }
    }
}
