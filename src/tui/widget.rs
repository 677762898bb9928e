//! Small pieces that several screens draw with.

pub mod boxed;
pub mod fit;

pub mod input;
pub mod list;
pub mod when;
