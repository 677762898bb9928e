//! The doctor on the terminal: what it can show, why that is believed, and what would make it show more.

use super::finding::{Finding, well};
use crate::config::Screen;
use crate::run::look::Look;
use crate::run::widths::Widths;
use crate::tui::canvas::Lines;
use crate::tui::depth::{Because, Depth, locale, utf8_locale};
use crate::tui::screen::room::layout::LEAST;

/// What is asked of the machine beforehand.
pub struct Facts<'a> {
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// Standard input and output are one.
    pub is_terminal: bool,
    /// Columns and rows, where it is a terminal.
    pub size: Option<(u16, u16)>,
    /// How wide it draws some characters, where it was asked.
    pub widths: Option<Widths>,
}

impl Facts<'_> {
    fn set(&self, name: &str) -> Option<String> {
        (self.env)(name).filter(|value| !value.is_empty())
    }

    fn term(&self) -> String {
        self.set("TERM").unwrap_or_default()
    }
}

pub fn findings(facts: &Facts, screen: &Screen) -> Vec<Finding> {
    let look = Look::of_this_terminal(screen, facts.env);
    let mut found = vec![terminal(facts, screen)];
    found.extend(multiplexer(facts));
    found.push(colours(facts, screen, look));
    found.push(characters(facts, screen, look));
    found.extend(facts.widths.as_ref().map(widths));
    found
}

fn terminal(facts: &Facts, screen: &Screen) -> Finding {
    let term = match facts.term().as_str() {
        "" => "TERM is not set".to_owned(),
        term => format!("TERM is {term}"),
    };
    if !facts.is_terminal {
        return well(
            "terminal",
            format!("not a terminal, so the room cannot open here; {term}"),
        );
    }
    let (width, height) = facts.size.unwrap_or_default();
    let over = match facts.set("SSH_CONNECTION") {
        Some(_) => ", over ssh",
        None => "",
    };
    let finding = well("terminal", format!("{width} x {height}{over}; {term}"));
    let (least_width, least_height) = LEAST;
    match facts.term().as_str() {
        "dumb" if screen.plain.as_ref().is_none_or(|plain| plain.value) => {
            finding.better("nothing can be placed on it: the room opens in lines of text by itself")
        }
        "dumb" => finding.bad(
            "the room needs a terminal that can place text; `warroom status` and `warroom log --follow` print lines",
        ),
        _ if width < least_width || height < least_height => finding.bad(format!(
            "make it {least_width} x {least_height} or larger: below that the room is one line and takes no keys"
        )),
        _ => finding,
    }
}

fn multiplexer(facts: &Facts) -> Option<Finding> {
    let term = facts.term();
    if facts.set("TMUX").is_some() {
        let finding = well("tmux", "inside tmux");
        return Some(match term.starts_with("tmux") || term.starts_with("screen") {
            true => finding,
            false => finding.better(format!(
                "TERM should be tmux's own and not {term}: in ~/.tmux.conf, set -g default-terminal tmux-256color"
            )),
        });
    }
    facts.set("STY").map(|_| well("screen", "inside GNU screen"))
}

fn colours(facts: &Facts, screen: &Screen, look: Look) -> Finding {
    let depth = match look.depth {
        Depth::Mono => "none",
        Depth::Sixteen => "16",
        Depth::Indexed => "256",
        Depth::True => "24 bits",
    };
    let term = facts.term();
    let named = screen.color.as_ref().map(|color| color.origin.to_string());
    let named = named.unwrap_or_default();
    let say = |why: String| well("colours", format!("{depth}, {why}"));
    match look.because {
        Because::Flag | Because::Configured => say(format!("as color is set {named}")),
        Because::NoColor => say("since NO_COLOR is set".to_owned())
            .better("unset NO_COLOR to see colours, or say --color 256 once"),
        Because::NoTerm => say("since TERM names no terminal that has any".to_owned())
            .better("set TERM to what your terminal is, such as xterm-256color"),
        Because::Console => say("as the Linux console has".to_owned()),
        Because::Hardware => say(format!("since a {term} has no more"))
            .better("set TERM to what your terminal is, if it is no such one"),
        Because::Promised => say("as COLORTERM promises".to_owned()),
        Because::Broken => say(format!(
            "since COLORTERM promises 24 bits and {} does not keep that",
            match term.starts_with("screen") {
                true => "GNU screen",
                false => "Terminal.app",
            }
        ))
        .better("say color = \"true\" in the settings if yours does"),
        Because::Term256 => {
            say("as TERM promises, and COLORTERM promises no more".to_owned()).better(match facts.set("SSH_CONNECTION") {
                Some(_) => "ssh does not pass COLORTERM on: say color = \"true\" in the settings here if your terminal has 24 bits",
                None => "say color = \"true\" in the settings if your terminal has 24 bits",
            })
        }
        Because::Term => say(format!("since TERM is {term}"))
            .better("set TERM to one that ends in -256color, or say color = \"256\", if your terminal has them"),
    }
}

