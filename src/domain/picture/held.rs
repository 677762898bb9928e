//! What a picture holds: incidents and known commands, each at hand or put away until somebody wants it.
//!
//! A picture that was put away beside the log is taken up again without reading most of it. Whoever asks for an
//! incident gets it whole all the same; it is read then, once, and every copy of the picture has it from there on.

use crate::domain::declaration::IncidentDeclared;
use crate::domain::event::Stamp;
use crate::domain::ids::{IncidentId, Name, Seq, SubmissionId};
use crate::domain::incident::Incident;
use crate::domain::playbook::{
    CallPlan, Gestures, Playbook, PublicPlan, ReportPlan, Script, UNKNOWN, VERSION,
};
use crate::domain::severity::Severity;
use crate::domain::state::Internal;
use crate::domain::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Where what was put away is read again. `None`: it cannot be read as it was put away.
pub trait Shelf: Send + Sync {
    fn incident(&self, id: IncidentId) -> Option<Incident>;
    /// Whether a command was known.
    fn caused(&self, id: &SubmissionId) -> Option<bool>;
    /// Every command that was known.
    fn causes(&self) -> Option<Vec<SubmissionId>>;
}

/// What is asked of every incident at every turn, so that the incident itself can stay where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    pub id: IncidentId,
    /// The last event of the picture it was put away with: it knows of none after that.
    pub through: Seq,
    pub internal: Internal,
    /// Who decides on its credits.
    pub deciders: Vec<Name>,
    pub owed_long_term: usize,
    /// The topics it has somebody to tell of.
    pub tells: Vec<Seq>,
}

/// A shelf, and whether something was wanted of it that it no longer had.
pub(super) struct Put {
    shelf: Box<dyn Shelf>,
    lost: AtomicBool,
    causes: OnceLock<HashSet<SubmissionId>>,
}

impl Put {
    pub fn new(shelf: Box<dyn Shelf>) -> Put {
        Put {
            shelf,
            lost: AtomicBool::new(false),
            causes: OnceLock::new(),
        }
    }

    pub fn lost(&self) -> bool {
        self.lost.load(Ordering::SeqCst)
    }

    fn found<T>(&self, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.lost.store(true, Ordering::SeqCst);
        }
        found
    }

    fn incident(&self, id: IncidentId) -> Incident {
        self.found(self.shelf.incident(id)).unwrap_or_else(|| blank(id))
    }

    fn caused(&self, id: &SubmissionId) -> bool {
        match self.causes.get() {
            Some(causes) => causes.contains(id),
            None => self.found(self.shelf.caused(id)).unwrap_or_default(),
        }
    }

    fn causes(&self) -> &HashSet<SubmissionId> {
        let read = || self.found(self.shelf.causes()).unwrap_or_default();
        self.causes.get_or_init(|| read().into_iter().collect())
    }
}

/// Stands in for one that is lost, until the picture that holds it is thrown away.
fn blank(id: IncidentId) -> Incident {
    let playbook = Playbook {
        version: VERSION,
        name: UNKNOWN.into(),
        title: Clean::default(),
        trigger: Clean::default(),
        severity: Severity::Sev1,
        first_words: CleanText::default(),
        opening: CleanText::default(),
        do_not_say: Vec::new(),
        matches: BTreeMap::new(),
        levels: Vec::new(),
        public: PublicPlan::default(),
        calls: CallPlan::default(),
        steps: Vec::new(),
        matrix: BTreeMap::new(),
        duties: Vec::new(),
        script: Script::default(),
        texts: BTreeMap::new(),
        stops: Vec::new(),
        experts: Vec::new(),
        gestures: Gestures::default(),
        reports: ReportPlan::default(),
        exit: Vec::new(),
    };
    let declared = IncidentDeclared {
        id,
        title: Clean::default(),
        severity: Severity::Sev1,
        t0: Timestamp::UNIX_EPOCH,
        firing_since: None,
        components: Vec::new(),
        playbook: Arc::new(playbook),
        holders: Vec::new(),
    };
    let stamp = Stamp {
        seq: Seq::default(),
        at: Timestamp::UNIX_EPOCH,
        said_at: Timestamp::UNIX_EPOCH,
        by: crate::domain::actor::Actor::hub(),
        cause: SubmissionId::nil(),
    };
    Incident::new(&declared, &stamp)
}

