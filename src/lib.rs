//! `warroom`: one picture of an incident in a terminal.

pub mod config;
pub mod directory;
pub mod domain;
pub mod wire;
