//! The flags that every verb takes.

use super::failure::Failure;
use crate::config::words::Overrides;
use crate::domain::ids::IncidentId;
use crate::tui::manner::Manner;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// When news are told to somebody who types, in plain mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Announce {
    /// At once, also into a line that is being typed
    Now,
    /// After the next Enter; what presses rings once before
    #[default]
    Prompt,
}

#[derive(Debug, Args)]
pub struct Globals {
    /// Which hub: a URL, or unix:PATH
    #[arg(
        long,
        global = true,
        value_name = "URL|unix:PATH",
        help_heading = "Everywhere"
    )]
    hub: Option<String>,
    /// The name to speak under, in a room of your own machine
    #[arg(long = "as", global = true, value_name = "NAME", help_heading = "Everywhere")]
    speak_as: Option<String>,
    /// The file that holds your token for the hub
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    token_file: Option<String>,
    /// Certificates to trust besides the system's, in PEM
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    ca_file: Option<String>,
    /// Read this file of settings and no other
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    config: Option<PathBuf>,
    /// Which incident, such as INC-7; left out, the only open one
    #[arg(
        long,
        global = true,
        env = "WARROOM_INCIDENT",
        value_name = "ID",
        help_heading = "Everywhere"
    )]
    pub incident: Option<IncidentId>,
    /// Show how it stands from far away: large numbers, no phone number, no money, no key that writes
    #[arg(
        long,
        global = true,
        conflicts_with = "read_only",
        help_heading = "Everywhere"
    )]
    wall: bool,
    /// Open the screen so that no key of it can write
    #[arg(long, global = true, help_heading = "Everywhere")]
    read_only: bool,
    /// Draw without characters beyond ASCII
    #[arg(long, global = true, help_heading = "Everywhere")]
    ascii: bool,
    /// How many colours: auto, never, 16, 256 or true
    #[arg(long, global = true, value_name = "WHEN", help_heading = "Everywhere")]
    color: Option<String>,
    /// How roles and states look; `warroom theme list` names what there is
    #[arg(long, global = true, value_name = "NAME", help_heading = "Everywhere")]
    theme: Option<String>,
    /// In lines of text: for screen readers, braille lines and terminals that draw nothing
    #[arg(long, global = true, help_heading = "Everywhere")]
    plain: bool,
    /// With --plain, when news are told while you type
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "prompt",
        value_name = "WHEN",
        help_heading = "Everywhere"
    )]
    pub announce: Announce,
    /// Nothing on the screen moves by itself: no seconds before the last five minutes
    #[arg(long, global = true, help_heading = "Everywhere")]
    reduced_motion: bool,
}

impl Globals {
    /// In which manner a screen is to be opened.
    ///
    /// # Errors
    /// What was asked for opens none.
    pub fn manner(&self, opens_one: bool) -> Result<Manner, Failure> {
        let manner = match (self.wall, self.read_only) {
            (true, _) => Manner::Wall,
            (false, true) => Manner::ReadOnly,
            (false, false) => Manner::TakesPart,
        };
        match manner.writes() || opens_one {
            true => Ok(manner),
            false => Err(Failure::usage(
                "--wall and --read-only are for a screen: `warroom` and `warroom demo`",
            )),
        }
    }

    /// What the flags say over the files and the environment.
    pub fn overrides(&self, listen: Option<String>, store: Option<String>) -> Overrides {
        Overrides {
            config: self.config.clone(),
            hub: self.hub.clone(),
            name: self.speak_as.clone(),
            token_file: self.token_file.clone(),
            ca_file: self.ca_file.clone(),
            listen,
            store,
            ascii: self.ascii.then_some(true),
            color: self.color.clone(),
            theme: self.theme.clone(),
            plain: self.plain.then_some(true),
            reduced_motion: self.reduced_motion.then_some(true),
        }
    }
}
