//! What people are used to: the arrows reach everything, a pane is zoomed, things are copied, what was said can be read again,
//! and Esc loses no word.

use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;
use warroom::tui::action::Action;
use warroom::tui::effect::Effect;
use warroom::tui::keys::{self, KEYS};
use warroom::tui::msg::{Liveness, Msg};
use warroom::tui::stage::Tone;
use warroom::wire::AccountCard;

fn room(world: &World) -> Screen {
    Screen::of("dana", world, at(13, 12), 120, 40)
}

fn shows(screen: &Screen, words: &str) {
    let text = screen.text();
    assert!(text.contains(words), "{words:?} is not in:\n{text}");
}

fn hides(screen: &Screen, words: &str) {
    let text = screen.text();
    assert!(!text.contains(words), "{words:?} is in:\n{text}");
}

#[test]
fn the_arrows_reach_the_menu_in_the_room_and_in_the_lobby() {
    for world in [World::new().drawn(), World::new()] {
        let mut screen = Screen::of("dana", &world, at(13, 12), 80, 24);
        shows(&screen, "Up or : actions");
        screen.play("<up>");
        shows(&screen, "> : actions");
        screen.play("<up><enter>");
        shows(&screen, "Everything you can do");
        screen.play("<esc><up><down>");
        hides(&screen, "> : actions");
        assert!(screen.model.dialogs.is_empty() && screen.sent.is_empty());
    }
    let world = World::new().drawn();
    let mut screen = room(&world);
    screen.play("1<down><down><up><up><up><up><up><up>");
    shows(&screen, "> : actions");
    assert!(screen.model.dialogs.is_empty(), "held too long, Up opens nothing");
    screen.play("<tab>");
    hides(&screen, "> : actions");
}

#[test]
fn everything_in_the_menu_can_be_chosen_with_the_arrows() {
    let world = World::new().drawn();
    let rows = keys::by_use().filter(|row| row.action != Action::Menu).count();
    let mut screen = Screen::of("dana", &world, at(13, 12), 80, 24);
    screen.play("<up><enter>");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..rows {
        let text = screen.text();
        let line = text
            .lines()
            .find(|line| line.contains('\u{25b6}') && !line.contains("NEXT FOR"));
        seen.insert(line.unwrap_or_default().to_owned());
        screen.play("<down>");
    }
    assert_eq!(seen.len(), rows, "{seen:#?}");
}

#[test]
fn a_zoomed_pane_leaves_header_and_clock_line_at_any_size_and_esc_shows_all_again() {
    let world = World::new().drawn();
    for (width, height) in [(80, 24), (81, 25), (120, 36), (200, 60), (300, 100)] {
        for (pane, title) in [
            ("1", "1 ACCOUNTS"),
            ("2", "2 CLOCK"),
            ("3", "3 CHECKLIST"),
            ("4", "4 TIMELINE"),
        ] {
            for back in ["z", "<esc>"] {
                let mut screen = Screen::of("dana", &world, at(13, 12), width, height);
                let before = screen.text();
                let titles = |text: &str| {
                    ["1 ACC", "2 CLO", "3 CHE", "4 TIM"]
                        .iter()
                        .filter(|title| text.contains(**title))
                        .count()
                };
                assert_eq!(titles(&before), 4, "{before}");
                screen.play(pane);
                screen.play("z");
                let text = screen.text();
                assert!(
                    titles(&text) == 1 && text.contains(title),
                    "{width}x{height}\n{text}"
                );
                for line in 0..4 {
                    let (was, is) = (before.lines().nth(line), text.lines().nth(line));
                    if line != 2 {
                        assert_eq!(was, is, "{width}x{height}");
                    }
                }
                screen.play(back);
                assert_eq!(titles(&screen.text()), 4);
            }
        }
    }
    let mut screen = Screen::of("dana", &world, at(13, 12), 80, 24);
    screen.play("z");
    shows(&screen, "1 ACCOUNTS");
    hides(&screen, "2 CLOCK");
    let mut screen = Screen::of("dana", &world, at(13, 12), 70, 20);
    screen.play("z");
    shows(&screen, "room for one pane at a time");
}

