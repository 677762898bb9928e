//! Tests of whose call an account is.

use crate::domain::assignments::Absence;
use crate::domain::call_list::{Order, RowState, call_list};
use crate::domain::command::Command;
use crate::domain::due::{Kind, dues};
use crate::domain::event::Event;
use crate::domain::ids::{IncidentId, Seq};
use crate::domain::next::{Next, next};
use crate::domain::outreach::Disposition;
use crate::domain::people::Duty;
use crate::domain::testkit::*;
use crate::domain::waits::waiting_for;
use serde_json::json;
use std::sync::Arc;

fn assign(account: &str, to: &str) -> Command {
    command("assign_account", json!({ "account": account, "to": to }))
}

fn accept(accounts: &[&str]) -> Command {
    command("accept_accounts", json!({ "accounts": accounts }))
}

fn decline(accounts: &[&str]) -> Command {
    command(
        "decline_accounts",
        json!({ "accounts": accounts, "reason": "on a call" }),
    )
}

fn deal(shares: &[(&str, &str)], seen: Seq) -> Command {
    let shares = shares
        .iter()
        .map(|(account, to)| json!({ "account": account, "to": to }));
    command(
        "deal_list",
        json!({ "shares": shares.collect::<Vec<_>>(), "seen": seen }),
    )
}

fn back_up(present: &[&str]) -> Command {
    command("back_up_accounts", json!({ "present": present }))
}

fn leave() -> Command {
    command("leave_calls", json!({ "reason": "a train to catch" }))
}

fn whose(room: &Room, account: &str) -> Option<String> {
    room.row(account).whose().map(|whose| whose.who.to_string())
}

fn said_last(room: &Room) -> String {
    room.here().timeline.last().unwrap().text.to_string()
}

/// Northwind and fabrikam are omar's with lena to stand in, contoso is lena's with nobody; dana is CS lead.
fn owned() -> Room {
    let mut room = Room::empty();
    for (id, owner, backup) in [
        ("northwind", "omar", Some("lena")),
        ("fabrikam", "omar", Some("lena")),
        ("contoso", "lena", None),
    ] {
        let account = Arc::make_mut(room.reference.accounts.get_mut(id).unwrap());
        account.owner = Some(owner.into());
        account.backup = backup.map(Into::into);
    }
    room.does(
        "dana",
        declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
    );
    room.incident = Some(IncidentId(1));
    room.does("dana", role("cs_lead"));
    room
}

#[test]
fn an_account_is_offered_taken_and_declined() {
    let mut room = owned();
    room.does("dana", assign("northwind", "lena"));
    room.already("dana", assign("northwind", "lena"));
    assert_eq!(said_last(&room), "offers it to lena, to call them");
    room.does("lena", accept(&[]));
    assert_eq!(said_last(&room), "took it");
    room.already("lena", accept(&["northwind"]));
    assert!(room.row("northwind").whose().unwrap().settled());
    room.does("lena", decline(&["northwind"]));
    assert_eq!(said_last(&room), "is not to call them: on a call");
    assert_eq!(
        whose(&room, "northwind").as_deref(),
        Some("omar"),
        "back to their advocate"
    );
    room.already("lena", decline(&["northwind"]));
}

#[test]
fn only_who_directs_calls_gives_accounts_to_others_and_anybody_takes_one() {
    let mut room = owned();
    let refusal = room.refused("lena", "duty_needed", assign("northwind", "omar"));
    assert!(refusal.contains("the commander or the CS lead"), "{refusal}");
    room.does("lena", assign("northwind", "lena"));
    let refusal = room.refused("omar", "taken_by", assign("northwind", "omar"));
    assert_eq!(
        refusal,
        "lena has taken Northwind; ask lena, or let the commander or the CS lead give it to you"
    );
    room.does("dana", assign("northwind", "dana"));
    room.refused("omar", "do_not_contact", assign("litware", "omar"));
    room.refused("omar", "not_offered", accept(&[]));
    let refusal = room.refused("omar", "not_offered", accept(&["northwind"]));
    assert!(refusal.starts_with("nobody offers you Northwind"), "{refusal}");
}

