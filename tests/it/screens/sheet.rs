//! The call sheet: a person with arrows, Enter, Space, Esc and letters calls customers and loses nothing.

use super::stage::Screen;
use super::world::{World, at};
use insta::assert_snapshot;
use jiff::Timestamp;
use serde_json::json;
use std::sync::Arc;
use warroom::domain::command::Command;
use warroom::domain::heard::Question;
use warroom::domain::outreach::{Direction, Disposition, Feeling, RecordAttempt, Row};
use warroom::domain::playbook::Playbook;
use warroom::tui::msg::Msg;
use warroom::wire::AccountCard;

/// The drawn room, with two things to offer.
fn world() -> World {
    let mut world = World::new();
    for playbook in &mut world.reference.playbooks {
        let mut script = Playbook::clone(playbook);
        script.script.alternatives = vec!["we call your customers".into(), "you use the old client".into()];
        script.script.workaround = "Calls by telephone work.".into();
        *playbook = Arc::new(script);
    }
    world.drawn()
}

pub(super) fn room() -> (World, Screen) {
    let world = world();
    let screen = Screen::of("pat", &world, at(13, 12), 80, 24);
    (world, screen)
}

/// On the phone with Northwind, with the sheet open.
pub(super) fn calling() -> (World, Screen) {
    let (mut world, mut screen) = room();
    screen.play("<enter>");
    screen.deliver("pat", &mut world, at(13, 13));
    screen.play("<enter>");
    screen.deliver("pat", &mut world, at(13, 14));
    (world, screen)
}

fn row<'a>(world: &'a World, account: &str) -> &'a Row {
    let incident = world.picture.incident("INC-1".parse().unwrap()).unwrap();
    &incident.rows[account]
}

