//! The screens: keys in, text out; what is shown before the hub has answered and what is not.

mod any_size;
mod bytes;
mod calls;
mod command;
mod desk;
mod habits;
mod hostile;
mod inbound;
mod keys;
mod looks;
mod mistakes;
mod outbox;
mod playbook;
mod policy;
mod recovery;
mod reports;
mod room;
mod shares;
mod sheet;
mod sheet_record;
mod sheet_standing;
pub mod stage;
mod topics;
mod typed;
mod words;
pub mod world;
