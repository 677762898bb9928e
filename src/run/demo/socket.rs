//! The demo's Unix socket: there while the demo runs, and for this user alone.

use super::DemoError;
use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use tokio::net::UnixListener;

/// Removes the socket when it is dropped.
#[derive(Debug)]
pub struct Socket {
    path: PathBuf,
}

impl Socket {
    /// Listens at `path`; a socket that a demo has left behind there is replaced.
    ///
    /// # Errors
    /// Another demo listens there, or the path cannot be used.
    pub fn bind(path: &Path) -> Result<(Socket, UnixListener), DemoError> {
        let unusable = |error: io::Error| DemoError::Socket {
            path: path.to_owned(),
            why: error.to_string(),
        };
        if let Some(folder) = path.parent() {
            let mut folders = fs::DirBuilder::new();
            folders
                .recursive(true)
                .mode(0o700)
                .create(folder)
                .map_err(unusable)?;
        }
        match UnixStream::connect(path) {
            Ok(_) => {
                return Err(DemoError::Running {
                    path: path.to_owned(),
                });
            }
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                fs::remove_file(path).map_err(unusable)?;
            }
            // There is none, or binding will say what is wrong with it.
            Err(_) => {}
        }
        let listener = UnixListener::bind(path).map_err(unusable)?;
        let socket = Socket {
            path: path.to_owned(),
        };
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(unusable)?;
        Ok((socket, listener))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // If it is gone already, so much the better.
        let _ = fs::remove_file(&self.path);
    }
}
