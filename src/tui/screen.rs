//! The screens and what opens over them; each has its state, what keys do to it, and how it is drawn.

pub mod accept;
pub mod alerts;
pub mod answer;
pub mod ask;
pub mod asks;
pub mod assign;
pub mod brief;
pub mod brought;
pub mod call_brief;
pub mod calls;
pub mod checkin;
pub mod close;
pub mod command;
pub mod confirm;
pub mod copy;
pub mod credit_step;
pub mod critical;
pub mod deal;
pub mod debrief;
pub mod declare;
pub mod duty;
pub mod ended;
pub mod executives;
pub mod expert;
pub mod finding;
pub mod formed;
pub mod gesture;
pub mod guide;
pub mod handover;
pub mod held_call;
pub mod help;
pub mod inbound;
pub mod incidents;
pub mod inform;
pub mod leave;
pub mod line;
pub mod lobby;
pub mod log;
pub mod mark;
pub mod may;
pub mod menu;
pub mod merge;
pub mod money_word;
pub mod news;
pub mod note;
pub mod others;
pub mod owed;
pub mod part;
pub mod people;
pub mod phones;
pub mod plan;
pub mod playbooks;
pub mod promise_call;
pub mod propose_credit;
pub mod recovery;
pub mod refused;
pub mod report;
pub mod reports;
pub mod rest;
pub mod result;
pub mod room;
pub mod sending;
pub mod settle;
pub mod severity;
pub mod sheet;
pub mod silent;
pub mod slots;
pub mod split;
pub mod start;
pub mod stop;
pub mod stops;
pub mod tag;
pub mod take;
pub mod takeduty;
pub mod topics;
pub mod typed_time;
pub mod unreached;
pub mod vendors;
pub mod waits;
pub mod whom;
pub mod wish;
pub mod words;

use super::action::Action;
use super::canvas::Canvas;
use super::drafts::Draft;
use super::effect::Effect;
use super::stage::{Stage, Tone};
use super::widget::boxed::boxed;
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, IncidentId};
use crate::domain::speech::word;
use crossterm::event::KeyEvent;
use jiff::Timestamp;
use ratatui::layout::Rect;
use std::fmt;

/// What a screen answers to a key; the root carries it out.
#[derive(Debug)]
pub enum Ask {
    /// Submit a command about the incident on the screen, said to have happened then.
    Submit(Command, Option<Timestamp>),
    Open(Dialog),
    /// Open the call sheet of this account.
    Call(AccountId),
    /// Ask how the call with this account ended.
    Result(AccountId),
    /// Close what is on top.
    Close,
    Say(String, Tone),
    /// Do what this key would do in the room.
    Act(Action),
    /// Look for who is on the line.
    Find(String),
    /// Show this incident.
    Choose(IncidentId),
    /// Keep what was typed, one text a field; empty texts forget the draft.
    Keep(Draft, Vec<String>),
    /// What was typed has been sent with the commands before: offered again if the hub refuses one of them.
    Sent(Draft, Vec<String>),
    Effect(Effect),
}

/// What can be open over a screen.
pub type Dialog = Box<dyn Panel>;

/// What every dialog can do.
pub trait Panel: fmt::Debug + Send {
    /// Its title and the size it would like, in cells.
    fn frame(&self, stage: &Stage) -> (String, u16, u16);

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask>;

    /// The account it is about.
    fn account(&self) -> Option<&AccountId> {
        None
    }

    /// What is typed here, and the draft it is kept as: with every key, so that it outlives the dialog and the program.
    fn typed(&self) -> Option<(Draft, Vec<String>)> {
        None
    }

    /// What is typed here goes into this draft, now or when something in front of it is closed.
    fn edits(&self, draft: &Draft) -> bool {
        self.typed().is_some_and(|(own, _)| own == *draft)
    }

    /// What is typed here is kept when it is closed.
    fn keeps(&self) -> bool {
        self.typed().is_some()
    }

    /// Pasted text goes into the field that has the focus, if one has; what it asks for is carried out as with a key.
    fn paste(&mut self, _text: &str, _stage: &Stage) -> Vec<Ask> {
        Vec::new()
    }

    /// What lay over it was closed: what it wants to find out again.
    fn uncovered(&mut self, _stage: &Stage) -> Vec<Ask> {
        Vec::new()
    }

    /// The picture, who is here, or the minute has changed: what is costly to work out is worked out now, and neither
    /// with a key nor while it is drawn.
    fn settle(&mut self, _stage: &Stage) {}

    /// It opens over the timeline and leaves the list and the clock to be seen, where there is room for both.
    fn over_timeline(&self) -> bool {
        false
    }

    /// Draws what is inside its box.
    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage);
}

impl Ask {
    pub fn open(panel: impl Panel + 'static) -> Self {
        Ask::Open(Box::new(panel))
    }
}

/// What Esc does in a dialog.
pub fn hint(dialog: &dyn Panel) -> &'static str {
    match dialog.keeps() {
        true => word!(" Esc goes back; what you typed is kept."),
        false => word!(" Esc goes back."),
    }
}

/// Draws a dialog in a box in the middle of `within`.
pub fn draw(dialog: &dyn Panel, canvas: &mut Canvas, within: Rect, stage: &Stage) {
    let (title, width, height) = dialog.frame(stage);
    let inside = boxed(canvas, within, width, height, &title);
    dialog.draw(canvas, inside, stage);
}
