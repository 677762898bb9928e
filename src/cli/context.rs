//! What every verb is given: the settings, the incident somebody means, and where to write.

use super::ear;
use super::failure::Failure;
use super::globals::Announce;
use super::numbers::Numbers;
use crate::domain::ids::IncidentId;
use crate::domain::text::{Clean, CleanText};
use crate::run::desk::Desk;
use crate::run::settings::Settings;
use crate::tui::manner::Manner;
use serde::Serialize;
use std::fmt;
use std::io::{self, BufWriter, Stdout, Write};
use std::sync::Arc;
use tokio::sync::Mutex;

pub struct Context {
    pub settings: Settings,
    pub incident: Option<IncidentId>,
    /// How a screen is to be opened.
    pub manner: Manner,
    /// The hub has accepted what was asked: a failure from here on is one of telling it.
    pub recorded: bool,
    /// What is typed comes from a desk that is open, and what is said is heard and not seen.
    pub plain: Option<Plain>,
    pub announce: Announce,
    out: BufWriter<Stdout>,
}

pub struct Plain {
    pub desk: Arc<Mutex<Desk>>,
    pub numbers: Numbers,
    pub ascii: bool,
}

impl Context {
    pub fn new(settings: Settings, incident: Option<IncidentId>, manner: Manner) -> Self {
        Context {
            settings,
            incident,
            manner,
            recorded: false,
            plain: None,
            announce: Announce::default(),
            out: BufWriter::new(io::stdout()),
        }
    }

    /// One line for people.
    pub fn line(&mut self, line: impl fmt::Display) -> Result<(), Failure> {
        let line = line.to_string();
        match &self.plain {
            Some(plain) => {
                let heard = ear::line(&CleanText::new(&line), plain.ascii);
                // What is left of a rule or of an empty line is nothing to hear.
                match heard.is_empty() {
                    true => Ok(()),
                    false => Ok(writeln!(self.out, "{heard}")?),
                }
            }
            None => Ok(writeln!(self.out, "{}", Clean::line(&line))?),
        }
    }

    /// Lines for people.
    pub fn lines(&mut self, lines: impl fmt::Display) -> Result<(), Failure> {
        // Line by line: a report may be longer than a text from outside.
        for line in lines.to_string().lines() {
            if self.plain.is_some() {
                self.line(line)?;
                continue;
            }
            writeln!(self.out, "{}", CleanText::new(line))?;
        }
        Ok(())
    }

    /// What was painted by the rules of the screen.
    pub fn painted(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.out.write_all(bytes)?)
    }

    /// One line for machines.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let line = serde_json::to_string(value).map_err(Failure::said)?;
        Ok(writeln!(self.out, "{}", escaped(&line))?)
    }

    /// Beside the output: what a pipe should not get.
    pub fn aside(&mut self, line: impl fmt::Display) {
        if self.plain.is_some() {
            // There is one voice; if nobody hears it any more, the next line says so.
            let _ = self.line(line);
            return;
        }
        // With nowhere to say it there is nothing to do about it.
        let _ = writeln!(io::stderr(), "warroom: {}", CleanText::new(&line.to_string()));
    }

    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}

/// JSON that may be looked at on a terminal: it leaves the one-character introducers of sequences as they are, which is
/// allowed in a string and nowhere else.
fn escaped(json: &str) -> String {
    let mut line = String::with_capacity(json.len());
    for c in json.chars() {
        match c.is_control() {
            true => line.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => line.push(c),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_on_a_terminal_holds_no_control_character_and_says_the_same() {
        let said = "a\u{9b}2J\u{1b}[2J\u{7f}é";
        let json = serde_json::to_string(said).unwrap();
        assert!(json.contains('\u{9b}'), "then there is nothing to do");
        let line = escaped(&json);
        assert!(!line.chars().any(char::is_control), "{line:?}");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), said);
    }
}
