//! Where a token may be: in a file of its owner's, and nowhere else (S5).

use super::rig::{Process, Rig, SETTINGS};
use crate::trust;
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Every file below a folder.
fn files(below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(below).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found
}

fn holds(bytes: &[u8], canary: &str) -> bool {
    bytes.windows(canary.len()).any(|part| part == canary.as_bytes())
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_token_is_in_the_file_of_its_owner_and_nowhere_else() {
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    hub.run(&["declare", "Video calls drop", "--yes"]).well();
    let canary = hub.token("omar", "advocate");
    let token = fs::read_to_string(&canary).unwrap().trim().to_owned();

    // Everything it is used for, and used wrongly for, with what all of it says.
    let mut said = Vec::new();
    let runs: [&[&str]; 7] = [
        &["note", "hello"],
        &["status", "--json"],
        &["log", "--json"],
        &["token", "list"],
        &["resolve", "no", "such", "verb"],
        &["doctor"],
        &["claim", "nobody"],
    ];
    for args in runs {
        let ran = hub.run_as(&canary, args);
        said.push((
            format!("{args:?}"),
            format!("{}{}", ran.out, ran.err).into_bytes(),
        ));
    }
    hub.run(&["token", "revoke", "omar"]).well();
    let ran = hub.run_as(&canary, &["status"]);
    said.push(("a revoked one".to_owned(), ran.err.into_bytes()));

    // What other users of the machine can see of a process that uses it, while it does.
    let again = hub.token("lena", "advocate");
    let lena = fs::read_to_string(&again).unwrap().trim().to_owned();
    let mut following = hub.command(&["log", "--follow"]);
    let mut following = Process::listen(following.env("WARROOM_TOKEN_FILE", &again));
    following.wait_for_line(|line| line.contains("hello"));
    for of in [following.id(), hub.process.id()] {
        for part in ["cmdline", "environ"] {
            let shown = fs::read(format!("/proc/{of}/{part}")).unwrap_or_default();
            said.push((format!("{part} of {of}"), shown));
        }
    }
    drop(following);
    said.push(("the hub's own log".to_owned(), hub.terminated().into_bytes()));
    let own = [canary.clone(), again];
    for file in files(&rig.path(".")) {
        let is_own = own.iter().any(|own| own.file_name() == file.file_name());
        if !is_own {
            said.push((file.display().to_string(), fs::read(&file).unwrap()));
        }
    }
    for (place, bytes) in &said {
        for token in [&token, &lena] {
            assert!(!holds(bytes, token), "a token is in {place}");
        }
    }
    let owners = files(&rig.path("state/warroom/tokens"));
    assert!(!owners.is_empty());
    for file in &owners {
        assert_eq!(mode(file), 0o600, "{}", file.display());
        let token = fs::read_to_string(file).unwrap();
        for (place, bytes) in said.iter().filter(|(place, _)| !place.contains("/tokens/")) {
            assert!(!holds(bytes, token.trim()), "the owner's token is in {place}");
        }
    }
    for file in files(&rig.path("state"))
        .into_iter()
        .chain(["hub.sqlite", "hub.sqlite.lock"].map(|name| rig.path(name)))
    {
        assert_eq!(mode(&file) & 0o077, 0, "{}", file.display());
    }
    trust::result(
        "S5",
        "places without a token in them",
        &format!("{}/{}", said.len(), said.len()),
    );
}

#[test]
fn whoever_looks_for_a_token_that_is_there_finds_it() {
    assert!(holds(b"one two canary three", "canary"));
    assert!(!holds(b"one two cana ry three", "canary"));
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("deep")).unwrap();
    fs::write(folder.path().join("deep/file"), "canary").unwrap();
    let found = files(folder.path());
    assert!(found.iter().any(|file| holds(&fs::read(file).unwrap(), "canary")));
}

#[test]
fn an_invitation_is_one_line_that_lets_a_colleague_in_and_its_token_is_no_argument() {
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let invited = hub.run(&[
        "invite",
        "--role",
        "advocate",
        "--name",
        "omar",
        "--expires",
        "1d",
    ]);
    assert!(
        invited.err.contains("omar pastes this line") && invited.err.contains("revoke omar"),
        "{invited:?}"
    );
    assert_eq!(
        (invited.code, invited.out.lines().count()),
        (Some(0), 1),
        "{invited:?}"
    );

    let colleague = Rig::new();
    let program = Path::new(env!("CARGO_BIN_EXE_warroom"));
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(&invited.out).env_clear().stdin(Stdio::null());
    for (name, value) in colleague.command(&[]).get_envs() {
        shell.env(name, value.unwrap());
    }
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let ran = shell.env("PATH", path).output().unwrap();
    let said = String::from_utf8(ran.stdout).unwrap();
    assert!(
        said.contains("You are omar (advocate)"),
        "{said} {:?}",
        String::from_utf8(ran.stderr)
    );

    // From now on nothing needs to be said.
    assert_eq!(colleague.run(&["status"]).well(), "no incident\n");
    let kept = files(&colleague.path("state/warroom/tokens"));
    assert_eq!(kept.iter().map(|file| mode(file)).collect::<Vec<_>>(), [0o600]);
    let listed = hub.run(&["token", "list"]).well();
    assert!(
        listed
            .lines()
            .any(|line| line.starts_with("omar ") && line.contains("until 20")),
        "{listed}"
    );
    hub.run(&["token", "revoke", "omar"]).well();
    colleague.run(&["status"]).refused();

    let wrong = hub.run(&["invite", "--role", "king"]);
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
}

