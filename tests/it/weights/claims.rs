//! C1: a thousand people claim one account at once, and one has it. C3: a claimer who was stopped meanwhile keeps what they
//! did, and not what they had.

use super::{events, let_in, none_wrong, pass, read, room_for};
use crate::binary::rig::Hub;
use crate::record::Line;
use crate::terminals::{declared, rig, room};
use crate::trust;
use nix::sys::signal::Signal;
use serde_json::{Value, json};
use std::sync::Barrier;
use std::thread;
use std::time::Duration;
use uuid::Uuid;
use warroom::domain::actor::Access;

const CLAIMERS: usize = 1_000;
/// They ask from so many threads, each with its share of the connections.
const THREADS: usize = 8;

/// What one claimer was told.
#[derive(Clone, Debug)]
struct Told {
    who: String,
    status: u16,
    body: Value,
}

/// What is wrong with a round, in which the log says these were given the claim.
fn faults(told: &[Told], given: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    let [winner] = given else {
        return vec![format!("the log gives it to {given:?}")];
    };
    for one in told {
        let (outcome, refusal) = (&one.body["outcome"], &one.body["refusal"]);
        let right = match one.who == *winner {
            true => one.status == 200 && outcome == "accepted",
            false => one.status == 409 && refusal == "already_claimed" && one.body["holder"] == **winner,
        };
        if !right {
            faults.push(format!(
                "{winner} has it, and {} was told {} {}",
                one.who, one.status, one.body
            ));
        }
    }
    faults
}

fn asked(kind: &str, more: Value) -> Value {
    let mut body = json!({ "id": Uuid::new_v4(), "incident": "INC-1", "kind": kind });
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    body
}

/// Everybody asks for the account before anybody reads an answer.
fn race(address: &str, names: &[String]) -> Vec<Told> {
    let share = names.len().div_ceil(THREADS);
    let ready = Barrier::new(names.len().div_ceil(share));
    let claimer = |mine: &[String]| {
        let lines = mine
            .iter()
            .map(|name| Line::at(address, name).expect("there is room for all"));
        let mut lines: Vec<Line> = lines.collect();
        ready.wait();
        for line in &mut lines {
            let body = asked("claim_account", json!({ "account": "northwind" }));
            line.send("POST", "/v1/commands", &body.to_string()).unwrap();
        }
        let told = mine.iter().zip(&mut lines).map(|(who, line)| {
            let (status, body) = line.hear().expect("everybody is told");
            let (who, body) = (who.clone(), serde_json::from_str(&body).unwrap());
            Told { who, status, body }
        });
        told.collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let claimer = &claimer;
        let racing: Vec<_> = names
            .chunks(share)
            .map(|mine| scope.spawn(move || claimer(mine)))
            .collect();
        racing.into_iter().flat_map(|told| told.join().unwrap()).collect()
    })
}

