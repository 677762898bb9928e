//! Calls to customers: a row of the call list, the attempts made, and how each ended.

mod whose;

use super::accounts::{Affected, Certainty};
use super::assignments::Assignments;
use super::checklist::{AccountStep, Tick};
use super::claims::Calling;
use super::critical::{Moments, NewMoment};
use super::executives::NewWish;
use super::heard::Heard;
use super::ids::{AccountId, ContactId, Name, Seq};
use super::inbound::{CallIn, CallsIn};
use super::people::Duty;
use super::promises::NewPromise;
use super::recovery::Recovery;
use super::redress::Redress;
use super::reports::AccountReports;
use super::stamp::Stamp;
use super::text::{Clean, CleanText};
use super::topics::NewTopic;
use super::unreached::Unreached;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use super::channel::Channel;
pub use super::disposition::{Counts, Disposition};

/// One affected account and all that was done about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Shared, so that a copy of the picture does not copy every account.
    pub affected: Arc<Affected>,
    /// Put first by hand; the latest word counts.
    pub pins: Vec<Pin>,
    pub attempts: Vec<Attempt>,
    pub calls_in: CallsIn,
    /// The last call to them that somebody began and did not give up.
    pub(super) calling: Option<Calling>,
    pub ticks: BTreeMap<AccountStep, Tick>,
    /// What they were sent, and what they felt.
    pub reports: AccountReports,
    /// Whose call it is.
    pub assignments: Assignments,
    pub redress: Redress,
    /// What they have and still want after the pain is over.
    pub recovery: Recovery,
    /// The hours that matter to them, as they were heard of.
    pub moments: Moments,
    /// What was decided while nobody answered.
    pub unreached: Unreached,
    /// The calls, of this incident or another, on which they asked not to be contacted.
    pub(super) asked_not: BTreeSet<Seq>,
    /// On some call they named what they need to get done.
    pub(super) wants: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pin {
    pub seq: Seq,
    pub pinned: bool,
    pub withdrawn: bool,
}

/// One try to reach someone. Never edited; a correction withdraws it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub facts: AttemptRecorded,
    pub withdrawn: bool,
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
    #[serde(default, skip_serializing_if = "Heard::is_empty")]
    pub heard: Heard,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<NewPromise>,
    /// What they want to know and we cannot say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<NewAsk>,
    /// They wish to speak with one of our executives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub executive: Option<NewWish>,
    /// Hours that matter to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moments: Vec<NewMoment>,
    /// What they raised, beside what the call was about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<NewTopic>,
    /// Other accounts this one call spoke for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<AccountId>,
}

/// A question heard on a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewAsk {
    /// Who should know.
    pub to: Duty,
    pub question: Clean,
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Box<Heard>>,
    /// The claim the caller believed to hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<u64>,
    /// Who held the claim instead: the call is a fact all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_moved_to: Option<Name>,
    /// The account it was the same call as: one that spoke for several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_call: Option<AccountId>,
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

impl RecordAttempt {
    /// An attempt that brought nothing but how it ended.
    pub fn new(account: AccountId, disposition: Disposition) -> Self {
        RecordAttempt {
            account,
            contact: None,
            channel: Channel::default(),
            direction: Direction::default(),
            disposition,
            told: None,
            claim: None,
            note: None,
            feeling: None,
            next_at: None,
            heard: Heard::default(),
            promises: Vec::new(),
            asks: Vec::new(),
            executive: None,
            moments: Vec::new(),
            topics: Vec::new(),
            also: Vec::new(),
        }
    }
}

