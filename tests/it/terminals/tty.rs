//! A program in a pseudo-terminal: what it wrote, the screen that makes, keys into it, and how it leaves the terminal.

use super::modes::Modes;
use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Nothing here takes this long, on however busy a machine; where it does, something is broken.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// The screen after one read of what the program wrote. A frame is one write, and as good as always one read.
#[derive(Clone, Debug)]
pub struct Shot {
    pub at: Instant,
    pub text: String,
    /// How many bytes this read brought.
    pub bytes: usize,
}

impl Shot {
    /// One of its lines has all of these parts.
    pub fn has_line(&self, parts: &[&str]) -> bool {
        self.text
            .lines()
            .any(|line| parts.iter().all(|part| line.contains(part)))
    }
}

/// How slowly a terminal takes what is written for it: so many bytes at a time, so far apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    pub bytes: usize,
    pub every: Duration,
}

pub struct Tty {
    master: Box<dyn MasterPty + Send>,
    keys: Keys,
    id: Pid,
    shared: Arc<Shared>,
    /// The terminal's own modes before the program began.
    before: String,
}

/// Where keys and answers go in.
type Keys = Arc<Mutex<Box<dyn Write + Send>>>;

struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
}

struct Seen {
    parser: vt100::Parser,
    modes: Modes,
    /// Nobody is to read what the program writes.
    stalled: bool,
    /// And nobody does.
    resting: bool,
    /// `None`: as fast as it comes.
    pace: Option<Pace>,
    shots: Vec<Shot>,
    ended: Option<ExitStatus>,
}

impl Tty {
    /// Starts a program on a terminal of so many columns and rows.
    pub fn open(command: &Command, columns: u16, rows: u16) -> Tty {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let before = format!("{:?}", pair.master.get_termios().unwrap());
        let mut child = pair.slave.spawn_command(on_a_terminal(command)).unwrap();
        // So that the reader's end comes with the program's.
        drop(pair.slave);
        let shared = Arc::new(Shared {
            seen: Mutex::new(Seen {
                parser: vt100::Parser::new(count(rows), count(columns), 0),
                modes: Modes::default(),
                stalled: false,
                resting: false,
                pace: None,
                shots: Vec::new(),
                ended: None,
            }),
            changed: Condvar::new(),
        });
        let id = Pid::from_raw(child.process_id().unwrap().try_into().unwrap());
        let keys: Keys = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let (told, reader, answers) = (
            shared.clone(),
            pair.master.try_clone_reader().unwrap(),
            keys.clone(),
        );
        std::thread::spawn(move || told.read(reader, &answers));
        let told = shared.clone();
        std::thread::spawn(move || {
            let ended = child.wait().unwrap();
            told.lock().ended = Some(ended);
            told.changed.notify_all();
        });
        Tty {
            keys,
            master: pair.master,
            id,
            shared,
            before,
        }
    }

    /// Presses keys, as the bytes a terminal sends.
    pub fn press(&mut self, keys: &str) {
        self.press_bytes(keys.as_bytes());
    }

    /// The same, where they may be parts of one.
    pub fn press_bytes(&mut self, bytes: &[u8]) {
        let mut keys = self.keys.lock().unwrap();
        keys.write_all(bytes).unwrap();
        keys.flush().unwrap();
    }

    /// The same in two reads; no answer of the terminal comes between them, as none does in life.
    #[track_caller]
    pub fn press_in_two(&mut self, first: &[u8], second: &[u8]) {
        let mut keys = self.keys.lock().unwrap();
        keys.write_all(first).unwrap();
        self.wait_until_taken();
        keys.write_all(second).unwrap();
    }

    /// Waits until one line of the screen has all of these parts.
    #[track_caller]
    pub fn wait_for(&self, parts: &[&str]) {
        self.wait_until(&format!("a line with {parts:?}"), |shot| shot.has_line(parts));
    }

    /// Waits until the screen is as wanted, and gives it.
    #[track_caller]
    pub fn wait_until(&self, what: &str, wanted: impl Fn(&Shot) -> bool) -> Shot {
        self.shared.wait(what, |seen| {
            seen.shots.last().filter(|shot| wanted(shot)).cloned()
        })
    }

    /// The first screen since the shot of this number that has a line with all of these parts, however short it stood.
    #[track_caller]
    pub fn wait_for_sight(&self, since: usize, parts: &[&str]) -> Shot {
        self.wait_for_any(since, &format!("ever a line with {parts:?}"), |shot| {
            shot.has_line(parts)
        })
    }

