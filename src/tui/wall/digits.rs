//! Numbers and a few words in letters of blocks, to be read from the other end of a room.

use crate::tui::canvas::{Canvas, Lines};
use crate::tui::theme::Role;
use ratatui::layout::Position;
use ratatui::style::Modifier;

/// How large the letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Five rows of squares with room between the letters.
    Wide,
    /// Five rows of squares.
    Full,
    /// Three rows; a row of the terminal is two of the letter.
    Half,
}

impl Scale {
    /// Rows of the terminal.
    pub fn rows(self) -> u16 {
        match self {
            Scale::Wide | Scale::Full => 5,
            Scale::Half => 3,
        }
    }

    fn gap(self) -> &'static str {
        match self {
            Scale::Wide => "  ",
            Scale::Full | Scale::Half => " ",
        }
    }
}

/// Five rows of dots each.
#[rustfmt::skip]
const LETTERS: [(char, [&str; 5]); 24] = [
    ('0', ["###", "# #", "# #", "# #", "###"]),
    ('1', [" # ", "## ", " # ", " # ", "###"]),
    ('2', ["###", "  #", "###", "#  ", "###"]),
    ('3', ["###", "  #", "###", "  #", "###"]),
    ('4', ["# #", "# #", "###", "  #", "  #"]),
    ('5', ["###", "#  ", "###", "  #", "###"]),
    ('6', ["###", "#  ", "###", "# #", "###"]),
    ('7', ["###", "  #", "  #", "  #", "  #"]),
    ('8', ["###", "# #", "###", "# #", "###"]),
    ('9', ["###", "# #", "###", "  #", "###"]),
    ('/', ["  #", "  #", " # ", "#  ", "#  "]),
    ('d', ["  #", "  #", "###", "# #", "###"]),
    ('h', ["#  ", "#  ", "###", "# #", "# #"]),
    ('m', ["     ", "     ", "#### ", "# # #", "# # #"]),
    ('s', ["   ", " ##", "#  ", "  #", "## "]),
    ('A', [" # ", "# #", "###", "# #", "# #"]),
    ('E', ["###", "#  ", "## ", "#  ", "###"]),
    ('F', ["###", "#  ", "## ", "#  ", "#  "]),
    ('I', ["#", "#", "#", "#", "#"]),
    ('L', ["#  ", "#  ", "#  ", "#  ", "###"]),
    ('N', ["#  #", "## #", "# ##", "#  #", "#  #"]),
    ('O', [" # ", "# #", "# #", "# #", " # "]),
    ('S', [" ##", "#  ", " # ", "  #", "## "]),
    ('T', ["###", " # ", " # ", " # ", " # "]),
];

/// The same digits of lines alone, three rows each, for a terminal that shows nothing but ASCII.
#[rustfmt::skip]
const OF_LINES: [[&str; 3]; 10] = [
    [" _ ", "| |", "|_|"], ["   ", "  |", "  |"], [" _ ", " _|", "|_ "], [" _ ", " _|", " _|"],
    ["   ", "|_|", "  |"], [" _ ", "|_ ", " _|"], [" _ ", "|_ ", "|_|"], [" _ ", "  |", "  |"],
    [" _ ", "|_|", "|_|"], [" _ ", "|_|", " _|"],
];

/// The rows of a text in these letters, all of one width; what has no letter is left out.
pub fn rows(text: &str, scale: Scale, lines: Lines) -> Vec<String> {
    let letters: Vec<Vec<String>> = text.chars().filter_map(|c| letter(c, scale, lines)).collect();
    let row = |at: usize| {
        let of_row: Vec<&str> = letters.iter().map(|letter| letter[at].as_str()).collect();
        of_row.join(scale.gap())
    };
    (0..usize::from(scale.rows())).map(row).collect()
}

/// How many cells wide a text is.
pub fn width(text: &str, scale: Scale, lines: Lines) -> u16 {
    rows(text, scale, lines)
        .first()
        .map_or(0, |row| row.chars().count() as u16)
}

