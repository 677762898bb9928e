//! `warroom`: one picture of an incident in a terminal.

pub mod client;
pub mod clock;
pub mod directory;
pub mod domain;
pub mod run;
pub mod tui;
pub mod store;
pub mod wire;
