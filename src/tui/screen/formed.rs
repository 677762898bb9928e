//! A dialog that is one form: what is the same for all of them, said once.

use super::{Ask, Panel};
use crate::domain::ids::AccountId;
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::stage::Stage;
use crate::tui::widget::form::{Form, Typed};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;
use std::fmt;

/// What such a dialog says for itself; it is a [`Panel`] by that. One with keys of its own is a [`Panel`] by hand.
pub trait Formed: fmt::Debug + Send {
    fn title(&self, stage: &Stage) -> String;

    fn form(&self) -> &Form;

    fn form_mut(&mut self) -> &mut Form;

    /// Enter was pressed where it sends: what to submit, or what to say first.
    fn submit(&mut self, stage: &Stage) -> Vec<Ask>;

    /// Where to keep what was typed when it is closed, if it is to be kept.
    fn draft(&self) -> Option<Draft> {
        None
    }

    /// After every key and paste: rows and remarks that depend on other rows, or on what the hub has said.
    fn changed(&mut self, _stage: &Stage) {}

    /// After every key and paste: what to find out about what was typed.
    fn wants(&self, _stage: &Stage) -> Vec<Ask> {
        Vec::new()
    }

    /// The account it is about.
    fn about(&self) -> Option<&AccountId> {
        None
    }
}

impl<F: Formed> Panel for F {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        self.form().frame(self.title(stage), stage.width)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let typed = self.form_mut().key(key, stage.width);
        self.changed(stage);
        match typed {
            Typed::Nothing => self.wants(stage),
            Typed::Submit => {
                let mut asks = self.submit(stage);
                let closes = asks.iter().any(|ask| matches!(ask, Ask::Close));
                let sent = self.draft().filter(|_| closes);
                asks.extend(sent.map(|draft| Ask::Sent(draft, self.form().typed())));
                asks
            }
            Typed::Close => {
                let kept = self.draft().map(|draft| Ask::Keep(draft, self.form().typed()));
                kept.into_iter().chain([Ask::Close]).collect()
            }
        }
    }

    fn paste(&mut self, text: &str, stage: &Stage) -> Vec<Ask> {
        self.form_mut().paste(text);
        self.changed(stage);
        self.wants(stage)
    }

    fn typed(&self) -> Option<(Draft, Vec<String>)> {
        Some((self.draft()?, self.form().typed()))
    }

    fn account(&self) -> Option<&AccountId> {
        self.about()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _stage: &Stage) {
        self.form().draw(canvas, area);
    }
}
