//! The only one who appends to the log, as a state machine: commands and the time in, answers and new lines out.
//!
//! A batch is decided command by command, each against the picture with the ones before it, and then recorded in
//! one transaction. Nothing is told to anybody before it is on disk.

mod upkeep;

use super::HubError;
use super::answer::{Answer, Said, again, answer_of, maybe_recorded, not_recorded};
use super::batch::{Batch, Decided, own_id};
use super::keeper::Keeper;
use super::rows::{brought, rows};
use crate::directory::reference::{self, Changed, Settled};
use crate::domain::accounts::MatchAccounts;
use crate::domain::actor::Actor;
use crate::domain::claims::EndClaims;
use crate::domain::command::{Command, Desk, Submission};
use crate::domain::event::Recorded;
use crate::domain::ids::Name;
use crate::domain::picture::Picture;
use crate::domain::reference::Reference;
use crate::store::{Change, DirectoryRows, Line, Store, StoreError};
use crate::wire::{Accepted, Outcome, Problem};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;
use upkeep::Back;

/// The most commands recorded in one transaction.
pub const BATCH: usize = 256;

/// Something to be decided.
#[derive(Clone, Debug)]
pub struct Ask {
    pub errand: Errand,
    pub by: Actor,
    /// The hub time it is carried out at; `None`: when its turn comes. Never later than that.
    pub at: Option<Timestamp>,
}

#[derive(Clone, Debug)]
pub enum Errand {
    /// From outside, where an answer can get lost: the same id is answered as before and does nothing more.
    Submitted {
        submission: Submission,
        /// SHA-256 of the body it came in.
        body_hash: [u8; 32],
    },
    /// From inside: nobody sends it again.
    Own(Command),
}

/// What a turn came to; the answers are in the order of the asks.
#[derive(Clone, Debug, Default)]
pub struct Done {
    pub answers: Vec<Answer>,
    pub lines: Vec<Line>,
    /// The directory is another one than before; `None`: the same.
    pub directory: Option<Changed>,
}

/// Why nothing can be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// For whoever asked, and the hub's own log.
    pub why: String,
    /// For everybody.
    pub short: String,
}

impl From<&StoreError> for Trouble {
    fn from(error: &StoreError) -> Self {
        Trouble {
            why: error.to_string(),
            short: error.in_short(),
        }
    }
}

pub struct Writer {
    store: Store,
    settled: Settled,
    picture: Picture,
    reference: Arc<Reference>,
    /// Hub time of the last event. It never steps back in the log, whatever the clock does.
    last_at: Timestamp,
    /// Why the last transaction failed.
    trouble: Option<Trouble>,
    /// The disk has failed under a transaction. What comes after it is refused before it reaches the disk.
    disk_failed: bool,
    /// The picture has seen what is not in the log, and has to be built again.
    wrong: bool,
    /// The log is not as it was recorded, which was found after the start: nothing more is added to it.
    damaged: bool,
    /// No claim is ended at a later time than this.
    hold: Option<Timestamp>,
    /// Who has been here since the hub began.
    here: BTreeSet<Name>,
    keeper: Keeper,
    /// A place in the log from which the picture is made right again.
    back: Option<Back>,
    /// Events of the log that were folded to have the picture.
    folded: u64,
}

impl Writer {
    /// Folds the log of `store`, or what of it came after the picture that was put away beside it.
    ///
    /// # Errors
    /// The log or the directory cannot be read.
    pub fn open(mut store: Store, settled: Settled) -> Result<Self, HubError> {
        let mut writer = Writer {
            keeper: Keeper::new(store.picture_folder()),
            store,
            settled,
            picture: Picture::default(),
            reference: Arc::default(),
            last_at: Timestamp::MIN,
            trouble: None,
            disk_failed: false,
            wrong: true,
            damaged: false,
            hold: None,
            here: BTreeSet::new(),
            back: None,
            folded: 0,
        };
        if !writer.take_up()? {
            writer.rebuild()?;
        }
        Ok(writer)
    }

    pub fn picture(&self) -> &Picture {
        &self.picture
    }

    pub fn reference(&self) -> &Arc<Reference> {
        &self.reference
    }

    pub fn last_at(&self) -> Timestamp {
        self.last_at
    }

    /// Why nothing can be recorded, if so.
    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// How many events of the log were folded to have the picture, at the start and after transactions that failed.
    pub fn folded(&self) -> u64 {
        self.folded
    }

