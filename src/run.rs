//! The shell: wires the floors together, performs effects, owns the terminal and the signals.

pub mod backup;
pub mod defects;
pub mod demo;
pub mod drafts;
pub mod editor;
pub mod embedded;
pub mod frames;
pub mod heard;
pub mod held;
pub mod hub;
pub mod input;
pub mod joining;
pub mod local;
pub mod look;
pub mod outbox;
pub mod pacer;
pub mod paths;
pub mod perform;
pub mod reach;
pub mod room;
pub mod screen;
pub mod settings;
pub mod signals;
pub mod since_boot;
pub mod size;
pub mod terminal;
