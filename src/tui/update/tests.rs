//! What becomes of typed words when the hub says no, and what a closed incident is called.

use super::*;
use crate::domain::actor::{Access, Actor};
use crate::domain::command::Submission;
use crate::domain::ids::{IncidentId, Seq, SubmissionId};
use crate::domain::testkit::*;
use crate::report::Template;
use crate::tui::canvas::Lines;
use crate::tui::msg::{Answer, Liveness};
use crate::tui::stage::Setting;
use crate::tui::theme::Theme;
use crate::tui::view::view;
use crate::wire::{News, Problem};
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde_json::json;

/// A screen that has heard everything of this room.
fn screen(room: &Room) -> Model {
    let setting = Setting {
        me: Actor::new("dana", Access::Admin),
        zone: TimeZone::UTC,
        label: None,
        join: None,
        template: Template::built_in(),
    };
    let mut model = Model::new(setting, room.now, "unix:room.sock".to_owned(), 120, 40);
    update(&mut model, Msg::Liveness(Liveness::Live));
    let news = News {
        now: room.now,
        rate: 1.0,
        through: room.last(),
        mark: None,
        more: false,
        events: room.log.clone(),
        present: None,
        presence: None,
    };
    update(&mut model, Msg::News(Box::new(news)));
    model
}

fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.chars() {
        let code = match key {
            '\n' => KeyCode::Enter,
            '\x1b' => KeyCode::Esc,
            letter => KeyCode::Char(letter),
        };
        effects.extend(update(model, Msg::Key(KeyEvent::new(code, KeyModifiers::NONE))));
    }
    effects
}

/// Gives what was submitted an id, as the floor above does.
fn submitted(model: &mut Model, effects: Vec<Effect>) -> SubmissionId {
    let mut id = None;
    for effect in effects {
        if let Effect::Submit {
            incident,
            said_at,
            command,
        } = effect
        {
            let submission = Submission {
                id: uuid::Uuid::from_u128(1 << 64),
                incident,
                said_at,
                command: *command,
            };
            id = Some(submission.id);
            update(model, Msg::Submitted(Box::new(submission)));
            let taken = Msg::Taken {
                id: uuid::Uuid::from_u128(1 << 64),
                only_here: None,
            };
            update(model, taken);
        }
    }
    id.unwrap()
}

fn refused(model: &mut Model, id: SubmissionId) {
    let problem = Problem {
        title: "refused".to_owned(),
        status: 409,
        detail: "no".to_owned(),
        refusal: None,
        holder: None,
        since: None,
    };
    let answer = Answer::Refused(problem);
    update(model, Msg::Answered { id, answer });
}

fn accepted(model: &mut Model, id: SubmissionId) {
    let answer = Answer::Accepted(crate::wire::Accepted {
        outcome: crate::wire::Outcome::Accepted,
        through: Seq(99),
    });
    update(model, Msg::Answered { id, answer });
}

fn kept(model: &Model, form: &'static str) -> Vec<String> {
    let draft = crate::tui::drafts::Draft::new(form, "");
    model.stage.draft(&draft).to_vec()
}

#[test]
fn what_was_typed_is_there_again_after_the_hub_refused_it_and_gone_once_it_was_accepted() {
    for (open, form) in [(Action::Note, "note"), (Action::Plan, "plan")] {
        let mut model = screen(&Room::declared());
        act(&mut model, open);
        let effects = press(&mut model, "fail over\n");
        assert!(model.dialogs.is_empty(), "{form} is sent");
        let id = submitted(&mut model, effects);
        assert!(kept(&model, form).is_empty(), "the next {form} begins empty");
        refused(&mut model, id);
        let words = kept(&model, form);
        assert_eq!(words.first().map(String::as_str), Some("fail over"), "{form}");
        act(&mut model, open);
        let effects = press(&mut model, "\n");
        let id = submitted(&mut model, effects);
        accepted(&mut model, id);
        assert!(kept(&model, form).is_empty(), "{form}");
    }
}

#[test]
fn every_key_typed_is_told_to_the_disk_and_what_was_sent_is_taken_off_it() {
    let mut model = screen(&Room::declared());
    model.stage.restore(Vec::new());
    act(&mut model, Action::Note);
    let told = |effects: Vec<Effect>| {
        let last = effects.into_iter().rev().find_map(|effect| match effect {
            Effect::KeepDrafts(all) => Some(all),
            _ => None,
        });
        last.map(|all| all.into_iter().flat_map(|kept| kept.texts).collect::<Vec<_>>())
    };
    assert_eq!(told(press(&mut model, "f")), Some(vec!["f".to_owned()]));
    assert_eq!(told(press(&mut model, "ai")), Some(vec!["fai".to_owned()]));
    let effects = press(&mut model, "\n");
    assert_eq!(told(effects), Some(Vec::new()));
    assert_eq!(told(press(&mut model, "jk")), None, "nothing is typed");
}

