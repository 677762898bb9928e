//! The rules: what a command comes to, given the picture.
//!
//! One file a subject. The rules look at the whole picture; what they decide on (events, and the states these move)
//! knows nothing of them.

mod alerts;
mod asks;
mod assignments;
mod briefs;
mod brought;
mod care;
mod checklist;
mod claims;
mod corrections;
mod credits;
mod critical;
mod declaration;
mod dispatches;
mod escalation;
mod executives;
mod experts;
mod findings;
mod gestures;
mod handover;
mod import;
mod inbound;
mod joined;
mod known;
mod linked;
mod matching;
mod merging;
mod messages;
mod newcomers;
mod notes;
mod others;
mod outreach;
mod people;
mod policy;
mod promises;
mod reaching;
mod recovery;
mod reports;
mod settlements;
mod state;
mod stops;
mod topics;
mod unreached;

use super::actor::Access;
use super::command::{Command, Desk, Submission};
use super::event::Decision;
use super::ids::{IncidentId, Name};
use super::incident::Incident;
use super::people::Duty;
use super::picture::Picture;
use super::refusal::Refusal;
use super::span::{Span, ago, words};
use super::table::COMMANDS_NOW;
use super::text::Clean;
use super::times::FAR;
use jiff::Timestamp;

/// What happened so long before T0 may still be of an incident: it is noticed late, and told later.
const EARLIEST: Span = Span::hours(24);

