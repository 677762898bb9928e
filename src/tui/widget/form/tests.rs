//! What a form does with keys, and how it looks in little room.

use super::*;
use crate::tui::canvas::{Canvas, Lines};
use crate::tui::theme::Theme;
use crossterm::event::KeyModifiers;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const SCREEN: u16 = 80;

fn post() -> Form {
    Form::new(44, "Enter publishes it")
        .choice(
            "phase",
            "Phase:",
            [
                ("found", "we know the cause, and nobody is hurting any more"),
                ("fixed", "over"),
            ],
            0,
        )
        .line("place", "Where:", "")
        .hint("the page")
        .text("text", "Text:", "", 3)
}

fn press(form: &mut Form, code: KeyCode) -> Typed {
    form.key(KeyEvent::new(code, KeyModifiers::NONE), SCREEN)
}

fn type_in(form: &mut Form, text: &str) {
    for c in text.chars() {
        assert_eq!(press(form, KeyCode::Char(c)), Typed::Nothing);
    }
}

/// The lines drawn in so much room, and where the cursor stands.
fn drawn(form: &Form, width: u16, height: u16) -> (Vec<String>, Option<Position>) {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    let mut canvas = Canvas {
        buffer: &mut buffer,
        theme: Theme::mono(),
        lines: Lines::Drawn,
        cursor: None,
    };
    form.draw(&mut canvas, area);
    let cursor = canvas.cursor;
    let row = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    let rows = (0..height).map(|y| row(y).trim_end().to_owned()).collect();
    (rows, cursor)
}

#[test]
fn a_letter_chooses_the_next_option_that_begins_with_it_and_no_other_letter_does_anything() {
    let mut form = Form::new(40, "Enter gives it").choice("to", "To:", ["Lena", "omar", "lars"], 1);
    for (letter, chosen) in [
        ('l', "lars"),
        ('L', "Lena"),
        ('l', "lars"),
        ('x', "lars"),
        ('o', "omar"),
    ] {
        type_in(&mut form, &letter.to_string());
        assert_eq!(form.value("to"), chosen);
    }
    let mut none = Form::new(40, "").choice("to", "To:", Vec::<String>::new(), 0);
    type_in(&mut none, "l");
    assert_eq!(none.value("to"), "");
}

#[test]
fn letters_go_into_the_row_with_the_focus_and_enter_sends_from_a_line() {
    let mut form = post();
    type_in(&mut form, "x");
    press(&mut form, KeyCode::Down);
    type_in(&mut form, "eu page");
    assert_eq!(form.value("place"), "eu page");
    assert_eq!(press(&mut form, KeyCode::Enter), Typed::Submit);
    assert_eq!(press(&mut form, KeyCode::Esc), Typed::Close);
    assert_eq!(form.clean("text"), None);
}

#[test]
fn enter_in_a_text_makes_a_line_and_the_line_below_the_rows_sends() {
    let mut form = post();
    form.go("text");
    type_in(&mut form, "a");
    assert_eq!(press(&mut form, KeyCode::Enter), Typed::Nothing);
    type_in(&mut form, "b");
    assert_eq!(form.lines("text").as_str(), "a\nb");
    press(&mut form, KeyCode::Tab);
    assert_eq!(form.focused(), "");
    let (rows, cursor) = drawn(&form, 40, 12);
    assert_eq!(
        (rows[11].as_str(), cursor),
        ("▶ Enter publishes it", None),
        "{rows:#?}"
    );
    assert_eq!(press(&mut form, KeyCode::Enter), Typed::Submit);
    press(&mut form, KeyCode::Tab);
    assert_eq!(form.focused(), "phase");
    press(&mut form, KeyCode::BackTab);
    press(&mut form, KeyCode::Up);
    assert_eq!(form.focused(), "text");
}

#[test]
fn a_choice_is_turned_by_the_arrows_and_space_and_says_what_it_means() {
    let mut form = post();
    let (rows, _) = drawn(&form, 40, 12);
    assert_eq!(
        rows[..6],
        [
            "▶ Phase: < found >",
            "  we know the cause, and nobody is",
            "  hurting any more",
            "",
            "  Where: (the page)",
            ""
        ],
    );
    press(&mut form, KeyCode::Char(' '));
    assert_eq!((form.chosen("phase"), form.value("phase").as_str()), (1, "fixed"));
    press(&mut form, KeyCode::Right);
    assert_eq!(form.chosen("phase"), 0);
    press(&mut form, KeyCode::Left);
    assert_eq!(form.chosen("phase"), 1);
    let (rows, _) = drawn(&form, 40, 12);
    assert_eq!(
        (rows[1].as_str(), rows[4].as_str()),
        ("  over", "  Where: (the page)")
    );
}

#[test]
fn the_focused_row_and_the_cursor_are_in_view_however_little_room_there_is() {
    let mut form = post().says("note", "Only what is known.");
    for (key, label) in [("phase", "Phase:"), ("place", "Where:"), ("text", "Text:")] {
        form.go(key);
        for height in 4..14 {
            let (rows, cursor) = drawn(&form, 40, height);
            let at = rows.iter().position(|row| row.contains(label));
            assert!(at.is_some(), "{key} in {height} lines: {rows:#?}");
            assert_eq!(cursor.is_some(), key != "phase", "{key} in {height} lines");
            assert!(cursor.is_none_or(|cursor| cursor.y + 1 < height));
        }
    }
    let (rows, _) = drawn(&form, 40, 8);
    assert_eq!(
        rows[6], "  Only what is known.",
        "the end is in view at the last row"
    );
}

