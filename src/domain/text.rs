//! Text from outside, cleaned once at the door so that it can never act on a terminal.
//!
//! A customer's name, an alert's title or a colleague's note may carry escape sequences, reordering marks or a
//! letter buried under kilobytes of accents. Everything that is drawn, logged, copied or put in a window title is
//! a [`Clean`] or a [`CleanText`], and there is no way to make either without cleaning.

#[cfg(test)]
mod tests;
mod whole;

pub use whole::{SHORT, TooLong, shortened};

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// One line, safe to draw: a name, a title, an id from another system. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String")]
pub struct Clean(Arc<str>);

/// Lines, safe to draw one by one: a note, a message, a report. The only control character in it is `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String")]
pub struct CleanText(Arc<str>);

impl Clean {
    /// In characters. Longer text ends in `…`; [`Clean::whole`] refuses it.
    pub const LIMIT: usize = 4_000;

    /// Makes one line: line breaks between words become ` ⏎ `, those at either end go.
    pub fn line(raw: &str) -> Self {
        Self(clean(raw, Breaks::Marked, Self::LIMIT))
    }

    /// Keeps the line breaks; the same as [`CleanText::new`].
    pub fn text(raw: &str) -> CleanText {
        CleanText::new(raw)
    }
}

impl CleanText {
    /// In characters. Longer text ends in `…`; [`CleanText::whole`] refuses it.
    pub const LIMIT: usize = 32_000;

    /// Keeps the line breaks, as `\n`.
    pub fn new(raw: &str) -> Self {
        Self(clean(raw, Breaks::Kept, Self::LIMIT))
    }
}

impl From<Clean> for CleanText {
    fn from(line: Clean) -> Self {
        Self(line.0)
    }
}

/// What both kinds can do, said once.
macro_rules! reads_as_str {
    ($kind:ident, $clean:path) => {
        impl $kind {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $kind {
            fn from(raw: &str) -> Self {
                $clean(raw)
            }
        }

        impl From<String> for $kind {
            fn from(raw: String) -> Self {
                $clean(&raw)
            }
        }

        impl Deref for $kind {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $kind {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $kind {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $kind {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $kind {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl fmt::Display for $kind {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                // `pad`, so that `{:<20}` and `{:.8}` do what they do to a `str`.
                out.pad(&self.0)
            }
        }
    };
}

reads_as_str!(Clean, Clean::line);
reads_as_str!(CleanText, CleanText::new);

/// What becomes of a line break.
#[derive(Clone, Copy)]
enum Breaks {
    Marked,
    Kept,
}

fn clean(raw: &str, breaks: Breaks, limit: usize) -> Arc<str> {
    if raw.len() <= limit && raw.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Arc::from(raw);
    }
    let mut line = Builder::default();
    let mut broken = false;
    let mut visible = Visible::of(raw);
    for c in visible.by_ref() {
        match (c, breaks) {
            ('\n', Breaks::Marked) => broken = !line.text.is_empty(),
            _ => {
                if std::mem::take(&mut broken) {
                    " ⏎ ".chars().for_each(|c| line.push(c));
                }
                line.push(c);
            }
        }
        if line.chars > limit {
            break;
        }
    }
    line.finish(visible.cleaned, limit)
}

/// What a text ends in that held something to act on a terminal or to deceive a reader. White space, and what some
/// scripts and spreadsheets need between letters, goes without a word.
pub const CLEANED: &str = " (cleaned)";

/// Would cleaning leave it as it is?
pub fn is_clean(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        // Nearly every cell of a screen.
        (Some(c), None) => !(c.is_control() || invisible(c) || matches!(c, ZWJ | '\u{2028}' | '\u{2029}')),
        _ => &*clean(text, Breaks::Marked, usize::MAX) == text,
    }
}

const ESC: char = '\u{1b}';
const ZWJ: char = '\u{200d}';

/// The characters a reader would see: sequences whole and invisible characters gone, controls as spaces. What is
/// left over of the joiners is the builder's to judge, because it knows what stands before them.
struct Visible<'a> {
    rest: &'a str,
    /// Something was left out that the reader should know of.
    cleaned: bool,
}

impl Iterator for Visible<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            let c = self.bump()?;
            self.cleaned |= acts(c);
            match c {
                ESC => self.skip_escape(),
                // The same introducers as ESC P, X, [, ], ^ and _, in one character each.
                '\u{9b}' => self.skip_parameters(),
                '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => self.skip_string(),
                '\r' if self.rest.starts_with('\n') => {}
                '\n' => return Some('\n'),
                c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => return Some(' '),
                c if invisible(c) => {}
                c => return Some(c),
            }
        }
    }
}

impl<'a> Visible<'a> {
    fn of(rest: &'a str) -> Self {
        Visible { rest, cleaned: false }
    }

    fn bump(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        Some(c)
    }

    fn skip_while(&mut self, part: impl Fn(char) -> bool) {
        self.rest = self.rest.trim_start_matches(part);
    }

    fn skip_one(&mut self, part: impl Fn(char) -> bool) {
        self.rest = self.rest.strip_prefix(part).unwrap_or(self.rest);
    }

    /// After ESC. What is not a sequence loses only the ESC.
    fn skip_escape(&mut self) {
        match self.rest.chars().next() {
            Some('[') => {
                self.bump();
                self.skip_parameters();
            }
            Some(']' | 'P' | 'X' | '^' | '_') => {
                self.bump();
                self.skip_string();
            }
            // Character sets and the other short ones, such as `ESC ( B` and `ESC c`.
            _ => {
                self.skip_while(|c| matches!(c, ' '..='/'));
                self.skip_one(|c| matches!(c, '0'..='~'));
            }
        }
    }

