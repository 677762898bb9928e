//! `warroom`: one picture of an incident in a terminal.

pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
pub mod connect;
pub mod directory;
pub mod domain;
pub mod hub;
pub mod run;
pub mod store;
pub mod tui;
pub mod wire;
