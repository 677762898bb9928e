//! Small pieces that several screens draw with.

pub mod boxed;

pub mod input;
pub mod list;
