//! Phone numbers by their last digits, however they are written.

use crate::directory::phone;

/// So few digits say too little.
const FEWEST: usize = 3;
/// From so many on it is a whole number, perhaps without its country or with a zero before the town.
const WHOLE: usize = 7;

/// Each number from its last digit on, with the place of whose it is, sorted.
pub struct Numbers(Vec<(String, usize)>);

impl Numbers {
    pub fn new<'a>(written: impl Iterator<Item = (&'a str, usize)>) -> Numbers {
        let numbers = written.map(|(written, place)| (backwards(&digits(written)), place));
        let mut numbers: Vec<(String, usize)> = numbers.filter(|(digits, _)| !digits.is_empty()).collect();
        numbers.sort();
        Numbers(numbers)
    }

    /// Whose numbers end with these digits; where none does, whose have them.
    pub fn find(&self, digits: &str) -> Vec<usize> {
        let wanted = backwards(digits);
        let last = wanted.get(..WHOLE).unwrap_or(&wanted);
        let same = |known: &str| known.starts_with(&wanted) || wanted.starts_with(known);
        let ending: Vec<usize> = self
            .from(last)
            .take_while(|(known, _)| known.starts_with(last))
            .filter(|(known, _)| same(known))
            .map(|(_, place)| *place)
            .collect();
        match ending.is_empty() {
            false => ending,
            true => {
                let having = self.0.iter().filter(|(known, _)| known.contains(&wanted));
                having.map(|(_, place)| *place).collect()
            }
        }
    }

    /// Whose number this very one is, too.
    pub fn same(&self, written: &str) -> Vec<usize> {
        let wanted = backwards(&digits(written));
        if wanted.len() < WHOLE {
            return Vec::new();
        }
        let same = self.from(&wanted).take_while(|(known, _)| *known == wanted);
        same.map(|(_, place)| *place).collect()
    }

    fn from(&self, wanted: &str) -> std::slice::Iter<'_, (String, usize)> {
        let from = self.0.partition_point(|(known, _)| known.as_str() < wanted);
        self.0[from..].iter()
    }
}

/// The digits of what was typed, if it is a number or the end of one.
pub fn typed(text: &str) -> Option<String> {
    let number = phone::normalised(text).is_some()
        || text
            .chars()
            .all(|letter| letter.is_ascii_digit() || " +-./()".contains(letter));
    Some(digits(text)).filter(|digits| number && digits.len() >= FEWEST)
}

/// A list may hold what nobody can dial; its digits are a trace all the same. The zero before the town and those
/// before the country go, since not everybody dials them.
fn digits(written: &str) -> String {
    let digits = match phone::normalised(written) {
        Some(number) => number.trim_start_matches('+').to_owned(),
        None => written.chars().filter(char::is_ascii_digit).collect(),
    };
    match digits.len() < WHOLE {
        true => digits,
        false => digits.trim_start_matches('0').to_owned(),
    }
}

fn backwards(digits: &str) -> String {
    digits.chars().rev().collect()
}
