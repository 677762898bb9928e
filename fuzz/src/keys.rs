//! Keys as a terminal sends them, into a room that is open: whatever is pressed, every frame can be drawn.

use super::harmless::foreign;
use super::room::Room;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::time::{Duration, Instant};
use warroom::domain::actor::{Access, Actor};
use warroom::report::Template;
use warroom::run::input::{Coalescer, InputEvent};
use warroom::tui::canvas::Lines;
use warroom::tui::effect::Effect;
use warroom::tui::model::Model;
use warroom::tui::msg::{Liveness, Msg};
use warroom::tui::stage::Setting;
use warroom::tui::theme::Theme;
use warroom::tui::update::update;
use warroom::tui::view::view;

/// Bytes that stand for what is no key.
const TICK: u8 = 0xff;
const RESIZE: u8 = 0xfe;
const PASTE: u8 = 0xfd;
/// Keys that no single byte is sent for.
const OTHERS: [KeyCode; 12] = [
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::Delete,
    KeyCode::BackTab,
    KeyCode::F(1),
    KeyCode::Char('表'),
];
/// Enough to open a few dialogs; every key may open another.
const MOST: usize = 256;

pub fn keys(data: &[u8]) {
    let mut screen = Screen::open();
    let mut coalescer = Coalescer::new(Duration::from_millis(50));
    let mut now = Instant::now();
    let mut bytes = data.iter().copied().take(MOST);
    while let Some(byte) = bytes.next() {
        now += Duration::from_millis(1);
        let inputs = match byte {
            TICK => {
                now += Duration::from_secs(1);
                coalescer.tick(now)
            }
            RESIZE => {
                let (width, height) = (bytes.next().unwrap_or(80), bytes.next().unwrap_or(24));
                coalescer.feed(Event::Resize(width.into(), height.into()), now)
            }
            PASTE => {
                let text: Vec<u8> = bytes.by_ref().collect();
                coalescer.feed(Event::Paste(String::from_utf8_lossy(&text).into_owned()), now)
            }
            key => coalescer.feed(Event::Key(key_of(key)), now),
        };
        inputs.into_iter().for_each(|input| screen.take(input));
    }
    now += Duration::from_secs(1);
    let rest = coalescer.tick(now);
    rest.into_iter().for_each(|input| screen.take(input));
    screen.draw();
}

fn key_of(byte: u8) -> KeyEvent {
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    match byte {
        0x1b => plain(KeyCode::Esc),
        b'\r' => plain(KeyCode::Enter),
        b'\t' => plain(KeyCode::Tab),
        0x7f => plain(KeyCode::Backspace),
        0x01..=0x1a => KeyEvent::new(KeyCode::Char((byte - 1 + b'a') as char), KeyModifiers::CONTROL),
        b' '..=b'~' => plain(KeyCode::Char(byte as char)),
        other => plain(OTHERS[usize::from(other) % OTHERS.len()]),
    }
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

    fn take(&mut self, input: InputEvent) {
        match input {
            InputEvent::Key(key) => self.hear(Msg::Key(key)),
            InputEvent::Paste(text) => self.hear(Msg::Paste(text)),
            InputEvent::Resize(width, height) => self.hear(Msg::Resize { width, height }),
            InputEvent::Lost(_) => {}
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
