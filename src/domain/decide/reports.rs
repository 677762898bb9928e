//! Reports: who may write, approve and send what, and when.

use super::messages::may_approve;
use super::outreach::check_contact;
use super::{approved_before, needs};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::{AccountId, IncidentId};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::promises::PromiseMade;
use crate::domain::refusal::Refusal;
use crate::domain::report_content::{self, Phrases};
use crate::domain::reports::{
    AcknowledgeReport, Action, Approval, ApproveReport, Credit, DraftReport, ImpactRecorded, IssueReport,
    RecordImpact, Report, ReportAcknowledged, ReportApproved, ReportDrafted, ReportId, ReportIssued,
    ReportReviewed, ReviewReport, Standing, To,
};
use crate::domain::table::APPROVES_MONEY;
use std::collections::BTreeSet;

pub fn draft(picture: &Picture, command: &DraftReport, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let known = incident.reports.get(command.report);
    if known.is_none()
        && let ReportId::Update(_) = command.report
        && command.report != incident.reports.next_update()
    {
        return Err(unknown(incident, command.report));
    }
    if let Some(report) = known {
        let newest = report.draft();
        let same = newest.parts == command.parts;
        let moves_on = command.ready && newest.ready.is_none() && report.standing() != Standing::Approved;
        if same && !moves_on {
            return Ok(Vec::new());
        }
        // Whoever names no draft has read none but their own.
        let read = match command.on {
            Some(on) => on == newest.seq,
            None => newest.by == desk.by.name,
        };
        if !read {
            return Err(changed(report));
        }
    }
    let approved = known.and_then(|report| report.approval());
    let event = ReportDrafted {
        report: command.report,
        version: approved.map_or(1, |approval| approval.version + 1),
        parts: command.parts.clone(),
        ready: command.ready,
    };
    Ok(vec![Event::ReportDrafted(Box::new(event)).of(id)])
}

pub fn review(picture: &Picture, command: &ReviewReport, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let report = drafted(incident, command.report)?;
    if !command.fine && command.note.trim().is_empty() {
        return Err(Refusal::ReasonNeeded { what: "an objection" });
    }
    let draft = report.draft().seq;
    let same = report.reviewed().into_iter().any(|review| {
        review.reviewer == command.reviewer && review.fine == command.fine && review.note == command.note
    });
    if same {
        return Ok(Vec::new());
    }
    let event = ReportReviewed {
        report: command.report,
        draft,
        reviewer: command.reviewer,
        fine: command.fine,
        note: command.note.clone(),
    };
    Ok(vec![Event::ReportReviewed(event).of(id)])
}

pub fn approve(picture: &Picture, command: &ApproveReport, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let report = drafted(incident, command.report)?;
    may_approve(incident, desk)?;
    let draft = report.draft();
    if let Some(before) = report
        .approval()
        .filter(|_| report.standing() == Standing::Approved)
    {
        return approved_before(command.report.named(), &before.by, before.at, desk);
    }
    if command.draft.is_some_and(|read| read != draft.seq) {
        return Err(changed(report));
    }
    let faults = report_content::faults(incident, command.report, desk.at);
    if let Some(never) = faults.iter().find(|fault| fault.never) {
        return Err(Refusal::Unfit {
            report: command.report.named(),
            why: never.sentence.to_string(),
        });
    }
    let despite = command.despite.clone().filter(|reason| !reason.trim().is_empty());
    if !faults.is_empty() && despite.is_none() {
        let lacks: Vec<&str> = faults.iter().map(|fault| fault.sentence.as_str()).collect();
        return Err(Refusal::Incomplete {
            report: command.report.named(),
            lacks: lacks.join("; "),
        });
    }
    let content = report_content::approved(incident, command.report, &desk.by.name, desk.at);
    let Some(content) = content else {
        return Err(unknown(incident, command.report));
    };
    let event = ReportApproved {
        report: command.report,
        version: draft.version,
        draft: draft.seq,
        content,
        text: command.text.clone(),
        despite: despite.filter(|_| !faults.is_empty()),
    };
    Ok(vec![Event::ReportApproved(Box::new(event)).of(id)])
}

pub fn issue(picture: &Picture, command: &IssueReport, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let report = drafted(incident, command.report)?;
    let approval = report.approval().ok_or_else(|| Refusal::ReportNotApproved {
        report: command.report.named(),
    })?;
    match (&command.contact, command.accounts.as_slice()) {
        (None, _) => {}
        (Some(contact), [account]) => check_contact(account, Some(contact), desk)?,
        (Some(_), _) => return Err(Refusal::OneAccount),
    }
    let to = addressed(incident, command, approval)?;
    if to.is_empty() {
        return Ok(Vec::new());
    }
    let event = ReportIssued {
        report: command.report,
        version: approval.version,
        to,
        channel: command.channel,
        next_at: approval.content.next_at,
        words: command.words.clone(),
    };
    let mut events = vec![Event::ReportIssued(event).of(id)];
    let parts = report.drafts.iter().find(|draft| draft.seq == approval.draft);
    let actions = parts.map_or(&[][..], |draft| &draft.parts.prevention);
    events.extend(promised(incident, actions, desk).map(|promise| Event::PromiseMade(promise).of(id)));
    Ok(events)
}

