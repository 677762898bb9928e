//! The call list in its two orders, the states of a row, and whom to call next.

use super::*;
use crate::domain::outreach::Disposition;
use crate::domain::testkit::*;
use serde_json::json;

fn list(room: &Room, order: Order) -> Vec<Listed> {
    call_list(&room.picture, room.here(), room.now, order)
}

fn ids(list: &[Listed]) -> Vec<&str> {
    list.iter().map(|listed| listed.account.as_str()).collect()
}

fn state_of(room: &Room, account: &str) -> &'static str {
    state(&room.picture, room.here(), room.row(account), room.now).as_str()
}

fn next_for(room: &Room, who: &str) -> Option<String> {
    let list = list(room, Order::Rank);
    next_call(&list, &who.into(), room.now).map(|listed| listed.account.to_string())
}

#[test]
fn by_rank_the_accounts_that_matter_most_come_first_and_what_is_done_last() {
    let mut room = Room::declared();
    let by_rank = [
        "northwind",
        "fabrikam",
        "contoso",
        "contoso-jp",
        "tailspin",
        "litware",
    ];
    assert_eq!(ids(&list(&room, Order::Rank)), by_rank);
    room.does("omar", told("northwind", 0));
    assert_eq!(ids(&list(&room, Order::Rank))[4..], ["northwind", "litware"]);
}

#[test]
fn who_called_us_and_pinned_go_first_then_callbacks_overdue() {
    let mut room = Room::declared();
    let inbound =
        json!({ "account": "contoso-jp", "direction": "inbound", "disposition": "left_live_message" });
    room.does("omar", command("record_attempt", inbound));
    room.does(
        "omar",
        command("pin_account", json!({ "account": "tailspin", "pinned": true })),
    );
    room.does("omar", attempt("contoso", Disposition::NoAnswer));
    let first = |room: &Room| {
        list(room, Order::Rank)
            .iter()
            .take(3)
            .map(|l| l.account.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        first(&room),
        ["contoso-jp", "tailspin", "northwind"],
        "the callback is not due yet"
    );
    room.at(10);
    assert_eq!(first(&room), ["contoso-jp", "tailspin", "contoso"]);
}

#[test]
fn by_due_the_soonest_comes_first() {
    let mut room = Room::declared();
    room.does("omar", attempt("contoso", Disposition::NoAnswer));
    let list = list(&room, Order::Due);
    let dues: Vec<_> = list.iter().map(|l| (l.account.as_str(), l.due)).collect();
    assert_eq!(
        dues[..2],
        [("contoso", Some(at(10))), ("northwind", Some(at(30)))]
    );
    assert_eq!(dues.last(), Some(&("litware", None)));
}

#[test]
fn ties_of_rank_are_settled_by_who_can_leave_first() {
    let mut room = Room::empty();
    for (name, renewal) in [("a", "2027-09-01"), ("b", "2027-07-01"), ("c", "2027-08-01")] {
        let mut account = (*room.reference.accounts["fabrikam"]).clone();
        account.id = name.into();
        account.renewal = Some(renewal.parse().unwrap());
        room.reference.accounts.insert(account.id.clone(), account.into());
    }
    room.does("dana", declare(json!({ "components": ["video-eu"] })));
    assert_eq!(ids(&list(&room, Order::Rank))[1..5], ["b", "c", "a", "fabrikam"]);
}

#[test]
fn a_row_goes_through_its_states() {
    let mut room = Room::declared();
    assert_eq!(state_of(&room, "northwind"), "to_call");
    room.does("omar", claim("northwind"));
    assert_eq!(state_of(&room, "northwind"), "claimed");
    room.does("omar", command("start_call", json!({ "account": "northwind" })));
    assert_eq!(state_of(&room, "northwind"), "on_phone");
    room.does("omar", attempt("northwind", Disposition::VoicemailLeft));
    assert_eq!(state_of(&room, "northwind"), "call_again");
    room.does("omar", told("northwind", 0));
    assert_eq!(state_of(&room, "northwind"), "reached");
    room.does("dana", post("identified", "A bad deploy."));
    assert_eq!(state_of(&room, "northwind"), "tell_again");
    room.does("omar", told("northwind", 1));
    assert_eq!(state_of(&room, "northwind"), "reached");
    room.does(
        "omar",
        command("tick_step", json!({ "step": "settled", "account": "northwind" })),
    );
    assert_eq!(state_of(&room, "northwind"), "settled");
    room.does("omar", attempt("fabrikam", Disposition::NotAffectedSaysCustomer));
    assert_eq!(state_of(&room, "fabrikam"), "not_affected");
    assert_eq!(state_of(&room, "litware"), "do_not_contact");
}

#[test]
fn no_answer_later_does_not_make_them_affected_again() {
    let mut room = Room::declared();
    room.does("omar", attempt("fabrikam", Disposition::NotAffectedSaysCustomer));
    room.at(1)
        .does("omar", attempt("fabrikam", Disposition::NoAnswer));
    assert_eq!(state_of(&room, "fabrikam"), "not_affected");
    room.at(2).does("omar", told("fabrikam", 0));
    assert_eq!(state_of(&room, "fabrikam"), "reached");
}

#[test]
fn words_that_changed_do_not_wait_for_a_contact_agreed_for_tomorrow() {
    let mut room = Room::declared();
    let call =
        json!({ "account": "northwind", "disposition": "reached_other", "told": 0, "next_at": at(1_440) });
    room.does("omar", command("record_attempt", call));
    assert_eq!(state_of(&room, "northwind"), "call_again");
    room.does("dana", post("identified", "A bad deploy."));
    assert_eq!(state_of(&room, "northwind"), "tell_again");
}

#[test]
fn nobody_is_rung_at_night_unless_they_asked() {
    let mut room = Room::declared();
    assert_eq!(state_of(&room, "contoso-jp"), "asleep", "21:00 in Tokyo");
    room.now = at(-1);
    assert_eq!(state_of(&room, "contoso-jp"), "to_call");
    room.at(1)
        .does("omar", attempt("contoso-jp", Disposition::NoAnswer));
    room.at(60);
    let asleep = |room: &Room| {
        list(room, Order::Rank)
            .iter()
            .any(|l| l.account.as_str() == "contoso-jp" && l.asleep)
    };
    assert!(asleep(&room));
    room.does("omar", attempt("contoso-jp", Disposition::CallbackRequested));
    assert!(!asleep(&room));
}

#[test]
fn the_next_call_is_ones_own_then_the_first_free_and_never_one_that_asked_not_to() {
    let mut room = Room::declared();
    assert_eq!(next_for(&room, "omar").as_deref(), Some("northwind"));
    room.does("omar", claim("fabrikam"));
    assert_eq!(next_for(&room, "omar").as_deref(), Some("fabrikam"));
    assert_eq!(next_for(&room, "dana").as_deref(), Some("northwind"));
    for account in ["northwind", "fabrikam", "contoso", "tailspin"] {
        room.does("omar", told(account, 0));
    }
    assert_eq!(
        next_for(&room, "omar"),
        None,
        "one sleeps, one asked not to be called"
    );
}
