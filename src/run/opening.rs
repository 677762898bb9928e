//! What a room is opened with, and how it was left.

use super::embedded::Hindrance;
use super::habits::Habits;
use super::look::Look;
use super::paths::Paths;
use super::themes::Wardrobe;
use crate::client::connection::Hub;
use crate::domain::ids::IncidentId;
use crate::tui::manner::Manner;
use crate::tui::pending::Unsent;
use crate::tui::screen::guide::First;
use crate::tui::stage::Setting;
use std::path::PathBuf;

/// What a room is opened with.
pub struct Opening {
    pub hub: Hub,
    pub setting: Setting,
    pub manner: Manner,
    pub look: Look,
    pub wardrobe: Wardrobe,
    /// The incident asked for, if one was named.
    pub incident: Option<IncidentId>,
    /// Where the hub is, in words.
    pub place: String,
    /// Why a local room is not taken over, once it is gone.
    pub hindrance: Hindrance,
    /// Where this user's files are.
    pub paths: Paths,
    /// What somebody has chosen for their own screen.
    pub habits: Habits,
    /// What is asked at the very first start, and the file that is written then.
    pub first: Option<(First, PathBuf)>,
    /// What is typed and recorded here outlives the program; not so in a demo, whose record is thrown away.
    pub keeps: bool,
}

/// How a room was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The exit status.
    pub status: u8,
    /// What is not with the hub.
    pub unsent: Unsent,
    /// Settings were written: it is to be opened again with them.
    pub again: bool,
}
