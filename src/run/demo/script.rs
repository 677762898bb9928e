//! A scenario as one seed plays it: when each beat comes, who acts, and what it is by then.

use super::beat::Unknown;
use super::scenario::Scenario;
use crate::domain::actor::{Access, Actor};
use crate::domain::command::{Command, Submission};
use crate::domain::ids::{AccountId, IncidentId, Name, SubmissionId};
use crate::domain::incident::Incident;
use crate::domain::messages::Audience;
use crate::domain::outreach::Direction;
use crate::domain::picture::Picture;
use crate::domain::span::Span;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Of a seed that is not the first, a beat comes at most this much earlier or later than it is written.
const JITTER_S: i64 = 20;

/// The seed that plays a scenario as it is written.
pub const AS_WRITTEN: u64 = 1;

/// Everything a scenario asks is asked of the incident its first alert opens.
const INCIDENT: IncidentId = IncidentId(1);

/// A scenario with everything decided that a seed decides.
#[derive(Clone, Debug)]
pub struct Script {
    scenario: Scenario,
    seed: u64,
    parts: Vec<Part>,
}

/// When a beat comes, and who acts.
#[derive(Clone, Debug)]
struct Part {
    at: Timestamp,
    by: Actor,
}

/// Something to ask of the hub.
#[derive(Clone, Debug)]
pub struct Turn {
    pub submission: Submission,
    pub by: Actor,
    pub at: Timestamp,
}

impl Script {
    pub fn new(scenario: Scenario, seed: u64) -> Self {
        let dealt = deal(&scenario.callers, seed);
        let mut parts = Vec::with_capacity(scenario.beats.len());
        for (at, beat) in scenario.beats.iter().enumerate() {
            let name = dealt.get(&beat.by.name).unwrap_or(&beat.by.name).clone();
            let access = scenario.cast.get(&name).copied().unwrap_or(beat.by.access);
            let shifted = beat.at.0 + SignedDuration::from_secs(shift(&scenario, seed, at));
            parts.push(Part {
                at: Span(shifted).after(scenario.starts_at),
                by: Actor { name, access },
            });
        }
        Script {
            scenario,
            seed,
            parts,
        }
    }

    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// How many beats it has.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Leaves out what comes after `end`; true if there was something.
    pub fn cut(&mut self, end: Timestamp) -> bool {
        let before = self.parts.len();
        self.parts.retain(|part| part.at <= end);
        self.parts.len() < before
    }

    /// When beat number `at` comes; `None` after the last.
    pub fn time(&self, at: usize) -> Option<Timestamp> {
        self.parts.get(at).map(|part| part.at)
    }

    /// The word with which the hub must refuse beat number `at`, if it must.
    pub fn refused(&self, at: usize) -> Option<&str> {
        self.scenario.beats.get(at)?.refused.as_deref()
    }

    /// What the store of a record is made with, so that the ids the hub gives are the same each time.
    pub fn secret(&self) -> [u8; 32] {
        draw(self.seed, "secret", 0)
    }

    /// The accounts, contacts and people, which the hub knows before anything happens.
    pub fn import(&self) -> Turn {
        Turn {
            submission: Submission {
                id: id(self.seed, "import", 0),
                incident: None,
                said_at: None,
                command: Command::ImportDirectory(Box::new(self.scenario.import())),
            },
            by: Actor::new("rehearsal", Access::Admin),
            at: self.scenario.starts_at,
        }
    }

    /// Beat number `at`, given what has happened; `None` when it is left out because somebody who has joined in
    /// does it, or because what it is about never came to be.
    pub fn turn(&self, at: usize, picture: &Picture) -> Option<Turn> {
        let (part, beat) = (self.parts.get(at)?, self.scenario.beats.get(at)?);
        let incident = picture.incident(INCIDENT);
        let find = |unknown| incident.and_then(|incident| self.find(incident, &unknown));
        // A beat that is no command is none at all; a scenario with one is not read.
        let command = beat
            .command(self.scenario.starts_at, &part.by.name, find)
            .ok()??;
        if incident.is_some_and(|incident| self.yields(picture, incident, &command, &part.by.name)) {
            return None;
        }
        Some(Turn {
            submission: Submission {
                id: id(self.seed, "beat", at),
                incident: incident.map(|incident| incident.id),
                said_at: None,
                command,
            },
            by: part.by.clone(),
            at: part.at,
        })
    }

