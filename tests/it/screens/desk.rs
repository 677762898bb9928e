//! The desk of executives, gestures and credits on the screen: arrows, Enter and letters are enough.

use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;

fn room(who: &str) -> (World, Screen) {
    let world = World::new().drawn();
    let screen = Screen::of(who, &world, at(13, 12), 80, 24);
    (world, screen)
}

/// Presses keys and hands what was sent to the hub.
fn played(world: &mut World, screen: &mut Screen, who: &str, keys: &str) -> String {
    screen.play(keys);
    screen.deliver(who, world, at(13, 20));
    screen.text()
}

#[test]
fn a_wish_is_heard_a_time_is_promised_and_the_call_is_recorded_by_one_key_each() {
    let (mut world, mut screen) = room("dana");
    screen.play("1E");
    let begin = "<enter>your CEO<down>the contract<enter>";
    let text = played(&mut world, &mut screen, "dana", begin);
    assert!(
        text.contains("your CEO") && text.contains("promise a time"),
        "{text}"
    );
    let text = played(&mut world, &mut screen, "dana", "<up><enter>ines<down>2h<enter>");
    assert!(text.contains("ines calls at"), "{text}");
    screen.play("<up><up><up><enter>");
    let text = screen.text();
    assert!(
        text.contains("to speak with your CEO about the contract"),
        "{text}"
    );
    let text = played(&mut world, &mut screen, "dana", "<enter><down>calm again<enter>");
    assert!(text.contains("they have spoken"), "{text}");
}

#[test]
fn more_calls_than_there_are_is_said_while_typing_and_not_refused() {
    let (mut world, _) = room("dana");
    let none = json!({ "kind": "set_slots", "executive": "ines", "slots": 0 });
    world.ask("dana", at(13, 13), none).unwrap();
    let wish = json!({ "kind": "want_executive", "account": "northwind-traders", "whom": "your CEO" });
    world.ask("omar", at(13, 14), wish).unwrap();
    let mut screen = Screen::of("dana", &world, at(13, 15), 80, 24);
    screen.play("E<enter>");
    let text = screen.text();
    assert!(text.contains("CHECK: ines has 0 to give"), "{text}");
    let text = played(&mut world, &mut screen, "dana", "2h<enter>");
    assert!(text.contains("one too many"), "{text}");
}

#[test]
fn no_amount_of_a_credit_stands_before_a_caller_until_it_is_approved() {
    let (mut world, _) = room("dana");
    let credit = json!({ "kind": "propose_credit", "accounts": ["northwind-traders"], "amount": 54321, "currency": "EUR",
        "reason": "a launch was lost" });
    world.ask("dana", at(13, 13), credit).unwrap();
    let seen = |world: &World, who: &str, keys: &str| {
        let mut screen = Screen::of(who, world, at(13, 14), 120, 40);
        screen.play(keys);
        screen.text()
    };
    let desk = seen(&world, "omar", "E");
    assert!(
        desk.contains("promise nothing") && !desk.contains("54321"),
        "{desk}"
    );
    let word = seen(&world, "omar", "E<enter>");
    assert!(!word.contains("54321"), "{word}");
    let decides = seen(&world, "dana", "E");
    assert!(decides.contains("54321 EUR"), "{decides}");
    let number = world.picture.through();
    let yes = json!({ "kind": "approve_credit", "number": number });
    world.ask("dana", at(13, 15), yes).unwrap();
    let told = seen(&world, "omar", "E<enter>");
    assert!(told.contains("You may say: 54321 EUR"), "{told}");
    let masked = seen(&world, "dana", "mE");
    assert!(!masked.contains("54321"), "while the screen is shared: {masked}");
}

#[test]
fn a_credit_goes_by_keys_from_an_amount_by_hand_over_a_yes_to_an_invoice() {
    let (mut world, mut screen) = room("dana");
    screen.play("1E<down><down><down><enter>");
    assert!(screen.text().contains("Work out credits"), "{}", screen.text());
    screen.play("<right><right>");
    let by_hand = "<down><down>500 EUR<enter>";
    screen.play(by_hand);
    assert!(
        screen.sent.is_empty() && screen.text().contains("It takes a reason"),
        "{}",
        screen.text()
    );
    let text = played(&mut world, &mut screen, "dana", "a launch was lost<enter>");
    assert!(text.contains("waits for a yes or a no"), "{text}");
    let credit = |world: &World| {
        let here = &world.picture.open()[0];
        let credit = here.credits().next().map(|(_, credit)| credit.standing());
        format!("{credit:?}")
    };
    screen.play("<up><up><up><up><enter><enter><enter>");
    assert!(
        screen.sent.is_empty(),
        "Enter alone says no yes: {}",
        screen.text()
    );
    let text = played(&mut world, &mut screen, "dana", "<space><enter>");
    assert!(text.contains("approved: tell them"), "{} {text}", credit(&world));
    screen.play("<enter>");
    assert!(
        screen.text().contains("You may say: 500 EUR"),
        "{}",
        screen.text()
    );
    let text = played(&mut world, &mut screen, "dana", "<enter>");
    assert!(text.contains("told: put it on an invoice"), "{text}");
    screen.play("<enter>");
    assert!(
        screen.text().contains("is their credit on an invoice?"),
        "{}",
        screen.text()
    );
    let text = played(&mut world, &mut screen, "dana", "A-17<enter>");
    assert!(text.contains("on an invoice"), "{} {text}", credit(&world));
}
