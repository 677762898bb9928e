//! D1: the hub killed while 64 writers wait for its word. What it had acknowledged is there once, and of what it had not,
//! at most what was on its way.

use super::history::{Happened, Sent, faults};
use super::{let_in, none_wrong, recorded};
use crate::binary::rig::{DEADLINE, Hub, Rig, SETTINGS};
use crate::record::Line;
use crate::simulation::dice::Dice;
use crate::trust;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use warroom::domain::actor::Access;

const WRITERS: usize = 64;
/// Then a new record is begun: all of one is read at every start.
const CYCLES_OF_A_RECORD: usize = 10;
/// Answers that a hub gives before it is killed, less than: one of four comes into full swing.
const LIVES: [u64; 4] = [20, 20, 20, 200];
const TOKEN: &str = "dana";

/// A record, and everything its writers have asked for.
struct Room {
    rig: Rig,
    writers: Vec<Vec<Sent>>,
    /// The first event that is a writer's.
    first: u64,
}

impl Room {
    fn open() -> Room {
        let rig = Rig::with(SETTINGS);
        let_in(&rig, [(TOKEN, Access::Admin)]);
        let hub = rig.serve();
        Line::at(hub.address(), TOKEN).unwrap().declare();
        hub.kill();
        let first = recorded(&rig.path("hub.sqlite")).len() as u64 + 1;
        Room {
            rig,
            writers: vec![Vec::new(); WRITERS],
            first,
        }
    }

    /// Everybody writes until the hub is killed, after so many answers.
    fn cycle(&mut self, answers: u64) {
        let hub = self.rig.serve();
        write_until_killed(hub, &mut self.writers, answers);
    }

    fn store(&self) -> PathBuf {
        self.rig.path("hub.sqlite")
    }

    fn log(&self) -> Vec<Happened> {
        let log = recorded(&self.store());
        let ours = log.iter().filter(|event| event.seq.0 >= self.first);
        ours.map(Happened::from).collect()
    }

    fn sent(&self) -> Vec<Sent> {
        self.writers.concat()
    }
}

fn write_until_killed(hub: Hub, writers: &mut [Vec<Sent>], answers: u64) {
    let address = hub.address().to_owned();
    let (told, heard) = channel();
    thread::scope(|scope| {
        for (at, sent) in writers.iter_mut().enumerate() {
            let (told, address) = (told.clone(), &address);
            // Half of them settle what they do not know by sending it again; the others leave it at that.
            scope.spawn(move || write(address, sent, at % 2 == 0, &told));
        }
        drop(told);
        for _ in 0..answers {
            heard.recv_timeout(DEADLINE).expect("the hub answers");
        }
        hub.kill();
    });
}

/// Writes one note after the other, each when the one before is answered; `None` when the hub is gone.
fn write(address: &str, sent: &mut Vec<Sent>, again: bool, told: &Sender<()>) -> Option<()> {
    let mut line = Line::at(address, TOKEN)?;
    if let Some(unknown) = sent.last_mut().filter(|last| again && last.unanswered()) {
        unknown.send(&mut line)?;
    }
    loop {
        let mut note = Sent::note("still failing");
        let answered = note.send(&mut line);
        sent.push(note);
        answered?;
        // Nobody counts any more once there were enough.
        let _ = told.send(());
    }
}

#[test]
fn however_often_the_hub_is_killed_what_it_acknowledged_is_there_once() {
    let cycles = trust::times(200, 5_000);
    let mut dice = Dice::new(1);
    let (mut acknowledged, mut unknown, mut events) = (0, 0, 0);
    let mut done = 0;
    while done < cycles {
        let mut room = Room::open();
        let of_this = CYCLES_OF_A_RECORD.min(cycles - done);
        for _ in 0..of_this {
            let longest = dice.pick(&LIVES);
            room.cycle(dice.between(1, longest));
        }
        done += of_this;
        let (sent, log) = (room.sent(), room.log());
        none_wrong(&faults(room.first, &sent, &log));
        let lost = sent.iter().filter(|one| one.unanswered()).count();
        assert!(lost <= of_this * WRITERS, "{lost} were without an answer");
        let checked = room.rig.run(&["check", room.store().to_str().unwrap()]).well();
        assert!(
            checked.contains("each follows from the one before it"),
            "{checked}"
        );
        acknowledged += sent.len() - lost;
        unknown += lost;
        events += log.len();
    }
    let counts = format!(
        "{cycles} kills, {acknowledged} acknowledged, 0 lost, 0 doubled; of {unknown} without an answer {} recorded",
        events - acknowledged
    );
    trust::result("D1", "kill -9 under 64 writers", &counts);
}

/// Puts another file in the place of the record, with what is beside it.
fn put(from: &Path, into: &Path) {
    for end in ["", "-wal"] {
        let named = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
        let (from, into) = (named(from), named(into));
        let _ = std::fs::remove_file(&into);
        if from.exists() {
            std::fs::copy(&from, &into).unwrap();
        }
    }
}

#[test]
fn a_disk_that_forgets_what_was_acknowledged_is_found_out() {
    let mut room = Room::open();
    room.cycle(20);
    none_wrong(&faults(room.first, &room.sent(), &room.log()));
    // As if nothing since had reached the disk: the hub starts on it, and nothing in it is damaged.
    let older = room.rig.path("older.sqlite");
    put(&room.store(), &older);
    room.cycle(20);
    put(&older, &room.store());
    let found = faults(room.first, &room.sent(), &room.log());
    let lost = found
        .iter()
        .filter(|fault| fault.starts_with("acknowledged and lost"));
    assert!(lost.count() >= 20, "{found:?}");
}