    fn find(&self, incident: &Incident, unknown: &Unknown) -> Option<u64> {
        match unknown {
            Unknown::Promise(account) => {
                let mut owed = incident.owed_promises();
                let oldest = owed.find(|promise| promise.account.as_ref() == Some(account))?;
                Some(oldest.seq.0)
            }
            Unknown::Wish(account) => {
                let mut wishes = incident.rows.get(account)?.redress.wishes();
                Some(wishes.find(|wish| wish.open())?.seq.0)
            }
            Unknown::Last(name) => {
                let mut newest = incident.timeline.iter().rev();
                Some(newest.find(|entry| entry.by == *name && entry.undoable())?.seq.0)
            }
            Unknown::Question => {
                let mut open = incident.asks.open();
                Some(open.next()?.seq.0)
            }
            Unknown::PageDraft => {
                let drafts = incident.undecided().chain(incident.unpublished());
                let mut of_page = drafts.filter(|draft| draft.audience == Audience::Page);
                Some(of_page.find(|draft| self.acts(&draft.by))?.seq.0)
            }
            Unknown::Text(number) => {
                let mut posts = incident.posts.iter().filter(|post| self.acts(&post.by));
                let post = posts.nth(usize::try_from(*number).ok()?.checked_sub(1)?)?;
                Some(post.number.into())
            }
        }
    }

    fn acts(&self, name: &Name) -> bool {
        self.scenario.cast.contains_key(name)
    }

    /// Whoever joins in comes first: an account they have claimed or called is theirs.
    fn yields(&self, picture: &Picture, incident: &Incident, command: &Command, by: &Name) -> bool {
        let Some(account) = called_on(command) else {
            return false;
        };
        let holder = picture.claims.on(account).map(|claim| &claim.holder);
        let held = match command {
            // Two of the cast may want the same account, and one of them is refused.
            Command::ClaimAccount(_) => holder.is_some_and(|holder| !self.acts(holder)),
            _ => holder.is_some_and(|holder| holder != by),
        };
        let called = || {
            let row = incident.rows.get(account);
            row.is_some_and(|row| row.standing().any(|attempt| !self.acts(&attempt.by)))
        };
        held || called()
    }
}

/// The account a command is one of the steps of calling.
fn called_on(command: &Command) -> Option<&AccountId> {
    match command {
        Command::ClaimAccount(command) => Some(&command.account),
        Command::ReleaseClaim(command) => Some(&command.account),
        Command::ExtendClaim(command) => Some(&command.account),
        Command::StartCall(command) => Some(&command.account),
        Command::TickStep(command) => command.account.as_ref(),
        Command::RecordAttempt(command) => match command.direction {
            Direction::Outbound => Some(&command.account),
            Direction::Inbound => None,
        },
        _ => None,
    }
}

/// Who plays the part of which caller.
fn deal(callers: &[Name], seed: u64) -> BTreeMap<Name, Name> {
    if seed == AS_WRITTEN {
        return BTreeMap::new();
    }
    let mut dealt: Vec<_> = callers.iter().enumerate().collect();
    dealt.sort_by_key(|(at, _)| draw(seed, "caller", *at));
    let players = dealt.into_iter().map(|(_, caller)| caller.clone());
    callers.iter().cloned().zip(players).collect()
}

/// How many seconds later a beat comes than it is written. Less than half the way to its neighbours, so that the
/// order stays.
fn shift(scenario: &Scenario, seed: u64, at: usize) -> i64 {
    if seed == AS_WRITTEN {
        return 0;
    }
    let second = |at: usize| scenario.beats.get(at).map(|beat| beat.at.0.as_secs());
    let here = second(at).unwrap_or_default();
    let before = at
        .checked_sub(1)
        .and_then(second)
        .map_or(0, |before| (here - before) / 2);
    let after = second(at + 1).map_or(JITTER_S, |after| (after - here - 1) / 2);
    let (back, forth) = (before.clamp(0, JITTER_S), after.clamp(0, JITTER_S));
    number(&draw(seed, "shift", at)) % (back + forth + 1) - back
}

fn draw(seed: u64, what: &str, at: usize) -> [u8; 32] {
    let hash = Sha256::new()
        .chain_update("warroom rehearsal")
        .chain_update(seed.to_be_bytes())
        .chain_update(what)
        .chain_update((at as u64).to_be_bytes());
    hash.finalize().into()
}

/// Never negative.
fn number(drawn: &[u8; 32]) -> i64 {
    let [a, b, c, d, ..] = *drawn;
    i64::from(u32::from_be_bytes([a, b, c, d]))
}

fn id(seed: u64, what: &str, at: usize) -> SubmissionId {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&draw(seed, what, at)[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
