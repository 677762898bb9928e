//! The screen: what is shown and what a key means, without a terminal in sight.

pub mod backend;
pub mod depth;
