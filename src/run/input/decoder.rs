//! What a terminal sends, as keys and pastes: sequences that came apart on the way are put together, answers are no keys.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::InputEvent;
use super::sequence::{self, Reading};

/// How long the terminal may pause within an answer. Once it is certain that nobody typed it, a
/// wrong guess costs a key and not a write.
const ANSWER_PAUSE: Duration = Duration::from_millis(500);
/// How long it may pause within a paste: what comes after would be typed, key by key.
const PASTE_PAUSE: Duration = Duration::from_secs(5);
/// The most text of one paste that is delivered, in bytes.
const PASTE_BYTES: usize = 64 * 1024;
/// The most of an answer that is kept, in bytes.
const LONGEST: usize = 256;
const PASTE_END: &str = "\x1b[201~";

/// Turns bytes into input, whatever the reads were that they arrived in. Bytes and the time are handed in.
///
/// An arrow key on a slow line is not an Esc and two letters, a late answer types nothing, and nothing that a terminal
/// may send keeps the next key back for longer than half a second, but for a paste whose end is lost.
#[derive(Debug)]
pub struct Decoder {
    join_wait: Duration,
    held: Held,
    /// The beginning of a character.
    partial: Vec<u8>,
}

/// What is kept back until more arrives, or until it has waited long enough.
#[derive(Debug)]
enum Held {
    Nothing,
    Begun(Begun, Instant),
    Paste(String, Instant),
}

/// What may be a sequence.
#[derive(Debug)]
struct Begun {
    text: String,
    /// Nobody typed it: it is dropped if it never ends.
    certain: bool,
    /// All of it arrived in one read so far.
    at_once: bool,
}

impl Decoder {
    /// `join_wait` is how long an Esc waits for what may belong to it.
    pub fn new(join_wait: Duration) -> Decoder {
        Decoder {
            join_wait,
            held: Held::Nothing,
            partial: Vec::new(),
        }
    }

    /// Takes what one read brought. It may complete what is held however late it comes: a busy machine delays the
    /// reader, not the keys. Only a [`Decoder::tick`], when nothing came in time, ends the waiting.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<InputEvent> {
        let mut out = Vec::new();
        if let Held::Begun(begun, _) = &mut self.held {
            begun.at_once = false;
        }
        self.partial.extend_from_slice(bytes);
        let bytes = std::mem::take(&mut self.partial);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let (text, skipped) = match std::str::from_utf8(rest) {
                Ok(text) => (text, 0),
                Err(error) => {
                    let valid = &rest[..error.valid_up_to()];
                    // Bytes that are no text are no keys either; of the last character the rest may follow.
                    let skipped = error.error_len().unwrap_or_default();
                    (std::str::from_utf8(valid).unwrap_or_default(), skipped)
                }
            };
            for character in text.chars() {
                self.take(character, now, &mut out);
            }
            rest = &rest[text.len() + skipped..];
            if skipped == 0 {
                break;
            }
        }
        self.partial.extend_from_slice(rest);
        out
    }

    /// Delivers what has waited long enough by `now`; to be called when nothing has come until the
    /// deadline.
    pub fn tick(&mut self, now: Instant) -> Vec<InputEvent> {
        let mut out = Vec::new();
        if self.deadline().is_some_and(|until| until <= now) {
            self.release(&mut out);
        }
        out
    }

    /// When the next tick is due, if anything is held.
    pub fn deadline(&self) -> Option<Instant> {
        match self.held {
            Held::Nothing => None,
            Held::Begun(_, until) | Held::Paste(_, until) => Some(until),
        }
    }

    fn take(&mut self, character: char, now: Instant, out: &mut Vec<InputEvent>) {
        match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Paste(text, _) => self.extend_paste(text, character, now, out),
            Held::Begun(begun, _) => self.extend(begun, character, now, out),
            Held::Nothing if character == '\x1b' => {
                let begun = Begun {
                    text: String::new(),
                    certain: false,
                    at_once: true,
                };
                self.extend(begun, character, now, out);
            }
            Held::Nothing => out.extend(key(character).map(InputEvent::Key)),
        }
    }

    fn extend(&mut self, mut begun: Begun, character: char, now: Instant, out: &mut Vec<InputEvent>) {
        begun.text.push(character);
        match sequence::read(&begun.text) {
            Reading::Possible => self.held = Held::Begun(begun, now + self.join_wait),
            Reading::Unfinished => {
                begun.certain = true;
                begun.shorten();
                self.held = Held::Begun(begun, now + ANSWER_PAUSE);
            }
            Reading::Key(joined) => out.push(InputEvent::Key(joined)),
            Reading::PasteBegins => self.held = Held::Paste(String::new(), now + PASTE_PAUSE),
            Reading::Ready => out.push(InputEvent::Ready),
            Reading::Answer => {}
            Reading::Nothing => {
                begun.text.pop();
                if begun.certain && begun.text.ends_with('\x1b') {
                    // An answer that was cut short, and something else has begun.
                    self.take('\x1b', now, out);
                    return self.take(character, now, out);
                }
                match key(character) {
                    // A key with Alt is an Esc and the key, and they arrive together.
                    Some(with) if begun.at_once && begun.text == "\x1b" && character != '\x1b' => {
                        out.push(InputEvent::Key(alt(with)));
                    }
                    // What was held stands for itself, and this character may begin something new.
                    _ => {
                        out.extend(begun.keys());
                        self.take(character, now, out);
                    }
                }
            }
        }
    }

    fn extend_paste(&mut self, mut text: String, character: char, now: Instant, out: &mut Vec<InputEvent>) {
        text.push(character);
        if let Some(whole) = text.strip_suffix(PASTE_END) {
            out.push(paste(whole));
            return;
        }
        // Of what is too much only so much is kept as its end is found by.
        if text.len() >= 2 * PASTE_BYTES {
            let end = text.split_off(text.floor_char_boundary(text.len() - PASTE_END.len()));
            text.truncate(text.floor_char_boundary(PASTE_BYTES));
            text.push_str(&end);
        }
        self.held = Held::Paste(text, now + PASTE_PAUSE);
    }

    /// Gives up waiting: keys stand for themselves, and the beginning of an answer for nothing. A paste that never
    /// ends is one all the same.
    fn release(&mut self, out: &mut Vec<InputEvent>) {
        match std::mem::replace(&mut self.held, Held::Nothing) {
            Held::Nothing => {}
            Held::Begun(begun, _) => out.extend(begun.keys()),
            Held::Paste(text, _) => out.push(paste(&text)),
        }
    }
}

