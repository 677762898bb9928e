//! How commands and hubs end when something is wrong: a status, a sentence, and nothing touched.

use super::declared;
use super::rig::{Process, Ran, Rig, SETTINGS};
use std::process::Stdio;

#[test]
fn the_owner_of_a_hub_is_let_in_without_a_word_and_a_wrong_token_is_not() {
    let rig = Rig::new();
    let hub = rig.serve();
    assert_eq!(hub.run(&["status"]).well(), "no incident\n");

    let wrong = rig.secret("wrong.token", "0123456789abcdef0123456789abcdef");
    let said = hub.run_as(&wrong, &["status"]).refused();
    assert!(said.contains("does not know this token"), "{said}");

    let open = rig.write("open.token", "0123456789abcdef0123456789abcdef");
    let said = hub.run_as(&open, &["status"]).refused();
    assert!(said.contains("chmod 600"), "{said}");

    let stranger = Rig::new();
    let said = stranger.run(&["--hub", &hub.url, "status"]).refused();
    assert!(
        said.contains("there is no token for http://") && said.contains("--token-file"),
        "{said}"
    );
}

#[test]
fn a_token_is_32_hex_digits_and_speaks_under_its_own_name_alone() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let token = hub
        .run(&["token", "new", "--name", "omar", "--role", "advocate"])
        .well();
    let digits = token.trim_end();
    assert!(
        digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{token:?}"
    );

    let file = rig.secret("omar.token", &token);
    hub.run_as(&file, &["note", "hello"]).well();
    assert!(hub.run(&["log"]).well().contains("omar       hello"));
    let said = hub.run_as(&file, &["--as", "dana", "note", "hello"]).refused();
    assert!(said.contains("the token says who speaks"), "{said}");

    let good = hub.run(&["token", "list"]).well();
    assert!(good.contains("omar             advocate"), "{good}");
    let said = hub.run_as(&file, &["token", "list"]).refused();
    assert!(said.contains("ask an administrator"), "{said}");
    assert_eq!(
        hub.run(&["token", "revoke", "omar"]).well(),
        "1 token of omar is revoked\n"
    );
    let said = hub.run_as(&file, &["note", "hello"]).refused();
    assert!(said.contains("revoked"), "{said}");
}

#[test]
fn tokens_of_a_hub_that_does_not_run_are_in_its_store() {
    let rig = Rig::new();
    let hub = rig.serve();
    let address = hub.address().to_owned();
    let store = format!("sqlite:{}", rig.path("hub.sqlite").display());
    let said = rig.run(&["token", "list", "--store", &store]).refused();
    assert!(said.contains("in use by its hub"), "{said}");

    hub.terminate();
    let new = [
        "token", "new", "--name", "omar", "--role", "advocate", "--store", &store,
    ];
    let file = rig.secret("omar.token", &rig.run(&new).well());
    let hub = rig.serve_at(&address);
    assert_eq!(hub.run_as(&file, &["status"]).well(), "no incident\n");

    hub.terminate();
    rig.run(&["token", "revoke", "omar", "--store", &store]).well();
    let hub = rig.serve_at(&address);
    assert!(hub.run_as(&file, &["status"]).refused().contains("revoked"));
    let said = rig
        .run(&["token", "list", "--store", "sqlite:nowhere.sqlite"])
        .refused();
    assert!(said.contains("there is no store"), "{said}");
}

#[test]
fn a_command_that_cannot_be_sent_says_so_and_is_not_kept() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let token = hub.token("omar", "advocate");
    let (url, address) = (hub.url.clone(), hub.address().to_owned());
    hub.kill();
    let said = rig
        .run(&[
            "--hub",
            &url,
            "--token-file",
            token.to_str().unwrap(),
            "note",
            "nobody hears this",
        ])
        .refused();
    assert!(said.starts_with("warroom: not sent: no hub answers at"), "{said}");
    let hub = rig.serve_at(&address);
    assert!(!hub.run(&["log"]).well().contains("nobody hears this"));
}

#[test]
fn a_port_or_a_store_in_use_is_told_and_left_alone() {
    let rig = Rig::new();
    let hub = rig.serve();
    let other = format!("sqlite:{}", rig.path("other.sqlite").display());
    let said = rig
        .run(&["serve", "--listen", hub.address(), "--store", &other])
        .refused();
    assert!(
        said.contains("something listens at 127.0.0.1:") && said.contains("--listen"),
        "{said}"
    );
    assert!(
        !rig.path("other.sqlite").exists(),
        "no store is made for a hub that does not start"
    );

    let same = format!("sqlite:{}", rig.path("hub.sqlite").display());
    let said = rig
        .run(&["serve", "--listen", "127.0.0.1:0", "--store", &same])
        .refused();
    assert!(
        said.contains("another warroom hub is using") && said.contains("--store"),
        "{said}"
    );
    hub.run(&["status"]).well();
}

