//! Words in their order, one a line in one text, so that looking through all of them is one pass over memory.

use std::ops::Range;

/// Ends each word; nothing folded has it.
const END: char = '\n';

/// Up to 4 GiB of text.
#[derive(Default)]
pub struct Sorted {
    text: String,
    /// Where each word begins.
    starts: Vec<u32>,
}

impl Sorted {
    /// `words` come in their order.
    pub fn new<'a>(words: impl Iterator<Item = &'a str>) -> Sorted {
        let mut sorted = Sorted::default();
        for word in words {
            sorted.starts.push(sorted.text.len() as u32);
            sorted.text.push_str(word);
            sorted.text.push(END);
        }
        sorted.text.shrink_to_fit();
        sorted.starts.shrink_to_fit();
        sorted
    }

    pub fn len(&self) -> usize {
        self.starts.len()
    }

    pub fn get(&self, nth: usize) -> &str {
        &self.text[self.starts[nth] as usize..self.end(nth) - END.len_utf8()]
    }

    /// The words that begin with this.
    pub fn beginning(&self, with: &str) -> Range<usize> {
        let first = self.first(0, |word| word < with);
        first..self.first(first, |word| word.starts_with(with))
    }

    /// The words that have this in them, in their order.
    pub fn having<'a>(&'a self, typed: &'a str) -> impl Iterator<Item = usize> + 'a {
        let (mut word, mut end) = (0, 0);
        self.text.match_indices(typed).filter_map(move |(at, _)| {
            if at < end {
                return None;
            }
            // Hits come in the order of the text, so its word is one of those that follow.
            while self.end(word) <= at {
                word += 1;
            }
            end = self.end(word);
            Some(word)
        })
    }

    /// Where the word and what ends it are over.
    fn end(&self, nth: usize) -> usize {
        self.starts
            .get(nth + 1)
            .map_or(self.text.len(), |start| *start as usize)
    }

    /// The first word from this one on that is not so.
    fn first(&self, from: usize, so: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (from, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match so(self.get(middle)) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_how_they_begin_and_by_what_is_in_them() {
        let words = Sorted::new(["ann", "anna", "bo", "hanna", "müller"].into_iter());
        assert_eq!(words.beginning("ann"), 0..2);
        assert_eq!(words.beginning("c"), 3..3);
        assert_eq!(words.beginning("z").len(), 0);
        assert_eq!(words.having("an").collect::<Vec<_>>(), [0, 1, 3]);
        assert_eq!(words.having("a").collect::<Vec<_>>(), [0, 1, 3], "each once");
        assert_eq!(words.having("üll").collect::<Vec<_>>(), [4]);
        assert_eq!((words.len(), words.get(4)), (5, "müller"));
    }
}
