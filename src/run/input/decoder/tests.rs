//! Scripts of reads, and what is delivered of them; time passes by being handed in.

use super::*;

const ANSWER: &str = "\x1b]11;rgb:1c/a0/ff";

/// Keys that are no characters, in the words of the scripts.
const NAMED: [(&str, KeyCode); 10] = [
    ("esc", KeyCode::Esc),
    ("enter", KeyCode::Enter),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("delete", KeyCode::Delete),
    ("pageup", KeyCode::PageUp),
];

fn word(event: InputEvent) -> String {
    let key = match event {
        InputEvent::Key(key) => key,
        InputEvent::Paste(text) => return format!("paste:{text}"),
        InputEvent::Ready => return "ready".to_owned(),
        InputEvent::Lost(reason) => return reason,
    };
    let modifier = match key.modifiers {
        KeyModifiers::CONTROL => "ctrl-",
        KeyModifiers::ALT => "alt-",
        _ => "",
    };
    let name = match key.code {
        KeyCode::Char(typed) => typed.to_string(),
        KeyCode::F(number) => format!("f{number}"),
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

/// Plays a script of reads, with a space between them, where `+40` is a pause of 40 ms, the way the reader does: a tick
/// comes when nothing else came until the deadline. Ends with a pause long enough for everything held.
fn play(script: &str) -> String {
    play_bytes(script.split(' ').map(str::as_bytes))
}

fn play_bytes<'a>(script: impl Iterator<Item = &'a [u8]>) -> String {
    let mut decoder = Decoder::new(Duration::from_millis(50));
    let mut now = Instant::now();
    let mut out = Vec::new();
    for step in script.chain([b"+10000".as_slice()]) {
        let pause = step.strip_prefix(b"+").map(String::from_utf8_lossy);
        let Some(pause) = pause else {
            out.extend(decoder.feed(step, now));
            continue;
        };
        now += Duration::from_millis(pause.parse().expect("milliseconds"));
        while let Some(deadline) = decoder.deadline().filter(|deadline| *deadline <= now) {
            out.extend(decoder.tick(deadline));
        }
    }
    words(out)
}

#[test]
fn keys_that_came_apart_are_joined_and_what_a_person_types_is_left_alone() {
    let table = [
        ("j k", "j k"),
        ("jk\r\t\x7f\x03\0", "j k enter tab backspace ctrl-c ctrl- "),
        ("Q", "Q"),
        ("\x1b", "esc"),
        ("\x1b j", "esc j"),
        ("\x1b \x1b", "esc esc"),
        ("\x1b\x1b", "esc esc"),
        ("\x1b \x1b[A", "esc up"),
        ("\x1b\x1b[A", "esc up"),
        ("\x1b \x03", "esc ctrl-c"),
        ("\x1bx", "alt-x"),
        ("\x1b[", "alt-["),
        ("\x1b]j", "alt-] j"),
        ("\x1b [ A", "up"),
        ("\x1b +40 [ +40 A", "up"),
        ("\x1b +60 [ +60 A", "esc [ A"),
        ("\x1b [ \x1b [ B", "esc [ down"),
        ("\x1b O D", "left"),
        ("\x1b O i", "esc O i"),
        // A number pad that was left in its other mode.
        ("\x1b O u j", "j"),
        ("\x1b [", "esc ["),
        ("\x1b [ 3 ~", "delete"),
        ("\x1b[ 5 +40 ~", "pageup"),
        ("\x1b [ 1 ; 5 C", "ctrl-right"),
        ("\x1b[[ A", "f1"),
        ("j\x1b[Ak", "j up k"),
    ];
    for (script, wanted) in table {
        assert_eq!(play(script), wanted, "{script:?}");
    }
}

#[test]
fn answers_of_the_terminal_are_no_keys() {
    let long = "x".repeat(3_000);
    let table = [
        (format!("{ANSWER}\x1b\\j"), "j"),
        (format!("{ANSWER}\x07j"), "j"),
        (format!("{ANSWER} \x1b +40 \\j"), "j"),
        (format!("\x1b +40 {} \x07j", &ANSWER[1..]), "j"),
        (ANSWER.replace(";r", "; +400 r") + "\x07j", "j"),
        (format!("{ANSWER} +600 j"), "j"),
        (format!("{ANSWER}\r"), "enter"),
        (format!("{ANSWER}\x1b[A"), "up"),
        ("\x1b[?2026;2$y j".to_owned(), "j"),
        ("\x1b +40 [ +40 0 +400 n j".to_owned(), "ready j"),
        ("\x1b[0nj\x1b[0n".to_owned(), "ready j ready"),
        ("\x1b[12;40Rj".to_owned(), "j"),
        ("\x1bP>|tmux 3.4\x1b\\j".replace(' ', "_"), "j"),
        (format!("\x1bP1+r{long}\x1b\\j"), "j"),
        ("\x1b[<0;10;10Mj\x1b[M !!k".replace(" !", "!!"), "j k"),
    ];
    for (script, wanted) in table {
        assert_eq!(play(&script), wanted, "{script:?}");
    }
}

#[test]
fn what_is_pasted_fires_no_keys_however_it_arrives() {
    let table = [
        ("\x1b [ 2 0 0 ~ ac\r\x03 e\x1b [201~ j", "paste:ac\n\x03e j"),
        ("\x1b[200~a\r\nb\rc\x1b[201~", "paste:a\nb\nc"),
        ("\x1b[200~q\x1bq\x1b[A\x1b[201~j", "paste:q\x1bq\x1b[A j"),
        // On a line that stands still for seconds.
        ("\x1b[200~ac +2000 q\r +4000 \x1b[201~ j", "paste:acq\n j"),
        // A terminal that dies within a paste.
        ("\x1b[200~ac +400 e +10000 j", "paste:ace j"),
    ];
    for (script, wanted) in table {
        assert_eq!(play(script), wanted, "{script:?}");
    }
}

#[test]
fn a_paste_is_cut_at_its_limit_between_characters_and_its_end_is_found_all_the_same() {
    for count in [PASTE_BYTES, 3 * PASTE_BYTES] {
        let mut decoder = Decoder::new(Duration::ZERO);
        let text = format!("\x1b[200~a{}\x1b[201~j", "é".repeat(count));
        let out = decoder.feed(text.as_bytes(), Instant::now());
        let [InputEvent::Paste(text), InputEvent::Key(_)] = out.as_slice() else {
            panic!("one paste and a key, not {} events", out.len())
        };
        assert_eq!(text.len(), PASTE_BYTES - 1);
    }
}

#[test]
fn a_character_in_pieces_is_one_and_bytes_that_are_none_are_no_keys() {
    let table: [(&[&[u8]], &str); 5] = [
        (&[b"\xc3", b"\xa9"], "é"),
        (&[b"\xe7\x95", b"+200", b"\x8cj"], "界 j"),
        (&[b"\xc3j"], "j"),
        (&[b"\xff\x9b[Aj"], "[ A j"),
        (&[b"\xc2\x9bj"], "j"),
    ];
    for (script, wanted) in table {
        assert_eq!(play_bytes(script.iter().copied()), wanted, "{script:?}");
    }
}

#[test]
fn a_busy_machine_delays_the_reader_but_does_not_tear_a_key_apart() {
    let mut decoder = Decoder::new(Duration::from_millis(50));
    let start = Instant::now();
    assert!(decoder.feed(b"\x1b", start).is_empty());
    let late = start + Duration::from_secs(3);
    assert!(decoder.feed(b"[", late).is_empty());
    assert_eq!(words(decoder.feed(b"A", late)), "up");
}

proptest::proptest! {
    #[test]
    fn however_the_bytes_are_cut_into_reads_they_are_the_same_keys(
        keys in proptest::collection::vec(0..KEYS.len(), 1..12),
        cuts in proptest::collection::vec(1..5_usize, 1..40),
    ) {
        let bytes: Vec<u8> = keys.iter().flat_map(|key| KEYS[*key].bytes()).collect();
        let mut decoder = Decoder::new(Duration::from_millis(50));
        let now = Instant::now();
        let whole = words(decoder.feed(&bytes, now));
        let mut decoder = Decoder::new(Duration::from_millis(50));
        let (mut rest, mut out) = (bytes.as_slice(), Vec::new());
        for cut in cuts.iter().cycle() {
            let (read, left) = rest.split_at((*cut).min(rest.len()));
            out.extend(decoder.feed(read, now));
            rest = left;
            if rest.is_empty() {
                break;
            }
        }
        proptest::prop_assert_eq!(words(out), whole);
    }
}

/// What does not depend on whether it arrived at once.
const KEYS: [&str; 14] = [
    "j",
    "é",
    "\r",
    "\x03",
    "\x1b[A",
    "\x1bOB",
    "\x1b[1;5C",
    "\x1b[[B",
    "\x1b[0n",
    "\x1b[200~a\rb\x1b[201~",
    "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "\x1b[M !!",
    "\x1bP1+r54\x1b\\",
    "\x1b[?62;22c",
];
