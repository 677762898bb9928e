//! What vendors do of ours, and do not: on the screen, and decided there.

use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;
use warroom::domain::command::Command;
use warroom::domain::dispatches::Settling;
use warroom::tui::effect::Effect;
use warroom::tui::msg::Msg;

fn world() -> World {
    let mut world = World::new().drawn();
    for came in ["begun", "refused"] {
        let record = json!({ "kind": "record_dispatch", "dispatch": "INC-1/crm/call/2", "of": "call to Northwind",
            "came": came, "why": "hs_call_title is required here" });
        world.ask("hub", at(12, 0), record).unwrap();
    }
    world
}

fn open(screen: &mut Screen) {
    screen.play(":vendors<enter>");
    assert!(
        screen.effects.contains(&Effect::FetchVendors),
        "{:?}",
        screen.effects
    );
    let vendors = json!([
        { "name": "crm", "kind": "hubspot", "reads": true, "takes": ["call"], "last_success": at(11, 0), "lag_ms": 120,
          "failures": 0, "last_error": null, "next_try": null, "queue": 2, "faults": [] },
        { "name": "page", "kind": "statuspage", "reads": false, "takes": ["post"], "last_success": null, "lag_ms": null,
          "failures": 3, "last_error": "cannot be reached: connection refused", "next_try": at(13, 20), "queue": 0,
          "faults": [] },
    ]);
    screen.hear(Msg::Vendors(Ok(serde_json::from_value(vendors).unwrap())));
}

#[test]
fn a_vendor_that_fails_and_what_was_refused_are_told() {
    let mut screen = Screen::of("pat", &world(), at(13, 12), 100, 30);
    open(&mut screen);
    let text = screen.text();
    for said in [
        "WAITS FOR YOU",
        "call to Northwind",
        "hs_call_title is required here",
        "FAILS",
        "2 on the way",
    ] {
        assert!(text.contains(said), "{said}:\n{text}");
    }
}

#[test]
fn whoever_decides_says_why() {
    let mut screen = Screen::of("pat", &world(), at(13, 12), 100, 30);
    open(&mut screen);
    screen.play("<enter><enter>");
    assert!(screen.text().contains("Say why"), "{}", screen.text());
    screen.play("<tab>filled it in<enter>");
    let Some(Command::SettleDispatch(settle)) = screen.sent.last().map(|sent| &sent.command) else {
        panic!("{:?}\n{}", screen.sent, screen.text())
    };
    assert_eq!(settle.how, Settling::Again);
    assert_eq!(settle.reason.as_str(), "filled it in");
}
