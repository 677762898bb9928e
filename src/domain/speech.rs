//! Every text that a person reads on a screen, by its English: `say!`, `word!` and `mark!`, and another language for it.
//!
//! The English stands where it is shown and is the key of its translation. Whoever draws says once in which language
//! ([`within`]), and every line below is shown in it: to hand the language to each of them would hide what they say.
//! What is made outside, such as a hub's answer or a report to a customer, is English. While nothing else is spoken a
//! text costs what `format!` costs, and a look at one flag of the thread.

use super::translation::{Piece, Translation, pieces, pseudo};
use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// A text with values in it, each named: `say!("{n} accounts to call", n)`, `say!("by {owner}", owner = owner(row))`.
macro_rules! say {
    ($text:literal $(, $name:ident $(= $value:expr)?)+ $(,)?) => {
        $crate::domain::speech::filled(
            $text,
            format!($text $(, $name = $crate::domain::speech::given!($name $(, $value)?))+),
        )
    };
}

/// A text without values: `word!("nobody")`.
macro_rules! word {
    ($text:literal) => {
        $crate::domain::speech::said($text)
    };
}

/// A text of a table, which is a constant and knows no language: whoever shows it asks [`said`] for it.
macro_rules! mark {
    ($text:literal) => {
        $text
    };
}

macro_rules! given {
    ($name:ident) => {
        $crate::domain::speech::Given(&$name)
    };
    ($name:ident, $value:expr) => {
        $crate::domain::speech::Given(&$value)
    };
}

pub(crate) use {given, mark, say, word};

/// What texts are shown in.
#[derive(Debug)]
pub enum Language {
    /// Every text changed so that nobody can take it for one that was forgotten: `[ţó çáļļ ~~]`.
    Pseudo(Mutex<HashMap<&'static str, &'static str>>),
    Translated(HashMap<String, Translation>),
}

thread_local! {
    /// What is spoken while this thread draws; `None` is English.
    static SPOKEN: Cell<Option<&'static Language>> = const { Cell::new(None) };
}

impl Language {
    /// Made from the English itself, for tests and for whoever looks for texts that cannot be translated.
    pub fn pseudo() -> Self {
        Language::Pseudo(Mutex::default())
    }

    /// For as long as the program runs.
    pub fn kept(self) -> &'static Self {
        Box::leak(Box::new(self))
    }

    fn of(&'static self, english: &'static str) -> &'static str {
        match self {
            Language::Translated(texts) => texts.get(english).map_or(english, |found| found.text.as_str()),
            Language::Pseudo(made) => {
                let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
                // Each text of the program is made once and kept for as long as it runs.
                made.entry(english)
                    .or_insert_with(|| Box::leak(pseudo(english).into_boxed_str()))
            }
        }
    }
}

/// What `show` makes, in this language; `None` is English. A language is made once and kept for good.
pub fn within<T>(language: Option<&'static Language>, show: impl FnOnce() -> T) -> T {
    struct Back(Option<&'static Language>);
    impl Drop for Back {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let _back = Back(SPOKEN.replace(language));
    show()
}

/// A text of a table as it is shown.
pub fn said(english: &'static str) -> &'static str {
    SPOKEN.get().map_or(english, |language| language.of(english))
}

/// Stands on either side of each value that was put into a text, while it is put into its translation. No text from
/// outside holds them: whatever is cleaned at the door has no control characters.
const BEFORE: char = '\u{1}';
const AFTER: char = '\u{2}';

/// A value of `say!`.
pub struct Given<'a, T: ?Sized>(pub &'a T);

impl<T: fmt::Display + ?Sized> fmt::Display for Given<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        between(f, |f| self.0.fmt(f))
    }
}

impl<T: fmt::Debug + ?Sized> fmt::Debug for Given<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        between(f, |f| self.0.fmt(f))
    }
}

fn between(
    f: &mut fmt::Formatter<'_>,
    value: impl FnOnce(&mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    use fmt::Write as _;
    if SPOKEN.get().is_none() {
        return value(f);
    }
    f.write_char(BEFORE)?;
    value(f)?;
    f.write_char(AFTER)
}

/// The text of `say!` in the language that is spoken; `made` is the English with its values, each [`Given`].
pub fn filled(english: &'static str, made: String) -> String {
    let Some(language) = SPOKEN.get() else {
        return made;
    };
    let names = pieces(english).filter_map(|piece| match piece {
        Piece::Value(name) => Some(name),
        Piece::Text(_) => None,
    });
    let values = made.split(BEFORE).skip(1);
    let values = values.map(|rest| rest.split_once(AFTER).map_or(rest, |(value, _)| value));
    let values: Vec<(&str, &str)> = names.zip(values).collect();
    let shown = pieces(language.of(english)).map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::Value(name) => {
            let value = values.iter().find(|(known, _)| *known == name);
            value.map_or("", |(_, value)| value)
        }
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::translation::Translation;

    fn german(texts: &[(&str, &str)]) -> Option<&'static Language> {
        let texts = texts.iter().map(|(english, text)| {
            let translation = Translation::of(english, text).unwrap();
            ((*english).to_owned(), translation)
        });
        Some(Language::Translated(texts.collect()).kept())
    }

    #[test]
    fn a_text_is_what_it_says_while_no_language_is_chosen() {
        let n = 3;
        assert_eq!(say!("{n} accounts to call", n), "3 accounts to call");
        assert_eq!(
            say!("{a:>4}|{b:02}|{c:?}", a = "x", b = 7, c = "q"),
            "   x|07|\"q\""
        );
        assert_eq!(word!("nobody"), "nobody");
    }

    #[test]
    fn a_translation_puts_the_values_where_it_wants_them() {
        let german = german(&[
            (
                "{name} calls {whom} at {at}",
                "Um {at} ruft {name} {whom} an, {name}!",
            ),
            ("{part:>3}% of {{all}}", "von {{allen}} {part}%"),
            ("nobody", "niemand"),
        ]);
        within(german, || {
            let whom = "Hooli";
            assert_eq!(
                say!("{name} calls {whom} at {at}", name = "Bob", whom, at = "14:02"),
                "Um 14:02 ruft Bob Hooli an, Bob!"
            );
            assert_eq!(say!("{part:>3}% of {{all}}", part = 7), "von {allen}   7%");
            assert_eq!(word!("nobody"), "niemand");
            assert_eq!(word!("not in the list"), "not in the list");
            assert_eq!(say!("{n} of them", n = 2), "2 of them");
        });
        assert_eq!(word!("nobody"), "nobody", "and only there");
    }

    #[test]
    fn a_text_within_a_text_is_translated_once() {
        within(Some(Language::pseudo().kept()), || {
            let inner = say!("by {owner}", owner = "Alice");
            assert_eq!(
                say!("told {inner}, {n}", inner, n = ""),
                "[ţóļð [ƀý Alice ~],  ~~]"
            );
        });
    }
}
