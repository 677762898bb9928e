//! Whether all of a text is kept: whoever writes one that is too long is told so, rather than that its end is left out.

use super::{Breaks, CLEANED, Clean, CleanText, clean};
use std::sync::Arc;
use thiserror::Error;

/// A text, both in characters; beside it goes which one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("is {length} characters long; at most {limit} are kept")]
pub struct TooLong {
    pub length: usize,
    pub limit: usize,
}

/// No text of so few bytes is too long: cleaning makes at most three characters of one, and adds a word.
pub const SHORT: usize = (Clean::LIMIT - CLEANED.len()) / 3;

/// More than a grapheme and the word that a text was cleaned.
const BEYOND: usize = 20;

impl Clean {
    /// The line, when all of it is kept.
    ///
    /// # Errors
    /// It is longer than [`Clean::LIMIT`] once it is cleaned.
    pub fn whole(raw: &str) -> Result<Clean, TooLong> {
        whole(raw, Breaks::Marked, Self::LIMIT).map(Self)
    }
}

impl CleanText {
    /// The text, when all of it is kept.
    ///
    /// # Errors
    /// It is longer than [`CleanText::LIMIT`] once it is cleaned.
    pub fn whole(raw: &str) -> Result<CleanText, TooLong> {
        whole(raw, Breaks::Kept, Self::LIMIT).map(Self)
    }
}

/// What a text was read as that was cleaned on the way, held against what came in: was its end left out?
pub fn shortened(raw: &str, read: &str) -> Option<TooLong> {
    let cut = |kept: &str, all: Result<(), TooLong>| all.err().filter(|_| kept == read);
    let line = || cut(&Clean::line(raw), Clean::whole(raw).map(drop));
    let text = || cut(&CleanText::new(raw), CleanText::whole(raw).map(drop));
    match raw.len() <= SHORT || raw == read {
        true => None,
        false => line().or_else(text),
    }
}

fn whole(raw: &str, breaks: Breaks, limit: usize) -> Result<Arc<str>, TooLong> {
    // Of a text without end no more is cleaned than shows that it is too long; one that is cut there is longer still.
    let kept = clean(raw, breaks, limit + BEYOND);
    match kept.chars().count() {
        length if length > limit => Err(TooLong {
            length: length.max(raw.chars().count()),
            limit,
        }),
        _ => Ok(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_kept_whole_up_to_its_limit_and_refused_beyond_it() {
        let line = |length| Clean::whole(&"é".repeat(length));
        assert_eq!(line(4_000).unwrap(), *"é".repeat(4_000));
        assert_eq!(
            line(4_001).unwrap_err().to_string(),
            "is 4001 characters long; at most 4000 are kept"
        );
        assert_eq!(line(9_000_000).unwrap_err().length, 9_000_000);
        let text = "é\n".repeat(16_000);
        assert_eq!(CleanText::whole(&text).unwrap(), *text);
        assert_eq!(
            CleanText::whole(&format!("{text}é")).unwrap_err().limit,
            CleanText::LIMIT
        );
    }

    #[test]
    fn what_cleaning_adds_counts_and_what_it_takes_away_does_not() {
        let marked = format!("{}\u{202e}", "a".repeat(3_995));
        assert_eq!(Clean::whole(&marked).unwrap_err().length, 4_005);
        let broken = "a\n".repeat(1_001);
        assert_eq!(Clean::whole(&broken).unwrap_err().length, 4_001);
        assert_eq!(CleanText::whole(&broken).unwrap(), *broken);
        let hidden = "\u{feff}".repeat(5_000) + "a";
        assert_eq!(Clean::whole(&hidden).unwrap(), "a");
    }

    #[test]
    fn what_was_read_shows_whether_its_end_was_left_out() {
        let long = "a ".repeat(3_000);
        assert_eq!(shortened(&long, &Clean::line(&long)).unwrap().length, 6_000);
        assert_eq!(shortened(&long, &CleanText::new(&long)), None);
        assert_eq!(shortened(&long, &long), None, "a text that is not cleaned");
        assert_eq!(shortened(&long, "something else was made of it"), None);
        let longer = "a\n".repeat(17_000);
        assert_eq!(
            shortened(&longer, &CleanText::new(&longer)).unwrap().limit,
            CleanText::LIMIT
        );
        let coloured = "\u{1b}[1m".repeat(3_000) + "red";
        assert_eq!(shortened(&coloured, &Clean::line(&coloured)), None);
    }

    proptest! {
        #[test]
        fn a_whole_text_is_what_is_read_and_none_of_a_few_bytes_is_too_long(
            piece in "[a\n\u{1b}\u{301}\u{200d}\u{202e}👩क्é]{1,12}", times in 1_usize..900, few in "\\PC{0,30}\n{0,300}",
        ) {
            let raw = piece.repeat(times);
            match Clean::whole(&raw) {
                Ok(line) => prop_assert_eq!(line, Clean::line(&raw)),
                Err(long) => {
                    prop_assert!(raw.len() > SHORT && long.length > Clean::LIMIT);
                    prop_assert_eq!(shortened(&raw, &Clean::line(&raw)), Some(long));
                }
            }
            prop_assert!(few.len() > SHORT || Clean::whole(&few).is_ok());
        }
    }
}
