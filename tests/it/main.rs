//! Every integration test, in one binary: it is linked once.

// Clippy knows a test function from a helper of one; here everything is a test.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod alertmanager;
mod architecture;
mod binary;
mod client;
mod config;
mod config_built_in;
mod config_playbooks;
mod connect;
mod demo;
mod directory;
mod domain;
mod fuzz;
mod hostile;
mod hub;
mod months;
mod overload;
mod papers;
mod pictures;
mod plain;
mod record;
mod report;
mod screens;
mod simulation;
mod store;
mod supply;
mod terminals;
mod themes;
mod trace;
// Used by the harnesses as they come.
#[allow(dead_code)]
mod trust;
mod weights;
