//! Calls to customers: a row of the call list, the attempts made, and how each ended.

use super::accounts::Affected;
use super::checklist::{AccountStep, Tick};
use super::claims;
use super::command::Desk;
use super::event::{Decision, Event, Stamp};
use super::ids::{AccountId, ContactId, Name, Seq};
use super::incident::Incident;
use super::picture::Picture;
use super::promises::{NewPromise, made};
use super::refusal::Refusal;
use super::span::Span;
use super::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One affected account and all that was done about it.
#[derive(Clone, Debug)]
pub struct Row {
    pub affected: Affected,
    /// Put first by hand; the latest word counts.
    pub pins: Vec<Pin>,
    pub attempts: Vec<Attempt>,
    pub ticks: BTreeMap<AccountStep, Tick>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    pub seq: Seq,
    pub pinned: bool,
    pub withdrawn: bool,
}

/// One try to reach someone. Never edited; a correction withdraws it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub facts: AttemptRecorded,
    pub withdrawn: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    #[default]
    Phone,
    Email,
    Sms,
    Chat,
    Video,
    InPerson,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    Outbound,
    Inbound,
}

/// How it feels to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feeling {
    Crisis,
    Hurting,
    Noticed,
    Fine,
}

/// How an attempt ended. The vocabulary of the call-centre trade, as dialler and CRM tools share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    ReachedDecisionMaker,
    ReachedOther,
    LeftLiveMessage,
    VoicemailLeft,
    VoicemailFull,
    NoAnswer,
    Busy,
    CallbackRequested,
    ExecCallRequested,
    WrongNumber,
    Disconnected,
    LeftCompany,
    BouncedEmail,
    LanguageHelp,
    RefusedToTalk,
    DoNotContact,
    AlreadyInformedElsewhere,
    NotAffectedSaysCustomer,
}

/// What a disposition counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// A person was reached.
    Spoken,
    /// Tried, and nobody who could hear us.
    Attempted,
    /// The number or the address is wrong.
    DataFault,
    /// They asked not to be contacted.
    Closed,
}

impl Disposition {
    pub const ALL: [Disposition; 18] = [
        Disposition::ReachedDecisionMaker,
        Disposition::ReachedOther,
        Disposition::LeftLiveMessage,
        Disposition::VoicemailLeft,
        Disposition::VoicemailFull,
        Disposition::NoAnswer,
        Disposition::Busy,
        Disposition::CallbackRequested,
        Disposition::ExecCallRequested,
        Disposition::WrongNumber,
        Disposition::Disconnected,
        Disposition::LeftCompany,
        Disposition::BouncedEmail,
        Disposition::LanguageHelp,
        Disposition::RefusedToTalk,
        Disposition::DoNotContact,
        Disposition::AlreadyInformedElsewhere,
        Disposition::NotAffectedSaysCustomer,
    ];

    pub fn counts(self) -> Counts {
        match self {
            Disposition::ReachedDecisionMaker
            | Disposition::ReachedOther
            | Disposition::ExecCallRequested
            | Disposition::RefusedToTalk
            | Disposition::AlreadyInformedElsewhere
            | Disposition::NotAffectedSaysCustomer => Counts::Spoken,
            Disposition::LeftLiveMessage
            | Disposition::VoicemailLeft
            | Disposition::VoicemailFull
            | Disposition::NoAnswer
            | Disposition::Busy
            | Disposition::CallbackRequested
            | Disposition::LanguageHelp => Counts::Attempted,
            Disposition::WrongNumber
            | Disposition::Disconnected
            | Disposition::LeftCompany
            | Disposition::BouncedEmail => Counts::DataFault,
            Disposition::DoNotContact => Counts::Closed,
        }
    }

    /// When to try again if nothing else was agreed; `None` when it need not be tried again by this.
    pub fn retry(self) -> Option<Span> {
        match self {
            Disposition::LeftLiveMessage | Disposition::VoicemailLeft | Disposition::VoicemailFull => {
                Some(Span::minutes(30))
            }
            Disposition::NoAnswer | Disposition::Busy | Disposition::LanguageHelp => Some(Span::minutes(10)),
            // With a customer waiting and a number that is wrong, the next contact is tried at once.
            Disposition::WrongNumber
            | Disposition::Disconnected
            | Disposition::LeftCompany
            | Disposition::BouncedEmail => Some(Span::minutes(0)),
            // A time was asked for; if nobody wrote it down, half an hour is what people mean by "later".
            Disposition::CallbackRequested => Some(Span::minutes(30)),
            Disposition::ReachedDecisionMaker
            | Disposition::ReachedOther
            | Disposition::ExecCallRequested
            | Disposition::RefusedToTalk
            | Disposition::DoNotContact
            | Disposition::AlreadyInformedElsewhere
            | Disposition::NotAffectedSaysCustomer => None,
        }
    }

    /// As the screen and the timeline say it.
    pub fn words(self) -> &'static str {
        match self {
            Disposition::ReachedDecisionMaker => "reached",
            Disposition::ReachedOther => "reached someone else there",
            Disposition::LeftLiveMessage => "left a message with a person",
            Disposition::VoicemailLeft => "voicemail left",
            Disposition::VoicemailFull => "voicemail full",
            Disposition::NoAnswer => "no answer",
            Disposition::Busy => "busy",
            Disposition::CallbackRequested => "asked to be called back",
            Disposition::ExecCallRequested => "wants to speak with an executive",
            Disposition::WrongNumber => "wrong number",
            Disposition::Disconnected => "number disconnected",
            Disposition::LeftCompany => "contact has left the company",
            Disposition::BouncedEmail => "e-mail bounced",
            Disposition::LanguageHelp => "needs an interpreter",
            Disposition::RefusedToTalk => "did not want to talk",
            Disposition::DoNotContact => "asked not to be contacted",
            Disposition::AlreadyInformedElsewhere => "knew already, from elsewhere",
            Disposition::NotAffectedSaysCustomer => "says they are not affected",
        }
    }
}

