//! Why a command was refused: a sentence a tired person can act on, and a word a program can.

use super::ids::{AccountId, ContactId, IncidentId, Name, Seq, SinkName};
use super::people::Duty;
use super::text::Clean;
use jiff::Timestamp;
use thiserror::Error;

/// ". Did you mean X?" when there is an X.
fn meant(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|name| format!(". Did you mean {name:?}?"))
        .unwrap_or_default()
}

/// The same inside a sentence.
fn or_meant(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|name| format!(" (did you mean {name:?}?)"))
        .unwrap_or_default()
}

/// The step that is missing between two states.
fn before_that(now: &str, wanted: &str) -> &'static str {
    match (now, wanted) {
        (_, "closed") => "; resolve it first",
        ("closed", _) => "; reopen it first",
        _ => "",
    }
}

#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    // Someone else was first: talk to them.
    #[error(
        "{holder} claimed {account} {ago} ago; ask {holder}, or let the commander take it over with a reason"
    )]
    AlreadyClaimed {
        account: Clean,
        holder: Name,
        since: Timestamp,
        ago: String,
    },
    #[error(
        "{holder} is calling {other}, which has a phone number in common with {account}; let one call speak for both"
    )]
    PhoneInUse {
        account: Clean,
        other: Clean,
        holder: Name,
        since: Timestamp,
    },
    #[error("{account} is claimed by {holder}, so only {holder} may do this")]
    NotHolder {
        account: Clean,
        holder: Name,
        since: Timestamp,
    },
    #[error("nobody has claimed {account}; claim it first")]
    NotClaimed { account: Clean },
    #[error("{who} has acted on this since; write a correction as a note, or ask {who}")]
    ActedSince { who: Name },
    #[error("take back {first} first: it rests on this")]
    RestsOnIt { first: &'static str },

    #[error(
        "{holder} is {duty}; ask {holder} to hand it over, or take it with a reason (--reason in a shell)"
    )]
    DutyHeld {
        duty: Duty,
        holder: Name,
        since: Timestamp,
    },
    #[error("nobody offers you to be {duty}; ask {} to", holder.as_ref().map_or("who is", Name::as_str))]
    NotOffered { duty: Duty, holder: Option<Name> },
    #[error("{holder} has taken {account}; ask {holder}, or let the commander or the CS lead give it to you")]
    TakenBy { account: Clean, holder: Name },
    #[error(
        "nobody offers you {}; `y` in the room and `warroom waits` list what waits for your word",
        account.as_ref().map_or("an account", Clean::as_str)
    )]
    NothingOffered { account: Option<Clean> },
    #[error("{who} dealt the list {ago} ago; look at what is left, then deal that")]
    DealtMeanwhile { who: Name, at: Timestamp, ago: String },
    #[error("{account} stands twice in this deal; give it to one person")]
    DealtTwice { account: Clean },
    #[error("nobody is {duty}, so there is nothing to hand over; give it to {to} with the role itself")]
    NothingToHandOver { duty: Duty, to: Name },

    // Not yours to do: find who may.
    #[error("this takes {needed}, and {name} signs in with the access {access:?}; ask someone who has it")]
    AccessNeeded {
        needed: &'static str,
        name: Name,
        access: &'static str,
    },
    #[error("only {needed} may do this{}", holder.as_ref().map_or_else(|| "; nobody is, so take the duty first (`warroom role`)".to_owned(), |h| format!("; that is {h}")))]
    DutyNeeded {
        needed: &'static str,
        holder: Option<Name>,
    },
    #[error("{author} recorded that; only {author}, the scribe or the commander may take it back")]
    NotYours { author: Name },
    #[error("{account} asked not to be contacted: {reason}")]
    DoNotContact { account: Clean, reason: Clean },

    // Something is named that is not there: name it right.
    #[error("there is no incident {given}; open: {open}")]
    UnknownIncident { given: IncidentId, open: String },
    #[error("{incident} was merged into {into}; say it there")]
    WasMerged { incident: IncidentId, into: IncidentId },
    #[error("{incident} cannot be merged into itself; name the incident it goes on in")]
    IntoItself { incident: IncidentId },
    #[error("{incident} is closed; open it again first")]
    IsClosed { incident: IncidentId },
    #[error("there is no alert {given}; `warroom alert list` names them")]
    NoAlert { given: String },
    #[error("{what} is not part of {incident}")]
    NotPart { what: String, incident: IncidentId },
    #[error("nothing goes over to the new incident; name accounts, components or alerts")]
    NothingToSplit,
    #[error("no incident is open; declare one first")]
    NoIncident,
    #[error("several incidents are open ({open}); say which with --incident")]
    WhichIncident { open: String },
    #[error("\"{given}\" is not on the call list of {incident}{}", meant(nearest))]
    UnknownAccount {
        given: AccountId,
        incident: IncidentId,
        nearest: Option<String>,
    },
    #[error("there is no account \"{given}\" in our list{}", meant(nearest))]
    NoSuchAccount {
        given: AccountId,
        nearest: Option<String>,
    },
    #[error("there is already an account {name} ({id}); take that one, or give the new one another name")]
    AccountThere { name: Clean, id: AccountId },
    #[error("nobody in the list of people is called \"{given}\"{}", meant(nearest))]
    UnknownPerson { given: Name, nearest: Option<String> },
    #[error(
        "no account here has terms, so there is nothing to work out: [sla.NAME] in the hub's settings has the terms \
         of the support plan NAME of an account"
    )]
    NoTerms,
    #[error("the policy has no level \"{given}\"{}; it has {known}", or_meant(nearest))]
    UnknownLevel {
        given: Clean,
        nearest: Option<String>,
        known: String,
    },
    #[error(
        "the playbook names no expert \"{given}\"{}; it names {known}",
        or_meant(nearest)
    )]
    UnknownExpert {
        given: Clean,
        nearest: Option<String>,
        known: String,
    },
    #[error("there is no playbook \"{given}\"{}", meant(nearest))]
    UnknownPlaybook { given: Clean, nearest: Option<String> },
    #[error(
        "there is no component \"{given}\" in the hub's configuration{}",
        meant(nearest)
    )]
    UnknownComponent { given: Clean, nearest: Option<String> },
    #[error("there is no step \"{given}\"{}; the steps are {known}", or_meant(nearest))]
    UnknownStep {
        given: Clean,
        nearest: Option<String>,
        known: String,
    },
    #[error("there is no alert {given} in the inbox")]
    UnknownAlert { given: String },
    #[error("there is no line {given}; `warroom log` shows the number of each")]
    NoSuchLine { given: Seq },
    #[error("line {given} ({line}) cannot be taken back; {instead} instead")]
    NotTakenBack {
        given: Seq,
        line: Clean,
        instead: &'static str,
    },
    #[error("the contact \"{given}\" is at {other}, not at {account}")]
    ContactElsewhere {
        given: ContactId,
        account: Clean,
        other: Clean,
    },
    #[error(
        "{account} has no contact \"{given}\" in the list of contacts{}",
        meant(nearest)
    )]
    UnknownContact {
        given: ContactId,
        account: Clean,
        nearest: Option<String>,
    },
    #[error("there is no text {given} of the page; the live one is text {live}")]
    UnknownText { given: u32, live: u32 },
    #[error(
        "text {given} is on the page and nobody approved it; tell text {live}, or have the commander approve it"
    )]
    NotApproved { given: u32, live: u32 },
    #[error("there is no draft {given}; waiting: {waiting}")]
    UnknownDraft { given: Seq, waiting: String },
    #[error("there is no promise with the number {given}")]
    UnknownPromise { given: Seq },
    #[error("there is no question with the number {given}; `x` in the room and `warroom asks` list them")]
    UnknownAsk { given: Seq },
    #[error("there is no topic with the number {given}; `T` in the room and `warroom topics` list them")]
    UnknownTopic { given: Seq },
    #[error("{customers} is a topic of customers and {own} one of our own people; they are listed apart")]
    TopicsApart { customers: Clean, own: Clean },
    #[error("\"{given}\" is not stopped{}; stopped now: {stopped}", or_meant(nearest))]
    NotStopped {
        given: Clean,
        nearest: Option<String>,
        stopped: String,
    },
    #[error(
        "nobody owes \"{given}\"{}; `o` in the room and `warroom owed` list what is owed",
        or_meant(nearest)
    )]
    UnknownDebt { given: Clean, nearest: Option<String> },
    #[error("{what} was {how} by {by} already; to change that, take number {seq} back first")]
    SettledAlready {
        what: Clean,
        how: &'static str,
        by: Name,
        seq: Seq,
    },
    #[error("{debt} is not settled this way; {instead}")]
    SettledElsewhere { debt: Clean, instead: &'static str },

    #[error("there is no {what} with the number {given}; {list} list them")]
    UnknownNumber {
        what: &'static str,
        given: Seq,
        list: &'static str,
    },

    // Something is missing or out of order: say more, or do the other thing first.
    #[error("{field} is empty; say something")]
    Empty { field: &'static str },
    #[error("{title} has no person on record; name who was informed (with --person in a shell)")]
    PersonNeeded { title: Clean },
    #[error("{account}: {step} follows from a recorded call; take that call back instead")]
    FollowsFromCall { account: Clean, step: &'static str },
    #[error("{what} needs a reason; add one")]
    ReasonNeeded { what: &'static str },
    #[error("draft {draft} {why}")]
    DraftDone { draft: Seq, why: String },
    #[error("{of} {how} at {sink}")]
    DispatchStands { of: Clean, sink: SinkName, how: String },
    #[error("nothing of that name goes out: {of}; see warroom connect list")]
    NotUnderWay { of: Clean },
    #[error("the text does not say: {missing}. Send it back, or approve it despite that with a reason")]
    SlotsMissing { missing: String },
    #[error("{title} was informed already, at {at:.0}")]
    AlreadyInformed { title: Clean, at: Timestamp },
    #[error(
        "{incident} is {now}, so it cannot become {wanted}{}",
        before_that(now, wanted)
    )]
    WrongState {
        incident: IncidentId,
        now: &'static str,
        wanted: &'static str,
    },
    #[error(
        "{incident} still owes: {what}. Keep it or waive it with a reason (o, `warroom settle`), or close it owing, with a \
         reason"
    )]
    StillOwing { incident: IncidentId, what: String },
    #[error(
        "{incident} cannot be closed while somebody waits for us: {who}. Call or answer them, or waive it with a reason"
    )]
    StillWaiting { incident: IncidentId, who: String },
    #[error("nothing is to be decided about {account}: {why}")]
    NotUnreachable { account: Clean, why: String },
    #[error("the time given is not usable: {why}")]
    WrongTime { why: String },

    // About executives' calls, gestures and credits.
    #[error(
        "{what} was {how} by {by} {ago} ago already; to change that, take it back first (`u`, `warroom undo`)"
    )]
    DecidedAlready {
        what: Clean,
        how: &'static str,
        by: Name,
        at: Timestamp,
        ago: String,
    },
    #[error("what is said and done is brought in from another room; {kind} is asked for here")]
    NotBrought { kind: &'static str },
    #[error("{what} is not allowed yet; the commander or the deputy says yes or no first")]
    NotAllowedYet { what: Clean },
    #[error("{account} gets no credit: {why}")]
    NoCredit { account: Clean, why: String },
    #[error(
        "the credit for {account} is not approved yet, so nobody names it to them; the commander or the deputy decides"
    )]
    CreditWaits { account: Clean },
    #[error("the amount given is not usable: {why}")]
    BadAmount { why: &'static str },

    // About reports.
    #[error("there is no {given}; drafted so far: {known}")]
    UnknownReport { given: String, known: String },
    #[error("{who} changed {report} at {at:.0}; look at it, then put your words in again")]
    DraftChanged {
        report: String,
        who: Name,
        at: Timestamp,
    },
    #[error("{report} is not ready: {lacks}. Complete it, or approve it with a reason")]
    Incomplete { report: String, lacks: String },
    #[error("{report} cannot go out: {why}")]
    Unfit { report: String, why: String },
    #[error("{report} is not approved; the commander or the deputy approves it first")]
    ReportNotApproved { report: String },
    #[error("{account} has not been sent {report}")]
    NotSent { account: Clean, report: String },
    #[error("a contact is one person at one account; name that account alone")]
    OneAccount,
    #[error("the words about {account} name {other}; one customer reads nothing about another")]
    NamesAnother { account: Clean, other: Clean },
    #[error(
        "a credit is not mentioned before it is approved, and whoever approves it says so in their own name"
    )]
    CreditNotApproved,
}

