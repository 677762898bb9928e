//! The customer is on the line: found while typing, answered, and recorded as a call of theirs.

use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;
use warroom::domain::command::Command;
use warroom::domain::outreach::Direction;
use warroom::tui::effect::Effect;
use warroom::tui::msg::{Answer, Liveness, Msg};
use warroom::wire::{AccountCard, Accounts, Problem};

fn room(name: &str) -> (World, Screen) {
    let world = World::new().drawn();
    let screen = Screen::of(name, &world, at(13, 12), 80, 24);
    (world, screen)
}

/// The card of an account, with one person at it.
fn card(world: &World, id: &str, linked: serde_json::Value) -> AccountCard {
    let mut card = serde_json::to_value(&*world.reference.accounts[id]).unwrap();
    let contact =
        json!({ "id": "c-1", "account": id, "name": "Ann Lee", "title": "COO", "phone": "+1 415 555 0142" });
    card["contacts"] = json!([contact]);
    card["linked"] = linked;
    serde_json::from_value(card).unwrap()
}

fn found(screen: &mut Screen, text: &str, accounts: Vec<AccountCard>) {
    let found = Ok(Accounts {
        accounts,
        ..Accounts::default()
    });
    screen.hear(Msg::Found {
        text: text.to_owned(),
        found,
    });
}

/// Puts the cursor of the accounts on this one.
fn on_row(screen: &mut Screen, account: &str) {
    screen.play("1");
    let list = &screen.model.stage.board.list;
    let row = list.iter().position(|listed| listed.account.as_str() == account);
    for _ in 0..row.unwrap() {
        screen.play("<down>");
    }
}

fn asked(screen: &Screen) -> Vec<&str> {
    let asked = screen.effects.iter().filter_map(|effect| match effect {
        Effect::Find(text) => Some(text.as_str()),
        _ => None,
    });
    asked.collect()
}

