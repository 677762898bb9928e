//! What a report says: the words people wrote, and everything else from the record.
//!
//! For all customers it says what is true of all; for one customer also its own times, calls, promises and credit,
//! and never a word about another. A preliminary report never states a cause.

mod changes;
mod faults;
mod own;
mod phrases;
#[cfg(test)]
mod tests;
mod timeline;

pub use faults::{Fault, faults};
pub use phrases::Phrases;

use super::findings::{Certainty, Data};
use super::ids::{AccountId, Name, Seq};
use super::incident::Incident;
use super::outreach::Row;
use super::promises::Promise;
use super::reports::{Action, Approval, Content, Parts, ReportId, ReportKind, Times, Will};
use super::text::{Clean, CleanText};
use jiff::Timestamp;

/// What it is called where every title there is names a customer.
const UNNAMED: &str = "A disruption of our service";

/// The newest words of a report, approved or not; what nobody has drafted yet has no words of its own.
pub fn content(
    incident: &Incident,
    report: ReportId,
    account: Option<&AccountId>,
    now: Timestamp,
) -> Content {
    let found = incident.reports.get(report);
    let approved = found.and_then(|report| {
        let approval = report.approval()?;
        (approval.draft == report.draft().seq).then_some(approval)
    });
    if let Some(approval) = approved {
        return issued(incident, approval, account, now);
    }
    let draft = found.map(|report| report.draft());
    let nothing = Parts::default();
    let words = Words {
        report,
        version: draft.map_or(1, |draft| draft.version),
        parts: draft.map_or(&nothing, |draft| &draft.parts),
        author: draft.map(|draft| draft.by.clone()),
    };
    for_whom(incident, draft_of(incident, &words, now), account)
}

/// What an approved version says: to an account it was sent to, as it was then.
pub fn issued(
    incident: &Incident,
    approval: &Approval,
    account: Option<&AccountId>,
    now: Timestamp,
) -> Content {
    let mut content = approval.content.clone();
    let row = account.and_then(|id| incident.rows.get(id));
    let sent = row.and_then(|row| {
        let version = |sent: &&_| is_version(sent, approval);
        row.reports.sent().find(version)
    });
    if let Some(sent) = sent {
        (content.through, content.issued) = (sent.seq, Some(sent.at));
    } else if row.is_some() {
        content.issued = Some(now);
    }
    match row {
        Some(_) => for_whom(incident, content, account),
        None => content,
    }
}

/// What an account was last sent of a report, whatever has been written since; `None`: they were sent none of it.
pub fn given(incident: &Incident, report: ReportId, account: &AccountId, now: Timestamp) -> Option<Content> {
    let row = incident.rows.get(account)?;
    let sent = row.reports.sent().rev().find(|sent| sent.report == report)?;
    let approval = incident.reports.get(report)?.version(sent.version)?;
    Some(issued(incident, approval, Some(account), now))
}

fn is_version(sent: &super::reports::Sent, approval: &Approval) -> bool {
    (sent.report, sent.version) == (approval.content.report, approval.version)
}

impl Incident {
    /// How many accounts were sent a report, in any version.
    pub fn sent_to(&self, report: ReportId) -> usize {
        self.rows.values().filter(|row| row.reports.has(report)).count()
    }

    /// To whom a version goes if nobody is named: everyone owed it who has not got it, nor the final report, which
    /// says all that came before.
    pub fn lacking(&self, report: ReportId, version: u32) -> impl Iterator<Item = &Row> {
        let over = move |row: &Row| report != ReportId::Final && row.reports.has(ReportId::Final);
        let lacks = move |row: &&Row| !row.reports.has_version(report, version) && !over(row);
        self.rows.values().filter(|row| row.gets_reports()).filter(lacks)
    }
}

/// The words of one draft.
struct Words<'a> {
    report: ReportId,
    version: u32,
    parts: &'a Parts,
    author: Option<Name>,
}

/// What an approval of the newest draft freezes.
pub(super) fn approved(incident: &Incident, report: ReportId, by: &Name, now: Timestamp) -> Option<Content> {
    let draft = incident.reports.get(report)?.draft();
    let words = Words {
        report,
        version: draft.version,
        parts: &draft.parts,
        author: Some(draft.by.clone()),
    };
    let mut content = draft_of(incident, &words, now);
    content.approved = true;
    content.approvers = vec![by.clone()];
    changes::since_the_one_before(incident, &mut content, None);
    Some(content)
}

