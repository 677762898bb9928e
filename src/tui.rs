//! The screen: what is shown and what a key means, without a terminal in sight.
//!
//! [`update::update`] turns a message into a changed [`model::Model`] and effects, which are data; [`view::view`]
//! draws the model. Keys become actions in one table ([`keys::KEYS`]) before any screen sees them. The floor above
//! reads the terminal, performs the effects and hands in the time.

pub mod action;
pub mod alarm;
pub mod ascii;
pub mod backend;
pub mod board;
pub mod canvas;
pub mod depth;
mod door;
pub mod drafts;
pub mod drawing;
pub mod effect;
pub mod finder;
pub mod keys;
pub mod manner;
pub mod model;
pub mod msg;
pub mod one_line;
pub mod optimistic;
pub mod osc;
pub mod owing;
pub mod pending;
pub mod screen;
pub mod specimen;
pub mod stage;
mod still;
pub mod theme;
pub mod title;
pub mod toast;
pub mod told;
pub mod update;
pub mod view;
pub mod wall;
pub mod widget;
pub mod words;
