//! What eyes make of the themes: contrast, and states that stay apart for those who see fewer colours.

use super::{built_in, name_of, roles};
use ratatui::style::Color;
use warroom::tui::depth::Depth;
use warroom::tui::theme::Role;
use warroom::tui::theme::colour::{linear, seen};
use warroom::tui::theme::sheet::Sheet;

/// The depths at which it is known what a terminal shows; of the sixteen colours it is not.
const KNOWN: [Depth; 2] = [Depth::True, Depth::Indexed];

/// The themes with a ground of their own, and the contrast they promise: WCAG 2.2, SC 1.4.3 (AA) and 1.4.6 (AAA).
const PROMISED: [(&str, f64); 4] = [
    ("dark", 4.5),
    ("light", 4.5),
    ("colour-safe", 4.5),
    ("high-contrast", 7.0),
];

/// The roles of a theme that cannot be read as promised.
fn faint(sheet: &Sheet, promised: f64) -> Vec<String> {
    let mut faint = Vec::new();
    for depth in KNOWN {
        // Rules are decoration.
        for role in roles().filter(|role| *role != Role::Rule) {
            let ratio = sheet
                .contrast(role, depth)
                .expect("both colours are the theme's own");
            if ratio < promised {
                faint.push(format!("{} at {depth:?}: {ratio:.2}", name_of(role)));
            }
        }
    }
    faint
}

#[test]
fn every_text_can_be_read_on_its_ground() {
    for (name, promised) in PROMISED {
        assert_eq!(faint(&built_in(name), promised), [""; 0], "{name}");
    }
}

#[test]
fn a_text_that_is_hard_to_read_is_noticed() {
    let pale = super::among(
        &[("pale", "inherits = 'light'\n[roles]\nsoon = '#b58900'")],
        "pale",
    )
    .unwrap();
    assert_eq!(faint(&pale, 4.5), ["soon at True: 3.05"]);
    assert!(
        !faint(&built_in("dark"), 7.0).is_empty(),
        "the calm one is no high contrast"
    );
}

/// Somebody's eyes: what they see of light, as a matrix on linear RGB. From Machado, Oliveira, Fernandes: *A
/// Physiologically-based Model for Simulation of Color Vision Deficiency* (IEEE TVCG 15/6, 2009), severity 1.0.
const EYES: [(&str, [[f64; 3]; 3]); 4] = [
    ("all colours", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

/// How far apart two colours have to be in CIELAB (CIE76) to be told apart in a word of text. Stone, Szafir, Setlur: *An
/// Engineering Model for Color Difference as a Function of Size* (CIC 22, 2014) give for a mark of a third of a degree,
/// which is about a letter, 7.3 along L*, 10.0 along a* and 14.0 along b* as what half of all people notice: so this is
/// more than enough in every direction.
const APART: f64 = 20.0;

/// What those with these eyes see, in CIELAB (D65).
fn lab(color: [u8; 3], eyes: &[[f64; 3]; 3]) -> [f64; 3] {
    let light = color.map(linear);
    let [r, g, b] =
        eyes.map(|row| (row[0] * light[0] + row[1] * light[1] + row[2] * light[2]).clamp(0.0, 1.0));
    let x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047;
    let y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b;
    let z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883;
    let [x, y, z] = [x, y, z].map(|part: f64| match part > 216.0 / 24389.0 {
        true => part.cbrt(),
        false => (24389.0 / 27.0 * part + 16.0) / 116.0,
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn distance(one: [u8; 3], other: [u8; 3], eyes: &[[f64; 3]; 3]) -> f64 {
    let (one, other) = (lab(one, eyes), lab(other, eyes));
    let squares = one.iter().zip(other).map(|(one, other)| (one - other).powi(2));
    squares.sum::<f64>().sqrt()
}

/// The states that have a colour of their own; what is reversed besides, such as `stale`, is told by that.
const STATES: [Role; 6] = [
    Role::Plain,
    Role::Overdue,
    Role::Soon,
    Role::Done,
    Role::Mine,
    Role::Guess,
];

/// The pairs of states that somebody takes for one another.
fn alike(sheet: &Sheet, depth: Depth) -> Vec<String> {
    let theme = sheet.theme(depth);
    let colour =
        |role: Role| seen(theme.style(role).fg.unwrap_or(Color::Reset)).expect("a colour of its own");
    let mut alike = Vec::new();
    for (at, one) in STATES.iter().enumerate() {
        for other in &STATES[at + 1..] {
            for (whose, eyes) in &EYES {
                let apart = distance(colour(*one), colour(*other), eyes);
                if apart < APART {
                    let (one, other) = (name_of(*one), name_of(*other));
                    alike.push(format!("{one} and {other} with {whose} at {depth:?}: {apart:.0}"));
                }
            }
        }
    }
    alike
}

#[test]
fn the_states_of_colour_safe_stay_apart_for_all_eyes() {
    for depth in KNOWN {
        assert_eq!(alike(&built_in("colour-safe"), depth), [""; 0]);
    }
}

#[test]
fn states_that_only_some_eyes_tell_apart_are_noticed() {
    let alike = alike(&built_in("dark"), Depth::True);
    let between = |whose: &str| {
        let mut pairs = alike.iter();
        pairs.any(|pair| pair.starts_with("overdue and done") && pair.contains(whose))
    };
    assert!(between("deuteranopia"), "red and green: {alike:?}");
    assert!(!between("all colours"), "{alike:?}");
}

#[test]
fn distances_are_those_of_the_standard() {
    let [(_, all), _, (_, deutan), _] = EYES;
    let white = lab([255; 3], &all);
    assert!(
        (white[0] - 100.0).abs() < 0.01 && white[1].abs() < 0.02 && white[2].abs() < 0.02,
        "{white:?}"
    );
    let red = lab([255, 0, 0], &all);
    assert!(
        (red[0] - 53.24).abs() < 0.01 && (red[1] - 80.09).abs() < 0.02,
        "{red:?}"
    );
    let grey = lab([128; 3], &deutan);
    assert!(
        grey[1].abs() < 0.1 && grey[2].abs() < 0.1,
        "grey is grey to everybody: {grey:?}"
    );
}
