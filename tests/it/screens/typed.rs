//! What is typed, pasted or chosen stays what it is: whatever the hub says meanwhile, and after Esc.

use super::stage::Screen;
use super::world::{World, at};
use serde_json::{Value, json};
use warroom::domain::command::Command;
use warroom::tui::effect::Effect;
use warroom::tui::msg::{Liveness, Msg};
use warroom::wire::{AccountCard, Accounts};

fn room(who: &str) -> (World, Screen) {
    let world = World::new().drawn();
    let screen = Screen::of(who, &world, at(13, 12), 80, 24);
    (world, screen)
}

fn paste(screen: &mut Screen, text: &str) {
    screen.hear(Msg::Paste(text.to_owned()));
}

fn asked(screen: &Screen) -> Vec<&str> {
    let asked = screen.effects.iter().filter_map(|effect| match effect {
        Effect::Find(text) => Some(text.as_str()),
        _ => None,
    });
    asked.collect()
}

/// The hub's answer: these accounts, with nobody at them.
fn found(world: &World, screen: &mut Screen, text: &str, accounts: &[&str]) {
    let card = |id: &&str| -> AccountCard {
        let mut card = serde_json::to_value(&*world.reference.accounts[*id]).unwrap();
        card["contacts"] = json!([]);
        card["linked"] = json!([]);
        serde_json::from_value(card).unwrap()
    };
    let accounts = accounts.iter().map(card).collect();
    let found = Ok(Accounts {
        accounts,
        ..Accounts::default()
    });
    let text = text.to_owned();
    screen.hear(Msg::Found { text, found });
}

fn offline(screen: &mut Screen) {
    screen.hear(Msg::Liveness(Liveness::Offline {
        since: at(13, 0),
        trouble: "no route".to_owned(),
    }));
}

/// Opens, types, presses Esc and opens again: what stands there then.
fn again(screen: &mut Screen, open: &str, typed: &str) -> String {
    screen.play(open);
    screen.play(typed);
    screen.play("<esc>");
    screen.play(open);
    screen.text()
}

fn does(world: &mut World, who: &str, command: Value) {
    world.ask(who, at(13, 0), command).unwrap();
}

#[test]
fn a_pasted_number_is_looked_for_as_a_typed_one() {
    let (world, mut screen) = room("pat");
    screen.play("l");
    paste(&mut screen, "+1 415 555 0142");
    assert_eq!(asked(&screen), ["+1 415 555 0142"]);
    found(&world, &mut screen, "+1 415 555 0142", &["kyoto-denki"]);
    assert!(screen.text().contains("Kyoto Denki"), "{}", screen.text());
}

#[test]
fn a_pasted_company_is_checked_against_those_there_are_and_the_search_is_answered_again_after_esc() {
    let (world, mut screen) = room("pat");
    screen.play("lzz");
    for text in ["z", "zz"] {
        found(&world, &mut screen, text, &[]);
    }
    screen.play("<enter><up><up>");
    found(&world, &mut screen, "zz", &[]);
    paste(&mut screen, " ag");
    assert_eq!(asked(&screen).last(), Some(&"zz ag"), "{}", screen.text());
    found(&world, &mut screen, "zz ag", &[]);
    screen.play("<esc>");
    assert_eq!(asked(&screen).last(), Some(&"zz"), "the search asks again");
    found(&world, &mut screen, "zz", &[]);
    assert!(screen.text().contains("No list has this"), "{}", screen.text());
}

#[test]
fn an_answer_of_the_hub_moves_nobody_off_the_account_they_chose() {
    let (world, mut screen) = room("pat");
    screen.play("lt<down>");
    let text = screen.text();
    let marked = text.lines().find(|line| line.contains('▶')).unwrap().to_owned();
    assert!(marked.contains("Blue") || marked.contains("Contoso"), "{text}");
    let name = if marked.contains("Contoso") {
        "contoso"
    } else {
        "blue-yonder-airlines"
    };
    found(
        &world,
        &mut screen,
        "t",
        &["litware", "fabrikam", "tailspin-toys", name],
    );
    screen.play("<enter>");
    let Some(Command::AnswerInbound(answer)) = screen.sent.last().map(|sent| &sent.command) else {
        panic!("{}", screen.text())
    };
    assert_eq!(answer.account.as_str(), name);
}

#[test]
fn whom_they_chose_and_the_hub_does_not_know_is_not_taken_for_another() {
    let (world, mut screen) = room("pat");
    screen.play("lt<down>");
    found(&world, &mut screen, "t", &["litware"]);
    screen.play("<enter>");
    assert!(screen.sent.is_empty(), "{:?}", screen.sent);
    assert!(screen.text().contains("look again"), "{}", screen.text());
    screen.play("<enter>");
    assert_eq!(screen.sent.len(), 1, "the first of the new list");
}

#[test]
fn what_our_own_people_say_never_comes_back_as_a_customers() {
    let (_, mut screen) = room("pat");
    screen.play("1Tntoo many tools<tab>five of them<tab><space><space><esc>");
    screen.play("n");
    let text = screen.text();
    assert!(!text.contains("too many tools"), "for a customer's: {text}");
    screen.play("<tab><tab><space><space>");
    let text = screen.text();
    assert!(
        text.contains("too many tools") && text.contains("five of them"),
        "{text}"
    );
    screen.play("<enter>");
    let sent = &screen.sent.last().unwrap().command;
    assert!(matches!(sent, Command::RaiseTopic(_)), "{sent:?}");
}