#[test]
fn who_calls_is_found_answered_and_recorded_as_a_call_of_theirs() {
    let (mut world, mut screen) = room("pat");
    screen.play("l0142");
    assert_eq!(asked(&screen), ["0"], "one question at a time");
    found(&mut screen, "0", Vec::new());
    assert_eq!(asked(&screen), ["0", "0142"]);
    let kyoto = card(&world, "kyoto-denki", json!([]));
    let contact = kyoto.contacts[0].clone();
    world.reference.contacts.insert("c-1".into(), contact.into());
    found(&mut screen, "0142", vec![kyoto]);
    let text = screen.text();
    for part in [
        "Kyoto Denki  Ann Lee, +1 415 555 0142",
        "nothing yet by us",
        "Enter = they are on the line with me",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    screen.play("<enter>");
    screen.deliver("pat", &mut world, at(13, 20));
    assert!(screen.text().contains("they called you"), "{}", screen.text());
    screen.play("<esc>");
    assert!(
        screen.text().contains("you are on the phone with Kyoto Denki"),
        "{}",
        screen.text()
    );
    on_row(&mut screen, "kyoto-denki");
    screen.play("<space><space>");
    let Command::RecordAttempt(call) = &screen.sent.last().unwrap().command else {
        panic!("{:?}", screen.sent)
    };
    assert_eq!(
        (call.account.as_str(), call.direction),
        ("kyoto-denki", Direction::Inbound)
    );
}

#[test]
fn names_on_the_call_list_are_there_before_the_hub_answers_and_without_it() {
    let (_, mut screen) = room("pat");
    screen.play("lfabri");
    let text = screen.text();
    assert!(
        text.contains("Fabrikam") && text.contains("from the call list alone"),
        "{text}"
    );
    screen.hear(Msg::Found {
        text: "f".to_owned(),
        found: Err("the hub does not answer".to_owned()),
    });
    screen.hear(Msg::Found {
        text: "fabri".to_owned(),
        found: Err("the hub does not answer".to_owned()),
    });
    assert!(
        screen.text().contains("Only the call list was searched"),
        "{}",
        screen.text()
    );
    screen.hear(Msg::Liveness(Liveness::Offline {
        since: at(13, 0),
        trouble: "no route".to_owned(),
    }));
    screen.play("<enter>");
    assert!(
        screen.sent.is_empty(),
        "nothing is shown as done before the hub says so"
    );
    assert!(screen.text().contains("others do not see"), "{}", screen.text());
}

#[test]
fn whoever_has_the_account_is_told_at_once_and_what_is_next_for_them_says_so() {
    let mut world = World::new().drawn();
    let claim = json!({ "kind": "claim_account", "account": "kyoto-denki" });
    world.ask("lena", at(13, 0), claim).unwrap();
    let mut screen = Screen::of("lena", &world, at(13, 12), 80, 24);
    let before = world.picture.through();
    let answer = json!({ "kind": "answer_inbound", "account": "kyoto-denki" });
    world.ask("pat", at(13, 20), answer).unwrap();
    screen.hear(Msg::News(Box::new(world.news(before, at(13, 20)))));
    assert!(screen.effects.contains(&Effect::Bell));
    let text = screen.text();
    assert!(
        text.contains("NEXT FOR YOU  Kyoto Denki is on the line with pat"),
        "{text}"
    );
    assert!(
        text.contains("Kyoto Denki called and is on the line with pat."),
        "{text}"
    );
    screen.play("<esc><enter>");
    assert!(
        screen.text().contains("they called and speak with pat"),
        "{}",
        screen.text()
    );
}

#[test]
fn who_is_on_no_list_is_written_down_with_what_was_typed_already() {
    let (_, mut screen) = room("pat");
    screen.play("lAdatum");
    found(&mut screen, "A", Vec::new());
    found(&mut screen, "Adatum", Vec::new());
    let text = screen.text();
    assert!(text.contains("No list has this"), "{text}");
    assert!(text.contains("+ a new account"), "{text}");
    screen.play("<enter>");
    let text = screen.text();
    assert!(
        text.contains("A new account") && text.contains("Adatum"),
        "{text}"
    );
    screen.play("Zoe Quill<down><down>12 x<down>");
    assert!(screen.text().contains("cannot be dialled"), "{}", screen.text());
    screen.play("<enter>");
    let kinds: Vec<&str> = screen.sent.iter().map(|sent| sent.command.kind()).collect();
    assert_eq!(
        kinds,
        ["add_account", "add_contact", "answer_inbound"],
        "{}",
        screen.text()
    );
    let Command::AddContact(added) = &screen.sent[1].command else {
        panic!("{:?}", screen.sent)
    };
    assert_eq!(added.phone.as_deref(), Some("12 x"), "kept as written");
}

#[test]
fn the_others_are_counted_from_the_menu_and_from_a_search_that_found_nobody() {
    let (mut world, mut screen) = room("pat");
    screen.play("O1,240<enter>");
    screen.deliver("pat", &mut world, at(13, 20));
    let incident = |world: &World| world.picture.open()[0].others_line();
    assert_eq!(
        incident(&world).unwrap(),
        "others: 1,240, page text 1, 0 wrote in"
    );
    screen.play("lzzz");
    screen.play("<down><enter>no sound<enter>");
    screen.deliver("pat", &mut world, at(13, 30));
    assert_eq!(
        incident(&world).unwrap(),
        "others: 1,240, page text 1, 1 wrote in"
    );
}

#[test]
fn one_result_counts_for_accounts_that_share_a_phone_and_says_so_before() {
    let (world, mut screen) = room("pat");
    let linked = json!([{ "account": "fabrikam", "name": "Fabrikam", "by": "phone" }]);
    let card = card(&world, "kyoto-denki", linked);
    screen.hear(Msg::Card {
        account: "kyoto-denki".into(),
        card: Ok(Box::new(card)),
    });
    on_row(&mut screen, "kyoto-denki");
    screen.play("<space>");
    assert!(
        screen.text().contains("Does not count for Fabrikam"),
        "only where somebody says so: {}",
        screen.text()
    );
    screen.play("<tab><tab><tab><space>");
    assert!(
        screen.text().contains("Counts for Fabrikam too"),
        "{}",
        screen.text()
    );
    screen.play("<tab><enter>");
    let Command::RecordAttempt(call) = &screen.sent.last().unwrap().command else {
        panic!("{:?}", screen.sent)
    };
    assert_eq!(call.also, ["fabrikam".into()]);
    assert!(
        screen.text().contains("You recorded Kyoto Denki and Fabrikam"),
        "{}",
        screen.text()
    );
    screen.play("1/kyoto<enter><space><tab><tab><tab><space><tab>d");
    let Command::RecordAttempt(call) = &screen.sent.last().unwrap().command else {
        panic!("{:?}", screen.sent)
    };
    assert!(call.also.is_empty(), "asked not to be contacted, for one alone");
}

/// Somebody of a company on no list is on the line, and was written down.
fn written_down() -> (World, Screen) {
    let (world, mut screen) = room("pat");
    screen.play("lAdatum");
    found(&mut screen, "A", Vec::new());
    found(&mut screen, "Adatum", Vec::new());
    screen.play("<enter>Zoe Quill");
    (world, screen)
}

#[test]
fn a_newcomer_the_hub_refuses_leaves_no_sheet_of_an_account_there_is_not() {
    let (mut world, mut screen) = written_down();
    screen.play("<enter>");
    assert!(!screen.model.dialogs.is_empty(), "{}", screen.text());
    let nowhere = json!({ "kind": "claim_account", "account": "nowhere" });
    let refusal = world.ask("pat", at(13, 19), nowhere).unwrap_err();
    let id = screen.sent[0].id;
    let answer = Answer::Refused(Problem::from(&refusal));
    screen.hear(Msg::Answered { id, answer });
    assert!(screen.model.dialogs.is_empty(), "{}", screen.text());
    assert!(screen.text().contains("Refused"), "{}", screen.text());
    screen.play("lAdatum");
    found(&mut screen, "Adatum", Vec::new());
    screen.play("<enter>");
    assert!(screen.text().contains("Zoe Quill"), "{}", screen.text());
}

#[test]
fn a_newcomer_stays_on_the_form_while_the_hub_is_away() {
    let (_, mut screen) = written_down();
    screen.hear(Msg::Liveness(Liveness::Offline {
        since: at(13, 0),
        trouble: "no route".to_owned(),
    }));
    screen.play("<enter>");
    let text = screen.text();
    assert!(screen.sent.is_empty(), "{text}");
    assert!(
        text.contains("A new account") && text.contains("Zoe Quill"),
        "{text}"
    );
    assert!(text.contains("the hub is away"), "{text}");
}

#[test]
fn somebody_new_at_a_company_there_is_is_written_down_there_and_wants_a_name() {
    let (_, mut screen) = room("pat");
    screen.play("lFabrikam Inc");
    found(&mut screen, "F", Vec::new());
    found(&mut screen, "Fabrikam Inc", Vec::new());
    screen.play("<enter>");
    let text = screen.text();
    assert!(text.contains("A new account"), "{text}");
    screen.play("<up><up>");
    for _ in 0..4 {
        screen.play("<back>");
    }
    let text = screen.text();
    assert!(text.contains("Fabrikam is on our list already"), "{text}");
    screen.play("<enter>");
    let text = screen.text();
    assert!(text.contains("Somebody new at Fabrikam"), "{text}");
    screen.play("<enter>");
    assert!(screen.sent.is_empty(), "{:?}", screen.sent);
    assert!(
        screen.text().contains("Write the name of the person"),
        "{}",
        screen.text()
    );
    screen.play("Ada Bell<enter>");
    let kinds: Vec<&str> = screen.sent.iter().map(|sent| sent.command.kind()).collect();
    assert_eq!(kinds, ["add_contact", "answer_inbound"]);
}
