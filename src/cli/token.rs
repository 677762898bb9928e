//! `warroom token`: who may speak to a hub.

use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use super::word;
use crate::config::values;
use crate::domain::actor::Access;
use crate::domain::ids::Name;
use crate::hub::auth::{token_hash, token_text};
use crate::run::embedded::Life;
use crate::run::settings::{open_store, random};
use crate::store::Store;
use crate::wire::{self, NewToken};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make a token and print it; it is shown this once
    New(New),
    /// Name every token there is in a store
    List(OfStore),
    /// Revoke every token of a name in a store
    Revoke {
        /// Whose tokens
        name: String,
        #[command(flatten)]
        of: OfStore,
    },
}

#[derive(Debug, Args)]
pub struct New {
    /// Whose it is: they speak under this name
    #[arg(long)]
    name: String,
    /// viewer, wall, advocate, liaison, scribe, lead, commander, admin, source
    #[arg(long, value_parser = word::access)]
    role: Access,
    /// Open this store, sqlite:PATH, instead of asking its hub: the hub must not be running
    #[arg(long, value_parser = store)]
    store: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct OfStore {
    /// sqlite:PATH; its hub must not be running
    #[arg(long, value_parser = store)]
    store: PathBuf,
}

impl Token {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Token::New(new) => new.run(context).await?,
            Token::List(of) => list(context, &mut existing(&of.store)?)?,
            Token::Revoke { name, of } => {
                let revoked = existing(&of.store)?
                    .revoke(&Name::from(name.as_str()))
                    .map_err(Failure::said)?;
                match revoked {
                    0 => return Err(Failure::said(format!("{name} has no token that is good"))),
                    1 => context.line(format!("1 token of {name} is revoked"))?,
                    several => context.line(format!("{several} tokens of {name} are revoked"))?,
                }
            }
        }
        Ok(0)
    }
}

impl New {
    async fn run(&self, context: &mut Context) -> Result<(), Failure> {
        let name = Name::from(self.name.trim());
        if name.as_str().is_empty() {
            return Err(Failure::usage("the name is empty; say whose token it will be"));
        }
        let token = match &self.store {
            Some(path) => in_store(path, &name, self.role)?,
            None => self.ask(context, name).await?,
        };
        context.line(token)
    }

    async fn ask(&self, context: &Context, name: Name) -> Result<String, Failure> {
        if context.settings.config.hub.is_none() {
            return Err(Failure::usage(
                "say which hub the token is for: --hub URL, WARROOM_HUB, or --store sqlite:PATH for one that is not \
                 running. The local room of this machine needs none",
            ));
        }
        let session = Session::connect(context, Life::Command).await?;
        let new = NewToken {
            name,
            role: self.role,
        };
        let made: Result<wire::Token, Failure> = session.post(wire::TOKENS, &new).await;
        session.end().await;
        Ok(made?.token)
    }
}

fn in_store(path: &Path, name: &Name, access: Access) -> Result<String, Failure> {
    let mut store = open_store(path)?;
    let Some(random) = random() else {
        return Err(Failure::said("the system has no randomness to give for a token"));
    };
    let token = token_text(random);
    store
        .add_token(name, access, token_hash(&token))
        .map_err(Failure::said)?;
    Ok(token)
}

fn list(context: &mut Context, store: &mut Store) -> Result<(), Failure> {
    for token in store.tokens().map_err(Failure::said)? {
        let revoked = match token.revoked {
            true => "revoked",
            false => "",
        };
        context.line(format!("{:<16} {:<10} {revoked}", token.name, token.access))?;
    }
    Ok(())
}

/// Opening makes a store where there is none; here that would be a slip of the finger.
pub fn existing(path: &Path) -> Result<Store, Failure> {
    match path.exists() {
        true => Ok(open_store(path)?),
        false => Err(Failure::said(format!("there is no store {}", path.display()))),
    }
}

fn store(text: &str) -> Result<PathBuf, String> {
    values::store(text, &|path| PathBuf::from(path))
}