    /// The first screen since the shot of this number that is as wanted, however short it stood.
    #[track_caller]
    pub fn wait_for_any(&self, since: usize, what: &str, wanted: impl Fn(&Shot) -> bool) -> Shot {
        self.shared.wait(what, |seen| {
            seen.shots[since..].iter().find(|shot| wanted(shot)).cloned()
        })
    }

    /// How many shots there are by now.
    pub fn shots(&self) -> usize {
        self.shared.lock().shots.len()
    }

    /// Waits until there are so many shots.
    #[track_caller]
    pub fn wait_for_shots(&self, count: usize) {
        self.shared.wait(&format!("{count} writes"), |seen| {
            (seen.shots.len() >= count).then_some(())
        });
    }

    pub fn shots_since(&self, since: usize) -> Vec<Shot> {
        self.shared.lock().shots[since..].to_vec()
    }

    /// The screen now, and nothing on it while nothing was written.
    pub fn text(&self) -> String {
        self.shared.lock().text()
    }

    /// Something on the screen has a colour that is not the terminal's own.
    pub fn has_colours(&self) -> bool {
        let seen = self.shared.lock();
        let screen = seen.parser.screen();
        let (rows, columns) = screen.size();
        let own = vt100::Color::Default;
        (0..rows.get()).any(|row| {
            let cells = (0..columns.get()).filter_map(|column| screen.cell(row, column));
            cells
                .into_iter()
                .any(|cell| cell.fgcolor() != own || cell.bgcolor() != own)
        })
    }

    /// Forgets all shots but the last.
    pub fn forget_shots(&self) {
        let shots = &mut self.shared.lock().shots;
        let last = shots.pop();
        *shots = Vec::from_iter(last);
    }

    /// Reads no more until [`Tty::read_on`], and has the screen drawn until nobody reads it.
    #[track_caller]
    pub fn stall(&mut self) {
        self.shared.lock().stalled = true;
        let until = Instant::now() + DEADLINE;
        while !self.shared.lock().resting {
            assert!(Instant::now() < until, "it is read for ever");
            self.redraw();
        }
        self.redraw();
        self.redraw();
    }

    fn redraw(&mut self) {
        self.press("\x0c");
        self.wait_until_taken();
    }

    pub fn read_on(&self) {
        self.shared.lock().stalled = false;
        self.shared.changed.notify_all();
    }

    /// Reads at this pace from now on; `None`: as fast as it comes.
    pub fn read_at(&self, pace: Option<Pace>) {
        self.shared.lock().pace = pace;
        self.shared.changed.notify_all();
    }

    /// The program's number.
    pub fn id(&self) -> Pid {
        self.id
    }

    /// Waits until the program has taken every key from the terminal.
    #[track_caller]
    pub fn wait_until_taken(&self) {
        let mut open = OpenOptions::new();
        let flags = OFlag::O_NOCTTY | OFlag::O_NONBLOCK;
        let tty = open.read(true).custom_flags(flags.bits());
        let tty = tty.open(format!("/proc/{}/fd/0", self.id)).unwrap();
        let until = Instant::now() + DEADLINE;
        while poll(
            &mut [PollFd::new(tty.as_fd(), PollFlags::POLLIN)],
            PollTimeout::ZERO,
        ) != Ok(0)
        {
            assert!(Instant::now() < until, "keys that nobody takes");
            std::thread::yield_now();
        }
    }

    /// Waits until it is stopped or has ended and left no mode on, and gives how often it gave the screen back.
    #[track_caller]
    pub fn times_given_back(&self) -> usize {
        self.is_left_as_it_was();
        self.shared.lock().modes.times_left
    }

    /// How often the window was given a title.
    pub fn times_titled(&self) -> usize {
        self.shared.lock().modes.times_titled
    }

