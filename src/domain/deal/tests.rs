//! Tests of dealing the call list.

use super::*;
use crate::domain::assignments::DealList;
use crate::domain::call_list::{Order, call_list};
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::outreach::Disposition;
use crate::domain::testkit::*;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

const PEOPLE: [&str; 4] = ["lena", "omar", "pat", "sam"];
const ACCOUNTS: [&str; 6] = [
    "northwind",
    "fabrikam",
    "contoso",
    "contoso-jp",
    "tailspin",
    "litware",
];

fn callers(count: usize) -> Vec<Caller> {
    let caller = |name: &&str| Caller {
        name: (*name).into(),
        here: true,
        calls: true,
        zone: None,
        languages: Vec::new(),
    };
    PEOPLE[..count].iter().map(caller).collect()
}

fn dealt(room: &Room, callers: &[Caller], scope: Scope) -> Deal {
    let list = call_list(&room.picture, room.here(), room.now, Order::Rank);
    deal(&room.picture, room.here(), callers, &list, scope, room.now)
}

/// One thing that people do before the list is dealt.
#[derive(Clone, Debug)]
enum Done {
    Claim(usize, usize),
    Try(usize, usize),
    Reach(usize, usize),
    Take(usize, usize),
    Offer(usize, usize),
    Decline(usize),
}

fn done() -> impl Strategy<Value = Done> {
    let who = 0..PEOPLE.len();
    let what = 0..ACCOUNTS.len();
    prop_oneof![
        (who.clone(), what.clone()).prop_map(|(who, what)| Done::Claim(who, what)),
        (who.clone(), what.clone()).prop_map(|(who, what)| Done::Try(who, what)),
        (who.clone(), what.clone()).prop_map(|(who, what)| Done::Reach(who, what)),
        (who.clone(), what.clone()).prop_map(|(who, what)| Done::Take(who, what)),
        (who.clone(), what).prop_map(|(who, what)| Done::Offer(who, what)),
        who.prop_map(Done::Decline),
    ]
}

fn room_after(done: &[Done]) -> Room {
    let mut room = Room::declared();
    room.does("dana", role("cs_lead"));
    let assign = |to: &str, account: &str| command("assign_account", json!({ "account": account, "to": to }));
    for (minute, one) in done.iter().enumerate() {
        room.at(minute as i64);
        // A refusal is part of the play.
        let _ = match *one {
            Done::Claim(who, what) => room.asks(PEOPLE[who], claim(ACCOUNTS[what])),
            Done::Try(who, what) => room.asks(PEOPLE[who], attempt(ACCOUNTS[what], Disposition::NoAnswer)),
            Done::Reach(who, what) => room.asks(PEOPLE[who], told(ACCOUNTS[what], 0)),
            Done::Take(who, what) => room.asks(PEOPLE[who], assign(PEOPLE[who], ACCOUNTS[what])),
            Done::Offer(who, what) => room.asks("dana", assign(PEOPLE[who], ACCOUNTS[what])),
            Done::Decline(who) => room.asks(PEOPLE[who], command("decline_accounts", json!({}))),
        };
    }
    room
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn every_open_account_is_dealt_once_or_stays_with_who_has_it_and_nobody_gets_what_they_may_not(
        done in proptest::collection::vec(done(), 0..14),
        count in 1..=PEOPLE.len(),
        again in any::<bool>(),
    ) {
        let mut room = room_after(&done);
        let scope = if again { Scope::Again } else { Scope::Free };
        let callers = callers(count);
        let deal = dealt(&room, &callers, scope);
        let list = call_list(&room.picture, room.here(), room.now, Order::Rank);
        let open = list.iter().filter(|listed| listed.state.is_open()).count();
        prop_assert_eq!(deal.shares.len() + deal.kept + deal.left.len(), open);
        let once: BTreeSet<_> = deal.shares.iter().map(|share| &share.account).collect();
        prop_assert_eq!(once.len(), deal.shares.len());
        for share in &deal.shares {
            let row = room.row(share.account.as_str());
            prop_assert!(row.do_not_contact().is_none() && !row.says_not_affected());
            prop_assert!(room.claim(share.account.as_str()).is_none());
            prop_assert!(row.assignments.declined_by(&share.to).is_none());
            prop_assert!(callers.iter().any(|caller| caller.name == share.to));
            let kept = scope == Scope::Again || row.whose().is_none();
            prop_assert!(kept, "{} was somebody's", share.account);
        }
        // What is previewed is what the hub deals.
        let seen = room.last();
        let command = Command::DealList(DealList { shares: deal.shares.clone(), seen });
        let events = room.asks("dana", command).unwrap();
        match events.first() {
            Some(Event::ListDealt(event)) => prop_assert_eq!(&event.shares, &deal.shares),
            _ => prop_assert!(deal.shares.is_empty()),
        }
    }
}

#[test]
fn the_list_is_spread_from_the_top_so_that_no_two_of_the_first_wait_for_each_other() {
    let room = Room::declared();
    let deal = dealt(&room, &callers(2), Scope::Free);
    let shares: Vec<_> = deal
        .shares
        .iter()
        .map(|share| (share.account.as_str(), share.to.as_str()))
        .collect();
    let expected = [
        ("northwind", "lena"),
        ("fabrikam", "omar"),
        ("contoso", "lena"),
        ("contoso-jp", "lena"),
        ("tailspin", "omar"),
    ];
    assert_eq!(shares, expected, "contoso and contoso-jp share a phone");
}

#[test]
fn what_was_offered_is_dealt_only_when_everything_is_dealt_again() {
    let mut room = Room::declared();
    room.does("dana", role("cs_lead"));
    let first = dealt(&room, &callers(2), Scope::Free);
    let seen = room.last();
    room.does(
        "dana",
        Command::DealList(DealList {
            shares: first.shares,
            seen,
        }),
    );
    let left = dealt(&room, &callers(4), Scope::Free);
    assert_eq!((left.shares.len(), left.kept), (0, 5));
    let again = dealt(&room, &callers(4), Scope::Again);
    let got: BTreeSet<_> = again.shares.iter().map(|share| share.to.as_str()).collect();
    assert_eq!((again.shares.len(), got.len()), (5, 4));
}

#[test]
fn with_nobody_to_call_nothing_is_dealt() {
    let room = Room::declared();
    let deal = dealt(&room, &[], Scope::Free);
    assert_eq!((deal.shares.len(), deal.left.len()), (0, 5));
}
