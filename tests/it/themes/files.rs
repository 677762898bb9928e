//! What files of themes may say, and what is said of wrong ones: the place, what is wrong, and the nearest right.

use super::{among, built_in, name_of, roles, root};
use ratatui::style::{Color, Modifier};
use std::collections::BTreeSet;
use std::fs;
use warroom::tui::depth::Depth;
use warroom::tui::theme::role::ROLES;
use warroom::tui::theme::shelf::BUILT_IN;
use warroom::tui::theme::{Role, Theme};

const DEPTHS: [Depth; 3] = [Depth::True, Depth::Indexed, Depth::Sixteen];

/// What is said of a theme of this text, without the folder.
fn refused(text: &str) -> String {
    let error = among(&[("mine", text)], "mine").unwrap_err();
    error.to_string().replace("/home/kim/themes/", "")
}

#[test]
fn every_theme_in_the_folder_is_built_in_and_names_every_role() {
    let files = fs::read_dir(root().join("themes")).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let known = BUILT_IN.iter().map(|(name, _)| format!("{name}.toml"));
    assert_eq!(files.collect::<BTreeSet<_>>(), known.collect::<BTreeSet<_>>());
    for (name, text) in BUILT_IN {
        let table: toml::Table = text.parse().unwrap();
        let named: BTreeSet<&str> = table["roles"]
            .as_table()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let all: BTreeSet<&str> = ROLES.iter().map(|role| role.name).collect();
        assert_eq!(named, all, "{name}");
        assert!(!built_in(name).about.is_empty(), "{name}");
    }
}

#[test]
fn a_theme_with_a_ground_of_its_own_has_chosen_every_colour_for_every_depth() {
    for name in ["dark", "light", "high-contrast", "colour-safe"] {
        for depth in DEPTHS {
            let theme = built_in(name).theme(depth);
            for role in roles() {
                let style = theme.style(role);
                for color in [style.fg, style.bg] {
                    let fits = match depth {
                        Depth::True => matches!(color, Some(Color::Rgb(..))),
                        Depth::Indexed => matches!(color, Some(Color::Indexed(16..))),
                        _ => !matches!(
                            color,
                            Some(Color::Rgb(..) | Color::Indexed(_) | Color::Reset) | None
                        ),
                    };
                    assert!(fits, "{name}, {} at {depth:?}: {color:?}", name_of(role));
                }
                assert_ne!(style.fg, style.bg, "{name}, {} at {depth:?}", name_of(role));
            }
        }
        assert_eq!(built_in(name).doubts(), [""; 0], "{name}");
    }
}

#[test]
fn without_colours_every_theme_keeps_weight_and_reverse() {
    let reversed = [
        Role::Next,
        Role::Label,
        Role::Sev1,
        Role::Sev2,
        Role::Sev3,
        Role::Sev4,
        Role::Alarm,
        Role::Stale,
    ];
    let bold = [
        Role::Strong,
        Role::Focus,
        Role::Selected,
        Role::Key,
        Role::Overdue,
        Role::Soon,
        Role::Mine,
    ];
    for (name, _) in BUILT_IN {
        let mono = built_in(name).theme(Depth::Mono);
        for role in roles() {
            let style = mono.style(role);
            assert_eq!(
                (style.fg, style.bg),
                (Some(Color::Reset), Some(Color::Reset)),
                "{name}"
            );
            let has = style.add_modifier;
            assert_eq!(
                has.contains(Modifier::REVERSED),
                reversed.contains(&role),
                "{name}, {}",
                name_of(role)
            );
            let heavy = reversed.contains(&role) || bold.contains(&role);
            assert_eq!(has.contains(Modifier::BOLD), heavy, "{name}, {}", name_of(role));
            for depth in DEPTHS {
                assert_eq!(
                    built_in(name).theme(depth).style(role).add_modifier,
                    has,
                    "{name} at {depth:?}"
                );
            }
        }
    }
    assert_eq!(
        built_in("mono").theme(Depth::True),
        Theme::mono(),
        "no colour at any depth"
    );
}

