//! What can be asked about reports, and what happened to them.

use super::content::Content;
use super::kind::ReportId;
use super::parts::Parts;
use crate::domain::channel::Channel;
use crate::domain::ids::{AccountId, ContactId, Name, Seq};
use crate::domain::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whose eyes a report is shown to before it is approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reviewer {
    Engineering,
    Legal,
    CustomerSuccess,
}

impl Reviewer {
    pub const ALL: [Reviewer; 3] = [Reviewer::Engineering, Reviewer::Legal, Reviewer::CustomerSuccess];

    pub fn words(self) -> &'static str {
        match self {
            Reviewer::Engineering => "engineering",
            Reviewer::Legal => "legal",
            Reviewer::CustomerSuccess => "customer success",
        }
    }
}

/// Writes the words of a report; the draft before stays in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftReport {
    pub report: ReportId,
    pub parts: Parts,
    /// The draft these words began from; a newer one by somebody else is not overwritten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Seq>,
    /// It waits for approval now.
    #[serde(default)]
    pub ready: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportDrafted {
    pub report: ReportId,
    pub version: u32,
    pub parts: Parts,
    #[serde(default)]
    pub ready: bool,
}

/// Somebody has read the draft, for engineering, legal or customer success.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewReport {
    pub report: ReportId,
    pub reviewer: Reviewer,
    /// Else a strong objection, which says what must change.
    pub fine: bool,
    #[serde(default)]
    pub note: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportReviewed {
    pub report: ReportId,
    /// The draft that was read.
    pub draft: Seq,
    pub reviewer: Reviewer,
    pub fine: bool,
    #[serde(default)]
    pub note: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApproveReport {
    pub report: ReportId,
    /// The draft that was read; a newer one is not approved unseen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Seq>,
    /// The text that was read.
    #[serde(default)]
    pub text: CleanText,
    /// Why it goes out although something is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<Clean>,
}

/// What it says and the text that was read are kept, so that both can be shown for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportApproved {
    pub report: ReportId,
    pub version: u32,
    pub draft: Seq,
    pub content: Content,
    #[serde(default)]
    pub text: CleanText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<Clean>,
}

/// Records that the approved report was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IssueReport {
    pub report: ReportId,
    /// Empty: everyone who is owed it and has not got it.
    #[serde(default)]
    pub accounts: Vec<AccountId>,
    /// Where it goes to one account: who got it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    #[serde(default = "by_mail")]
    pub channel: Channel,
    /// What was said with it.
    #[serde(default)]
    pub words: Clean,
}

fn by_mail() -> Channel {
    Channel::Email
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportIssued {
    pub report: ReportId,
    pub version: u32,
    pub to: Vec<To>,
    pub channel: Channel,
    /// The news it promises next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Timestamp>,
    #[serde(default)]
    pub words: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct To {
    pub account: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
}

/// They have it, and may have asked something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AcknowledgeReport {
    pub report: ReportId,
    pub account: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    #[serde(default)]
    pub questions: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportAcknowledged {
    pub report: ReportId,
    pub account: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    #[serde(default)]
    pub questions: Clean,
}

/// What one account felt, in words it may read; later words stand beside earlier ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordImpact {
    pub account: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    #[serde(default)]
    pub text: CleanText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
}

/// What they get back. Nothing is promised before somebody who may has approved it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Credit {
    /// As they read it: "10 % of July's fee, taken off the next invoice".
    pub text: Clean,
    pub approved_by: Name,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImpactRecorded {
    pub account: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    #[serde(default)]
    pub text: CleanText,
    /// Not told to whoever reads a wall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
}
