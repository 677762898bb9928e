//! What only its person knows, on the screen: shown once it is kept, told when it is through, and never lost unsaid.

use super::stage::Screen;
use super::world::{World, at};
use serde_json::json;
use uuid::Uuid;
use warroom::domain::command::Submission;
use warroom::domain::people::Person;
use warroom::tui::effect::Effect;
use warroom::tui::msg::{Answer, Liveness, Msg, NotTaken};

fn room(width: u16, height: u16) -> (World, Screen) {
    let world = World::new().drawn();
    let screen = Screen::of("pat", &world, at(13, 12), width, height);
    (world, screen)
}

fn note(id: u128, text: &str) -> Submission {
    let note = json!({
        "id": Uuid::from_u128(1000 + id), "incident": "INC-1", "said_at": at(13, 0), "kind": "write_note", "text": text,
    });
    serde_json::from_value(note).unwrap()
}

fn offline(screen: &mut Screen) {
    screen.hear(Msg::Liveness(Liveness::Offline {
        since: at(13, 12),
        trouble: "nothing comes back".to_owned(),
    }));
}

/// What a dialog says, as one line.
fn said(screen: &Screen) -> String {
    let text = screen.text();
    let inside = text.lines().map(|line| {
        let left = line.split_once(['│', '┌']).map_or(line, |(_, inside)| inside);
        left.rsplit_once(['│', '┐']).map_or(left, |(inside, _)| inside)
    });
    let words = inside.flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_shows_as_done_before_it_is_on_disk() {
    let (_, mut screen) = room(80, 24);
    screen.hear(Msg::Submitted(Box::new(note(7, "it is the new codec"))));
    assert!(
        !screen.text().contains("it is the new codec"),
        "{}",
        screen.text()
    );
    assert!(screen.text().contains("1 sending"), "{}", screen.text());
    let taken = |only_here| Msg::Taken {
        id: Uuid::from_u128(1007),
        only_here,
    };
    screen.hear(taken(None));
    assert!(screen.text().contains("it is the new codec"), "{}", screen.text());
    screen.hear(taken(Some("the disk is full".to_owned())));
    assert!(
        screen
            .text()
            .contains("only in this program until the hub answers: the disk is full"),
        "{}",
        screen.text()
    );
    screen.play("q");
    assert!(
        said(&screen).contains("in this program only and would be lost"),
        "{}",
        screen.text()
    );
}

#[test]
fn without_the_hub_it_says_not_sent_only_of_what_is_on_disk() {
    let (_, mut screen) = room(80, 24);
    offline(&mut screen);
    screen.hear(Msg::Submitted(Box::new(note(7, "it is the new codec"))));
    assert!(screen.text().contains("1 NOT KEPT YET"), "{}", screen.text());
    for (only_here, says) in [
        (Some("the disk is full"), "1 NOT KEPT YET"),
        (None, "1 NOT SENT YET"),
    ] {
        screen.hear(Msg::Taken {
            id: Uuid::from_u128(1007),
            only_here: only_here.map(str::to_owned),
        });
        assert!(screen.text().contains(says), "{}", screen.text());
    }
}

#[test]
fn nothing_is_called_sent_before_it_is_known_what_an_earlier_run_left() {
    let (_, mut screen) = room(80, 24);
    screen.model.stage.outbox_awaited = true;
    assert!(!screen.text().contains("all sent"), "{}", screen.text());
    screen.hear(Msg::Resumed(Vec::new()));
    assert!(screen.text().contains("all sent"), "{}", screen.text());
    assert!(!screen.text().contains("recorded before"), "{}", screen.text());
}

#[test]
fn what_an_earlier_run_left_shows_again_and_a_line_says_that_it_is_sent() {
    let (_, mut screen) = room(80, 24);
    screen.hear(Msg::Resumed(vec![
        note(7, "the vendor knows"),
        note(8, "it is them"),
    ]));
    let text = screen.text();
    assert!(
        text.contains("2 things you recorded before were not sent"),
        "{text}"
    );
    assert!(
        text.contains("it is them") && text.contains("2 sending"),
        "{text}"
    );
    screen.hear(Msg::Replayed {
        sent: 2,
        refused: Vec::new(),
    });
    assert!(
        screen.text().contains("What had waited is sent: 2 things."),
        "{}",
        screen.text()
    );
    assert_eq!(screen.effects, []);
}

#[test]
fn what_was_refused_is_listed_with_all_its_words_and_goes_from_disk_when_it_was_read() {
    let (_, mut screen) = room(80, 24);
    let words =
        "they would leave us over this, said their head of operations, who wants to hear from our CEO today";
    let refused = |id, text: &str| NotTaken {
        submission: note(id, text),
        why: "INC-1 is closed; open it again first".to_owned(),
    };
    screen.hear(Msg::Replayed {
        sent: 3,
        refused: vec![refused(7, words), refused(8, "it is them")],
    });
    let text = said(&screen);
    for part in [
        "2 things you recorded were refused",
        words,
        "it is them",
        "Refused: INC-1 is closed; open it again first.",
        "14:02 note",
    ] {
        assert!(text.contains(part), "{part}: {}", screen.text());
    }
    assert_eq!(screen.effects, []);
    screen.play("<enter>");
    assert_eq!(
        screen.effects,
        [Effect::Seen(vec![Uuid::from_u128(1007), Uuid::from_u128(1008)])]
    );
    let text = screen.text();
    assert!(
        text.contains("Of what had waited, 3 sent and 2 refused."),
        "{text}"
    );
}

#[test]
fn what_was_refused_does_not_open_under_the_fingers_of_somebody_who_types() {
    let (_, mut screen) = room(80, 24);
    screen.play("nwe wait for");
    screen.hear(Msg::Replayed {
        sent: 0,
        refused: vec![NotTaken {
            submission: note(7, "the vendor knows"),
            why: "no".to_owned(),
        }],
    });
    screen.play(" the vendor<enter>");
    assert_eq!(screen.sent[0].command.kind(), "write_note");
    assert!(
        said(&screen).contains("1 thing you recorded was refused"),
        "{}",
        screen.text()
    );
    screen.play("<esc>");
    assert_eq!(screen.effects, [], "it is told again");
}

#[test]
fn more_than_fits_is_reached_with_the_arrows() {
    let (_, mut screen) = room(80, 24);
    let refused = (0..30).map(|id| NotTaken {
        submission: note(id, &format!("thing {id:02}")),
        why: "no".to_owned(),
    });
    screen.hear(Msg::Replayed {
        sent: 0,
        refused: refused.collect(),
    });
    assert!(!screen.text().contains("thing 29"), "{}", screen.text());
    for _ in 0..60 {
        screen.play("<down>");
    }
    assert!(screen.text().contains("thing 29"), "{}", screen.text());
    assert_eq!(screen.effects, [], "not all of it is read yet");
}

#[test]
fn a_call_that_was_refused_is_told_with_whom_and_what_they_said() {
    let (_, mut screen) = room(80, 24);
    let call = json!({
        "id": Uuid::from_u128(1007), "incident": "INC-1", "said_at": at(13, 0), "kind": "record_attempt",
        "account": "northwind-traders", "channel": "phone", "disposition": "reached_other",
        "note": "asked for hourly news",
    });
    screen.hear(Msg::Replayed {
        sent: 0,
        refused: vec![NotTaken {
            submission: serde_json::from_value(call).unwrap(),
            why: "no".to_owned(),
        }],
    });
    let text = said(&screen);
    for part in [
        "call, Northwind Traders",
        "reached other",
        "asked for hourly news",
    ] {
        assert!(text.contains(part), "{part}: {}", screen.text());
    }
}

fn people() -> Vec<Person> {
    let person = |id: &str, duty: &str, phone: &str| -> Person {
        serde_json::from_value(json!({ "id": id, "name": id, "duties": [duty], "phone": phone })).unwrap()
    };
    vec![
        person("dana", "commander", "+49 30 1"),
        person("omar", "head_of_cs", "+49 30 2"),
        person("ines", "ceo", "+49 30 3"),
    ]
}

#[test]
fn without_a_hub_whoever_would_decide_is_named_with_a_number_and_then_the_levels() {
    let (_, mut screen) = room(80, 24);
    screen.hear(Msg::People(people()));
    offline(&mut screen);
    screen.play("1c");
    let text = screen.text();
    assert!(
        screen.sent.is_empty() && text.contains("Not sent: the hub is away"),
        "{text}"
    );
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
    assert!(at("+49 30 1") < at("+49 30 3"), "who decides, first: {text}");
    assert!(text.contains("CEO") && text.contains("commander"), "{text}");
    screen.play("<enter>m1c");
    let text = screen.text();
    assert!(text.contains("number hidden") && !text.contains("+49"), "{text}");
}

#[test]
fn leaving_with_unsent_work_says_how_much_and_what_becomes_of_it() {
    let (_, mut screen) = room(80, 24);
    screen.model.stage.restore(Vec::new());
    screen.play("q");
    assert_eq!(screen.effects.last(), Some(&Effect::Quit), "nothing is unsent");
    offline(&mut screen);
    screen.play("nit is them<enter>");
    screen.play("nwe know by now<enter>q");
    let text = said(&screen);
    assert!(
        text.contains("2 things you recorded are not sent yet; the next start sends them"),
        "{text}"
    );
    screen.play("<esc>");
    let id = screen.sent[0].id;
    let why = "nobody there".to_owned();
    screen.hear(Msg::Answered {
        id,
        answer: Answer::Waiting(why),
    });
    assert!(screen.text().contains("2 NOT SENT YET"), "{}", screen.text());
}

#[test]
fn what_is_counted_without_the_hub_is_called_an_estimate_and_every_pane_says_that_it_is_stale() {
    for (width, height) in [(80, 24), (120, 40)] {
        let (_, mut screen) = room(width, height);
        let live = screen.text();
        assert!(!live.contains("about ") && !live.contains("STALE"), "{live}");
        offline(&mut screen);
        screen.hear(Msg::Clock(at(18, 0)));
        let text = screen.text();
        assert!(text.contains("now about 14:07 UTC"), "{text}");
        for pane in [
            "1 ACCOUNTS  STALE",
            "2 CLOCK  STALE",
            "3 CHECKLIST  STALE",
            "4 TIMELINE  STALE",
        ] {
            assert!(text.contains(pane), "{pane}: {text}");
        }
        assert_eq!(
            text.contains("OFFLINE 4 min, showing 14:02"),
            width >= 100,
            "{text}"
        );
    }
}

#[test]
fn after_the_machine_has_slept_everything_is_stale_until_the_hub_has_answered() {
    let (world, mut screen) = room(80, 24);
    screen.hear(Msg::Woke);
    screen.hear(Msg::Clock(at(23, 12)));
    let text = screen.text();
    assert!(text.contains("STALE 10 min") && !text.contains("LIVE"), "{text}");
    screen.hear(Msg::Liveness(Liveness::Live));
    screen.hear(Msg::News(Box::new(
        world.news(world.picture.through(), at(23, 13)),
    )));
    assert!(screen.text().contains("LIVE"), "{}", screen.text());
}