#[test]
fn a_user_names_only_what_differs() {
    let mine = "about = 'Mine'\ninherits = 'dark'\n[palette]\nred = '#ff0000'\n\
                [roles]\nsoon = 'light-cyan'\ndone = { modifiers = ['underlined'] }\nguess = { fg = ['#010203', 99] }\n";
    let sheet = among(&[("mine", mine)], "mine").unwrap();
    assert_eq!(sheet.about.as_str(), "Mine");
    assert_eq!(sheet.names, ["mine", "dark"]);
    let dark = built_in("dark");
    for depth in DEPTHS {
        let (mine, dark) = (sheet.theme(depth), dark.theme(depth));
        let same = roles()
            .filter(|role| mine.style(*role) == dark.style(*role))
            .count();
        assert_eq!(
            mine.style(Role::Soon).fg,
            Some(Color::LightCyan),
            "a name is for every depth"
        );
        assert_eq!(mine.style(Role::Soon).add_modifier, Modifier::BOLD, "inherited");
        assert_eq!(mine.style(Role::Done).fg, dark.style(Role::Done).fg);
        assert_eq!(mine.style(Role::Done).add_modifier, Modifier::UNDERLINED);
        // Overdue, alarm and sev1 are what the palette calls red.
        let of_palette = if depth == Depth::True { 3 } else { 0 };
        let guess = usize::from(depth != Depth::Sixteen);
        assert_eq!(same, ROLES.len() - 2 - of_palette - guess, "{depth:?}");
    }
    let at = |depth| sheet.theme(depth).style(Role::Guess).fg;
    assert_eq!(at(Depth::True), Some(Color::Rgb(1, 2, 3)));
    assert_eq!(at(Depth::Indexed), Some(Color::Indexed(99)));
    assert_eq!(at(Depth::Sixteen), Some(Color::LightMagenta), "that of dark");
}

#[test]
fn a_file_that_inherits_from_none_changes_the_default() {
    let sheet = among(&[("mine", "[roles]\nplain = { bg = 'black' }")], "mine").unwrap();
    let theme = sheet.theme(Depth::True);
    assert_eq!(theme.style(Role::Overdue).fg, Some(Color::Red));
    assert_eq!(
        theme.style(Role::Overdue).bg,
        Some(Color::Black),
        "everything stands on the ground of plain"
    );
}

