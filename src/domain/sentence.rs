//! Events in words: the line of the timeline each becomes.

mod asks;
mod assignments;
mod calls;
mod care;
mod dispatches;
mod experts;
mod heard;
mod inbound;
mod policy;
mod recovery;
mod redress;
mod settlements;
mod stops;
mod topics;
mod unreached;
mod words;

use super::accounts::{AccountsAffected, Certainty};
use super::alerts::Signal;
use super::corrections::TakenBack;
use super::escalation::Proof;
use super::event::{Event, Recorded};
use super::ids::AccountId;
use super::incident::Incident;
use super::notes::Stance;
use super::text::Clean;
use super::timeline::{Entry, What};
use crate::domain::speech::{say, word};
use jiff::Timestamp;

mod handover;
mod reports;

/// A line before it has its circumstances.
pub(super) struct Line {
    what: What,
    text: String,
    account: Option<AccountId>,
    until: Option<Timestamp>,
    routine: bool,
}

pub(super) fn line(what: What, text: impl Into<String>) -> Line {
    Line {
        what,
        text: text.into(),
        account: None,
        until: None,
        routine: false,
    }
}

impl Line {
    fn about(mut self, account: &AccountId) -> Line {
        self.account = Some(account.clone());
        self
    }

    fn maybe_about(mut self, account: &Option<AccountId>) -> Line {
        self.account = account.clone();
        self
    }

    fn until(mut self, until: Option<Timestamp>) -> Line {
        self.until = until;
        self
    }

    pub(super) fn routine(mut self) -> Line {
        self.routine = true;
        self
    }
}

/// The line of one recorded event, after it has been folded into its incident.
pub(super) fn entry(recorded: &Recorded, incident: &Incident) -> Entry {
    let mut line = sentence(recorded, incident);
    if let Some(brought_by) = &recorded.brought_by {
        line.text += &say!(" (brought by {brought_by})", brought_by);
    }
    let subject = line
        .account
        .as_ref()
        .and_then(|id| incident.rows.get(id))
        .map(|row| row.name().clone());
    Entry {
        seq: recorded.seq,
        cause: recorded.cause,
        at: recorded.at,
        said_at: recorded.said_at,
        by: recorded.by.name.clone(),
        what: line.what,
        account: line.account,
        subject,
        text: Clean::from(line.text),
        until: line.until,
        routine: line.routine,
        withdrawn: None,
    }
}

