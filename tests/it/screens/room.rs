//! What keys do in the room, with a hub that answers when it is asked to.

use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;
use warroom::domain::command::Command;
use warroom::domain::ids::Seq;
use warroom::tui::effect::Effect;
use warroom::tui::msg::{Answer, Liveness, Msg};
use warroom::wire::News;

fn room() -> (World, Screen) {
    let world = World::new().drawn();
    let screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    (world, screen)
}

#[test]
fn a_claim_is_never_shown_as_ours_before_the_hub_says_so() {
    let (mut world, mut screen) = room();
    screen.play("1c");
    assert!(screen.text().contains("claiming.."), "{}", screen.text());
    assert!(!screen.text().contains("yours"), "{}", screen.text());
    screen.deliver("pat", &mut world, at(13, 13));
    assert!(screen.text().contains("yours"), "{}", screen.text());
    assert!(screen.text().contains("all sent"));
}

#[test]
fn whoever_comes_second_sees_at_once_who_was_first() {
    let (mut world, mut screen) = room();
    screen.play("1c");
    world
        .ask(
            "omar",
            at(13, 12),
            json!({ "kind": "claim_account", "account": "northwind-traders" }),
        )
        .unwrap();
    screen.deliver("pat", &mut world, at(13, 13));
    let text = screen.text();
    assert!(text.contains("omar claimed Northwind Traders"), "{text}");
    assert!(
        text.contains("call Fabrikam, nobody has it"),
        "and whom to call instead: {text}"
    );
}

#[test]
fn a_call_recorded_is_seen_at_once_and_marked_as_not_yet_sent() {
    let (mut world, mut screen) = room();
    screen.play("1<space><space>");
    let text = screen.text();
    assert!(
        text.contains("You recorded Northwind Traders: reached, told text 1."),
        "{text}"
    );
    assert!(text.contains("1 sending"), "{text}");
    assert!(text.contains("20 of 22 NOT HEARD"), "{text}");
    screen.deliver("pat", &mut world, at(13, 20));
    assert!(screen.text().contains("all sent"));
    assert!(screen.text().contains("20 of 22 NOT HEARD"));
    let row = &world.picture.incident("INC-1".parse().unwrap()).unwrap().rows["northwind-traders"];
    assert_eq!(
        row.told(),
        Some(1),
        "the attempt carries the words that were live"
    );
}

#[test]
fn a_voicemail_is_two_keys() {
    let (_, mut screen) = room();
    screen.play("1<space>v");
    assert!(matches!(&screen.sent[..], [one] if one.command.kind() == "record_attempt"));
    assert!(screen.text().contains("voicemail left"), "{}", screen.text());
}

#[test]
fn what_was_recorded_a_moment_ago_is_taken_back_with_one_key() {
    let (mut world, mut screen) = room();
    screen.play("1<space><space>");
    screen.deliver("pat", &mut world, at(13, 20));
    screen.play("u");
    screen.deliver("pat", &mut world, at(13, 25));
    let text = screen.text();
    assert!(text.contains("21 of 22 NOT HEARD"), "{text}");
    assert!(text.contains("Northwind Traders: took back: reached"), "{text}");
}

#[test]
fn what_was_recorded_long_ago_is_named_before_it_is_taken_back() {
    let (mut world, mut screen) = room();
    screen.play("1<space><space>");
    screen.deliver("pat", &mut world, at(13, 20));
    screen.hear(Msg::Clock(at(15, 0)));
    screen.play("u");
    assert!(screen.sent.is_empty(), "it was taken back without a question");
    assert!(screen.text().contains("Take this back?"), "{}", screen.text());
    screen.play("<enter>");
    assert_eq!(screen.sent[0].command.kind(), "take_back");
}

#[test]
fn nothing_of_mine_is_nothing_to_take_back() {
    let world = World::new().drawn();
    let mut screen = Screen::of("stranger", &world, at(13, 12), 80, 24);
    screen.play("u");
    assert!(screen.sent.is_empty());
    assert!(
        screen.text().contains("You have recorded nothing here"),
        "{}",
        screen.text()
    );
}

