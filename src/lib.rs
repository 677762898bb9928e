//! `warroom`: one picture of an incident in a terminal.

// So that the kit for tests names things the same from inside and from outside.
#[cfg(test)]
extern crate self as warroom;

pub mod domain;
pub mod wire;