fn sentence(recorded: &Recorded, incident: &Incident) -> Line {
    let event = &recorded.event;
    match event {
        Event::IncidentDeclared(event) => {
            let severity = event.severity.as_str().to_uppercase();
            line(
                What::State,
                say!(
                    "declared {severity}: {title} (playbook {playbook})",
                    severity,
                    title = event.title,
                    playbook = event.playbook.name
                ),
            )
        }
        Event::StateChanged(event) => {
            let why = event
                .reason
                .as_ref()
                .map(|reason| format!(": {reason}"))
                .unwrap_or_default();
            let again = policy::open_again(event.to, incident.rounds);
            let owing = event
                .owing
                .map(|owed| say!(", {owed} owed", owed))
                .unwrap_or_default();
            line(
                What::State,
                format!(
                    "{} -> {}{again}{owing}{why}",
                    event.from.as_str(),
                    event.to.as_str()
                ),
            )
        }
        Event::SeverityChanged(event) => policy::severity(event, incident),
        Event::StartCorrected(event) => policy::start(event),
        Event::PlaybookSwitched(event) => policy::playbook(event, incident),
        Event::AlertMoved(event) => policy::alert_moved(event, incident),
        Event::IncidentMerged(event) => policy::merged(event, incident),
        Event::IncidentSplit(event) => policy::split(event, incident),
        Event::ComponentAdded(event) => line(
            What::Scope,
            say!("also affected: {component}", component = event.component),
        ),
        Event::AccountsAffected(event) => line(What::Scope, joined(event)),
        Event::AlertFired(event) => {
            let told = describe(&event.alert.title, event.alert.summary.as_deref());
            line(
                What::Alert,
                match event.alert.signal {
                    Signal::Suppressed => format!("suppressed: {told}"),
                    Signal::Firing | Signal::Cleared => told,
                },
            )
        }
        Event::AlertCleared(event) => line(What::Alert, format!("cleared: {}", event.title)),
        Event::RoleTaken(event) => {
            let before = event
                .before
                .as_ref()
                .map(|before| say!(", was {before}", before))
                .unwrap_or_default();
            let why = event.reason.as_ref().map(|why| format!(": {why}"));
            line(
                What::Role(event.role),
                say!(
                    "{person} is {role}{before}{why}",
                    person = event.person,
                    role = event.role,
                    before,
                    why = why.unwrap_or_default()
                ),
            )
        }
        Event::DutyOffered(event) => handover::offered(event),
        Event::DutyHandedOver(event) => handover::handed_over(event, incident),
        Event::DutyDeclined(event) => handover::declined(event),
        Event::BriefGiven(event) => handover::brief_given(event),
        Event::LevelTried(_) | Event::LevelInformed(_) | Event::LevelSkipped(_) => level(event, incident),
        Event::AccountClaimed(_) | Event::ClaimExtended(_) | Event::ClaimEnded(_) | Event::CallStarted(_) => {
            calls::claim(event)
        }
        Event::AccountAssigned(_)
        | Event::AccountsAccepted(_)
        | Event::AccountsDeclined(_)
        | Event::ListDealt(_)
        | Event::CallsLeft(_)
        | Event::AccountsBackedUp(_)
        | Event::AccountsReturned(_) => assignments::sentence(recorded),
        Event::AttemptRecorded(event) => calls::call(event, incident),
        Event::InboundAnswered(event) => inbound::answered(event, &recorded.by.name),
        Event::OthersCounted(event) => inbound::counted(event),
        Event::WroteIn(event) => inbound::wrote_in(event),
        Event::AccountAdded(event) => inbound::account_added(event),
        Event::ContactAdded(event) => inbound::contact_added(event),
        Event::AccountPinned(event) => {
            let text = if event.pinned {
                word!("put first on the call list")
            } else {
                word!("no longer put first")
            };
            line(What::Pin, text).about(&event.account)
        }
        Event::MomentRecorded(event) => unreached::moment(event),
        Event::UnreachableDecided(event) => unreached::decided(event),
        Event::StepTicked(event) => {
            // What is not of an account is always ticked by hand.
            let hand = if event.account.is_some() {
                word!("by hand: ")
            } else {
                ""
            };
            let why = event
                .reason
                .as_ref()
                .map(|why| format!(" ({hand}{why})"))
                .unwrap_or_default();
            line(What::Tick, format!("done: {}{why}", step(incident, &event.step)))
                .maybe_about(&event.account)
        }
        Event::StepUnticked(event) => line(
            What::Untick,
            say!("not done after all: {step}", step = step(incident, &event.step)),
        )
        .maybe_about(&event.account),
        Event::PromiseMade(event) => line(
            What::Promise,
            say!("{owner} promised: {what}", owner = event.owner, what = event.what),
        )
        .maybe_about(&event.account)
        .until(Some(event.due)),
        Event::PromiseKept(event) => {
            let promise = incident
                .promises
                .iter()
                .find(|promise| promise.seq == event.promise);
            line(What::Promise, format!("kept: {}", event.what))
                .maybe_about(&promise.and_then(|promise| promise.account.clone()))
        }
        Event::DebtSettled(event) => settlements::settled(event, incident),
        Event::Asked(event) => asks::asked(event, recorded.seq),
        Event::AskJoined(event) => asks::joined(event, incident),
        Event::AskAnswered(event) => asks::answered(event, incident),
        Event::StopIssued(event) => stops::issued(event),
        Event::StopResumed(event) => stops::resumed(event),
        Event::TopicTagged(_)
        | Event::TopicRaised(_)
        | Event::TopicsMerged(_)
        | Event::TopicAnswered(_)
        | Event::TopicOwned(_)
        | Event::TopicCrossedOff(_) => topics::sentence(event),
        Event::NoteWritten(event) => {
            let mark = if event.stance == Stance::Guess { "? " } else { "" };
            line(What::Note(event.stance), format!("{mark}{}", &*event.text)).maybe_about(&event.account)
        }
        Event::IntentSet(event) => line(What::Plan, format!("plan: {}", event.text)).until(event.until),
        Event::MessageDrafted(_)
        | Event::MessageApproved(_)
        | Event::DraftRejected(_)
        | Event::PostRecorded(_) => words::line(event, incident),
        Event::CauseFound(event) => line(
            What::Finding,
            found(
                &say!("cause {certainty}", certainty = event.certainty.as_str()),
                &event.text,
            ),
        ),
        Event::DataFound(event) => line(
            What::Finding,
            found(
                &say!("customers' data: {state}", state = event.state.as_str()),
                &event.text,
            ),
        ),
        Event::ReportDrafted(_)
        | Event::ReportReviewed(_)
        | Event::ReportApproved(_)
        | Event::ReportIssued(_)
        | Event::ReportAcknowledged(_)
        | Event::ImpactRecorded(_) => reports::sentence(event),
        Event::ConditionMarked(event) => recovery::marked(event),
        Event::AccountLost(event) => recovery::lost(event),
        Event::BreakTaken(_) => care::rests(),
        Event::DebriefRecorded(event) => care::debriefed(event),
        Event::ExpertCalled(event) => experts::called(event, incident),
        Event::ExecutiveWanted(_)
        | Event::SlotsSet(_)
        | Event::ExecutiveCallPromised(_)
        | Event::ExecutiveCallRecorded(_) => redress::executive(event, incident),
        Event::GestureGiven(_)
        | Event::GestureAsked(_)
        | Event::GestureApproved(_)
        | Event::GestureRefused(_) => redress::gesture(event, incident),
        Event::CreditProposed(_)
        | Event::CreditApproved(_)
        | Event::CreditDeclined(_)
        | Event::CreditTold(_)
        | Event::CreditIssued(_) => redress::credit(event),
        Event::TakenBack(event) => {
            let first = event.corrects.first().and_then(|seq| incident.entry(*seq));
            line(What::Correction, taken_back(event, first))
                .maybe_about(&first.and_then(|entry| entry.account.clone()))
        }
        // Of the hub, not of an incident; it has no timeline to stand in.
        Event::DispatchBegun(_) | Event::DispatchEnded(_) | Event::DispatchSettled(_) => {
            dispatches::sentence(event)
        }
        Event::SinkOpened(event) => {
            line(What::Dispatch, say!("{sink} was set up", sink = event.sink)).routine()
        }
        Event::DirectoryImported(event) => {
            line(What::Scope, say!("imported {from}", from = event.from)).routine()
        }
    }
}

