//! Scripts of events, and what is delivered of them; time passes by being handed in.

use super::*;

const ANSWER: &str = "alt-] 1 1 ; r g b : 1 c / a 0 / f f";

/// Keys that are no characters, in the words of the scripts.
const NAMED: [(&str, KeyCode); 8] = [
    ("esc", KeyCode::Esc),
    ("enter", KeyCode::Enter),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("delete", KeyCode::Delete),
    ("pageup", KeyCode::PageUp),
];

/// One event in words: a character, a named key, either with `ctrl-` or `alt-`, or a size such as
/// `80x24`.
fn event(word: &str) -> Event {
    if let Some((columns, rows)) = word.split_once('x')
        && let (Ok(columns), Ok(rows)) = (columns.parse(), rows.parse())
    {
        return Event::Resize(columns, rows);
    }
    let (modifiers, name) = match word.split_once('-') {
        Some(("ctrl", name)) => (KeyModifiers::CONTROL, name),
        Some(("alt", name)) => (KeyModifiers::ALT, name),
        _ => (KeyModifiers::NONE, word),
    };
    let named = NAMED
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, code)| *code);
    let code = named.unwrap_or_else(|| KeyCode::Char(name.parse().expect("one character")));
    Event::Key(KeyEvent::new(code, modifiers))
}

/// The opposite of `event`.
fn word(event: InputEvent) -> String {
    let key = match event {
        InputEvent::Key(key) => key,
        InputEvent::Paste(text) => return format!("paste:{text}"),
        InputEvent::Resize(columns, rows) => return format!("{columns}x{rows}"),
        InputEvent::Lost(reason) => return reason,
    };
    let modifier = match key.modifiers {
        KeyModifiers::CONTROL => "ctrl-",
        KeyModifiers::ALT => "alt-",
        _ => "",
    };
    let name = match key.code {
        KeyCode::Char(typed) => typed.to_string(),
        code => NAMED
            .iter()
            .find(|(_, known)| *known == code)
            .expect("a named key")
            .0
            .to_owned(),
    };
    format!("{modifier}{name}")
}

fn words(events: Vec<InputEvent>) -> String {
    events.into_iter().map(word).collect::<Vec<_>>().join(" ")
}

/// Plays a script of events, where `+40` is a pause of 40 ms, the way the reader does: a tick comes
/// when nothing else came until the deadline. Ends with a pause long enough for everything held.
fn play(script: &str) -> String {
    let mut coalescer = Coalescer::new(Duration::from_millis(50));
    let mut now = Instant::now();
    let mut out = Vec::new();
    for step in script.split_whitespace().chain(["+1000"]) {
        let Some(pause) = step.strip_prefix('+') else {
            out.extend(coalescer.feed(event(step), now));
            continue;
        };
        now += Duration::from_millis(pause.parse().expect("milliseconds"));
        while let Some(deadline) = coalescer.deadline().filter(|deadline| *deadline <= now) {
            out.extend(coalescer.tick(deadline));
        }
    }
    words(out)
}

#[test]
fn keys_that_came_apart_are_joined_and_what_a_person_types_is_left_alone() {
    let table = [
        ("j k", "j k"),
        ("esc", "esc"),
        ("esc j", "esc j"),
        ("esc esc", "esc esc"),
        ("esc up", "esc up"),
        ("esc ctrl-c", "esc ctrl-c"),
        ("alt-x", "alt-x"),
        ("esc [ A", "up"),
        ("esc +40 [ +40 A", "up"),
        ("esc +60 [ +60 A", "esc [ A"),
        ("esc [ esc [ B", "esc [ down"),
        ("esc O D", "left"),
        ("esc O x", "esc O x"),
        ("esc [", "esc ["),
        ("esc [ 3 ~", "delete"),
        ("esc [ 5 +40 ~", "pageup"),
        ("esc [ 1 ; 5 C", "ctrl-right"),
        ("j esc [ A k", "j up k"),
    ];
    for (script, wanted) in table {
        assert_eq!(play(script), wanted, "{script}");
    }
}

