//! `warroom cause` and `data`: what was found out, and how sure we are of it.

use super::act::Act;
use super::failure::Failure;
use super::session::{Asked, Session};
use super::word;
use crate::domain::command::Command;
use crate::domain::findings::{Certainty, Data, FindCause, FindData};
use clap::Args;

#[derive(Debug, Args)]
pub struct CauseOf {
    /// unknown, suspected or confirmed; from "confirmed" on the final report is due
    #[arg(value_parser = word::certainty)]
    certainty: Certainty,
    /// What it is, in words for customers; several words need no quotes
    text: Vec<String>,
}

#[derive(Debug, Args)]
pub struct DataOf {
    /// safe, lost, exposed or unknown
    #[arg(value_parser = word::data)]
    state: Data,
    /// Which, and how we know, in words for customers
    text: Vec<String>,
}

impl Act for CauseOf {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let find = FindCause {
            certainty: self.certainty,
            text: self.text.join(" ").into(),
        };
        Ok(Command::FindCause(find).into())
    }
}

impl Act for DataOf {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let find = FindData {
            state: self.state,
            text: self.text.join(" ").into(),
        };
        Ok(Command::FindData(find).into())
    }
}
