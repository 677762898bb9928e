//! The rules of the table of keys, played: what a key may do by itself, that everything is in the menu, and that a key that
//! was chosen is the one that is shown.

use super::stage::Screen;
use super::world::{World, at};
use warroom::domain::command::Command;
use warroom::tui::action::Action;
use warroom::tui::keys::{self, KEYS, Keymap, Wish};
use warroom::tui::msg::{Liveness, Msg};

fn room(world: &World) -> Screen {
    Screen::of("pat", world, at(13, 12), 120, 40)
}

/// Does it by its line of the menu, the account under the cursor being one that nobody has.
fn by_menu(screen: &mut Screen, action: Action) {
    screen.play("1:");
    screen.play(keys::binding(action).label);
    screen.play("<enter>");
}

#[test]
fn everything_is_in_the_menu_by_its_name_and_does_there_what_its_key_does() {
    let world = World::new().drawn();
    for row in KEYS.iter().filter(|row| row.action != Action::Menu) {
        let mut screen = room(&world);
        screen.play("1:");
        screen.play(row.label);
        let text = screen.text();
        let first = text
            .lines()
            .find(|line| line.contains('\u{25b6}'))
            .unwrap_or_default();
        let named = first.contains(row.label) || row.action == Action::Open;
        assert!(named, "{:?} is not the first that is found:\n{text}", row.action);
    }
}

#[test]
fn what_writes_opens_a_dialog_or_says_so_and_can_be_taken_back() {
    let world = World::new().drawn();
    for row in KEYS.iter().filter(|row| row.writes) {
        for pane in ["1", "3", "<esc>"] {
            let mut screen = room(&world);
            screen.model.stage.toast = None;
            screen.play(pane);
            match row.keys {
                [] => by_menu(&mut screen, row.action),
                _ => screen.play(&row.shown.to_lowercase().replace("space", "<space>")),
            }
            let opened = !screen.model.dialogs.is_empty();
            let toast = screen.model.stage.toast.is_some();
            assert!(
                opened || toast,
                "{:?} in {pane} says nothing:\n{}",
                row.action,
                screen.text()
            );
            for sent in &screen.sent {
                assert!(toast, "{:?} writes without a word", row.action);
                let back = matches!(
                    sent.command,
                    Command::ClaimAccount(_)
                        | Command::ReleaseClaim(_)
                        | Command::PinAccount(_)
                        | Command::TickStep(_)
                        | Command::UntickStep(_)
                        | Command::TakeBack(_)
                );
                assert!(back, "{:?} sends {} at once", row.action, sent.command.kind());
            }
        }
    }
}

#[test]
fn no_capital_and_no_key_with_ctrl_records_anything() {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    let world = World::new().drawn();
    for pane in ["1", "2", "3", "4", "<esc>"] {
        for letter in ('A'..='Z').chain('!'..='/').chain('0'..='@') {
            let mut screen = room(&world);
            screen.play(pane);
            screen.hear(Msg::Key(KeyEvent::new(
                KeyCode::Char(letter),
                KeyModifiers::SHIFT,
            )));
            assert!(screen.sent.is_empty(), "{letter} in {pane}");
        }
        for letter in 'a'..='z' {
            for with in [KeyModifiers::CONTROL, KeyModifiers::ALT] {
                let mut screen = room(&world);
                screen.play(pane);
                screen.hear(Msg::Key(KeyEvent::new(KeyCode::Char(letter), with)));
                assert!(screen.sent.is_empty(), "{with:?} {letter} in {pane}");
            }
        }
    }
}

#[test]
fn an_answer_of_the_terminal_that_arrives_as_letters_records_nothing() {
    let world = World::new().drawn();
    let answers = [
        "]11;rgb:1e1e/2e2e/cccc",
        "[?2026;2$y",
        "[?62;22c",
        "[0n",
        "[24;80R",
        "[A[B[C[D",
        "OPOQOROS",
        "[200~",
        "[I[O",
        "P1+r436f=323536",
        "[>0;276;0c",
    ];
    for answer in answers {
        for pane in ["1", "2", "3", "4", "<esc>"] {
            let mut screen = room(&world);
            screen.play(pane);
            screen.play(answer);
            let claims = |sent: &Command| matches!(sent, Command::ClaimAccount(_));
            // An answer that lost its beginning may end in the letter that claims, and that is given back by it.
            let harmless = screen
                .sent
                .iter()
                .all(|sent| claims(&sent.command) && answer.ends_with('c'));
            assert!(harmless, "{answer} in {pane}: {:?}", screen.sent);
        }
    }
}