/// An incident of the picture. Shared, so that a copy for what is not yet delivered costs only the incident it touches.
#[derive(Clone)]
pub(super) enum Held {
    Here(Arc<Incident>),
    Away(Arc<Away>),
}

pub(super) struct Away {
    outline: Outline,
    put: Arc<Put>,
    read: OnceLock<Arc<Incident>>,
}

impl Held {
    pub fn new(incident: Incident) -> Held {
        Held::Here(Arc::new(incident))
    }

    pub fn away(outline: Outline, put: Arc<Put>) -> Held {
        Held::Away(Arc::new(Away {
            outline,
            put,
            read: OnceLock::new(),
        }))
    }

    pub fn get(&self) -> &Arc<Incident> {
        match self {
            Held::Here(incident) => incident,
            Held::Away(away) => away
                .read
                .get_or_init(|| Arc::new(away.put.incident(away.outline.id))),
        }
    }

    pub fn get_mut(&mut self) -> &mut Incident {
        // What was put away stays as it was; from here on it is another one.
        if let Held::Away(_) = self {
            *self = Held::Here(self.get().clone());
        }
        match self {
            Held::Here(incident) => Arc::make_mut(incident),
            // Cannot fail: the lines above have just brought it here.
            Held::Away(_) => unreachable!("it is here"),
        }
    }

    /// What is known of it without reading it, where that is less work.
    pub fn outline(&self) -> Option<&Outline> {
        match self {
            Held::Here(_) => None,
            Held::Away(away) => Some(&away.outline),
        }
    }

    pub fn internal(&self) -> Internal {
        self.outline()
            .map_or_else(|| self.get().internal, |outline| outline.internal)
    }

    /// It cannot know of an event with this number.
    pub fn is_before(&self, seq: Seq) -> bool {
        self.outline().is_some_and(|outline| outline.through < seq)
    }

    /// The very same, so that nothing has happened to it between the one copy of the picture and the other.
    pub fn is(&self, other: &Held) -> bool {
        match (self, other) {
            (Held::Here(one), Held::Here(other)) => Arc::ptr_eq(one, other),
            (Held::Away(one), Held::Away(other)) => Arc::ptr_eq(one, other),
            (Held::Here(_), Held::Away(_)) | (Held::Away(_), Held::Here(_)) => false,
        }
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Held) -> bool {
        self.is(other) || self.get() == other.get()
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// The commands whose events are in the picture.
#[derive(Clone, Default)]
pub(super) struct Causes {
    here: Arc<HashSet<SubmissionId>>,
    away: Option<Arc<Put>>,
}

impl Causes {
    pub fn away(put: Arc<Put>) -> Causes {
        Causes {
            here: Arc::default(),
            away: Some(put),
        }
    }

    pub fn insert(&mut self, cause: SubmissionId) {
        Arc::make_mut(&mut self.here).insert(cause);
    }

    /// One that has come since it was taken up, or since it began.
    pub fn remove(&mut self, cause: &SubmissionId) {
        Arc::make_mut(&mut self.here).remove(cause);
    }

    pub fn contains(&self, cause: &SubmissionId) -> bool {
        self.here.contains(cause) || self.away.as_ref().is_some_and(|put| put.caused(cause))
    }

    pub fn lost(&self) -> bool {
        self.away.as_ref().is_some_and(|put| put.lost())
    }

    fn all(&self) -> HashSet<&SubmissionId> {
        let away = self.away.iter().flat_map(|put| put.causes());
        self.here.iter().chain(away).collect()
    }
}

impl PartialEq for Causes {
    fn eq(&self, other: &Causes) -> bool {
        match (&self.away, &other.away) {
            (None, None) => self.here == other.here,
            _ => self.all() == other.all(),
        }
    }
}

impl fmt::Debug for Causes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.all().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A copy of one that has gone on for a day costs more than everything else a command does.
    #[test]
    fn an_incident_that_nobody_else_holds_is_changed_where_it_is() {
        let mut held = Held::new(blank(IncidentId(1)));
        let place = Arc::as_ptr(held.get());
        held.get_mut().rounds += 1;
        assert_eq!(Arc::as_ptr(held.get()), place);
        let copy = held.clone();
        held.get_mut().rounds += 1;
        assert_ne!(Arc::as_ptr(held.get()), place);
        assert_eq!((copy.get().rounds, held.get().rounds), (2, 3));
    }
}
