//! Escape sequences that came apart on the way, put together again; bursts of sizes, boiled down to
//! the last.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::InputEvent;
use super::sequence::{self, Reading};

/// How long the terminal may pause within an answer. Once it is certain that nobody typed it, a
/// wrong guess costs a key and not a write.
const ANSWER_PAUSE: Duration = Duration::from_millis(500);
/// How long a size has to last before it is delivered: each costs a whole screen, and dragging a
/// corner makes a hundred.
const RESIZE_QUIET: Duration = Duration::from_millis(30);
/// The most text of one paste that is delivered, in bytes.
const PASTE_BYTES: usize = 64 * 1024;
const PASTE_END: &str = "\x1b[201~";

/// Turns events of the terminal into input: joins a key whose Esc arrived on its own, drops answers
/// of the terminal that come too late, keeps only the last of many sizes. Events and the time are
/// handed in.
///
/// Without it, an arrow key on a slow line is an Esc and two letters, and a late answer types into
/// the program.
#[derive(Debug)]
pub struct Coalescer {
    join_wait: Duration,
    held: Held,
    resize: Option<(u16, u16, Instant)>,
}

/// What is kept back until more arrives, or until it has waited long enough.
#[derive(Debug)]
enum Held {
    Nothing,
    Begun(Begun, Instant),
    /// Text of a paste that began in pieces. Crossterm swallows the end of such a paste, so silence
    /// is an end too.
    Paste(String, Instant),
}

/// What may be a sequence.
#[derive(Debug, Default)]
struct Begun {
    /// The keys to deliver if it is none; no keys once it is certain that nobody typed it.
    keys: Vec<KeyEvent>,
    text: String,
}

impl Coalescer {
    /// `join_wait` is how long an Esc waits for what may belong to it.
    pub fn new(join_wait: Duration) -> Coalescer {
        Coalescer {
            join_wait,
            held: Held::Nothing,
            resize: None,
        }
    }

    /// Takes an event. It may complete what is held however late it comes: a busy machine delays
    /// the reader, not the keys. Only a [`Coalescer::tick`], when nothing came in time, ends the
    /// waiting.
    pub fn feed(&mut self, event: Event, now: Instant) -> Vec<InputEvent> {
        let mut out = Vec::new();
        self.settle_resize(now, &mut out);
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) => self.take_key(key, now, &mut out),
            Event::Paste(text) => {
                self.release(&mut out);
                out.push(paste(text));
            }
            Event::Resize(columns, rows) => self.resize = Some((columns, rows, now + RESIZE_QUIET)),
            Event::FocusGained | Event::FocusLost | Event::Mouse(_) => {}
        }
        out
    }

    /// Delivers what has waited long enough by `now`; to be called when nothing has come until the
    /// deadline.
    pub fn tick(&mut self, now: Instant) -> Vec<InputEvent> {
        let mut out = Vec::new();
        if self.held.until().is_some_and(|until| until <= now) {
            self.release(&mut out);
        }
        self.settle_resize(now, &mut out);
        out
    }

    /// When the next tick is due, if anything is held.
    pub fn deadline(&self) -> Option<Instant> {
        let resize = self.resize.map(|(_, _, until)| until);
        [self.held.until(), resize].into_iter().flatten().min()
    }

    fn take_key(&mut self, key: KeyEvent, now: Instant, out: &mut Vec<InputEvent>) {
        let held = std::mem::replace(&mut self.held, Held::Nothing);
        match (held, characters(key)) {
            (Held::Paste(text, _), typed) => {
                self.extend_paste(text, &typed.unwrap_or_default(), now, out);
            }
            (Held::Begun(begun, _), Some(typed)) => self.extend(begun, key, &typed, now, out),
            (Held::Nothing, Some(typed)) if typed.starts_with('\x1b') => {
                self.extend(Begun::default(), key, &typed, now, out);
            }
            (held @ (Held::Begun(..) | Held::Nothing), _) => {
                self.held = held;
                self.release(out);
                out.push(InputEvent::Key(key));
            }
        }
    }

    fn extend(
        &mut self,
        mut begun: Begun,
        key: KeyEvent,
        typed: &str,
        now: Instant,
        out: &mut Vec<InputEvent>,
    ) {
        let first = begun.text.is_empty();
        begun.text.push_str(typed);
        match sequence::read(&begun.text) {
            Reading::Possible => {
                begun.keys.push(key);
                self.held = Held::Begun(begun, now + self.join_wait);
            }
            Reading::Unfinished => {
                begun.keys.clear();
                self.held = Held::Begun(begun, now + ANSWER_PAUSE);
            }
            Reading::Key(joined) => out.push(InputEvent::Key(joined)),
            Reading::PasteBegins => self.held = Held::Paste(String::new(), now + self.join_wait),
            Reading::Answer => {}
            Reading::Nothing if first => out.push(InputEvent::Key(key)),
            Reading::Nothing => {
                // What was held stands for itself, and this key may begin something new.
                out.extend(begun.keys.into_iter().map(InputEvent::Key));
                self.take_key(key, now, out);
            }
        }
    }

    fn extend_paste(&mut self, mut text: String, typed: &str, now: Instant, out: &mut Vec<InputEvent>) {
        if text.len() < PASTE_BYTES {
            text.push_str(&typed.replace('\r', "\n"));
        }
        match text.strip_suffix(PASTE_END) {
            Some(whole) => out.push(paste(whole.to_owned())),
            None => self.held = Held::Paste(text, now + self.join_wait),
        }
    }

    /// Gives up waiting: keys stand for themselves, and the beginning of a sequence for nothing.
    fn release(&mut self, out: &mut Vec<InputEvent>) {
        match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Nothing => {}
            Held::Begun(begun, _) => out.extend(begun.keys.into_iter().map(InputEvent::Key)),
            Held::Paste(text, _) => out.push(paste(text)),
        }
    }

    fn settle_resize(&mut self, now: Instant, out: &mut Vec<InputEvent>) {
        if let Some((columns, rows, _)) = self.resize.take_if(|(_, _, until)| *until <= now) {
            out.push(InputEvent::Resize(columns, rows));
        }
    }
}

impl Held {
    fn until(&self) -> Option<Instant> {
        match self {
            Held::Nothing => None,
            Held::Begun(_, until) | Held::Paste(_, until) => Some(*until),
        }
    }
}

fn paste(mut text: String) -> InputEvent {
    text.truncate(text.floor_char_boundary(PASTE_BYTES));
    InputEvent::Paste(text)
}

/// The characters the terminal sent for a key, if it sent any that can be part of a sequence or of
/// a paste.
fn characters(key: KeyEvent) -> Option<String> {
    let typed = match key.code {
        KeyCode::Esc => '\x1b',
        KeyCode::Enter => '\r',
        KeyCode::Tab => '\t',
        // In raw mode a line feed is Ctrl-J, and the BEL that ends a command is Ctrl-G.
        KeyCode::Char('j') if key.modifiers == KeyModifiers::CONTROL => {
            return Some("\n".to_owned());
        }
        KeyCode::Char('g') if key.modifiers == KeyModifiers::CONTROL => {
            return Some("\x07".to_owned());
        }
        KeyCode::Char(typed) if !key.modifiers.contains(KeyModifiers::CONTROL) => typed,
        _ => return None,
    };
    // Alt is how crossterm reports an escape character that arrived together with the next one.
    let escape = if key.modifiers.contains(KeyModifiers::ALT) {
        "\x1b"
    } else {
        ""
    };
    Some(format!("{escape}{typed}"))
}

#[cfg(test)]
mod tests;