/// One try to reach someone, with everything it brought: one breath is one command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordAttempt {
    pub account: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    #[serde(default)]
    pub channel: Channel,
    #[serde(default)]
    pub direction: Direction,
    pub disposition: Disposition,
    /// The number of the words they were told; 0 is the playbook's first words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<u32>,
    /// The claim the caller believed to hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<CleanText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feeling: Option<Feeling>,
    /// When they hear from us next. Left out: by the disposition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<NewPromise>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttemptRecorded {
    pub account: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    pub channel: Channel,
    pub direction: Direction,
    pub disposition: Disposition,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<CleanText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feeling: Option<Feeling>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Timestamp>,
    /// Who held the claim instead: the call is a fact all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_moved_to: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PinAccount {
    pub account: AccountId,
    pub pinned: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountPinned {
    pub account: AccountId,
    pub pinned: bool,
}

pub fn record_attempt(picture: &Picture, command: &RecordAttempt, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    incident.row(&command.account)?;
    if command.next_at.is_some_and(|next| next < desk.said_at) {
        return Err(Refusal::WrongTime {
            why: "the next contact would be before the call".to_owned(),
        });
    }
    let default_next = command.disposition.retry().map(|wait| wait.after(desk.said_at));
    let held = picture.claims.on(&command.account);
    let attempt = Event::AttemptRecorded(Box::new(AttemptRecorded {
        account: command.account.clone(),
        contact: command.contact.clone(),
        channel: command.channel,
        direction: command.direction,
        disposition: command.disposition,
        told: command.told,
        note: command.note.clone().filter(|note| !note.trim().is_empty()),
        feeling: command.feeling,
        next_at: command.next_at.or(default_next),
        claim_moved_to: held
            .filter(|claim| claim.holder != desk.by.name)
            .map(|claim| claim.holder.clone()),
    }));
    let mut drafted = vec![attempt.of(id)];
    for promise in &command.promises {
        drafted.push(made(promise, Some(&command.account), desk)?.of(id));
    }
    drafted.extend(claims::end_own(picture, &command.account, &desk.by.name));
    Ok(drafted)
}

pub fn pin(picture: &Picture, command: &PinAccount, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    if row.pinned() == command.pinned {
        return Ok(Vec::new());
    }
    let pinned = AccountPinned {
        account: command.account.clone(),
        pinned: command.pinned,
    };
    Ok(vec![Event::AccountPinned(pinned).of(id)])
}

impl Row {
    pub(super) fn new(affected: Affected) -> Self {
        Row {
            affected,
            pins: Vec::new(),
            attempts: Vec::new(),
            ticks: BTreeMap::new(),
        }
    }

    pub fn id(&self) -> &AccountId {
        &self.affected.account.id
    }

    pub fn name(&self) -> &Clean {
        &self.affected.account.name
    }

    pub fn pinned(&self) -> bool {
        self.pins
            .iter()
            .rev()
            .find(|pin| !pin.withdrawn)
            .is_some_and(|pin| pin.pinned)
    }

    /// The attempts that stand, oldest first.
    pub fn standing(&self) -> impl DoubleEndedIterator<Item = &Attempt> {
        self.attempts.iter().filter(|attempt| !attempt.withdrawn)
    }

    /// The attempt that stands last in the order they are said to have happened.
    pub fn last(&self) -> Option<&Attempt> {
        self.standing().max_by_key(|attempt| (attempt.at, attempt.seq))
    }

    /// An attempt reached a person. Only attempts say so, never a tick by hand.
    pub fn spoken(&self) -> bool {
        self.standing()
            .any(|attempt| attempt.facts.disposition.counts() == Counts::Spoken)
    }

    /// The newest words they were told.
    pub fn told(&self) -> Option<u32> {
        self.standing().filter_map(|attempt| attempt.facts.told).max()
    }

    /// They are not affected, by their own word, and nothing said since takes that back.
    pub fn says_not_affected(&self) -> bool {
        self.last()
            .is_some_and(|last| last.facts.disposition == Disposition::NotAffectedSaysCustomer)
    }

    /// Why nobody calls them, if so: their standing wish, or what they said on this call.
    pub fn do_not_contact(&self) -> Option<Clean> {
        let asked = || {
            self.standing()
                .any(|a| a.facts.disposition == Disposition::DoNotContact)
        };
        self.affected
            .account
            .do_not_contact
            .clone()
            .or_else(|| asked().then(|| "asked on a call".into()))
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for attempt in self.attempts.iter_mut().filter(|attempt| attempt.seq == seq) {
            attempt.withdrawn = true;
        }
        for pin in self.pins.iter_mut().filter(|pin| pin.seq == seq) {
            pin.withdrawn = true;
        }
        self.ticks.retain(|_, tick| tick.seq != seq);
    }
}

impl Incident {
    pub(super) fn attempt_recorded(&mut self, event: &AttemptRecorded, stamp: &Stamp) {
        let Some(row) = self.rows.get_mut(&event.account) else {
            return;
        };
        row.attempts.push(Attempt {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            facts: event.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn account_pinned(&mut self, event: &AccountPinned, stamp: &Stamp) {
        let Some(row) = self.rows.get_mut(&event.account) else {
            return;
        };
        row.pins.push(Pin {
            seq: stamp.seq,
            pinned: event.pinned,
            withdrawn: false,
        });
    }
}
