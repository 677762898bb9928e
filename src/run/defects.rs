//! The last words of a defect. They may quote what came from outside, and go to a terminal or into the hub's own log.

use crate::domain::text::{Clean, CleanText};
use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, Write};
use std::panic;

/// A test writes into this pipe where it wants a defect; the pipe goes once that is heard. A released program does not
/// look for it.
#[cfg(debug_assertions)]
const ASKED: &str = "WARROOM_DEFECTS";

/// From here on a panic says what it has to say in words that are cleaned.
pub fn told_clean() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        let what = words(info.payload_as_str(), place.as_deref());
        let trace = Backtrace::capture();
        let trace = match trace.status() {
            BacktraceStatus::Captured => format!("\n{trace}"),
            _ => String::new(),
        };
        // Nobody may be reading.
        let _ = writeln!(io::stderr(), "{what}{}", CleanText::new(&trace));
    }));
    #[cfg(debug_assertions)]
    listen_for_tests();
}

#[cfg(debug_assertions)]
fn listen_for_tests() {
    let Some(pipe) = std::env::var_os(ASKED) else {
        return;
    };
    std::thread::spawn(move || {
        if let Ok(place) = std::fs::read_to_string(&pipe) {
            crate::defect::ask(&place);
            let _ = std::fs::remove_file(&pipe);
        }
    });
}

fn words(what: Option<&str>, place: Option<&str>) -> String {
    let what = Clean::line(what.unwrap_or("without words"));
    let place = place.unwrap_or("an unknown place");
    format!("warroom: a defect panicked at {place}: {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_defect_quotes_is_one_clean_line() {
        let quoted = "no char boundary of `Acme\u{1b}[2J\u{9b}1A\nwarroom: all is well`";
        let said = words(Some(quoted), Some("src/tui.rs:1:2"));
        assert!(!said.chars().any(char::is_control), "{said:?}");
        assert!(said.starts_with("warroom: a defect panicked at src/tui.rs:1:2: no char boundary of `Acme"));
        assert_eq!(
            words(None, None),
            "warroom: a defect panicked at an unknown place: without words"
        );
    }
}
