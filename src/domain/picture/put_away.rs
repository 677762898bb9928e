//! The picture as it is put away and taken up again.

use super::held::{Causes, Held, Put};
use super::{Outline, Picture, Shelf};
use crate::domain::alerts::Alert;
use crate::domain::care::Care;
use crate::domain::claims::Claims;
use crate::domain::ids::{AccountId, IncidentId, Seq, SinkName, SubmissionId};
use crate::domain::topics::Topics;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What of a picture is read at once: all of it but its incidents and the commands it knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Base {
    pub through: Seq,
    pub outlines: Vec<Outline>,
    alerts: Vec<Alert>,
    claims: Arc<Claims>,
    topics: Arc<Topics>,
    care: Arc<Care>,
    wishes: BTreeMap<Seq, AccountId>,
    sinks: Arc<BTreeMap<SinkName, Seq>>,
}

impl Picture {
    pub fn base(&self, outlines: Vec<Outline>) -> Base {
        Base {
            through: self.through,
            outlines,
            alerts: self.alerts.values().cloned().collect(),
            claims: self.claims.clone(),
            topics: self.topics.clone(),
            care: self.care.clone(),
            wishes: self.wishes.clone(),
            sinks: self.sinks.clone(),
        }
    }

    /// The picture that this was the base of. What is not in the base is read from the shelf once it is wanted.
    pub fn taken_up(base: Base, shelf: Box<dyn Shelf>) -> Picture {
        let put = Arc::new(Put::new(shelf));
        let incidents = base.outlines.into_iter();
        let alerts = base.alerts.into_iter().map(|alert| (alert.key(), alert));
        Picture {
            through: base.through,
            incidents: incidents
                .map(|outline| (outline.id, Held::away(outline, put.clone())))
                .collect(),
            alerts: Arc::new(alerts.collect()),
            claims: base.claims,
            topics: base.topics,
            care: base.care,
            wishes: base.wishes,
            sinks: base.sinks,
            causes: Causes::away(put),
        }
    }

    /// Something was wanted that could no longer be read as it was put away: nothing this picture says holds. It has to
    /// be folded from the log.
    pub fn lost(&self) -> bool {
        self.causes.lost()
    }

    /// A copy that holds no command: to be put away by another thread, while this one goes on without copying them.
    pub fn without_causes(&self) -> Picture {
        Picture {
            causes: Causes::default(),
            ..self.clone()
        }
    }

    /// As it was at `before`, an earlier copy without commands; with the commands of this one but for those of events
    /// that are not in the log after all. What came between the two has to be folded again.
    pub fn gone_back(self, before: &Picture, not_recorded: impl Iterator<Item = SubmissionId>) -> Picture {
        let mut causes = self.causes;
        not_recorded.for_each(|cause| causes.remove(&cause));
        Picture {
            causes,
            ..before.clone()
        }
    }

    /// The incidents to which something may have happened since an earlier copy.
    pub fn touched_since(&self, before: &Picture) -> Vec<IncidentId> {
        let same =
            |id: &IncidentId, held: &Held| before.incidents.get(id).is_some_and(|other| other.is(held));
        let touched = self.incidents.iter().filter(|(id, held)| !same(id, held));
        touched.map(|(id, _)| *id).collect()
    }

    /// What is known of each incident without reading it, or the incident.
    pub(in crate::domain) fn outlines(&self) -> impl Iterator<Item = Result<&Outline, &super::Incident>> {
        self.incidents
            .values()
            .map(|held| held.outline().ok_or_else(|| held.get().as_ref()))
    }

    /// As another, but for the incidents.
    pub fn same_beside_incidents(&self, other: &Picture) -> bool {
        let ids = |picture: &Picture| picture.incidents.keys().copied().collect::<Vec<_>>();
        self.through == other.through
            && ids(self) == ids(other)
            && self.alerts == other.alerts
            && self.claims == other.claims
            && self.topics == other.topics
            && self.care == other.care
            && self.wishes == other.wishes
            && self.sinks == other.sinks
            && self.causes == other.causes
    }
}
