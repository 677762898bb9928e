//! What happens in an incident, and what it adds up to: pure, no I/O, no clock, no randomness.

pub mod text;
