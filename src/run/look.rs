//! How to draw on this terminal: found out once, from the settings and the environment.

use crate::config::Screen as Configured;
use crate::config::origin::Origin;
use crate::config::values::Colour;
use crate::tui::canvas::Lines;
use crate::tui::depth::{Because, ColorChoice, Depth, detect_depth, takes_synchronized, utf8_locale};

#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub depth: Depth,
    /// Why it is that depth.
    pub because: Because,
    pub synchronized: bool,
    pub lines: Lines,
    /// Nothing moves by itself.
    pub still: bool,
}

impl Look {
    /// A flag counts more than `NO_COLOR`, and that more than a file of settings.
    pub fn of_this_terminal(configured: &Configured, env: &dyn Fn(&str) -> Option<String>) -> Self {
        let (mut flag, mut file) = (None, None);
        if let Some(color) = &configured.color {
            let choice = Some(choice(color.value));
            match color.origin {
                Origin::Flag(_) => flag = choice,
                Origin::File { .. } | Origin::Environment(_) => file = choice,
            }
        }
        let ascii = configured.ascii.as_ref().is_some_and(|ascii| ascii.value);
        let (depth, because) = detect_depth(flag, file, env);
        Look {
            depth,
            because,
            still: configured
                .reduced_motion
                .as_ref()
                .is_some_and(|still| still.value),
            synchronized: takes_synchronized(env),
            lines: if ascii || !utf8_locale(env) {
                Lines::Ascii
            } else {
                Lines::Drawn
            },
        }
    }
}

fn choice(colour: Colour) -> ColorChoice {
    match colour {
        Colour::Auto => ColorChoice::Auto,
        Colour::Never => ColorChoice::Never,
        Colour::Sixteen => ColorChoice::Sixteen,
        Colour::Indexed => ColorChoice::Indexed,
        Colour::True => ColorChoice::True,
    }
}
