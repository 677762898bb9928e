//! People who do at random what is done with claims, all at once and each on a connection of their own, and remember when
//! they asked for what, and what they were told.

use super::holders::{Ask, DutyAsk, Who};
use super::{let_in, recorded};
use crate::record::Line;
use crate::simulation::dice::Dice;
use crate::terminals::{declared, rig};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::thread;
use std::time::Instant;
use uuid::Uuid;
use warroom::domain::actor::Access;
use warroom::domain::event::Recorded;

pub const ACCOUNTS: [&str; 4] = ["northwind", "contoso", "fabrikam", "tailspin"];
/// The first so many may direct the calls of others; the very first has the duty.
pub const LEADS: Who = 6;

/// One command or look of one person, and the answer.
#[derive(Clone, Debug)]
pub struct Spoken {
    pub id: Uuid,
    pub by: Who,
    /// Nanoseconds from the beginning, by one clock for all.
    pub asked: u64,
    pub answered: u64,
    pub what: What,
    pub status: u16,
    pub body: Value,
}

#[derive(Clone, Copy, Debug)]
pub enum What {
    Account(usize, Ask),
    Duty(DutyAsk),
    Look,
}

/// What all have heard of, so that what they do at random is not all refused.
struct Rumours {
    begin: Instant,
    numbers: [AtomicU64; 4],
    holder: AtomicU16,
    offered: AtomicU16,
}

pub fn name(who: Who) -> String {
    format!("p{who}")
}

pub fn who(name: &str) -> Who {
    name[1..].parse().unwrap()
}

/// One person, for so many commands.
struct Person<'a> {
    who: Who,
    of: Who,
    line: Line,
    dice: Dice,
    rumours: &'a Rumours,
    mine: [bool; 4],
}

impl Person<'_> {
    fn choose(&mut self) -> What {
        let rumours = self.rumours;
        if rumours.offered.load(Ordering::Relaxed) == self.who && self.dice.coin() {
            return What::Duty(DutyAsk::Accept);
        }
        let holds = rumours.holder.load(Ordering::Relaxed) == self.who;
        if holds && self.dice.in_thousand(300) {
            return What::Duty(DutyAsk::Offer(self.somebody()));
        }
        let at = self.dice.below(4) as usize;
        let turn = self.dice.below(100);
        match turn {
            0..8 => return What::Look,
            8..10 => return What::Duty(DutyAsk::Offer(self.somebody())),
            10..12 => return What::Duty(DutyAsk::Accept),
            _ => {}
        }
        // Of a hundred, by whoever has it and by whoever has not.
        let ask = match (turn, self.mine[at]) {
            (12..17, _) => Ask::TakeOver,
            (17..23, true) | (17..55, false) => Ask::Claim,
            (23..45, true) | (55..65, false) => Ask::Release,
            (45..65, true) | (65..75, false) => Ask::Extend(self.number(at)),
            (65..80, true) | (75..88, false) => Ask::StartCall,
            _ => Ask::Attempt(self.number(at)),
        };
        What::Account(at, ask)
    }

    fn somebody(&mut self) -> Who {
        self.dice.below(self.of.into()) as Who
    }

    /// About the one that counts.
    fn number(&mut self, account: usize) -> Option<u64> {
        let number = self.rumours.numbers[account].load(Ordering::Relaxed);
        match self.dice.below(3) {
            0 => None,
            late => Some((number + 1).saturating_sub(late)),
        }
    }

    fn speaks(&mut self) -> Spoken {
        let (what, id) = (self.choose(), Uuid::new_v4());
        let since = |begin: Instant| begin.elapsed().as_nanos() as u64;
        let asked = since(self.rumours.begin);
        let said = match asks(what, id) {
            Some(body) => self.line.command(&body),
            None => self.line.ask("GET", "/v1/incidents", ""),
        };
        let answered = since(self.rumours.begin);
        let (status, body) = said.expect("everybody is answered");
        let body = serde_json::from_str(&body).unwrap();
        let spoken = Spoken {
            id,
            by: self.who,
            asked,
            answered,
            what,
            status,
            body: match what {
                What::Look => looked(&body),
                What::Account(..) | What::Duty(_) => body,
            },
        };
        self.remembers(&spoken);
        spoken
    }

    fn remembers(&mut self, spoken: &Spoken) {
        let accepted = spoken.body["outcome"] == "accepted";
        match spoken.what {
            What::Account(at, Ask::Claim | Ask::TakeOver | Ask::StartCall) => {
                self.mine[at] = spoken.status == 200;
                let one = u64::from(accepted);
                self.rumours.numbers[at].fetch_add(one, Ordering::Relaxed);
            }
            What::Account(at, Ask::Release | Ask::Attempt(_)) => self.mine[at] = false,
            What::Account(at, _) => self.mine[at] = spoken.status == 200,
            What::Duty(DutyAsk::Offer(to)) if accepted => self.rumours.offered.store(to, Ordering::Relaxed),
            What::Duty(DutyAsk::Accept) if accepted => {
                self.rumours.holder.store(self.who, Ordering::Relaxed);
            }
            What::Duty(_) | What::Look => {}
        }
    }
}

