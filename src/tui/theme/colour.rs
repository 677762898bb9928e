//! A colour as files of themes write it, and which value of it a terminal of each depth gets.

use crate::tui::depth::Depth;
use ratatui::style::Color;

/// The sixteen colours everybody chooses for their own terminal.
pub const NAMES: [(&str, Color); 16] = [
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("gray", Color::Gray),
    ("dark-gray", Color::DarkGray),
    ("light-red", Color::LightRed),
    ("light-green", Color::LightGreen),
    ("light-yellow", Color::LightYellow),
    ("light-blue", Color::LightBlue),
    ("light-magenta", Color::LightMagenta),
    ("light-cyan", Color::LightCyan),
    ("white", Color::White),
];

/// What the terminal draws with when it is told nothing.
pub const DEFAULT: &str = "default";

/// The least a terminal has to be able to for this colour.
pub fn needed(color: Color) -> Depth {
    match color {
        Color::Reset => Depth::Mono,
        Color::Indexed(_) => Depth::Indexed,
        Color::Rgb(..) => Depth::True,
        _named => Depth::Sixteen,
    }
}

/// The value chosen for each depth: 16 colours, 256, 24 bits. Nothing is computed from another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shades([Option<Color>; 3]);

impl Shades {
    /// Each value is for its own depth, and for deeper ones that have none of their own.
    ///
    /// # Errors
    /// Two are for the same depth: the rest of a sentence that begins with the colour's name.
    pub fn of(values: &[Color]) -> Result<Shades, String> {
        let mut shades = Shades::default();
        for depth in [Depth::Sixteen, Depth::Indexed, Depth::True] {
            let mut own = values.iter().filter(|value| needed(**value) == depth);
            let (first, second) = (own.next(), own.next());
            if let (Some(first), Some(second)) = (first, second) {
                let (first, second) = (words(*first), words(*second));
                return Err(format!(
                    "has both {first} and {second} for terminals of the same depth; expected one value for each of \
                     24 bits, 256 and 16 colours"
                ));
            }
            let poorer = |value: &&Color| needed(**value) <= depth;
            let richest = values.iter().filter(poorer).max_by_key(|value| needed(**value));
            shades.0[place(depth)] = richest.copied();
        }
        Ok(shades)
    }

    /// Where this has no value, that of the lower.
    pub fn over(self, lower: Shades) -> Shades {
        let mut both = self;
        for (value, lower) in both.0.iter_mut().zip(lower.0) {
            *value = value.or(lower);
        }
        both
    }

    /// `None` where nothing was chosen; without colours that is always so.
    pub fn at(self, depth: Depth) -> Option<Color> {
        match depth {
            Depth::Mono => None,
            Depth::Sixteen | Depth::Indexed | Depth::True => self.0[place(depth)],
        }
    }
}

fn place(depth: Depth) -> usize {
    match depth {
        Depth::Mono | Depth::Sixteen => 0,
        Depth::Indexed => 1,
        Depth::True => 2,
    }
}

/// One of the sixteen, or the terminal's own.
pub fn named(name: &str) -> Option<Color> {
    if name == DEFAULT {
        return Some(Color::Reset);
    }
    let found = NAMES.iter().find(|(known, _)| *known == name);
    found.map(|(_, color)| *color)
}

/// `#rrggbb`.
pub fn hex(text: &str) -> Option<Color> {
    let digits = text.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some(Color::Rgb(part(0)?, part(2)?, part(4)?))
}

/// As files write it.
pub fn words(color: Color) -> String {
    match color {
        Color::Reset => DEFAULT.to_owned(),
        Color::Indexed(index) => index.to_string(),
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        other => NAMES
            .iter()
            .find(|(_, color)| *color == other)
            .map(|(name, _)| (*name).to_owned())
            .unwrap_or_default(),
    }
}

/// Red, green and blue from 0 to 255, as far as it is known what the terminal shows: the first sixteen are everybody's
/// own, the other 240 are the same everywhere (six levels of each, then 24 greys).
pub fn seen(color: Color) -> Option<[u8; 3]> {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match color {
        Color::Rgb(red, green, blue) => Some([red, green, blue]),
        Color::Indexed(grey @ 232..) => Some([8 + 10 * (grey - 232); 3]),
        Color::Indexed(cube @ 16..) => {
            let cube = cube - 16;
            Some([level(cube / 36), level(cube / 6 % 6), level(cube % 6)])
        }
        _own => None,
    }
}

/// How much lighter one is than the other, from 1 to 21: the contrast ratio of WCAG 2.2, which asks for 4.5 (SC 1.4.3)
/// and, where it is enhanced, for 7 (SC 1.4.6).
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(color: [u8; 3]) -> f64 {
    let [red, green, blue] = color.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The light of a value of sRGB, from 0 to 1.
pub fn linear(value: u8) -> f64 {
    let value = f64::from(value) / 255.0;
    match value <= 0.04045 {
        true => value / 12.92,
        false => ((value + 0.055) / 1.055).powf(2.4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_as_it_is_written() {
        for text in ["#ff8a80", "#000000", "#0a0B0c"] {
            assert_eq!(hex(text).map(words), Some(text.to_lowercase()));
        }
        for text in ["#fff", "ff8a80", "#ff8a8", "#ff8a8g", "#+f8a80", "#é8a80", ""] {
            assert_eq!(hex(text), None, "{text}");
        }
        for (name, color) in NAMES {
            assert_eq!(named(name), Some(color));
            assert_eq!(words(color), name);
        }
        assert_eq!(named("default"), Some(Color::Reset));
        assert_eq!(named("Red"), None);
    }

    #[test]
    fn each_depth_has_its_own_value_or_that_of_the_next_below_and_none_from_above() {
        let (rgb, index, name) = (Color::Rgb(1, 2, 3), Color::Indexed(99), Color::Red);
        let table = [
            (&[rgb, index, name][..], [Some(name), Some(index), Some(rgb)]),
            (&[name, rgb], [Some(name), Some(name), Some(rgb)]),
            (&[index], [None, Some(index), Some(index)]),
            (&[rgb], [None, None, Some(rgb)]),
            (&[Color::Reset], [Some(Color::Reset); 3]),
        ];
        for (values, wanted) in table {
            assert_eq!(
                Shades::of(values).map(|shades| shades.0),
                Ok(wanted),
                "{values:?}"
            );
        }
        let both = Shades::of(&[rgb])
            .unwrap()
            .over(Shades::of(&[index, name]).unwrap());
        assert_eq!(both.0, [Some(name), Some(index), Some(rgb)]);
        assert_eq!(both.at(Depth::Mono), None);
        let twice = Shades::of(&[name, Color::Blue]).unwrap_err();
        assert!(twice.contains("both red and blue"), "{twice}");
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let ratio = |one, other| (contrast(one, other) * 100.0).round() / 100.0;
        assert_eq!(ratio([0; 3], [255; 3]), 21.0);
        assert_eq!(
            ratio([255; 3], [0x76; 3]),
            4.54,
            "the lightest grey that passes on white"
        );
        assert_eq!(ratio([9, 9, 9], [9, 9, 9]), 1.0);
        assert_eq!(seen(Color::Indexed(214)), Some([255, 175, 0]));
        assert_eq!(seen(Color::Indexed(16)), Some([0; 3]));
        assert_eq!(seen(Color::Indexed(255)), Some([238; 3]));
        assert_eq!(seen(Color::Red), None, "everybody's own");
    }
}