fn characters(facts: &Facts, screen: &Screen, look: Look) -> Finding {
    let said = match locale(facts.env) {
        Some((name, locale)) => format!("{name} is {locale}"),
        None => "no locale is set".to_owned(),
    };
    match look.lines {
        Lines::Drawn => well("characters", format!("drawn lines; {said}")),
        Lines::Ascii if utf8_locale(facts.env) => {
            let origin = screen.ascii.as_ref().map(|ascii| ascii.origin.to_string());
            let origin = origin.unwrap_or_default();
            well("characters", format!("ASCII, as ascii is set {origin}; {said}"))
        }
        Lines::Ascii => well("characters", format!("ASCII; {said}"))
            .better("set LANG to one in UTF-8, such as C.UTF-8, for drawn lines and whole names"),
    }
}

fn widths(widths: &Widths) -> Finding {
    let about = "widths";
    if !widths.answered {
        return well(
            about,
            "the terminal does not say where its cursor is; on a slow line it is then sent little at a time",
        );
    }
    let wrong: Vec<String> = widths
        .wrong
        .iter()
        .map(|(text, drawn)| format!("{text} takes {drawn}"))
        .collect();
    match wrong.is_empty() {
        true => well(about, "as wide as the terminal draws them"),
        false => well(
            about,
            format!("not as the terminal draws them: {}", wrong.join(", ")),
        )
        .better(
            "let the terminal draw characters of ambiguous width narrow, or say ascii = true in the settings",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(env: &str, size: (u16, u16), widths: Option<Widths>) -> Vec<Finding> {
        let pairs: Vec<(&str, &str)> = env
            .split_whitespace()
            .filter_map(|pair| pair.split_once('='))
            .collect();
        let env = |name: &str| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let facts = Facts {
            env: &env,
            is_terminal: true,
            size: Some(size),
            widths,
        };
        findings(&facts, &Screen::default())
    }

    fn one(found: &[Finding], about: &str) -> (String, String) {
        let one = found.iter().find(|finding| finding.about == about).unwrap();
        (one.says.clone(), one.advice.clone().unwrap_or_default())
    }

    #[test]
    fn each_depth_says_why_it_is_so_and_what_would_make_it_more() {
        let table = [
            (
                "TERM=xterm-256color COLORTERM=truecolor",
                "24 bits, as COLORTERM",
                "",
            ),
            ("TERM=xterm-256color", "256, as TERM", "color = \"true\""),
            (
                "TERM=tmux-256color SSH_CONNECTION=x",
                "256, as TERM",
                "ssh does not pass COLORTERM on",
            ),
            ("TERM=xterm", "16, since TERM is xterm", "-256color"),
            (
                "TERM=screen COLORTERM=24bit",
                "16, since COLORTERM promises",
                "if yours does",
            ),
            ("TERM=linux", "16, as the Linux console", ""),
            ("TERM=vt100", "none, since a vt100", "set TERM"),
            ("", "none, since TERM names no terminal", "xterm-256color"),
            ("TERM=xterm NO_COLOR=1", "none, since NO_COLOR", "unset NO_COLOR"),
        ];
        for (env, says, advice) in table {
            let (said, advised) = one(&found(env, (80, 24), None), "colours");
            assert!(said.starts_with(says), "{env}: {said}");
            assert!(
                advised.contains(advice) && advised.is_empty() == advice.is_empty(),
                "{env}: {advised}"
            );
        }
    }

    #[test]
    fn what_keeps_the_room_from_opening_is_bad_and_what_is_only_plain_is_not() {
        let bad = |env, size| {
            found(env, size, None)
                .iter()
                .filter(|finding| finding.bad)
                .count()
        };
        assert_eq!(bad("TERM=xterm", (80, 24)), 0);
        assert_eq!(bad("TERM=dumb", (80, 24)), 0, "it opens in lines by itself");
        assert_eq!(bad("TERM=xterm", (20, 5)), 1);
    }

    #[test]
    fn the_locale_tmux_and_the_widths_are_told_with_what_to_do() {
        let plain = found("TERM=xterm TMUX=x LC_ALL=C LANG=C.UTF-8", (80, 24), None);
        assert_eq!(one(&plain, "characters").0, "ASCII; LC_ALL is C");
        assert!(one(&plain, "tmux").1.contains("tmux-256color"));
        let drawn = Widths {
            answered: true,
            wrong: vec![("\u{2500}".to_owned(), 2)],
        };
        let wide = found("TERM=xterm LANG=C.UTF-8", (80, 24), Some(drawn));
        assert_eq!(one(&wide, "characters").0, "drawn lines; LANG is C.UTF-8");
        let (said, advised) = one(&wide, "widths");
        assert!(said.contains("\u{2500} takes 2") && advised.contains("ascii = true"));
    }
}
