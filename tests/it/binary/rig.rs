//! The real program on a machine of its own: temporary folders, hubs on free ports, and waiting for what happens.

use crate::trust;
use serde_json::Value;
use std::fs::Permissions;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing here takes this long; where it does, something is broken.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// One user's machine.
pub struct Rig {
    home: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Its output, if it ended well and said nothing beside it.
    #[track_caller]
    pub fn well(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    /// Its sentence, if it was refused or failed.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert_eq!(self.out, "", "what failed has no output");
        self.err
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Rig {
    pub fn new() -> Rig {
        Rig {
            home: TempDir::new().unwrap(),
        }
    }

    /// With this file of settings.
    pub fn with(settings: &str) -> Rig {
        let rig = Rig::new();
        rig.write("config/warroom/warroom.toml", settings);
        rig
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A file only its owner can read, as tokens are kept in.
    pub fn secret(&self, name: &str, text: &str) -> PathBuf {
        let path = self.write(name, text);
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// The program, with nothing of the outer environment in it.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warroom"));
        self.alone(command.args(args));
        command
    }

    /// Nothing of the outer environment.
    fn alone(&self, command: &mut Command) {
        command
            .env_clear()
            .env("HOME", self.home.path())
            .env("XDG_STATE_HOME", self.path("state"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("TZ", "UTC")
            .stdin(Stdio::null());
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.command(args).output().unwrap().into()
    }

    /// A hub on a free port that keeps its log in `hub.sqlite`.
    pub fn serve(&self) -> Hub<'_> {
        self.serve_at("127.0.0.1:0")
    }

    pub fn serve_at(&self, listen: &str) -> Hub<'_> {
        self.start_hub(listen, &[])
    }

    /// The same, started by another program.
    pub fn serve_under(&self, program: &[&str]) -> Hub<'_> {
        self.start_hub("127.0.0.1:0", program)
    }

    fn start_hub(&self, listen: &str, under: &[&str]) -> Hub<'_> {
        let store = format!("sqlite:{}", self.path("hub.sqlite").display());
        let serve = ["serve", "--listen", listen, "--store", &store];
        let mut command = match under {
            [] => self.command(&serve),
            [program, arguments @ ..] => {
                let mut command = Command::new(program);
                command
                    .args(arguments)
                    .arg(env!("CARGO_BIN_EXE_warroom"))
                    .args(serve);
                self.alone(&mut command);
                command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
                command
            }
        };
        let mut process = Process::start(command.stderr(Stdio::piped()), |child| {
            child.stderr.take().unwrap()
        });
        let said = process.wait_for_line(|line| line.contains("the hub listens at "));
        let url = said
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .unwrap();
        Hub {
            rig: self,
            url: url.to_owned(),
            process,
        }
    }
}

/// A running hub; it is killed when the test ends.
pub struct Hub<'a> {
    rig: &'a Rig,
    pub url: String,
    pub process: Process,
}

impl Hub<'_> {
    /// `127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        self.url.strip_prefix("http://").unwrap()
    }

    /// A verb by the hub's owner.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.command(args).output().unwrap().into()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.rig.command(args);
        command.env("WARROOM_HUB", &self.url);
        command
    }

    /// A verb by whoever has this token.
    pub fn run_as(&self, token: &Path, args: &[&str]) -> Ran {
        let mut command = self.command(args);
        command.env("WARROOM_TOKEN_FILE", token).output().unwrap().into()
    }

    /// A new token in a file.
    pub fn token(&self, name: &str, role: &str) -> PathBuf {
        let token = self.run(&["token", "new", "--name", name, "--role", role]).well();
        self.rig.secret(&format!("{name}.token"), &token)
    }

    pub fn status(&self) -> Value {
        serde_json::from_str(&self.run(&["status", "--json"]).well()).unwrap()
    }

    /// The first event that is as wanted, past or to come.
    #[track_caller]
    pub fn wait_for(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut follow = Process::listen(&mut self.command(&["log", "--json", "--follow"]));
        let read = |line: &str| serde_json::from_str::<Value>(line).unwrap();
        let line = follow.wait_for_line(|line| wanted(&read(line)));
        read(&line)
    }

    /// Ends it as `kill` does, and gives back all it had said.
    pub fn terminated(mut self) -> String {
        self.process.signal("-TERM");
        self.process.child.wait().unwrap();
        self.process.said.extend(self.process.lines.iter());
        self.process.said.join("\n")
    }

    /// Ends it as `kill` does.
    pub fn terminate(mut self) -> Option<i32> {
        self.process.signal("-TERM");
        self.process.child.wait().unwrap().code()
    }

    /// Ends it as a crash does.
    pub fn kill(mut self) {
        self.process.child.kill().unwrap();
        self.process.child.wait().unwrap();
    }

    /// The same, and waits until nobody has its output any more: a tracer beside it has then written all it saw.
    pub fn killed(mut self) {
        self.process.child.kill().unwrap();
        self.process.child.wait().unwrap();
        self.process.lines.iter().for_each(drop);
    }
}

/// A process that says something line by line; killed when dropped.
pub struct Process {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Process {
    /// `output` takes the pipe it speaks into.
    pub fn start<R: Read + Send + 'static>(
        command: &mut Command,
        output: impl FnOnce(&mut Child) -> R,
    ) -> Process {
        let mut child = command.spawn().unwrap();
        let pipe = BufReader::new(output(&mut child));
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in pipe.lines().map_while(Result::ok) {
                // When nobody listens any more, it still must not block on a full pipe.
                let _ = sender.send(line);
            }
        });
        Process {
            child,
            lines,
            said: Vec::new(),
        }
    }

    /// Listens to its output.
    pub fn listen(command: &mut Command) -> Process {
        let command = command.stdout(Stdio::piped()).stderr(Stdio::null());
        Process::start(command, |child| child.stdout.take().unwrap())
    }

    /// The next line that is as wanted.
    #[track_caller]
    pub fn wait_for_line(&mut self, wanted: impl Fn(&str) -> bool) -> String {
        // What is done by hand is done with more.
        let until = Instant::now() + DEADLINE * trust::times(2, 40) as u32;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("it never said so; it said:\n{}", self.said.join("\n"));
            };
            if wanted(&line) {
                return line;
            }
            self.said.push(line);
        }
    }

    /// Waits until it has ended by itself.
    pub fn ended(&mut self) {
        self.lines.iter().for_each(drop);
        self.child.wait().unwrap();
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(sent.success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that was free a moment ago, for a program that cannot choose one itself.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Says to a HTTP server on this machine what to do, and gives back its answer's first line.
pub fn post(port: u16, path: &str, body: &str) -> String {
    ask(port, "POST", path, body).0
}

/// Asks a HTTP server on this machine; gives back its answer's first line and its body.
pub fn ask(port: u16, method: &str, path: &str, body: &str) -> (String, String) {
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let first = head.lines().next().unwrap_or_default();
    (first.to_owned(), body.to_owned())
}

/// Component `video-eu` serves product `video` in region `eu`.
pub const SETTINGS: &str = r#"
currency = "EUR"
[component.video-eu]
products = ["video"]
regions = ["eu"]
labels = { service = "video" }
"#;

pub const ACCOUNTS: &str = "\
id,name,tier,arr,currency,region,products
northwind,Northwind,1,1200000,EUR,eu,video;voice
contoso,Contoso,2,700000,EUR,eu,video
adventure,Adventure Works,3,90000,EUR,us,video
";
