//! Hostile text in every field of the log and of what a screen is told, on every screen: no byte of it acts.

use super::stage::Screen;
use super::world::{World, at};
use crate::hostile::{beyond_a_frame, places, strings};
use crate::trust;
use ratatui::Terminal;
use serde_json::Value;
use std::cell::RefCell;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;
use warroom::domain::event::Recorded;
use warroom::domain::ids::Seq;
use warroom::tui::backend::{BackendOptions, ScreenBackend};
use warroom::tui::canvas::Lines;
use warroom::tui::depth::Depth;
use warroom::tui::msg::{Answer, Liveness, Msg};
use warroom::tui::theme::Theme;
use warroom::tui::view::view;
use warroom::wire::Problem;

const KEYS: &[&str] = &[
    "<down>", "<right>", "<enter>", "<space>", "<esc>", "<tab>", "<end>", "1", "2", "3", "4", "c", "n", "i",
    "u", "p", "d", "e", "g", "w", "m", "t", "z", "/", ":", "?", "x", "o", "r", "s", "v", "a", "b", "f", "h",
];
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

#[derive(Clone, Default)]
struct Sent(Rc<RefCell<Vec<u8>>>);

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The bytes of whole frames at a size.
fn sent(width: u16, height: u16, draw: impl FnOnce(&mut Terminal<ScreenBackend<Sent>>)) -> Vec<u8> {
    let sent = Sent::default();
    let options = BackendOptions {
        depth: Depth::True,
        synchronized: true,
    };
    let backend = ScreenBackend::new(sent.clone(), Box::new(move || Ok((width, height))), options);
    draw(&mut Terminal::new(backend).unwrap());
    sent.0.take()
}

/// Every kind of event as it is stored, those that other kinds need first.
fn stored() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/domain/golden");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let read = |path| serde_json::from_str::<Value>(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut stored: Vec<Value> = files.into_iter().map(read).collect();
    stored.sort_by_key(|event| event["seq"].as_u64());
    stored
}

/// Names that other events refer to: with hostile text in them too, nothing would hang together.
fn refers(place: &str) -> bool {
    let field = place.rsplit('/').find(|part| part.parse::<usize>().is_err());
    matches!(
        field,
        Some("id" | "account" | "incident" | "level" | "step" | "component" | "playbook" | "role")
    )
}

/// A log whose every text is hostile, each another one, and how many there are. `torn` also breaks the names that
/// hold it together.
fn log(strings: &[String], first: usize, torn: bool) -> (Vec<Recorded>, usize) {
    let (mut count, mut log) = (0, Vec::new());
    for (seq, mut event) in stored().into_iter().enumerate() {
        event["seq"] = (seq + 1).into();
        for place in places(&event) {
            if !torn && refers(&place) {
                continue;
            }
            let text = strings[(first + count) % strings.len()].as_str();
            let before = std::mem::replace(event.pointer_mut(&place).unwrap(), text.into());
            match serde_json::from_value::<Recorded>(event.clone()) {
                Ok(_) => count += 1,
                // A time, or one of a few words.
                Err(_) => *event.pointer_mut(&place).unwrap() = before,
            }
        }
        log.push(serde_json::from_value(event).unwrap());
    }
    (log, count)
}

fn world(strings: &[String], first: usize, torn: bool) -> (World, usize) {
    let mut world = World::new();
    let (log, count) = log(strings, first, torn);
    for recorded in &log {
        world.picture.apply(recorded);
    }
    world.log = log;
    (world, count)
}

/// What a screen is told beside the log.
fn tell(screen: &mut Screen, text: &str, case: usize) {
    let text = || text.to_owned();
    let id = uuid::Uuid::nil();
    let msg = match case % 10 {
        0 => Msg::PutAside(text()),
        1 => Msg::NotKept(text()),
        2 => Msg::Answered {
            id,
            answer: Answer::NotSent(text()),
        },
        3 => {
            let mut problem = Problem::new(409, "refused", "");
            problem.detail = text();
            Msg::Answered {
                id,
                answer: Answer::Refused(problem),
            }
        }
        4 => Msg::Taken {
            id,
            only_here: Some(text()),
        },
        5 => Msg::Liveness(Liveness::Offline {
            since: at(12, 0),
            trouble: text(),
        }),
        6 => Msg::Paste(text()),
        7 => Msg::Playbooks(Err(text())),
        8 => Msg::Liveness(Liveness::Connecting {
            place: text(),
            trouble: Some(text()),
        }),
        _ => Msg::Answered {
            id,
            answer: Answer::Waiting(text()),
        },
    };
    screen.hear(msg);
}

#[test]
fn no_screen_or_dialog_sends_a_byte_of_hostile_text_that_acts() {
    let strings = strings();
    let (mut texts, mut frames, mut step) = (0, 0, 0_usize);
    for round in 0..trust::times(2, strings.len()) {
        let (world, count) = world(&strings, texts + round, round % 2 == 1);
        texts += count;
        for (width, height) in SIZES {
            for (first, key) in KEYS.iter().enumerate() {
                let mut screen = Screen::of("pat", &world, at(13, 12), width, height);
                let mut pressed = String::new();
                let bytes = sent(width, height, |terminal| {
                    for turn in 0..4 {
                        step += 1;
                        let next = if turn == 0 {
                            key
                        } else {
                            KEYS[(first * 7 + step * 3 + turn * 11) % KEYS.len()]
                        };
                        screen.play(next);
                        pressed.push_str(next);
                        tell(&mut screen, &strings[step % strings.len()], step);
                        let model = &screen.model;
                        let draw =
                            |frame: &mut ratatui::Frame| view(model, Theme::terminal(), Lines::Drawn, frame);
                        terminal.draw(draw).unwrap();
                        frames += 1;
                    }
                });
                let foreign = beyond_a_frame(&bytes);
                assert!(
                    foreign.is_empty(),
                    "{width}x{height} after {pressed}: {foreign:?}"
                );
            }
        }
    }
    assert!(texts > strings.len(), "{texts} texts");
    trust::result(
        "T1",
        "hostile text in every field of the log, on the screens",
        &format!("{texts} texts, {frames} frames, 0 foreign bytes"),
    );
}

#[test]
fn a_cell_that_was_never_cleaned_is_drawn_as_a_question_mark() {
    // A control character in a cell is a defect that ratatui itself finds.
    for text in ["\u{202e}", "\u{2028}", "\u{e0041}", "a\u{200b}"] {
        let bytes = sent(8, 1, |terminal| {
            let draw = |frame: &mut ratatui::Frame| {
                frame.buffer_mut()[(0, 0)].set_symbol(text);
            };
            terminal.draw(draw).unwrap();
        });
        assert_eq!(beyond_a_frame(&bytes), [""; 0], "{text:?}");
    }
}

#[test]
fn a_row_that_was_cleaned_says_so() {
    let mut world = World::new().drawn();
    let note = serde_json::json!({ "kind": "write_note", "text": "\u{1b}[2Jerrors at \u{202e}4 %" });
    world.ask("omar", at(13, 0), note).unwrap();
    let screen = Screen::of("pat", &world, at(13, 12), 160, 50);
    let text = screen.text();
    assert!(text.contains("errors at 4 % (cleaned)"), "{text}");
    assert_eq!(world.picture.through(), Seq(world.log.len() as u64));
}
