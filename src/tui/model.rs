//! Everything one screen is: what it knows, the screens on it, and what is open over them.

use super::alarm::Alarm;
use super::manner::Manner;
use super::screen::Dialog;
use super::screen::lobby::Lobby;
use super::screen::room::Room;
use super::stage::{Setting, Stage};
use super::wall::Wall;
use crate::domain::command::Command;
use crate::domain::ids::IncidentId;
use crate::domain::speech::{self, Language};
use jiff::Timestamp;

/// All of it.
#[derive(Debug)]
pub struct Model {
    pub stage: Stage,
    pub room: Room,
    pub lobby: Lobby,
    /// In place of both, where nobody sits.
    pub wall: Option<Wall>,
    /// What is open over the screen, the topmost last.
    pub dialogs: Vec<Dialog>,
    /// What was overdue already.
    pub alarm: Alarm,
    /// Ctrl-C was pressed at this moment; a second one soon after ends the program.
    pub interrupted: Option<Timestamp>,
    /// What its texts are shown in; `None` is English.
    pub language: Option<&'static Language>,
}

impl Model {
    pub fn new(setting: Setting, now: Timestamp, place: String, width: u16, height: u16) -> Self {
        let stage = Stage::new(setting, now, place, width, height);
        Model {
            stage,
            room: Room::default(),
            lobby: Lobby::default(),
            wall: None,
            dialogs: Vec::new(),
            alarm: Alarm::default(),
            interrupted: None,
            language: None,
        }
    }

    /// How this screen is opened, and on which incident, if one was named.
    pub fn open_as(&mut self, manner: Manner, incident: Option<IncidentId>) {
        self.stage.manner = manner;
        self.stage.chosen = incident;
        let mut wall = Wall::new(incident.is_some());
        speech::within(self.language, || wall.settle(&self.stage));
        self.wall = (manner == Manner::Wall).then_some(wall);
    }

    /// The command at this place among those on their way was not taken. What was opened about an account that was to
    /// come of it is about nothing; what was typed there is kept.
    pub fn not_taken(&mut self, at: usize) {
        let command = self.stage.pending[at].submission.command.clone();
        self.stage.not_taken(at);
        if let Command::AddAccount(added) = command {
            let incident = self.stage.incident();
            let known = incident.is_some_and(|incident| incident.rows.contains_key(&added.account));
            self.dialogs
                .retain(|dialog| known || dialog.account() != Some(&added.account));
        }
    }
}