fn card(world: &World) -> AccountCard {
    let mut card = serde_json::to_value(&*world.reference.accounts["northwind-traders"]).unwrap();
    card["contacts"] = json!([{ "id": "nadia", "account": "northwind-traders", "name": "Nadia Cole",
        "phone": "+49 30 555 0142", "email": "nadia@northwind.example" }]);
    card["linked"] = json!([]);
    serde_json::from_value(card).unwrap()
}

fn copied(screen: &Screen) -> Vec<String> {
    let copied = screen.effects.iter().filter_map(|effect| match effect {
        Effect::Copy(text) => Some(text.to_string()),
        _ => None,
    });
    copied.collect()
}

#[test]
fn a_number_a_line_and_the_words_are_copied_and_stay_to_be_read() {
    let world = World::new().drawn();
    let mut screen = room(&world);
    screen.play("1/northwind<enter>y");
    assert!(
        screen
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::FetchCard(_)))
    );
    shows(&screen, "Asking the hub for their numbers");
    let card = Ok(Box::new(card(&world)));
    screen.hear(Msg::Card {
        account: "northwind-traders".into(),
        card,
    });
    screen.play("<up><up><up>y");
    assert_eq!(copied(&screen), ["+49 30 555 0142"]);
    shows(&screen, "+49 30 555 0142");
    shows(&screen, "Sent to your terminal's clipboard");
    screen.play("<down><enter><down><enter><down><enter><down><enter>");
    let all = copied(&screen);
    assert_eq!(all[1], "nadia@northwind.example");
    assert!(
        all[2].starts_with("Northwind Traders: ") && all[2].contains("ARR 1.2M"),
        "{all:?}"
    );
    assert!(
        all.iter()
            .any(|text| text.starts_with("Video calls in the EU are dropping")),
        "{all:?}"
    );
    screen.play("<esc>");
    assert!(screen.model.dialogs.is_empty() && screen.sent.is_empty());
}

#[test]
fn what_is_hidden_is_not_copied() {
    let world = World::new().drawn();
    let mut screen = room(&world);
    let card = Ok(Box::new(card(&world)));
    screen.hear(Msg::Card {
        account: "northwind-traders".into(),
        card,
    });
    screen.play("m1/northwind<enter>y");
    for _ in 0..8 {
        screen.play("<enter><down>");
    }
    let all = copied(&screen).join("\n");
    assert!(!all.is_empty());
    assert!(
        !all.contains("555") && !all.contains("1.2M") && !all.contains("nadia"),
        "{all}"
    );
    shows(&screen, "they are not copied either");
}

#[test]
fn what_was_said_can_be_read_again_with_its_time() {
    let world = World::new().drawn();
    let mut screen = room(&world);
    screen.play("1<down>p");
    screen.hear(Msg::Clock(at(15, 0)));
    screen.model.stage.say("the second thing", Tone::Refused);
    screen.play(":log<enter>");
    shows(&screen, "What it told you");
    let text = screen.text();
    let (second, first) = (text.find("14:04  the second thing"), text.find("14:02  "));
    assert!(second.is_some() && first > second, "{text}");
    shows(&screen, "stands first on the list");
    screen.play("<esc>");
    assert!(screen.model.dialogs.is_empty());
}

#[test]
fn dues_that_were_overdue_before_ring_nobody_on_opening_nor_on_another_incident() {
    let mut world = World::new().drawn();
    let mut screen = Screen::of("dana", &world, at(60, 0), 120, 40);
    screen.hear(Msg::Clock(at(60, 1)));
    let rung = |screen: &Screen| {
        let rung = screen.effects.iter().filter_map(|effect| match effect {
            Effect::Overdue(dues) => Some(dues.len()),
            _ => None,
        });
        rung.sum::<usize>()
    };
    assert_eq!(rung(&screen), 0, "{:?}", screen.effects);
    let ask = json!({ "kind": "ask_question", "question": "is data lost?", "to": "tech_lead" });
    world.ask("dana", at(61, 0), ask).unwrap();
    let news = world.news(screen.model.stage.confirmed().through(), at(61, 0));
    screen.hear(Msg::News(Box::new(news)));
    for minute in 61..240 {
        screen.hear(Msg::Clock(at(minute, 1)));
    }
    assert_eq!(rung(&screen), 1, "{:?}", screen.effects);
    screen.hear(Msg::Liveness(Liveness::Offline {
        since: at(240, 5),
        trouble: "no route".to_owned(),
    }));
    screen.hear(Msg::StartOver(warroom::wire::Anew::AnotherLog));
    screen.hear(Msg::News(Box::new(
        world.news(warroom::domain::ids::Seq(0), at(241, 0)),
    )));
    screen.hear(Msg::Liveness(Liveness::Live));
    screen.hear(Msg::Clock(at(241, 1)));
    assert_eq!(
        rung(&screen),
        1,
        "another record, or the same read again: {:?}",
        screen.effects
    );
}

