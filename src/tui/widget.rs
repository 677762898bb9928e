//! Small pieces that several screens draw with.

pub mod boxed;
pub mod form;
pub mod input;
pub mod list;
pub mod paper;
pub mod pick;
pub mod scroll;