#[test]
fn late_answers_of_the_terminal_are_no_keys() {
    let table = [
        (format!("{ANSWER} alt-\\ j"), "j"),
        (format!("{ANSWER} ctrl-g j"), "j"),
        (format!("{ANSWER} esc +40 \\ j"), "j"),
        (format!("esc +40 {} ctrl-g j", ANSWER.replace("alt-", "")), "j"),
        (ANSWER.replace("; r", "; +400 r") + " ctrl-g j", "j"),
        (format!("{ANSWER} +600 j"), "j"),
        (format!("{ANSWER} enter"), "enter"),
        (format!("{ANSWER} up"), "up"),
        ("esc [ ? 2 0 2 6 ; 2 $ y j".to_owned(), "j"),
        ("esc +40 [ +40 0 +400 n j".to_owned(), "j"),
        ("esc [ 1 2 ; 4 0 R j".to_owned(), "j"),
        ("alt-] j".to_owned(), "alt-] j"),
    ];
    for (script, wanted) in table {
        assert_eq!(play(&script), wanted, "{script}");
    }
}

#[test]
fn a_paste_that_began_in_pieces_fires_no_keys() {
    let table = [
        (
            "esc [ 2 0 0 ~ a c enter ctrl-c e esc [ 2 0 1 ~ j",
            "paste:ac\ne j",
        ),
        ("esc [ 2 0 0 ~ a c +40 e +60 j", "paste:ace j"),
    ];
    for (script, wanted) in table {
        assert_eq!(play(script), wanted, "{script}");
    }
}

#[test]
fn of_many_sizes_the_last_is_delivered_once_it_has_lasted() {
    let table = [
        ("80x24", "80x24"),
        ("80x24 +20 81x24 +20 82x24 +29 83x25", "83x25"),
        ("80x24 +40 81x24", "80x24 81x24"),
        ("80x24 j +20 k +20 l", "j k 80x24 l"),
        ("esc 80x24 [ A", "up 80x24"),
    ];
    for (script, wanted) in table {
        assert_eq!(play(script), wanted, "{script}");
    }
}

#[test]
fn a_busy_machine_delays_the_reader_but_does_not_tear_a_key_apart() {
    let mut coalescer = Coalescer::new(Duration::from_millis(50));
    let start = Instant::now();
    assert!(coalescer.feed(event("esc"), start).is_empty());
    let late = start + Duration::from_secs(3);
    assert!(coalescer.feed(event("["), late).is_empty());
    assert_eq!(words(coalescer.feed(event("A"), late)), "up");
}

#[test]
fn keys_do_not_keep_a_size_from_being_delivered() {
    let mut coalescer = Coalescer::new(Duration::from_millis(50));
    let start = Instant::now();
    assert!(coalescer.feed(event("80x24"), start).is_empty());
    assert_eq!(words(coalescer.feed(event("j"), start + RESIZE_QUIET)), "80x24 j");
}

#[test]
fn a_released_key_is_no_key() {
    let released = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
    let repeated = KeyEvent::new_with_kind(KeyCode::Up, KeyModifiers::NONE, KeyEventKind::Repeat);
    let mut coalescer = Coalescer::new(Duration::from_millis(50));
    assert!(coalescer.feed(Event::Key(released), Instant::now()).is_empty());
    assert_eq!(
        coalescer.feed(Event::Key(repeated), Instant::now()),
        [InputEvent::Key(repeated)]
    );
}

#[test]
fn a_paste_is_cut_at_its_limit_between_characters() {
    let mut coalescer = Coalescer::new(Duration::from_millis(50));
    let text = format!("a{}", "é".repeat(PASTE_BYTES));
    let out = coalescer.feed(Event::Paste(text), Instant::now());
    let [InputEvent::Paste(text)] = out.as_slice() else {
        panic!("one paste, not {out:?}")
    };
    assert_eq!(text.len(), PASTE_BYTES - 1);
}
