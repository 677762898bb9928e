//! Reports on the screen: edited by several, drawn, and owed.

use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;
use warroom::domain::ids::{IncidentId, Seq};
use warroom::domain::reports::{ReportId, Standing};
use warroom::report::{Template, edit};
use warroom::tui::effect::Effect;
use warroom::tui::msg::Msg;

/// What the editor was handed last.
fn handed(screen: &Screen) -> (Option<Seq>, String) {
    let edits = screen.effects.iter().rev();
    let mut edits = edits.filter_map(|effect| match effect {
        Effect::Edit { on, text, .. } => Some((*on, text.clone())),
        _ => None,
    });
    edits.next().unwrap()
}

/// Types a summary over what the editor was handed, and saves it.
fn saves(screen: &mut Screen, summary: &str) {
    let (on, text) = handed(screen);
    screen.hear(Msg::Edited {
        incident: IncidentId(1),
        report: ReportId::Preliminary,
        on,
        text: Ok(text.replace("# Summary\n", &format!("# Summary\n{summary}\n"))),
    });
}

/// Lena writes on the newest draft, and the screen hears of it.
fn lena_writes(world: &mut World, screen: &mut Screen, summary: &str) -> Seq {
    let newest = world
        .picture
        .incident(IncidentId(1))
        .unwrap()
        .reports
        .get(ReportId::Preliminary);
    let draft = json!({ "kind": "draft_report", "report": "preliminary", "parts": { "summary": summary },
        "on": newest.map(|report| report.draft().seq) });
    let after = world.picture.through();
    world.ask("lena", at(13, 20), draft).unwrap();
    screen.hear(Msg::News(Box::new(world.news(after, at(13, 20)))));
    world.picture.through()
}

#[test]
fn what_the_record_has_had_is_not_laid_over_a_newer_draft_of_somebody_else() {
    let mut world = World::new().drawn();
    let mut screen = Screen::of("dana", &world, at(13, 12), 100, 40);
    screen.play("r<enter>e");
    saves(&mut screen, "Our words.");
    screen.deliver("dana", &mut world, at(13, 13));
    let newest = lena_writes(&mut world, &mut screen, "Better words.");
    screen.play("e");
    let (on, text) = handed(&screen);
    assert_eq!(on, Some(newest));
    assert!(
        text.contains("\nBetter words.") && !text.contains("Our words."),
        "{text}"
    );
}

#[test]
fn a_text_that_was_not_taken_over_is_offered_again_beside_the_newer_draft_that_kept_it_out() {
    let mut world = World::new().drawn();
    let mut screen = Screen::of("dana", &world, at(13, 12), 100, 40);
    lena_writes(&mut world, &mut screen, "First words.");
    screen.play("r<enter>e");
    let newest = lena_writes(&mut world, &mut screen, "Better words.");
    saves(&mut screen, "Our words.");
    screen.deliver("dana", &mut world, at(13, 21));
    let draft = |world: &World| {
        let incident = world.picture.incident(IncidentId(1)).unwrap();
        incident
            .reports
            .get(ReportId::Preliminary)
            .unwrap()
            .draft()
            .clone()
    };
    assert_eq!(draft(&world).parts.summary, "Better words.");
    screen.play("e");
    let (on, text) = handed(&screen);
    assert_eq!(on, Some(newest));
    assert!(text.starts_with("// CAREFUL: lena wrote a newer draft"), "{text}");
    assert!(text.contains("// Better words."), "{text}");
    let parts = edit::read(&text, &jiff::tz::TimeZone::UTC).unwrap();
    assert_eq!(parts.summary, "Our words.\nFirst words.");
}

#[test]
fn a_report_is_made_anew_for_the_screen_only_when_something_changed() {
    let mut world = World::new().drawn();
    let mut screen = Screen::of("dana", &world, at(13, 12), 100, 40);
    screen.play("r<enter>");
    let before = screen.text();
    screen.model.stage.setting.template =
        Template::parse(std::path::Path::new("rfi.md"), "Another template\n").unwrap();
    assert_eq!(screen.text(), before, "nothing was recorded since");
    lena_writes(&mut world, &mut screen, "First words.");
    assert!(screen.text().contains("Another template"), "{}", screen.text());
}

#[test]
fn a_report_that_is_owed_is_settled_by_sending_it() {
    let world = World::new().drawn();
    let settling = (0..30).find_map(|down| {
        let mut screen = Screen::of("dana", &world, at(13, 12), 100, 40);
        screen.play(&format!("o{}<enter>", "<down>".repeat(down)));
        let text = screen.text();
        let ours = text.contains("Settle what is owed") && text.contains("preliminary report to");
        ours.then_some(screen)
    });
    let mut screen = settling.unwrap();
    assert!(screen.text().contains("send it"), "{}", screen.text());
    screen.play("<enter>");
    assert!(
        screen.text().contains("Reports to customers"),
        "{}",
        screen.text()
    );
}

#[test]
fn every_act_of_a_report_is_reached_with_the_arrows_and_enter() {
    let mut world = World::new().drawn();
    let mut screen = Screen::of("dana", &world, at(13, 12), 80, 24);
    // A second Enter on the way in only turns to a customer.
    screen.play("r<enter><enter>");
    assert!(
        screen.sent.is_empty() && screen.effects.is_empty(),
        "{:?}",
        screen.effects
    );
    assert!(
        screen.text().contains("as Adventure Works reads it"),
        "{}",
        screen.text()
    );
    screen.play("<left><right><right><enter>");
    saves(&mut screen, "Our words.");
    screen.deliver("dana", &mut world, at(13, 13));
    let standing = |world: &World| {
        let incident = world.picture.incident(IncidentId(1)).unwrap();
        incident.reports.get(ReportId::Preliminary).unwrap().standing()
    };
    assert_eq!(standing(&world), Standing::Draft);
    screen.play("<right><enter>");
    screen.deliver("dana", &mut world, at(13, 14));
    assert_eq!(standing(&world), Standing::Waiting);
    // Something is missing: that asks why.
    screen.play("<right><enter>");
    assert!(screen.text().contains("Why all the same"), "{}", screen.text());
    screen.play("there is no time<enter>");
    screen.deliver("dana", &mut world, at(13, 15));
    assert_eq!(standing(&world), Standing::Approved, "{}", screen.text());
    screen.play("<right><enter>");
    assert!(
        screen.text().contains("records that it was sent"),
        "{}",
        screen.text()
    );
}
