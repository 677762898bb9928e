//! The gate to the terminal: frames pass while it is open, and closing it never waits for long.

use std::io;
use std::os::fd::BorrowedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::termios::{FlowArg, FlushArg, tcflow, tcflush};
use nix::unistd;

/// How often a lock or a full terminal is tried again while the gate closes.
const RETRY: Duration = Duration::from_millis(2);

/// Lets frames through to a terminal until it is closed, which any thread may do at any time.
pub(super) struct Gate {
    open: AtomicBool,
    /// Held while a frame is being written, so that the last words follow the frame and no frame
    /// follows them.
    writing: Mutex<()>,
}

impl Gate {
    pub(super) const fn new() -> Gate {
        Gate {
            open: AtomicBool::new(false),
            writing: Mutex::new(()),
        }
    }

    /// Opens the gate; false if it was open already.
    pub(super) fn open(&self) -> bool {
        !self.open.swap(true, Ordering::SeqCst)
    }

    /// Writes what the terminal takes of `bytes`, waiting for as long as it takes nothing.
    ///
    /// # Errors
    /// `BrokenPipe` once the gate is closed, otherwise those of write(2); `EIO` when the terminal
    /// is gone.
    pub(super) fn write(&self, tty: BorrowedFd, bytes: &[u8]) -> io::Result<usize> {
        let _writing = self
            .writing
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if !self.open.load(Ordering::SeqCst) {
            return Err(io::Error::new(
                io::ErrorKind::BrokenPipe,
                "the terminal has been given back",
            ));
        }
        loop {
            match unistd::write(tty, bytes) {
                // The flags of a terminal are shared with everybody who has it open; one of them
                // made it non-blocking.
                Err(Errno::EAGAIN) => wait_for_room(tty, PollTimeout::NONE)?,
                written => return Ok(written?),
            }
        }
    }

    /// Closes the gate with `last_words`, within `patience`; false if it was closed already.
    ///
    /// A terminal that takes nothing for half of that time has its queued output discarded: frames
    /// nobody has seen give room to the words that restore it, which it then reads whenever it
    /// reads on. Errors have nobody left to go to.
    pub(super) fn close(&self, tty: BorrowedFd, last_words: &[u8], patience: Duration) -> bool {
        if !self.open.swap(false, Ordering::SeqCst) {
            return false;
        }
        let half = Instant::now() + patience / 2;
        let end = half + patience / 2;
        let _nonblocking = NonBlocking::set(tty);
        let writing = self.lock_before(half);
        if writing.is_none() || !write_before(tty, last_words, half) {
            make_room(tty);
            let _writing = writing.or_else(|| self.lock_before(end));
            write_before(tty, last_words, end);
        }
        true
    }

    fn lock_before(&self, deadline: Instant) -> Option<MutexGuard<'_, ()>> {
        loop {
            match self.writing.try_lock() {
                Ok(guard) => return Some(guard),
                Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => return None,
                Err(TryLockError::WouldBlock) => rest(),
            }
        }
    }
}

/// Nothing tells when another thread's write is over, or when a stuck terminal takes bytes again: look once more.
#[expect(clippy::disallowed_methods, reason = "there is no event to wait for")]
pub(super) fn rest() {
    thread::sleep(RETRY);
}

/// Discards what is queued for the terminal. A write that is stuck does not notice that by itself,
/// but it looks again when output is stopped and started.
fn make_room(tty: BorrowedFd) {
    let _ = tcflush(tty, FlushArg::TCOFLUSH);
    let _ = tcflow(tty, FlowArg::TCOOFF);
    let _ = tcflow(tty, FlowArg::TCOON);
}

/// Writes all of `bytes` to a non-blocking terminal; false if it has not taken them by `deadline`.
fn write_before(tty: BorrowedFd, mut bytes: &[u8], deadline: Instant) -> bool {
    while !bytes.is_empty() {
        match unistd::write(tty, bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::EINTR) => {}
            // Not poll(2): while another thread's write is stuck, it answers that there is room
            // when there is none.
            Err(Errno::EAGAIN) if Instant::now() < deadline => rest(),
            Err(_) => return false,
        }
    }
    true
}

fn wait_for_room(tty: BorrowedFd, timeout: PollTimeout) -> io::Result<()> {
    match poll(&mut [PollFd::new(tty, PollFlags::POLLOUT)], timeout) {
        Ok(_) | Err(Errno::EINTR) => Ok(()),
        Err(errno) => Err(errno.into()),
    }
}