#[test]
fn a_store_that_is_none_is_told_and_left_as_it_is() {
    let rig = Rig::new();
    let file = rig.write(
        "notes.txt",
        "not a database at all, and more than a few bytes of it",
    );
    let store = format!("sqlite:{}", file.display());
    let said = rig
        .run(&["serve", "--listen", "127.0.0.1:0", "--store", &store])
        .refused();
    assert!(said.contains("is not a store of warroom"), "{said}");
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .starts_with("not a database")
    );
}

#[test]
fn wrong_settings_and_wrong_playbooks_are_told_with_their_line() {
    let rig = Rig::with("currency = \"EUR\"\n[component.video-eu]\nproduct = [\"video\"]\n");
    let said = rig.run(&["serve", "--listen", "127.0.0.1:0"]).refused();
    assert!(
        said.contains("warroom.toml:3: unknown key product; did you mean products?"),
        "{said}"
    );

    let rig = Rig::new();
    rig.write(
        "config/warroom/playbooks/ours.toml",
        "version = 1\nname = \"ours\"\ntitel = \"x\"\n",
    );
    let said = rig.run(&["serve", "--listen", "127.0.0.1:0"]).refused();
    assert!(said.contains("ours.toml:3") && said.contains("titel"), "{said}");
    assert!(!rig.path("state/warroom").join("hub-0.sqlite").exists());
}

#[test]
fn listening_beyond_this_machine_needs_somebody_who_encrypts() {
    let rig = Rig::new();
    let said = rig.run(&["serve", "--listen", "0.0.0.0:0"]).refused();
    assert!(said.contains("plain HTTP"), "{said}");
}

#[test]
fn wrong_usage_ends_with_2_and_so_does_a_room_without_a_terminal() {
    let rig = Rig::new();
    for args in [
        &["frobnicate"][..],
        &["declare"],
        &["result", "acme", "nonsense"],
        &["--incident", "seven", "status"],
        &["promise", "no time"],
    ] {
        let Ran { code, err, .. } = rig.run(args);
        // The last one is only looked at once there is an incident.
        let wanted = if args[0] == "promise" {
            [Some(1), Some(2)]
        } else {
            [Some(2); 2]
        };
        assert!(wanted.contains(&code), "{args:?}: {code:?} {err}");
    }
    let room = rig.run(&[]);
    assert_eq!(room.code, Some(2), "{room:?}");
    assert!(room.err.contains("terminal"), "{room:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let mut child = hub
        .command(&["log", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

#[test]
fn what_follows_the_log_hears_at_once_what_others_do_and_outlives_a_crash_of_the_hub() {
    let rig = Rig::with(SETTINGS);
    let hub = declared(&rig);
    let mut follow = Process::listen(&mut hub.command(&["log", "--follow"]));
    follow.wait_for_line(|line| line.contains("key accounts affected"));
    hub.run(&["note", "said while others follow"]).well();
    follow.wait_for_line(|line| line.ends_with("said while others follow"));

    let address = hub.address().to_owned();
    hub.kill();
    let hub = rig.serve_at(&address);
    hub.run(&["note", "said after a crash"]).well();
    follow.wait_for_line(|line| line.ends_with("said after a crash"));
}

#[test]
fn what_is_no_record_is_not_called_whole() {
    let rig = Rig::new();
    let hub = rig.serve();
    let store = rig.path("hub.sqlite");
    let said = rig.run(&["check", store.to_str().unwrap()]).refused();
    assert!(said.contains("is in use by its hub; check a copy"), "{said}");
    hub.terminate();
    let mut bytes = std::fs::read(&store).unwrap();
    bytes[..16].fill(0xFF);
    std::fs::write(&store, bytes).unwrap();
    let said = rig.run(&["check", store.to_str().unwrap()]).refused();
    assert!(said.contains("its header is damaged"), "{said}");
    for nothing in ["/dev/null", "/"] {
        let said = rig.run(&["check", nothing]).refused();
        assert!(said.contains("is not a store of warroom"), "{said}");
    }
}

#[test]
fn what_was_recorded_is_said_to_be_when_the_output_cannot_be_written() {
    let rig = Rig::new();
    rig.run(&["declare", "Video calls drop", "--yes"]).well();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut note = rig.command(&["note", "rolled back"]);
    let ended = note.stdout(full).output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert!(
        said.contains("it was recorded, but the output cannot be written"),
        "{said}"
    );
    assert_eq!(rig.run(&["log"]).well().matches("rolled back").count(), 1);
}

#[test]
fn a_token_for_a_store_that_is_not_there_is_a_slip() {
    let rig = Rig::new();
    let nowhere = format!("sqlite:{}", rig.path("nowhere.sqlite").display());
    let new = [
        "token", "new", "--name", "omar", "--role", "advocate", "--store", &nowhere,
    ];
    let said = rig.run(&new).refused();
    assert!(said.contains("there is no store"), "{said}");
    assert!(!rig.path("nowhere.sqlite").exists());
}