impl Begun {
    /// The keys it stands for, if it is no sequence.
    fn keys(self) -> Vec<InputEvent> {
        let mut keys = self.text.chars().filter_map(key);
        let keys: Vec<KeyEvent> = match (self.certain, self.at_once, self.text.len()) {
            (true, _, _) => Vec::new(),
            (false, true, 2) => keys.next_back().map(alt).into_iter().collect(),
            (false, _, _) => keys.collect(),
        };
        keys.into_iter().map(InputEvent::Key).collect()
    }

    /// Only its beginning and its end tell what it is.
    fn shorten(&mut self) {
        if self.text.len() > LONGEST {
            let end = self
                .text
                .split_off(self.text.floor_char_boundary(self.text.len() - 2));
            self.text.truncate(self.text.floor_char_boundary(LONGEST / 2));
            self.text.push_str(&end);
        }
    }
}

fn alt(mut key: KeyEvent) -> KeyEvent {
    key.modifiers |= KeyModifiers::ALT;
    key
}

/// Terminals send a carriage return for the end of a line.
fn paste(text: &str) -> InputEvent {
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.truncate(text.floor_char_boundary(PASTE_BYTES));
    InputEvent::Paste(text)
}

/// The key that one character stands for; none for those that no key sends.
fn key(character: char) -> Option<KeyEvent> {
    let control = |letter: u8| KeyEvent::new(KeyCode::Char(letter.into()), KeyModifiers::CONTROL);
    Some(match character {
        '\x1b' => KeyCode::Esc.into(),
        '\r' => KeyCode::Enter.into(),
        '\t' => KeyCode::Tab.into(),
        '\x7f' => KeyCode::Backspace.into(),
        '\0' => control(b' '),
        '\x01'..='\x1a' => control(character as u8 - 1 + b'a'),
        '\x1c'..='\x1f' => control(character as u8 - 0x1c + b'4'),
        _ if character.is_control() => return None,
        _ if character.is_uppercase() => KeyEvent::new(KeyCode::Char(character), KeyModifiers::SHIFT),
        _ => KeyCode::Char(character).into(),
    })
}

#[cfg(test)]
mod tests;
