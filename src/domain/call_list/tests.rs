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

fn own(room: &Room, who: &str) -> Vec<Listed> {
    call_list_of(&who.into(), &room.picture, room.here(), room.now, Order::Rank)
}

#[test]
fn a_retry_stays_with_its_caller_until_five_minutes_past_due_and_is_anybodys_then() {
    let mut room = Room::declared();
    room.does("omar", attempt("northwind", Disposition::NoAnswer));
    let first = |room: &Room, who: &str| own(room, who)[0].account.to_string();
    room.at(9);
    assert_eq!(first(&room, "omar"), "fabrikam", "not before its time");
    room.at(10);
    assert_eq!(first(&room, "omar"), "northwind");
    assert_eq!(first(&room, "lena"), "fabrikam");
    assert_eq!(next_for(&room, "lena").as_deref(), Some("fabrikam"));
    room.at(15);
    assert_eq!(first(&room, "lena"), "northwind");
}

#[test]
fn in_the_list_of_one_person_what_is_theirs_comes_first_and_what_others_have_after_what_is_free() {
    let mut room = Room::declared();
    room.does("omar", claim("contoso"));
    room.does("lena", claim("northwind"));
    assert_eq!(ids(&own(&room, "omar"))[..3], ["contoso", "fabrikam", "tailspin"]);
    assert_eq!(ids(&own(&room, "lena"))[0], "northwind");
    assert_eq!(ids(&own(&room, "omar")).last(), Some(&"litware"));
}

#[test]
fn hours_that_matter_to_an_account_lift_it_and_make_it_time_to_call() {
    let mut room = Room::declared();
    let call = json!({ "account": "contoso", "from": at(60), "until": at(90), "what": "investor call" });
    room.does("omar", command("record_moment", call));
    let contoso = |room: &Room| {
        own(room, "omar")
            .into_iter()
            .find(|l| l.account.as_str() == "contoso")
    };
    assert_eq!(contoso(&room).unwrap().state, RowState::ToCall { now: true });
    assert_eq!(
        ids(&own(&room, "omar"))[1],
        "contoso",
        "20 points within the hour"
    );
    room.at(95);
    assert_eq!(contoso(&room).unwrap().moment, None);
}

#[test]
fn a_language_only_some_of_us_speak_is_for_those_who_do() {
    let mut room = Room::empty();
    let mut northwind = (*room.reference.accounts["northwind"]).clone();
    northwind.language = Some("ja".into());
    room.reference
        .accounts
        .insert(northwind.id.clone(), northwind.into());
    room.reference.people = serde_json::from_value(json!([
        { "id": "lena", "name": "Lena", "languages": ["en", "ja"] },
        { "id": "omar", "name": "Omar", "languages": ["en"] },
    ]))
    .unwrap();
    room.does("dana", declare(json!({ "components": ["video-eu"] })));
    assert_eq!(next_for(&room, "lena").as_deref(), Some("northwind"));
    assert_eq!(next_for(&room, "omar").as_deref(), Some("fabrikam"));
    let list = own(&room, "omar");
    let northwind = list.iter().find(|listed| listed.account.as_str() == "northwind");
    let lena = ["lena".into()];
    let speaks = May::Speaks {
        language: &"Japanese".into(),
        by: &lena,
    };
    assert_eq!(may(northwind.unwrap(), &"omar".into(), room.now), speaks);
}

#[test]
fn after_enough_calls_it_is_written_to_and_then_nobodys_to_call() {
    let mut room = Room::declared();
    for minute in [0, 10, 20] {
        room.at(minute)
            .does("omar", attempt("northwind", Disposition::NoAnswer));
    }
    assert_eq!(state_of(&room, "northwind"), "write");
    assert_eq!(own(&room, "omar")[0].account.as_str(), "northwind");
    assert_eq!(
        own(&room, "lena")[0].account.as_str(),
        "fabrikam",
        "omar's for five minutes"
    );
    for channel in ["email", "sms"] {
        let mail = json!({ "account": "northwind", "channel": channel, "disposition": "wrote" });
        room.does("omar", command("record_attempt", mail));
    }
    assert_eq!(state_of(&room, "northwind"), "unreachable");
    room.at(60);
    assert_eq!(next_for(&room, "omar").as_deref(), Some("fabrikam"));
    let called =
        json!({ "account": "northwind", "direction": "inbound", "disposition": "left_live_message" });
    room.does("omar", command("record_attempt", called));
    for who in ["omar", "lena"] {
        assert_eq!(
            next_for(&room, who).as_deref(),
            Some("northwind"),
            "they called us"
        );
    }
}

#[test]
fn nobody_is_rung_out_of_their_sleep_to_be_tried_again() {
    let mut room = Room::declared();
    let next = |room: &Room, account: &str| room.row(account).last().unwrap().facts.next_at;
    room.at(-30);
    room.does("omar", attempt("contoso-jp", Disposition::VoicemailLeft));
    assert_eq!(next(&room, "contoso-jp"), Some(at(600)), "07:00 in Tokyo");
    room.does("omar", attempt("contoso-jp", Disposition::CallbackRequested));
    assert_eq!(next(&room, "contoso-jp"), Some(at(0)), "they asked for it");
}

#[test]
fn a_call_of_theirs_that_nobody_took_up_is_offered_whatever_was_decided_before() {
    let write = |room: &mut Room| {
        for (minute, channel, how) in [
            (0, "phone", "no_answer"),
            (10, "phone", "no_answer"),
            (20, "phone", "no_answer"),
            (21, "email", "wrote"),
            (22, "sms", "wrote"),
        ] {
            let tried = json!({ "account": "northwind", "channel": channel, "disposition": how });
            room.at(minute).does("omar", command("record_attempt", tried));
        }
        room.does("dana", role("cs_lead"));
    };
    let decided = |room: &mut Room, how: &str| {
        write(room);
        let so = json!({ "account": "northwind", "how": how });
        room.does("dana", command("decide_unreachable", so));
    };
    let later = |room: &mut Room| {
        let fields =
            json!({ "account": "northwind", "disposition": "callback_requested", "next_at": at(300) });
        room.does("omar", command("record_attempt", fields));
    };
    let refused = |room: &mut Room| {
        room.does("omar", attempt("northwind", Disposition::RefusedToTalk));
    };
    let cases: [&dyn Fn(&mut Room); 5] = [
        &write,
        &|room| decided(room, "leave"),
        &|room| decided(room, "by_mail"),
        &later,
        &refused,
    ];
    for before in cases {
        let mut room = Room::declared();
        before(&mut room);
        assert_ne!(next_for(&room, "lena").as_deref(), Some("northwind"));
        room.at(40).does(
            "omar",
            command("answer_inbound", json!({ "account": "northwind" })),
        );
        room.does("omar", release("northwind"));
        assert_eq!(next_for(&room, "lena").as_deref(), Some("northwind"));
        assert_eq!(list(&room, Order::Rank)[0].due, Some(at(40)));
        // Who is tried once more is not offered again at once.
        room.at(41)
            .does("lena", attempt("northwind", Disposition::NoAnswer));
        assert_ne!(next_for(&room, "lena").as_deref(), Some("northwind"));
    }
}
