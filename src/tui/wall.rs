//! The wall: what a screen shows that nobody touches, for whoever looks at it from the other end of the room.

mod digits;
mod facts;
mod lines;
mod numbers;
mod parts;
mod quiet;
pub mod safe;
mod size;
mod view;

pub use size::Size;
pub use view::draw;

use super::action::Action;
use super::effect::Effect;
use super::stage::Stage;
use crate::domain::ids::IncidentId;
use crate::domain::incident::{Incident, Internal};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use facts::Facts;
use jiff::{SignedDuration, Timestamp};

/// So many seconds of the world each incident is shown, while several are open and nobody chooses.
const TURN: f64 = 20.0;
/// So many it stays with the one somebody chose.
const HELD: f64 = 300.0;

#[derive(Debug, Default)]
pub struct Wall {
    /// It was asked for by name: the wall stays with it.
    named: bool,
    /// When the next one is shown.
    until: Option<Timestamp>,
    held: bool,
    /// The worst that is open: a new one is shown at once.
    worst: Option<IncidentId>,
    pub help: bool,
    facts: Facts,
}

/// What a key asks of a wall.
#[derive(Debug, PartialEq)]
pub enum Wish {
    Nothing,
    /// Show this incident.
    Show(IncidentId),
    Do(Effect),
}

impl Wall {
    /// `named`: it stays with the incident that was asked for.
    pub fn new(named: bool) -> Self {
        Wall {
            named,
            ..Wall::default()
        }
    }

    /// No key of a wall writes: these few are all there are.
    pub fn key(&mut self, key: KeyEvent, stage: &Stage) -> Wish {
        // However keys are bound, this one leaves.
        if key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL) {
            return Wish::Do(Effect::Quit);
        }
        match stage.keys.action(key) {
            Some(Action::Quit) => Wish::Do(Effect::Quit),
            Some(Action::Redraw) => Wish::Do(Effect::Redraw),
            Some(Action::Help) => {
                self.help = !self.help;
                Wish::Nothing
            }
            Some(Action::Back | Action::Open) => {
                self.help = false;
                Wish::Nothing
            }
            Some(Action::NextPane | Action::Down | Action::PageDown) => self.choose(stage, 1),
            Some(Action::PrevPane | Action::Up | Action::PageUp) => self.choose(stage, -1),
            _ => Wish::Nothing,
        }
    }

    fn choose(&mut self, stage: &Stage, by: isize) -> Wish {
        self.named = false;
        self.held = true;
        self.until = Some(later(stage, HELD));
        other(stage, by).map_or(Wish::Nothing, Wish::Show)
    }

    /// Another incident to show now, if it is time for one or something worse has begun.
    pub fn turn(&mut self, stage: &Stage) -> Option<IncidentId> {
        // What is over needs no wall.
        self.named &= asked_for(stage).is_none_or(|incident| incident.internal != Internal::Closed);
        let worst = stage.picture().open().first().map(|incident| incident.id);
        if self.worst != worst {
            self.worst = worst;
            self.held = false;
            self.until = Some(later(stage, TURN));
            return worst.filter(|_| !self.named);
        }
        let until = self.until.unwrap_or(Timestamp::MIN);
        // A hub whose clock is set back is not waited for.
        let set_back = until > later(stage, HELD);
        if self.named || (stage.now < until && !set_back) {
            return None;
        }
        self.held = false;
        self.until = Some(later(stage, TURN));
        other(stage, 1)
    }

    /// It goes from one incident to the next by itself.
    pub fn turns(&self) -> bool {
        !self.named && !self.held
    }

    /// The incident that was asked for, where the hub knows of none.
    pub fn missing(&self, stage: &Stage) -> Option<IncidentId> {
        stage.chosen.filter(|_| self.named && asked_for(stage).is_none())
    }

    /// After the picture, the minute or the incident has changed.
    pub fn settle(&mut self, stage: &Stage) {
        self.facts = Facts::of(stage);
    }

    /// How many lines it keeps: what an endless day may not let grow.
    pub fn kept(&self) -> usize {
        let facts = &self.facts;
        facts.accounts.len() + facts.levels.len() + facts.lines.len() + facts.owed.len()
    }
}

fn asked_for(stage: &Stage) -> Option<&Incident> {
    stage.chosen.and_then(|chosen| stage.picture().goes_on_as(chosen))
}

/// Hub time so many seconds of the world from now.
fn later(stage: &Stage, seconds: f64) -> Timestamp {
    let wait = SignedDuration::try_from_secs_f64(seconds * stage.rate).unwrap_or(SignedDuration::MAX);
    stage.now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

/// The open incident so many after the one that is shown; none where there is no other.
fn other(stage: &Stage, by: isize) -> Option<IncidentId> {
    let open = stage.picture().open();
    let shown = stage.incident().map(|incident| incident.id);
    let at = open.iter().position(|incident| Some(incident.id) == shown);
    let count = open.len() as isize;
    let next = match at {
        Some(at) if count > 1 => (at as isize + by).rem_euclid(count),
        Some(_) => return None,
        None if count > 0 => 0,
        None => return None,
    };
    open.get(next as usize).map(|incident| incident.id)
}
