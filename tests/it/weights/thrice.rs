//! C4: every command sent three times, at once, late and out of order, the hub killed in between: each is done once, and
//! answered in one way.

use super::history::{Happened, Sent, faults};
use super::{events, let_in, none_wrong, now, read, recorded};
use crate::record::Line;
use crate::simulation::dice::Dice;
use crate::terminals::{declared, rig};
use crate::trust;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::sync::Mutex;
use std::thread;
use warroom::domain::actor::Access;

/// Senders at a time.
const SENDERS: usize = 8;
/// Two people, so that what one may the other is refused.
const PEOPLE: [&str; 2] = ["omar", "lena"];
const ACCOUNTS: [&str; 4] = ["northwind", "contoso", "fabrikam", "tailspin"];

/// One command of one person.
struct Deed {
    by: usize,
    sent: Mutex<Sent>,
}

/// What causes one event at most.
fn deed(at: usize, dice: &mut Dice) -> Deed {
    let account = dice.pick(&ACCOUNTS);
    let tomorrow = now() + SignedDuration::from_hours(24);
    let mut body = match dice.below(10) {
        0 | 1 => json!({ "kind": "claim_account", "account": account }),
        2 => json!({ "kind": "release_claim", "account": account }),
        3 => json!({ "kind": "pin_account", "account": account, "pinned": dice.coin() }),
        4 | 5 => json!({ "kind": "make_promise", "account": account, "what": format!("news {at}"),
                         "due": tomorrow }),
        6 => json!({ "kind": "tick_step", "account": account, "step": "told", "reason": "saw it" }),
        _ => json!({ "kind": "write_note", "text": format!("note {at}") }),
    };
    body["incident"] = json!("INC-1");
    Deed {
        by: dice.below(PEOPLE.len() as u64) as usize,
        sent: Mutex::new(Sent::new(body)),
    }
}

/// Every deed once a turn, over several connections and in no order.
fn send(address: &str, deeds: &[Deed], turns: usize, dice: &mut Dice) {
    let mut order: Vec<usize> = (0..turns).flat_map(|_| 0..deeds.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, dice.below(at as u64 + 1) as usize);
    }
    thread::scope(|scope| {
        for mine in order.chunks(order.len().div_ceil(SENDERS)) {
            scope.spawn(move || {
                let mut lines = PEOPLE.map(|name| Line::at(address, name).unwrap());
                for at in mine {
                    let deed = &deeds[*at];
                    let body = deed.sent.lock().unwrap().body.clone();
                    // Not held meanwhile: another sender may send the same.
                    let said = lines[deed.by].command(&body);
                    assert!(said.is_some(), "no answer to {body}");
                    deed.sent.lock().unwrap().said.push(said);
                }
            });
        }
    });
}

/// The statuses of what was said, for the table.
fn count(sent: &[Sent], status: u16) -> usize {
    let said = |one: &&Sent| matches!(&one.said[0], Some((said, _)) if *said == status);
    sent.iter().filter(said).count()
}

/// Of those accepted, the ones that changed nothing cause no event: what they asked for was so.
fn already_so(one: &Sent) -> bool {
    let said = one.said[0].as_ref().map(|(_, body)| body.as_str());
    said.is_some_and(|body| body.contains("already_so"))
}

#[test]
fn what_is_sent_three_times_is_done_once_and_answered_in_one_way() {
    let commands = trust::times(500, 10_000);
    let mut dice = Dice::new(4);
    let rig = rig();
    let_in(&rig, PEOPLE.map(|name| (name, Access::Advocate)));
    let hub = declared(&rig);
    let opening = events(&mut Line::at(hub.address(), "omar").unwrap(), 0).len() as u64;
    let deeds: Vec<Deed> = (0..commands).map(|at| deed(at, &mut dice)).collect();
    let address = hub.address().to_owned();
    send(&address, &deeds, 2, &mut dice);
    hub.kill();
    // Late: to a hub that has only what is on the disk.
    let hub = rig.serve_at(&address);
    send(&address, &deeds, 1, &mut dice);
    hub.kill();
    let log = recorded(&rig.path("hub.sqlite"));
    let log: Vec<_> = log[opening as usize..].iter().map(Happened::from).collect();
    let sent: Vec<Sent> = deeds
        .into_iter()
        .map(|deed| deed.sent.into_inner().unwrap())
        .collect();
    let (nothing, done): (Vec<Sent>, Vec<Sent>) = sent.into_iter().partition(already_so);
    let mut wrong = faults(opening + 1, &done, &log);
    for one in &nothing {
        let recorded = log.iter().any(|happened| happened.cause == one.id);
        let same = one.said.iter().all(|said| *said == one.said[0]);
        if recorded || !same {
            wrong.push(format!("was so, and was recorded or answered otherwise: {one:?}"));
        }
    }
    none_wrong(&wrong);
    let (accepted, refused) = (count(&done, 200), count(&done, 409));
    assert_eq!(accepted + refused, done.len(), "every answer is a word on it");
    assert!(refused > 0 && !nothing.is_empty(), "{refused} refused");
    let counts = format!(
        "{commands} commands x 3, a kill -9 before the third: {accepted} events of {accepted} accepted, {refused} \
         refused, {} already so, each answered in one way",
        nothing.len()
    );
    trust::result("C4", "every command sent three times", &counts);
}

#[test]
fn the_same_id_with_another_body_is_an_error_and_changes_nothing() {
    let rig = rig();
    let_in(&rig, [("omar", Access::Advocate)]);
    let hub = declared(&rig);
    let mut line = Line::at(hub.address(), "omar").unwrap();
    let mut note = Sent::note("one");
    note.send(&mut line).unwrap();
    let before = events(&mut line, 0).len();
    note.body["text"] = json!("two");
    let (status, _) = line.command(&note.body).unwrap();
    assert_eq!(status, 422);
    note.body["text"] = json!("one");
    note.send(&mut line).unwrap();
    assert_eq!(note.said[0], note.said[1]);
    assert_eq!(events(&mut line, 0).len(), before);
    let body: Value = read(note.said.remove(0));
    assert_eq!(body["outcome"], "accepted");
}
