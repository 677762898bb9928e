//! Who calls whom, on the screen: dealing the list, an offer answered, leaving, and the calls over time.

use super::stage::Screen;
use super::world::{World, at};
use insta::assert_snapshot;
use serde_json::json;
use warroom::domain::ids::AccountId;
use warroom::tui::msg::Msg;

/// As drawn; omar is CS lead, and lena is an advocate who is here.
fn world() -> World {
    let mut world = World::new().drawn();
    does(
        &mut world,
        "omar",
        at(12, 0),
        json!({ "kind": "take_role", "role": "cs_lead" }),
    );
    does(
        &mut world,
        "lena",
        at(12, 10),
        json!({ "kind": "take_role", "role": "advocate" }),
    );
    world
}

fn screen(world: &World, who: &str) -> Screen {
    let mut screen = Screen::of(who, world, at(13, 12), 80, 24);
    screen.hear(Msg::People(world.reference.people.clone()));
    screen
}

fn does(world: &mut World, who: &str, at: jiff::Timestamp, command: serde_json::Value) {
    world.ask(who, at, command).unwrap();
}

/// Presses keys and hands what was sent to the hub.
fn played(world: &mut World, screen: &mut Screen, who: &str, keys: &str) -> String {
    screen.play(keys);
    screen.deliver(who, world, at(13, 20));
    screen.text()
}

fn whose(world: &World, account: &str) -> Option<String> {
    let incident = world.picture.open()[0];
    let row = incident.row(&AccountId::from(account)).unwrap();
    row.whose().map(|whose| whose.who.to_string())
}

#[test]
fn who_gets_how_many_stands_there_before_anything_is_offered() {
    let world = world();
    let mut screen = screen(&world, "omar");
    screen.play("A");
    assert_snapshot!(screen.text());
}

#[test]
fn an_offer_is_answered_in_two_keys() {
    let mut world = world();
    let mut lead = screen(&world, "omar");
    let text = played(&mut world, &mut lead, "omar", "1A<down>");
    assert!(text.contains("Who calls"), "{text}");
    does(
        &mut world,
        "omar",
        at(13, 30),
        json!({ "kind": "assign_account", "account": "fabrikam", "to": "pat" }),
    );
    let mut screen = screen(&world, "pat");
    let text = screen.text();
    assert!(
        text.contains("NEXT FOR YOU  omar offers you Fabrikam to call"),
        "{text}"
    );
    played(&mut world, &mut screen, "pat", "<enter><enter>");
    let row = world.picture.open()[0].row(&AccountId::from("fabrikam")).unwrap();
    assert!(row.whose().unwrap().settled());
}

#[test]
fn no_more_calls_says_where_everything_goes_first() {
    let mut world = world();
    does(
        &mut world,
        "lena",
        at(13, 0),
        json!({ "kind": "assign_account", "account": "fabrikam", "to": "lena" }),
    );
    let mut screen = screen(&world, "lena");
    screen.play(":more<enter>");
    let text = screen.text();
    assert!(
        text.contains("No more calls?") && text.contains("Fabrikam"),
        "{text}"
    );
    screen.play("<enter>");
    let kinds: Vec<&str> = screen.sent.iter().map(|sent| sent.command.kind()).collect();
    assert_eq!(kinds, ["leave_calls"]);
    screen.deliver("lena", &mut world, at(13, 30));
    assert_eq!(
        whose(&world, "fabrikam").as_deref(),
        Some("omar"),
        "by the list of accounts"
    );
}

#[test]
fn the_checklist_alone_shows_the_tiers_and_the_calls_over_time() {
    let world = world();
    let mut screen = screen(&world, "omar");
    screen.play("3z");
    assert_snapshot!(screen.text());
}
