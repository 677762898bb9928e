//! Phone numbers: one form for the many ways to write one, and the key that stands for it in the log.

use super::digest::sha256_hex_of;
use crate::domain::ids::PhoneKey;

/// The fewest and the most digits a number has that reaches somebody (E.164 allows 15).
const DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// How much of the hash a key keeps, in hex digits.
const KEY: usize = 16;

/// Digits alone, after a `+` where the country is given: `+49 (0)30 123-45 ext. 6` is `+493012345`.
/// `None` when it is no phone number.
///
/// An extension is left out: whoever rings it blocks the same line. `00` is `+`, as most of the world dials it.
pub fn normalised(written: &str) -> Option<String> {
    let written = written.trim().to_lowercase();
    let written = written.strip_prefix("tel:").unwrap_or(&written);
    let ends = ["extension", "ext", ";", "#", "x", ",", "durchwahl", "poste"];
    let end = ends.iter().filter_map(|mark| written.find(mark)).min();
    let number = written.get(..end.unwrap_or(written.len()))?.replace("(0)", "");
    let international = number.trim_start().trim_start_matches('(').starts_with('+');
    let mut digits = String::new();
    for letter in number.chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            '+' if digits.is_empty() => {}
            ' ' | '\u{a0}' | '\u{202f}' | '-' | '‐' | '‑' | '–' | '.' | '/' | '(' | ')' => {}
            _ => return None,
        }
    }
    let (international, digits) = match digits.strip_prefix("00") {
        Some(rest) if !international => (true, rest.to_owned()),
        _ => (international, digits),
    };
    let sign = match international {
        true => "+",
        false => "",
    };
    DIGITS.contains(&digits.len()).then(|| format!("{sign}{digits}"))
}

/// The key of a number: equal for equal numbers, and of no use to one who does not have the secret.
/// `None` when it is no phone number.
///
/// The `+` does not count: lists often lose it.
pub fn key(secret: &[u8], written: &str) -> Option<PhoneKey> {
    let number = normalised(written)?;
    let digits = number.trim_start_matches('+');
    let hash = sha256_hex_of(&[secret, digits.as_bytes()]);
    Some(PhoneKey::from(&hash[..KEY]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_written_many_ways_is_one_number() {
        for written in [
            "+49 30 1234567",
            "+49 (0)30 1234567",
            "+49 (0) 30 1234567",
            "0049-30-1234567",
            "(+49) 30/123 45.67",
            "tel:+49301234567",
            "+49 30 1234567 ext. 12",
            "+49 30 1234567 x12",
            "+49\u{a0}30\u{202f}1234567",
            "+49 30 1234567;ext=12",
        ] {
            assert_eq!(
                normalised(written).as_deref(),
                Some("+49301234567"),
                "{written:?}"
            );
        }
        assert_eq!(normalised("030 1234567").as_deref(), Some("0301234567"));
    }

    #[test]
    fn what_reaches_nobody_is_no_number() {
        for wrong in [
            "",
            "call the desk",
            "+49",
            "112",
            "1234567890123456",
            "+49 30 CALLME",
            "1+23456",
        ] {
            assert_eq!(normalised(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn equal_numbers_have_equal_keys_and_the_secret_counts() {
        let key = |secret: &str, number| key(secret.as_bytes(), number).unwrap();
        assert_eq!(key("one", "+1 (415) 555-0142"), key("one", "1 415 555 0142"));
        assert_ne!(key("one", "+1 415 555 0142"), key("one", "+1 415 555 0143"));
        assert_ne!(key("one", "+1 415 555 0142"), key("two", "+1 415 555 0142"));
        assert_eq!(key("one", "+1 415 555 0142").as_str().len(), KEY);
    }
}