    /// For what is kept beside the log: tokens, and lines of it that are no longer in memory.
    pub fn store(&mut self) -> &mut Store {
        &mut self.store
    }

    /// Keeps the timer from running ahead of what a scenario does next. `None`: as the clock has it.
    pub fn hold(&mut self, until: Option<Timestamp>) {
        self.hold = until;
    }

    /// Somebody has come: what is given to them is given to somebody.
    pub fn here(&mut self, name: Name) {
        self.here.insert(name);
    }

    /// When [`Writer::tick`] has something to do.
    pub fn next_wake(&self) -> Option<Timestamp> {
        let end = self.picture.claims.next_end()?;
        self.hold.is_none_or(|hold| end <= hold).then_some(end)
    }

    /// Ends the claims that are over.
    pub fn tick(&mut self, now: Timestamp) -> Done {
        self.carry_out(&[], now)
    }

    /// Decides a batch and records it.
    pub fn carry_out(&mut self, asks: &[Ask], now: Timestamp) -> Done {
        self.mend();
        if self.wrong {
            let why = self.trouble.as_ref().map_or("", |trouble| &trouble.why);
            return Done {
                answers: asks.iter().map(|_| not_recorded(why)).collect(),
                ..Done::default()
            };
        }
        let mut batch = Batch::default();
        self.look_up(asks, &mut batch);
        let mut said = Vec::with_capacity(asks.len());
        for ask in asks {
            let at = ask.at.map_or(now, |at| at.min(now));
            self.end_claims(at, &mut batch);
            said.push(match &ask.errand {
                Errand::Submitted {
                    submission,
                    body_hash,
                } => self.submitted(submission, body_hash, &ask.by, at, &mut batch),
                Errand::Own(command) => {
                    let decided = self.own(command, &ask.by, at, &mut batch);
                    Said::Anew(self.answer(&decided))
                }
            });
        }
        self.end_claims(self.hold.map_or(now, |hold| hold.min(now)), &mut batch);
        if self.made_whole() {
            // What was decided rested on something that was not so.
            return self.carry_out(asks, now);
        }
        self.record(batch, said)
    }

    /// Whether some of them came before, in one look for all.
    fn look_up(&mut self, asks: &[Ask], batch: &mut Batch) {
        let ids = asks.iter().filter_map(|ask| match &ask.errand {
            Errand::Submitted { submission, .. } => Some(submission.id),
            Errand::Own(_) => None,
        });
        let ids: Vec<_> = ids.collect();
        if ids.is_empty() {
            return;
        }
        match self.store.answers(&ids) {
            Ok(before) => batch.before = before,
            Err(error) => {
                tracing::error!("{error}");
                self.trouble = Some(Trouble::from(&error));
                batch.unread = Some(error.to_string());
            }
        }
    }

    fn record(&mut self, batch: Batch, said: Vec<Said>) -> Done {
        let recorded = match batch.changes.is_empty() {
            true => Ok(Vec::new()),
            false => self.store.commit(&batch.changes),
        };
        match recorded {
            Ok(lines) => {
                self.keeper.recorded(&batch.changes);
                self.remember();
                // A turn that recorded nothing says nothing about the disk.
                self.trouble = self.trouble.take().filter(|_| batch.changes.is_empty());
                Done {
                    answers: said.into_iter().map(Said::answer).collect(),
                    lines,
                    directory: batch.directory,
                }
            }
            Err(error) => {
                self.go_back(batch);
                self.failed(&error, said)
            }
        }
    }

    fn failed(&mut self, error: &StoreError, said: Vec<Said>) -> Done {
        let trouble = Trouble::from(error);
        let why = &trouble.why;
        tracing::error!("nothing was recorded: {why}");
        let unsure = matches!(error, StoreError::Failed { .. }) && !self.disk_failed;
        self.disk_failed |= unsure;
        let answers = said.into_iter().map(|said| match said {
            Said::Before(answer) => answer,
            Said::Anew(_) if unsure => maybe_recorded(why),
            Said::Anew(_) => not_recorded(why),
        });
        let answers = answers.collect();
        self.trouble = Some(trouble);
        self.mend();
        Done {
            answers,
            ..Done::default()
        }
    }

