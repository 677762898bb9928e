//! Where a user's own files are: the local room's record and socket, and the tokens of the hubs they run.

use crate::client::connection::Address;
use anyhow::{Context, Result, bail};
use etcetera::BaseStrategy;
use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The longest path a Unix socket can have, in bytes; the kernel keeps 108 with the zero at the end.
const LONGEST_SOCKET: usize = 107;

/// The user's state folder, `$XDG_STATE_HOME/warroom`.
#[derive(Clone, Debug)]
pub struct Paths {
    state: PathBuf,
}

impl Paths {
    /// # Errors
    /// The user has no home.
    pub fn of_this_user() -> Result<Paths> {
        let base = etcetera::choose_base_strategy()
            .context("this user has no home folder; set HOME, or XDG_STATE_HOME and XDG_CONFIG_HOME")?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Ok(Paths {
            state: state.join("warroom"),
        })
    }

    #[cfg(test)]
    pub fn under(state: PathBuf) -> Paths {
        Paths { state }
    }

    /// The record of the local room.
    pub fn room_store(&self) -> PathBuf {
        self.state.join("room.sqlite")
    }

    /// The record of a hub that listens on this port and was not told where to keep one.
    pub fn hub_store(&self, port: u16) -> PathBuf {
        self.state.join(format!("hub-{port}.sqlite"))
    }

    /// Where the local room listens. In the state folder and not in the runtime one, which differs from login to
    /// login of the same user.
    pub fn room_socket(&self) -> PathBuf {
        self.state.join("room.sock")
    }

    /// Where a room that lasts for one command listens: nobody else looks there.
    pub fn command_socket(&self) -> PathBuf {
        self.state.join("command.sock")
    }

    /// Where a demo listens: apart, so that no verb ever takes it for the local room.
    pub fn demo_socket(&self) -> PathBuf {
        self.state.join("demo.sock")
    }

    /// Where whom to phone is kept, of each hub.
    pub fn phones(&self) -> PathBuf {
        self.state.join("phones")
    }

    /// Where pictures of records that a group keeps are put away.
    pub fn pictures(&self) -> PathBuf {
        self.state.join("pictures")
    }

    /// Where texts wait that are being edited.
    pub fn drafts(&self) -> PathBuf {
        self.state.clone()
    }

    /// Where waits what this user has recorded and no hub has yet.
    pub fn outbox(&self) -> PathBuf {
        self.state.join("outbox")
    }

    /// Makes the state folder, for this user alone.
    pub fn make(&self) -> Result<()> {
        make_folder(&self.state)
    }

    /// Where the owner of a hub finds their token.
    pub fn owner_token(&self, address: &str) -> PathBuf {
        self.state.join("tokens").join(address.replace('/', "_"))
    }

    /// Where the token for a hub at this address would be, if this user runs that hub.
    pub fn token_for(&self, address: &Address) -> Option<PathBuf> {
        match address {
            Address::Url(url) => Some(self.owner_token(&authority(url))),
            Address::Socket(_) => None,
        }
    }

    /// Keeps a secret where [`Paths::owner_token`] says; only this user can read it, at every moment.
    pub fn keep_token(&self, address: &str, token: &str) -> Result<PathBuf> {
        let path = self.owner_token(address);
        make_folder(path.parent().unwrap_or(&self.state))?;
        let mut fresh = path.clone().into_os_string();
        fresh.push(".new");
        let doing = || format!("cannot write the token to {}", path.display());
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)
            .with_context(doing)?;
        file.set_permissions(Permissions::from_mode(0o600))
            .with_context(doing)?;
        writeln!(file, "{token}").with_context(doing)?;
        file.sync_all().with_context(doing)?;
        std::fs::rename(&fresh, &path).with_context(doing)?;
        Ok(path)
    }
}

/// A hub by its address, however that is written.
pub fn same_hub(address: &Address) -> String {
    match address {
        Address::Url(url) => authority(url),
        Address::Socket(_) => address.to_string(),
    }
}

