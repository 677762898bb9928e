//! The shell: wires the floors together, performs effects, owns the terminal and the signals.

pub mod heard;
pub mod input;
pub mod perform;
pub mod room;
pub mod screen;
pub mod signals;
pub mod embedded;
pub mod hub;
pub mod input;
pub mod paths;
pub mod reach;
pub mod settings;
pub mod terminal;