#[test]
fn an_offer_waits_for_a_word_and_comes_first_in_what_to_do() {
    let mut room = owned();
    room.does("dana", role("commander"));
    let seen = room.last();
    room.does(
        "dana",
        deal(
            &[("northwind", "lena"), ("fabrikam", "lena"), ("contoso", "omar")],
            seen,
        ),
    );
    let mine: Vec<String> = waiting_for(room.here(), &"lena".into())
        .iter()
        .map(|wait| wait.what.to_string())
        .collect();
    assert_eq!(mine, ["dana offers you 2 accounts to call"]);
    let list = call_list(&room.picture, room.here(), room.now, Order::Rank);
    let next = next(room.here(), &dues(room.here()), &list, &"omar".into(), room.now);
    let Next::AcceptAccounts { what, accounts } = next else {
        panic!("{next:?}")
    };
    assert_eq!(
        (what.as_str(), accounts.len()),
        ("dana offers you Contoso to call", 1)
    );
    room.does("lena", accept(&[]));
    assert_eq!(said_last(&room), "took 2 accounts to call");
    assert!(waiting_for(room.here(), &"lena".into()).is_empty());
}

#[test]
fn the_second_of_two_who_deal_at_once_is_told_by_whom_and_when() {
    let mut room = owned();
    room.does("omar", role("commander"));
    let seen = room.last();
    room.at(3)
        .does("dana", deal(&[("northwind", "lena"), ("contoso", "dana")], seen));
    assert_eq!(said_last(&room), "dealt 2 accounts: dana 1, lena 1");
    room.at(4);
    let refusal = room.refused("omar", "dealt_meanwhile", deal(&[("fabrikam", "lena")], seen));
    assert_eq!(
        refusal,
        "dana dealt the list 1 min ago; look at what is left, then deal that"
    );
    assert_eq!(
        whose(&room, "contoso").as_deref(),
        Some("dana"),
        "one's own share needs no yes"
    );
    let again = room.last();
    room.does("omar", deal(&[("fabrikam", "lena")], again));
    room.refused("lena", "duty_needed", deal(&[], again));
}

#[test]
fn what_was_called_claimed_or_declined_since_the_preview_is_not_dealt() {
    let mut room = owned();
    room.does("dana", assign("tailspin", "lena"));
    room.does("lena", decline(&[]));
    let seen = room.last();
    room.does("omar", claim("northwind"));
    room.does("omar", told("fabrikam", 0));
    room.does("omar", attempt("contoso-jp", Disposition::DoNotContact));
    let all = [
        "northwind",
        "fabrikam",
        "contoso-jp",
        "tailspin",
        "contoso",
        "litware",
    ];
    let shares: Vec<_> = all.map(|account| (account, "lena")).into();
    let events = room.does("dana", deal(&shares, seen));
    let Event::ListDealt(dealt) = &events[0] else {
        panic!("{events:?}")
    };
    let dealt: Vec<&str> = dealt.shares.iter().map(|share| share.account.as_str()).collect();
    assert_eq!(dealt, ["contoso"]);
    let again = room.last();
    room.refused(
        "dana",
        "dealt_twice",
        deal(&[("contoso", "lena"), ("contoso", "omar")], again),
    );
    room.refused("dana", "unknown_account", deal(&[("nobody", "lena")], again));
    room.refused("dana", "empty", deal(&[("contoso", " ")], again));
}

#[test]
fn a_deal_is_taken_back_until_somebody_has_said_yes() {
    let mut room = owned();
    let seen = room.last();
    room.does("dana", deal(&[("northwind", "lena"), ("fabrikam", "lena")], seen));
    let dealt = room.last();
    room.does("dana", take_back(dealt));
    assert_eq!(whose(&room, "northwind").as_deref(), Some("omar"));
    room.does("dana", deal(&[("northwind", "lena"), ("fabrikam", "lena")], seen));
    let dealt = room.last();
    room.does("lena", accept(&[]));
    room.refused("dana", "acted_since", take_back(dealt));
}

#[test]
fn an_absent_owners_account_goes_to_who_stands_in_after_three_minutes() {
    let mut room = owned();
    room.reference.people[0].timezone = Some("Asia/Tokyo".into());
    room.at(2).already("hub", back_up(&["lena"]));
    room.refused("dana", "access_needed", back_up(&["lena"]));
    room.at(3).does("hub", back_up(&["lena"]));
    assert_eq!(said_last(&room), "lena stands in for omar (asleep): 2 accounts");
    assert_eq!(whose(&room, "northwind").as_deref(), Some("lena"));
    room.at(9).already("hub", back_up(&[]));
    room.does("lena", decline(&["northwind"]));
    room.at(20).already("hub", back_up(&[]));
    assert_eq!(whose(&room, "northwind").as_deref(), Some("omar"), "lena said no");
}

