//! Topics on the screen: tagged in a few keys, counted, merged, answered and crossed off.

use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;
use warroom::domain::topic_list::{Listed, topics};

/// `export` was raised by two accounts, `csv is empty` by one.
fn raised() -> World {
    let mut world = World::new().drawn();
    for (account, name, quote) in [
        ("northwind-traders", "export", Some("the file is empty")),
        ("fabrikam", "export", None),
        ("contoso", "csv is empty", None),
    ] {
        let tag = json!({ "kind": "tag_topic", "account": account, "name": name, "quote": quote });
        world.ask("pat", at(13, 0), tag).unwrap();
    }
    world
}

fn listed(world: &World) -> Vec<Listed> {
    topics(&world.picture)
}

#[test]
fn a_known_topic_is_tagged_with_the_arrows_and_enter_alone() {
    let mut world = raised();
    let mut screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    screen.play("1 #");
    let text = screen.text();
    assert!(text.contains("What does Northwind Traders raise?"), "{text}");
    assert!(
        text.contains("▶ export                        2 accounts"),
        "{text}"
    );
    screen.play("<down><enter>");
    screen.deliver("pat", &mut world, at(13, 13));
    let csv = &listed(&world)[1];
    assert_eq!((csv.name.as_str(), csv.accounts), ("csv is empty", 2));
    assert!(
        screen.text().contains("Northwind Traders raises csv is empty."),
        "{}",
        screen.text()
    );
}

#[test]
fn what_is_typed_finds_the_known_one_and_else_begins_a_new_one_in_their_words() {
    let mut world = raised();
    let mut screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    screen.play("1 #EXP");
    assert!(screen.text().contains("▶ export"), "{}", screen.text());
    let mut screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    screen.play("1 #login loops<tab>it asks me again and again<enter>");
    screen.deliver("pat", &mut world, at(13, 13));
    let login = listed(&world)
        .into_iter()
        .find(|one| one.name == "login loops")
        .unwrap();
    assert_eq!(login.quote.unwrap().text, "it asks me again and again");
}

#[test]
fn one_key_lists_them_the_most_raised_first_with_their_words_and_no_money_when_masked() {
    let world = raised();
    let mut screen = Screen::of("dana", &world, at(14, 12), 80, 24);
    screen.play("T");
    let text = screen.text();
    assert!(text.contains("Topics: what customers raise, 2 open"), "{text}");
    assert!(
        text.contains("▶ export        2 accounts  2.1M  open 1 min  nobody"),
        "{text}"
    );
    assert!(
        text.contains("\"the file is empty\" (Northwind Traders)."),
        "{text}"
    );
    let mut masked = Screen::of("dana", &world, at(14, 12), 80, 24);
    masked.play("mT");
    assert!(
        masked.text().contains("2 accounts  ...") && !masked.text().contains("2.1M"),
        "{}",
        masked.text()
    );
}

#[test]
fn two_topics_become_one_by_hand_and_u_takes_them_apart_again() {
    let mut world = raised();
    let mut screen = Screen::of("dana", &world, at(13, 12), 80, 24);
    screen.play("T<down><enter>");
    assert!(
        screen
            .text()
            .contains("csv is empty: 1 account, nobody sees to it"),
        "{}",
        screen.text()
    );
    screen.play("<down><down><down><enter><enter>");
    screen.deliver("dana", &mut world, at(13, 13));
    let merged = listed(&world);
    assert_eq!((merged.len(), merged[0].accounts), (1, 3));
    assert!(
        screen.text().contains("Also heard as csv is empty"),
        "{}",
        screen.text()
    );
    screen.play("<esc>u");
    screen.deliver("dana", &mut world, at(13, 14));
    assert_eq!(listed(&world).len(), 2);
}

#[test]
fn crossed_off_it_says_who_is_told_before_and_how_many_are_left_after() {
    let mut world = raised();
    let mut screen = Screen::of("dana", &world, at(13, 12), 80, 24);
    screen.play("T<enter><down><down><enter>");
    let text = screen.text();
    assert!(text.contains("Raised by Northwind Traders, Fabrikam."), "{text}");
    screen.play("<enter>");
    assert!(
        screen.text().contains("Write what they are told first."),
        "{}",
        screen.text()
    );
    screen.play("exports work again<enter>");
    screen.deliver("dana", &mut world, at(13, 13));
    assert!(screen.text().contains("done, 2 to tell"), "{}", screen.text());
    screen.play("<esc>2z");
    assert!(
        screen.text().contains("tell 2 accounts: exports work"),
        "{}",
        screen.text()
    );
}

#[test]
fn what_our_own_people_say_stands_below_without_a_name() {
    let mut world = raised();
    let mut screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    screen.play("Tntoo many tools<tab><tab><space><space>");
    assert!(screen.text().contains("no name is kept"), "{}", screen.text());
    screen.play("<enter>");
    screen.deliver("pat", &mut world, at(13, 13));
    let text = screen.text();
    assert!(text.contains("too many tools  our own, once"), "{text}");
    let line = text.lines().find(|line| line.contains("too many tools")).unwrap();
    assert!(!line.contains("pat"), "{text}");
    screen.play("<esc>4z");
    let text = screen.text();
    let told = text.lines().filter(|line| line.contains("too many tools"));
    assert!(told.clone().all(|line| !line.contains("pat")), "{text}");
    assert_eq!(told.count(), 1, "only what was just said: {text}");
}
