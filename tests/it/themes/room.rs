//! A user's own themes on the disk: chosen, read again when they change, and left alone when they are wrong.

use crate::binary::rig::Rig;
use crate::terminals::tty::Tty;
use crate::terminals::{declared, rig};
use ratatui::style::Color;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use warroom::config::Places;
use warroom::config::origin::{Origin, Set};
use warroom::run::themes::{Themes, Wardrobe};
use warroom::tui::depth::Depth;
use warroom::tui::theme::{Role, Theme};

struct Home(TempDir);

impl Home {
    fn new() -> Home {
        Home(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn themes(&self) -> Themes {
        Themes::of(&Places {
            system: self.path("etc"),
            user: Some(self.path("user")),
            home: None,
        })
    }

    fn open(&self, name: &str) -> Wardrobe {
        let chosen = Set {
            value: name.to_owned(),
            origin: Origin::File {
                path: self.path("user/warroom.toml"),
                line: 3,
            },
        };
        Wardrobe::open(self.themes(), Some(&chosen), Depth::True)
    }
}

fn soon(wardrobe: &Wardrobe) -> Option<Color> {
    wardrobe.theme().style(Role::Soon).fg
}

#[test]
fn a_theme_that_changes_is_worn_at_once_and_a_broken_one_leaves_the_old() {
    let home = Home::new();
    home.write("user/themes/mine.toml", "inherits = 'ours'\n");
    home.write("etc/themes/ours.toml", "[roles]\nsoon = 'blue'\n");
    let mut worn = home.open("mine");
    assert_eq!((worn.look_again(), soon(&worn)), (None, Some(Color::Blue)));

    let again = || Some(Ok("The theme mine was read again.".to_owned()));
    home.write(
        "user/themes/mine.toml",
        "inherits = 'ours'\n[roles]\nsoon = 'white'\n",
    );
    assert_eq!((worn.look_again(), soon(&worn)), (again(), Some(Color::White)));
    assert_eq!(worn.look_again(), None, "once");

    home.write(
        "user/themes/mine.toml",
        "inherits = 'ours'\n[roles]\nson = 'green'\n",
    );
    let broken = "mine.toml:3: there is no role son; did you mean soon? The theme stays as it was.";
    assert_eq!(worn.look_again(), Some(Err(broken.to_owned())));
    assert_eq!((worn.look_again(), soon(&worn)), (None, Some(Color::White)));

    home.write("user/themes/mine.toml", "inherits = 'ours'\n");
    assert_eq!((worn.look_again(), soon(&worn)), (again(), Some(Color::Blue)));
    home.write("etc/themes/ours.toml", "[roles]\nsoon = 'magenta'\n");
    assert_eq!(
        (worn.look_again(), soon(&worn)),
        (again(), Some(Color::Magenta)),
        "what it inherits from"
    );
    home.write("user/themes/ours.toml", "[roles]\nsoon = 'red'\n");
    assert_eq!(
        (worn.look_again(), soon(&worn)),
        (again(), Some(Color::Red)),
        "one that now stands over it"
    );

    fs::remove_file(home.path("user/themes/mine.toml")).unwrap();
    let gone = worn.look_again().unwrap().unwrap_err();
    assert!(gone.starts_with("there is no theme \"mine\""), "{gone}");
    assert_eq!(soon(&worn), Some(Color::Red));
}

#[test]
fn a_theme_that_is_wrong_from_the_start_is_told_and_the_default_is_worn_until_it_is_right() {
    let home = Home::new();
    let mut worn = home.open("mine");
    assert_eq!(worn.theme(), Theme::terminal());
    let told = worn.look_again().unwrap().unwrap_err();
    assert_eq!(
        told,
        "warroom.toml:3: there is no theme \"mine\"; `warroom theme list` names them all. The theme terminal is used."
    );
    assert_eq!(worn.look_again(), None);
    home.write("user/themes/mine.toml", "[roles]\nsoon = 'blue'\n");
    assert!(worn.look_again().unwrap().is_ok());
    assert_eq!(soon(&worn), Some(Color::Blue));
}

#[test]
fn a_name_is_no_way_to_another_folder_and_what_is_no_file_is_not_waited_for() {
    let home = Home::new();
    home.write("user/secret.toml", "[roles]\nsoon = 'blue'\n");
    for name in ["../secret", "", ".", "a/../../secret", "..", "\0"] {
        let said = home.themes().named(name).unwrap_err().to_string();
        assert!(said.starts_with("there is no theme"), "{name:?}: {said}");
    }
    fs::create_dir_all(home.path("user/themes/folder.toml")).unwrap();
    home.write("user/themes/bytes.toml", "");
    fs::write(home.path("user/themes/bytes.toml"), b"\xff\xfe").unwrap();
    home.write("user/themes/long.toml", &"#".repeat(300 * 1024));
    nix::unistd::mkfifo(&home.path("user/themes/pipe.toml"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    for name in ["folder", "bytes", "long", "pipe"] {
        let said = home.themes().named(name).unwrap_err().to_string();
        assert!(said.contains(&format!("{name}.toml: cannot be read: ")), "{said}");
    }
    let names: Vec<String> = home.themes().own().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["bytes", "folder", "long", "pipe"]);
}

#[test]
fn the_verbs_list_show_and_check_themes() {
    let rig = Rig::new();
    let folder = "config/warroom/themes";
    let mine = rig.write(
        &format!("{folder}/mine.toml"),
        "about = \"Mine\\u001b[2J\"\ninherits = 'dark'\n",
    );
    let list = rig.run(&["theme", "list", "--theme", "mine"]).well();
    for name in ["  terminal ", "  high-contrast ", "  colour-safe ", "* mine "] {
        assert!(list.contains(name), "{list}");
    }
    assert!(list.contains("mine.toml") && !list.contains('\x1b'), "{list}");

    let words = rig.run(&["theme", "show", "colour-safe"]).well();
    assert!(
        words.contains("overdue") && words.contains("CALL AGAIN") && words.contains("#f0622e, bold"),
        "{words}"
    );
    assert!(!words.contains('\x1b'), "a pipe gets words: {words}");
    let painted = rig.run(&["theme", "show", "mine", "--color", "256"]).well();
    assert!(
        painted.contains("\x1b[1;38;5;210") && !painted.contains("[2J"),
        "{painted}"
    );
    let weights = rig.run(&["theme", "show", "dark", "--color", "never"]).well();
    assert!(
        weights.contains("\x1b[1m") && !weights.contains("38;"),
        "{weights}"
    );

    let right = rig.run(&["theme", "check"]).well();
    assert!(right.contains("mine.toml is right"), "{right}");
    fs::write(&mine, "inherits = 'drak'\n[roles]\noverdu = 'red'\n").unwrap();
    let wrong = rig.run(&["theme", "check", mine.to_str().unwrap()]);
    assert_eq!(wrong.code, Some(1));
    let line = format!(
        "{}:3: there is no role overdu; did you mean overdue?\n",
        mine.display()
    );
    assert_eq!(wrong.out, line);
    assert!(
        rig.run(&["theme", "list"])
            .out
            .contains("cannot be used: mine.toml:3: there is no role overdu")
    );
    let unknown = rig.run(&["theme", "show", "drak"]).refused();
    assert_eq!(
        unknown,
        "warroom: there is no theme \"drak\"; did you mean dark?\n"
    );
}

#[test]
fn a_room_tells_of_a_theme_it_cannot_wear_and_wears_it_once_it_is_right() {
    let rig = rig();
    let hub = declared(&rig);
    let mut command = hub.command(&["--theme", "mine"]);
    let room = Tty::open(
        command.env("WARROOM_TOKEN_FILE", hub.token("dana", "advocate")),
        100,
        24,
    );
    room.wait_for_sight(0, &["--theme: there is no theme \"mine\""]);
    room.wait_for(&["Video calls drop", "LIVE"]);
    let file = Path::new("config/warroom/themes/mine.toml");
    let since = room.shots();
    rig.write(file.to_str().unwrap(), "inherits = 'dark'\n");
    room.wait_for_sight(since, &["The theme mine was read again."]);
    let since = room.shots();
    rig.write(
        file.to_str().unwrap(),
        "inherits = 'dark'\n[roles]\nson = 'red'\n",
    );
    room.wait_for_sight(since, &["mine.toml:3: there is no role son; did you mean soon?"]);
    room.wait_for(&["Video calls drop", "LIVE"]);
}
