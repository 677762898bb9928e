//! The terminal while something else has it: a shell that stopped this job, or an editor.

use super::{Room, RoomError};
use crate::run::editor;
use crate::run::signals;
use crate::run::terminal::is_broken;
use crate::tui::msg::Msg;
use crate::tui::update::update;
use std::env;

impl Room {
    pub(super) fn suspend(&mut self) -> Result<(), RoomError> {
        self.guard.suspend(|| self.pause.ask())?;
        self.calls.begin_again();
        self.measure();
        Ok(self.frames.begin_again()?)
    }

    /// A job that is stopped, or in the background, hears of no new size.
    pub(super) fn measure(&mut self) {
        if let Ok((width, height)) = crossterm::terminal::size() {
            self.frames.resized(width, height);
            update(&mut self.model, Msg::Resize { width, height });
        }
    }

    /// The editor has the terminal until it ends; the keys, too.
    pub(super) fn edit(&mut self, text: &str) -> Result<Result<String, String>, RoomError> {
        let chosen = editor::chosen(&|name| env::var(name).ok());
        let _keys = signals::left_to_the_editor();
        let mut kept = None;
        // The reader rests until the terminal is ours again and what was typed before is dropped.
        let lent = self.guard.lend(|| {
            let resting = self.pause.ask();
            let edited = editor::edit(&chosen, text, &self.drafts);
            if let (true, Ok(text)) = (is_broken(), &edited) {
                // The room ends now, and nobody takes the text over.
                kept = editor::keep(text, &self.drafts).ok();
            }
            (edited, resting)
        });
        let edited = match (lent, kept) {
            (Err(why), Some(file)) => return Err(RoomError::Edited { why, file }),
            (lent, _) => lent?.0,
        };
        self.calls.begin_again();
        self.measure();
        self.frames.begin_again()?;
        Ok(edited.map_err(|error| {
            let said = error.to_string();
            format!("{}{}.", said[..1].to_uppercase(), &said[1..])
        }))
    }
}
