//! The screens and what opens over them; each has its state, what keys do to it, and how it is drawn.

pub mod calls;
pub mod card;
pub mod confirm;
pub mod declare;
pub mod duty;
pub mod help;
pub mod incidents;
pub mod inform;
pub mod line;
pub mod lobby;
pub mod menu;
pub mod note;
pub mod page;
pub mod people;
pub mod plan;
pub mod result;
pub mod room;
pub mod whom;

use super::action::Action;
use super::canvas::Canvas;
use super::effect::Effect;
use super::stage::{Stage, Tone};
use super::widget::boxed::boxed;
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, IncidentId};
use crossterm::event::KeyEvent;
use jiff::Timestamp;
use ratatui::layout::Rect;

/// What a screen answers to a key; the root carries it out.
#[derive(Debug)]
pub enum Ask {
    /// Submit a command about the incident on the screen, said to have happened then.
    Submit(Command, Option<Timestamp>),
    Open(Box<Dialog>),
    /// Close what is on top.
    Close,
    Say(String, Tone),
    /// Do what this key would do in the room.
    Act(Action),
    /// Show this incident.
    Choose(IncidentId),
    /// Keep what was typed; an empty text forgets the draft.
    Keep(Draft, String),
    Effect(Effect),
}

/// Which draft.
#[derive(Clone, Debug, PartialEq)]
pub enum Draft {
    Note(Option<AccountId>),
    Page,
    Result(AccountId),
}

/// What can be open over a screen.
#[derive(Debug)]
pub enum Dialog {
    Card(card::Card),
    Result(result::ResultForm),
    Note(note::NoteForm),
    Inform(inform::InformForm),
    Duty(duty::DutyForm),
    Page(page::PageForm),
    Plan(plan::PlanForm),
    Declare(declare::DeclareForm),
    Confirm(confirm::Confirm),
    Incidents(incidents::Incidents),
    People(people::PeopleHere),
    Menu(menu::Menu),
    Help(help::Help),
}

/// What every dialog can do.
pub trait Panel {
    /// Its title and the size it would like, in cells.
    fn frame(&self, stage: &Stage) -> (String, u16, u16);

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask>;

    /// What is typed here is kept when it is closed.
    fn keeps(&self) -> bool {
        false
    }

    /// Pasted text goes into the field that has the focus, if one has.
    fn paste(&mut self, _text: &str) {}

    /// Draws what is inside its box.
    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage);
}

impl Dialog {
    fn panel(&self) -> &dyn Panel {
        match self {
            Dialog::Card(panel) => panel,
            Dialog::Result(panel) => panel,
            Dialog::Note(panel) => panel,
            Dialog::Inform(panel) => panel,
            Dialog::Duty(panel) => panel,
            Dialog::Page(panel) => panel,
            Dialog::Plan(panel) => panel,
            Dialog::Declare(panel) => panel,
            Dialog::Confirm(panel) => panel,
            Dialog::Incidents(panel) => panel,
            Dialog::People(panel) => panel,
            Dialog::Menu(panel) => panel,
            Dialog::Help(panel) => panel,
        }
    }

    pub fn panel_mut(&mut self) -> &mut dyn Panel {
        match self {
            Dialog::Card(panel) => panel,
            Dialog::Result(panel) => panel,
            Dialog::Note(panel) => panel,
            Dialog::Inform(panel) => panel,
            Dialog::Duty(panel) => panel,
            Dialog::Page(panel) => panel,
            Dialog::Plan(panel) => panel,
            Dialog::Declare(panel) => panel,
            Dialog::Confirm(panel) => panel,
            Dialog::Incidents(panel) => panel,
            Dialog::People(panel) => panel,
            Dialog::Menu(panel) => panel,
            Dialog::Help(panel) => panel,
        }
    }

    /// The account it is about.
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            Dialog::Card(card) => Some(&card.account),
            Dialog::Result(form) => Some(&form.account),
            _ => None,
        }
    }

    /// What Esc does here.
    pub fn hint(&self) -> &'static str {
        match self.panel().keeps() {
            true => " Esc goes back; what you typed is kept.",
            false => " Esc goes back.",
        }
    }

    /// Draws it in a box in the middle of `within`.
    pub fn draw(&self, canvas: &mut Canvas, within: Rect, stage: &Stage) {
        let (title, width, height) = self.panel().frame(stage);
        let inside = boxed(canvas, within, width, height, &title);
        self.panel().draw(canvas, inside, stage);
    }
}
