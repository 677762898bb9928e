//! The local room: the hub of a user, or of a group of this machine, inside whichever process of theirs needs it first.
//!
//! The lock on the record decides between two that start at once: the loser connects to the winner.

use super::local::Local;
use super::settings::Settings;
use crate::hub::Hub;
use crate::store::{Store, StoreError};
use anyhow::{Context, Result, bail};
use std::fs::Permissions;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// Whoever has the record is alive, since it goes with them, and is waited for: after this long it is said, and after
/// the second it is for somebody to look at.
const TOLD: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at it.
const GLANCE: Duration = Duration::from_millis(20);

/// After the local room could not be taken over.
const BREATH: Duration = Duration::from_secs(1);
/// A record that another member of the group is making just now opens before this is over.
const MAKING: Duration = Duration::from_millis(300);

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
    hub: Box<Hub>,
    socket: PathBuf,
}

pub enum Found {
    /// Another process has it; it answers here.
    Running(PathBuf),
    Started(Embedded),
}

/// Finds the local room, or starts it in this process. `say` hears it when that takes long.
///
/// # Errors
/// The record cannot be opened, or whoever has it does not answer.
pub async fn find_or_start(
    settings: &Settings,
    life: Life,
    mut say: impl FnMut(String) + Send,
) -> Result<Found> {
    let local = Local::of(settings)?;
    settings.paths.make()?;
    let begun = Instant::now();
    let mut told = false;
    loop {
        if UnixStream::connect(&local.socket).await.is_ok() {
            return Ok(Found::Running(local.socket));
        }
        match open(&local).await {
            Ok(store) => return start(settings, &local, store, life).await.map(Found::Started),
            Err(error) if !in_use(&error) && (local.shared.is_none() || begun.elapsed() > MAKING) => {
                return Err(error);
            }
            Err(_) => {}
        }
        if begun.elapsed() > PATIENCE {
            bail!(
                "another program is using the local room ({}) and does not answer at {}; end it, or name a hub with \
                 --hub",
                local.record.display(),
                local.socket.display()
            );
        }
        if begun.elapsed() > TOLD && !told {
            told = true;
            say(format!(
                "another program is using the local room ({}); waiting for it to be done",
                local.record.display()
            ));
        }
        tokio::time::sleep(GLANCE).await;
    }
}

/// Keeps the local room there for as long as a screen looks at it: another process runs it, and when that is gone,
/// whichever screen comes first takes it over on the same socket.
pub struct Keeper {
    ours: Arc<Mutex<Option<Embedded>>>,
    watching: JoinHandle<()>,
}

/// Why a local room that is gone cannot be taken over from here; `None`: it can, or it is there.
#[derive(Clone, Debug, Default)]
pub struct Hindrance(Arc<Mutex<Option<String>>>);

impl Hindrance {
    pub fn said(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn say(&self, why: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = why;
    }
}

impl Keeper {
    /// Watches over the local room that another process runs at this socket.
    pub fn watch(settings: Settings, socket: PathBuf, hindrance: Hindrance) -> Keeper {
        let ours = Arc::new(Mutex::new(None));
        let taken = ours.clone();
        let watching = tokio::spawn(async move {
            loop {
                gone(&socket).await;
                let say = |why| hindrance.say(Some(why));
                match find_or_start(&settings, Life::Room, say).await {
                    Ok(Found::Running(_)) => hindrance.say(None),
                    Ok(Found::Started(embedded)) => {
                        hindrance.say(None);
                        *taken.lock().unwrap_or_else(PoisonError::into_inner) = Some(embedded);
                        return;
                    }
                    // The screen says that the hub is away, and with these words why; it may be back.
                    Err(error) => {
                        hindrance.say(Some(format!("{error:#}")));
                        tokio::time::sleep(BREATH).await;
                    }
                }
            }
        });
        Keeper { ours, watching }
    }

    /// Ends the local room if it was taken over.
    pub async fn stop(self) {
        self.watching.abort();
        let ours = self.ours.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(embedded) = ours {
            embedded.stop().await;
        }
    }
}

/// Waits until a connection to whoever listens there ends. They may end it while they are there: look again.
async fn gone(socket: &Path) {
    if let Ok(mut stream) = UnixStream::connect(socket).await {
        let mut nothing = Vec::new();
        let _ = stream.read_to_end(&mut nothing).await;
    }
}

/// True when the local room answers; it is not started.
pub async fn is_running(settings: &Settings) -> bool {
    match Local::of(settings) {
        Ok(local) => UnixStream::connect(&local.socket).await.is_ok(),
        Err(_) => false,
    }
}

fn in_use(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(StoreError::InUse { .. }))
}

async fn open(local: &Local) -> Result<Store> {
    let local = local.clone();
    tokio::task::spawn_blocking(move || local.open()).await?
}

/// Having the record means that nobody listens: whatever is at the sockets' places is left over.
async fn start(settings: &Settings, local: &Local, store: Store, life: Life) -> Result<Embedded> {
    let command = settings.paths.command_socket();
    // A playbook that is wrong must not keep anybody out of their own room; `warroom playbook list` tells of it.
    let (settled, _) = settings.settled();
    let mut hub = settings.hub(store, settled);
    // One command asks nobody else and brings nobody anything: it would be gone before they answer.
    if life == Life::Command {
        (hub.sources, hub.connect) = (Vec::new(), Vec::new());
    }
    let hub = Hub::start(hub)?;
    for stale in [&local.socket, &command] {
        match std::fs::remove_file(stale) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => bail!("the old socket {} cannot be removed: {error}", stale.display()),
        }
    }
    let (socket, mode) = match life {
        Life::Command => (command, 0o600),
        Life::Room => (local.socket.clone(), local.socket_mode()),
    };
    let doing = || format!("cannot listen at {}", socket.display());
    let listener = UnixListener::bind(&socket).with_context(doing)?;
    std::fs::set_permissions(&socket, Permissions::from_mode(mode)).with_context(doing)?;
    hub.serve_unix_of(listener, local.owner()?);
    Ok(Embedded {
        hub: Box::new(hub),
        socket,
    })
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