#[test]
fn whoever_is_here_or_has_a_claim_keeps_what_is_theirs() {
    let mut room = owned();
    room.does("omar", claim("northwind"));
    room.at(3).already("hub", back_up(&["omar"]));
    room.does("hub", back_up(&[]));
    assert_eq!(whose(&room, "fabrikam").as_deref(), Some("lena"));
    assert_eq!(
        whose(&room, "northwind").as_deref(),
        Some("omar"),
        "he has claimed it"
    );
    room.at(5).does("omar", release("northwind"));
    room.at(7).already("hub", back_up(&[]));
    room.at(8).does("hub", back_up(&[]));
    assert_eq!(said_last(&room), "lena stands in for omar (not here)");
}

#[test]
fn an_owner_who_is_here_again_has_back_what_the_backup_has_not_begun() {
    let mut room = owned();
    room.at(3).does("hub", back_up(&["lena"]));
    assert_eq!(whose(&room, "fabrikam").as_deref(), Some("lena"));
    room.does("lena", claim("northwind"));
    room.at(4).does("hub", back_up(&["lena", "omar"]));
    assert_eq!(said_last(&room), "omar is here again and has it back from lena");
    assert_eq!(whose(&room, "fabrikam").as_deref(), Some("omar"));
    assert_eq!(
        whose(&room, "northwind").as_deref(),
        Some("lena"),
        "she has claimed it"
    );
    room.does("lena", attempt("northwind", Disposition::NoAnswer));
    room.at(5).already("hub", back_up(&["lena", "omar"]));
    assert_eq!(
        whose(&room, "northwind").as_deref(),
        Some("lena"),
        "she has called them"
    );
    room.at(7).does("hub", back_up(&["lena"]));
    assert_eq!(whose(&room, "fabrikam").as_deref(), Some("lena"), "away again");
}

#[test]
fn a_callback_of_an_absent_caller_goes_to_who_stands_in_once_it_is_late() {
    let mut room = owned();
    room.at(1)
        .does("omar", attempt("northwind", Disposition::NoAnswer));
    room.does("omar", attempt("fabrikam", Disposition::NoAnswer));
    let here = ["omar"];
    room.at(13).already("hub", back_up(&here));
    room.already("hub", back_up(&[]));
    room.at(14).does("hub", back_up(&[]));
    let owner = |room: &Room| {
        let due = dues(room.here())
            .into_iter()
            .find(|due| due.kind == Kind::Callback("northwind".into()));
        due.unwrap().owner.map(|owner| owner.to_string())
    };
    assert_eq!(owner(&room).as_deref(), Some("lena"));
    let state = call_list(&room.picture, room.here(), room.now, Order::Rank);
    let northwind = state
        .iter()
        .find(|listed| listed.account.as_str() == "northwind")
        .unwrap();
    assert!(matches!(&northwind.state, RowState::CallAgain { by, .. } if by.as_str() == "lena"));
    let stands = northwind.whose.as_ref().unwrap();
    let expected = crate::domain::assignments::Right::StandsIn {
        of: "omar".into(),
        why: Absence::Away,
    };
    assert_eq!(stands.by, expected);
}

#[test]
fn who_leaves_the_calls_leaves_nothing_behind() {
    let mut room = owned();
    room.does("lena", role("advocate"));
    room.does("lena", assign("tailspin", "lena"));
    room.does("lena", claim("contoso"));
    room.does("lena", attempt("contoso-jp", Disposition::NoAnswer));
    let events = room.at(2).does("lena", leave());
    let kinds: Vec<_> = events.iter().map(Event::kind).collect();
    assert_eq!(kinds, ["calls_left", "claim_ended"]);
    let lines: Vec<&str> = room
        .here()
        .timeline
        .iter()
        .rev()
        .take(2)
        .map(|line| line.text.as_str())
        .collect();
    let expected = [
        "lena gave it back",
        "lena makes no more calls: a train to catch; back on the list: 3 accounts",
    ];
    assert_eq!(lines, expected);
    for account in ["contoso", "tailspin"] {
        assert_eq!(whose(&room, account), None, "{account}");
    }
    assert!(!room.here().roles.holds(Duty::Advocate, &"lena".into()));
    let callback = dues(room.here())
        .into_iter()
        .find(|due| due.kind == Kind::Callback("contoso-jp".into()));
    assert_eq!(callback.unwrap().owner, None);
    room.already("lena", leave());
}