fn letter(c: char, scale: Scale, lines: Lines) -> Option<Vec<String>> {
    if c == ' ' {
        return Some(vec!["  ".to_owned(); usize::from(scale.rows())]);
    }
    if let (Scale::Half, Lines::Ascii) = (scale, lines) {
        return Some(of_lines(c));
    }
    let (_, dots) = LETTERS.iter().find(|(letter, _)| *letter == c)?;
    let full = match lines {
        Lines::Drawn => "██",
        Lines::Ascii => "##",
    };
    Some(match scale {
        Scale::Wide | Scale::Full => {
            let row = |dots: &&str| dots.replace(' ', "  ").replace('#', full);
            dots.iter().map(row).collect()
        }
        Scale::Half => [0, 2, 4].map(|upper| halves(dots, upper)).to_vec(),
    })
}

fn of_lines(c: char) -> Vec<String> {
    let digit = c.to_digit(10).and_then(|digit| OF_LINES.get(digit as usize));
    match digit {
        Some(rows) => rows.map(str::to_owned).to_vec(),
        // A unit stands at the foot of its number.
        None => vec![" ".to_owned(), " ".to_owned(), c.to_string()],
    }
}

/// Two rows of dots in one row of the terminal.
fn halves(dots: &[&str; 5], upper: usize) -> String {
    let lower = dots.get(upper + 1).copied().unwrap_or("");
    let lower = lower.chars().chain(std::iter::repeat(' '));
    let both = dots[upper].chars().zip(lower);
    both.map(|pair| match pair {
        ('#', '#') => '█',
        ('#', _) => '▀',
        (_, '#') => '▄',
        _ => ' ',
    })
    .collect()
}

/// Paints a text with its upper left corner at a place. What is not painted stays as it is.
pub fn paint(canvas: &mut Canvas, (x, y): (u16, u16), text: &str, role: Role, scale: Scale) {
    // A block that is reversed would be seen in the colour of the ground.
    let style = canvas.theme.style(role).remove_modifier(Modifier::REVERSED);
    lay(canvas, (x, y), text, scale, |cell| {
        cell.set_style(style);
    });
}

/// The same on a ground that stands already, in its own colours.
pub fn carve(canvas: &mut Canvas, at: (u16, u16), text: &str, scale: Scale) {
    lay(canvas, at, text, scale, |_| {});
}

fn lay(
    canvas: &mut Canvas,
    (x, y): (u16, u16),
    text: &str,
    scale: Scale,
    mut styled: impl FnMut(&mut ratatui::buffer::Cell),
) {
    let area = canvas.area();
    for (row, dots) in (y..).zip(rows(text, scale, canvas.lines)) {
        for (column, dot) in (x..).zip(dots.chars()) {
            let place = Position { x: column, y: row };
            if dot != ' ' && area.contains(place) {
                let cell = &mut canvas.buffer[place];
                cell.set_char(dot);
                styled(cell);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_drawn_at_every_scale() {
        assert_eq!(
            rows("7m", Scale::Full, Lines::Ascii),
            [
                "######           ",
                "    ##           ",
                "    ## ########  ",
                "    ## ##  ##  ##",
                "    ## ##  ##  ##",
            ]
        );
        assert_eq!(
            rows("42", Scale::Half, Lines::Drawn),
            ["█ █ ▀▀█", "▀▀█ █▀▀", "  ▀ ▀▀▀"]
        );
        assert_eq!(
            rows("42s", Scale::Half, Lines::Ascii),
            ["     _   ", "|_|  _|  ", "  | |_  s"]
        );
    }

    #[test]
    fn every_letter_is_as_wide_in_each_of_its_rows_and_none_looks_like_another() {
        for (at, (letter, dots)) in LETTERS.iter().enumerate() {
            assert!(dots.iter().all(|row| row.len() == dots[0].len()), "{letter}");
            assert!(
                LETTERS[..at].iter().all(|(_, other)| other != dots),
                "{letter} is drawn as another"
            );
        }
        for scale in [Scale::Wide, Scale::Full, Scale::Half] {
            for lines in [Lines::Drawn, Lines::Ascii] {
                let rows = rows("OFFLINE 12h05m STALE", scale, lines);
                let wide: Vec<usize> = rows.iter().map(|row| row.chars().count()).collect();
                assert!(wide.iter().all(|cells| *cells == wide[0]), "{wide:?}");
                assert_eq!(rows.len(), usize::from(scale.rows()));
            }
        }
    }
}
