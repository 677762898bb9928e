//! What everybody is told to do next, one situation after another.

use super::*;
use crate::domain::call_list::{Order, call_list_of};
use crate::domain::due::dues;
use crate::domain::outreach::Disposition;
use crate::domain::testkit::*;
use serde_json::json;

fn next_for(room: &Room, who: &str) -> Next {
    let who = who.into();
    let list = call_list_of(&who, &room.picture, room.here(), room.now, Order::Rank);
    next(room.here(), &dues(room.here()), &list, &who, room.now)
}

#[test]
fn first_of_all_somebody_takes_command() {
    let mut room = Room::declared();
    assert_eq!(next_for(&room, "dana"), Next::TakeCommand);
    room.does("omar", role("advocate"));
    assert!(matches!(next_for(&room, "omar"), Next::Claim { .. }));
    room.does("dana", role("commander"));
    assert!(
        matches!(next_for(&room, "dana"), Next::Inform { title, .. } if title == "Support"),
        "whoever commands directs, and leaves the calls to others"
    );
}

#[test]
fn who_directs_is_told_what_is_due_and_who_calls_whom_to_call() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("sam", role("support_lead"));
    room.at(4);
    assert!(matches!(next_for(&room, "dana"), Next::Inform { title, .. } if title == "Support"));
    assert!(matches!(next_for(&room, "omar"), Next::Claim { name, .. } if name == "Northwind"));
    room.at(8);
    assert!(matches!(next_for(&room, "sam"), Next::Page { first: true, .. }));
    assert!(
        matches!(next_for(&room, "omar"), Next::Inform { title, .. } if title == "Head of CS"),
        "it is him"
    );
}

#[test]
fn what_others_wait_for_comes_before_ones_own_next_step() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("tess", role("tech_lead"));
    let ask = json!({ "to": "tech_lead", "question": "Is data safe?" });
    room.does("omar", command("ask_question", ask));
    let question = "answer: Is data safe?".into();
    let (ask, due) = (room.last(), at(10));
    assert_eq!(next_for(&room, "tess"), Next::Answer { ask, question, due });
    assert!(!matches!(next_for(&room, "omar"), Next::Answer { .. }));
    room.does("tess", claim("northwind"));
    assert!(
        matches!(next_for(&room, "tess"), Next::Call { .. }),
        "a customer first"
    );
}

#[test]
fn what_runs_out_first_comes_first_and_the_word_of_another_is_left_to_them() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("carol", role("cs_lead"));
    let wish = json!({ "account": "northwind", "whom": "your CEO" });
    room.does("omar", command("want_executive", wish));
    assert!(matches!(next_for(&room, "carol"), Next::Word { due, .. } if due == at(60)));
    assert!(
        matches!(next_for(&room, "dana"), Next::Inform { .. }),
        "it is carol's word, and there is time"
    );
    room.at(5);
    let plan = json!({ "text": "watch errors", "until": at(19) });
    room.does("dana", command("set_intent", plan));
    room.at(17);
    assert!(
        matches!(next_for(&room, "carol"), Next::Inform { title, .. } if title == "CEO"),
        "that is in three minutes"
    );
    room.at(18);
    for level in ["support_lead", "head_of_cs"] {
        room.does("dana", inform(level, json!({ "person": "pat" })));
    }
    room.does("dana", post("investigating", "We look into it."));
    assert_eq!(next_for(&room, "dana"), Next::Plan { due: at(19) });
}

#[test]
fn what_is_offered_waits_for_a_yes_after_ones_own_call() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    let offer = json!({ "duty": "commander", "to": "lena" });
    room.does("dana", command("offer_duty", offer));
    let from = "dana".into();
    let duty = Duty::Commander;
    assert_eq!(next_for(&room, "lena"), Next::AcceptDuty { duty, from });
    room.does("lena", claim("fabrikam"));
    assert!(matches!(next_for(&room, "lena"), Next::Call { .. }));
}