#[test]
fn enter_alone_brings_a_newcomer_from_the_first_line_to_a_recorded_call() {
    let (mut world, mut screen) = room();
    screen.play("<enter>");
    screen.deliver("pat", &mut world, at(13, 13));
    assert!(
        screen.text().contains("Enter = I am on the phone now"),
        "{}",
        screen.text()
    );
    screen.play("<enter>");
    screen.deliver("pat", &mut world, at(13, 14));
    assert!(
        screen.text().contains("Space = nobody there, voicemail"),
        "{}",
        screen.text()
    );
    // Said, asked four times with its silence, said back, told, and so on to the last step; looked over, saved.
    screen.play(&"<enter>".repeat(18));
    screen.deliver("pat", &mut world, at(14, 0));
    let row = &world.picture.incident("INC-1".parse().unwrap()).unwrap().rows["northwind-traders"];
    assert!(row.spoken());
    assert!(
        world.picture.claims.on(row.id()).is_none(),
        "the claim is done with the call"
    );
}

#[test]
fn a_note_typed_and_not_sent_is_there_again() {
    let (_, mut screen) = room();
    screen.play("nthe codec<esc>");
    assert!(!screen.text().contains("the codec "), "{}", screen.text());
    screen.play("q");
    let leaving = screen.text();
    assert!(
        leaving.contains("typed into a form and did not send"),
        "{leaving}"
    );
    screen.play("<esc>n");
    assert!(screen.text().contains("the codec"), "{}", screen.text());
    screen.play("<tab><enter>");
    let Command::WriteNote(note) = &screen.sent[0].command else {
        panic!("{:?}", screen.sent)
    };
    assert_eq!((note.text.as_str(), note.stance.as_str()), ("the codec", "guess"));
}

#[test]
fn a_form_closed_by_mistake_is_there_again_and_after_it_is_sent_it_is_empty() {
    let (_, mut screen) = room();
    screen.play("eVideo drops<tab><right><esc>e");
    assert!(screen.text().contains("Video drops"), "{}", screen.text());
    screen.play("<enter>");
    let Command::DeclareIncident(declared) = &screen.sent[0].command else {
        panic!("{:?}", screen.sent)
    };
    let severity = declared.severity.unwrap().as_str();
    assert_eq!((declared.title.as_str(), severity), ("Video drops", "sev2"));
    screen.play("e");
    assert!(!screen.text().contains("Video drops"), "{}", screen.text());
}

#[test]
fn letters_typed_into_a_field_press_no_key() {
    let (_, mut screen) = room();
    screen.play("ncipu:q?");
    assert!(screen.sent.is_empty());
    assert!(screen.text().contains("cipu:q?"), "{}", screen.text());
}

#[test]
fn pasted_text_presses_no_key_and_cannot_act_on_the_terminal() {
    let (_, mut screen) = room();
    screen.hear(Msg::Paste("c\rq\n".to_owned()));
    assert!(screen.sent.is_empty() && !screen.effects.contains(&Effect::Quit));
    screen.play("n");
    screen.hear(Msg::Paste("a\u{1b}[2Jb\nc".to_owned()));
    assert!(screen.text().contains("ab ⏎ c"), "{}", screen.text());
}

#[test]
fn informed_is_shown_when_the_hub_has_confirmed_it_and_not_before() {
    let (mut world, mut screen) = room();
    screen.play("i<enter>");
    assert!(screen.text().contains("asking the hub"), "{}", screen.text());
    assert!(!screen.text().contains("VP Eng informed"), "{}", screen.text());
    screen.deliver("pat", &mut world, at(13, 20));
    assert!(
        screen.text().contains("VP Eng informed: paul (witness pat)"),
        "{}",
        screen.text()
    );
}

#[test]
fn the_cursor_stays_on_its_account_while_the_list_changes_around_it() {
    let (mut world, mut screen) = room();
    screen.play("1<down><down><down>");
    let under = |screen: &Screen| {
        let text = screen.text();
        let line = text.lines().position(|line| line.starts_with('▶')).unwrap();
        (
            line,
            text.lines()
                .nth(line)
                .unwrap()
                .split_whitespace()
                .nth(3)
                .unwrap()
                .to_owned(),
        )
    };
    let before = under(&screen);
    world
        .ask(
            "omar",
            at(13, 14),
            json!({ "kind": "pin_account", "account": "blue-yonder-airlines", "pinned": true }),
        )
        .unwrap();
    let news = world.news(screen.model.stage.confirmed().through(), at(13, 14));
    screen.hear(Msg::News(Box::new(news)));
    assert_eq!(under(&screen), before, "{}", screen.text());
    assert!(screen.text().contains("1 above"), "{}", screen.text());
}

