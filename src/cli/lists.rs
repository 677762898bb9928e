//! `warroom accounts`, `contacts` and `people`: the lists of whom we call and who we are.

use super::context::Context;
use super::failure::Failure;
use super::{accounts, import, newcomer};
use crate::directory::Kind;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Accounts {
    /// Take a list in; rows replace those with the same id, but for what it has no column for
    Import(import::Import),
    /// Print them
    List(accounts::List),
    /// Take one in that no list has
    Add(newcomer::AccountOf),
}

#[derive(Debug, Subcommand)]
pub enum Contacts {
    /// Take a list in; rows replace those with the same id, but for what it has no column for
    Import(import::Import),
    /// Take one person in that no list has
    Add(newcomer::ContactOf),
}

#[derive(Debug, Subcommand)]
pub enum People {
    /// Take a list in; rows replace those with the same id, but for what it has no column for
    Import(import::Import),
}

impl Accounts {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Accounts::Import(import) => import.run(context, Kind::Accounts).await,
            Accounts::List(list) => list.run(context).await,
            Accounts::Add(add) => add.run(context).await,
        }
    }
}

impl Contacts {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Contacts::Import(import) => import.run(context, Kind::Contacts).await,
            Contacts::Add(add) => add.run(context).await,
        }
    }
}

impl People {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            People::Import(import) => import.run(context, Kind::People).await,
        }
    }
}