#[test]
fn a_token_that_the_hub_does_not_know_is_not_kept() {
    let rig = Rig::new();
    let hub = rig.serve();
    let colleague = Rig::new();
    let mut keep = colleague.command(&["token", "keep", "--hub", &hub.url]);
    let mut child = keep
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"0123456789abcdef\n")
        .unwrap();
    let ran = child.wait_with_output().unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(files(&colleague.path("state")).is_empty());
    assert!(files(&colleague.path("config")).is_empty());
}

#[test]
fn beyond_this_machine_a_hub_starts_with_a_certificate_or_behind_a_proxy_and_not_else() {
    let rig = Rig::new();
    let said = rig.run(&["serve", "--listen", "0.0.0.0:0"]).refused();
    assert!(
        said.contains("--tls-cert") && said.contains("--behind-proxy"),
        "{said}"
    );

    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let certificate = rig.write("hub.crt", &certificate.pem());
    let open = rig.write("open.key", &key.serialize_pem());
    let key = rig.secret("hub.key", &key.serialize_pem());
    let store = format!("sqlite:{}", rig.path("tls.sqlite").display());
    let serve = |key: &Path| {
        let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
        rig.command(&[
            "serve",
            "--listen",
            "0.0.0.0:0",
            "--store",
            &store,
            "--tls-cert",
            &certificate,
            "--tls-key",
            &key,
        ])
    };
    let ran = serve(&open).output().unwrap();
    assert!(String::from_utf8(ran.stderr).unwrap().contains("chmod 600"));

    let mut hub = Process::start(serve(&key).stderr(Stdio::piped()), |child| {
        child.stderr.take().unwrap()
    });
    let said = hub.wait_for_line(|line| line.contains("the hub listens at "));
    let url = said
        .split_whitespace()
        .find(|word| word.starts_with("https://127.0.0.1:"));
    let url = url.unwrap_or_else(|| panic!("{said}"));
    let ca = certificate.display().to_string();
    assert_eq!(
        rig.run(&["--hub", url, "--ca-file", &ca, "status"]).well(),
        "no incident\n"
    );
    let said = rig.run(&["--hub", url, "status"]).refused();
    assert!(said.contains("--ca-file"), "{said}");
    let plain = url.replacen("https", "http", 1);
    let said = rig.run(&["--hub", &plain, "status"]).refused();
    assert!(said.contains("speaks TLS"), "{said}");
}

/// Speaks to the socket as the user with this number, and gives back how many bytes came.
fn heard_by(uid: u32, socket: &Path) -> String {
    let script = r#"
import socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
try:
    s.sendall(b"GET /v1/events HTTP/1.1\r\nhost: hub\r\n\r\n")
    print(len(s.recv(4096)))
except (BrokenPipeError, ConnectionResetError):
    print(0)
"#;
    let ran = Command::new("python3")
        .args(["-c", script])
        .arg(socket)
        .uid(uid)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{:?}", String::from_utf8(ran.stderr));
    String::from_utf8(ran.stdout).unwrap().trim().to_owned()
}

#[test]
fn another_user_of_the_machine_gets_nothing_at_all_on_the_socket() {
    if !nix::unistd::geteuid().is_root() || !trust::has("python3", &["--version"]) {
        eprintln!("skipped: only root can be somebody else");
        return;
    }
    let rig = Rig::with(SETTINGS);
    rig.run(&["declare", "Video calls drop", "--yes"]).well();
    let mut host = Process::listen(&mut rig.command(&["log", "--follow"]));
    host.wait_for_line(|line| line.contains("declared"));
    let socket = rig.path("state/warroom/room.sock");
    // Though every door to it stands open.
    for path in socket
        .ancestors()
        .take_while(|path| path.starts_with(rig.path("")))
    {
        fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
    }
    assert_eq!(heard_by(4_321, &socket), "0");
    assert_ne!(heard_by(0, &socket), "0", "its own user is answered");
    // Nor can they keep the room from its own user by holding on.
    let mut held = UnixStream::connect(&socket).unwrap();
    held.shutdown(Shutdown::Write).unwrap();
    let mut rest = Vec::new();
    held.read_to_end(&mut rest).unwrap();
    rig.run(&["note", "still here"]).well();
}

#[test]
fn on_loopback_too_whoever_has_no_token_hears_401_and_no_more() {
    let rig = Rig::new();
    let hub = rig.serve();
    for (method, path) in [
        ("GET", "/v1/events"),
        ("GET", "/nothing"),
        ("PUT", "/v1/commands"),
    ] {
        let mut stream = TcpStream::connect(hub.address()).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
        )
        .unwrap();
        let mut heard = String::new();
        stream.read_to_string(&mut heard).unwrap();
        assert!(heard.starts_with("HTTP/1.1 401 "), "{heard}");
        assert!(!heard.contains("openapi"), "{heard}");
    }
}
