//! Everything one screen is: what it knows, the screens on it, and what is open over them.

use super::screen::Dialog;
use super::screen::lobby::Lobby;
use super::screen::room::Room;
use super::stage::{Setting, Stage};
use jiff::Timestamp;

/// All of it.
#[derive(Debug)]
pub struct Model {
    pub stage: Stage,
    pub room: Room,
    pub lobby: Lobby,
    /// What is open over the screen, the topmost last.
    pub dialogs: Vec<Dialog>,
    /// Ctrl-C was pressed at this moment; a second one soon after ends the program.
    pub interrupted: Option<Timestamp>,
}

impl Model {
    pub fn new(setting: Setting, now: Timestamp, place: String, width: u16, height: u16) -> Self {
        let stage = Stage::new(setting, now, place, width, height);
        Model {
            stage,
            room: Room::default(),
            lobby: Lobby::default(),
            dialogs: Vec::new(),
            interrupted: None,
        }
    }
}