#[test]
fn what_was_typed_about_an_incident_is_offered_in_the_one_in_which_it_goes_on() {
    let mut room = Room::declared();
    room.does("dana", declare(json!({ "title": "Chat" })));
    let mut model = screen(&room);
    model.stage.chosen = Some(IncidentId(2));
    refresh(&mut model);
    act(&mut model, Action::Note);
    press(&mut model, "chat is slow");
    room.incident = Some(IncidentId(2));
    let merge = command(
        "merge_incident",
        json!({ "into": "INC-1", "reason": "one outage" }),
    );
    room.does("dana", merge);
    let mut after = screen(&room);
    after.stage.restore(model.stage.all_drafts());
    assert_eq!(kept(&after, "note"), ["chat is slow"]);
}

#[test]
fn what_is_typed_since_stays_when_the_words_before_it_are_refused() {
    let mut model = screen(&Room::declared());
    act(&mut model, Action::Note);
    let effects = press(&mut model, "first\n");
    let id = submitted(&mut model, effects);
    act(&mut model, Action::Note);
    press(&mut model, "second\x1b");
    refused(&mut model, id);
    assert_eq!(kept(&model, "note"), ["second"]);
    act(&mut model, Action::Note);
    press(&mut model, "\n");
    assert_eq!(kept(&model, "note"), ["first"]);
}

/// What has happened in the room since.
fn hears(model: &mut Model, room: &Room) {
    let heard = model.stage.confirmed().through();
    let events = room.log.iter().filter(|recorded| recorded.seq > heard);
    let news = News {
        now: room.now,
        rate: 1.0,
        through: room.last(),
        mark: None,
        more: false,
        events: events.cloned().collect(),
        present: None,
        presence: None,
    };
    update(model, Msg::News(Box::new(news)));
}

fn notes(effects: &[Effect]) -> usize {
    let submits = |effect: &&Effect| matches!(effect, Effect::Submit { .. });
    effects.iter().filter(submits).count()
}

#[test]
fn what_was_typed_before_a_merge_is_sent_once() {
    let mut room = Room::declared();
    room.does("dana", declare(json!({ "title": "Chat" })));
    let mut model = screen(&room);
    model.stage.chosen = Some(IncidentId(2));
    refresh(&mut model);
    act(&mut model, Action::Note);
    press(&mut model, "chat hangs for all\x1b");
    room.incident = Some(IncidentId(2));
    let merge = json!({ "into": "INC-1", "reason": "one outage" });
    room.does("dana", command("merge_incident", merge));
    hears(&mut model, &room);
    act(&mut model, Action::Note);
    let effects = press(&mut model, "\n");
    assert_eq!(notes(&effects), 1);
    act(&mut model, Action::Note);
    assert_eq!(notes(&press(&mut model, "\n")), 0, "it was sent");
    assert_eq!(model.stage.unsent_drafts(), 0);
}

#[test]
fn what_was_typed_in_both_incidents_before_a_merge_is_offered_one_after_the_other() {
    let mut room = Room::declared();
    room.does("dana", declare(json!({ "title": "Chat" })));
    let mut model = screen(&room);
    for (incident, text) in [(2, "chat hangs\x1b"), (1, "calls drop\x1b")] {
        model.stage.chosen = Some(IncidentId(incident));
        refresh(&mut model);
        act(&mut model, Action::Note);
        press(&mut model, text);
    }
    room.incident = Some(IncidentId(2));
    let merge = json!({ "into": "INC-1", "reason": "one outage" });
    room.does("dana", command("merge_incident", merge));
    hears(&mut model, &room);
    assert_eq!(model.stage.unsent_drafts(), 2);
    for text in ["calls drop", "chat hangs"] {
        assert_eq!(kept(&model, "note"), [text]);
        act(&mut model, Action::Note);
        press(&mut model, "\n");
    }
    assert_eq!(model.stage.unsent_drafts(), 0);
}

