//! Reports to customers (RFI): drafted, reviewed, approved, sent, acknowledged; and what each account felt.
//!
//! People write the [`Parts`]; everything else in a report comes from the record. What an approved report says is
//! frozen as [`Content`], and what one account adds to it (its times, promises, credit) is found again by the number
//! of the event that recorded the sending.

mod asked;
mod content;
mod kind;
mod parts;
mod sent;

pub use asked::{
    AcknowledgeReport, ApproveReport, Credit, DraftReport, ImpactRecorded, IssueReport, RecordImpact,
    ReportAcknowledged, ReportApproved, ReportDrafted, ReportIssued, ReportReviewed, ReviewReport, Reviewer,
    To,
};
pub use content::{Change, Content, Felt, Said, Subject, Times, Will};
pub use kind::{ReportId, ReportKind};
pub use parts::{Action, Moment, Parts};
pub use sent::{AccountReports, Impact, Sent};

use super::ids::{Name, Seq};
use super::stamp::Stamp;
use super::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// All reports of an incident.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reports {
    all: BTreeMap<ReportId, Arc<Report>>,
}

/// One report, with everything that became of it. It exists from its first draft on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub id: ReportId,
    /// In the order written; a draft after an approval begins the next version.
    pub drafts: Vec<Draft>,
    pub reviews: Vec<Review>,
    pub approvals: Vec<Approval>,
    /// The events by which it was sent; to whom, the rows of the call list know.
    sendings: Vec<Seq>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub seq: Seq,
    /// Counts from 1.
    pub version: u32,
    pub parts: Parts,
    /// Since when it waits for approval, if it does.
    pub ready: Option<Timestamp>,
    pub by: Name,
    pub at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    pub seq: Seq,
    pub draft: Seq,
    pub reviewer: Reviewer,
    pub fine: bool,
    pub note: Clean,
    pub by: Name,
    pub at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    pub seq: Seq,
    pub version: u32,
    pub draft: Seq,
    pub content: Content,
    pub text: CleanText,
    pub despite: Option<Clean>,
    pub by: Name,
    pub at: Timestamp,
}

/// How far a report has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Somebody is writing it.
    Draft,
    /// It waits for approval.
    Waiting,
    Approved,
}

impl Reports {
    pub fn get(&self, report: ReportId) -> Option<&Report> {
        self.all.get(&report).map(Arc::as_ref)
    }

    /// In the order in which they are sent.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Report> {
        self.all.values().map(Arc::as_ref)
    }

    /// Something was said to customers in a report, or approved to be.
    pub fn begun(&self) -> bool {
        self.iter().any(|report| report.approval().is_some())
    }

    /// The report of a kind that is being worked on; of updates the last, or the next once that has been sent.
    pub fn current(&self, kind: ReportKind) -> ReportId {
        match kind {
            ReportKind::Preliminary => ReportId::Preliminary,
            ReportKind::Final => ReportId::Final,
            ReportKind::Update => match self.iter().rev().find(|report| report.id.kind() == kind) {
                Some(last) if last.sendings.is_empty() => last.id,
                Some(_) => self.next_update(),
                None => ReportId::Update(1),
            },
        }
    }

    /// The update after the last.
    pub fn next_update(&self) -> ReportId {
        let numbers = self.all.keys().filter_map(|id| match id {
            ReportId::Update(number) => Some(*number),
            ReportId::Preliminary | ReportId::Final => None,
        });
        ReportId::Update(numbers.max().unwrap_or(0).saturating_add(1))
    }

    /// Drafts that wait for approval.
    pub fn waiting(&self) -> impl Iterator<Item = (ReportId, &Draft)> {
        self.iter()
            .filter(|report| report.standing() == Standing::Waiting)
            .map(|report| (report.id, report.draft()))
    }

    pub(super) fn drafted(&mut self, event: &ReportDrafted, stamp: &Stamp) {
        let draft = Draft {
            seq: stamp.seq,
            version: event.version,
            parts: event.parts.clone(),
            ready: event.ready.then_some(stamp.at),
            by: stamp.by.name.clone(),
            at: stamp.at,
        };
        let report = self.all.entry(event.report).or_insert_with(|| {
            Arc::new(Report {
                id: event.report,
                drafts: Vec::new(),
                reviews: Vec::new(),
                approvals: Vec::new(),
                sendings: Vec::new(),
            })
        });
        Arc::make_mut(report).drafts.push(draft);
    }

    pub(super) fn reviewed(&mut self, event: &ReportReviewed, stamp: &Stamp) {
        self.on(event.report, |report| {
            report.reviews.push(Review {
                seq: stamp.seq,
                draft: event.draft,
                reviewer: event.reviewer,
                fine: event.fine,
                note: event.note.clone(),
                by: stamp.by.name.clone(),
                at: stamp.at,
            });
        });
    }

    pub(super) fn approved(&mut self, event: &ReportApproved, stamp: &Stamp) {
        self.on(event.report, |report| {
            report.approvals.push(Approval {
                seq: stamp.seq,
                version: event.version,
                draft: event.draft,
                content: event.content.clone(),
                text: event.text.clone(),
                despite: event.despite.clone(),
                by: stamp.by.name.clone(),
                at: stamp.at,
            });
        });
    }

    pub(super) fn issued(&mut self, event: &ReportIssued, stamp: &Stamp) {
        self.on(event.report, |report| report.sendings.push(stamp.seq));
    }

    /// True when the event with this number sent a report, which it now has not.
    pub(super) fn withdraw(&mut self, seq: Seq) -> bool {
        let sent = self
            .all
            .values_mut()
            .find(|report| report.sendings.contains(&seq));
        let Some(report) = sent else { return false };
        Arc::make_mut(report).sendings.retain(|sending| *sending != seq);
        true
    }

    fn on(&mut self, report: ReportId, change: impl FnOnce(&mut Report)) {
        if let Some(report) = self.all.get_mut(&report) {
            change(Arc::make_mut(report));
        }
    }
}

impl Report {
    /// The newest draft.
    pub fn draft(&self) -> &Draft {
        // Cannot fail: a report comes into being with its first draft, and drafts are never removed.
        self.drafts.last().expect("a report has a draft")
    }

    pub fn standing(&self) -> Standing {
        let draft = self.draft();
        match self.approval() {
            Some(approval) if approval.draft == draft.seq => Standing::Approved,
            Some(_) | None if draft.ready.is_some() => Standing::Waiting,
            Some(_) | None => Standing::Draft,
        }
    }

    /// The newest version that was approved: the one that is sent.
    pub fn approval(&self) -> Option<&Approval> {
        self.approvals.last()
    }

    pub fn version(&self, version: u32) -> Option<&Approval> {
        self.approvals.iter().find(|approval| approval.version == version)
    }

    /// The last word of each reviewer on the newest draft.
    pub fn reviewed(&self) -> Vec<&Review> {
        let draft = self.draft().seq;
        let last = |reviewer: &Reviewer| {
            let of_it = |review: &&Review| review.reviewer == *reviewer && review.draft == draft;
            self.reviews.iter().rev().find(of_it)
        };
        Reviewer::ALL.iter().filter_map(last).collect()
    }
}