#[test]
fn what_somebody_stands_in_for_goes_to_them_and_a_call_that_is_on_is_finished() {
    let mut room = owned();
    room.does("omar", command("start_call", json!({ "account": "fabrikam" })));
    room.refused(
        "lena",
        "duty_needed",
        command("leave_calls", json!({ "person": "omar" })),
    );
    let gone = command("leave_calls", json!({ "person": "Omar" }));
    let events = room.does("dana", gone);
    let kinds: Vec<_> = events.iter().map(Event::kind).collect();
    assert_eq!(kinds, ["calls_left", "accounts_backed_up"]);
    assert_eq!(said_last(&room), "lena stands in for omar (has left): 2 accounts");
    assert_eq!(
        room.holder("fabrikam"),
        Some("omar"),
        "he is on the phone with them"
    );
}

#[test]
fn a_share_goes_along_when_incidents_are_merged() {
    let mut room = owned();
    room.does("lena", assign("northwind", "lena"));
    room.does(
        "dana",
        declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
    );
    room.does("dana", command("merge_incident", json!({ "into": "INC-2" })));
    room.incident = Some(IncidentId(2));
    assert_eq!(whose(&room, "northwind").as_deref(), Some("lena"));
    assert!(room.row("northwind").whose().unwrap().settled());
}

#[test]
fn what_somebody_took_or_called_since_the_preview_is_not_dealt_to_another() {
    let mut room = owned();
    let seen = room.last();
    room.does("lena", assign("tailspin", "lena"));
    room.does("omar", attempt("contoso-jp", Disposition::NoAnswer));
    room.does(
        "omar",
        command("answer_inbound", json!({ "account": "fabrikam" })),
    );
    let shares = ["tailspin", "contoso-jp", "fabrikam", "northwind"].map(|account| (account, "omar"));
    let events = room.does("dana", deal(&shares, seen));
    let Event::ListDealt(dealt) = &events[0] else {
        panic!("{events:?}")
    };
    let dealt: Vec<&str> = dealt.shares.iter().map(|share| share.account.as_str()).collect();
    assert_eq!(dealt, ["northwind"]);
    assert_eq!(whose(&room, "tailspin").as_deref(), Some("lena"));
}

#[test]
fn one_yes_to_a_share_and_a_yes_to_several_offers_both_count() {
    let mut room = owned();
    let seen = room.last();
    let shares = [("northwind", "lena"), ("fabrikam", "lena"), ("contoso", "dana")];
    room.does("dana", deal(&shares, seen));
    let dealt = room.last();
    room.does("lena", accept(&["northwind"]));
    let refusal = room.refused("dana", "acted_since", take_back(dealt));
    assert!(refusal.contains("lena"), "{refusal}");

    room.does("dana", assign("tailspin", "omar"));
    let offered = room.last();
    room.does("dana", assign("contoso-jp", "omar"));
    room.does("omar", accept(&[]));
    let refusal = room.refused("dana", "acted_since", take_back(offered));
    assert!(refusal.contains("omar"), "{refusal}");
}

#[test]
fn an_owner_is_who_signs_in_however_the_list_of_accounts_writes_them() {
    let mut room = Room::empty();
    room.reference.people[0].name = "Omar Haddad".into();
    let account = Arc::make_mut(room.reference.accounts.get_mut("northwind").unwrap());
    account.owner = Some("omar HADDAD".into());
    account.backup = Some("Carol".into());
    room.does(
        "dana",
        declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
    );
    room.incident = Some(IncidentId(1));
    assert_eq!(whose(&room, "northwind").as_deref(), Some("omar"));
    let account = &room.row("northwind").affected.account;
    assert_eq!(account.backup, Some("carol".into()));
}

#[test]
fn whoever_is_here_stands_in_first_and_takes_over_from_a_backup_who_is_not() {
    let mut room = owned();
    room.reference.people[0].deputy = Some("sam".into());
    room.at(3).does("hub", back_up(&["sam"]));
    assert_eq!(whose(&room, "northwind").as_deref(), Some("sam"));
    room.at(5).already("hub", back_up(&["lena"]));
    room.at(6).does("hub", back_up(&["lena"]));
    assert_eq!(said_last(&room), "lena stands in for omar (not here): 2 accounts");
    assert_eq!(whose(&room, "northwind").as_deref(), Some("lena"));
    room.at(20).already("hub", back_up(&[]));
}
