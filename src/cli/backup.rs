//! `warroom backup`: a copy of the record, while its hub runs or not.

use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use super::token::existing;
use super::word;
use crate::run::backup::{of_hub, of_store};
use crate::run::embedded::Life;
use crate::store::chain::hex;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Backup {
    /// The copy: a file that is not there yet
    file: PathBuf,
    /// Copy this store, sqlite:PATH, instead of asking its hub: the hub must not be running
    #[arg(long, value_parser = word::store)]
    store: Option<PathBuf>,
}

impl Backup {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let copied = match &self.store {
            Some(store) => of_store(&mut existing(store)?, &self.file)?,
            None => {
                let session = Session::connect(context, Life::Command).await?;
                let copied = of_hub(session.hub(), &self.file).await;
                session.end().await;
                copied?
            }
        };
        context.line(format!(
            "{}: {}; its hash is {}",
            self.file.display(),
            word::events(copied.through),
            hex(&copied.hash)
        ))?;
        Ok(0)
    }
}