#[test]
fn a_topic_heard_again_has_words_of_its_own_and_leaves_the_draft_of_another() {
    let (mut world, _) = room("pat");
    let tag = json!({ "kind": "tag_topic", "account": "fabrikam", "name": "export" });
    does(&mut world, "pat", tag);
    let mut screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    screen.play("2Tnlogin loops<tab>it asks again<esc>");
    screen.play("<enter><end><enter>");
    let text = screen.text();
    assert!(text.contains("Topic: export"), "{text}");
    assert!(!text.contains("it asks again"), "{text}");
    screen.play("empty file<esc>n");
    let text = screen.text();
    assert!(
        text.contains("login loops") && text.contains("it asks again"),
        "{text}"
    );
}

#[test]
fn the_topic_that_was_chosen_is_the_one_that_is_tagged_though_others_are_ranked_anew() {
    let (mut world, _) = room("pat");
    for (account, name) in [
        ("fabrikam", "export"),
        ("contoso", "export"),
        ("litware", "csv is empty"),
    ] {
        let tag = json!({ "kind": "tag_topic", "account": account, "name": name });
        does(&mut world, "pat", tag);
    }
    let mut screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    screen.play("1 #<down>");
    let before = world.picture.through();
    for account in ["proseware", "wingtip-toys", "trey-research"] {
        let tag = json!({ "kind": "tag_topic", "account": account, "name": "csv is empty" });
        does(&mut world, "lena", tag);
    }
    screen.hear(Msg::News(Box::new(world.news(before, at(13, 13)))));
    screen.play("<enter>");
    let Some(Command::TagTopic(tag)) = screen.sent.last().map(|sent| &sent.command) else {
        panic!("{}", screen.text())
    };
    assert_eq!(tag.topic.name.as_str(), "csv is empty");
}

#[test]
fn whoever_turns_out_to_be_at_a_company_there_is_keeps_what_was_typed_of_them() {
    let (world, mut screen) = room("pat");
    screen.play("lzz");
    for text in ["z", "zz"] {
        found(&world, &mut screen, text, &[]);
    }
    screen.play("<enter>Zoe Quill<up><up>");
    screen.play("<back><back>Litware<enter>");
    let text = screen.text();
    assert!(
        text.contains("Somebody new at Litware") && text.contains("Zoe Quill"),
        "{text}"
    );
    screen.play("<esc>");
    let kept = screen.model.stage.unsent_drafts();
    assert_eq!(kept, 1, "what was typed of her");
}

#[test]
fn nobody_is_written_down_and_nothing_opens_while_the_hub_is_away() {
    let (world, mut screen) = room("pat");
    screen.play("lAdatum");
    found(&world, &mut screen, "A", &[]);
    found(&world, &mut screen, "Adatum", &[]);
    screen.play("<enter>Zoe Quill");
    offline(&mut screen);
    screen.play("<enter>");
    let text = screen.text();
    assert!(
        text.contains("A new account") && text.contains("Zoe Quill"),
        "{text}"
    );
    assert!(text.contains("the hub is away"), "{text}");
    assert!(screen.sent.is_empty());
}

#[test]
fn forms_of_the_customer_side_have_what_was_typed_into_them_before() {
    let (mut world, _) = room("dana");
    let lead = json!({ "kind": "take_role", "role": "cs_lead" });
    does(&mut world, "omar", lead);
    let offer = json!({ "kind": "assign_account", "account": "litware", "to": "dana" });
    does(&mut world, "omar", offer);
    for (open, typed) in [
        ("O", "<down><down><down><down>no sound since noon"),
        ("1A", "<end><left>somebody"),
        (":no more calls<enter>", "<down>a train to catch"),
    ] {
        let mut screen = Screen::of("dana", &world, at(13, 12), 120, 40);
        let before = screen.model.stage.unsent_drafts();
        let text = again(&mut screen, open, typed);
        let words = typed.rsplit('>').next().unwrap();
        assert!(screen.model.stage.unsent_drafts() > before, "{open}\n{text}");
        assert!(
            words == "somebody" || text.contains(words),
            "{open}: {words}\n{text}"
        );
    }
}

#[test]
fn a_second_enter_takes_no_break_and_gives_no_word_about_money() {
    let (mut world, _) = room("pat");
    for account in ["fabrikam", "litware", "proseware"] {
        let call = json!({ "kind": "record_attempt", "account": account, "disposition": "reached_other",
            "feeling": "crisis" });
        does(&mut world, "pat", call);
    }
    let mut screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    screen.play("<enter><enter>");
    assert!(screen.sent.is_empty(), "{:?}", screen.sent);
    assert!(screen.text().contains("Space chooses"), "{}", screen.text());
    screen.play("<space><enter>");
    assert_eq!(screen.sent.len(), 1, "{}", screen.text());
    let credit = json!({ "kind": "propose_credit", "accounts": ["northwind-traders"], "amount": 54321,
        "currency": "EUR", "reason": "a launch was lost" });
    does(&mut world, "omar", credit);
    let mut screen = Screen::of("dana", &world, at(13, 12), 80, 24);
    screen.play("E<enter><enter>");
    assert!(screen.sent.is_empty(), "{:?}", screen.sent);
    screen.play("<space><enter>");
    let sent = screen.sent.last().map(|sent| sent.command.kind());
    assert_eq!(sent, Some("approve_credit"), "{}", screen.text());
}
