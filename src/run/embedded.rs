//! The local room: this user's own hub, inside whichever of their processes needs it first.
//!
//! The lock on the record decides between two that start at once: the loser connects to the winner.

use super::paths::check_socket;
use super::settings::{Settings, open_store};
use crate::hub::Hub;
use crate::store::{Store, StoreError};
use anyhow::{Context, Result, bail};
use std::fs::Permissions;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::{UnixListener, UnixStream};
use tokio::time::Instant;

/// How long to wait for the one who has the record to answer or to end.
const PATIENCE: Duration = Duration::from_secs(3);
/// Between two looks at it.
const GLANCE: Duration = Duration::from_millis(20);

/// For how long the local room is started, where it has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Until one command is done. Nobody else can join: it would be gone under their feet.
    Command,
    /// As long as a screen is open. Others join it on its socket.
    Room,
}

/// The local room, running in this process.
pub struct Embedded {
    hub: Hub,
    socket: PathBuf,
}

pub enum Found {
    /// Another process of this user has it; it answers here.
    Running(PathBuf),
    Started(Embedded),
}

/// Finds the local room, or starts it in this process.
///
/// Call it again when the one it found is gone: whoever comes first takes the room over, on the same socket.
///
/// # Errors
/// The record cannot be opened, or whoever has it does not answer.
pub async fn find_or_start(settings: &Settings, life: Life) -> Result<Found> {
    let paths = &settings.paths;
    let public = paths.room_socket();
    check_socket(&public)?;
    paths.make()?;
    let record = paths.room_store();
    let deadline = Instant::now() + PATIENCE;
    loop {
        if UnixStream::connect(&public).await.is_ok() {
            return Ok(Found::Running(public));
        }
        match open(&record).await {
            Ok(store) => return start(settings, store, life).await.map(Found::Started),
            Err(error) if !in_use(&error) => return Err(error),
            Err(_) if Instant::now() < deadline => tokio::time::sleep(GLANCE).await,
            Err(_) => bail!(
                "another program is using the local room ({}) and does not answer at {}; end it, or name a hub with \
                 --hub",
                record.display(),
                public.display()
            ),
        }
    }
}

/// True when the local room answers; it is not started.
pub async fn is_running(settings: &Settings) -> bool {
    UnixStream::connect(settings.paths.room_socket()).await.is_ok()
}

fn in_use(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(StoreError::InUse { .. }))
}

async fn open(record: &Path) -> Result<Store> {
    let record = record.to_owned();
    tokio::task::spawn_blocking(move || open_store(&record)).await?
}

/// Having the record means that nobody listens: whatever is at the sockets' places is left over.
async fn start(settings: &Settings, store: Store, life: Life) -> Result<Embedded> {
    let paths = &settings.paths;
    // A playbook that is wrong must not keep anybody out of their own room; `warroom playbook list` tells of it.
    let (settled, _) = settings.settled();
    let hub = Hub::start(settings.hub(store, settled, settings.sources()?))?;
    for stale in [paths.room_socket(), paths.command_socket()] {
        match std::fs::remove_file(&stale) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => bail!("the old socket {} cannot be removed: {error}", stale.display()),
        }
    }
    let socket = match life {
        Life::Command => paths.command_socket(),
        Life::Room => paths.room_socket(),
    };
    let doing = || format!("cannot listen at {}", socket.display());
    let listener = UnixListener::bind(&socket).with_context(doing)?;
    std::fs::set_permissions(&socket, Permissions::from_mode(0o600)).with_context(doing)?;
    hub.serve_unix(listener);
    Ok(Embedded { hub, socket })
}

impl Embedded {
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Ends it within a second; what was recorded stays.
    pub async fn stop(self) {
        // First, while the record is still ours: the next one makes a socket of the same name.
        let _ = std::fs::remove_file(&self.socket);
        self.hub.stop().await;
    }
}
