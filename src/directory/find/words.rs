//! Every word of the lists once, with the lines it stands in: most names are many people's, so there is far less to look
//! through than there are lines.

use super::lines::{Lines, Near};
use super::sorted::Sorted;
use std::collections::HashMap;
use std::ops::Range;

pub struct Words {
    words: Sorted,
    /// Where the places of each word begin, and where the last one's end.
    firsts: Vec<u32>,
    places: Vec<Place>,
}

/// Where a word stands: its line, whether a part of the line begins with it, and whether it is of the name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place(u32);

/// A word as it was typed may be several for us: `ann@north` ends with one in whole, and another begins with its last.
pub struct Typed<'a> {
    whole: &'a str,
    /// The parts of letters and digits, with what is known of their ends.
    runs: Vec<Run<'a>>,
}

struct Run<'a> {
    text: &'a str,
    /// A word begins with it.
    begins: bool,
    /// A word ends with it.
    ends: bool,
}

impl Place {
    fn new(line: usize, starts: bool, named: bool) -> Place {
        Place((line as u32) << 2 | u32::from(starts) << 1 | u32::from(named))
    }

    fn line(self) -> usize {
        (self.0 >> 2) as usize
    }

    fn starts(self) -> bool {
        self.0 & 2 != 0
    }

    fn named(self) -> bool {
        self.0 & 1 != 0
    }
}

impl Words {
    /// Up to a thousand million lines.
    pub fn new(lines: &Lines) -> Words {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut found: Vec<(u32, Place)> = Vec::new();
        for line in 0..lines.len() {
            let (name, other) = lines.parts(line);
            for (part, named) in [(name, true), (other, false)] {
                for (word, starts) in words(part) {
                    let next = numbers.len() as u32;
                    let number = *numbers.entry(word).or_insert(next);
                    found.push((number, Place::new(line, starts, named)));
                }
            }
        }
        let mut sorted: Vec<(&str, u32)> = numbers.into_iter().collect();
        sorted.sort_unstable();
        let words = Sorted::new(sorted.iter().map(|(word, _)| *word));
        let mut ranks = vec![0; sorted.len()];
        for (rank, (_, number)) in sorted.iter().enumerate() {
            ranks[*number as usize] = rank;
        }
        let (firsts, places) = gathered(&found, &ranks);
        Words {
            words,
            firsts,
            places,
        }
    }

    /// Calls `hit` with every line that has what was typed, where in it, and whether the name has it; perhaps with one
    /// line several times.
    pub fn find(&self, typed: &Typed, lines: &Lines, mut hit: impl FnMut(usize, Near, bool)) {
        if let [Run { text, .. }] = typed.runs[..]
            && text == typed.whole
        {
            for word in self.words.having(text) {
                let begins = self.words.get(word).starts_with(text);
                for place in self.of(word..word + 1) {
                    let near = match (begins, place.starts()) {
                        (true, true) => Near::Start,
                        (true, false) => Near::Word,
                        (false, _) => Near::Inside,
                    };
                    hit(place.line(), near, place.named());
                }
            }
            return;
        }
        self.candidates(typed, lines.len(), |line| {
            if let Some((near, named)) = lines.near(line, typed.whole) {
                hit(line, near, named);
            }
        });
    }

    /// Calls `with` with every line that may have what was typed, perhaps several times.
    fn candidates(&self, typed: &Typed, lines: usize, mut with: impl FnMut(usize)) {
        let bound = typed.runs.iter().filter(|run| run.begins);
        let ranges = bound.map(|run| self.beginning(run));
        // The rarest one leaves the fewest to look at.
        if let Some(range) = ranges.min_by_key(|range| self.of(range.clone()).len()) {
            self.of(range).iter().for_each(|place| with(place.line()));
        } else if let Some(run) = typed.runs.first() {
            for word in self.words.having(run.text) {
                self.of(word..word + 1)
                    .iter()
                    .for_each(|place| with(place.line()));
            }
        } else {
            (0..lines).for_each(with);
        }
    }

    fn beginning(&self, run: &Run) -> Range<usize> {
        let range = self.words.beginning(run.text);
        let whole = run.ends && range.start < range.end;
        match whole {
            // It would be the first of those that begin with it.
            true if self.words.get(range.start) == run.text => range.start..range.start + 1,
            true => 0..0,
            false => range,
        }
    }

    fn of(&self, words: Range<usize>) -> &[Place] {
        &self.places[self.firsts[words.start] as usize..self.firsts[words.end] as usize]
    }
}

impl<'a> Typed<'a> {
    /// `typed` is folded and has no blanks.
    pub fn new(typed: &'a str) -> Typed<'a> {
        let end = typed.len();
        let runs = runs(typed).map(|(at, text)| Run {
            text,
            begins: at > 0,
            ends: at + text.len() < end,
        });
        Typed {
            whole: typed,
            runs: runs.collect(),
        }
    }
}

/// The places of each word one after another, and where each one's begin.
fn gathered(found: &[(u32, Place)], ranks: &[usize]) -> (Vec<u32>, Vec<Place>) {
    let mut firsts = vec![0; ranks.len() + 1];
    for (number, _) in found {
        firsts[ranks[*number as usize] + 1] += 1;
    }
    for word in 0..ranks.len() {
        firsts[word + 1] += firsts[word];
    }
    let mut next: Vec<u32> = firsts.clone();
    let mut places = vec![Place(0); found.len()];
    for (number, place) in found {
        let at = &mut next[ranks[*number as usize]];
        places[*at as usize] = *place;
        *at += 1;
    }
    (firsts, places)
}

/// The words of a part, and whether it begins with them.
fn words(part: &str) -> impl Iterator<Item = (&str, bool)> {
    runs(part).map(|(at, word)| (word, at == 0))
}

/// The letters and digits that stand together, and where.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(|letter: char| !letter.is_alphanumeric())
        .filter_map(move |piece| {
            let start = at;
            at += piece.len();
            let run = piece.trim_end_matches(|letter: char| !letter.is_alphanumeric());
            (!run.is_empty()).then_some((start, run))
        })
}
