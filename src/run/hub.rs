//! `warroom serve`: the hub of a team, from its settings to the signal that ends it.

use super::paths::{authority, read_key, read_token};
use super::reach::login;
use super::settings::{Settings, open_store, random};
use super::signals::Endings;
use crate::domain::actor::Access;
use crate::domain::text::Clean;
use crate::hub::allowance::Limits;
use crate::hub::auth::{token_hash, token_text};
use crate::hub::tls::Tls;
use crate::hub::{Hub, HubError};
use crate::store::Store;
use anyhow::{Context, Result, anyhow, bail};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use std::io::{ErrorKind, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use tokio::net::{TcpListener, TcpSocket};

/// Where a hub listens unless it is told.
pub const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 7420);

/// Connections that wait to be taken in: after a restart everybody comes at once. The system may allow fewer.
const WAITING: u32 = 8_192;
/// Bytes that the system keeps for one who does not read; left to itself it keeps megabytes.
const UNREAD: u32 = 256 << 10;
/// More than the hub takes in.
const DESCRIPTORS: u64 = 1 << 16;

/// What `serve` was told beyond the settings.
#[derive(Clone, Debug, Default)]
pub struct Serve {
    /// Something in front of it encrypts, so that it may listen beyond this machine.
    pub behind_proxy: bool,
    /// The files of its certificate and its key, if it speaks TLS.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Where others reach it, if that is not where it listens.
    pub url: Option<String>,
    pub limits: Limits,
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
    make_room();
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
    let tls = encryption(&told, listen)?;
    let listener = bind(listen)?;
    let address = listener
        .local_addr()
        .context("the hub cannot tell where it listens")?;

    let path = store_path(settings, address)?;
    let opened = path.clone();
    let mut store = tokio::task::spawn_blocking(move || open_store(&opened)).await??;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let url = told
        .url
        .unwrap_or_else(|| format!("{scheme}://{}", nearby(address)));
    let token = owners_token(
        settings,
        &mut store,
        &[nearby(address).to_string(), authority(&url)],
    )?;
    let mut hub = settings.hub(store, settled);
    hub.behind_proxy = told.behind_proxy;
    hub.limits = told.limits;
    let hub = Hub::start(hub)?;
    match tls {
        Some(tls) => hub.serve_tls(listener, tls),
        None => hub.serve_tcp(listener)?,
    }

    let line = format!(
        "warroom: the hub listens at {url} and keeps its log in {}; here: export WARROOM_HUB={url} (your token is in \
         {}); Alertmanager posts to {url}/v1/hooks/alertmanager",
        path.display(),
        token.display()
    );
    // Nobody may be reading; the hub serves all the same.
    let _ = writeln!(say, "{}", Clean::line(&line));
    let ended = until_ended(&mut endings, &hub, &path).await;
    hub.stop().await;
    ended
}

/// A signal's number; or why it cannot go on.
async fn until_ended(endings: &mut Endings, hub: &Hub, store: &Path) -> Result<i32> {
    let writer = hub.handle();
    tokio::select! {
        number = endings.next() => Ok(number),
        () = writer.over() => Err(anyhow!(
            "the hub's writer has ended by a defect, and nothing more can be recorded; the hub's own log says more. What \
             was answered is in {}; start the hub again",
            store.display()
        )),
    }
}

/// Its certificate, if it has one; without one it listens beyond this machine only behind a proxy.
fn encryption(told: &Serve, listen: SocketAddr) -> Result<Option<Tls>> {
    match &told.tls {
        Some((certificate, key)) => tls(certificate, key).map(Some),
        None if listen.ip().is_loopback() || told.behind_proxy => Ok(None),
        None => Err(HubError::NotLoopback(listen).into()),
    }
}

fn bind(listen: SocketAddr) -> Result<TcpListener> {
    match listen_at(listen) {
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

fn listen_at(listen: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match listen {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A hub that starts again finds its port free.
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(UNREAD)?;
    socket.bind(listen)?;
    socket.listen(WAITING)
}

/// As many connections as this user may have: what a program gets unless it asks is often 1,024.
fn make_room() {
    let Ok((now, most)) = getrlimit(Resource::RLIMIT_NOFILE) else {
        return;
    };
    let wanted = most.min(DESCRIPTORS);
    if now < wanted {
        // With fewer it serves fewer.
        let _ = setrlimit(Resource::RLIMIT_NOFILE, wanted, most);
    }
}

fn tls(certificate: &Path, key: &Path) -> Result<Tls> {
    let shown = certificate.display();
    let certificate =
        std::fs::read(certificate).with_context(|| format!("the certificate {shown} cannot be read"))?;
    Ok(Tls::of_pem(&certificate, &read_key(key)?)?)
}

/// Makes sure that the token in the owner's files opens this hub, by every address it is called by, and says where the
/// last one is.
fn owners_token(settings: &Settings, store: &mut Store, places: &[String]) -> Result<PathBuf> {
    let tokens = store.tokens()?;
    let opens = |token: &String| {
        let hash = token_hash(token);
        let good = tokens
            .iter()
            .filter(|known| !known.revoked && known.access == Access::Admin);
        good.filter(|known| known.expires.is_none())
            .any(|known| known.hash == hash)
    };
    let kept = |place: &String| read_token(&settings.paths.owner_token(place)).ok().filter(opens);
    let token = match places.iter().find_map(kept) {
        Some(token) => token,
        None => new_token(store)?,
    };
    for place in places.iter().filter(|place| kept(place).is_none()) {
        settings.paths.keep_token(place, &token)?;
    }
    let last = places.last().map(String::as_str).unwrap_or_default();
    Ok(settings.paths.owner_token(last))
}

fn new_token(store: &mut Store) -> Result<String> {
    let Some(random) = random() else {
        bail!("the system has no randomness to give for the owner's token");
    };
    let token = token_text(random);
    store.add_token(&login(), Access::Admin, token_hash(&token))?;
    Ok(token)
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