/// Of the whole picture, what is judged here: it is kept for a long time, many times.
fn looked(body: &Value) -> Value {
    let incident = &body["incidents"][0];
    let accounts = incident["accounts"].as_array().into_iter().flatten();
    let accounts = accounts.map(|one| json!({ "id": one["id"], "claimed_by": one["claimed_by"] }));
    let accounts: Vec<Value> = accounts.collect();
    json!({
        "through": body["through"],
        "incidents": [{ "roles": { "scribe": incident["roles"]["scribe"] }, "accounts": accounts }],
    })
}

/// The body of a command; `None` for a look.
fn asks(what: What, id: Uuid) -> Option<Value> {
    let mut body = match what {
        What::Look | What::Account(_, Ask::Look | Ask::Moved(..)) | What::Duty(DutyAsk::Look) => return None,
        What::Account(_, Ask::Claim) => json!({ "kind": "claim_account" }),
        What::Account(_, Ask::Release) => json!({ "kind": "release_claim" }),
        What::Account(_, Ask::Extend(number)) => json!({ "kind": "extend_claim", "number": number }),
        What::Account(_, Ask::TakeOver) => json!({ "kind": "take_over_claim", "reason": "it is late" }),
        What::Account(_, Ask::StartCall) => json!({ "kind": "start_call" }),
        What::Account(_, Ask::Attempt(claim)) => {
            json!({ "kind": "record_attempt", "disposition": "voicemail_left", "claim": claim })
        }
        What::Duty(DutyAsk::Offer(to)) => json!({ "kind": "offer_duty", "duty": "scribe", "to": name(to) }),
        What::Duty(DutyAsk::Accept) => json!({ "kind": "accept_duty", "duty": "scribe" }),
    };
    if let What::Account(at, _) = what {
        body["account"] = json!(ACCOUNTS[at]);
    }
    body["id"] = json!(id);
    body["incident"] = json!("INC-1");
    Some(body)
}

/// What everybody asked and heard, and the log of it.
pub struct Lived {
    pub spoken: Vec<Spoken>,
    pub log: Vec<Recorded>,
}

/// So many people, each for so many commands, on a hub of their own.
pub fn live(people: Who, commands: usize, seed: u64) -> Lived {
    let rig = rig();
    let names: Vec<String> = (0..people).map(name).collect();
    let access = |at: usize| match at < usize::from(LEADS) {
        true => Access::Admin,
        false => Access::Advocate,
    };
    let everybody = names.iter().enumerate();
    let_in(&rig, everybody.map(|(at, name)| (name.as_str(), access(at))));
    let hub = declared(&rig);
    let mut first = Line::at(hub.address(), &names[0]).unwrap();
    let role = json!({ "id": Uuid::new_v4(), "kind": "take_role", "role": "scribe" });
    super::read(first.command(&role));
    let opening = super::events(&mut first, 0).len();
    let rumours = Rumours {
        begin: Instant::now(),
        numbers: Default::default(),
        holder: AtomicU16::new(0),
        offered: AtomicU16::new(Who::MAX),
    };
    let address = hub.address();
    let spoken = thread::scope(|scope| {
        let living = |at: Who| Person {
            who: at,
            of: people,
            line: Line::at(address, &name(at)).expect("there is room for everybody"),
            dice: Dice::new(seed << 16 | u64::from(at)),
            rumours: &rumours,
            mine: [false; 4],
        };
        let everybody = (0..people).map(|at| {
            let mut person = living(at);
            scope.spawn(move || (0..commands).map(|_| person.speaks()).collect::<Vec<_>>())
        });
        let everybody: Vec<_> = everybody.collect();
        everybody
            .into_iter()
            .flat_map(|one| one.join().unwrap())
            .collect()
    });
    hub.kill();
    let log = recorded(&rig.path("hub.sqlite")).split_off(opening);
    Lived { spoken, log }
}
