//! The log: commits through the writer against raw fsync of the same run, folding 10,000 events, sorting 5,000 rows.

#![allow(clippy::unwrap_used)]

mod kit;
#[path = "../tests/it/screens/stage.rs"]
#[allow(dead_code)]
mod stage;
#[path = "../tests/it/screens/world.rs"]
#[allow(dead_code)]
mod world;

use kit::{busy, ms, percentile, ratio, say};
use serde_json::json;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use warroom::directory::reference::Settled;
use warroom::domain::actor::{Access, Actor};
use warroom::domain::call_list::{Order, call_list};
use warroom::domain::picture::Picture;
use warroom::hub::writer::{Ask, Errand, Writer};
use warroom::store::Store;
use world::{World, at};

const ROUNDS: usize = 9;
/// Commits of one kind in a round.
const COMMITS: usize = 40;

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    commits(folder.path());
    fold();
    sort();
}

/// What an event of this size costs the disk, however it is kept.
fn raw(file: &mut File) -> Duration {
    let start = Instant::now();
    for _ in 0..COMMITS {
        file.write_all(&[b'x'; 512]).unwrap();
        file.sync_data().unwrap();
    }
    start.elapsed()
}

struct Notes {
    writer: Writer,
    made: u128,
}

impl Notes {
    fn on(path: &Path) -> Notes {
        let reference = World::with(Vec::new()).reference;
        let settled = Settled {
            components: reference.components,
            playbooks: reference.playbooks,
            rates: reference.rates,
            slas: reference.slas,
        };
        let mut notes = Notes {
            writer: Writer::open(Store::open(path, [7; 32]).unwrap(), settled).unwrap(),
            made: 0,
        };
        let declare = notes.ask(json!({ "kind": "declare_incident", "title": "Video calls drop" }));
        notes.carry_out(&[declare]);
        notes
    }

    fn ask(&mut self, mut fields: serde_json::Value) -> Ask {
        self.made += 1;
        fields["id"] = json!(uuid::Uuid::from_u128(self.made));
        Ask {
            errand: Errand::Submitted {
                submission: serde_json::from_value(fields).unwrap(),
                body_hash: [0; 32],
            },
            by: Actor::new("pat", Access::Admin),
            at: None,
        }
    }

    fn carry_out(&mut self, asks: &[Ask]) {
        let done = self.writer.carry_out(asks, at(1, 0));
        assert!(done.answers.iter().all(|answer| answer.status == 200));
    }

    /// So many turns of so many notes each.
    fn turns(&mut self, batch: usize) -> Duration {
        let turns: Vec<Vec<Ask>> = (0..COMMITS)
            .map(|_| {
                (0..batch)
                    .map(|_| self.ask(json!({ "kind": "write_note", "text": "errors 4.1 % -> 0.9 %" })))
                    .collect()
            })
            .collect();
        let start = Instant::now();
        for asks in &turns {
            self.carry_out(asks);
        }
        start.elapsed()
    }
}

fn commits(folder: &Path) {
    let mut file = File::create(folder.join("raw")).unwrap();
    let mut notes = Notes::on(&folder.join("hub.sqlite"));
    const BATCHES: [usize; 3] = [1, 16, 256];
    let mut ratios = [const { Vec::new() }; BATCHES.len()];
    let mut rates = [const { Vec::new() }; BATCHES.len()];
    for _ in 0..ROUNDS {
        let raw = raw(&mut file);
        for (at, batch) in BATCHES.into_iter().enumerate() {
            let took = notes.turns(batch);
            rates[at].push(took / (COMMITS * batch) as u32);
            ratios[at].push(raw.mul_f64(batch as f64).div_f64(took.as_secs_f64()));
        }
    }
    for (at, batch) in BATCHES.into_iter().enumerate() {
        let per_second = 1.0 / percentile(&mut rates[at], 0.5).as_secs_f64();
        let to_raw = percentile(&mut ratios[at], 0.5).as_secs_f64();
        say(
            &format!("durable commands, {batch} a turn"),
            format!("x{to_raw:.2} of raw fsync ({per_second:.0}/s)"),
        );
    }
}

fn fold() {
    let world = busy(5_000, 10_000);
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let mut picture = Picture::default();
            for recorded in &world.log {
                picture.apply(recorded);
            }
            let took = start.elapsed();
            assert_eq!(picture.through(), world.picture.through());
            took
        })
        .collect();
    say(
        "folding 10,000 events, 5,000 accounts",
        ms(percentile(&mut times, 0.5)),
    );
}

fn sort() {
    let [few, many] = [50, 5_000].map(|accounts| {
        let world = busy(accounts, accounts * 2);
        let incident = world.picture.open()[0];
        let mut times: Vec<Duration> = (0..ROUNDS * 3)
            .map(|_| {
                let start = Instant::now();
                let list = call_list(&world.picture, incident, at(20, 0), Order::Rank);
                assert_eq!(list.len(), accounts);
                start.elapsed()
            })
            .collect();
        percentile(&mut times, 0.5)
    });
    say(
        "the call list with 5,000 rows",
        format!("{}, x{:.0} of 50 rows", ms(many), ratio(many, few)),
    );
}
