//! What the room costs in a terminal: bytes, processor, memory and instructions. Beside it, in the same run, the least
//! program that ratatui makes, and htop where it is there.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../tests/it/terminals/modes.rs"]
#[allow(dead_code)]
mod modes;
#[path = "../tests/it/terminals/tty.rs"]
#[allow(dead_code)]
mod tty;

use nix::sys::signal::Signal;
use nix::unistd::Pid;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tty::Tty;

const SIZE: (u16, u16) = (120, 40);
const IDLE: Duration = Duration::from_secs(10);
const KEYS: usize = 200;

/// One of them, where it is known.
type Figure = fn(&Figures) -> Option<f64>;

struct Program {
    name: &'static str,
    command: Command,
    /// One selects the next row, and the other the one before.
    keys: [&'static str; 2],
    first: &'static str,
}

/// One program's figures; a count is exact, a time is of this machine in this minute.
struct Figures {
    start_bytes: f64,
    second_bytes: f64,
    second_ms: f64,
    key_bytes: f64,
    key_ms: f64,
    memory_kb: f64,
    /// Millions, of the start and five seconds.
    instructions: Option<f64>,
}

fn programs(home: &Path) -> Vec<Program> {
    let alone = |mut command: Command| {
        command
            .env_clear()
            .env("HOME", home)
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_CONFIG_HOME", home.join("config"));
        command
    };
    let warroom = || alone(Command::new(env!("CARGO_BIN_EXE_warroom")));
    set_up(home, warroom);
    let mut programs = vec![
        Program {
            name: "least",
            command: alone(Command::new(least())),
            keys: ["j", "k"],
            first: "",
        },
        Program {
            name: "warroom",
            command: warroom(),
            keys: ["j", "k"],
            first: "1",
        },
    ];
    let htop = alone(Command::new("htop"));
    if Command::new("htop").arg("--version").output().is_ok() {
        programs.push(Program {
            name: "htop",
            command: htop,
            keys: ["\x1b[B", "\x1b[A"],
            first: "",
        });
    }
    programs
}

/// A local room with an open incident and 24 accounts on its list, in which nothing happens by itself.
fn set_up(home: &Path, warroom: impl Fn() -> Command) {
    let folder = home.join("config/warroom");
    std::fs::create_dir_all(&folder).unwrap();
    let settings = "currency = \"EUR\"\n[component.video-eu]\nproducts = [\"video\"]\nregions = [\"eu\"]\n";
    std::fs::write(folder.join("config.toml"), settings).unwrap();
    let mut accounts = "id,name,tier,arr,currency,region,products\n".to_owned();
    for number in 0..24 {
        let tier = number % 3 + 1;
        accounts += &format!("a{number},Account {number:02},{tier},{number}50000,EUR,eu,video\n");
    }
    let list = home.join("accounts.csv");
    std::fs::write(&list, accounts).unwrap();
    let declare = [
        "declare",
        "Video calls drop",
        "--severity",
        "sev1",
        "--component",
        "video-eu",
        "--yes",
    ];
    for words in [&["accounts", "import", list.to_str().unwrap()][..], &declare[..]] {
        let done = warroom().args(words).output().unwrap();
        assert!(done.status.success(), "{words:?}: {done:?}");
    }
}

/// Builds it, with the same care as the program itself is built with.
fn least() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = here.join("target").join("least");
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--manifest-path"])
        .arg(here.join("benches/least/Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .status()
        .unwrap();
    assert!(built.success(), "the least program could not be built");
    target.join("release").join("least")
}

fn main() {
    let home = tempfile::tempdir().unwrap();
    let all: Vec<(&str, Figures)> = programs(home.path())
        .iter()
        .map(|program| (program.name, measured(program)))
        .collect();
    let rows: [(&str, Figure); 7] = [
        ("bytes to the first screen", |figures| Some(figures.start_bytes)),
        ("bytes a second, nothing pressed", |figures| {
            Some(figures.second_bytes)
        }),
        ("processor, ms a second", |figures| Some(figures.second_ms)),
        ("bytes a key (the next row)", |figures| Some(figures.key_bytes)),
        ("processor, ms a key", |figures| Some(figures.key_ms)),
        ("memory, KB", |figures| Some(figures.memory_kb)),
        ("instructions to the fifth second, M", |figures| {
            figures.instructions
        }),
    ];
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    println!("| | {} |", names.join(" | "));
    println!("|---|{}", "---|".repeat(names.len()));
    for (what, figure) in rows {
        let least = figure(&all[0].1);
        let cells = all.iter().map(|(_, figures)| cell(figure(figures), least));
        println!("| {what} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
}

fn cell(figure: Option<f64>, least: Option<f64>) -> String {
    match (figure, least) {
        (None, _) => "-".to_owned(),
        (Some(figure), Some(least)) if least > 0.0 => format!("{figure:.1} (x{:.2})", figure / least),
        (Some(figure), _) => format!("{figure:.1}"),
    }
}

fn measured(program: &Program) -> Figures {
    let mut tty = Tty::open(&program.command, SIZE.0, SIZE.1);
    quiet(&tty, Duration::from_millis(700));
    tty.press(program.first);
    quiet(&tty, Duration::from_millis(700));
    let start_bytes = bytes(&tty, 0);

    let (since, used) = (tty.shots(), time_used(tty.id()));
    pass(IDLE);
    let seconds = IDLE.as_secs_f64();
    let second_bytes = bytes(&tty, since) / seconds;
    let second_ms = (time_used(tty.id()) - used).as_secs_f64() * 1e3 / seconds;

    let (since, used) = (tty.shots(), time_used(tty.id()));
    for number in 0..KEYS {
        let before = tty.shots();
        tty.press(program.keys[number % 2]);
        tty.wait_for_shots(before + 1);
        pass(Duration::from_millis(10));
    }
    let keys = KEYS as f64;
    let key_bytes = bytes(&tty, since) / keys;
    let key_ms = (time_used(tty.id()) - used).as_secs_f64() * 1e3 / keys;
    let memory_kb = memory(tty.id());
    tty.signal(Signal::SIGTERM);
    Figures {
        start_bytes,
        second_bytes,
        second_ms,
        key_bytes,
        key_ms,
        memory_kb,
        instructions: instructions(program),
    }
}

/// Waits until nothing was written for so long.
fn quiet(tty: &Tty, length: Duration) {
    let begin = Instant::now();
    loop {
        let last = tty.shots_since(0).last().map_or(begin, |shot| shot.at);
        let (first, waited) = (tty.shots() > 0, last.elapsed());
        if first && waited >= length {
            return;
        }
        pass(Duration::from_millis(20));
    }
}

fn bytes(tty: &Tty, since: usize) -> f64 {
    let shots = tty.shots_since(since);
    shots.iter().map(|shot| shot.bytes).sum::<usize>() as f64
}

fn pass(time: Duration) {
    let until = Instant::now() + time;
    while Instant::now() < until {
        std::thread::park_timeout(until.saturating_duration_since(Instant::now()));
    }
}

/// In hundredths of a second.
fn time_used(program: Pid) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{program}/stat")).unwrap();
    let (_, after) = stat.rsplit_once(')').unwrap();
    let ticks = after.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.map(|ticks| ticks.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

fn memory(program: Pid) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{program}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

/// As valgrind counts them, where it is there.
fn instructions(program: &Program) -> Option<f64> {
    let out = tempfile::NamedTempFile::new().unwrap();
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(format!("--log-file={}", out.path().display()))
        .arg(program.command.get_program())
        .args(program.command.get_args())
        .envs(
            program
                .command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
    Command::new("valgrind").arg("--version").output().ok()?;
    let tty = Tty::open(&command, SIZE.0, SIZE.1);
    tty.wait_for_shots(1);
    pass(Duration::from_secs(5));
    tty.signal(Signal::SIGTERM);
    let until = Instant::now() + Duration::from_secs(20);
    while tty.is_running() && Instant::now() < until {
        pass(Duration::from_millis(20));
    }
    let log = std::fs::read_to_string(out.path()).ok()?;
    let line = log.lines().find_map(|line| line.split_once("Collected : "))?.1;
    Some(line.trim().parse::<f64>().ok()? / 1e6)
}
