//! What happens in an incident, and what it adds up to: pure, no I/O, no clock, no randomness.
//!
//! A *command* asks, an *event* happened, the *log* keeps the events, the *picture* is what they add up to.
//! [`picture::Picture::decide`] turns a command into events or a refusal, [`picture::Picture::apply`] folds
//! one recorded event. Every subject has a file with its commands, events, state, `decide` and `apply`.
//! Derived facts (dues, rank, coverage, the call list) are functions of the picture and the time.

pub mod accounts;
pub mod actor;
pub mod alerts;
pub mod call_list;
pub mod checklist;
pub mod claims;
pub mod command;
pub mod corrections;
pub mod coverage;
pub mod due;
pub mod escalation;
pub mod event;
pub mod ids;
pub mod import;
pub mod incident;
pub mod lanes;
pub mod messages;
pub mod money;
pub mod nearest;
pub mod next;
pub mod notes;
pub mod outreach;
pub mod people;
pub mod picture;
pub mod playbook;
pub mod promises;
pub mod rank;
pub mod reference;
pub mod refusal;
pub mod span;
pub mod text;
pub mod timeline;