/// The call that was sent last.
#[track_caller]
pub(super) fn sent(screen: &Screen) -> &RecordAttempt {
    match &screen.sent.last().unwrap().command {
        Command::RecordAttempt(attempt) => attempt,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub(super) fn shows(screen: &Screen, words: &str) {
    let text = screen.text();
    assert!(text.contains(words), "{words:?} is not on\n{text}");
}

fn hears(screen: &mut Screen, now: Timestamp) {
    screen.hear(Msg::Clock(now));
}

#[test]
fn somebody_who_has_never_seen_it_calls_three_customers_undoes_a_mistake_and_is_called() {
    let (mut world, mut screen) = room();
    let mut now = 14;
    let mut deliver = |screen: &mut Screen, world: &mut World| {
        now += 1;
        screen.deliver("pat", world, at(now, 0));
    };

    // The first: Enter claims, Enter says "on the phone", nobody picks up.
    shows(&screen, "NEXT FOR YOU  call Northwind Traders");
    screen.play("<enter>");
    deliver(&mut screen, &mut world);
    shows(&screen, "Enter = I am on the phone now");
    screen.play("<enter>");
    deliver(&mut screen, &mut world);
    shows(&screen, "Space = nobody there, voicemail");
    screen.play("<space>v");
    deliver(&mut screen, &mut world);
    let last = row(&world, "northwind-traders").last().unwrap();
    assert_eq!(last.facts.disposition, Disposition::VoicemailLeft);

    // The second is reached: an answer with a topic, a promise, said back, told, saved.
    shows(&screen, "NEXT FOR YOU  call Fabrikam");
    screen.play("<enter>");
    deliver(&mut screen, &mut world);
    screen.play("<enter>");
    deliver(&mut screen, &mut world);
    screen.play("<enter>");
    shows(&screen, "How is it hurting your business today?");
    screen.play("invoices stand still #billing<enter>");
    screen.play("she works nights<enter>!15:30 send the logs<enter><enter>");
    shows(&screen, "we promised by 15:30: send the logs");
    screen.play("<down><down>");
    shows(&screen, "\"invoices stand still\"");
    screen.play("<enter>");
    shows(&screen, "Never say: a cause");
    screen.play("<enter><pgdn><pgdn><pgdn>");
    shows(&screen, "Enter = look it over and save");
    screen.play("<enter>");
    shows(&screen, "15:30 here send the logs");
    screen.play("<enter>");
    let call = sent(&screen).clone();
    assert_eq!(call.disposition, Disposition::ReachedDecisionMaker);
    assert_eq!(call.heard.answers[&Question::Business], *"invoices stand still");
    assert_eq!(call.heard.answers[&Question::Person], *"she works nights");
    assert!(call.heard.said_back);
    assert_eq!((call.told, &*call.promises[0].what), (Some(1), "send the logs"));
    assert_eq!(call.topics[0].name, "billing");
    assert_eq!(call.topics[0].quote.as_deref(), Some("invoices stand still"));
    shows(&screen, "You recorded Fabrikam: reached, told text 1.");
    deliver(&mut screen, &mut world);
    assert!(row(&world, "fabrikam").spoken());

    // That was a mistake; it is taken back with the promise it brought.
    screen.play("u");
    deliver(&mut screen, &mut world);
    assert!(!row(&world, "fabrikam").spoken());
    let incident = world.picture.incident("INC-1".parse().unwrap()).unwrap();
    assert_eq!(incident.owed_promises().count(), 0);

    // The third wants to speak with the CEO.
    screen.play("<enter>");
    deliver(&mut screen, &mut world);
    screen.play("<enter>");
    deliver(&mut screen, &mut world);
    screen.play("<pgdn><pgdn>");
    for _ in 0..8 {
        if screen.text().contains("Space = yes, or no") {
            break;
        }
        screen.play("<up>");
    }
    screen.play("<space>their CEO, about the contract<enter><pgdn><pgdn><enter><enter>");
    let call = sent(&screen);
    assert_eq!(call.disposition, Disposition::ExecCallRequested);
    let wish = format!("{:?}", call.executive.as_ref().unwrap());
    assert!(wish.contains("CEO") && wish.contains("the contract"), "{wish}");
    deliver(&mut screen, &mut world);

    // The fourth calls us, on an account of lena's.
    screen.play("<esc>l");
    screen.play("contos");
    shows(&screen, "lena");
    screen.play("<enter>");
    deliver(&mut screen, &mut world);
    shows(&screen, "they called");
    shows(&screen, "They called us: thank them");
    assert!(!screen.text().contains("voicemail"), "{}", screen.text());
    screen.play("their till is down<enter>");
    screen.play("<pgdn><pgdn><pgdn><enter><enter>");
    let call = sent(&screen);
    assert_eq!(
        (call.account.as_str(), call.direction),
        ("contoso", Direction::Inbound)
    );
    deliver(&mut screen, &mut world);
    let calls: Vec<_> = row(&world, "contoso").standing().collect();
    assert_eq!(calls.len(), 1);
    let note = calls[0].facts.note.as_deref();
    assert_eq!(note, Some("their till is down"));
}

#[test]
fn after_a_question_ten_seconds_of_silence_are_counted_and_any_key_ends_them() {
    let (_, mut screen) = calling();
    screen.play("<enter><enter>");
    shows(&screen, "LISTEN, say nothing: 10 s");
    hears(&mut screen, at(13, 17));
    shows(&screen, "LISTEN, say nothing: 7 s");
    screen.play("i");
    assert!(!screen.text().contains("LISTEN"), "{}", screen.text());
    shows(&screen, "Write: i");
    screen.play("nvoices<enter><enter>");
    hears(&mut screen, at(13, 40));
    shows(&screen, "10 s of silence: well done");
    screen.play("<pgdn><pgdn><pgdn><enter><enter>");
    let heard = &sent(&screen).heard;
    assert_eq!(heard.listened.iter().collect::<Vec<_>>(), [&Question::Person]);
    assert_eq!(heard.answers[&Question::Business], *"invoices");
}

#[test]
fn the_silence_of_a_demo_is_that_between_two_people() {
    let (world, mut screen) = calling();
    let mut news = world.news(screen.model.stage.confirmed().through(), at(13, 14));
    news.rate = 40.0;
    screen.hear(Msg::News(Box::new(news)));
    screen.play("<enter><enter>");
    hears(&mut screen, at(16, 34));
    shows(&screen, "LISTEN, say nothing: 5 s");
}

#[test]
fn what_cannot_be_read_is_told_at_once_and_kept() {
    let (_, mut screen) = calling();
    screen.play("!13:50 send the logs<enter>");
    shows(&screen, "CHECK: 13:50 is over: it is 14:02 now.");
    shows(&screen, "promised, no time: 13:50 send the logs");
    screen.play("<pgdn><pgdn><pgdn><enter><enter>");
    let call = sent(&screen);
    assert!(call.promises.is_empty());
    let note = call.note.as_ref().unwrap().to_string();
    assert_eq!(note, "promised, without a time: 13:50 send the logs");
}

#[test]
fn a_time_without_a_zone_is_said_to_be_ours() {
    let (_, mut screen) = calling();
    screen.play("!15:30 call back<enter>");
    shows(&screen, "CHECK: 15:30 is taken as your time: 16:30 there.");
}

#[test]
fn everything_else_is_heard_too_and_can_be_put_right_before_it_is_saved() {
    let (mut world, mut screen) = calling();
    let to = |screen: &mut Screen, words: &str| {
        for _ in 0..20 {
            let text = screen.text();
            let here = text.lines().rfind(|line| line.contains('▶')).unwrap();
            if here.contains(words) {
                return;
            }
            screen.play("<down>");
        }
        panic!("{words:?} is no step on\n{}", screen.text());
    };
    to(&mut screen, "Would it help if we call your customers");
    screen.play("<space>");
    shows(&screen, "(they take it)");
    screen.play("<down><enter>");
    to(&mut screen, "When do they hear");
    screen.play("soon<enter>");
    shows(&screen, "CHECK: \"soon\" is not a time");
    screen.play("<back><back><back><back>15:00<enter>");
    shows(&screen, "at 15:00, that is 16:00 there");
    screen.play("<space>");
    shows(&screen, "[crisis]");
    screen.play("<right><down>payroll out @17:00<enter>a lot<enter>");
    shows(&screen, "CHECK: \"a lot\" is not an amount");
    screen.play("<back><back><back><back><back>40k<enter>?cs lead: do we get credit<enter>");
    shows(&screen, "asked of CS lead: do we get credit");
    screen.play("<enter>");
    shows(&screen, "40000 EUR");
    screen.play("<tab><tab><tab>the auditors<enter>");
    let call = sent(&screen).clone();
    assert_eq!(call.heard.answers[&Question::Worry], *"the auditors");
    assert_eq!(
        (call.feeling, call.next_at),
        (Some(Feeling::Hurting), Some(at(71, 0)))
    );
    let need = call.heard.outcome.as_ref().unwrap();
    assert_eq!((&*need.what, need.by), ("payroll out", Some(at(191, 0))));
    assert_eq!(call.heard.damage.as_ref().unwrap().amount.to_string(), "40000");
    let taken: Vec<bool> = call.heard.offered.iter().map(|offered| offered.taken).collect();
    assert_eq!((taken, call.asks.len()), (vec![true, false], 1));
    screen.deliver("pat", &mut world, at(15, 0));
    assert_eq!(row(&world, "northwind-traders").attempts.len(), 1);

    // What was heard stands on the card.
    let mut lena = Screen::of("lena", &world, at(16, 0), 120, 40);
    lena.play("/northwind<enter><enter>");
    shows(&lena, "they need: payroll out by 17:00");
    shows(&lena, "damage so far, by their word: 40000 EUR");
    lena.model.stage.masked = true;
    shows(&lena, "damage hidden");
}

#[test]
fn a_topic_that_is_known_is_completed_with_tab_and_says_what_helps() {
    let (mut world, _) = calling();
    let tag = json!({ "kind": "tag_topic", "account": "fabrikam", "name": "data export" });
    world.ask("omar", at(13, 20), tag).unwrap();
    let mut screen = Screen::of("pat", &world, at(13, 30), 80, 24);
    screen.play("/northwind<enter><enter>they wait for the #dat");
    shows(&screen, "Tab = #data export");
    screen.play("<tab>");
    shows(&screen, "Write: they wait for the #data-export");
    assert!(!screen.text().contains("Tab ="), "{}", screen.text());
    screen.play("<enter>");
    shows(&screen, "Kept: #data-export");
}

#[test]
fn a_sheet_closed_by_mistake_goes_on_where_it_was() {
    let (_, mut screen) = calling();
    screen.play("<enter>invoices stand still #billing<enter>half a wor<esc>");
    screen.play("<enter>");
    shows(&screen, "invoices stand still");
    shows(&screen, "Kept: #billing");
    shows(&screen, "Write: half a wor");
}

#[test]
fn what_was_written_is_taken_out_again_with_delete_and_never_by_a_held_backspace() {
    let (_, mut screen) = calling();
    screen.play("<enter>invoices stand stil<enter><up>x<back><back><back><back>");
    shows(&screen, "invoices stand stil");
    shows(&screen, "Delete = take it back");
    screen.play("<del><del>");
    shows(&screen, "Write: invoices stand stil");
    screen.play("l<enter><pgdn><pgdn><pgdn><enter><enter>");
    let heard = &sent(&screen).heard;
    assert_eq!(heard.answers[&Question::Business], *"invoices stand still");
}

#[test]
fn a_call_that_ends_with_space_is_recorded_with_everything_written() {
    let (mut world, mut screen) = calling();
    screen.play("half typed note #rechnungen !15:00 call back with news<enter>");
    shows(&screen, "Kept: next contact 15:00");
    screen.play("!30m x<enter><up><up><space>");
    shows(&screen, "How did the call with Northwind Traders");
    screen.play("<tab>engaged twice<esc>");
    shows(&screen, "next contact 15:00");
    screen.play("<space>v");
    let call = sent(&screen).clone();
    assert_eq!(call.disposition, Disposition::VoicemailLeft);
    assert_eq!((call.told, call.next_at), (None, Some(at(71, 0))));
    assert_eq!(
        call.note.as_deref(),
        Some("half typed note; with news; engaged twice")
    );
    assert_eq!(call.topics[0].name, "rechnungen");
    assert_eq!(call.topics[0].quote.as_deref(), Some("half typed note"));
    assert_eq!(&*call.promises[0].what, "x");
    screen.deliver("pat", &mut world, at(15, 0));
    assert_eq!(screen.model.stage.unsent_drafts(), 0);
}

#[test]
fn space_on_the_row_takes_what_its_sheet_holds_with_it() {
    let (_, mut screen) = calling();
    screen.play("?is our data safe<enter>she sounded worried<esc><space>n");
    let call = sent(&screen);
    assert_eq!(call.note.as_deref(), Some("she sounded worried"));
    assert_eq!(call.asks.len(), 1);
    assert_eq!(screen.model.stage.unsent_drafts(), 0);
}

#[test]
fn another_next_contact_says_which_it_replaces() {
    let (_, mut screen) = calling();
    screen.play("!15:00 UTC call back<enter>!16:00 UTC call back<enter>");
    shows(&screen, "The next contact is at 16:00 now, no longer at 15:00.");
}

#[test]
fn the_words_come_only_after_what_was_heard_was_said_back() {
    let (_, mut screen) = calling();
    screen.play("<enter><down><down><down>");
    shows(&screen, "... the approved words, after you said it back");
    screen.play("<down><enter>");
    shows(&screen, "Video calls in the EU are dropping");
}

#[test]
fn whom_they_talk_to_is_chosen_from_the_card() {
    let (_, mut screen) = calling();
    let card: AccountCard = serde_json::from_value(json!({
        "id": "northwind-traders", "name": "Northwind Traders", "tier": "strategic",
        "contacts": [
            { "id": "n-1", "account": "northwind-traders", "name": "Ada", "phone": "+49 30 1" },
            { "id": "n-2", "account": "northwind-traders", "name": "Berta", "phone": "+49 30 2" },
        ],
    }))
    .unwrap();
    screen.hear(Msg::Card {
        account: "northwind-traders".into(),
        card: Ok(Box::new(card)),
    });
    screen.play("<up><up>");
    shows(&screen, "Enter = I talk to them");
    screen.play("<enter>");
    let text = screen.text();
    let line = text.lines().find(|line| line.contains("on the line:"));
    let line = line.unwrap_or_else(|| panic!("nobody is on the line\n{text}"));
    let other = if line.contains("Ada") { "n-1" } else { "n-2" };
    screen.play("<enter><pgdn><pgdn><pgdn><enter><enter>");
    assert_eq!(sent(&screen).contact, Some(other.into()));
}

#[test]
fn a_row_that_left_while_the_sheet_was_open_loses_nothing() {
    let (mut world, mut screen) = calling();
    screen.play("<enter>invoices stand still<enter>");
    let split = json!({ "kind": "split_incident", "title": "Northwind alone", "accounts": ["northwind-traders"],
        "components": [], "alerts": [] });
    world.ask("dana", at(13, 20), split).unwrap();
    let news = world.news(screen.model.stage.confirmed().through(), at(13, 21));
    screen.hear(Msg::News(Box::new(news)));
    shows(&screen, "This account is in INC-2 now");
    screen.play("<esc>");
    assert_eq!(screen.model.stage.unsent_drafts(), 1);
}

#[test]
fn a_question_of_the_sheet_at_80x24() {
    let (_, mut screen) = calling();
    screen.play("<enter>invoices stand still #billing<enter><enter>");
    assert_snapshot!(screen.text());
}

#[test]
fn the_tidy_form_at_80x24() {
    let (_, mut screen) = calling();
    screen.play(
        "<enter>invoices stand still #billing<enter>!15:30 UTC send the logs<enter><pgdn><pgdn><pgdn><enter>",
    );
    assert_snapshot!(screen.text());
}

#[test]
fn the_sheet_stands_below_the_list_and_the_clock_at_200x60() {
    let world = world();
    let mut screen = Screen::of("pat", &world, at(13, 12), 200, 60);
    screen.play("<enter>");
    let text = screen.text();
    assert!(
        text.contains("VP Eng") && text.contains("1 ACCOUNTS") && text.contains("before you call, 1 of"),
        "{text}"
    );
}

#[test]
fn the_opening_line_is_said_as_it_stands_without_a_blank() {
    let (_, screen) = calling();
    let text = screen.text();
    assert!(text.contains("this is pat."), "{text}");
    assert!(text.contains("time."), "{text}");
    assert!(!text.contains("..., ") && !text.contains('{'), "{text}");
}