impl Refusal {
    /// The word a program can act on, stable across versions.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::AlreadyClaimed { .. } => "already_claimed",
            Refusal::PhoneInUse { .. } => "phone_in_use",
            Refusal::NotHolder { .. } => "not_holder",
            Refusal::NotClaimed { .. } => "not_claimed",
            Refusal::ActedSince { .. } | Refusal::RestsOnIt { .. } => "acted_since",
            Refusal::DutyHeld { .. } => "duty_held",
            Refusal::NotOffered { .. } | Refusal::NothingToHandOver { .. } => "not_offered",
            Refusal::TakenBy { .. } => "taken_by",
            Refusal::NothingOffered { .. } => "not_offered",
            Refusal::DealtMeanwhile { .. } => "dealt_meanwhile",
            Refusal::DealtTwice { .. } => "dealt_twice",
            Refusal::AccessNeeded { .. } => "access_needed",
            Refusal::DutyNeeded { .. } => "duty_needed",
            Refusal::NotYours { .. } => "not_yours",
            Refusal::DoNotContact { .. } => "do_not_contact",
            Refusal::UnknownIncident { .. } => "unknown_incident",
            Refusal::WasMerged { .. } => "was_merged",
            Refusal::IntoItself { .. } => "into_itself",
            Refusal::IsClosed { .. } => "is_closed",
            Refusal::NoAlert { .. } => "unknown_alert",
            Refusal::NotPart { .. } => "not_part",
            Refusal::NothingToSplit => "empty",
            Refusal::NoIncident => "no_incident",
            Refusal::WhichIncident { .. } => "which_incident",
            Refusal::UnknownAccount { .. } | Refusal::NoSuchAccount { .. } => "unknown_account",
            Refusal::AccountThere { .. } => "account_there",
            Refusal::UnknownLevel { .. } => "unknown_level",
            Refusal::UnknownPerson { .. } => "unknown_person",
            Refusal::NoTerms => "no_terms",
            Refusal::UnknownExpert { .. } => "unknown_expert",
            Refusal::UnknownPlaybook { .. } => "unknown_playbook",
            Refusal::UnknownComponent { .. } => "unknown_component",
            Refusal::UnknownStep { .. } => "unknown_step",
            Refusal::UnknownAlert { .. } => "unknown_alert",
            Refusal::NoSuchLine { .. } | Refusal::NotTakenBack { .. } => "nothing_to_take_back",
            Refusal::UnknownPromise { .. } => "unknown_promise",
            Refusal::ContactElsewhere { .. } | Refusal::UnknownContact { .. } => "unknown_contact",
            Refusal::UnknownAsk { .. } => "unknown_ask",
            Refusal::UnknownTopic { .. } => "unknown_topic",
            Refusal::TopicsApart { .. } => "topics_apart",
            Refusal::NotStopped { .. } => "not_stopped",
            Refusal::UnknownDebt { .. } => "unknown_debt",
            Refusal::SettledAlready { .. } => "settled_already",
            Refusal::SettledElsewhere { .. } => "settled_elsewhere",
            Refusal::UnknownText { .. } => "unknown_text",
            Refusal::NotApproved { .. } | Refusal::ReportNotApproved { .. } => "not_approved",
            Refusal::UnknownDraft { .. } => "unknown_draft",
            Refusal::DraftDone { .. } => "draft_done",
            Refusal::DispatchStands { .. } => "dispatch_stands",
            Refusal::NotUnderWay { .. } => "not_under_way",
            Refusal::SlotsMissing { .. } => "slots_missing",
            Refusal::FollowsFromCall { .. } => "follows_from_call",
            Refusal::Empty { .. } | Refusal::PersonNeeded { .. } => "empty",
            Refusal::ReasonNeeded { .. } => "reason_needed",
            Refusal::AlreadyInformed { .. } => "already_informed",
            Refusal::WrongState { .. } => "wrong_state",
            Refusal::StillOwing { .. } => "still_owing",
            Refusal::StillWaiting { .. } => "still_waiting",
            Refusal::WrongTime { .. } => "wrong_time",
            Refusal::NotUnreachable { .. } => "not_unreachable",
            Refusal::UnknownReport { .. } => "unknown_report",
            Refusal::DraftChanged { .. } => "draft_changed",
            Refusal::Incomplete { .. } => "incomplete",
            Refusal::Unfit { .. } => "unfit",
            Refusal::NotSent { .. } => "not_sent",
            Refusal::OneAccount => "one_account",
            Refusal::NamesAnother { .. } => "names_another",
            Refusal::UnknownNumber { .. } => "unknown_number",
            Refusal::DecidedAlready { .. } => "decided_already",
            Refusal::NotBrought { .. } => "not_brought",
            Refusal::NotAllowedYet { .. } => "not_allowed_yet",
            Refusal::NoCredit { .. } => "no_credit",
            Refusal::BadAmount { .. } => "bad_amount",
            Refusal::CreditNotApproved | Refusal::CreditWaits { .. } => "credit_not_approved",
        }
    }

    /// Who has it, for the refusals that are about somebody else, and since when.
    pub fn holder(&self) -> Option<(&Name, Option<Timestamp>)> {
        match self {
            Refusal::AlreadyClaimed { holder, since, .. }
            | Refusal::PhoneInUse { holder, since, .. }
            | Refusal::DutyHeld { holder, since, .. }
            | Refusal::NotHolder { holder, since, .. } => Some((holder, Some(*since))),
            Refusal::ActedSince { who } | Refusal::SettledAlready { by: who, .. } => Some((who, None)),
            Refusal::DraftChanged { who, at, .. }
            | Refusal::DealtMeanwhile { who, at, .. }
            | Refusal::DecidedAlready { by: who, at, .. } => Some((who, Some(*at))),
            Refusal::TakenBy { holder, .. } => Some((holder, None)),
            Refusal::NotYours { author } => Some((author, None)),
            _ => None,
        }
    }
}
