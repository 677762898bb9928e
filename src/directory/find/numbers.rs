//! Phone numbers by their last digits, however they are written.

use super::sorted::Sorted;
use crate::directory::phone;

/// So few digits say too little.
const FEWEST: usize = 3;
/// From so many on it is a whole number, perhaps without its country or with a zero before the town.
const WHOLE: usize = 7;

/// Each number from its last digit on, with the place of whose it is.
pub struct Numbers {
    known: Sorted,
    places: Vec<u32>,
}

impl Numbers {
    pub fn new<'a>(written: impl Iterator<Item = (&'a str, usize)>) -> Numbers {
        let numbers = written.map(|(written, place)| (backwards(&digits(written)), place as u32));
        let mut numbers: Vec<(String, u32)> = numbers.filter(|(digits, _)| !digits.is_empty()).collect();
        numbers.sort_unstable();
        Numbers {
            known: Sorted::new(numbers.iter().map(|(digits, _)| digits.as_str())),
            places: numbers.iter().map(|(_, place)| *place).collect(),
        }
    }

    /// Whose numbers end with these digits; where none does, whose have them.
    pub fn find(&self, digits: &str) -> Vec<usize> {
        let wanted = backwards(digits);
        let last = wanted.get(..WHOLE).unwrap_or(&wanted);
        let same = |known: &str| known.starts_with(&wanted) || wanted.starts_with(known);
        let ending: Vec<usize> = self
            .known
            .beginning(last)
            .filter(|nth| same(self.known.get(*nth)))
            .map(|nth| self.place(nth))
            .collect();
        match ending.is_empty() {
            false => ending,
            true => self.known.having(&wanted).map(|nth| self.place(nth)).collect(),
        }
    }

    /// Whose number this very one is, too.
    pub fn same(&self, written: &str) -> Vec<usize> {
        let wanted = backwards(&digits(written));
        if wanted.len() < WHOLE {
            return Vec::new();
        }
        let same = self
            .known
            .beginning(&wanted)
            .take_while(|nth| self.known.get(*nth) == wanted);
        same.map(|nth| self.place(nth)).collect()
    }

    fn place(&self, nth: usize) -> usize {
        self.places[nth] as usize
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