    fn skip_parameters(&mut self) {
        self.skip_while(|c| matches!(c, '0'..='?'));
        self.skip_while(|c| matches!(c, ' '..='/'));
        self.skip_one(|c| matches!(c, '@'..='~'));
    }

    /// A string ends where a terminal would end it. One that never ends loses only its introducer: a stray byte in a
    /// note must not swallow the rest of what somebody wrote.
    fn skip_string(&mut self) {
        let ends = |c| matches!(c, ESC | '\u{7}' | '\u{18}' | '\u{1a}' | '\u{80}'..='\u{9f}');
        let Some(end) = self.rest.find(ends) else { return };
        let rest = &self.rest[end..];
        let terminators = ["\u{1b}\\", "\u{9c}", "\u{7}", "\u{18}", "\u{1a}"];
        // Anything else that ends a string begins a sequence of its own, and is read next.
        self.rest = terminators
            .iter()
            .find_map(|terminator| rest.strip_prefix(terminator))
            .unwrap_or(rest);
    }
}

/// Characters that change what others look like, or hide between them, and show nothing themselves.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}'   // soft hyphen, and two marks that set direction or join letters
        | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'   // zero width; the joiner, 200D, is the builder's
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'   // overrides, isolates, invisible operators
        | '\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'   // emoji style, byte order, interlinear
        | '\u{e0000}'..='\u{e007f}')
}

/// Characters that are there for nothing but to act or to deceive.
fn acts(c: char) -> bool {
    let white = matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    (c.is_control() && !white)
        || matches!(c,
        '\u{200b}' | '\u{202d}' | '\u{202e}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Text under construction, none of whose graphemes is longer than [`Builder::CAP`].
///
/// Whether a character is taken depends only on that character and on what was taken before it. So what comes out
/// is taken whole the next time, and cleaning twice is cleaning once.
#[derive(Default)]
struct Builder {
    text: String,
    chars: usize,
    /// Where in `text` the last grapheme begins, and how many characters it has.
    grapheme: usize,
    length: usize,
    /// A joiner was read and waits for the picture it may join.
    joiner: bool,
    /// Marks were left out.
    trimmed: bool,
}

impl Builder {
    /// One cell of the screen could otherwise carry kilobytes of accents.
    const CAP: usize = 8;

    fn push(&mut self, c: char) {
        if c == ZWJ {
            self.joiner = true;
            return;
        }
        if std::mem::take(&mut self.joiner) && self.length + 2 <= Self::CAP && self.joins_pictures(c) {
            self.append(ZWJ);
        }
        if self.length == Self::CAP && self.extends(c) {
            self.trimmed = true;
            if is_mark(c) {
                return;
            }
            // A letter that clings to what stands before it is worth more than the last mark there.
            self.drop_last();
        }
        self.append(c);
    }

    fn append(&mut self, c: char) {
        if self.length > 0 && self.extends(c) {
            self.length += 1;
        } else {
            self.grapheme = self.text.len();
            self.length = 1;
        }
        self.text.push(c);
        self.chars += 1;
    }

    fn drop_last(&mut self) {
        self.text.pop();
        self.chars -= 1;
        self.length -= 1;
    }

    /// Would `c` become part of the last grapheme?
    fn extends(&self, c: char) -> bool {
        let last = &self.text[self.grapheme..];
        // By far the most frequent case, and a segmentation saved.
        if c.is_ascii() && last.is_ascii() {
            return false;
        }
        graphemes(last.chars().chain([c])) == 1
    }

    /// Would a joiner make one picture of the last grapheme and `c`?
    fn joins_pictures(&self, c: char) -> bool {
        let last = &self.text[self.grapheme..];
        is_picture(c) && graphemes(last.chars().chain([ZWJ, c])) == 1
    }

    /// The text, no longer than `limit`, and with the word that it was cleaned if it was.
    fn finish(mut self, cleaned: bool, limit: usize) -> Arc<str> {
        let marked = (cleaned || self.trimmed) && !self.text.trim().is_empty();
        let room = if marked { limit - CLEANED.len() } else { limit };
        if self.chars > room {
            self = self.cut(room);
        }
        if marked {
            CLEANED.chars().for_each(|c| self.push(c));
        }
        Arc::from(self.text)
    }

    /// Ends the text in `…`, `limit` characters long or a little less: never inside a grapheme.
    fn cut(&self, limit: usize) -> Self {
        let mut kept = Self::default();
        for grapheme in self.text.graphemes(true) {
            if kept.chars + grapheme.chars().count() >= limit {
                break;
            }
            grapheme.chars().for_each(|c| kept.append(c));
        }
        kept.push('…');
        kept
    }
}

fn graphemes(chars: impl Iterator<Item = char>) -> usize {
    chars.collect::<String>().graphemes(true).count()
}

/// Does it cling to any letter before it?
fn is_mark(c: char) -> bool {
    graphemes(['a', c].into_iter()) == 1
}

/// Would a joiner tie it to an emoji? The segmentation knows which characters are pictures and has no other way to
/// ask it; a mark would cling to the joiner too, and is none.
fn is_picture(c: char) -> bool {
    graphemes(['👩', ZWJ, c].into_iter()) == 1 && !is_mark(c)
}
