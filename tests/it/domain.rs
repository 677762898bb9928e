//! The domain as a whole: stories over several subjects, properties of any history, and the shapes of stored events.

#[path = "../../src/domain/testkit.rs"]
pub mod testkit;

mod command;
mod debts;
mod golden;
pub mod histories;
mod policy;
mod properties;
mod put_away;
mod reports;
mod stories;
mod topics;
mod words;