/// The address in the form in which `serve` and a user's URL meet: `127.0.0.1:7420`.
pub fn authority(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let place = rest.split('/').next().unwrap_or(rest).to_lowercase();
    let place = match place.strip_prefix("localhost") {
        Some(port) if port.is_empty() || port.starts_with(':') => format!("127.0.0.1{port}"),
        _ => place,
    };
    let has_port = place
        .rsplit_once(':')
        .is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()));
    match (has_port, scheme) {
        (true, _) => place,
        (false, "https") => format!("{place}:443"),
        (false, _) => format!("{place}:80"),
    }
}

/// Makes a folder for this user alone, or closes it to others.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.with_context(|| format!("cannot make the folder {}", path.display()))?;
    let known = path
        .metadata()
        .with_context(|| format!("cannot look at the folder {}", path.display()))?;
    // Tokens and the record are in it, whoever made it.
    if known.permissions().mode() & 0o077 != 0 {
        std::fs::set_permissions(path, Permissions::from_mode(0o700)).with_context(|| {
            format!(
                "others can read {}, and it cannot be closed to them",
                path.display()
            )
        })?;
    }
    Ok(())
}

/// A sentence for a socket's path that the system cannot take, with what to do about it.
pub fn check_socket(path: &Path, instead: &str) -> Result<()> {
    let length = path.as_os_str().len();
    if length > LONGEST_SOCKET {
        bail!(
            "the path of the local room's socket has {length} bytes, and the system takes {LONGEST_SOCKET} at most \
             ({}); {instead}",
            path.display()
        );
    }
    Ok(())
}

/// Reads a token from its file: the first word in it.
///
/// # Errors
/// It cannot be read, others can read it, or there is no token in it.
pub fn read_token(path: &Path) -> Result<String> {
    let shown = path.display();
    let known = path.metadata().map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("there is no token file {shown}"),
        _ => anyhow::anyhow!("the token file {shown} cannot be read: {error}"),
    })?;
    // Before it is opened: a pipe would wait for somebody to write.
    if !known.is_file() {
        bail!("the token file {shown} is not a file");
    }
    if known.permissions().mode() & 0o077 != 0 {
        bail!("other users can read the token file {shown}; close it to them with: chmod 600 {shown}");
    }
    let text =
        std::fs::read_to_string(path).with_context(|| format!("the token file {shown} cannot be read"))?;
    let mut words = text.split_whitespace();
    match (words.next(), words.next()) {
        (Some(token), None) if token.is_ascii() => Ok(token.to_owned()),
        (None, _) => bail!("the token file {shown} is empty; `warroom token new` makes a token"),
        (Some(_), _) => bail!("the token file {shown} holds something other than one token"),
    }
}

/// Reads the key of a certificate, which is more than one word.
///
/// # Errors
/// It cannot be read, or others can read it.
pub fn read_key(path: &Path) -> Result<Vec<u8>> {
    let shown = path.display();
    let known = path
        .metadata()
        .with_context(|| format!("the key {shown} cannot be read"))?;
    // A service's group may read it, as those of certificates often do.
    if known.permissions().mode() & 0o037 != 0 {
        bail!("other users can read the key {shown}; close it to them with: chmod 600 {shown}");
    }
    std::fs::read(path).with_context(|| format!("the key {shown} cannot be read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owners_token_is_found_however_the_address_is_written() {
        for url in [
            "http://127.0.0.1:7420",
            "http://127.0.0.1:7420/",
            "http://localhost:7420",
            "HTTP://LOCALHOST:7420",
        ] {
            assert_eq!(authority(url), "127.0.0.1:7420", "{url}");
        }
        assert_eq!(authority("https://hub.example.com"), "hub.example.com:443");
        assert_eq!(authority("http://[::1]:7420/x"), "[::1]:7420");
    }

    #[test]
    fn a_path_too_long_for_a_socket_says_what_to_do() {
        let long = PathBuf::from(format!("/{}", "x".repeat(LONGEST_SOCKET)));
        let said = check_socket(&long, "set XDG_STATE_HOME").unwrap_err().to_string();
        assert!(said.contains("XDG_STATE_HOME"), "{said}");
        assert!(check_socket(Path::new("/run/room.sock"), "").is_ok());
    }
}
