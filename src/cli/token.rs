//! `warroom token`: who may speak to a hub.

mod keep;

use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use super::word;
use crate::clock::Clock;
use crate::domain::actor::Access;
use crate::domain::ids::Name;
use crate::domain::span::Span;
use crate::hub::auth::{token_hash, token_text};
use crate::run::embedded::Life;
use crate::run::settings::{open_store, random};
use crate::store::{Store, StoreError, TokenRow, Whose};
use crate::wire::{self, KnownToken, NewToken, Revoked, Tokens};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make a token and print it; it is shown this once
    New(New),
    /// Say whose tokens are good, and until when
    List(OfStore),
    /// Keep a token of yours that comes on standard input, as `warroom invite` has it
    Keep(keep::Keep),
    /// Revoke the tokens of a name, or one of them; never the last one of an administrator
    Revoke(Revoke),
}

#[derive(Debug, Args)]
pub struct New {
    /// Whose it is: they speak under this name
    #[arg(long)]
    name: String,
    /// viewer, wall, advocate, liaison, scribe, lead, commander, admin, source
    #[arg(long, value_parser = word::access)]
    role: Access,
    /// How long it is good, such as 30d; without it, until it is revoked
    #[arg(long, value_name = "TIME")]
    expires: Option<Span>,
    #[command(flatten)]
    of: OfStore,
}

#[derive(Debug, Args)]
pub struct Revoke {
    /// Whose tokens
    name: String,
    /// Only those with this access
    #[arg(long, value_parser = word::access)]
    role: Option<Access>,
    /// Only the one that `warroom token list` shows with these digits
    #[arg(long)]
    id: Option<String>,
    #[command(flatten)]
    of: OfStore,
}

#[derive(Debug, Args)]
pub struct OfStore {
    /// Open this store, sqlite:PATH, instead of asking its hub: the hub must not be running
    #[arg(long, value_parser = word::store)]
    store: Option<PathBuf>,
}

impl Token {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Token::New(new) => {
                let token = new.token(context).await?;
                context.line(token)?;
            }
            Token::List(of) => {
                for token in of.tokens(context).await? {
                    let until = match token.expires {
                        None => String::new(),
                        Some(expires) => format!("  until {}", until(expires)),
                    };
                    context.line(format!(
                        "{:<16} {:<10} {}{until}",
                        token.name, token.role, token.id
                    ))?;
                }
            }
            Token::Keep(keep) => keep.run(context).await?,
            Token::Revoke(revoke) => match (revoke.count(context).await?, &revoke.name) {
                (0, name) if revoke.role.is_some() || revoke.id.is_some() => {
                    return Err(Failure::said(format!(
                        "{name} has no such token; `warroom token list` shows all"
                    )));
                }
                (0, name) => return Err(Failure::said(format!("{name} has no token that is good"))),
                (1, name) => context.line(format!("1 token of {name} is revoked"))?,
                (several, name) => context.line(format!("{several} tokens of {name} are revoked"))?,
            },
        }
        Ok(0)
    }
}

impl New {
    async fn token(&self, context: &Context) -> Result<String, Failure> {
        let name = Name::from(self.name.trim());
        if name.as_str().is_empty() {
            return Err(Failure::usage("the name is empty; say whose token it will be"));
        }
        let (role, lasts) = (self.role, self.expires);
        let Some(path) = &self.of.store else {
            let made = made(context, NewToken { name, role, lasts }).await?;
            return Ok(made.token);
        };
        let mut store = existing(path)?;
        let Some(random) = random() else {
            return Err(Failure::said("the system has no randomness to give for a token"));
        };
        let token = token_text(random);
        let kept = store.keep_token(TokenRow {
            expires: lasts.map(|lasts| lasts.after(Clock::real().now())),
            ..TokenRow::new(name, role, token_hash(&token))
        });
        kept.map_err(Failure::said)?;
        Ok(token)
    }
}

impl OfStore {
    /// Those that are good.
    async fn tokens(&self, context: &Context) -> Result<Vec<KnownToken>, Failure> {
        let Some(path) = &self.store else {
            let session = of_a_team(context).await?;
            let tokens: Result<Tokens, Failure> = session.get(wire::TOKENS).await;
            session.end().await;
            return Ok(tokens?.tokens);
        };
        let tokens = existing(path)?.tokens().map_err(Failure::said)?;
        let now = Clock::real().now();
        let good = tokens.into_iter().filter(|token| token.is_good(now));
        let good = good.map(|token| KnownToken {
            id: token.id(),
            name: token.name,
            role: token.access,
            expires: token.expires,
        });
        Ok(good.collect())
    }
}

impl Revoke {
    async fn count(&self, context: &Context) -> Result<usize, Failure> {
        let name = Name::from(self.name.as_str());
        let Some(path) = &self.of.store else {
            let session = of_a_team(context).await?;
            let (role, id) = (self.role, self.id.clone());
            let revoke = wire::Revoke { name, role, id };
            let revoked: Result<Revoked, Failure> = session.post(wire::REVOKE, &revoke).await;
            session.end().await;
            return Ok(revoked?.revoked);
        };
        let whose = Whose {
            name,
            access: self.role,
            id: self.id.clone(),
        };
        existing(path)?.revoke(&whose).map_err(Failure::said)
    }
}

/// A new token of a team's hub.
pub async fn made(context: &Context, new: NewToken) -> Result<wire::Token, Failure> {
    let session = of_a_team(context).await?;
    let made = session.post(wire::TOKENS, &new).await;
    session.end().await;
    made
}

/// To the minute.
pub fn until(expires: Timestamp) -> String {
    expires.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A hub that was named; the local room has no use for tokens.
async fn of_a_team(context: &Context) -> Result<Session, Failure> {
    if context.settings.config.hub.is_none() {
        return Err(Failure::usage(
            "say which hub the token is for: --hub URL, WARROOM_HUB, or --store sqlite:PATH for one that is not \
             running. The local room of this machine needs none",
        ));
    }
    Session::connect(context, Life::Command).await
}

/// Opening makes a store where there is none; here that would be a slip of the finger.
pub fn existing(path: &Path) -> Result<Store, Failure> {
    match path.exists() {
        true => unused(open_store(path)),
        false => Err(Failure::said(format!("there is no store {}", path.display()))),
    }
}

/// A store whose hub runs is asked about through the hub.
fn unused(opened: anyhow::Result<Store>) -> Result<Store, Failure> {
    opened.map_err(|error| match error.downcast_ref() {
        Some(StoreError::InUse { path, .. }) => Failure::said(format!(
            "{path} is in use by its hub; ask that one, with --hub instead of --store"
        )),
        _ => error.into(),
    })
}
