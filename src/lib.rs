//! `warroom`: one picture of an incident in a terminal.

pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
pub mod connect;
pub mod directory;
// So that the kit for tests names things the same from inside and from outside.
#[cfg(test)]
extern crate self as warroom;

pub mod domain;
pub mod hub;
pub mod run;
pub mod store;
pub mod tui;
pub mod wire;
