//! Recovery: what one customer has and still wants after the pain is over, and whether we lost them.
//!
//! The seven conditions of satisfaction are Seybold's; to thank for staying and to ask for help with the design are
//! Bliss's, and come beside the seven.

use super::ids::{AccountId, Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use crate::domain::speech::word;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What makes a customer whole again, in the order it is usually reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    Reassured,
    SeesHandling,
    Understands,
    NoRepeat,
    Compensated,
    FeltUnderstood,
    GoodStory,
    /// Beside the seven: they were thanked for staying.
    Thanked,
    /// Beside the seven: they would help us design it better.
    HelpsDesign,
}

impl Condition {
    pub const ALL: [Condition; 9] = [
        Condition::Reassured,
        Condition::SeesHandling,
        Condition::Understands,
        Condition::NoRepeat,
        Condition::Compensated,
        Condition::FeltUnderstood,
        Condition::GoodStory,
        Condition::Thanked,
        Condition::HelpsDesign,
    ];
    /// Those that make a customer whole.
    pub const SEVEN: [Condition; 7] = [
        Condition::Reassured,
        Condition::SeesHandling,
        Condition::Understands,
        Condition::NoRepeat,
        Condition::Compensated,
        Condition::FeltUnderstood,
        Condition::GoodStory,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Condition::Reassured => "reassured",
            Condition::SeesHandling => "sees_handling",
            Condition::Understands => "understands",
            Condition::NoRepeat => "no_repeat",
            Condition::Compensated => "compensated",
            Condition::FeltUnderstood => "felt_understood",
            Condition::GoodStory => "good_story",
            Condition::Thanked => "thanked",
            Condition::HelpsDesign => "helps_design",
        }
    }

    /// By its name, with blanks or dashes as well.
    pub fn parse(text: &str) -> Option<Condition> {
        let text = text.trim().replace([' ', '-'], "_").to_lowercase();
        Condition::ALL
            .into_iter()
            .find(|condition| condition.as_str() == text)
    }

    /// What is so once they have it.
    pub fn words(self) -> &'static str {
        match self {
            Condition::Reassured => "reassured",
            Condition::SeesHandling => word!("sees how it is handled"),
            Condition::Understands => word!("understands what went wrong"),
            Condition::NoRepeat => word!("assured it won't happen again"),
            Condition::Compensated => "compensated",
            Condition::FeltUnderstood => word!("felt understood"),
            Condition::GoodStory => word!("has a good story to tell"),
            Condition::Thanked => word!("thanked for staying"),
            Condition::HelpsDesign => word!("would help us design it better"),
        }
    }

    /// What they want as long as they do not have it: "3 want ...".
    pub fn wish(self) -> &'static str {
        match self {
            Condition::Reassured => "reassurance",
            Condition::SeesHandling => word!("to see how it is handled"),
            Condition::Understands => word!("to know what went wrong"),
            Condition::NoRepeat => word!("proof of no repeat"),
            Condition::Compensated => "compensation",
            Condition::FeltUnderstood => word!("to be understood"),
            Condition::GoodStory => word!("a good story to tell"),
            Condition::Thanked => word!("a word of thanks"),
            Condition::HelpsDesign => word!("a say in the design"),
        }
    }
}

/// How it stands with a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// They have it; the words are the evidence.
    Met,
    /// It does not apply; the words are the reason.
    Waived,
    /// They do not have it yet; the words say what is missing.
    Wanted,
}

/// Says how it stands with one condition of one account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarkCondition {
    pub account: AccountId,
    pub condition: Condition,
    pub mark: Mark,
    /// The evidence, the reason, or what they still want; only the last may be empty.
    #[serde(default)]
    pub text: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConditionMarked {
    pub account: AccountId,
    pub condition: Condition,
    pub mark: Mark,
    #[serde(default)]
    pub text: Clean,
}

/// They left us; or, with `lost` false, they are with us again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordLost {
    pub account: AccountId,
    #[serde(default = "so")]
    pub lost: bool,
    /// Why they left, in their words; may be empty for one who came back.
    #[serde(default)]
    pub reason: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountLost {
    pub account: AccountId,
    pub lost: bool,
    #[serde(default)]
    pub reason: Clean,
}

fn so() -> bool {
    true
}

/// One word on a condition, and who gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marking {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub condition: Condition,
    pub mark: Mark,
    pub text: Clean,
    withdrawn: bool,
}

/// One word on whether they stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loss {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub lost: bool,
    pub reason: Clean,
    withdrawn: bool,
}

/// What is known of the recovery of one account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recovery {
    marks: Vec<Marking>,
    losses: Vec<Loss>,
}

impl Recovery {
    /// How it stands with a condition: the latest word on it that was not taken back.
    pub fn of(&self, condition: Condition) -> Option<&Marking> {
        let mut latest = self.marks.iter().rev();
        latest.find(|marking| marking.condition == condition && !marking.withdrawn)
    }

    /// They have it, or it does not apply to them.
    pub fn settled(&self, condition: Condition) -> bool {
        self.of(condition).is_some_and(|marking| match marking.mark {
            Mark::Met | Mark::Waived => true,
            Mark::Wanted => false,
        })
    }

    /// How many of the seven are settled.
    pub fn count(&self) -> usize {
        let settled = |condition: &Condition| self.settled(*condition);
        Condition::SEVEN.into_iter().filter(settled).count()
    }

    /// All of the seven are settled.
    pub fn complete(&self) -> bool {
        self.count() == Condition::SEVEN.len()
    }

    /// What they still want, in the order of the conditions.
    pub fn wants(&self) -> impl Iterator<Item = &Marking> {
        let standing = Condition::ALL
            .into_iter()
            .filter_map(|condition| self.of(condition));
        standing.filter(|marking| marking.mark == Mark::Wanted)
    }

    /// Since when and why they are lost, if they are.
    pub fn lost(&self) -> Option<&Loss> {
        let last = self.losses.iter().rfind(|loss| !loss.withdrawn)?;
        last.lost.then_some(last)
    }

    /// Nobody has said anything of it.
    pub fn is_untouched(&self) -> bool {
        self.marks.iter().all(|marking| marking.withdrawn) && self.losses.iter().all(|loss| loss.withdrawn)
    }

    pub(super) fn marked(&mut self, event: &ConditionMarked, stamp: &Stamp) {
        self.marks.push(Marking {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            condition: event.condition,
            mark: event.mark,
            text: event.text.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn left_us(&mut self, event: &AccountLost, stamp: &Stamp) {
        self.losses.push(Loss {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            lost: event.lost,
            reason: event.reason.clone(),
            withdrawn: false,
        });
    }

    /// Takes over what was said of the same account in another incident, in the order said.
    pub(super) fn absorb(&mut self, mut other: Recovery) {
        self.marks.append(&mut other.marks);
        self.marks.sort_by_key(|marking| marking.seq);
        self.losses.append(&mut other.losses);
        self.losses.sort_by_key(|loss| loss.seq);
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for marking in &mut self.marks {
            marking.withdrawn |= marking.seq == seq;
        }
        for loss in &mut self.losses {
            loss.withdrawn |= loss.seq == seq;
        }
    }
}
