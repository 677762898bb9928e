//! What is known of an account or a person as folded text: two parts, a name, and an id or an address.

use super::fold::fold;

/// Stands between the parts of a line.
const BETWEEN: char = '\u{2}';

/// Up to 4 GiB of text.
#[derive(Default)]
pub struct Lines {
    text: String,
    /// Where each line ends.
    ends: Vec<u32>,
}

/// Where in a line a word stands, the nearest last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    /// Only beside it: in the name of a person's company.
    #[default]
    Beside,
    Inside,
    Word,
    Start,
}

impl Lines {
    pub fn push(&mut self, name: &str, other: &str) {
        self.text.push_str(&fold(name));
        self.text.push(BETWEEN);
        self.text.push_str(&fold(other));
        self.ends.push(self.text.len() as u32);
    }

    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The name, and the id or the address.
    pub fn parts(&self, line: usize) -> (&str, &str) {
        self.whole(line).split_once(BETWEEN).unwrap_or_default()
    }

    /// Where this stands in a line, and whether in its name, if it does.
    pub fn near(&self, line: usize, typed: &str) -> Option<(Near, bool)> {
        let text = self.whole(line);
        let (typed, first) = (typed.as_bytes(), *typed.as_bytes().first()?);
        // By hand: the library's search gets ready for a long text, and this is asked of very many short ones.
        let windows = text.as_bytes().windows(typed.len()).enumerate();
        let mut places = windows
            .filter(|(_, there)| there[0] == first && *there == typed)
            .map(|(at, _)| at)
            .peekable();
        // The name comes first.
        let named = places.peek().is_some_and(|at| !text[..*at].contains(BETWEEN));
        let near = places.map(|at| match text[..at].chars().next_back() {
            // Each part of a line begins anew: a name, an address.
            None | Some(BETWEEN) => Near::Start,
            Some(before) if !before.is_alphanumeric() => Near::Word,
            Some(_) => Near::Inside,
        });
        near.max().map(|near| (near, named))
    }

    fn whole(&self, line: usize) -> &str {
        let start = line.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[line] as usize]
    }
}