/// What the disk was last told to keep.
fn kept(screen: &Screen) -> String {
    let kept = screen.effects.iter().rev().find_map(|effect| match effect {
        Effect::KeepDrafts(all) => Some(all),
        _ => None,
    });
    let texts = kept.into_iter().flatten().flat_map(|kept| &kept.texts);
    texts.cloned().collect::<Vec<_>>().join("\n")
}

/// In these one only looks for something; what is found is kept, and what was looked for is not.
const SEARCHES: &[Action] = &[Action::Menu, Action::Filter, Action::Inbound];

#[test]
fn esc_loses_nothing_typed_into_any_field_of_any_dialog() {
    let world = World::new().drawn();
    let mut fields = 0;
    for row in KEYS.iter().filter(|row| !SEARCHES.contains(&row.action)) {
        for (pane, more) in [
            ("1", ""),
            ("1", "<enter>"),
            ("2", ""),
            ("<esc>", ""),
            ("<esc>", "n"),
        ] {
            for focus in 0..7 {
                let mut screen = room(&world);
                screen.model.stage.restore(Vec::new());
                screen.play(pane);
                screen.play(":");
                screen.play(row.label);
                screen.play("<enter>");
                screen.play(more);
                // Not now: then the menu stays.
                if screen.model.dialogs.is_empty() || screen.text().contains("Everything you can do") {
                    continue;
                }
                screen.play(&"<down>".repeat(focus));
                screen.play("zqxvj");
                if !screen.text().contains("zqxvj") {
                    continue;
                }
                fields += 1;
                let (before, sent) = (screen.text(), screen.sent.len());
                for _ in 0..4 {
                    screen.play("<esc>");
                }
                let text = screen.text();
                let safe = kept(&screen).contains("zqxvj") || text.contains("zqxvj");
                assert!(safe, "{:?} loses it:\n{before}\n{text}", row.action);
                assert_eq!(screen.sent.len(), sent, "{:?} was sent by Esc", row.action);
            }
        }
    }
    assert!(fields > 60, "only {fields} fields were found");
}

#[test]
fn the_reason_for_a_take_over_and_for_a_state_is_there_again_after_esc_and_gone_once_sent() {
    let mut world = World::new().drawn();
    let mut screen = room(&world);
    screen.play("1/contoso<enter>cI know their CTO<esc>");
    screen.play("c");
    shows(&screen, "I know their CTO");
    screen.play("<enter>");
    assert_eq!(screen.sent.len(), 1, "{}", screen.text());
    screen.deliver("dana", &mut world, at(13, 20));
    assert_eq!(screen.model.stage.unsent_drafts(), 0);
    screen.play(":mitigated<enter>errors are gone<esc>:mitigated<enter>");
    shows(&screen, "errors are gone");
}

#[test]
fn how_a_second_terminal_joins_stands_there_for_a_minute_and_in_the_help() {
    const SAYS: &str = "A second terminal joins with: warroom --as NAME";
    let world = World::new().drawn();
    for rate in [1, 10] {
        let mut screen = room(&world);
        screen.model.stage.setting.join = Some("warroom --as NAME".to_owned());
        screen.model.stage.rate = rate as f64;
        shows(&screen, SAYS);
        let begun = at(13, 12).as_second();
        let later = |seconds: i64| jiff::Timestamp::from_second(begun + seconds * rate).unwrap();
        screen.hear(Msg::Clock(later(59)));
        shows(&screen, SAYS);
        screen.hear(Msg::Clock(later(60)));
        hides(&screen, SAYS);
        screen.play("?");
        shows(&screen, SAYS);
    }
}
