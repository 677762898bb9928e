//! The domain as a whole: stories over several subjects, properties of any history, and the shapes of stored events.

#[path = "../../src/domain/testkit.rs"]
mod testkit;

mod command;
mod debts;
mod golden;
mod histories;
mod policy;
mod properties;
mod stories;
mod words;