#[test]
fn whoever_claims_an_account_has_chosen_it_also_once_somebody_has_taken_it_over() {
    let (mut world, mut screen) = room();
    screen.play("1c");
    screen.deliver("pat", &mut world, at(13, 13));
    let reason = "she does not answer";
    let taken = json!({ "kind": "take_over_claim", "account": "northwind-traders", "reason": reason });
    world.ask("omar", at(13, 14), taken).unwrap();
    let news = world.news(screen.model.stage.confirmed().through(), at(13, 14));
    screen.hear(Msg::News(Box::new(news)));
    let text = screen.text();
    let row = text.lines().find(|line| line.starts_with('▶')).unwrap();
    assert!(row.contains("Northwind") && row.contains("omar"), "{text}");
    // A result typed at that moment is about the call it was meant for.
    screen.play("<space>");
    assert!(
        screen.text().contains("How did the call with Northwind Traders"),
        "{}",
        screen.text()
    );
}

#[test]
fn after_a_call_is_recorded_the_cursor_is_on_the_next_account_and_not_at_the_end() {
    let (mut world, mut screen) = room();
    screen.play("1<space><space>");
    screen.deliver("pat", &mut world, at(13, 20));
    let text = screen.text();
    let row = text.lines().find(|line| line.starts_with('▶')).unwrap();
    assert!(
        !row.contains("Northwind") && text.lines().nth(5) == Some(row),
        "{text}"
    );
}

#[test]
fn two_screens_of_one_log_show_one_picture() {
    let (world, pat) = room();
    let mut late = Screen::of("pat", &World::new(), at(13, 12), 80, 24);
    for recorded in &world.log {
        let mut news = world.news(Seq(0), at(13, 12));
        news.events = vec![recorded.clone()];
        late.hear(Msg::News(Box::new(news)));
    }
    assert_eq!(pat.text(), late.text());
}

#[test]
fn what_is_not_live_says_so_in_words_and_for_how_long() {
    let (_, mut screen) = room();
    screen.hear(Msg::Liveness(Liveness::Stale { since: at(13, 12) }));
    screen.hear(Msg::Clock(at(13, 20)));
    assert!(
        screen.text().contains("STALE 8 s") && !screen.text().contains("LIVE"),
        "{}",
        screen.text()
    );
    let trouble = "the connection was refused".to_owned();
    screen.hear(Msg::Liveness(Liveness::Offline {
        since: at(13, 12),
        trouble,
    }));
    screen.hear(Msg::Clock(at(13, 54)));
    assert!(screen.text().contains("OFFLINE 42 s"), "{}", screen.text());
}

#[test]
fn a_newly_overdue_level_rings_once() {
    let (_, mut screen) = room();
    screen.hear(Msg::Clock(at(13, 59)));
    assert_eq!(screen.effects, []);
    screen.hear(Msg::Clock(at(14, 0)));
    let [Effect::Overdue(dues)] = screen.effects.as_slice() else {
        panic!("{:?}", screen.effects)
    };
    assert_eq!((dues.len(), dues[0].at), (1, at(14, 0)));
    screen.hear(Msg::Clock(at(14, 1)));
    assert_eq!(screen.effects.len(), 1);
    assert!(screen.text().contains("1 OVERDUE"), "{}", screen.text());
}

#[test]
fn hostile_text_from_outside_leaves_nothing_that_a_terminal_obeys() {
    let mut world = World::new().drawn();
    let evil = "\u{1b}]52;c;AAAA\u{7}\u{9b}2J\u{202e}evil\u{200b}";
    world
        .ask("omar", at(13, 0), json!({ "kind": "write_note", "text": evil }))
        .unwrap();
    world
        .ask(
            "omar",
            at(13, 1),
            json!({ "kind": "declare_incident", "title": evil, "severity": "sev1" }),
        )
        .unwrap();
    let screen = Screen::of("pat", &world, at(13, 12), 120, 40);
    for cell in screen.buffer(warroom::tui::canvas::Lines::Drawn).content() {
        let bad = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{200b}';
        assert!(!cell.symbol().chars().any(bad), "{:?}", cell.symbol());
    }
    assert!(screen.text().contains("evil"));
}

#[test]
fn an_empty_answer_changes_nothing_on_the_screen() {
    let (world, mut screen) = room();
    let before = screen.text();
    let empty = News {
        events: Vec::new(),
        present: None,
        ..world.news(Seq(0), at(13, 12))
    };
    screen.hear(Msg::News(Box::new(empty)));
    assert_eq!(screen.text(), before);
}

