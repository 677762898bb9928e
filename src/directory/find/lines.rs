//! Lines of folded text, searched for words in one pass.

use super::fold::fold;

/// Ends what is a line's own, before what only helps to tell it from others.
const BESIDE: char = '\u{1}';
/// Begins each part of a line.
const START: char = '\u{2}';

#[derive(Default)]
pub struct Lines {
    text: String,
    /// Where each line begins.
    starts: Vec<usize>,
}

/// Where in a line a word stands, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    Start = 0,
    Word = 1,
    Inside = 2,
}

impl Lines {
    /// `own` are the parts by which it is found, `beside` what may be typed besides.
    pub fn push(&mut self, own: &[&str], beside: &str) {
        self.starts.push(self.text.len());
        for part in own {
            self.text.push(START);
            self.text.push_str(&fold(part));
        }
        self.text.push(BESIDE);
        self.text.push_str(&fold(beside));
        self.text.push('\n');
    }

    /// The lines that have all of these folded words, one of them at least in their own part.
    pub fn with<'a>(&'a self, words: &'a [&'a str]) -> impl Iterator<Item = (Near, usize)> + 'a {
        // The longest is the rarest, most of the time.
        let rarest = words.iter().max_by_key(|word| word.len());
        let hits = rarest.into_iter().flat_map(|word| self.text.match_indices(*word));
        let (mut end, mut line) = (0, 0);
        hits.filter_map(move |(at, _)| {
            if at < end {
                return None;
            }
            // Hits come in the order of the text, so the line is at or after the last one.
            line += self.starts[line..].partition_point(|start| *start <= at) - 1;
            end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
            let text = &self.text[self.starts[line]..end];
            Some((near(text, words)?, line))
        })
    }
}

fn near(line: &str, words: &[&str]) -> Option<Near> {
    if !words.iter().all(|word| line.contains(*word)) {
        return None;
    }
    let (own, _) = line.split_once(BESIDE)?;
    words.iter().filter_map(|word| nearest(own, word)).min()
}

fn nearest(own: &str, word: &str) -> Option<Near> {
    let places = own.match_indices(word);
    let near = places.map(|(at, _)| match own[..at].chars().next_back() {
        None => Near::Start,
        // Each part of a line begins anew: a name, an address.
        Some(START) => Near::Start,
        Some(before) if !before.is_alphanumeric() => Near::Word,
        Some(_) => Near::Inside,
    });
    near.min()
}
