//! `warroom`: one picture of an incident in a terminal.

pub mod client;
pub mod clock;
pub mod directory;
pub mod domain;
pub mod wire;
