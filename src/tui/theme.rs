//! What text of each role looks like. Never colour alone: every state has a word, a weight or reverse besides.
//!
//! A theme is a file ([`file`]) over those it inherits from ([`shelf`]), laid together into a [`sheet`]; a [`Theme`] is
//! that for a terminal of one depth.

pub mod colour;
pub mod file;
pub mod role;
pub mod sheet;
pub mod shelf;

pub use role::Role;

use crate::tui::depth::Depth;
use ratatui::style::Style;
use std::sync::LazyLock;

/// How many roles there are.
const COUNT: usize = role::ROLES.len();

/// The style of every role, for one terminal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    styles: [Style; COUNT],
}

impl Theme {
    /// The default: the terminal's own sixteen colours and no ground, so that it reads on dark and on light as the
    /// person's own settings do.
    pub fn terminal() -> Self {
        static TERMINAL: LazyLock<Theme> = LazyLock::new(|| shelf::standard().theme(Depth::Sixteen));
        *TERMINAL
    }

    /// Weight and reverse only.
    pub fn mono() -> Self {
        static MONO: LazyLock<Theme> = LazyLock::new(|| shelf::mono().theme(Depth::Mono));
        *MONO
    }

    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}

/// The least contrast at which text of a role reads well: WCAG 2.2, SC 1.4.3. Rules are decoration.
fn readable(role: Role) -> f64 {
    match role {
        Role::Rule => 1.0,
        _ => 4.5,
    }
}
