//! A theme made whole: a file and those it inherits from, laid over one another.

use super::colour::{self, Shades};
use super::file::{self, Fault, File, Line, Paint};
use super::role::{ROLES, Role};
use super::{COUNT, Theme};
use crate::domain::speech::{say, word};
use crate::domain::text::Clean;
use crate::tui::depth::Depth;
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a theme says of every role, for terminals of every depth.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub about: Clean,
    /// The themes it is made of, its own name first.
    pub names: Vec<String>,
    looks: [Look; COUNT],
}

/// One role.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Look {
    fg: Shades,
    bg: Shades,
    modifiers: Modifier,
}

/// The role with what every other falls back on, and which stands behind everything.
const PLAIN: usize = Role::Plain as usize;

impl Sheet {
    /// The upper file before the lower.
    ///
    /// # Errors
    /// A colour has a name that none of them gives it.
    pub(super) fn of(names: Vec<String>, files: &[(PathBuf, File)]) -> Result<Sheet, Vec<Fault>> {
        let mut palette: BTreeMap<&str, Shades> = BTreeMap::new();
        let mut looks = [Look::default(); COUNT];
        let mut faults = Vec::new();
        for (_, file) in files.iter().rev() {
            for (name, shades) in &file.palette {
                let lower = palette.get(name.as_str()).copied().unwrap_or_default();
                palette.insert(name, shades.over(lower));
            }
        }
        for (path, file) in files.iter().rev() {
            for (role, given) in &file.roles {
                let look = &mut looks[*role as usize];
                let mut lay = |over: &Option<Line<Paint>>, under: &mut Shades| {
                    let Some(Line { value, line }) = over else { return };
                    match mixed(value, &palette) {
                        Ok(shades) => *under = shades.over(*under),
                        Err(what) => faults.push(Fault {
                            file: path.clone(),
                            line: Some(*line),
                            what: format!("{}: {what}", ROLES[*role as usize].name),
                        }),
                    }
                };
                lay(&given.fg, &mut look.fg);
                lay(&given.bg, &mut look.bg);
                look.modifiers = given.modifiers.unwrap_or(look.modifiers);
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Sheet {
            about: files
                .first()
                .map(|(_, file)| file.about.clone())
                .unwrap_or_default(),
            names,
            looks,
        })
    }

    /// The theme as a terminal of this depth shows it. Every style says all there is to say, so that nothing shines
    /// through of what was drawn before at its place.
    pub fn theme(&self, depth: Depth) -> Theme {
        let plain = self.looks[PLAIN];
        let at = |shades: Shades, plain: Shades| shades.over(plain).at(depth).unwrap_or(Color::Reset);
        Theme {
            styles: self.looks.map(|look| {
                Style::new()
                    .fg(at(look.fg, plain.fg))
                    .bg(at(look.bg, plain.bg))
                    .add_modifier(look.modifiers)
                    .remove_modifier(Modifier::all().difference(look.modifiers))
            }),
        }
    }

    /// What is said of a role at a depth, as files write it: `light-red on black, bold`.
    pub fn words(&self, role: Role, depth: Depth) -> String {
        let look = self.looks[role as usize];
        let fg = look.fg.at(depth).map(colour::words);
        let bg = look
            .bg
            .at(depth)
            .map(|bg| say!("on {bg}", bg = colour::words(bg)));
        let colours: Vec<String> = fg.into_iter().chain(bg).collect();
        let colours = Some(colours.join(" ")).filter(|colours| !colours.is_empty());
        let modifiers = file::modifier_words(look.modifiers)
            .into_iter()
            .map(str::to_owned);
        colours
            .into_iter()
            .chain(modifiers)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// What is no fault and still not good: a role that some terminals show without its colour, or that cannot be read.
    pub fn doubts(&self) -> Vec<String> {
        let depths = [
            (Depth::True, word!("24 bits")),
            (Depth::Indexed, word!("256 colours")),
            (Depth::Sixteen, word!("16 colours")),
        ];
        let mut doubts = Vec::new();
        for (look, role) in self.looks.iter().zip(&ROLES) {
            for (depth, words) in depths {
                let name = role.name;
                if look.fg != Shades::default() && look.fg.at(depth).is_none() {
                    doubts.push(say!(
                        "{name} has no colour of its own where a terminal shows {words}",
                        name,
                        words
                    ));
                }
                if let Some(ratio) = self.contrast(role.role, depth)
                    && ratio < super::readable(role.role)
                {
                    doubts.push(say!("{name} is hard to read in {words}: a contrast of {ratio:.1}, and {readable} is the least", name, words, ratio, readable = super::readable(role.role)));
                }
            }
        }
        doubts
    }

    /// The contrast of a role on its ground; `None` where the terminal's owner chooses one of the two.
    pub fn contrast(&self, role: Role, depth: Depth) -> Option<f64> {
        let (look, plain) = (self.looks[role as usize], self.looks[PLAIN]);
        let seen = |own: Shades, plain: Shades| own.over(plain).at(depth).and_then(colour::seen);
        Some(colour::contrast(
            seen(look.fg, plain.fg)?,
            seen(look.bg, plain.bg)?,
        ))
    }
}

fn mixed(paint: &Paint, palette: &BTreeMap<&str, Shades>) -> Result<Shades, String> {
    let name = match paint {
        Paint::Shades(shades) => return Ok(*shades),
        Paint::Named(name) => name,
    };
    let own = palette.get(name.as_str()).copied();
    // A palette that says `red` for deep terminals leaves the others theirs.
    let common = colour::named(name)
        .map(|color| Shades::of(&[color]))
        .transpose()?;
    match (own, common) {
        (Some(own), Some(common)) => Ok(own.over(common)),
        (Some(shades), None) | (None, Some(shades)) => Ok(shades),
        (None, None) => Err(file::no_colour(name, palette.keys().copied())),
    }
}
