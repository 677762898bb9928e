//! `warroom completions`: what a shell needs to complete the verbs and their flags, from the table of verbs itself.

use super::failure::Failure;
use clap::Args;
use clap_complete::Shell;
use std::io::{self, Write};

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell you type in
    shell: Shell,
}

impl Completions {
    /// Writes the script; no setting of this machine counts for it.
    pub fn run(&self, mut program: clap::Command) -> Result<u8, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut program, "warroom", &mut script);
        io::stdout().write_all(&script)?;
        Ok(0)
    }
}