/// For all customers, from the record as it is.
fn draft_of(incident: &Incident, words: &Words, now: Timestamp) -> Content {
    let kind = words.report.kind();
    let causes = Phrases::causes(incident, Seq(u64::MAX));
    let preliminary = kind == ReportKind::Preliminary;
    // It says what we know and that the cause is being confirmed, whatever somebody wrote into it.
    let fit = |text: &str| !preliminary || causes.found(text).is_none();
    let text = |text: &CleanText| match fit(text) {
        true => text.clone(),
        false => CleanText::default(),
    };
    let line = |text: &Clean| match fit(text) {
        true => text.clone(),
        false => Clean::default(),
    };
    let lines = |all: &[Clean]| all.iter().filter(|text| fit(text)).cloned().collect();
    let names = Phrases::others(incident, None);
    // What was found out is said to everybody, so it names nobody.
    let nobody = |text: CleanText| match names.found(&text) {
        None => text,
        Some(_) => CleanText::default(),
    };
    let parts = words.parts;
    let (cause, cause_words) = cause(incident, kind);
    let data = incident.data();
    let mut timeline = timeline::of_all(incident, &parts.timeline);
    timeline.retain(|moment| fit(&moment.text));
    let prevention = parts.prevention.iter().filter(|action| fit(&action.what));
    Content {
        report: words.report,
        version: words.version,
        approved: false,
        incident: incident.id,
        title: title(incident, &[line(&parts.title), line(&incident.title)]),
        customer: None,
        zone: None,
        through: Seq(u64::MAX),
        as_of: now,
        issued: None,
        author: words.author.clone(),
        approvers: Vec::new(),
        summary: text(&parts.summary),
        times: times(incident),
        services: match parts.services.is_empty() {
            true => incident.components.iter().map(|part| part.0.clone()).collect(),
            false => lines(&parts.services),
        },
        impact: text(&parts.impact),
        own: Vec::new(),
        data: data.map_or(Data::Unknown, |data| data.state),
        data_words: data.map(|data| nobody(text(&data.text))).unwrap_or_default(),
        timeline,
        cause,
        cause_words: nobody(cause_words),
        done: lines(&parts.done),
        workaround: text(&parts.workaround),
        prevention: prevention.map(|action| will(incident, action)).collect(),
        promises: Vec::new(),
        credit: Vec::new(),
        next_at: parts.next_at,
        next: line(&parts.next),
        apology: text(&parts.apology),
        apology_by: line(&parts.apology_by),
        contact: line(&parts.contact),
        lessons: lines(&parts.lessons),
        changed: Vec::new(),
    }
}

/// The first of these words that names no customer: an incident is often called after what an alert said.
fn title(incident: &Incident, words: &[Clean]) -> Clean {
    let names = Phrases::others(incident, None);
    let fit = |title: &&Clean| !title.trim().is_empty() && names.found(title).is_none();
    let found = words.iter().find(fit);
    found.map_or_else(|| UNNAMED.into(), Clean::clone)
}

/// A preliminary report says that the cause is being confirmed; a suspected one appears in updates, as suspected.
fn cause(incident: &Incident, kind: ReportKind) -> (Certainty, CleanText) {
    match (kind, incident.cause()) {
        (ReportKind::Preliminary, _) | (_, None) => (Certainty::Unknown, CleanText::default()),
        (ReportKind::Update | ReportKind::Final, Some(cause)) => (cause.certainty, cause.text.clone()),
    }
}

fn times(incident: &Incident) -> Times {
    let began = incident.firing_since.unwrap_or(incident.t0);
    let noticed = timeline::first_alert(incident).map_or(incident.declared_at, |entry| entry.at);
    Times {
        began,
        noticed: noticed.min(incident.declared_at).max(began),
        told: incident.posts.iter().map(|post| post.at).min(),
        mitigated: incident.mitigated_at,
        resolved: incident.resolved_at,
    }
}

/// How it stands is known once it has become a promise.
fn will(incident: &Incident, action: &Action) -> Will {
    let same =
        |promise: &&Promise| promise.account.is_none() && !promise.withdrawn && promise.what == action.what;
    let promise = incident.promises.iter().rev().find(same);
    Will {
        what: action.what.clone(),
        owner: action.owner.clone(),
        due: action.due,
        kept: promise.is_some_and(|promise| promise.kept.is_some()),
    }
}

/// The same for one account, with what is its own up to the event that `content` goes through.
fn for_whom(incident: &Incident, mut content: Content, account: Option<&AccountId>) -> Content {
    let row = account.and_then(|id| incident.rows.get(id));
    let Some(row) = row else {
        changes::since_the_one_before(incident, &mut content, None);
        return content;
    };
    own::add(incident, row, &mut content);
    changes::since_the_one_before(incident, &mut content, Some(row));
    content
}
