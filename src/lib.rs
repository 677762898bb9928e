//! `warroom`: one picture of an incident in a terminal.

pub mod domain;
pub mod store;
pub mod wire;