fn found(what: &str, text: &str) -> String {
    let text = text.trim();
    let colon = if what.contains(':') { "," } else { ":" };
    match text.is_empty() {
        true => what.to_owned(),
        false => format!("{what}{colon} {text}"),
    }
}

fn joined(event: &AccountsAffected) -> String {
    let count = |certainty: Certainty| {
        let of_it = event
            .accounts
            .iter()
            .filter(|account| account.certainty == certainty);
        of_it.count()
    };
    let (sure, maybe) = (count(Certainty::Affected), count(Certainty::Maybe));
    let plural = if sure == 1 { "" } else { "s" };
    let mut parts = Vec::new();
    if sure > 0 || maybe > 0 {
        parts.push(say!("{sure} key account{plural} affected", sure, plural));
    }
    if maybe > 0 {
        parts.push(say!("{maybe} maybe", maybe));
    }
    if !event.widened.is_empty() {
        parts.push(say!(
            "more known of {widened} listed before",
            widened = event.widened.len()
        ));
    }
    parts.join(", ")
}

fn describe(title: &str, summary: Option<&str>) -> String {
    match summary {
        Some(summary) if !summary.is_empty() && summary != title => format!("{title}: {summary}"),
        Some(_) | None => title.to_owned(),
    }
}

fn level(event: &Event, incident: &Incident) -> Line {
    let title = |role: &Clean| {
        incident
            .level(role)
            .map_or_else(|_| role.to_string(), |level| level.title.to_string())
    };
    let text = match event {
        Event::LevelTried(event) => {
            let how = event
                .how
                .as_ref()
                .map(|how| format!(" ({how})"))
                .unwrap_or_default();
            say!("trying to reach {title}{how}", title = title(&event.level), how)
        }
        Event::LevelInformed(event) => {
            let stands_in = if event.deputy { word!(", deputy") } else { "" };
            let proof = match &event.proof {
                Proof::Own => word!("said so").to_owned(),
                Proof::Witness(witness) => say!("witness {witness}", witness),
                Proof::ReadBack(words) => say!("read back \"{words}\"", words),
            };
            say!(
                "{title} informed: {person}{stands_in} ({proof})",
                title = title(&event.level),
                person = event.person,
                stands_in,
                proof
            )
        }
        Event::LevelSkipped(event) => say!(
            "{title} skipped: {reason}",
            title = title(&event.level),
            reason = event.reason
        ),
        other => other.kind().to_owned(),
    };
    line(What::Level, text)
}

fn step(incident: &Incident, id: &Clean) -> String {
    let planned = incident.playbook.steps.iter().find(|plan| plan.id == *id);
    planned.map_or_else(|| id.replace('_', " "), |plan| plan.text.to_string())
}

fn taken_back(event: &TakenBack, first: Option<&Entry>) -> String {
    let what = first.map(|entry| entry.text.as_str()).unwrap_or_default();
    let why = event
        .reason
        .as_ref()
        .map(|why| format!(" ({why})"))
        .unwrap_or_default();
    say!("took back: {what}{why}", what, why)
}

#[cfg(test)]
mod tests;
