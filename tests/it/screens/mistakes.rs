//! What an advocate does by mistake, or what happens to them in the middle of a call: nothing wrong is recorded, nothing
//! typed is lost, and the screen says how it is.

use super::sheet::{calling, room, sent, shows};
use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;
use warroom::domain::command::Submission;
use warroom::domain::outreach::Disposition;
use warroom::tui::drafts::Kept;
use warroom::tui::effect::Effect;
use warroom::tui::msg::{Liveness, Msg};

/// What the others did meanwhile.
fn hears(screen: &mut Screen, world: &World, minute: i64) {
    let news = world.news(screen.model.stage.confirmed().through(), at(minute, 0));
    screen.hear(Msg::News(Box::new(news)));
}

#[test]
fn before_anybody_has_spoken_space_on_the_sheet_says_voicemail_and_not_reached() {
    let (_, mut screen) = calling();
    shows(&screen, "Space = nobody there, voicemail");
    screen.play("<space>");
    shows(&screen, "▶ v  voicemail left");
    screen.play("<enter>");
    assert_eq!(sent(&screen).disposition, Disposition::VoicemailLeft);
    let (_, mut screen) = calling();
    screen.play("<enter>invoices stand still<enter><up><up><space>");
    shows(&screen, "▶ r  reached");
    screen.play("<enter>");
    assert_eq!(sent(&screen).disposition, Disposition::ReachedDecisionMaker);
}

#[test]
fn whoever_drums_on_the_keys_that_recorded_one_call_records_no_other() {
    let (mut world, mut screen) = room();
    screen.play("1<space><enter>");
    assert_eq!(screen.sent.len(), 1);
    screen.deliver("pat", &mut world, at(13, 20));
    for _ in 0..5 {
        screen.play("<space><enter><esc>");
    }
    assert!(screen.sent.is_empty(), "{:?}", screen.sent);
    screen.play("<space><enter>");
    shows(&screen, "How did it end? A letter or the arrows say it");
    screen.play("<down><enter>");
    assert_eq!(sent(&screen).disposition, Disposition::ReachedDecisionMaker);
}

#[test]
fn what_is_typed_outside_a_question_stands_on_the_sheet_and_in_the_form_that_records_it() {
    let (_, mut screen) = calling();
    screen.play("IMPORTANT: their boss is furious<enter>");
    shows(&screen, "Kept: \"IMPORTANT: their boss is furious\"");
    screen.play("?is our data safe<enter>!15:30 send the logs<enter>#export #login #sso<enter>");
    let text = screen.text();
    let kept = text.lines().find(|line| line.contains("Kept: ")).unwrap();
    assert!(kept.contains("Kept: #export"), "the newest is there: {kept}");
    assert!(kept.contains("more"), "and that there is more: {kept}");
    screen.play("<space>");
    shows(&screen, "With it: #export");
}

#[test]
fn the_line_says_what_enter_makes_of_a_mark_and_nothing_is_asked_before_it_is_sent() {
    let (_, mut screen) = calling();
    screen.play("!15:30 call back");
    shows(&screen, "Enter = keep it: we call again at 15:30");
    screen.play("<enter>!15:30 send the logs");
    shows(&screen, "Enter = keep it: a promise by 15:30");
    screen.play("<enter>?is our data safe");
    shows(&screen, "Enter = keep it: a question to");
    screen.play("<enter>");
    shows(&screen, "will be asked of tech lead: is our data safe");
}

#[test]
fn what_is_taken_back_is_one_picture_again_and_its_words_are_there_to_go_on_with() {
    let (mut world, mut screen) = calling();
    screen.play("<enter>invoices stand still #checkout<enter>?is our data safe<enter><esc><space>r");
    screen.deliver("pat", &mut world, at(14, 0));
    screen.play("u");
    let text = screen.text();
    assert!(text.contains("Taken back: Northwind Traders: reached"), "{text}");
    screen.deliver("pat", &mut world, at(14, 10));
    let text = screen.text();
    assert!(!text.contains("you are on the phone with"), "{text}");
    assert!(
        world
            .picture
            .claims
            .live()
            .all(|claim| claim.holder.as_str() != "pat")
    );
    assert_eq!(screen.model.stage.unsent_drafts(), 1);
    screen.play("1/northwind<enter><enter>");
    shows(&screen, "invoices stand still");
    shows(&screen, "#checkout");
    shows(&screen, "is our data safe");
}

#[test]
fn a_claim_taken_over_in_the_middle_of_a_call_is_told_with_a_bell_and_stays_on_the_sheet() {
    let (mut world, mut screen) = calling();
    let over =
        json!({ "kind": "take_over_claim", "account": "northwind-traders", "reason": "I know their CTO" });
    world.ask("dana", at(14, 0), over).unwrap();
    screen.effects.clear();
    hears(&mut screen, &world, 14);
    assert!(screen.effects.iter().any(|effect| matches!(effect, Effect::Bell)));
    shows(&screen, "dana took Northwind Traders over from you");
    shows(&screen, "NEXT FOR YOU  dana took Northwind Traders over");
    screen.hear(Msg::Clock(at(16, 0)));
    screen.play("<up><up><up>");
    shows(&screen, "dana took them over from you. Your call counts");
    screen.play("<esc><space>r");
    screen.deliver("pat", &mut world, at(16, 0));
    let incident = world.picture.open()[0];
    let row = &incident.rows["northwind-traders"];
    assert_eq!(row.attempts.last().unwrap().by.as_str(), "pat");
}