#[test]
fn a_file_of_a_known_name_wins_and_may_inherit_from_that() {
    let dark = "inherits = 'dark'\n[roles]\nsoon = 'white'";
    let own = [("dark", dark), ("mine", "inherits = 'dark'")];
    for name in ["dark", "mine"] {
        let theme = among(&own, name).unwrap().theme(Depth::True);
        assert_eq!(theme.style(Role::Soon).fg, Some(Color::White), "{name}");
        let was = built_in("dark").theme(Depth::True);
        assert_eq!(theme.style(Role::Done), was.style(Role::Done), "{name}");
    }
    // A user's folder over that of the system, over what is built in.
    let three = [
        ("dark", dark),
        ("dark", "inherits = 'dark'\n[roles]\ndone = 'blue'"),
    ];
    let theme = among(&three, "dark").unwrap().theme(Depth::True);
    assert_eq!(theme.style(Role::Soon).fg, Some(Color::White));
    assert_eq!(theme.style(Role::Done).fg, Some(Color::Blue));
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_the_nearest_right() {
    let table = [
        (
            "[roles]\n\noverdu = 'red'",
            "mine.toml:3: there is no role overdu; did you mean overdue?",
        ),
        (
            "[roles]\nxyzzy = 'red'",
            "mine.toml:2: there is no role xyzzy; `warroom theme show` names them all",
        ),
        (
            "overdue = 'red'",
            "mine.toml:1: overdue is a role; write it below [roles]",
        ),
        (
            "abuot = 'x'",
            "mine.toml:1: unknown key abuot; did you mean about?",
        ),
        (
            "[roles]\nsoon = 'yelow'",
            "mine.toml:2: soon: \"yelow\" is no colour; did you mean yellow?",
        ),
        (
            "[palette]\nsun = '#ffcc00'\n[roles]\nsoon = 'sum'",
            "mine.toml:4: soon: \"sum\" is no colour; did you mean sun?",
        ),
        (
            "[roles]\nsoon = '#fc0'",
            "mine.toml:2: soon: \"#fc0\" is no colour; expected six digits such as \"#ff8a80\"",
        ),
        (
            "[roles]\nsoon = 256",
            "mine.toml:2: soon: 256 is no colour; expected a number from 0 to 255",
        ),
        (
            "[roles]\nsoon = -1",
            "mine.toml:2: soon: -1 is no colour; expected a number from 0 to 255",
        ),
        (
            "[roles]\nsoon = true",
            "mine.toml:2: soon: expected a colour: \"#rrggbb\", a number from 0 to 255",
        ),
        ("[roles]\nsoon = []", "mine.toml:2: soon: expected a colour"),
        (
            "[roles]\nsoon = ['red', 'blue']",
            "mine.toml:2: soon: has both red and blue",
        ),
        (
            "[palette]\nsun = 'yelow'",
            "mine.toml:2: sun: \"yelow\" is no colour; did you mean yellow?",
        ),
        (
            "[roles]\nsoon = { gf = 'red' }",
            "mine.toml:2: soon: unknown key gf",
        ),
        (
            "[roles]\nsoon = { modifiers = ['blod'] }",
            "mine.toml:2: soon: \"blod\" is no modifier; did you mean bold?",
        ),
        (
            "[roles]\nsoon = { modifiers = ['italic'] }",
            "mine.toml:2: soon: \"italic\" is no modifier; expected bold, dim, underlined or reversed",
        ),
        (
            "[roles]\nsoon = { modifiers = 'bold' }",
            "mine.toml:2: soon: expected a list",
        ),
        ("roles = 3", "mine.toml:1: roles: expected a table, [roles]"),
        ("about = 3", "mine.toml:1: about: expected a text in quotes"),
        (
            "inherits = 'drak'",
            "mine.toml:1: inherits: there is no theme \"drak\"; did you mean dark?",
        ),
        ("[roles]\nsoon = ", "mine.toml:2: "),
        (
            "inherits = 'mine'",
            "mine.toml:1: it inherits from itself, and there is no other theme mine",
        ),
    ];
    for (text, wanted) in table {
        let said = refused(text);
        assert!(said.starts_with(wanted), "{text:?}: {said}");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once_in_the_order_of_the_lines() {
    let said = refused("[roles]\nsoon = 'yelow'\noverdu = 'red'\ndone = 999\nlive = { fg = '#12' }");
    let lines: Vec<&str> = said.lines().map(|line| &line[..11]).collect();
    // The colour of the palette is looked up once the file itself is right.
    assert_eq!(lines, ["mine.toml:3", "mine.toml:4", "mine.toml:5"], "{said}");
}

#[test]
fn a_circle_is_told_where_it_closes() {
    let files = [
        ("one", "inherits = 'two'"),
        ("two", "about = 'x'\ninherits = 'three'"),
        ("three", "inherits = 'one'"),
    ];
    let said = among(&files, "one").unwrap_err().to_string();
    assert_eq!(
        said,
        "/home/kim/themes/three.toml:1: inherits: one inherits from two inherits from three inherits from one; that \
         is a circle, and one of them has to inherit from another"
    );
}

#[test]
fn a_name_nobody_knows_is_told_with_the_nearest_one_there_is() {
    let said = |name| among(&[("night", "")], name).unwrap_err().to_string();
    assert_eq!(said("nihgt"), "there is no theme \"nihgt\"; did you mean night?");
    assert_eq!(
        said("xyzzy"),
        "there is no theme \"xyzzy\"; `warroom theme list` names them all"
    );
}

#[test]
fn what_is_no_fault_and_still_not_good_is_told_too() {
    let text = "inherits = 'terminal'\n[roles]\nplain = { fg = '#888888', bg = '#777777' }\nsoon = '#ffff00'";
    let doubts = among(&[("mine", text)], "mine").unwrap().doubts();
    assert!(
        doubts.contains(
            &"plain is hard to read in 24 bits: a contrast of 1.3, and 4.5 is the least".to_owned()
        ),
        "{doubts:?}"
    );
    let bare = "[palette]\nsun = '#ffff00'\n[roles]\nquiet = 'sun'";
    let doubts = among(&[("mine", bare)], "mine").unwrap().doubts();
    assert_eq!(
        doubts,
        [
            "quiet has no colour of its own where a terminal shows 256 colours",
            "quiet has no colour of its own where a terminal shows 16 colours"
        ]
    );
}
