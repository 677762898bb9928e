//! Roles of text and what they look like: the terminal's own colours, and never colour alone.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is. Every role also has a word beside it on the screen, so that a theme without any
/// colour loses nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Plain,
    /// Titles of panes, and what is selected.
    Strong,
    /// Less than plain: labels, rules, what is done and past.
    Quiet,
    /// The severity in the header.
    Severity,
    Overdue,
    Soon,
    Done,
    /// What is yours.
    Mine,
    /// Somebody else is at it.
    Others,
    Guess,
    /// The line that says what to do next.
    Next,
    /// A key in the footer or the help.
    Key,
    /// Not live.
    Stale,
    Withdrawn,
}

/// The style of every role. This one uses the terminal's own sixteen colours and sets no background, so that it
/// reads on dark and on light as the person's own settings do.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    coloured: bool,
}

impl Theme {
    /// The default: the terminal's own colours.
    pub fn terminal() -> Self {
        Theme { coloured: true }
    }

    /// Weight, underline and reverse only.
    pub fn mono() -> Self {
        Theme { coloured: false }
    }

    pub fn style(self, role: Role) -> Style {
        let (colour, modifier) = match role {
            Role::Plain => (None, Modifier::empty()),
            Role::Strong => (None, Modifier::BOLD),
            Role::Quiet => (None, Modifier::empty()),
            Role::Severity => (Some(Color::Red), Modifier::BOLD.union(Modifier::REVERSED)),
            Role::Overdue => (Some(Color::Red), Modifier::BOLD),
            Role::Soon => (Some(Color::Yellow), Modifier::BOLD),
            Role::Done => (Some(Color::Green), Modifier::empty()),
            Role::Mine => (Some(Color::Cyan), Modifier::BOLD),
            Role::Others => (Some(Color::Cyan), Modifier::empty()),
            Role::Guess => (Some(Color::Magenta), Modifier::empty()),
            Role::Next => (None, Modifier::BOLD.union(Modifier::REVERSED)),
            Role::Key => (None, Modifier::BOLD),
            Role::Stale => (Some(Color::Yellow), Modifier::BOLD.union(Modifier::REVERSED)),
            Role::Withdrawn => (None, Modifier::empty()),
        };
        let style = Style::new().add_modifier(modifier);
        match colour {
            Some(colour) if self.coloured => style.fg(colour),
            Some(_) | None => style,
        }
    }
}
