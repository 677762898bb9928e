//! What the call sheet records: the words they heard, whose call it was, and everything the tidy form could not read.

use super::sheet::{calling, sent, shows};
use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;
use warroom::domain::outreach::Direction;
use warroom::tui::msg::{Liveness, Msg};
use warroom::wire::AccountCard;

/// Goes down until the step with the cursor has these words.
fn to(screen: &mut Screen, words: &str) {
    for _ in 0..25 {
        let text = screen.text();
        let here = text.lines().rfind(|line| line.contains('▶')).unwrap_or_default();
        if here.contains(words) {
            return;
        }
        screen.play("<down>");
    }
    panic!("{words:?} is no step on\n{}", screen.text());
}

/// The page gets new words, and the screen hears of it.
fn new_words(world: &mut World, screen: &mut Screen) {
    let post = json!({ "kind": "record_post", "phase": "identified", "text": "A switch failed; it is being replaced." });
    world.ask("lena", at(14, 0), post).unwrap();
    let news = world.news(screen.model.stage.confirmed().through(), at(14, 1));
    screen.hear(Msg::News(Box::new(news)));
}

/// Told the words of then, and closed.
fn told_and_closed() -> (World, Screen) {
    let (world, mut screen) = calling();
    screen.play("<enter>invoices stand still<enter>");
    to(&mut screen, "Say back");
    screen.play("<enter>");
    shows(&screen, "Enter = told them, go on");
    screen.play("<enter><esc>");
    (world, screen)
}

#[test]
fn a_sheet_opened_again_records_the_words_they_heard_and_not_newer_ones() {
    let (mut world, mut screen) = told_and_closed();
    new_words(&mut world, &mut screen);
    screen.play("<enter>");
    to(&mut screen, "A switch failed");
    screen.play("<pgdn><pgdn><pgdn>");
    shows(&screen, "told text 1");
    screen.play("<enter><enter>");
    assert_eq!(sent(&screen).told, Some(1));
}

#[test]
fn space_on_its_row_records_the_words_they_heard_too() {
    let (mut world, mut screen) = told_and_closed();
    new_words(&mut world, &mut screen);
    screen.play("<space>");
    shows(&screen, "told text 1");
    screen.play("r");
    assert_eq!(sent(&screen).told, Some(1));
    shows(&screen, "told text 1.");
}

#[test]
fn whoever_says_that_the_newer_words_were_told_records_those() {
    let (mut world, mut screen) = told_and_closed();
    new_words(&mut world, &mut screen);
    screen.play("<enter>");
    to(&mut screen, "A switch failed");
    screen.play("<enter><pgdn><pgdn><pgdn><enter><enter>");
    assert_eq!(sent(&screen).told, Some(2));
}

#[test]
fn words_that_come_while_nothing_was_said_yet_are_those_told() {
    let (mut world, mut screen) = calling();
    new_words(&mut world, &mut screen);
    screen.play("<pgdn><pgdn><pgdn><pgdn><enter><enter>");
    assert_eq!(sent(&screen).told, Some(2));
}

/// They called, and pat answered.
fn answered(screen: &mut Screen) {
    screen.play("lfabri<enter>");
}

#[test]
fn an_inbound_call_taken_back_is_inbound_no_more() {
    let (mut world, _) = calling();
    let mut screen = Screen::of("omar", &world, at(13, 15), 80, 24);
    answered(&mut screen);
    screen.deliver("omar", &mut world, at(13, 16));
    shows(&screen, "they called us");
    screen.play("<esc>u");
    screen.deliver("omar", &mut world, at(13, 17));
    screen.play("<enter>");
    screen.deliver("omar", &mut world, at(13, 18));
    screen.play("<esc>/fabrikam<enter><enter>");
    assert!(!screen.text().contains("they called us"), "{}", screen.text());
}

#[test]
fn a_call_answered_while_the_hub_is_away_stays_theirs_though_its_sheet_is_closed() {
    let (world, _) = calling();
    let mut screen = Screen::of("omar", &world, at(13, 15), 80, 24);
    screen.hear(Msg::Liveness(Liveness::Offline {
        since: at(13, 15),
        trouble: "no route".to_owned(),
    }));
    answered(&mut screen);
    shows(&screen, "they called us");
    screen.play("<esc>");
    screen.hear(Msg::Liveness(Liveness::Live));
    screen.play("/fabrikam<enter><enter>");
    shows(&screen, "they called us");
    screen.play("<pgdn><pgdn><pgdn><pgdn><enter><enter>");
    assert_eq!(sent(&screen).direction, Direction::Inbound);
}

#[test]
fn what_the_tidy_form_cannot_read_goes_back_to_the_line_and_what_stood_there_stays() {
    let (_, mut screen) = calling();
    to(&mut screen, "When do they hear");
    screen.play("15:00<enter>");
    screen.play("<pgdn><pgdn><enter>");
    for _ in 0..9 {
        screen.play("<tab>");
    }
    screen.play("<space>or so<esc>");
    shows(&screen, "Write: 15:00 here or so");
    shows(&screen, "CHECK: ");
    shows(&screen, "Kept: next contact 15:00");
}

#[test]
fn a_need_taken_out_to_be_mended_keeps_its_time() {
    let (_, mut screen) = calling();
    to(&mut screen, "What do they have to get done");
    screen.play("invoices out @17:00<enter><up><del>");
    shows(&screen, "Write: invoices out @17:00");
}

#[test]
fn a_masked_sheet_neither_shows_nor_takes_out_money() {
    let (_, mut screen) = calling();
    to(&mut screen, "If they say what it has cost");
    screen.play("41000 EUR<enter><up>");
    shows(&screen, "Delete = take it back");
    screen.model.stage.masked = true;
    assert!(!screen.text().contains("Delete = take it back"));
    screen.play("<del>");
    assert!(!screen.text().contains("41000"), "{}", screen.text());
    screen.model.stage.masked = false;
    shows(&screen, "41000 EUR");
}

#[test]
fn one_result_for_all_counts_for_all() {
    let (_, mut screen) = calling();
    let card: AccountCard = serde_json::from_value(json!({
        "id": "northwind-traders", "name": "Northwind Traders", "tier": "strategic", "contacts": [],
        "linked": [{ "account": "fabrikam", "name": "Fabrikam", "by": "phone" }],
    }))
    .unwrap();
    screen.hear(Msg::Card {
        account: "northwind-traders".into(),
        card: Ok(Box::new(card)),
    });
    for _ in 0..20 {
        if screen.text().contains("Enter = one result for all") {
            break;
        }
        screen.play("<up>");
    }
    shows(&screen, "Enter = one result for all");
    screen.play("<enter>");
    shows(&screen, "Counts for Fabrikam too");
    screen.play("r");
    assert_eq!(sent(&screen).also, ["fabrikam".into()]);
}
