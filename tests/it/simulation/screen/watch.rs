//! What must hold of every screen, while a run goes on and at its end.

use super::super::faults::SECOND;
use super::super::world::World;
use super::{NAMES, OLDEST};
use warroom::client::feed::Liveness;

impl World {
    /// What is shown as live is not old, and neither is the time it shows.
    pub fn watch_screens(&mut self) {
        let (now, clock) = (self.now, self.hub_clock());
        let mut wrong = None;
        for (at, screen) in self.screens.iter().enumerate() {
            let Some(run) = screen.run.as_ref().filter(|run| run.liveness == Liveness::Live) else {
                continue;
            };
            // What a machine shows that sleeps nobody sees, and it has woken a moment ago.
            if now <= screen.asleep_until {
                continue;
            }
            if now - run.made_at > OLDEST {
                let age = (now - run.made_at) / SECOND;
                wrong = Some(format!("screen {at} looks live with what is {age} s old"));
            }
            let shown = run.feed.time().map(|time| time.now(screen.mono(now)));
            let steady = now - self.clock_stepped_at > 30 * SECOND || self.clock_stepped_at == 0;
            let off = shown.map_or(0, |shown| shown.duration_since(clock).as_secs().abs());
            if steady && self.hub.is_some() && self.hub_now() == Some(clock) && off > 20 {
                wrong = Some(format!("screen {at} looks live and its time is {off} s off"));
            }
        }
        if let Some(wrong) = wrong {
            self.check(Err(wrong));
        }
    }

    /// Nothing is left in any outbox that runs.
    pub fn all_delivered(&mut self) {
        let mut holds = Ok(());
        for (at, screen) in self.screens.iter().enumerate() {
            let Some(run) = &screen.run else { continue };
            let left: Vec<u128> = run.outbox.unsettled().map(|left| left.id.as_u128()).collect();
            if !left.is_empty() {
                holds = Err(format!(
                    "all has been well for a minute, and screen {at} still has {left:?}"
                ));
            }
        }
        self.check(holds);
    }

    /// What a disk did not take at the time was noticed by the last start.
    pub fn all_journals_are_empty(&mut self) {
        let mut holds = Ok(());
        for (person, folder) in self.folders.iter().enumerate() {
            let left = folder
                .files
                .iter()
                .map(|file| file.left())
                .find(|left| !left.is_empty());
            if let Some(left) = left {
                holds = Err(format!(
                    "all is delivered, and a journal of {} has {left:?}",
                    NAMES[person]
                ));
            }
        }
        self.check(holds);
    }

    pub fn all_pictures_are_equal(&mut self) {
        let Some(hub) = &self.hub else { return };
        let mut here: Vec<String> = Vec::new();
        let running = || self.screens.iter().filter(|screen| screen.run.is_some());
        here.extend(running().map(|screen| NAMES[screen.person].to_owned()));
        here.sort();
        let mut wrong = None;
        for (at, screen) in self.screens.iter().enumerate() {
            let Some(run) = &screen.run else { continue };
            if run.liveness != Liveness::Live {
                wrong = Some(format!("screen {at} is {:?} though all is well", run.liveness));
            } else if run.picture != *hub.writer.picture() {
                let (shown, kept) = (run.picture.through(), hub.writer.picture().through());
                wrong = Some(format!(
                    "screen {at} shows another picture at {shown} than the hub at {kept}"
                ));
            } else if run.present != here {
                wrong = Some(format!(
                    "screen {at} shows {:?} as here, and here are {here:?}",
                    run.present
                ));
            }
        }
        if let Some(wrong) = wrong {
            self.check(Err(wrong));
        }
    }
}
