//! How the screens look, as text. Look at them as pictures too: `cargo run -- demo`.

use super::stage::{Screen, lines_of};
use super::world::{World, at};
use insta::assert_snapshot;
use warroom::tui::canvas::Lines;

fn pat(width: u16, height: u16, keys: &str) -> String {
    let world = World::new().drawn();
    let mut screen = Screen::of("pat", &world, at(13, 12), width, height);
    screen.play(keys);
    screen.text()
}

#[test]
fn the_room_has_all_four_panes_at_80x24() {
    assert_snapshot!(pat(80, 24, ""));
}

#[test]
fn the_room_at_120x40() {
    assert_snapshot!(pat(120, 40, ""));
}

#[test]
fn the_room_at_200x60() {
    assert_snapshot!(pat(200, 60, ""));
}

#[test]
fn one_pane_and_the_header_at_60x16() {
    assert_snapshot!(pat(60, 16, "1"));
}

#[test]
fn one_line_at_20x5() {
    assert_snapshot!(pat(20, 5, ""));
}

#[test]
fn the_card_of_an_account() {
    assert_snapshot!(pat(80, 24, "<enter>"));
}

#[test]
fn the_results_of_a_call() {
    assert_snapshot!(pat(80, 24, "1<space>"));
}

#[test]
fn who_was_informed() {
    assert_snapshot!(pat(80, 24, "i"));
}

#[test]
fn declaring_an_incident() {
    assert_snapshot!(pat(80, 24, "eVideo drops<tab>"));
}

#[test]
fn the_plan_for_the_next_while() {
    assert_snapshot!(pat(80, 24, ":commander means<enter>"));
}

#[test]
fn the_incidents_to_choose_from() {
    assert_snapshot!(pat(80, 24, "g"));
}

#[test]
fn the_checklist_alone() {
    assert_snapshot!(pat(80, 24, "3z"));
}

#[test]
fn the_rows_with_the_words_looked_for() {
    assert_snapshot!(pat(80, 24, "/strategic<enter>"));
}

#[test]
fn the_lobby_when_nothing_is_wrong() {
    let screen = Screen::of("pat", &World::new(), at(0, 0), 80, 24);
    assert_snapshot!(screen.text());
}

#[test]
fn lines_of_a_terminal_that_cannot_draw_them() {
    let world = World::new().drawn();
    let screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    let text = lines_of(&screen.buffer(Lines::Ascii)).join("\n");
    // What people wrote stays as they wrote it; all the rest is plain.
    assert!(text.replace('…', "").is_ascii(), "{text}");
    assert_snapshot!(text);
}