impl Picture {
    /// What a command comes to: events, nothing because it is already so, or a refusal.
    ///
    /// A command whose events are already folded in comes to nothing, so that deciding again after one's own
    /// answer changes nothing.
    pub fn decide(&self, submission: &Submission, desk: &Desk) -> Decision {
        if self.knows(&submission.id) {
            return Ok(Vec::new());
        }
        submission.command.allowed(desk.by)?;
        let followed = merging::followed(self, submission, desk);
        let submission = followed.as_ref().unwrap_or(submission);
        // Nothing happens after it is recorded, whatever a laptop's clock says.
        let desk = &Desk {
            said_at: desk.said_at.min(desk.at),
            incident: followed
                .as_ref()
                .map_or(desk.incident, |followed| followed.incident),
            ..*desk
        };
        match &submission.command {
            Command::DeclareIncident(command) => declaration::declare(self, command, desk),
            Command::AddComponent(command) => declaration::add_component(self, command, desk),
            Command::ChangeState(command) => state::change_state(self, command, desk),
            Command::ChangeSeverity(command) => policy::change_severity(self, command, desk),
            Command::CorrectStart(command) => policy::correct_start(self, command, desk),
            Command::SwitchPlaybook(command) => policy::switch_playbook(self, command, desk),
            Command::MoveAlert(command) => merging::move_alert(self, command),
            Command::MergeIncident(command) => merging::merge(self, command, desk),
            Command::SplitIncident(command) => merging::split(self, command, desk),
            Command::ReceiveAlerts(command) => alerts::receive(self, command, desk),
            Command::TakeRole(command) => people::take_role(self, command, desk),
            Command::OfferDuty(command) => handover::offer(self, command, desk),
            Command::AcceptDuty(command) => handover::accept(self, command, desk),
            Command::DeclineDuty(command) => handover::decline(self, command, desk),
            Command::TryLevel(command) => escalation::try_level(self, command, desk),
            Command::InformLevel(command) => escalation::inform_level(self, command, desk),
            Command::SkipLevel(command) => escalation::skip_level(self, command, desk),
            Command::ClaimAccount(command) => claims::claim(self, command, desk),
            Command::ReleaseClaim(command) => claims::release(self, command, desk),
            Command::ExtendClaim(command) => claims::extend(self, command, desk),
            Command::TakeOverClaim(command) => claims::take_over(self, command, desk),
            Command::EndClaims(_) => claims::end_due(self, desk),
            Command::StartCall(command) => claims::start_call(self, command, desk),
            Command::AssignAccount(command) => assignments::assign(self, command, desk),
            Command::AcceptAccounts(command) => assignments::accept(self, command, desk),
            Command::DeclineAccounts(command) => assignments::decline(self, command, desk),
            Command::DealList(command) => assignments::deal(self, command, desk),
            Command::LeaveCalls(command) => assignments::leave(self, command, desk),
            Command::BackUpAccounts(command) => assignments::back_up(self, command, desk),
            Command::RecordAttempt(command) => outreach::record_attempt(self, command, desk),
            Command::PinAccount(command) => outreach::pin(self, command, desk),
            Command::RecordMoment(command) => critical::record(self, command, desk),
            Command::DecideUnreachable(command) => unreached::decide(self, command, desk),
            Command::AnswerInbound(command) => inbound::answer(self, command, desk),
            Command::CountOthers(command) => others::count(self, command, desk),
            Command::RecordInbound(command) => others::wrote_in(self, command, desk),
            Command::AddAccount(command) => newcomers::add_account(self, command, desk),
            Command::AddContact(command) => newcomers::add_contact(self, command, desk),
            Command::TickStep(command) => checklist::tick(self, command, desk),
            Command::UntickStep(command) => checklist::untick(self, command, desk),
            Command::MakePromise(command) => promises::make(self, command, desk),
            Command::KeepPromise(command) => promises::keep(self, command),
            Command::SettleDebt(command) => settlements::settle(self, command, desk),
            Command::AskQuestion(command) => asks::ask(self, command, desk),
            Command::JoinAsk(command) => asks::join(self, command, desk),
            Command::AnswerAsk(command) => asks::answer(self, command, desk),
            Command::IssueStop(command) => stops::issue(self, command, desk),
            Command::ResumeStop(command) => stops::resume(self, command, desk),
            Command::TagTopic(command) => topics::tag(self, command, desk),
            Command::RaiseTopic(command) => topics::raise(self, command),
            Command::MergeTopics(command) => topics::merge(self, command, desk),
            Command::AnswerTopic(command) => topics::answer(self, command, desk),
            Command::OwnTopic(command) => topics::own(self, command, desk),
            Command::CrossOffTopic(command) => topics::cross_off(self, command, desk),
            Command::WriteNote(command) => notes::write(self, command, desk),
            Command::SetIntent(command) => notes::set_intent(self, command, desk),
            Command::DraftMessage(command) => messages::draft(self, command, desk),
            Command::ApproveMessage(command) => messages::approve(self, command, desk),
            Command::RejectDraft(command) => messages::reject(self, command, desk),
            Command::GiveBrief(command) => briefs::give(self, command, desk),
            Command::RecordPost(command) => messages::record_post(self, command, desk),
            Command::FindCause(command) => findings::find_cause(self, command, desk),
            Command::FindData(command) => findings::find_data(self, command, desk),
            Command::DraftReport(command) => reports::draft(self, command, desk),
            Command::ReviewReport(command) => reports::review(self, command, desk),
            Command::ApproveReport(command) => reports::approve(self, command, desk),
            Command::IssueReport(command) => reports::issue(self, command, desk),
            Command::AcknowledgeReport(command) => reports::acknowledge(self, command, desk),
            Command::RecordImpact(command) => reports::record_impact(self, command, desk),
            Command::WantExecutive(command) => executives::want(self, command, desk),
            Command::SetSlots(command) => executives::set_slots(self, command, desk),
            Command::PromiseExecutiveCall(command) => executives::promise(self, command, desk),
            Command::RecordExecutiveCall(command) => executives::record(self, command, desk),
            Command::GiveGesture(command) => gestures::give(self, command, desk),
            Command::ApproveGesture(command) => gestures::approve(self, command, desk),
            Command::RefuseGesture(command) => gestures::refuse(self, command, desk),
            Command::ProposeCredit(command) => credits::propose(self, command, desk),
            Command::ApproveCredit(command) => credits::approve(self, command, desk),
            Command::DeclineCredit(command) => credits::decline(self, command, desk),
            Command::TellCredit(command) => credits::tell(self, command, desk),
            Command::IssueCredit(command) => credits::issue(self, command, desk),
            Command::MarkCondition(command) => recovery::mark(self, command, desk),
            Command::RecordLost(command) => recovery::record_lost(self, command, desk),
            Command::TakeBreak(command) => care::take_break(self, command, desk),
            Command::RecordDebrief(command) => care::debrief(self, command, desk),
            Command::CallExpert(command) => experts::call_expert(self, command, desk),
            Command::RecordDispatch(command) => dispatches::record(self, command, desk),
            Command::SettleDispatch(command) => dispatches::settle(self, command),
            Command::OpenSink(command) => dispatches::open(self, command),
            Command::TakeBack(command) => corrections::take_back(self, command, desk),
            Command::ImportDirectory(command) => import::import(command, desk),
            Command::MatchAccounts(_) => matching::match_again(self, desk),
            Command::BringEntry(command) => joined::bring(self, command, submission, desk),
        }
    }

