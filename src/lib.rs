//! `warroom`: one picture of an incident in a terminal.

pub mod connect;
pub mod domain;
pub mod wire;