#[test]
fn a_long_text_says_which_line_the_cursor_is_on() {
    let mut form = post();
    form.go("text");
    form.paste("one\ntwo\nthree\nfour\nfive");
    let (rows, cursor) = drawn(&form, 40, 14);
    assert!(rows.contains(&"▶ Text: (line 5 of 5)".to_owned()), "{rows:#?}");
    let cursor = cursor.unwrap();
    assert_eq!((rows[cursor.y as usize].as_str(), cursor.x), ("  five", 6));
    assert!(!rows.contains(&"  two".to_owned()));
}

#[test]
fn pasted_text_goes_into_the_focused_text_and_never_gets_lost_on_a_choice() {
    let mut form = post();
    form.paste("one\ntwo");
    assert_eq!(
        (form.focused(), form.value("place").as_str()),
        ("place", "one ⏎ two")
    );
    assert_eq!(form.lines("place").as_str(), "one\ntwo");
}

#[test]
fn remarks_stand_under_the_rows_with_a_word_of_their_own() {
    let mut form = post();
    form.tell(vec![
        Remark::red("It names a customer."),
        Remark::amber("It is long."),
    ]);
    let (_, _, height) = form.frame("Post", SCREEN);
    let (rows, _) = drawn(&form, 40, height - 2);
    let at = rows.iter().position(|row| row == "  STOP: It names a customer.");
    assert_eq!(at.map(|at| rows[at + 1].as_str()), Some("  CHECK: It is long."));
    form.tell(vec![Remark::red("No."); 9]);
    let (rows, _) = drawn(&form, 40, 9);
    assert_eq!(rows[7], "  ... 7 more lines, in a taller window", "{rows:#?}");
}

#[test]
fn a_hidden_row_is_passed_over_and_keeps_its_text() {
    let mut form = post();
    form.set("place", "here");
    form.show("place", false);
    press(&mut form, KeyCode::Tab);
    assert_eq!((form.focused(), form.value("place").as_str()), ("text", "here"));
    form.show("text", false);
    assert_eq!(form.focused(), "phase");
}

#[test]
fn what_was_typed_is_there_again_and_what_was_not_touched_is_no_draft() {
    let mut form = post();
    press(&mut form, KeyCode::Down);
    assert!(form.typed().is_empty());
    form.go("phase");
    press(&mut form, KeyCode::Right);
    form.go("text");
    form.paste("a\nb");
    let again = post().restored(&form.typed());
    assert_eq!((again.chosen("phase"), again.value("text").as_str()), (1, "a\nb"));
    assert_eq!(again.typed(), form.typed());
}

#[test]
fn a_form_of_paragraphs_only_is_sent_by_enter() {
    let mut form = Form::new(44, "Enter goes on").says("why", "This cannot be taken back.");
    assert_eq!(press(&mut form, KeyCode::Tab), Typed::Nothing);
    assert_eq!(press(&mut form, KeyCode::Enter), Typed::Submit);
}

proptest! {
    #[test]
    fn any_keys_in_any_room_are_drawn(
        keys in proptest::collection::vec(0_usize..KEYS.len(), 0..40),
        pasted in "[a-z 好\n]{0,80}",
        screen in 0_u16..90,
        height in 0_u16..20,
    ) {
        let mut form = post().says("note", "Only what is known.");
        form.paste(&pasted);
        for key in keys {
            form.key(KeyEvent::new(KEYS[key], KeyModifiers::NONE), screen);
        }
        form.tell(vec![Remark::amber("It is long.")]);
        let (_, width, _) = form.frame("Post", screen);
        let width = width.min(screen).saturating_sub(4);
        let (_, cursor) = drawn(&form, width, height);
        prop_assert!(cursor.is_none_or(|at| at.x < width && at.y < height));
    }
}

const KEYS: [KeyCode; 12] = [
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Enter,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::Backspace,
    KeyCode::Char(' '),
    KeyCode::Char('x'),
];

#[test]
fn what_is_longer_than_the_screen_is_read_a_page_at_a_time_and_the_next_key_goes_back() {
    let lines: Vec<String> = (0..30).map(|number| format!("line {number}")).collect();
    let mut form = Form::new(60, "Enter gives your word")
        .says("news", &lines.join("\n"))
        .choice("answer", "Your word:", ["yes", "no"], 0);
    let shows = |form: &Form, words: &str| {
        let (rows, _) = drawn(form, 56, 14);
        rows.iter().any(|row| row.contains(words))
    };
    assert!(shows(&form, "Your word:") && shows(&form, "PgUp") && !shows(&form, "line 0"));
    for _ in 0..9 {
        press(&mut form, KeyCode::PageUp);
    }
    assert!(shows(&form, "line 0"), "the first line can be read");
    press(&mut form, KeyCode::Left);
    assert!(shows(&form, "Your word:"));
}
