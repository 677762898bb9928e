//! Whom to call next, and may I: one answer in the list, in the line that says what is next, and on the sheet.

use super::stage::Screen;
use super::world::{World, at};
use serde_json::{Value, json};
use warroom::domain::command::Command;
use warroom::domain::outreach::Disposition;
use warroom::domain::unreached::GoOn;

fn declared() -> World {
    let mut world = World::new();
    let declare = json!({ "kind": "declare_incident", "title": "Video calls drop, EU", "severity": "sev1",
        "components": ["video-eu"], "playbook": "full-outage", "alerted_at": at(0, 0) });
    world.ask("monitor", at(0, 20), declare).unwrap();
    world
        .ask(
            "dana",
            at(0, 30),
            json!({ "kind": "take_role", "role": "commander" }),
        )
        .unwrap();
    world
}

fn tried(world: &mut World, who: &str, minute: i64, account: &str, fields: Value) {
    let mut call = json!({ "kind": "record_attempt", "account": account, "disposition": "no_answer" });
    call.as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    world.ask(who, at(minute, 0), call).unwrap();
}

/// Northwind, called three times by omar and, where `written`, written to.
fn in_vain(written: bool) -> World {
    let mut world = declared();
    for minute in [1, 2, 3] {
        tried(&mut world, "omar", minute, "northwind-traders", json!({}));
    }
    for channel in ["email", "sms"].iter().filter(|_| written) {
        let mail = json!({ "channel": channel, "disposition": "wrote" });
        tried(&mut world, "omar", 4, "northwind-traders", mail);
    }
    world
}

/// What the line says that is next, and the first row of the accounts.
fn first(screen: &Screen) -> (String, String) {
    let text = screen.text();
    let mut lines = text.lines();
    let next = lines
        .find(|line| line.contains("NEXT FOR YOU"))
        .unwrap()
        .to_owned();
    let row = lines
        .skip_while(|line| !line.contains("1 ACCOUNTS"))
        .nth(1)
        .unwrap();
    (next, row.split('│').next().unwrap().to_owned())
}

#[test]
fn the_first_row_the_next_thing_and_the_word_that_one_may_agree_for_everybody() {
    let mut world = declared();
    world
        .ask(
            "lena",
            at(1, 0),
            json!({ "kind": "claim_account", "account": "northwind-traders" }),
        )
        .unwrap();
    tried(&mut world, "sam", 1, "fabrikam", json!({}));
    for (who, minute, name, word) in [
        ("pat", 2, "Contoso", ""),
        ("sam", 12, "Fabrikam", ""),
        ("pat", 12, "Contoso", ""),
        ("pat", 17, "Fabrikam", ""),
        ("lena", 2, "Northwind", "yours"),
    ] {
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let screen = Screen::of(who, &world, at(minute, 0), width, height);
            let (next, row) = first(&screen);
            assert!(next.contains(&format!("call {name}")), "{who}: {next}");
            assert!(row.contains(name), "{who}: {row}");
            assert!(next.contains(word) && row.contains(word), "{who}: {next}\n{row}");
            // Where nobody is named, whoever looks may call.
            let named = ["lena", "sam", "omar"]
                .iter()
                .any(|name| row.contains(&format!("  {name}")));
            assert!(!named, "{who}: {row}");
        }
    }
    let pat = Screen::of("pat", &world, at(12, 0), 200, 60).text();
    assert!(pat.contains("sam to 14:05"), "{pat}");
}

#[test]
fn after_enough_calls_enter_opens_what_to_write_and_says_that_it_was_sent() {
    let world = in_vain(false);
    let mut screen = Screen::of("omar", &world, at(5, 0), 120, 40);
    let (next, row) = first(&screen);
    assert!(
        next.contains("write to Northwind Traders: an e-mail and a text"),
        "{next}"
    );
    assert!(row.contains("WRITE") && row.contains("mail + text"), "{row}");
    screen.play("<enter>");
    assert!(
        screen.text().contains("Enough calls, and nobody reached"),
        "{}",
        screen.text()
    );
    screen.play("<enter>");
    assert!(screen.sent.is_empty(), "a second Enter sends nothing");
    screen.play("<space><enter>");
    let sent: Vec<_> = screen
        .sent
        .iter()
        .filter_map(|submission| match &submission.command {
            Command::RecordAttempt(attempt) => Some(attempt.disposition),
            _ => None,
        })
        .collect();
    assert_eq!(sent, [Disposition::Wrote, Disposition::Wrote]);
}

#[test]
fn where_nobody_answers_the_commander_decides_with_arrows_and_enter() {
    let mut world = in_vain(true);
    // What is overdue goes first.
    let told = json!({ "kind": "inform_level", "level": "support_lead" });
    world.ask("dana", at(4, 30), told).unwrap();
    let mut screen = Screen::of("dana", &world, at(5, 0), 80, 24);
    let (next, _) = first(&screen);
    assert!(next.contains("decide about Northwind Traders"), "{next}");
    screen.play("<enter><right><right><tab><enter><enter>");
    let decided = screen
        .sent
        .iter()
        .find_map(|submission| match &submission.command {
            Command::DecideUnreachable(decided) => Some(decided.go_on.clone()),
            _ => None,
        });
    assert_eq!(decided, Some(GoOn::ByMail), "{}", screen.text());
}

#[test]
fn only_whoever_decided_is_offered_to_decide_anew_and_others_read_who_it_is() {
    let mut world = in_vain(true);
    let by_mail = json!({ "kind": "decide_unreachable", "account": "northwind-traders", "how": "by_mail" });
    world.ask("dana", at(5, 0), by_mail).unwrap();
    let sheet = |world: &World, who: &str| {
        let mut screen = Screen::of(who, world, at(6, 0), 120, 40);
        screen.play("1/northwind<enter><enter>");
        screen
    };
    let text = sheet(&world, "dana").text();
    assert!(text.contains("by mail only, says dana"), "{text}");
    let offered = |screen: &mut Screen| {
        let steps = (0..30).any(|_| {
            screen.play("<down>");
            screen.text().contains("decide anew")
        });
        steps || screen.text().contains("decide anew")
    };
    assert!(offered(&mut sheet(&world, "dana")), "{text}");
    assert!(!offered(&mut sheet(&world, "omar")));
    let mut omar = Screen::of("omar", &world, at(6, 0), 120, 40);
    omar.play("1/northwind<enter>:nobody answers<enter>");
    let text = omar.text();
    assert!(text.contains("dana decided: by mail only"), "{text}");
    assert!(!text.contains("How does it go on?"), "{text}");
    let refused = json!({ "disposition": "refused_to_talk" });
    tried(&mut world, "omar", 7, "northwind-traders", refused);
    assert!(!offered(&mut sheet(&world, "dana")), "they did not want to talk");
}

#[test]
fn hours_that_matter_are_said_where_they_near() {
    let mut world = declared();
    let call = json!({ "kind": "record_moment", "account": "contoso", "from": at(27, 0), "until": at(60, 0),
        "what": "investor call", "offer": "the dial-in" });
    world.ask("omar", at(1, 0), call).unwrap();
    let mut screen = Screen::of("pat", &world, at(2, 0), 120, 40);
    let (next, row) = first(&screen);
    assert!(next.contains("call Contoso: investor call in 25 min"), "{next}");
    assert!(row.contains("Contoso"), "{row}");
    screen.play("1<enter>");
    let sheet = screen.text();
    assert!(sheet.contains("offer the dial-in"), "{sheet}");
}