    pub fn is_running(&self) -> bool {
        self.shared.lock().ended.is_none()
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        // What is read from now on may be drawn for either size; the frame of the new one is the last.
        let mut seen = self.shared.lock();
        seen.parser.screen_mut().set_size(count(rows), count(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    pub fn signal(&self, signal: Signal) {
        kill(self.id, signal).unwrap();
    }

    /// `kill -9`, and waits until the system has let go of all it held.
    #[track_caller]
    pub fn kill_and_wait(&self) {
        self.signal(Signal::SIGKILL);
        self.shared.wait("its end", |seen| seen.ended.clone());
    }

    /// Waits for its end, and gives the exit status.
    #[track_caller]
    pub fn wait_for_end(&self) -> u32 {
        let ended = self.shared.wait("its end", |seen| seen.ended.clone());
        assert_eq!(ended.signal(), None, "it was killed");
        ended.exit_code()
    }

    /// Holds it to having left the terminal as it was: no mode of ours is on, and lines are edited and echoed.
    #[track_caller]
    pub fn is_left_as_it_was(&self) {
        self.shared.wait("the modes switched off", |seen| {
            let screen = seen.parser.screen();
            let on = screen.alternate_screen() || screen.hide_cursor() || screen.bracketed_paste();
            (!on && seen.modes.left_on().is_empty()).then_some(())
        });
        assert_eq!(format!("{:?}", self.master.get_termios().unwrap()), self.before);
    }

    /// Holds it to having switched the modes on that it has to switch off.
    #[track_caller]
    pub fn is_taken(&self) {
        let seen = self.shared.lock();
        let screen = seen.parser.screen();
        assert!(screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste());
        drop(seen);
        assert_ne!(format!("{:?}", self.master.get_termios().unwrap()), self.before);
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        if self.is_running() {
            let _ = kill(self.id, Signal::SIGKILL);
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        // A failed assertion of the test is what is told, and not that it held the lock.
        self.seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Takes in what the program writes until nobody has the terminal any more.
    fn read(&self, mut reader: impl Read, answers: &Keys) {
        let mut chunk = [0; 1 << 16];
        loop {
            let most = self.rest(chunk.len());
            let Ok(bytes @ 1..) = reader.read(&mut chunk[..most]) else {
                return;
            };
            let mut seen = self.lock();
            seen.parser.process(&chunk[..bytes]);
            let asked = seen.modes.process(&chunk[..bytes]);
            let text = seen.parser.screen().contents();
            seen.shots.push(Shot {
                at: Instant::now(),
                text,
                bytes,
            });
            self.changed.notify_all();
            drop(seen);
            // As every terminal does. The program may be gone by now.
            let _ = answers.lock().unwrap().write_all(&b"\x1b[0n".repeat(asked));
        }
    }

    /// Comes back when somebody is to read, with how many bytes of so many.
    fn rest(&self, most: usize) -> usize {
        let mut seen = self.lock();
        while seen.stalled {
            seen.resting = true;
            let waited = self.changed.wait(seen);
            seen = waited.unwrap_or_else(|poisoned| poisoned.into_inner());
        }
        seen.resting = false;
        let Some(pace) = seen.pace else {
            return most;
        };
        let until = Instant::now() + pace.every;
        while seen.pace == Some(pace) && Instant::now() < until {
            let left = until.saturating_duration_since(Instant::now());
            let waited = self.changed.wait_timeout(seen, left);
            seen = waited.unwrap_or_else(|poisoned| poisoned.into_inner()).0;
        }
        seen.pace.map_or(most, |pace| pace.bytes.min(most))
    }

    #[track_caller]
    fn wait<T>(&self, what: &str, found: impl Fn(&Seen) -> Option<T>) -> T {
        let until = Instant::now() + DEADLINE;
        let mut seen = self.lock();
        loop {
            if let Some(found) = found(&seen) {
                return found;
            }
            let left = until.saturating_duration_since(Instant::now());
            let ended = &seen.ended;
            assert!(
                !left.is_zero(),
                "never: {what}; ended: {ended:?}; left on: {:?}; the screen:\n{}",
                seen.modes.left_on(),
                seen.text()
            );
            let waited = self.changed.wait_timeout(seen, left);
            seen = waited.unwrap_or_else(|poisoned| poisoned.into_inner()).0;
        }
    }
}

impl Seen {
    fn text(&self) -> String {
        self.parser.screen().contents()
    }
}

/// The command with what a terminal puts into its environment, where the command says nothing else.
fn on_a_terminal(command: &Command) -> CommandBuilder {
    let mut builder = CommandBuilder::new(command.get_program());
    builder.args(command.get_args());
    builder.env_clear();
    builder.env("TERM", "xterm-256color");
    builder.env("LANG", "C.UTF-8");
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            builder.env(name, value);
        }
    }
    builder
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}

fn count(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}
