//! What every verb is given: the settings, the incident somebody means, and where to write.

use super::failure::Failure;
use crate::domain::ids::IncidentId;
use crate::domain::text::{Clean, CleanText};
use crate::run::settings::Settings;
use serde::Serialize;
use std::fmt;
use std::io::{self, BufWriter, Stdout, Write};

pub struct Context {
    pub settings: Settings,
    pub incident: Option<IncidentId>,
    /// The hub has accepted what was asked: a failure from here on is one of telling it.
    pub recorded: bool,
    out: BufWriter<Stdout>,
}

impl Context {
    pub fn new(settings: Settings, incident: Option<IncidentId>) -> Self {
        Context {
            settings,
            incident,
            recorded: false,
            out: BufWriter::new(io::stdout()),
        }
    }

    /// One line for people.
    pub fn line(&mut self, line: impl fmt::Display) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{}", Clean::line(&line.to_string()))?)
    }

    /// Lines for people.
    pub fn lines(&mut self, lines: impl fmt::Display) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{}", CleanText::new(&lines.to_string()))?)
    }

    /// One line for machines.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let line = serde_json::to_string(value).map_err(Failure::said)?;
        Ok(writeln!(self.out, "{line}")?)
    }

    /// Beside the output: what a pipe should not get.
    pub fn aside(&self, line: impl fmt::Display) {
        // With nowhere to say it there is nothing to do about it.
        let _ = writeln!(io::stderr(), "warroom: {}", CleanText::new(&line.to_string()));
    }

    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}