    /// A claim ends at its own time, however late the hub gets round to it: the log is then the same whether the
    /// hub was asleep or not.
    fn end_claims(&mut self, at: Timestamp, batch: &mut Batch) {
        while let Some(due) = self.picture.claims.next_end().filter(|due| *due <= at) {
            let ended = self.own(&Command::EndClaims(EndClaims {}), &Actor::hub(), due, batch);
            match ended {
                Ok(events) if events > 0 => {}
                // It would be the same the next time.
                Ok(_) => break,
                Err(refusal) => {
                    tracing::error!("claims could not be ended: {refusal}");
                    break;
                }
            }
        }
    }

    fn submitted(
        &mut self,
        submission: &Submission,
        body_hash: &[u8; 32],
        by: &Actor,
        at: Timestamp,
        batch: &mut Batch,
    ) -> Said {
        if let Some(before) = batch.answers.get(&submission.id) {
            return Said::Anew(again(before.clone(), body_hash, submission.id));
        }
        if let Some(before) = batch.before.get(&submission.id) {
            return Said::Before(again(before.clone(), body_hash, submission.id));
        }
        if let Some(why) = &batch.unread {
            return Said::Before(not_recorded(why));
        }
        let decided = self.decide(submission, by, at, batch);
        let answer = self.answer(&decided);
        batch.keep(submission.id, body_hash, &answer);
        Said::Anew(answer)
    }

    /// Carries out a command of the hub's own. Its id follows from its place in the log, so that a simulation
    /// repeats, and from the store's secret, so that nobody can take it first.
    fn own(&mut self, command: &Command, by: &Actor, at: Timestamp, batch: &mut Batch) -> Decided {
        let submission = Submission {
            id: own_id(&self.store.secret(), self.picture.through().next()),
            incident: None,
            said_at: None,
            command: command.clone(),
        };
        self.decide(&submission, by, at, batch)
    }

    /// Decides, and folds what comes of it into the picture; `batch` has it for the log.
    fn decide(&mut self, submission: &Submission, by: &Actor, at: Timestamp, batch: &mut Batch) -> Decided {
        let at = at.max(self.last_at);
        let desk = Desk {
            by,
            at,
            said_at: submission.said_at.map_or(at, |said| said.min(at)),
            incident: submission.incident,
            reference: &self.reference,
            here: &self.here,
        };
        let drafted = self.picture.decide(submission, &desk)?;
        let said_at = desk.said_at;
        let (speaker, brought_by) = submission.command.speaker(by);
        let events: Vec<Recorded> = drafted
            .into_iter()
            .map(|drafted| {
                let recorded = Recorded {
                    seq: self.picture.through().next(),
                    at,
                    said_at,
                    by: drafted.event.signed(&speaker),
                    incident: drafted.incident,
                    brought_by: brought_by.clone(),
                    cause: submission.id,
                    event: drafted.event,
                };
                self.picture.apply(&recorded);
                recorded
            })
            .collect();
        let count = events.len();
        if count == 0 {
            return Ok(0);
        }
        self.last_at = at;
        let rows = brought(&submission.command, &events, &self.reference);
        batch.changes.push(Change {
            events,
            ..Change::default()
        });
        if let Some(rows) = rows {
            self.import(rows, at, batch);
        }
        Ok(count)
    }

    /// Takes the rows in, and puts the accounts on the call lists they belong on.
    fn import(&mut self, imported: DirectoryRows, at: Timestamp, batch: &mut Batch) {
        let mut reference = Reference::clone(&self.reference);
        let changed = reference::import(&mut reference, rows(imported.clone()), &self.store.secret());
        let before = std::mem::replace(&mut self.reference, Arc::new(reference));
        batch.reference.get_or_insert(before);
        batch.directory.get_or_insert_default().extend(&changed);
        if let Some(change) = batch.changes.last_mut() {
            change.directory = Some(imported);
        }
        let matched = self.own(
            &Command::MatchAccounts(MatchAccounts {}),
            &Actor::hub(),
            at,
            batch,
        );
        if let Err(refusal) = matched {
            tracing::error!("accounts could not be matched after an import: {refusal}");
        }
    }

    fn answer(&self, decided: &Decided) -> Answer {
        let through = self.picture.through();
        let outcome = match decided {
            Err(refusal) => return answer_of(409, &Problem::from(refusal)),
            Ok(0) => Outcome::AlreadySo,
            Ok(_) => Outcome::Accepted,
        };
        answer_of(200, &Accepted { outcome, through })
    }
}