#[test]
fn a_chosen_key_is_the_one_that_works_and_the_one_that_is_shown_everywhere() {
    let world = World::new().drawn();
    let mut screen = room(&world);
    let wish = |action: &str, key: &str| Wish {
        action: action.to_owned(),
        keys: vec![key.to_owned()],
    };
    let wishes = [
        wish("claim", "k"),
        wish("up", "K"),
        wish("menu", ";"),
        wish("note", "ctrl-n"),
    ];
    let (map, faults) = Keymap::chosen(&wishes);
    assert_eq!(faults.len(), 1, "a note is no key with Ctrl: {faults:?}");
    screen.model.stage.keys = map;
    screen.play("1");
    let footer = screen.text().lines().last().unwrap_or_default().to_owned();
    assert!(
        footer.contains("k claim") && footer.contains("; actions"),
        "{footer}"
    );
    screen.play("c:");
    assert!(screen.sent.is_empty() && screen.model.dialogs.is_empty());
    screen.play("k");
    assert!(matches!(screen.sent[0].command, Command::ClaimAccount(_)));
    screen.play(";claim");
    let text = screen.text();
    assert!(text.contains("k         claim"), "{text}");
    screen.play("<esc>?");
    let text = screen.text();
    assert!(text.contains("Claim it (k) before you call"), "{text}");
}

#[test]
fn a_line_of_the_menu_that_cannot_be_done_now_says_why_and_does_nothing() {
    let world = World::new().drawn();
    let mut screen = Screen::of("lena", &world, at(13, 12), 120, 40);
    screen.play(":hand over");
    let text = screen.text();
    assert!(
        text.contains("not now: you have no duty here to hand over"),
        "{text}"
    );
    screen.play("<enter>");
    let text = screen.text();
    assert!(text.contains("Not now: you have no duty here"), "{text}");
    let empty = World::new();
    let mut screen = Screen::of("lena", &empty, at(13, 12), 120, 40);
    screen.play(":claim");
    let text = screen.text();
    assert!(text.contains("not now: no incident is open"), "{text}");
    screen.play("<enter>");
    assert!(screen.sent.is_empty());
}

#[test]
fn the_menu_finds_by_the_beginnings_of_words_and_by_what_the_configuration_calls_it() {
    let world = World::new().drawn();
    for (typed, found) in [
        ("hndov", "hand over"),
        ("next_pane", "next pane"),
        ("log", "what it told me"),
        ("yesno", "yes or no"),
    ] {
        let mut screen = room(&world);
        screen.play(":");
        screen.play(typed);
        let text = screen.text();
        let first = text
            .lines()
            .find(|line| line.contains('\u{25b6}'))
            .unwrap_or_default();
        assert!(first.contains(found), "{typed}: {first}");
    }
    let mut screen = room(&world);
    screen.play(":xyzzy");
    assert!(
        screen.text().contains("Nothing has these words."),
        "{}",
        screen.text()
    );
}

#[test]
fn while_the_hub_is_away_the_header_and_what_is_next_tell_the_chosen_keys_too() {
    let mut world = World::new().drawn();
    let told = serde_json::json!({ "kind": "offer_duty", "duty": "commander", "to": "pat" });
    let mut screen = room(&world);
    let (map, faults) = Keymap::chosen(&[
        Wish {
            action: "hand_over".to_owned(),
            keys: vec!["a".to_owned()],
        },
        Wish {
            action: "routine".to_owned(),
            keys: vec!["h".to_owned()],
        },
    ]);
    assert!(faults.is_empty(), "{faults:?}");
    screen.model.stage.keys = map;
    let before = world.picture.through();
    world.ask("dana", at(13, 20), told).unwrap();
    screen.hear(Msg::News(Box::new(world.news(before, at(13, 21)))));
    assert!(
        screen.text().contains("a shows what comes with it"),
        "{}",
        screen.text()
    );
    screen.hear(Msg::Liveness(Liveness::Stale { since: at(13, 21) }));
    assert!(screen.text().contains("STALE"), "{}", screen.text());
}

#[test]
fn the_readme_lists_every_key_with_what_it_does_and_what_the_configuration_calls_it() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for (key, name, _, about) in keys::listed() {
        let line = match key {
            "" => format!("`{name}`"),
            key => format!("| `{key}` | `{name}` | {about} |"),
        };
        assert!(readme.contains(&line), "README.md lacks {line}");
    }
}
