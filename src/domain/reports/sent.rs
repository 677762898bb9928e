//! What one account was sent, what came back, and what it felt.

use super::asked::{Credit, ImpactRecorded, ReportAcknowledged, ReportIssued, To};
use super::kind::ReportId;
use crate::domain::channel::Channel;
use crate::domain::ids::{ContactId, Name, Seq};
use crate::domain::stamp::Stamp;
use crate::domain::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountReports {
    sent: Vec<Sent>,
    impacts: Vec<Impact>,
}

/// A report on its way to an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    pub seq: Seq,
    pub report: ReportId,
    pub version: u32,
    pub contact: Option<ContactId>,
    pub channel: Channel,
    pub by: Name,
    pub at: Timestamp,
    /// The news it promises next.
    pub next_at: Option<Timestamp>,
    pub words: Clean,
    /// When they said that they have it, and what they asked.
    pub acknowledged: Option<(Seq, Timestamp, Clean)>,
    withdrawn: bool,
}

/// What they felt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Impact {
    pub seq: Seq,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub text: CleanText,
    pub credit: Option<Credit>,
    pub by: Name,
    pub at: Timestamp,
    withdrawn: bool,
}

impl AccountReports {
    /// In the order recorded.
    pub fn sent(&self) -> impl DoubleEndedIterator<Item = &Sent> {
        self.sent.iter().filter(|sent| !sent.withdrawn)
    }

    /// In the order recorded.
    pub fn impacts(&self) -> impl DoubleEndedIterator<Item = &Impact> {
        self.impacts.iter().filter(|impact| !impact.withdrawn)
    }

    pub fn has(&self, report: ReportId) -> bool {
        self.sent().any(|sent| sent.report == report)
    }

    pub fn has_version(&self, report: ReportId, version: u32) -> bool {
        self.sent()
            .any(|sent| (sent.report, sent.version) == (report, version))
    }

    /// The sending that happened last.
    pub fn last(&self) -> Option<&Sent> {
        self.sent().max_by_key(|sent| (sent.at, sent.seq))
    }

    /// They were sent reports of another incident, which are not these.
    pub(in crate::domain) fn forget_sendings(&mut self) {
        self.sent.clear();
    }

    /// Takes over what the same account was sent and felt elsewhere.
    pub(in crate::domain) fn absorb(&mut self, mut other: AccountReports) {
        self.sent.append(&mut other.sent);
        self.sent.sort_by_key(|sent| sent.seq);
        self.impacts.append(&mut other.impacts);
        self.impacts.sort_by_key(|impact| impact.seq);
    }

    pub(in crate::domain) fn issued(&mut self, event: &ReportIssued, to: &To, stamp: &Stamp) {
        self.sent.push(Sent {
            seq: stamp.seq,
            report: event.report,
            version: event.version,
            contact: to.contact.clone(),
            channel: event.channel,
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            next_at: event.next_at,
            words: event.words.clone(),
            acknowledged: None,
            withdrawn: false,
        });
    }

    pub(in crate::domain) fn acknowledged(&mut self, event: &ReportAcknowledged, stamp: &Stamp) {
        let sent = self
            .sent
            .iter_mut()
            .rev()
            .find(|sent| sent.report == event.report && !sent.withdrawn);
        if let Some(sent) = sent {
            sent.acknowledged = Some((stamp.seq, stamp.said_at, event.questions.clone()));
        }
    }

    pub(in crate::domain) fn felt(&mut self, event: &ImpactRecorded, stamp: &Stamp) {
        self.impacts.push(Impact {
            seq: stamp.seq,
            from: event.from,
            until: event.until,
            text: event.text.clone(),
            credit: event.credit.clone(),
            by: stamp.by.name.clone(),
            at: stamp.at,
            withdrawn: false,
        });
    }

    pub(in crate::domain) fn withdraw(&mut self, seq: Seq) {
        for sent in &mut self.sent {
            sent.withdrawn |= sent.seq == seq;
            if sent.acknowledged.as_ref().is_some_and(|(by, ..)| *by == seq) {
                sent.acknowledged = None;
            }
        }
        for impact in self.impacts.iter_mut().filter(|impact| impact.seq == seq) {
            impact.withdrawn = true;
        }
    }
}
