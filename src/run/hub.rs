//! `warroom serve`: the hub of a team, from its settings to the signal that ends it.

use super::paths::read_token;
use super::reach::login;
use super::settings::{Settings, open_store, random};
use super::signals::Endings;
use crate::domain::actor::Access;
use crate::domain::text::Clean;
use crate::hub::auth::{token_hash, token_text};
use crate::hub::{Hub, HubError};
use crate::store::Store;
use anyhow::{Context, Result, anyhow, bail};
use std::io::{ErrorKind, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use tokio::net::TcpListener;

/// Where a hub listens unless it is told.
pub const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 7420);

/// What `serve` was told beyond the settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Serve {
    /// Something in front of it encrypts, so that it may listen beyond this machine.
    pub behind_proxy: bool,
}

/// Serves until a signal ends it, and gives back that signal's number.
///
/// Whatever can be wrong with the settings or the address is found before the store is touched.
///
/// # Errors
/// Why it does not start, or cannot go on, in a sentence.
pub async fn serve(settings: &Settings, told: Serve, mut say: impl Write) -> Result<i32> {
    // Before anything is open: a signal from here on ends it in order.
    let mut endings = Endings::listen().context("the hub cannot listen for signals")?;
    let (settled, faults) = settings.settled();
    if !faults.is_empty() {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        bail!("{}", faults.join("\n"));
    }
    let listen = settings
        .config
        .listen
        .as_ref()
        .map_or(LISTEN, |listen| listen.value);
    if !listen.ip().is_loopback() && !told.behind_proxy {
        return Err(HubError::NotLoopback(listen).into());
    }
    let listener = bind(listen).await?;
    let address = listener
        .local_addr()
        .context("the hub cannot tell where it listens")?;

    let path = store_path(settings, address)?;
    let opened = path.clone();
    let mut store = tokio::task::spawn_blocking(move || open_store(&opened)).await??;
    let token = owners_token(settings, &mut store, address)?;
    let mut hub = settings.hub(store, settled);
    hub.behind_proxy = told.behind_proxy;
    let hub = Hub::start(hub)?;
    hub.serve_tcp(listener)?;

    let url = format!("http://{}", nearby(address));
    let told = format!(
        "warroom: the hub listens at {url} and keeps its log in {}; here: export WARROOM_HUB={url} (your token is in \
         {}); Alertmanager posts to {url}/v1/hooks/alertmanager",
        path.display(),
        token.display()
    );
    // Nobody may be reading; the hub serves all the same.
    let _ = writeln!(say, "{}", Clean::line(&told));
    let writer = hub.handle();
    let ended = tokio::select! {
        number = endings.next() => Ok(number),
        () = writer.over() => Err(anyhow!(
            "the hub's writer has ended by a defect, and nothing more can be recorded; the hub's own log says more. What \
             was answered is in {}; start the hub again",
            path.display()
        )),
    };
    hub.stop().await;
    ended
}

async fn bind(listen: SocketAddr) -> Result<TcpListener> {
    match TcpListener::bind(listen).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "something listens at {listen} already, perhaps another hub; end it, or choose another port with \
             --listen {}:PORT",
            listen.ip()
        ),
        Err(error) => {
            bail!("the hub cannot listen at {listen}: {error}; choose another address with --listen")
        }
    }
}

/// The configured store, else one of this user's named after the port.
fn store_path(settings: &Settings, address: SocketAddr) -> Result<PathBuf> {
    match &settings.config.store {
        Some(store) => Ok(store.value.clone()),
        None => {
            settings.paths.make()?;
            Ok(settings.paths.hub_store(address.port()))
        }
    }
}

/// Makes sure that the token in the owner's file opens this hub, and says where the file is.
fn owners_token(settings: &Settings, store: &mut Store, address: SocketAddr) -> Result<PathBuf> {
    let place = nearby(address).to_string();
    let file = settings.paths.owner_token(&place);
    if let Ok(token) = read_token(&file) {
        let hash = token_hash(&token);
        let good = store.tokens()?.into_iter();
        if good
            .filter(|known| !known.revoked && known.access == Access::Admin)
            .any(|known| known.hash == hash)
        {
            return Ok(file);
        }
    }
    let Some(random) = random() else {
        bail!("the system has no randomness to give for the owner's token");
    };
    let token = token_text(random);
    store.add_token(&login(), Access::Admin, token_hash(&token))?;
    settings.paths.keep_token(&place, &token)
}

/// Where somebody on this machine reaches what listens at `address`.
fn nearby(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