    fn room(&self, desk: &Desk) -> Result<(IncidentId, &Incident), Refusal> {
        let incident = self.which(desk.incident)?;
        let earliest = incident.t0.saturating_sub(EARLIEST.0);
        let told_late = desk.said_at < desk.at;
        match told_late && desk.said_at < earliest.unwrap_or(Timestamp::MIN) {
            true => Err(Refusal::WrongTime {
                why: format!(
                    "that is {} before {} began; nothing of it happened that early",
                    words(incident.t0.duration_since(desk.said_at)),
                    incident.id
                ),
            }),
            false => Ok((incident.id, incident)),
        }
    }

    /// The incident somebody means: the one they name, else the only open one, else the only one not closed.
    ///
    /// # Errors
    /// There is none of that name; or none is named, and none or several could be meant.
    pub fn which(&self, named: Option<IncidentId>) -> Result<&Incident, Refusal> {
        let unclosed = self.open();
        if let Some(id) = named {
            let open = listed(&unclosed);
            let incident = self.goes_on_as(id);
            let incident = incident.ok_or(Refusal::UnknownIncident { given: id, open })?;
            return match incident.id == id {
                true => Ok(incident),
                false => Err(Refusal::WasMerged {
                    incident: id,
                    into: incident.id,
                }),
            };
        }
        let open: Vec<&Incident> = unclosed
            .iter()
            .copied()
            .filter(|incident| incident.is_open())
            .collect();
        match (open.as_slice(), unclosed.as_slice()) {
            ([only], _) | ([], [only]) => Ok(*only),
            ([], []) => Err(Refusal::NoIncident),
            ([], several) | (several, _) => Err(Refusal::WhichIncident {
                open: listed(several),
            }),
        }
    }
}

/// Refused unless the asker holds one of these duties, or has the access `admin`; `words` names them.
fn needs(incident: &Incident, desk: &Desk, duties: &[Duty], words: &'static str) -> Result<(), Refusal> {
    let by = Some(&desk.by.name);
    let holds = duties.iter().any(|duty| incident.holder(*duty) == by);
    if holds || desk.by.access == Access::Admin {
        return Ok(());
    }
    let holder = duties.iter().find_map(|duty| incident.holder(*duty)).cloned();
    Err(Refusal::DutyNeeded {
        needed: words,
        holder,
    })
}

/// Nobody agrees on a time so far ahead: whoever wrote it meant another.
fn near(what: &str, at: Timestamp, desk: &Desk) -> Result<(), Refusal> {
    match at > FAR.after(desk.said_at) {
        true => Err(Refusal::WrongTime {
            why: format!("{what} would be more than a year away; write a nearer time"),
        }),
        false => Ok(()),
    }
}

/// It was approved before. Whoever says so second learns who did it first; one's own second word changes nothing.
fn approved_before(what: impl Into<Clean>, by: &Name, at: Timestamp, desk: &Desk) -> Decision {
    if *by == desk.by.name {
        return Ok(Vec::new());
    }
    Err(Refusal::DecidedAlready {
        what: what.into(),
        how: "approved",
        by: by.clone(),
        at,
        ago: ago(at, desk.at),
    })
}

/// Refused unless the asker commands one of these incidents or stands in for who does, or has the access `admin`; or
/// nobody commands any of them yet.
fn directs(incidents: &[&Incident], desk: &Desk) -> Result<(), Refusal> {
    let duties = [Duty::Commander, Duty::Deputy];
    let held = incidents
        .iter()
        .any(|incident| incident.holder(Duty::Commander).is_some());
    let mut refused = Ok(());
    for incident in incidents {
        match needs(incident, desk, &duties, COMMANDS_NOW) {
            Ok(()) => return Ok(()),
            Err(_) if !held => {}
            Err(refusal) => refused = refused.and(Err(refusal)),
        }
    }
    refused
}

