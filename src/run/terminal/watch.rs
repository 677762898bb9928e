//! The watch on a terminal that may go away without a signal.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::thread::{self, JoinHandle};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

/// Calls `on_gone` once standard input has no terminal behind it any more, from a thread of its
/// own.
///
/// SIGHUP says so too, but a parent may have had it ignored; the reader of keys then spins on the
/// end of the input for ever (crossterm-rs/crossterm#793), and a program that draws only what
/// changes may not write for a long time.
///
/// # Errors
/// When no thread can be started.
pub fn watch_tty(on_gone: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name("watch-tty".to_owned()).spawn(|| {
        wait_until_gone(io::stdin().as_fd());
        on_gone();
    })
}

/// Blocks until `tty` is hung up, broken or closed; these are reported though nothing is asked for.
/// An input that cannot be watched counts as gone.
fn wait_until_gone(tty: BorrowedFd) {
    while matches!(
        poll(&mut [PollFd::new(tty, PollFlags::empty())], PollTimeout::NONE),
        Ok(0) | Err(Errno::EINTR)
    ) {}
}

#[cfg(test)]
mod tests {
    use nix::pty::openpty;

    use super::*;

    #[test]
    fn a_terminal_is_gone_when_its_other_end_is_closed() {
        let pair = openpty(None, None).expect("a pseudo-terminal");
        let watch = thread::spawn(move || wait_until_gone(pair.slave.as_fd()));
        assert!(!watch.is_finished());
        drop(pair.master);
        watch.join().expect("the watch ends");
    }
}