/// Who was given the claim by these events.
fn given(events: &[Value]) -> Vec<String> {
    let given = events.iter().filter(|event| event["kind"] == "account_claimed");
    given
        .map(|event| event["holder"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn of_a_thousand_who_claim_at_once_one_has_it_and_the_others_are_told_who() {
    let rounds = trust::times(10, 200);
    if !room_for(CLAIMERS) {
        return;
    }
    let rig = rig();
    let names: Vec<String> = (0..CLAIMERS).map(|at| format!("claimer-{at}")).collect();
    let_in(&rig, names.iter().map(|name| (name.as_str(), Access::Advocate)));
    let hub = declared(&rig);
    let line = |name: &str| Line::at(hub.address(), name).unwrap();
    let mut through = events(&mut line(&names[0]), 0).len() as u64;
    let mut winners = Vec::new();
    for _ in 0..rounds {
        let told = race(hub.address(), &names);
        let news = events(&mut line(&names[0]), through);
        let won = given(&news);
        none_wrong(&faults(&told, &won));
        through += news.len() as u64;
        let mut winner = line(&won[0]);
        read(winner.command(&asked("release_claim", json!({ "account": "northwind" }))));
        through += events(&mut winner, through).len() as u64;
        winners.extend(won);
    }
    let refused = rounds * (CLAIMERS - 1);
    winners.sort_unstable();
    winners.dedup();
    let counts = format!(
        "{rounds} rounds of {CLAIMERS} claims: {rounds} given, to {} different people; {refused} told who has it",
        winners.len()
    );
    trust::result("C1", "concurrent claims of one account", &counts);
}

#[test]
fn two_winners_a_wrong_name_and_a_loser_left_in_doubt_are_found_out() {
    let told = |who: &str, status, body| Told {
        who: who.to_owned(),
        status,
        body,
    };
    let won = |who| told(who, 200, json!({ "outcome": "accepted", "through": 4 }));
    let lost = |who, to| told(who, 409, json!({ "refusal": "already_claimed", "holder": to }));
    let omar = ["omar".to_owned()];
    assert_eq!(
        faults(&[lost("dana", "omar"), won("omar")], &omar),
        [] as [String; 0]
    );
    assert_eq!(faults(&[won("dana"), won("omar")], &omar).len(), 1);
    assert_eq!(faults(&[lost("dana", "lena"), won("omar")], &omar).len(), 1);
    assert_eq!(
        faults(&[told("dana", 503, json!({})), won("omar")], &omar).len(),
        1
    );
    assert_eq!(
        faults(&[lost("dana", "omar"), lost("omar", "omar")], &omar).len(),
        1
    );
    let both = ["dana".to_owned(), "omar".to_owned()];
    assert_eq!(faults(&[won("dana"), won("omar")], &both).len(), 1);
    assert_eq!(faults(&[lost("dana", "omar")], &[]).len(), 1);
}

/// What becomes of so many late extensions of somebody who has lost the claim to omar.
fn late(line: &mut Line, times: usize) -> Vec<String> {
    let mut faults = Vec::new();
    for _ in 0..times {
        let body = asked("extend_claim", json!({ "account": "northwind", "number": 1 }));
        let (status, body) = line.command(&body).unwrap();
        let said: Value = serde_json::from_str(&body).unwrap();
        if status != 409 || said["refusal"] != "not_holder" || said["holder"] != "omar" {
            faults.push(format!("a late extension is told {status} {body}"));
        }
    }
    faults
}

fn holder(hub: &Hub) -> Value {
    let status = hub.status();
    let accounts = status["incidents"][0]["accounts"].as_array().unwrap();
    let northwind = accounts.iter().find(|account| account["id"] == "northwind");
    northwind.unwrap()["claimed_by"].clone()
}

#[test]
fn a_claimer_who_was_stopped_meanwhile_keeps_the_call_and_not_the_claim() {
    let (seconds, extensions) = (trust::times(3, 30), trust::times(20, 100));
    let rig = rig();
    let_in(&rig, [("dana", Access::Advocate), ("omar", Access::Admin)]);
    let hub = declared(&rig);
    let mut dana = room(&hub, &rig.secret("dana.token", "dana"));
    let line = |name: &str| Line::at(hub.address(), name).unwrap();
    dana.press("1c");
    dana.wait_for(&["yours", "Northwind"]);
    dana.wait_for(&["all sent"]);

    dana.signal(Signal::SIGSTOP);
    // Typed while it is stopped: a call that ended, and its result.
    dana.press(" ");
    let more = json!({ "account": "northwind", "reason": "she does not answer" });
    let mut his = line("omar");
    read(his.command(&asked("take_over_claim", more)));
    pass(&mut his, Duration::from_secs(seconds as u64));
    dana.signal(Signal::SIGCONT);

    dana.wait_for(&["How did the call with Northwind end?"]);
    dana.press("\r");
    dana.wait_for(&["dana", "Northwind: reached"]);
    dana.wait_for(&["all sent"]);
    none_wrong(&late(&mut line("dana"), extensions));
    assert_eq!(holder(&hub), "omar");
    let log = events(&mut line("dana"), 0);
    let calls: Vec<_> = log
        .iter()
        .filter(|event| event["kind"] == "attempt_recorded")
        .collect();
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(
        (&calls[0]["by"]["name"], &calls[0]["claim_moved_to"]),
        (&json!("dana"), &json!("omar"))
    );
    assert_eq!(given(&log), ["dana", "omar"]);
    let counts = format!(
        "stopped {seconds} s: {extensions} late extensions refused, the call kept, omar has the claim"
    );
    trust::result("C3", "a stopped claimer", &counts);
}

#[test]
fn an_extension_of_who_holds_the_claim_is_no_late_one() {
    let rig = rig();
    let_in(&rig, [("omar", Access::Advocate)]);
    let hub = declared(&rig);
    let mut omar = Line::at(hub.address(), "omar").unwrap();
    read(omar.command(&asked("claim_account", json!({ "account": "northwind" }))));
    assert_eq!(late(&mut omar, 2).len(), 2, "the harness takes them for refused");
}
