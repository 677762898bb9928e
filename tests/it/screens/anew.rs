//! The log comes again from its beginning: nothing half read is shown, and what is open stays open.

use super::stage::Screen;
use super::world::{World, at};
use jiff::Timestamp;
use serde_json::json;
use warroom::domain::ids::Seq;
use warroom::tui::effect::Effect;
use warroom::tui::msg::{Liveness, Msg};
use warroom::wire::{Anew, News};

fn rung(screen: &Screen) -> usize {
    let rung = screen.effects.iter().filter_map(|effect| match effect {
        Effect::Overdue(dues) => Some(dues.len()),
        _ => None,
    });
    rung.sum()
}

/// The log from its beginning, in pages of this many.
fn pages(world: &World, now: Timestamp, most: usize) -> Vec<News> {
    let all = world.news(Seq(0), now);
    let chunks: Vec<_> = all.events.chunks(most).collect();
    let count = chunks.len();
    let page = |(number, events): (usize, &&[_])| News {
        through: Seq(((number + 1) * most).min(all.events.len()) as u64),
        more: number + 1 < count,
        events: events.to_vec(),
        ..all.clone()
    };
    chunks.iter().enumerate().map(page).collect()
}

#[test]
fn whoever_takes_a_duty_keeps_the_screen_and_the_open_form_while_the_log_is_read_again() {
    let mut world = World::new().drawn();
    let mut screen = Screen::of("dana", &world, at(13, 12), 120, 40);
    screen.play("nhalf a sentence");
    let typed = screen.text();
    assert!(typed.contains("half a sentence"), "{typed}");
    let role = json!({ "kind": "take_role", "role": "deputy" });
    world.ask("dana", at(13, 30), role).unwrap();
    let dialogs = screen.model.dialogs.len();
    let since = at(13, 30);
    screen.hear(Msg::StartOver(Anew::OtherSight));
    screen.hear(Msg::Liveness(Liveness::Stale { since }));
    let mut said = screen.model.stage.toast.as_ref().unwrap().text.clone();
    for page in pages(&world, at(13, 40), 3) {
        screen.hear(Msg::News(Box::new(page)));
        let text = screen.text();
        assert!(text.contains("Video calls drop, EU"), "{text}");
        assert!(text.contains("half a sentence"), "{text}");
        assert_eq!(screen.model.dialogs.len(), dialogs, "{text}");
    }
    screen.hear(Msg::Liveness(Liveness::Live));
    assert_eq!(screen.model.stage.confirmed().through(), world.picture.through());
    assert_eq!(rung(&screen), 0, "{:?}", screen.effects);
    assert!(!said.contains("another record"), "{said}");
    screen.play("<enter>");
    assert_eq!(screen.sent.len(), 1, "it is sent as it was meant");
    // Another record is another matter.
    screen.hear(Msg::StartOver(Anew::AnotherLog));
    said = screen.model.stage.toast.as_ref().unwrap().text.clone();
    assert!(said.contains("another record"), "{said}");
}

#[test]
fn what_was_seen_to_long_ago_calls_nobody_while_the_log_is_read_again() {
    let mut world = World::new().drawn();
    let ask = json!({ "kind": "ask_question", "question": "is data lost?", "to": "tech_lead" });
    world.ask("dana", at(14, 0), ask).unwrap();
    let asked = world.picture.through();
    let answer = json!({ "kind": "answer_ask", "ask": asked, "answer": "no" });
    world.ask("omar", at(15, 0), answer).unwrap();
    let mut screen = Screen::of("dana", &world, at(120, 0), 120, 40);
    screen.hear(Msg::Clock(at(120, 1)));
    let before = rung(&screen);
    for why in [Anew::OtherSight, Anew::AnotherLog] {
        screen.hear(Msg::StartOver(why));
        screen.hear(Msg::Liveness(Liveness::Stale { since: at(120, 1) }));
        for page in pages(&world, at(120, 1), 1) {
            screen.hear(Msg::News(Box::new(page)));
        }
        screen.hear(Msg::Liveness(Liveness::Live));
        screen.hear(Msg::Clock(at(120, 2)));
        assert_eq!(rung(&screen), before, "{why:?}: {:?}", screen.effects);
    }
}