#[test]
fn the_header_stays_whatever_opens_over_the_room() {
    for keys in [
        "<enter>", "1<space>", "n", "i", "?", ":", "g", "e", "w", "d", "q", "4<enter>",
    ] {
        let (_, mut screen) = room();
        screen.play(keys);
        let text = screen.text();
        let header: Vec<&str> = text.lines().take(4).collect();
        assert!(
            header[0].contains("SEV1") && header[3].contains("CEO"),
            "{keys}\n{text}"
        );
    }
}

#[test]
fn a_worse_incident_declared_meanwhile_does_not_take_what_is_being_typed() {
    let (mut world, mut screen) = room();
    screen.play("nabout the first one");
    let declare = json!({ "kind": "declare_incident", "title": "Everything is down", "severity": "sev1",
        "alerted_at": at(-30, 0) });
    world.ask("omar", at(13, 20), declare).unwrap();
    let news = world.news(screen.model.stage.confirmed().through(), at(13, 21));
    screen.hear(Msg::News(Box::new(news)));
    screen.play("<enter>");
    assert_eq!(screen.sent[0].incident, Some("INC-1".parse().unwrap()));
    assert!(screen.text().contains("of 2 (g)"), "{}", screen.text());
}

#[test]
fn what_was_typed_about_one_account_is_not_offered_for_another() {
    let (_, mut screen) = room();
    screen.play("1nfor Northwind<esc><down>n");
    assert!(!screen.text().contains("for Northwind"), "{}", screen.text());
    screen.play("<esc><up>n");
    assert!(screen.text().contains("for Northwind"), "{}", screen.text());
}

#[test]
fn the_hub_is_told_which_account_is_open_and_that_it_no_longer_is() {
    let (_, mut screen) = room();
    screen.play("1<enter>");
    assert!(
        screen
            .effects
            .contains(&Effect::LookingAt(Some("northwind-traders".into())))
    );
    screen.hear(Msg::Key(crossterm::event::KeyEvent::new(
        crossterm::event::KeyCode::Char('c'),
        crossterm::event::KeyModifiers::CONTROL,
    )));
    assert_eq!(
        screen.effects.last(),
        Some(&Effect::LookingAt(None)),
        "a claim would be kept alive for ever"
    );
}

#[test]
fn a_call_that_goes_on_keeps_its_claim_though_its_sheet_is_closed() {
    let (mut world, mut screen) = room();
    let start = json!({ "kind": "start_call", "account": "northwind-traders" });
    let me = screen.model.stage.me().name.to_string();
    world.ask(&me, at(13, 13), start).unwrap();
    let news = world.news(screen.model.stage.confirmed().through(), at(13, 14));
    screen.hear(Msg::News(Box::new(news)));
    let looks = Effect::LookingAt(Some("northwind-traders".into()));
    assert_eq!(screen.effects.last(), Some(&looks), "no sheet is open");
}

#[test]
fn a_promise_is_kept_and_the_incident_resolved_from_the_screen() {
    let (mut world, mut screen) = room();
    let promise =
        json!({ "kind": "make_promise", "account": "contoso", "what": "call with news", "due": at(14, 0) });
    world.ask("pat", at(13, 13), promise).unwrap();
    let news = world.news(screen.model.stage.confirmed().through(), at(13, 14));
    screen.hear(Msg::News(Box::new(news)));
    let row = screen.model.room.clock_rows.len();
    screen.play("2");
    for _ in 0..row {
        if screen.text().contains("Enter say that it is kept") {
            break;
        }
        screen.play("<down>");
    }
    screen.play("<enter><enter>:resolved<enter><enter>");
    let kinds: Vec<_> = screen.sent.iter().map(|sent| sent.command.kind()).collect();
    assert_eq!(kinds, ["keep_promise", "change_state"], "{}", screen.text());
}

fn offline(screen: &mut Screen) {
    screen.hear(Msg::Liveness(Liveness::Offline {
        since: at(13, 12),
        trouble: "nothing comes back".to_owned(),
    }));
}

#[test]
fn without_a_hub_what_others_act_on_is_refused_at_once_and_what_only_we_know_is_kept() {
    let (_, mut screen) = room();
    assert!(screen.text().contains("Enter = claim it"), "{}", screen.text());
    offline(&mut screen);
    let text = screen.text();
    assert!(text.contains("Enter = see whom to phone"), "{text}");
    screen.play("1c");
    assert!(screen.sent.is_empty(), "it was queued: {:?}", screen.sent);
    assert!(
        screen.text().contains("Not sent: the hub is away"),
        "{}",
        screen.text()
    );
    screen.play("<esc>nthe line is dead<enter>");
    assert_eq!(screen.sent[0].command.kind(), "write_note");
    assert!(screen.text().contains("1 NOT SENT YET"), "{}", screen.text());
}

