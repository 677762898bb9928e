//! One text in another language: its pieces, what a translation has to keep, and the pseudo-language.

/// A text that has every value its English has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    pub(super) text: String,
}

/// A screen that is shared hides what stands behind it.
const MONEY: &str = "ARR";

/// A text as it is put together: `{name}` is a value, `{{` and `}}` are braces.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Value(&'a str),
}

impl Translation {
    /// # Errors
    /// It has not the values of the English: the rest of a sentence that begins with the text.
    pub fn of(english: &str, text: &str) -> Result<Self, String> {
        let (wanted, found) = (values(english), values(text));
        let missing: Vec<&str> = wanted
            .iter()
            .filter(|name| !found.contains(name))
            .copied()
            .collect();
        let unknown: Vec<&str> = found
            .iter()
            .filter(|name| !wanted.contains(name))
            .copied()
            .collect();
        let braced = |names: &[&str]| {
            names
                .iter()
                .map(|name| format!("{{{name}}}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        match (&missing[..], &unknown[..]) {
            _ if english.contains(MONEY) && !text.contains(MONEY) => {
                Err(format!("leaves out {MONEY}, by which money is known and hidden"))
            }
            ([], []) => Ok(Translation {
                text: text.to_owned(),
            }),
            ([_, ..], _) => Err(format!(
                "leaves out {}; keep every value in braces",
                braced(&missing)
            )),
            ([], _) => Err(format!(
                "has {}, which the English has not; keep the names in braces as they are",
                braced(&unknown)
            )),
        }
    }
}

fn values(text: &str) -> Vec<&str> {
    let values = pieces(text).filter_map(|piece| match piece {
        Piece::Value(name) => Some(name),
        Piece::Text(_) => None,
    });
    values.collect()
}

/// The pieces of a text, in order. A brace that is never closed is text.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let at = rest.find(['{', '}']).unwrap_or(rest.len());
        let (piece, taken) = match &rest[at..] {
            _ if rest.is_empty() => return None,
            _ if at > 0 => (Piece::Text(&rest[..at]), at),
            braces if braces.starts_with("{{") || braces.starts_with("}}") => (Piece::Text(&rest[..1]), 2),
            braces => match braces.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
                Some((inside, _)) => {
                    let name = inside.split(':').next().unwrap_or(inside).trim();
                    (Piece::Value(name), inside.len() + 2)
                }
                None => (Piece::Text(&rest[..1]), 1),
            },
        };
        rest = &rest[taken..];
        Some(piece)
    })
}

/// The same text with other letters, longer by a third and in brackets: whatever a screen shows without them cannot be
/// translated. Values stay, and so do commands in backticks, and the spaces around it.
pub(super) fn pseudo(english: &str) -> String {
    let text = english.trim();
    let Some(start) = english.find(text).filter(|_| !text.is_empty()) else {
        return english.to_owned();
    };
    let (mut made, mut letters, mut kept) = (String::new(), 0, None);
    for letter in text.chars() {
        kept = match (kept, letter) {
            (None, '{') => Some('}'),
            (None, '`') => Some('`'),
            (Some(end), letter) if letter == end => None,
            (kept, _) => kept,
        };
        letters += usize::from(kept.is_none() && letter.is_alphabetic());
        made.push(if kept.is_some() { letter } else { other(letter) });
    }
    let longer = "~".repeat(letters.div_ceil(3));
    let (before, after) = (&english[..start], &english[start + text.len()..]);
    format!("{before}[{made} {longer}]{after}")
}

/// A letter that is read as the same and is not the same.
fn other(letter: char) -> char {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const OTHER: &str = "áƀçðéƒĝĥíĵķļɱñóþɋŕšţúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻṀÑÓÞɊŔŠŢÚṼŴẊÝŽ";
    let at = PLAIN.chars().position(|plain| plain == letter);
    at.and_then(|at| OTHER.chars().nth(at)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_its_pieces() {
        let all: Vec<Piece> = pieces("{n:02} of {{all}} {").collect();
        let text = Piece::Text;
        assert_eq!(
            all,
            [
                Piece::Value("n"),
                text(" of "),
                text("{"),
                text("all"),
                text("}"),
                text(" "),
                text("{")
            ]
        );
    }

    #[test]
    fn a_translation_keeps_every_value() {
        assert!(Translation::of("{n:>3} of {all}", "{all}: {n}").is_ok());
        let wrong = Translation::of("{n} of {all}", "{n} von {alle}").unwrap_err();
        assert_eq!(wrong, "leaves out {all}; keep every value in braces");
        let wrong = Translation::of("{n} of ARR", "{n} Umsatz").unwrap_err();
        assert_eq!(wrong, "leaves out ARR, by which money is known and hidden");
        let wrong = Translation::of("{n} left", "{n} von {all}").unwrap_err();
        assert_eq!(
            wrong,
            "has {all}, which the English has not; keep the names in braces as they are"
        );
    }

    #[test]
    fn the_pseudo_language_keeps_values_commands_and_spaces() {
        assert_eq!(
            pseudo(" to call {n}: `warroom` "),
            " [ţó çáļļ {n}: `warroom` ~~] "
        );
        assert_eq!(pseudo("  "), "  ");
    }
}
