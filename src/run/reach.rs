//! Which hub: the one that is named, else this user's local room.

use super::embedded::{self, Embedded, Found, Hindrance, Keeper, Life};
use super::paths::{authority, read_token};
use super::settings::Settings;
use crate::client::connection::{Address, Hub, Reach};
use crate::config::origin::{Origin, Set};
use crate::config::values::HubAddress;
use crate::domain::ids::Name;
use crate::domain::text::Clean;
use crate::hub::logins;
use anyhow::{Context, Result, bail};
use std::io::{self, Write};
use std::path::PathBuf;

/// A hub that was found, and what keeps it running.
pub struct Connection {
    pub hub: Hub,
    pub place: Place,
    /// Why the local room is not taken over, once it is gone.
    pub hindrance: Hindrance,
    local: Option<Local>,
}

/// This process's part in the local room.
enum Local {
    /// It was not running and lives here now.
    Ours(Embedded),
    /// It is joined, and taken over when its host leaves.
    Joined(Keeper),
}

/// Where a hub is, and why this one.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// The configuration, the environment or a flag names it.
    Named { address: Address, origin: Origin },
    /// This user's own, or that of a group they are in.
    Local { socket: PathBuf, group: Option<String> },
}

impl Connection {
    /// Decides which hub it is, and starts the local room if that is the one and nobody runs it. A named hub is not
    /// asked anything yet.
    ///
    /// # Errors
    /// No token, a certificate or a socket that cannot be used, or a local room that does not start.
    pub async fn open(settings: &Settings, life: Life) -> Result<Connection> {
        if let Some(named) = &settings.config.hub {
            let address = match &named.value {
                HubAddress::Url(url) => Address::Url(url.clone()),
                HubAddress::Unix(path) => Address::Socket(path.clone()),
            };
            let reach = reach(settings, address.clone())?;
            return Ok(Connection {
                hub: Hub::new(reach)?,
                place: Place::Named {
                    address,
                    origin: named.origin.clone(),
                },
                hindrance: Hindrance::default(),
                local: None,
            });
        }
        let hindrance = Hindrance::default();
        let (socket, local) = match (embedded::find_or_start(settings, life, aside).await?, life) {
            (Found::Started(embedded), _) => (embedded.socket().to_owned(), Some(Local::Ours(embedded))),
            (Found::Running(socket), Life::Command) => (socket, None),
            (Found::Running(socket), Life::Room) => {
                let keeper = Keeper::watch(settings.clone(), socket.clone(), hindrance.clone());
                (socket, Some(Local::Joined(keeper)))
            }
        };
        let mut reach = reach(settings, Address::Socket(socket.clone()))?;
        let group = settings
            .config
            .local
            .as_ref()
            .map(|local| local.group.value.clone());
        // Everybody has a login there; who asks for another name by a flag is told so.
        let by_flag = |name: &Set<Name>| matches!(name.origin, Origin::Flag(_));
        if group.is_some() && !settings.config.name.as_ref().is_some_and(by_flag) {
            reach.speak_as = None;
        }
        Ok(Connection {
            hub: Hub::new(reach)?,
            place: Place::Local { socket, group },
            hindrance,
            local,
        })
    }

    /// True when the local room was started in this process.
    pub fn is_host(&self) -> bool {
        matches!(self.local, Some(Local::Ours(_)))
    }

    /// Lets go of the hub, and ends the local room if it is ours.
    pub async fn end(self) {
        // The connection first: the hub waits for those that are open.
        drop(self.hub);
        match self.local {
            Some(Local::Ours(embedded)) => embedded.stop().await,
            Some(Local::Joined(keeper)) => keeper.stop().await,
            None => {}
        }
    }
}

/// Before there is a screen.
fn aside(words: String) {
    // With nowhere to say it there is nothing to do about it.
    let _ = writeln!(io::stderr(), "warroom: {}", Clean::line(&words));
}

/// How to reach a hub, and as whom: with a token over TCP, by the login on a socket.
fn reach(settings: &Settings, address: Address) -> Result<Reach> {
    let config = &settings.config;
    let name = config.name.as_ref();
    let token_file = config.token_file.as_ref().map(|file| file.value.clone());
    let (token, speak_as) = match &address {
        // A socket's hub knows the login, unless somebody gives a token for it.
        Address::Socket(_) => match token_file {
            None => (None, name.map(|name| name.value.clone())),
            Some(file) => (Some(read_token(&file)?), None),
        },
        Address::Url(url) => {
            if let Some(Origin::Flag(flag)) = name.map(|name| &name.origin) {
                bail!(
                    "{flag} is for the local room; at {url} the token says who speaks. Name a token of theirs with \
                     --token-file"
                );
            }
            (Some(token(settings, &address, token_file)?), None)
        }
    };
    Ok(Reach {
        address,
        token,
        speak_as,
        ca: ca(settings)?,
    })
}

/// A connection with this very token, kept in no file yet.
///
/// # Errors
/// The certificates or the token cannot be used.
pub fn with_token(settings: &Settings, address: Address, token: String) -> Result<Hub> {
    Ok(Hub::new(Reach {
        address,
        token: Some(token),
        speak_as: None,
        ca: ca(settings)?,
    })?)
}

/// Keeps a token where [`Connection::open`] finds it for this hub.
///
/// # Errors
/// It cannot be written.
pub fn keep(settings: &Settings, url: &str, token: &str) -> Result<PathBuf> {
    settings.paths.keep_token(&authority(url), token)
}

fn ca(settings: &Settings) -> Result<Option<Vec<u8>>> {
    let ca = settings.config.ca_file.as_ref().map(|file| {
        let path = &file.value;
        std::fs::read(path).with_context(|| format!("the CA file {} cannot be read", path.display()))
    });
    ca.transpose()
}

/// The named token, else the one that this user's own `serve` has kept for its owner.
fn token(settings: &Settings, address: &Address, named: Option<PathBuf>) -> Result<String> {
    if let Some(file) = named {
        return read_token(&file);
    }
    match settings.paths.token_for(address).filter(|file| file.exists()) {
        Some(file) => read_token(&file),
        None => bail!(
            "there is no token for {address}; ask whoever runs it for one (`warroom token new`), put it into a file \
             only you can read, and name that with --token-file, WARROOM_TOKEN_FILE or token_file in {}",
            settings
                .places
                .user
                .clone()
                .unwrap_or_default()
                .join("warroom.toml")
                .display()
        ),
    }
}

/// The name this user has on their own socket, unless they say another.
pub fn login() -> Name {
    logins::login(nix::unistd::geteuid())
}