#[test]
fn the_deputy_of_a_silent_commander_takes_over() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("lena", role("deputy"));
    room.at(9);
    assert!(!matches!(next_for(&room, "lena"), Next::TakeOver { .. }));
    room.at(10);
    let (from, since) = ("dana".into(), at(0));
    assert_eq!(next_for(&room, "lena"), Next::TakeOver { from, since });
    assert!(!matches!(next_for(&room, "omar"), Next::TakeOver { .. }));
    room.does("lena", role("commander"));
    room.at(30);
    assert!(
        !matches!(next_for(&room, "lena"), Next::TakeOver { .. }),
        "from nobody but oneself"
    );
}

#[test]
fn ones_own_call_comes_before_everything() {
    let mut room = Room::declared();
    room.does("omar", claim("fabrikam"));
    assert!(matches!(next_for(&room, "omar"), Next::Call { name, .. } if name == "Fabrikam"));
    room.does("omar", command("start_call", json!({ "account": "fabrikam" })));
    assert!(matches!(next_for(&room, "omar"), Next::Record { name, .. } if name == "Fabrikam"));
}

#[test]
fn a_customer_of_ones_own_on_the_line_with_somebody_else_comes_first() {
    let mut room = Room::declared();
    let answer = |account: &str| command("answer_inbound", json!({ "account": account }));
    room.does("omar", claim("northwind"));
    room.does("lena", answer("northwind"));
    let omar = next_for(&room, "omar");
    assert!(
        matches!(&omar, Next::OnTheLine { name, with, .. } if name == "Northwind" && with.as_str() == "lena"),
        "{omar:?}"
    );
    let lena = next_for(&room, "lena");
    assert!(
        matches!(&lena, Next::Record { name, .. } if name == "Northwind"),
        "{lena:?}"
    );
    room.does("omar", command("start_call", json!({ "account": "northwind" })));
    assert!(
        matches!(next_for(&room, "omar"), Next::Record { .. }),
        "he took it over himself"
    );
    room.at(31);
    assert!(!matches!(next_for(&room, "lena"), Next::Record { .. }));
}

#[test]
fn a_customer_on_the_line_with_another_soon_stands_behind_what_waits_for_a_word() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("omar", claim("northwind"));
    room.does(
        "lena",
        command("answer_inbound", json!({ "account": "northwind" })),
    );
    room.does(
        "dana",
        command("offer_duty", json!({ "duty": "commander", "to": "omar" })),
    );
    assert!(matches!(next_for(&room, "omar"), Next::OnTheLine { .. }));
    room.at(3);
    assert!(matches!(next_for(&room, "omar"), Next::AcceptDuty { .. }));
    room.does("omar", command("decline_duty", json!({ "duty": "commander" })));
    assert!(matches!(next_for(&room, "omar"), Next::OnTheLine { .. }));
}

#[test]
fn a_call_whose_claim_ran_out_still_wants_its_result() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("omar", command("start_call", json!({ "account": "fabrikam" })));
    room.at(11).does("hub", command("end_claims", json!({})));
    assert_eq!(room.holder("fabrikam"), None);
    let says = next_for(&room, "omar");
    assert!(
        matches!(&says, Next::Record { name, since, .. } if name == "Fabrikam" && *since == at(0)),
        "{says:?}"
    );
    room.does("omar", attempt("fabrikam", Disposition::NoAnswer));
    assert!(!matches!(next_for(&room, "omar"), Next::Record { .. }));
    room.does("omar", command("start_call", json!({ "account": "northwind" })));
    room.does(
        "omar",
        command("release_claim", json!({ "account": "northwind" })),
    );
    assert!(
        !matches!(next_for(&room, "omar"), Next::Record { .. }),
        "given back"
    );
}

#[test]
fn a_call_put_off_comes_back_to_who_put_it_off() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("lena", attempt("contoso", Disposition::NoAnswer));
    room.at(10);
    assert!(matches!(next_for(&room, "lena"), Next::CallAgain { name, .. } if name == "Contoso"));
}

#[test]
fn when_everyone_has_heard_there_is_nothing_to_do() {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    for account in ["northwind", "fabrikam", "contoso", "tailspin"] {
        room.does("lena", told(account, 0));
    }
    assert_eq!(next_for(&room, "lena"), Next::Nothing);
}
