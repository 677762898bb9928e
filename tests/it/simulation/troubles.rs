//! Everything that is done to the room while it works.

use super::faults::{SECOND, Trouble};
use super::screen::Screen;
use super::world::{Happens, World};
use warroom::store::Store;

impl World {
    /// One trouble, and then the next.
    pub fn trouble(&mut self) {
        if self.now > self.faults.length || self.faults.troubles.is_empty() {
            return;
        }
        let wait = self.dice.between(SECOND / 10, self.faults.calm);
        self.after(wait, Happens::Trouble);
        let troubles = std::mem::take(&mut self.faults.troubles);
        let trouble = self.dice.pick(&troubles);
        self.faults.troubles = troubles;
        self.oracle.counts.troubles += 1;
        self.say(|| format!("trouble: {trouble:?}"));
        let while_it_lasts = self.now + self.dice.between(SECOND, 40 * SECOND);
        let at = self.dice.below(self.screens.len() as u64) as usize;
        match trouble {
            Trouble::KillScreen => self.screen_gone(at, false),
            Trouble::QuitScreen => self.screen_gone(at, true),
            Trouble::SleepScreen => {
                let long = self.dice.coin();
                let asleep = self.dice.between(SECOND, if long { 600 } else { 20 } * SECOND);
                let end = (self.now + asleep).min(self.faults.length);
                let screen = &mut self.screens[at];
                screen.asleep_until = screen.asleep_until.max(end);
            }
            Trouble::SecondScreen => self.second_screen(at),
            Trouble::CutLine => {
                let (to, from) = (self.dice.in_thousand(700), self.dice.in_thousand(700));
                let screen = &mut self.screens[at];
                screen.cut_to = if to { while_it_lasts } else { screen.cut_to };
                screen.cut_from = if from { while_it_lasts } else { screen.cut_from };
            }
            Trouble::StepHubClock => {
                let step = self.dice.between(SECOND, 900 * SECOND) as i64;
                self.clock_off += if self.dice.coin() { step } else { -step };
                self.clock_stepped_at = self.now;
            }
            Trouble::FullScreenDisk => self.screens[at].disk_full_until = while_it_lasts,
            Trouble::HangScreenDisk => self.screens[at].disk_hangs_until = while_it_lasts,
            Trouble::ClosedJournal => {
                self.screens[at].closed = true;
                self.screen_gone(at, true);
            }
            Trouble::KillHub
            | Trouble::KillHubInTurn
            | Trouble::SlowHubDisk
            | Trouble::FullHubDisk
            | Trouble::FailHubDisk
            | Trouble::RestoreHub => self.hub_trouble(trouble, while_it_lasts),
        }
    }

    fn hub_trouble(&mut self, trouble: Trouble, until: u64) {
        let Some(hub) = &mut self.hub else { return };
        let wait = until - self.now;
        match trouble {
            Trouble::KillHubInTurn => hub.dies_in_turn = true,
            Trouble::SlowHubDisk => hub.slow_until = until,
            Trouble::FullHubDisk => hub.full_until = until,
            Trouble::FailHubDisk => {
                hub.fails = true;
                // Somebody restarts it, as it asks.
                self.after(wait, Happens::RestartHub);
            }
            Trouble::RestoreHub => {
                let copy = hub.memory().clone();
                let backup = std::mem::replace(&mut self.backup, copy);
                // The first time there is only a copy to be made.
                let mut store = Store::Memory(backup.clone());
                if store.head().0 > 0 {
                    self.kill_hub();
                    self.disk = backup;
                    let lines = store.events(warroom::domain::ids::Seq(0), usize::MAX);
                    let holds = self.oracle.restored(lines.unwrap_or_default());
                    self.check(holds);
                    self.after(wait, Happens::StartHub);
                }
            }
            _ => {
                self.kill_hub();
                self.after(wait, Happens::StartHub);
            }
        }
    }

    fn screen_gone(&mut self, at: usize, quits: bool) {
        self.end_screen(at, quits);
        if !self.screens[at].second {
            let wait = self.dice.between(SECOND / 10, 30 * SECOND);
            self.after(wait, Happens::StartScreen(at));
        }
    }

    /// The same person opens the room once more on the same machine.
    fn second_screen(&mut self, at: usize) {
        let person = self.screens[at].person;
        let found = self
            .screens
            .iter()
            .position(|screen| screen.second && screen.person == person);
        let second = found.unwrap_or_else(|| {
            let drift = self.dice.below(2_000) as i64 - 1_000;
            let mut screen = Screen::of(person, drift);
            screen.second = true;
            self.screens.push(screen);
            let at = self.screens.len() - 1;
            self.after(SECOND, Happens::Deed(at));
            at
        });
        self.start_screen(second);
    }
}