impl Row {
    pub(super) fn new(affected: Arc<Affected>) -> Self {
        Row {
            affected,
            pins: Vec::new(),
            attempts: Vec::new(),
            calls_in: CallsIn::default(),
            calling: None,
            ticks: BTreeMap::new(),
            reports: AccountReports::default(),
            assignments: Assignments::default(),
            redress: Redress::default(),
            recovery: Recovery::default(),
            moments: Moments::default(),
            unreached: Unreached::default(),
            asked_not: BTreeSet::new(),
            wants: false,
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

    /// The attempts that reached a person, oldest first.
    pub fn reached(&self) -> impl Iterator<Item = &Attempt> {
        self.standing()
            .filter(|attempt| attempt.facts.disposition.counts() == Counts::Spoken)
    }

    /// An attempt reached a person. Only attempts say so, never a tick by hand.
    pub fn spoken(&self) -> bool {
        self.reached().next().is_some()
    }

    /// The newest words a person there was told. A voicemail tells nobody.
    pub fn told(&self) -> Option<u32> {
        self.reached().filter_map(|attempt| attempt.facts.told).max()
    }

    /// They are not affected, by their own word, and nothing said since takes that back.
    pub fn says_not_affected(&self) -> bool {
        self.reached()
            .max_by_key(|attempt| (attempt.at, attempt.seq))
            .is_some_and(|last| last.facts.disposition == Disposition::NotAffectedSaysCustomer)
    }

    /// Why nobody calls them, if so: their standing wish, or what they said on a call, of this incident or another.
    pub fn do_not_contact(&self) -> Option<Clean> {
        match (&self.affected.account.do_not_contact, self.asked_not.is_empty()) {
            (Some(reason), _) => Some(reason.clone()),
            (None, false) => Some("asked on a call".into()),
            (None, true) => None,
        }
    }

    /// Our call to them of which whoever makes it has not said yet what came of it.
    pub fn on_the_phone(&self) -> Option<&Calling> {
        let calling = self.calling.as_ref()?;
        // A result that was taken back was one: the claim went with it, and they may be anybody's call by now.
        let mut since = self.attempts.iter().filter(|attempt| attempt.seq > calling.seq);
        (!since.any(|attempt| attempt.by == calling.by)).then_some(calling)
    }

    /// Their call to us of which nobody has said yet what came of it. That somebody else did not get through to them
    /// meanwhile says nothing of it.
    pub fn on_the_line(&self) -> Option<&CallIn> {
        let call = self.calls_in.last()?;
        let over = self.standing().rev().any(|attempt| {
            let spoke = attempt.facts.disposition.counts() == Counts::Spoken;
            let inbound = attempt.facts.direction == Direction::Inbound;
            attempt.seq > call.seq && (attempt.by == call.by || spoke || inbound)
        });
        (!over).then_some(call)
    }

    /// Such a call, while nobody has tried them since.
    pub fn unheard(&self) -> Option<&CallIn> {
        let tried = self.last().map(|last| (last.at, last.seq));
        self.on_the_line()
            .filter(|call| tried.is_none_or(|tried| tried < (call.at, call.seq)))
    }

    /// Whose call it is that `who` has with them now: theirs, if `who` answered it.
    pub fn direction(&self, who: &Name) -> Direction {
        match self.on_the_line() {
            Some(call) if call.by == *who => Direction::Inbound,
            Some(_) | None => Direction::Outbound,
        }
    }

    /// They called us, and nobody has spoken with them since.
    pub fn called_us(&self) -> bool {
        let waiting = self.last().is_some_and(|last| {
            last.facts.direction == Direction::Inbound && last.facts.disposition.counts() == Counts::Attempted
        });
        waiting || self.on_the_line().is_some()
    }

    /// They wait for a call from us: they asked for one, or called and were not helped.
    pub fn waits_for_us(&self) -> bool {
        let asked = |last: &Attempt| last.facts.disposition == Disposition::CallbackRequested;
        self.counts()
            && !self.ticks.contains_key(&AccountStep::Settled)
            && (self.called_us() || self.last().is_some_and(asked))
    }

    /// Neither excluded by their own wish nor, by their own word, unaffected.
    pub fn counts(&self) -> bool {
        self.do_not_contact().is_none() && !self.says_not_affected()
    }

    /// Reports are for whoever is affected: those that may be, once somebody there has spoken with us.
    pub fn gets_reports(&self) -> bool {
        self.counts() && self.surely_affected()
    }

    /// By the record or, where it only may be, by what was said on a call.
    pub fn surely_affected(&self) -> bool {
        let sure = self.affected.certainty == Certainty::Affected;
        !self.says_not_affected() && (sure || self.spoken())
    }

    /// To be called, and not tried at all.
    pub fn untouched(&self) -> bool {
        self.counts() && self.standing().next().is_none()
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for attempt in self.attempts.iter_mut().filter(|attempt| attempt.seq == seq) {
            attempt.withdrawn = true;
        }
        for pin in self.pins.iter_mut().filter(|pin| pin.seq == seq) {
            pin.withdrawn = true;
        }
        self.calls_in.withdraw(seq);
        self.ticks.retain(|_, tick| tick.seq != seq);
        self.reports.withdraw(seq);
        self.redress.withdraw(seq);
        self.recovery.withdraw(seq);
        self.moments.withdraw(seq);
        self.unreached.withdraw(seq);
    }

    pub(super) fn record_attempt(&mut self, event: &AttemptRecorded, stamp: &Stamp) {
        self.wants |= event.heard.as_ref().is_some_and(|heard| heard.outcome.is_some());
        self.attempts.push(Attempt {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            facts: event.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn pin(&mut self, event: &AccountPinned, stamp: &Stamp) {
        self.pins.push(Pin {
            seq: stamp.seq,
            pinned: event.pinned,
            withdrawn: false,
        });
    }
}