#[test]
fn a_form_that_cannot_be_sent_keeps_what_was_typed() {
    let (_, mut screen) = room();
    offline(&mut screen);
    screen.play("i<tab><tab><tab>they read it back<enter>");
    let text = screen.text();
    assert!(screen.sent.is_empty() && text.contains("Not sent"), "{text}");
    screen.play("<esc>");
    let text = screen.text();
    assert!(text.contains("they read it back"), "{text}");
}

#[test]
fn what_was_asked_just_before_the_hub_went_away_is_unknown_until_it_is_settled() {
    let (mut world, mut screen) = room();
    screen.play("1c");
    offline(&mut screen);
    let text = screen.text();
    assert!(text.contains("1 unknown, checking"), "{text}");
    screen.hear(Msg::Liveness(Liveness::Live));
    screen.deliver("pat", &mut world, at(13, 30));
    let text = screen.text();
    assert!(text.contains("all sent") && text.contains("yours"), "{text}");
}

#[test]
fn asking_the_hub_is_said_only_until_it_has_answered() {
    let (mut world, mut screen) = room();
    screen.play("i<enter>");
    assert!(screen.text().contains("asking the hub"), "{}", screen.text());
    screen.deliver("pat", &mut world, at(13, 13));
    assert!(!screen.text().contains("asking the hub"), "{}", screen.text());
    screen.play("i<enter>");
    offline(&mut screen);
    assert!(!screen.text().contains("asking the hub"), "{}", screen.text());
}

#[test]
fn a_full_disk_is_told_while_something_waits_for_room() {
    let (_, mut screen) = room();
    screen.play("nrolled back<enter>");
    screen.hear(Msg::Clock(at(14, 0)));
    let id = screen.sent[0].id;
    let why = "not recorded: on the hub the disk is full; it goes on by itself once there is room (hub.db)";
    screen.hear(Msg::Answered {
        id,
        answer: Answer::Waiting(why.to_owned()),
    });
    let text = screen.text();
    assert!(
        text.contains("not recorded: on the hub the disk is full; it goes on"),
        "{text}"
    );
    assert!(text.contains("1 sending"), "{text}");
}

#[test]
fn nothing_is_sent_before_the_hub_has_told_its_time() {
    let world = World::new();
    let mut screen = Screen::of("pat", &world, at(0, 0), 80, 24);
    screen.hear(Msg::Liveness(Liveness::Connecting {
        place: "unix:room.sock".to_owned(),
        trouble: None,
    }));
    screen.play("eVideo calls drop");
    let text = screen.text();
    assert!(!text.contains("No other incident is open"), "{text}");
    screen.play("<enter>");
    let text = screen.text();
    assert!(
        screen.sent.is_empty() && text.contains("Not connected yet"),
        "{text}"
    );
    assert!(text.contains("Video calls drop"), "what was typed stays: {text}");
    screen.hear(Msg::Liveness(Liveness::Live));
    screen.play("<enter>");
    assert_eq!(screen.sent[0].command.kind(), "declare_incident");
}

#[test]
fn a_call_list_without_an_account_is_not_a_list_that_is_done() {
    let mut world = World::new();
    world
        .ask(
            "dana",
            at(0, 0),
            json!({ "kind": "declare_incident", "title": "Slow" }),
        )
        .unwrap();
    let screen = Screen::of("pat", &world, at(1, 0), 80, 24);
    let text = screen.text();
    assert!(text.contains("Calls: 0 on the list"), "{text}");
    assert!(text.contains("no account: name a component"), "{text}");
    assert!(!text.contains("heard"), "{text}");
    let status = warroom::wire::status::status(&world.picture, at(1, 0), true);
    assert_eq!(
        status.incidents[0].customer,
        warroom::domain::satisfaction::Customers::Outreach
    );
}

#[test]
fn enter_alone_records_no_level_as_informed_however_often_it_is_pressed() {
    let world = World::new().drawn();
    let mut screen = Screen::of("dana", &world, at(14, 0), 80, 24);
    assert!(screen.text().contains("tell the VP Eng"), "{}", screen.text());
    screen.play("<enter><enter><enter><enter>");
    assert!(screen.sent.is_empty(), "{:?}", screen.sent);
    let text = screen.text();
    assert!(text.contains("until then Enter sends nothing"), "{text}");
    screen.play("<space><enter>");
    assert_eq!(screen.sent.len(), 1, "{}", screen.text());
}