fn listed(incidents: &[&Incident]) -> String {
    let named = incidents
        .iter()
        .map(|incident| format!("{} {}", incident.id, incident.title));
    match incidents.is_empty() {
        true => "none".to_owned(),
        false => named.collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Desk;
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn the_only_open_incident_is_meant_when_none_is_named() {
        let mut room = Room::empty();
        let nobody = room.refused("dana", "no_incident", note("hello"));
        assert_eq!(nobody, "no incident is open; declare one first");
        room.does("dana", declare(json!({})));
        room.does("dana", note("hello"));
        room.does("dana", declare(json!({ "title": "Chat is slow" })));
        let which = room.refused("dana", "which_incident", note("hello"));
        assert!(
            which.contains("INC-1 Video calls drop, INC-2 Chat is slow"),
            "{which}"
        );
    }

    #[test]
    fn resolved_does_not_end_outreach_so_its_room_is_still_found() {
        let mut room = Room::empty();
        room.does("dana", declare(json!({})));
        room.does("dana", move_to("resolved"));
        room.does("dana", note("calling the last ones"));
        assert_eq!(room.picture.open().len(), 1);
        room.does("dana", declare(json!({ "title": "Chat is slow" })));
        let about_the_open_one = room.does("dana", note("hello"));
        assert_eq!(about_the_open_one.len(), 1);
        assert_eq!(room.log.last().unwrap().incident.unwrap().to_string(), "INC-2");
    }

    #[test]
    fn an_unknown_incident_is_refused_with_those_that_are_open() {
        let mut room = Room::declared();
        room.incident = Some("INC-9".parse().unwrap());
        let refusal = room.refused("dana", "unknown_incident", note("hello"));
        assert_eq!(
            refusal,
            "there is no incident INC-9; open: INC-1 Video calls drop"
        );
    }

    #[test]
    fn the_same_submission_again_changes_nothing() {
        let mut room = Room::declared();
        let submission = room.submission(note("hello"));
        assert_eq!(room.submit("dana", &submission).unwrap().len(), 1);
        assert_eq!(room.submit("dana", &submission).unwrap().len(), 0);
    }

    #[test]
    fn a_laptop_clock_in_the_future_puts_nothing_into_the_future() {
        let mut room = Room::declared();
        room.at(5).says("dana", 90, inform("ceo", json!({})));
        assert_eq!(room.here().level("ceo").unwrap().informed().unwrap().at, at(5));
        let by = actor("dana");
        let submission = room.submission(attempt(
            "northwind",
            crate::domain::outreach::Disposition::NoAnswer,
        ));
        let desk = Desk {
            by: &by,
            at: at(6),
            said_at: at(600),
            incident: room.incident,
            reference: &room.reference,
            here: &room.here,
        };
        let drafted = room.picture.decide(&submission, &desk).unwrap();
        let crate::domain::event::Event::AttemptRecorded(attempt) = &drafted[0].event else {
            panic!("{drafted:?}")
        };
        assert_eq!(attempt.next_at, Some(at(16)), "counted from hub time");
    }

    #[test]
    fn what_is_said_of_the_day_before_is_taken_and_what_is_said_of_1970_is_not() {
        let mut room = Room::declared();
        room.says("dana", -24 * 60, note("the first complaint"));
        let mut lost = room.submission(note("a screen without a clock"));
        lost.said_at = Some(jiff::Timestamp::UNIX_EPOCH);
        let refusal = room.submit("dana", &lost).unwrap_err();
        assert_eq!(refusal.code(), "wrong_time");
        assert!(refusal.to_string().contains("before INC-1 began"), "{refusal}");
    }

    #[test]
    fn a_wall_writes_nothing_and_a_monitor_only_reports() {
        let mut room = Room::declared();
        room.refused("wall", "access_needed", note("hello"));
        room.refused("monitor", "access_needed", claim("northwind"));
        room.refused("dana", "access_needed", report(&[]));
    }
}