/// To whom it goes: those named, else everyone owed it; never twice the same version.
fn addressed(incident: &Incident, command: &IssueReport, approval: &Approval) -> Result<Vec<To>, Refusal> {
    let lacks = |row: &&Row| !row.reports.has_version(command.report, approval.version);
    let to = |row: &Row| To {
        account: row.id().clone(),
        contact: command.contact.clone(),
    };
    if command.accounts.is_empty() {
        let lacking = incident.lacking(command.report, approval.version);
        return Ok(lacking.map(to).collect());
    }
    let named: BTreeSet<&AccountId> = command.accounts.iter().collect();
    let mut rows = Vec::new();
    for account in named {
        let row = incident.row(account)?;
        if let Some(reason) = row.do_not_contact() {
            return Err(Refusal::DoNotContact {
                account: row.name().clone(),
                reason,
            });
        }
        rows.push(row);
    }
    Ok(rows.into_iter().filter(lacks).map(to).collect())
}

/// Every "we will" of a report is a promise; one that was made before is not made again.
fn promised<'a>(
    incident: &'a Incident,
    actions: &'a [Action],
    desk: &'a Desk,
) -> impl Iterator<Item = PromiseMade> {
    let made = |what: &str| {
        let same = |promise: &crate::domain::promises::Promise| {
            promise.account.is_none() && !promise.withdrawn && promise.what.as_str() == what
        };
        incident.promises.iter().any(same)
    };
    let fresh = actions.iter().filter(move |action| !made(&action.what));
    fresh.filter_map(|action| {
        let keeper = action.keeper.as_ref();
        Some(PromiseMade {
            account: None,
            what: action.what.clone(),
            owner: keeper.map_or_else(|| desk.by.name.clone(), |name| desk.reference.sign_in_name(name)),
            due: action.due?,
        })
    })
}

pub fn acknowledge(picture: &Picture, command: &AcknowledgeReport, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    check_contact(&command.account, command.contact.as_ref(), desk)?;
    let sent = row
        .reports
        .sent()
        .rev()
        .find(|sent| sent.report == command.report);
    let sent = sent.ok_or_else(|| Refusal::NotSent {
        account: row.name().clone(),
        report: command.report.named(),
    })?;
    let known = sent.acknowledged.as_ref();
    if known.is_some_and(|(_, _, questions)| *questions == command.questions) {
        return Ok(Vec::new());
    }
    let event = ReportAcknowledged {
        report: command.report,
        account: command.account.clone(),
        contact: command.contact.clone(),
        questions: command.questions.clone(),
    };
    Ok(vec![Event::ReportAcknowledged(event).of(id)])
}

pub fn record_impact(picture: &Picture, command: &RecordImpact, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    says_something(command)?;
    let credit = command.credit.as_ref();
    let others = Phrases::others(incident, Some(row));
    let words = [command.text.as_str(), credit.map_or("", |credit| &credit.text)];
    if let Some(other) = words.into_iter().find_map(|words| others.found(words)) {
        return Err(Refusal::NamesAnother {
            account: row.name().clone(),
            other: other.clone(),
        });
    }
    let same = row.reports.impacts().any(|impact| {
        impact.from == command.from
            && impact.until == command.until
            && impact.text == command.text
            && impact.credit == command.credit
    });
    if same {
        return Ok(Vec::new());
    }
    // What is promised in the reports already is not promised twice: its approval is taken back in one place.
    let promised = || {
        row.reports
            .impacts()
            .any(|impact| impact.credit.as_ref() == credit)
    };
    let fresh = credit.filter(|_| !promised());
    if let Some(credit) = fresh {
        needs(incident, desk, &[Duty::Commander, Duty::Deputy], APPROVES_MONEY)?;
        if credit.approved_by != desk.by.name {
            return Err(Refusal::CreditNotApproved);
        }
    } else if says_nothing(command) {
        return Ok(Vec::new());
    }
    Ok(vec![impact(command, fresh, id)])
}

fn says_nothing(command: &RecordImpact) -> bool {
    command.text.trim().is_empty() && command.from.is_none() && command.until.is_none()
}

fn says_something(command: &RecordImpact) -> Result<(), Refusal> {
    let credit = command.credit.as_ref();
    if says_nothing(command) && credit.is_none() {
        return Err(Refusal::Empty { field: "the impact" });
    }
    if command
        .from
        .zip(command.until)
        .is_some_and(|(from, until)| until < from)
    {
        return Err(Refusal::WrongTime {
            why: "it ends before it begins".to_owned(),
        });
    }
    let unapproved = |by: &str| by.trim().is_empty();
    if credit.is_some_and(|credit| unapproved(credit.approved_by.as_str())) {
        return Err(Refusal::CreditNotApproved);
    }
    if credit.is_some_and(|credit| credit.text.trim().is_empty()) {
        return Err(Refusal::Empty { field: "the credit" });
    }
    Ok(())
}

fn impact(command: &RecordImpact, credit: Option<&Credit>, id: IncidentId) -> Drafted {
    let event = ImpactRecorded {
        account: command.account.clone(),
        from: command.from,
        until: command.until,
        text: command.text.clone(),
        credit: credit.cloned(),
    };
    Event::ImpactRecorded(event).of(id)
}

fn drafted(incident: &Incident, report: ReportId) -> Result<&Report, Refusal> {
    let found = incident.reports.get(report);
    found.ok_or_else(|| unknown(incident, report))
}

fn unknown(incident: &Incident, report: ReportId) -> Refusal {
    let known: Vec<String> = incident
        .reports
        .iter()
        .map(|report| report.id.to_string())
        .collect();
    Refusal::UnknownReport {
        given: report.words(),
        known: match known.is_empty() {
            true => "none".to_owned(),
            false => known.join(", "),
        },
    }
}

fn changed(report: &Report) -> Refusal {
    let draft = report.draft();
    Refusal::DraftChanged {
        report: report.id.named(),
        who: draft.by.clone(),
        at: draft.at,
    }
}

#[cfg(test)]
mod tests;
