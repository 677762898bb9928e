//! Somebody at the other end of the lines: through pipes, or at a terminal, with every byte kept that was said.

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// Nothing here takes this long, on however busy a machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// Whole lines of what can be read, and nothing that moves, colours or rings.
#[track_caller]
pub fn only_lines(said: &str) {
    let control = said.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(control, None, "{said:?}");
    for drawn in ['│', '─', '█', '▶', '…'] {
        assert!(!said.contains(drawn), "{drawn} is drawn:\n{said}");
    }
    let spaced = said.lines().find(|line| line.contains("  "));
    assert_eq!(spaced, None, "no columns:\n{said}");
}

/// What was said so far.
#[derive(Clone, Default)]
struct Heard(Arc<Ear>);

#[derive(Default)]
struct Ear {
    /// And whether that was all.
    said: Mutex<(Vec<u8>, bool)>,
    more: Condvar,
}

impl Heard {
    fn listen(mut from: impl Read + Send + 'static) -> Heard {
        let heard = Heard::default();
        let told = heard.clone();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            loop {
                let count = from.read(&mut bytes).unwrap_or(0);
                let mut said = told.0.said.lock().unwrap();
                said.0.extend_from_slice(&bytes[..count]);
                said.1 = count == 0;
                told.0.more.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        heard
    }

    fn text(&self) -> String {
        let said = self.0.said.lock().unwrap();
        String::from_utf8_lossy(&said.0).replace("\r\n", "\n")
    }

    /// Waits until these words come behind `from`, and gives where they end; `None` after `patience`.
    fn wait(&self, from: usize, words: &str, patience: Duration) -> Option<usize> {
        let until = Instant::now() + patience;
        let mut said = self.0.said.lock().unwrap();
        loop {
            let text = String::from_utf8_lossy(&said.0).replace("\r\n", "\n");
            let rest = text.get(from..).unwrap_or_default();
            if let Some(at) = rest.find(words) {
                return Some(from + at + words.len());
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || said.1 {
                return None;
            }
            said = self.0.more.wait_timeout(said, left).unwrap().0;
        }
    }
}

/// Through pipes.
pub struct Piped {
    child: std::process::Child,
    input: Option<std::process::ChildStdin>,
    heard: Heard,
    from: usize,
}

impl Piped {
    pub fn open(command: &mut Command) -> Piped {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        Piped {
            input: child.stdin.take(),
            heard: Heard::listen(child.stdout.take().unwrap()),
            child,
            from: 0,
        }
    }

    pub fn types(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    #[track_caller]
    pub fn wait_for(&mut self, words: &str) {
        match self.heard.wait(self.from, words, DEADLINE) {
            Some(to) => self.from = to,
            None => panic!("{words:?} was never said:\n{}", self.heard.text()),
        }
    }

    pub fn said(&self) -> String {
        self.heard.text()
    }

    /// In whatever order they come.
    #[track_caller]
    pub fn wait_for_each(&mut self, all: &[&str]) {
        let from = self.from;
        let mut to = from;
        for words in all {
            self.from = from;
            self.wait_for(words);
            to = to.max(self.from);
        }
        self.from = to;
    }

    /// Ends the input, and gives the status.
    pub fn ends(&mut self) -> i32 {
        self.input = None;
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Piped {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// At a terminal.
pub struct Typist {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    // Held: the terminal goes with it.
    _master: Box<dyn portable_pty::MasterPty + Send>,
    heard: Heard,
    from: usize,
}

impl Typist {
    pub fn open(command: &Command) -> Typist {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut builder = CommandBuilder::new(command.get_program());
        builder.env_clear();
        builder.args(command.get_args());
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                builder.env(name, value);
            }
        }
        let child = pair.slave.spawn_command(builder).unwrap();
        drop(pair.slave);
        Typist {
            child,
            keys: pair.master.take_writer().unwrap(),
            heard: Heard::listen(pair.master.try_clone_reader().unwrap()),
            _master: pair.master,
            from: 0,
        }
    }

    pub fn types(&mut self, line: &str) {
        self.keys.write_all(format!("{line}\n").as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Without Enter.
    pub fn presses(&mut self, keys: &[u8]) {
        self.keys.write_all(keys).unwrap();
        self.keys.flush().unwrap();
    }

    /// Types it again until these words are said: what others did may be on its way.
    #[track_caller]
    pub fn types_until(&mut self, line: &str, words: &str) {
        let until = Instant::now() + DEADLINE;
        while Instant::now() < until {
            self.types(line);
            if let Some(to) = self.heard.wait(self.from, words, Duration::from_secs(1)) {
                self.from = to;
                return;
            }
        }
        panic!("{words:?} was never said:\n{}", self.heard.text());
    }

    #[track_caller]
    pub fn wait_for(&mut self, words: &str) {
        match self.heard.wait(self.from, words, DEADLINE) {
            Some(to) => self.from = to,
            None => panic!("{words:?} was never said:\n{}", self.heard.text()),
        }
    }

    pub fn said(&self) -> String {
        self.heard.text()
    }

    pub fn ends(&mut self) -> u32 {
        self.child.wait().unwrap().exit_code()
    }
}

impl Drop for Typist {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