#[test]
fn what_could_not_be_asked_while_the_hub_was_away_is_asked_when_it_is_back() {
    let (_, mut screen) = calling();
    screen.hear(Msg::Card {
        account: "northwind-traders".into(),
        card: Err("no hub answers".to_owned()),
    });
    screen.hear(Msg::Liveness(Liveness::Offline {
        since: at(13, 0),
        trouble: "no route".to_owned(),
    }));
    screen.effects.clear();
    screen.hear(Msg::Liveness(Liveness::Live));
    let asked = |effect: &Effect| matches!(effect, Effect::FetchCard(account) if account.as_str() == "northwind-traders");
    assert!(screen.effects.iter().any(asked), "{:?}", screen.effects);
    assert!(!screen.text().contains("no hub answers"), "{}", screen.text());
}

#[test]
fn a_window_too_small_says_how_large_to_make_it_and_records_nothing() {
    let world = World::new().drawn();
    for (width, height) in [(20, 5), (40, 10), (40, 24), (59, 15), (120, 12)] {
        let mut screen = Screen::of("pat", &world, at(13, 12), width, height);
        let text = screen.text().replace('\n', " ");
        assert!(text.contains("60 x 15"), "{width}x{height}: {text}");
        screen.play("1<space><enter><enter>");
        assert!(screen.sent.is_empty() && screen.model.dialogs.is_empty());
    }
    for (width, height) in [(120, 15), (60, 15)] {
        let mut screen = Screen::of("pat", &world, at(13, 12), width, height);
        screen.play("1<space>");
        shows(&screen, "▶ r  reached");
        screen.play("<down><down><down>");
        shows(&screen, "▶ n  no answer");
    }
}

#[test]
fn a_call_goes_on_in_the_incident_its_account_was_split_into() {
    let (mut world, mut screen) = calling();
    screen.play("<enter>invoices stand still<enter>");
    let split = json!({ "kind": "split_incident", "title": "Northwind alone", "accounts": ["northwind-traders"],
        "components": [], "alerts": [] });
    world.ask("dana", at(13, 20), split).unwrap();
    hears(&mut screen, &world, 14);
    shows(&screen, "This account is in INC-2 now: Northwind alone.");
    shows(&screen, "Enter = go on in INC-2");
    screen.play("<enter>");
    shows(&screen, "invoices stand still");
    screen.play("<pgdn><pgdn><pgdn><enter><enter>");
    assert_eq!(
        screen.sent.last().unwrap().incident,
        Some("INC-2".parse().unwrap())
    );
    screen.deliver("pat", &mut world, at(15, 0));
    assert_eq!(screen.model.stage.unsent_drafts(), 0, "{}", screen.text());
}

#[test]
fn a_call_goes_on_in_the_incident_its_own_was_merged_into() {
    let (mut world, mut screen) = calling();
    screen.play("<enter>invoices stand still<enter>");
    let other = json!({ "kind": "declare_incident", "title": "Everything", "severity": "sev1", "components": ["video-eu"] });
    world.ask("dana", at(13, 20), other).unwrap();
    let merge = json!({ "kind": "merge_incident", "into": "INC-2", "reason": "the same outage" });
    let merge = Submission {
        id: uuid::Uuid::from_u128(1 << 70),
        incident: Some("INC-1".parse().unwrap()),
        said_at: None,
        command: serde_json::from_value(merge).unwrap(),
    };
    world.submit("dana", at(13, 30), &merge).unwrap();
    hears(&mut screen, &world, 14);
    shows(&screen, "INC-1 goes on in INC-2, and so does what is open here.");
    shows(&screen, "invoices stand still");
    screen.play("<pgdn><pgdn><pgdn><enter><enter>");
    assert_eq!(
        screen.sent.last().unwrap().incident,
        Some("INC-2".parse().unwrap())
    );
}

#[test]
fn what_to_do_meanwhile_comes_from_the_playbook_only_until_the_page_has_spoken() {
    let (_, mut screen) = calling();
    screen.play("<enter><down><down><down><down><enter>");
    shows(&screen, "Video calls in the EU are dropping");
    assert!(!screen.text().contains("Meantime"), "{}", screen.text());
}

#[test]
fn a_long_paste_is_kept_whole() {
    let (_, mut screen) = calling();
    screen.hear(Msg::Paste("pasted ".repeat(1_400)));
    screen.play("<enter><space>v");
    let note = sent(&screen).note.as_ref().unwrap().to_string();
    assert_eq!(note.matches("pasted").count(), 1_400);
    let (_, mut screen) = calling();
    screen.hear(Msg::Paste("p".repeat(30_000)));
    shows(
        &screen,
        "CHECK: Only the first 20000 letters of it were taken in.",
    );
}

#[test]
fn what_was_typed_before_the_program_ended_is_named() {
    let (_, mut screen) = room();
    screen.model.stage.restore(vec![Kept {
        incident: Some("INC-1".parse().unwrap()),
        form: "sheet".to_owned(),
        about: "fabrikam".to_owned(),
        texts: vec!["half a word".to_owned()],
    }]);
    shows(&screen, "Not sent before you left: call about fabrikam in INC-1.");
}

#[test]
fn the_opening_line_stands_on_the_first_screen_of_a_sheet() {
    let (_, mut screen) = room();
    screen.play("<enter>");
    let text = screen.text();
    assert!(text.contains("Open ") && text.contains("this is pat."), "{text}");
    assert!(
        text.contains("more below") && text.contains("before you call, 1 of"),
        "{text}"
    );
}
