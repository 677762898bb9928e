//! The rules of the house, which the compiler does not check inside one crate.
//!
//! Each rule is a function over sources and returns complaints; each has one test that holds the real sources to it,
//! and one that shows it would notice.

mod circles;
mod floors;
mod habits;
mod source;
mod texts;

use floors::Manifest;
use source::Tree;

#[track_caller]
fn nothing_to_say(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// How many complaints a rule has about sources that are not on the disk.
fn about(rule: impl Fn(&Tree) -> Vec<String>, files: &[(&str, &str)]) -> usize {
    rule(&Tree::of(files)).len()
}

#[test]
fn a_module_uses_only_the_floors_below_it() {
    nothing_to_say(floors::above_or_beside(&Tree::on_disk()));
}

#[test]
fn using_a_floor_above_or_beside_is_noticed() {
    let wrong = |path, text| about(floors::above_or_beside, &[(path, text)]);
    assert_eq!(wrong("domain/x.rs", "use crate::store::Store;"), 1);
    assert_eq!(
        wrong("hub/x.rs", "use crate::{client::Feed, tui::{self, Model}};"),
        3
    );
    assert_eq!(wrong("hub.rs", "fn f(feed: &crate::client::Feed) {}"), 1);
    assert_eq!(
        wrong(
            "hub/x.rs",
            "fn f() { assert_eq!(crate::client::feed(), vec![crate::tui::view()]) }"
        ),
        2
    );
    assert_eq!(wrong("domain.rs", "use super::store::Store;"), 1);
    assert_eq!(
        wrong(
            "domain/x.rs",
            "mod inner { use super::super::super::store::Store; }"
        ),
        1
    );
    assert_eq!(wrong("domain/x.rs", "use crate::nowhere::Thing;"), 1);
    assert_eq!(wrong("tui/x.rs", "use crate::clock::now;"), 1);
    assert_eq!(wrong("lib.rs", "pub mod nowhere;"), 1);
}

#[test]
fn using_a_floor_below_is_fine_and_so_is_anything_in_a_test() {
    let wrong = |path, text| about(floors::above_or_beside, &[(path, text)]);
    assert_eq!(
        wrong("run/x.rs", "use crate::hub::Writer; use crate::clock::now;"),
        0
    );
    assert_eq!(
        wrong(
            "hub/writer.rs",
            "use super::commands::Answer; use crate::domain::Picture;"
        ),
        0
    );
    assert_eq!(wrong("main.rs", "fn main() { warroom::cli::main() }"), 0);
    assert_eq!(
        wrong(
            "domain/x.rs",
            "#[cfg(test)] mod tests { use crate::store::Store; }"
        ),
        0
    );
    let files = [
        ("domain/x.rs", "#[cfg(test)] mod tests;"),
        ("domain/x/tests.rs", "use crate::store::Store;"),
    ];
    assert_eq!(about(floors::above_or_beside, &files), 0);
}

#[test]
fn an_outside_crate_is_named_only_where_it_belongs() {
    let manifest = Manifest::on_disk();
    nothing_to_say(floors::strangers(&Tree::on_disk(), &manifest));
}

#[test]
fn an_outside_crate_in_the_wrong_room_is_noticed() {
    let manifest = Manifest::on_disk();
    let wrong = |path, text| about(|tree| floors::strangers(tree, &manifest), &[(path, text)]);
    assert_eq!(
        wrong("domain/x.rs", "use tokio::sync::mpsc;"),
        2,
        "not in the domain, and not outside the shells"
    );
    assert_eq!(wrong("domain/x.rs", "fn f() { toml::from_str(text) }"), 1);
    assert_eq!(wrong("domain/x.rs", "use std::{fmt, fs::File};"), 1);
    assert_eq!(wrong("client/x.rs", "use crossterm::event::KeyEvent;"), 1);
    assert_eq!(wrong("tui/keys.rs", "use crossterm::event::KeyEvent;"), 0);
    assert_eq!(
        wrong("hub/x.rs", "#[tokio::main] async fn f() -> anyhow::Result<()> {}"),
        1
    );
    assert_eq!(
        wrong(
            "domain/x.rs",
            "use serde::Serialize; use unicode_segmentation::UnicodeSegmentation;"
        ),
        0
    );
    assert_eq!(wrong("wire/x.rs", "use serde_json::Value;"), 0);
    assert_eq!(
        wrong("domain/x.rs", "mod csv; fn f() { csv::read() }"),
        0,
        "a module of ours, not the crate"
    );
}

#[test]
fn no_modules_use_each_other_in_a_circle() {
    nothing_to_say(circles::circles(&Tree::on_disk()));
}

#[test]
fn a_circle_is_noticed_once_however_it_is_written() {
    let files = [
        ("hub/a.rs", "use crate::hub::b::B;"),
        ("hub/b.rs", "fn f(c: super::c::C) {}"),
        ("hub/c.rs", "mod deep;"),
        ("hub/c/deep.rs", "use super::super::{a, a::A};"),
        ("hub/d.rs", "use super::a::A;"),
    ];
    assert_eq!(about(circles::circles, &files), 1);
    assert_eq!(about(circles::circles, &files[1..]), 0);
    let deep = [
        ("tui/screen/room.rs", "use super::help::H;"),
        ("tui/screen/help.rs", "use super::room::R;"),
    ];
    assert_eq!(about(circles::circles, &deep), 1);
}

#[test]
fn only_the_shells_read_a_clock() {
    nothing_to_say(habits::misplaced(&Tree::on_disk(), habits::CLOCKS));
}

#[test]
fn reading_a_clock_elsewhere_is_noticed() {
    let wrong = |path, text| about(|tree| habits::misplaced(tree, habits::CLOCKS), &[(path, text)]);
    assert_eq!(
        wrong(
            "domain/x.rs",
            "fn f() { jiff::Timestamp::now(); Zoned::now(); Instant::now(); }"
        ),
        3
    );
    assert_eq!(wrong("hub/x.rs", "use std::time::SystemTime;"), 1);
    assert_eq!(
        wrong("tui/x.rs", "fn f() { at.unwrap_or_else(Timestamp::now) }"),
        1
    );
    assert_eq!(wrong("clock.rs", "fn f() { Timestamp::now() }"), 0);
    assert_eq!(wrong("run/room.rs", "fn f() { Instant::now() }"), 0);
}

#[test]
fn only_the_shell_makes_up_an_id() {
    nothing_to_say(habits::misplaced(&Tree::on_disk(), habits::FRESH_IDS));
}

#[test]
fn making_up_an_id_elsewhere_is_noticed() {
    let wrong = |path, text| about(|tree| habits::misplaced(tree, habits::FRESH_IDS), &[(path, text)]);
    assert_eq!(
        wrong(
            "domain/ids.rs",
            "fn f() { Uuid::now_v7(); uuid::Uuid::new_v4(); }"
        ),
        2
    );
    assert_eq!(wrong("run/perform.rs", "fn f() { Uuid::now_v7() }"), 0);
}

#[test]
fn only_the_theme_knows_a_colour() {
    nothing_to_say(habits::misplaced(&Tree::on_disk(), habits::COLOURS));
}

#[test]
fn a_colour_elsewhere_is_noticed() {
    let wrong = |path, text| about(|tree| habits::misplaced(tree, habits::COLOURS), &[(path, text)]);
    assert_eq!(
        wrong("tui/screen/room.rs", "use ratatui::style::{Color, Style};"),
        1
    );
    assert_eq!(
        wrong("tui/screen/room.rs", "fn f() { Style::new().fg(Color::Red) }"),
        1
    );
    assert_eq!(wrong("tui/theme.rs", "use ratatui::style::Color;"), 0);
    assert_eq!(wrong("tui/backend/depth.rs", "use ratatui::style::Color;"), 0);
}

#[test]
fn nothing_prints_past_the_writer_it_was_given() {
    nothing_to_say(habits::prints(&Tree::on_disk()));
}

#[test]
fn printing_is_noticed() {
    assert_eq!(
        about(
            habits::prints,
            &[("cli.rs", "fn f() { println!(); std::eprintln!() }")]
        ),
        2
    );
    assert_eq!(
        about(habits::prints, &[("cli.rs", "fn f() { writeln!(out) }")]),
        0
    );
}

#[test]
fn every_file_opens_with_a_sentence() {
    nothing_to_say(habits::without_a_sentence(&Tree::on_disk()));
}

#[test]
fn a_file_without_a_sentence_is_noticed() {
    assert_eq!(
        about(
            habits::without_a_sentence,
            &[("hub.rs", "// Not this.\n//! Nor this."), ("cli.rs", "")]
        ),
        2
    );
    assert_eq!(
        about(
            habits::without_a_sentence,
            &[("hub.rs", "//!\nfn f() {}"), ("cli.rs", "//! This.")]
        ),
        1
    );
}

#[test]
fn every_file_is_short() {
    nothing_to_say(habits::too_long(&Tree::on_disk()));
}

#[test]
fn a_long_file_is_noticed() {
    assert_eq!(
        about(
            habits::too_long,
            &[("hub.rs", &"\n".repeat(450)), ("cli.rs", &"\n".repeat(451))]
        ),
        1
    );
}

#[test]
fn nothing_gives_up_without_saying_why_it_cannot_happen() {
    nothing_to_say(habits::gives_up(&Tree::on_disk()));
}

#[test]
fn giving_up_is_noticed() {
    let wrong = |text| about(habits::gives_up, &[("hub.rs", text)]);
    assert_eq!(
        wrong("fn f() { a.unwrap(); b.expect(\"b\"); all.map(Option::unwrap); }"),
        3
    );
    assert_eq!(wrong("fn f() { panic!(\"no\"); todo!(); unimplemented!() }"), 3);
    assert_eq!(wrong("fn f() { vec![format!(\"{}\", a.unwrap())] }"), 1);
    assert_eq!(
        wrong("fn f() {\n    // Cannot fail: checked.\n    let x = 1;\n    x.expect(\"x\");\n}"),
        1,
        "too far away"
    );
    assert_eq!(
        wrong(
            "fn f() {\n    // Cannot fail: it was\n    // checked.\n    let x = a(\n        b)\n        .expect(\"x\");\n}"
        ),
        0
    );
    assert_eq!(
        wrong("fn f() { a.unwrap_or(1) }\n#[test]\nfn t() { a.unwrap() }"),
        0
    );
}
