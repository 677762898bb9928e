//! `warroom serve`: the hub for a team, until a signal ends it.

use super::clean_lines::CleanLines;
use super::context::Context;
use super::failure::Failure;
use crate::run::hub::{self, Serve as Told};
use clap::Args;
use std::io;
use tracing::Level;

#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen; 127.0.0.1:7420 unless configured, and with port 0 any that is free
    #[arg(long)]
    pub listen: Option<String>,
    /// Where to keep the log: sqlite:PATH; unless configured, a file of your own named after the port
    #[arg(long)]
    pub store: Option<String>,
    /// Something in front of it speaks TLS: it may listen beyond this machine
    #[arg(long)]
    behind_proxy: bool,
}

impl Serve {
    pub async fn run(&self, context: &Context) -> Result<u8, Failure> {
        tracing_subscriber::fmt()
            .with_writer(|| CleanLines(io::stderr()))
            .with_ansi(false)
            .with_target(false)
            .with_max_level(Level::INFO)
            .init();
        let told = Told {
            behind_proxy: self.behind_proxy,
        };
        let signal = hub::serve(&context.settings, told, io::stderr()).await?;
        Ok(u8::try_from(128 + signal).unwrap_or(1))
    }
}