#[test]
fn what_was_typed_about_an_account_goes_with_it_when_it_is_split_off() {
    let mut room = Room::declared();
    let about = |account: &str| crate::tui::drafts::Draft::new("note", account);
    let mut model = screen(&room);
    for account in ["fabrikam", "contoso"] {
        model.stage.keep(about(account), vec![account.to_owned()]);
    }
    let split = json!({ "title": "Fabrikam alone", "accounts": ["fabrikam"], "components": [] });
    room.does("dana", command("split_incident", split));
    hears(&mut model, &room);
    assert_eq!(model.stage.draft(&about("contoso")), ["contoso"]);
    assert!(model.stage.draft(&about("fabrikam")).is_empty());
    model.stage.chosen = Some(IncidentId(2));
    refresh(&mut model);
    assert_eq!(model.stage.draft(&about("fabrikam")), ["fabrikam"]);
    assert!(model.stage.draft(&about("contoso")).is_empty());
}

#[test]
fn refused_words_are_not_lost_while_the_form_is_open_again() {
    let mut model = screen(&Room::declared());
    act(&mut model, Action::Note);
    let effects = press(&mut model, "first\n");
    let id = submitted(&mut model, effects);
    act(&mut model, Action::Note);
    refused(&mut model, id);
    press(&mut model, "second");
    assert_eq!(kept(&model, "note"), ["second"]);
    press(&mut model, "\n");
    assert_eq!(kept(&model, "note"), ["first"]);
}

#[test]
fn refused_words_come_up_in_an_empty_form_that_is_closed_and_opened_again() {
    let mut model = screen(&Room::declared());
    act(&mut model, Action::Note);
    let effects = press(&mut model, "first\n");
    let id = submitted(&mut model, effects);
    act(&mut model, Action::Note);
    refused(&mut model, id);
    press(&mut model, "x\x1b");
    assert_eq!(kept(&model, "note"), ["x"]);
    act(&mut model, Action::Note);
    let backspace = KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE);
    update(&mut model, Msg::Key(backspace));
    press(&mut model, "\x1b");
    assert_eq!(kept(&model, "note"), ["first"]);
}

#[test]
fn two_screens_drafts_of_one_form_are_both_offered_by_the_next() {
    let mut model = screen(&Room::declared());
    let typed = |text: &str| crate::tui::drafts::Kept {
        incident: Some(IncidentId(1)),
        form: "note".to_owned(),
        about: String::new(),
        texts: vec![text.to_owned()],
    };
    let both = vec![
        typed("of one screen"),
        typed("of the other"),
        typed("of one screen"),
    ];
    model.stage.restore(both);
    assert_eq!(
        model.stage.unsent_drafts(),
        2,
        "the same words are the same draft"
    );
    assert_eq!(kept(&model, "note"), ["of one screen"]);
    act(&mut model, Action::Note);
    press(&mut model, "\n");
    assert_eq!(kept(&model, "note"), ["of the other"]);
}

#[test]
fn a_closed_incident_that_owes_a_report_without_a_date_is_called_so_in_the_header() {
    let mut room = Room::reporting();
    room.at(30);
    let words = draft_report("preliminary", room.now, json!({}));
    room.does("omar", words);
    room.does("dana", approve_report("preliminary"));
    room.does("omar", send_report("preliminary", &[]));
    room.does("dana", move_to("resolved"));
    let dated = crate::domain::due::owed(room.here()).into_iter();
    for due in dated.filter(|due| due.dated()) {
        let waived = json!({ "debt": due.kind.key(), "how": "waived", "reason": "they know" });
        room.does("dana", command("settle_debt", waived));
    }
    let close = json!({ "to": "closed", "reason": "handed to support", "owing": true });
    room.does("dana", command("change_state", close));
    let mut model = screen(&room);
    model.stage.chosen = room.incident;
    model.stage.read_closed = true;
    refresh(&mut model);
    let timed = &model.stage.board.dues;
    assert!(timed.is_empty(), "{timed:#?}");
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    terminal
        .draw(|frame| view(&model, Theme::terminal(), Lines::Drawn, frame))
        .unwrap();
    let drawn = terminal.backend().to_string();
    assert!(drawn.contains("closed, owing, after 30 min"), "{drawn}");
}

#[test]
fn a_call_recorded_for_one_account_leaves_the_cursor_on_another() {
    let mut model = screen(&Room::declared());
    let recorded = |model: &mut Model, account: &str| {
        model.room.accounts.key = Some("northwind".into());
        carry_out(model, vec![Ask::Submit(told(account, 0), None)]);
        model.room.accounts.key.clone()
    };
    assert_eq!(recorded(&mut model, "contoso"), Some("northwind".into()));
    assert_eq!(
        recorded(&mut model, "northwind"),
        None,
        "the cursor is for the next one"
    );
}
