//! A row of small columns: how much there was, one cell for each stretch of time.

use crate::tui::canvas::Lines;

const DRAWN: [char; 9] = ['·', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII: [char; 4] = ['.', ':', '|', '#'];

/// One cell for each count, the highest as high as a line. Nothing is a dot, and whatever is more than nothing is higher.
pub fn spark(lines: Lines, counts: impl IntoIterator<Item = usize>, highest: usize) -> String {
    let counts = counts.into_iter();
    counts.map(|count| column(lines, count, highest)).collect()
}

/// One of them.
pub fn column(lines: Lines, count: usize, highest: usize) -> char {
    let steps: &[char] = match lines {
        Lines::Drawn => &DRAWN,
        Lines::Ascii => &ASCII,
    };
    let most = steps.len() - 1;
    let high = (count as u128 * most as u128).div_ceil(highest.max(1) as u128);
    steps[usize::try_from(high).unwrap_or(most).min(most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_dot_one_is_seen_and_the_most_fills_its_cell() {
        let drawn = |counts: &[usize]| {
            let most = counts.iter().copied().max().unwrap_or(0);
            spark(Lines::Drawn, counts.iter().copied(), most)
        };
        assert_eq!(drawn(&[0, 0]), "··");
        assert_eq!(drawn(&[]), "");
        assert_eq!(drawn(&[1]), "█");
        assert_eq!(drawn(&[1, 4_000, 2_000, 0]), "▁█▄·");
        assert_eq!(drawn(&[usize::MAX, 1]), "█▁");
        assert_eq!(spark(Lines::Ascii, [0, 1, 5, 9], 9), ".:|#");
    }
}