/// Makes a file description non-blocking for as long as it lives. The shell shares that
/// description, so the flag must not stay.
struct NonBlocking<'fd> {
    tty: BorrowedFd<'fd>,
    before: OFlag,
}

impl NonBlocking<'_> {
    fn set(tty: BorrowedFd) -> Option<NonBlocking> {
        let before = OFlag::from_bits_retain(fcntl(tty, FcntlArg::F_GETFL).ok()?);
        fcntl(tty, FcntlArg::F_SETFL(before | OFlag::O_NONBLOCK)).ok()?;
        Some(NonBlocking { tty, before })
    }
}

impl Drop for NonBlocking<'_> {
    fn drop(&mut self) {
        let _ = fcntl(self.tty, FcntlArg::F_SETFL(self.before));
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Read;
    use std::os::fd::AsFd;
    use std::sync::mpsc;

    use nix::pty::openpty;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(1);
    /// A machine with much else to do takes this long at most; what waits for the terminal waits for ever.
    const FOR_EVER: Duration = Duration::from_secs(20);
    const WORDS: &[u8] = b"\x1b[?25h\x1b[?1049l";

    /// A terminal whose other end is not read until somebody does.
    fn terminal() -> (File, File) {
        let pair = openpty(None, None).expect("a pseudo-terminal");
        (pair.master.into(), pair.slave.into())
    }

    fn flags(tty: &File) -> OFlag {
        OFlag::from_bits_retain(fcntl(tty, FcntlArg::F_GETFL).expect("an open file"))
    }

    fn read_to_last_words(master: &mut File) -> Vec<u8> {
        let mut seen = Vec::new();
        let mut chunk = [0; 4096];
        while !seen.ends_with(WORDS) {
            let ready = poll(&mut [PollFd::new(master.as_fd(), PollFlags::POLLIN)], 5_000_u16);
            assert_eq!(ready, Ok(1), "the last words never came");
            let count = master.read(&mut chunk).expect("an open terminal");
            seen.extend_from_slice(&chunk[..count]);
        }
        seen
    }

    #[test]
    fn frames_pass_until_the_gate_closes_and_never_after() {
        let (mut master, slave) = terminal();
        let gate = Gate::new();
        assert!(gate.open());
        assert!(!gate.open(), "it is open already");
        assert_eq!(gate.write(slave.as_fd(), b"frame").expect("room"), 5);
        assert!(gate.close(slave.as_fd(), WORDS, PATIENCE));
        assert!(
            !gate.close(slave.as_fd(), WORDS, PATIENCE),
            "it is closed already"
        );
        let refused = gate.write(slave.as_fd(), b"late").expect_err("closed");
        assert_eq!(refused.kind(), io::ErrorKind::BrokenPipe);
        assert_eq!(read_to_last_words(&mut master), [b"frame", WORDS].concat());
    }

    #[test]
    fn a_stalled_terminal_is_restored_when_it_reads_on_and_does_not_delay_closing() {
        let (mut master, slave) = terminal();
        let gate = Gate::new();
        gate.open();
        {
            let _nonblocking = NonBlocking::set(slave.as_fd());
            while unistd::write(&slave, &[b'x'; 4096]).is_ok() {}
        }
        let start = Instant::now();
        assert!(gate.close(slave.as_fd(), WORDS, PATIENCE));
        assert!(start.elapsed() < FOR_EVER, "took {:?}", start.elapsed());
        assert!(
            !flags(&slave).contains(OFlag::O_NONBLOCK),
            "the shell gets the terminal as it was"
        );
        read_to_last_words(&mut master);
    }

    #[test]
    fn a_frame_stuck_in_a_stalled_terminal_does_not_hold_up_closing() {
        let (mut master, slave) = terminal();
        let gate = Gate::new();
        gate.open();
        thread::scope(|scope| {
            let (stuck, wait) = mpsc::channel();
            let (gate, slave) = (&gate, &slave);
            scope.spawn(move || {
                while gate.write(slave.as_fd(), &[b'x'; 4096]).is_ok() {
                    let _ = stuck.send(());
                }
            });
            while wait.recv_timeout(Duration::from_millis(100)).is_ok() {}
            let start = Instant::now();
            assert!(gate.close(slave.as_fd(), WORDS, PATIENCE));
            assert!(start.elapsed() < FOR_EVER, "took {:?}", start.elapsed());
            read_to_last_words(&mut master);
        });
        assert!(!flags(&slave).contains(OFlag::O_NONBLOCK));
    }
}
