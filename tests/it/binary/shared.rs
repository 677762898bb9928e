//! The local room of a group: real users of this machine, who come, go, and are kept out.

use super::rig::{Process, Ran, SETTINGS};
use crate::terminals::tty::Tty;
use crate::trust;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::TempDir;

/// The system's lists of users and groups are changed by one test at a time.
static LISTS: Mutex<()> = Mutex::new(());

/// A machine with dana and omar in a group and a stranger who is not, each with a home of their own.
struct Machine {
    folder: TempDir,
    group: String,
    users: Vec<User>,
    _lists: MutexGuard<'static, ()>,
}

#[derive(Clone)]
struct User {
    login: String,
    uid: u32,
    gid: u32,
}

fn lookup(login: &str) -> User {
    let user = nix::unistd::User::from_name(login).unwrap().unwrap();
    User {
        login: login.to_owned(),
        uid: user.uid.as_raw(),
        gid: user.gid.as_raw(),
    }
}

fn system(program: &str, arguments: &[&str]) {
    let ran = Command::new(program).args(arguments).output().unwrap();
    assert!(
        ran.status.success(),
        "{program} {arguments:?}: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
}

/// Takes them off the system's lists; that they are not there is no failure.
fn forget(logins: &[String], group: &str) {
    for login in logins {
        let _ = Command::new("userdel").arg(login).output();
    }
    let _ = Command::new("groupdel").arg(group).output();
}

const DANA: usize = 0;
const OMAR: usize = 1;
const STRANGER: usize = 2;

impl Machine {
    /// `None` where nobody can be somebody else, which is said.
    fn new() -> Option<Machine> {
        let tools = [("useradd", "--help"), ("setpriv", "--version")];
        if !nix::unistd::geteuid().is_root() || !tools.iter().all(|(tool, asked)| trust::has(tool, &[asked]))
        {
            eprintln!("skipped: only root can make users and be them");
            return None;
        }
        let lists = LISTS.lock().unwrap_or_else(PoisonError::into_inner);
        let number = std::process::id();
        let group = format!("wr{number}");
        let logins = ["a", "b", "c"].map(|letter| format!("wr{number}{letter}"));
        // Of a process that had this number and was killed.
        forget(&logins, &group);
        system("groupadd", &[&group]);
        for (at, login) in logins.iter().enumerate() {
            let mut arguments = vec!["--no-create-home", "--no-user-group", "--gid", "nogroup"];
            if at != STRANGER {
                arguments.extend(["--groups", group.as_str()]);
            }
            arguments.push(login);
            system("useradd", &arguments);
        }
        let machine = Machine {
            folder: TempDir::new().unwrap(),
            users: logins.iter().map(|login| lookup(login)).collect(),
            group,
            _lists: lists,
        };
        fs::set_permissions(machine.folder.path(), Permissions::from_mode(0o755)).unwrap();
        let program = machine.program();
        if fs::hard_link(env!("CARGO_BIN_EXE_warroom"), &program).is_err() {
            fs::copy(env!("CARGO_BIN_EXE_warroom"), &program).unwrap();
        }
        let folder = machine.path("local");
        system(
            "install",
            &[
                "-d",
                "-o",
                "root",
                "-g",
                &machine.group,
                "-m",
                "2770",
                folder.to_str().unwrap(),
            ],
        );
        let settings = format!(
            "{SETTINGS}\n[local]\ngroup = {:?}\nfolder = {:?}\n",
            machine.group,
            folder.display().to_string()
        );
        fs::write(machine.path("warroom.toml"), settings).unwrap();
        for user in &machine.users {
            let home = machine.path(&user.login);
            fs::create_dir(&home).unwrap();
            chown(&home, Some(user.uid), Some(user.gid)).unwrap();
        }
        Some(machine)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn program(&self) -> PathBuf {
        self.path("warroom")
    }

    /// A program as this user, with the groups the system's lists say.
    fn as_user(&self, user: usize) -> Command {
        let user = &self.users[user];
        let mut command = Command::new("setpriv");
        command
            .args([
                "--reuid",
                &user.uid.to_string(),
                "--regid",
                &user.gid.to_string(),
                "--init-groups",
            ])
            .env_clear()
            // What root has in its own folders is not for them.
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", self.path(&user.login))
            .env("TZ", "UTC")
            .env("WARROOM_CONFIG", self.path("warroom.toml"))
            .stdin(Stdio::null());
        command
    }

    fn command(&self, user: usize, arguments: &[&str]) -> Command {
        let mut command = self.as_user(user);
        command.arg(self.program()).args(arguments);
        command
    }

    fn run(&self, user: usize, arguments: &[&str]) -> Ran {
        self.command(user, arguments).output().unwrap().into()
    }

    /// A process that keeps the room, or joins whoever does; it has read what there is.
    fn follow(&self, user: usize) -> Process {
        let mut process = Process::listen(&mut self.command(user, &["log", "--follow"]));
        process.wait_for_line(|line| line.contains("declared"));
        process
    }

    fn login(&self, user: usize) -> &str {
        &self.users[user].login
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let logins = self.users.iter().map(|user| user.login.clone());
        forget(&logins.collect::<Vec<_>>(), &self.group);
    }
}

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn members_of_the_group_share_one_room_under_their_own_logins_and_take_it_over_when_its_host_is_killed() {
    let Some(machine) = Machine::new() else { return };
    let (dana, omar) = (machine.login(DANA), machine.login(OMAR));
    let accounts = machine.path("accounts.csv");
    fs::write(&accounts, super::rig::ACCOUNTS).unwrap();
    machine
        .run(DANA, &["accounts", "import", accounts.to_str().unwrap()])
        .well();
    machine
        .run(
            DANA,
            &["declare", "Video calls drop", "--component", "video-eu", "--yes"],
        )
        .well();
    let host = machine.follow(DANA);
    let mut joined = machine.follow(OMAR);
    machine.run(OMAR, &["note", "omar sees it too"]).well();
    machine.run(DANA, &["claim", "northwind"]).well();
    let said = machine.run(OMAR, &["claim", "northwind"]).refused();
    assert!(said.contains(dana), "{said}");
    // Only an administrator copies the record, and it is dana's.
    let copies = std::cell::Cell::new(0);
    let copy = |user: usize| {
        copies.set(copies.get() + 1);
        let name = format!("{}/copy-{}", machine.login(user), copies.get());
        machine.path(&name).display().to_string()
    };
    let said = machine.run(OMAR, &["backup", &copy(OMAR)]).refused();
    assert!(said.contains("admin"), "{said}");
    machine.run(DANA, &["backup", &copy(DANA)]).well();
    let said = machine
        .run(OMAR, &["--as", "dana", "note", "I am not dana"])
        .refused();
    assert!(said.contains(&format!("you as {omar}")), "{said}");
    assert_eq!(mode(&machine.path("local/room.db")), 0o660);
    assert_eq!(mode(&machine.path("local/room.sock")), 0o660);

    // Killed, as by kill -9: what it had is in the record and in the file beside it, and omar's process goes on with it.
    drop(host);
    machine.run(OMAR, &["note", "said when the host was gone"]).well();
    joined.wait_for_line(|line| line.ends_with("said when the host was gone"));
    let said = machine.run(OMAR, &["claim", "northwind"]).refused();
    assert!(said.contains(dana), "the claim outlives its host: {said}");
    let again = machine.follow(DANA);
    machine.run(DANA, &["note", "dana is back"]).well();
    joined.wait_for_line(|line| line.ends_with("dana is back"));
    // Whoever hosts it, it stays dana's.
    let said = machine.run(OMAR, &["backup", &copy(OMAR)]).refused();
    assert!(said.contains("admin"), "{said}");
    machine.run(DANA, &["backup", &copy(DANA)]).well();
    drop((again, joined));

    let log = machine.run(OMAR, &["log", "--json"]).well();
    let by = |text: &str| {
        let line = log.lines().find(|line| line.contains(text));
        let line: serde_json::Value = serde_json::from_str(line.unwrap()).unwrap();
        (
            line["by"]["name"].as_str().unwrap().to_owned(),
            line["by"]["access"].clone(),
        )
    };
    assert_eq!(by("omar sees it too"), (omar.to_owned(), "lead".into()));
    assert_eq!(by("dana is back"), (dana.to_owned(), "admin".into()));
}

#[test]
fn a_user_outside_the_group_gets_not_a_byte_however_open_the_doors_stand() {
    let Some(machine) = Machine::new() else { return };
    machine
        .run(DANA, &["declare", "Video calls drop", "--yes"])
        .well();
    let _host = machine.follow(DANA);
    let said = machine.run(STRANGER, &["status"]).refused();
    assert!(
        said.contains("you are not in it") && said.contains("usermod -aG"),
        "{said}"
    );

    let python = machine.as_user(STRANGER).args(["python3", "--version"]).output();
    if !python.is_ok_and(|ran| ran.status.success()) {
        eprintln!("skipped: python3 is not there for every user");
        return;
    }
    let heard = |user: usize| {
        let script = r#"
import socket, sys
s = socket.socket(socket.AF_UNIX)
try:
    s.connect(sys.argv[1])
    s.sendall(b"GET /v1/events HTTP/1.1\r\nhost: hub\r\n\r\n")
    print(len(s.recv(4096)))
except PermissionError:
    print("shut")
except (BrokenPipeError, ConnectionResetError):
    print(0)
"#;
        let mut command = machine.as_user(user);
        let ran = command
            .args(["python3", "-c", script])
            .arg(machine.path("local/room.sock"));
        let ran = ran.output().unwrap();
        assert!(ran.status.success(), "{:?}", String::from_utf8(ran.stderr));
        String::from_utf8(ran.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(heard(STRANGER), "shut", "the folder is shut");
    for path in ["local", "local/room.sock"] {
        fs::set_permissions(machine.path(path), Permissions::from_mode(0o2777)).unwrap();
    }
    assert_eq!(
        heard(STRANGER),
        "0",
        "and if it were not, the hub closes the connection"
    );
    assert_ne!(heard(OMAR), "0", "a member is answered");
    // Who has left the group is a stranger from then on, though their session still has it.
    system("gpasswd", &["--delete", machine.login(OMAR), &machine.group]);
    assert_eq!(heard(OMAR), "0");
    trust::result("S1", "bytes to a local user outside the group", "0");
}

#[test]
fn who_may_not_write_the_record_joins_it_and_says_who_may_once_it_is_left() {
    let Some(machine) = Machine::new() else { return };
    machine
        .run(DANA, &["declare", "Video calls drop", "--yes"])
        .well();
    fs::set_permissions(machine.path("local/room.db"), Permissions::from_mode(0o600)).unwrap();
    let host = machine.follow(DANA);
    machine.run(OMAR, &["note", "omar joins all the same"]).well();
    let mut screen = Tty::open(&machine.command(OMAR, &[]), 80, 24);
    screen.wait_for(&["LOCAL ROOM"]);
    screen.wait_for(&["omar joins all the same"]);
    // Once this shows, it is known whose outbox it is.
    screen.wait_for(&["all sent"]);
    drop(host);
    let said = machine.run(OMAR, &["note", "and now?"]).refused();
    let what_to_do = format!("ask {} to open `warroom`", machine.login(DANA));
    assert!(said.contains(&what_to_do), "{said}");
    screen.wait_for(&["OFFLINE"]);
    screen.wait_for(&[&what_to_do]);
    // What is said meanwhile waits for whoever keeps it next.
    screen.press("nsaid while nobody kept it\r");
    screen.wait_for(&["1 NOT SENT YET"]);
    let mut host = machine.follow(DANA);
    host.wait_for_line(|line| line.ends_with("said while nobody kept it"));
    screen.wait_for(&["all sent"]);
    screen.kill_and_wait();
    let log = machine.run(DANA, &["log"]).well();
    assert!(
        log.contains("omar joins all the same") && !log.contains("and now?"),
        "{log}"
    );
    assert_eq!(
        fs::metadata(machine.path("local/room.db")).unwrap().uid(),
        machine.users[DANA].uid
    );
}

#[test]
fn a_shared_folder_that_is_not_as_it_must_be_is_told_with_what_makes_it_so() {
    let Some(machine) = Machine::new() else { return };
    fs::set_permissions(machine.path("local"), Permissions::from_mode(0o2777)).unwrap();
    let said = machine.run(DANA, &["status"]).refused();
    assert!(
        said.contains("open to everybody (mode 2777)")
            && said.contains(&format!("install -d -o root -g {} -m 2770", machine.group)),
        "{said}"
    );
    fs::set_permissions(machine.path("local"), Permissions::from_mode(0o2770)).unwrap();
    assert_eq!(machine.run(DANA, &["status"]).well(), "no incident\n");
    let said = machine.run(DANA, &["doctor"]).well();
    assert!(
        said.contains(&format!("the local room of the group {}", machine.group)),
        "{said}"
    );
}
