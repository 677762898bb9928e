//! In the language that is made from the English, whatever is still English was written past the catalogue. And as that
//! language is longer by a third, what is drawn in it fits.

use super::stage::{Screen, lines_of};
use super::world::{World, at};
use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;
use unicode_width::UnicodeWidthStr;
use warroom::domain::ids::Seq;
use warroom::domain::speech::Language;
use warroom::tui::canvas::Lines;
use warroom::tui::keys::KEYS;
use warroom::tui::manner::Manner;
use warroom::tui::msg::Msg;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 40), (200, 60)];

/// Names of units, months, days, keys and of the program: the same in every language, or kept for all.
const KEPT: &[&str] = &[
    "warroom",
    "UTC",
    "EUR",
    "ARR",
    "SEV",
    "INC",
    "Enter",
    "Space",
    "Esc",
    "Tab",
    "Shift-Tab",
    "PgUp",
    "PgDn",
    "Up",
    "Down",
    "Home",
    "End",
    "Ctrl",
    "min",
    "Mar",
    "Feb",
    "Apr",
    "May",
    "WAR",
];

/// Words that are shown as they are recorded or said to a customer, and so in English: names of duties and states, the
/// brief for executives, the page's text, the opening of a call, and what is copied for somebody else.
const FIXED: &str = "page internal executives calls commander scribe liaison deputy outreach resolved open lost settled \
    waits called preliminary final menu demo hand_over reopen plan Who Since They feel need until public Services Noticed \
    Follow Next update follow this your time call drops";

/// Everything that people wrote or a file said, as it may stand on the screen.
fn written(world: &World) -> String {
    let mut texts = String::new();
    let mut all = vec![
        serde_json::to_value(world.news(Seq(0), at(13, 12))).unwrap(),
        serde_json::to_value(&world.reference.people).unwrap(),
    ];
    all.extend(
        world
            .reference
            .accounts
            .values()
            .map(|account| serde_json::to_value(&**account).unwrap()),
    );
    all.extend(
        world
            .reference
            .playbooks
            .iter()
            .map(|playbook| serde_json::to_value(&**playbook).unwrap()),
    );
    while let Some(value) = all.pop() {
        match value {
            serde_json::Value::String(text) => texts += &format!("{text}\n"),
            serde_json::Value::Array(values) => all.extend(values),
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    texts += &format!("{name}\n");
                    all.push(value);
                }
            }
            _ => {}
        }
    }
    texts
}

/// English words that nobody has written. Commands stand in backticks, and a word that was cut is none.
fn escaped(text: &str, written: &str) -> BTreeSet<String> {
    let letter = |c: char| c.is_ascii_alphanumeric() || "-_'".contains(c);
    let fixed: HashSet<&str> = FIXED.split_whitespace().collect();
    let mut found = BTreeSet::new();
    for line in text.lines() {
        let mut parts: Vec<&str> = line.split('…').collect();
        let whole = parts.pop();
        let cut = parts.into_iter().map(|part| part.trim_end_matches(letter));
        let outside = cut.chain(whole).flat_map(|part| part.split('`').step_by(2));
        let words = outside.flat_map(|part| part.split(|c| !letter(c)));
        let words = words.filter(|word| is_word(word) && !written.contains(word));
        found.extend(
            words
                .filter(|word| !KEPT.contains(word) && !fixed.contains(word))
                .map(str::to_owned),
        );
    }
    found
}

fn is_word(word: &str) -> bool {
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    letters > 2 && !word.contains(|c: char| c.is_ascii_digit())
}

fn pseudo() -> &'static Language {
    static PSEUDO: OnceLock<&'static Language> = OnceLock::new();
    PSEUDO.get_or_init(|| Language::pseudo().kept())
}

fn shown(world: &World, minute: i64, width: u16, height: u16) -> Screen {
    let news = world.news(Seq(0), at(minute, 12));
    Screen::speaking(Some(pseudo()), "pat", news, width, height)
}

fn wall(world: &World, width: u16, height: u16) -> String {
    let mut screen = shown(world, 14, width, height);
    screen.model.open_as(Manner::Wall, None);
    screen.hear(Msg::Clock(at(14, 30)));
    screen.text()
}

/// Every state a screen is brought to: by each key, by each row of the menu, and some steps further.
pub fn ways() -> Vec<String> {
    let by_key = KEYS.iter().filter(|row| row.shown.chars().count() == 1);
    let mut ways: Vec<String> = by_key.map(|row| row.shown.to_owned()).collect();
    ways.extend(KEYS.iter().map(|row| format!(":{}<enter>", row.action.name())));
    let further = [
        "",
        "1",
        "2",
        "3",
        "4",
        "3z",
        "4z",
        "1<enter>",
        "1<space>",
        "1<space><enter>",
        "/wood<enter>",
        "1c",
        "1cu",
        "<enter>",
        "<enter><down><down>",
        "<enter><space>",
        "eVideo drops<tab>",
        "nfact<enter>",
        "i<enter>",
        "v<enter>",
        "d<enter>",
        "g<enter>",
        "s<enter>",
        "o<enter>",
        "x<enter>",
        "q",
        "?<pgdn>",
        ":<down><down>",
    ];
    ways.extend(further.map(str::to_owned));
    ways
}

#[test]
fn nothing_on_any_screen_is_past_the_catalogue() {
    let world = World::new().drawn();
    let known = written(&world);
    let mut found = BTreeSet::new();
    for way in ways() {
        let mut screen = shown(&world, 13, 120, 40);
        screen.play(&way);
        let escaped = escaped(&screen.text(), &known);
        found.extend(
            escaped
                .into_iter()
                .map(|words| format!("{words:?} after {way:?}")),
        );
    }
    let escaped_on = |text: &str, place: &str| {
        let escaped = escaped(text, &known).into_iter();
        escaped
            .map(|words| format!("{words:?} {place}"))
            .collect::<Vec<_>>()
    };
    found.extend(escaped_on(
        &shown(&World::new(), 0, 120, 40).text(),
        "in the lobby",
    ));
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "{} texts:\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_text_past_the_catalogue_would_be_seen() {
    assert_eq!(escaped("│ [ţó çáļļ ~] Hooli 14:02 │", "Hooli\n").len(), 0);
    let seen = escaped("│ to hear  Hooli │ SEV1 nobody yet", "Hooli\n");
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["hear", "nobody", "yet"]);
}

#[test]
fn texts_longer_by_a_third_fit_at_every_size() {
    let world = World::new().drawn();
    for (width, height) in SIZES {
        for way in ways() {
            let mut screen = shown(&world, 13, width, height);
            screen.play(&way);
            let buffer = screen.buffer(Lines::Drawn);
            let rows = lines_of(&buffer);
            assert!(
                rows[0].contains("SEV1"),
                "{width} x {height} after {way:?}:\n{}",
                rows.join("\n")
            );
            let widest = rows.iter().map(|row| row.width()).max().unwrap();
            assert!(
                widest <= width as usize,
                "{width} x {height} after {way:?}:\n{}",
                rows.join("\n")
            );
        }
        let wall = wall(&world, width, height);
        assert!(wall.contains("SEV1"), "{width} x {height}:\n{wall}");
    }
}
