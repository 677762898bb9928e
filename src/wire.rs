//! Paths and bodies of the hub's APIs, as both ends read them.
//!
//! Unknown fields are ignored by readers, so either end may be the newer one.

mod mark;
pub mod status;

pub use mark::Mark;

use crate::domain::accounts::{Account, Contact};
use crate::domain::dispatches::What;
use crate::domain::event::Recorded;
use crate::domain::ids::{AccountId, Name, Seq, SinkName};
use crate::domain::people::Person;
use crate::domain::refusal::Refusal;
use crate::domain::severity::Severity;
use crate::domain::span::Span;
use crate::domain::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub const EVENTS: &str = "/v1/events";
pub const COMMANDS: &str = "/v1/commands";
pub const INCIDENTS: &str = "/v1/incidents";
pub const ACCOUNTS: &str = "/v1/accounts";
/// Who the bearer is: a name and an access.
pub const ME: &str = "/v1/me";
pub const PEOPLE: &str = "/v1/people";
pub const PLAYBOOKS: &str = "/v1/playbooks";
pub const CONNECT: &str = "/v1/connect";
pub const HOOKS: &str = "/v1/hooks";
/// As PagerDuty has it, for whatever pages there.
pub const ENQUEUE: &str = "/v2/enqueue";
pub const TOKENS: &str = "/v1/tokens";
pub const REVOKE: &str = "/v1/tokens/revoke";
/// The record as a file, for access `admin`.
pub const BACKUP: &str = "/v1/backup";
pub const HEALTH: &str = "/healthz";
pub const METRICS: &str = "/metrics";
pub const OPENAPI: &str = "/openapi.json";

/// Under which name the bearer speaks, where the hub lets one person be several (its own Unix socket).
pub const SPEAK_AS: &str = "x-warroom-as";

/// The longest a poll may wait, in seconds.
pub const LONGEST_WAIT: u64 = 30;
/// The most events one answer carries.
pub const MOST_EVENTS: usize = 5_000;

/// And so many where the poll does not say.
pub const PAGE: usize = 500;

/// The largest count that JSON can say to everybody (RFC 8259, 6).
pub const LARGEST: u64 = (1 << 53) - 1;

/// The query of `GET /v1/events`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Poll {
    /// Answer with what comes after this.
    #[serde(default)]
    pub after: Seq,
    /// The mark of the answer that came that far: a hub whose log has another there is told from the one before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// Seconds to wait while there is no news.
    #[serde(default)]
    pub wait: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// Which screen asks, for presence. Nobody's without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screen: Option<uuid::Uuid>,
    /// What it shows: an account's id, or a pane.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looking_at: Option<String>,
    /// Which list of who is here it has, by its [`News::presence`]. A screen that says so is told another one whatever
    /// became of answers in between; for one that does not, the hub goes by what it has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<u64>,
}

/// The answer to a poll.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// Hub time.
    pub now: Timestamp,
    /// How fast hub time runs; 1 but in a demo.
    #[serde(default = "one")]
    pub rate: f64,
    /// The last event the hub has looked at for this answer: ask for what comes after it.
    pub through: Seq,
    /// Of the log up to there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// The log went on beyond this answer when it was read: a picture of this much is an old one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    pub events: Vec<Recorded>,
    /// Who is here, when that has changed since this screen last heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<Vec<Present>>,
    /// The number of that list, for the next [`Poll::presence`]; no two hubs give the same to two lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<u64>,
}

fn one() -> f64 {
    1.0
}

/// Someone in the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    pub name: Name,
    /// The access they signed in with.
    pub role: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looking_at: Option<Clean>,
    /// Seconds since they were last heard of.
    pub idle_s: u64,
}

/// What became of a command that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Accepted,
    /// It was so before; nothing was recorded.
    AlreadySo,
}

/// The answer to a command that was not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    pub outcome: Outcome,
    /// The log includes what the command caused once it has come this far.
    pub through: Seq,
}

/// An error as RFC 9457 has it: `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub title: String,
    pub status: u16,
    /// A sentence to act on.
    pub detail: String,
    /// The word a program can act on, when a command was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

pub const PROBLEM_JSON: &str = "application/problem+json";
/// The title of a [`Problem`] when the hub's store could not record a command: nothing has happened, and it may later.
pub const NOT_RECORDED: &str = "not recorded";
/// The title of a [`Problem`] when more is asked with a token than the hub gives one: nothing has happened, and it may
/// after a while.
pub const TOO_MANY: &str = "too many";
/// The word in [`Problem::refusal`] when a poll asks for what comes after the end of the hub's log: it is another
/// log than the asker knew.
pub const LOG_ENDS_EARLIER: &str = "log_ends_earlier";
/// The word in [`Problem::refusal`] when a poll's [`Mark`] is not that of the hub's log: another one has grown in its
/// place, such as a copy that was restored.
pub const ANOTHER_LOG: &str = "another_log";
/// The title of a [`Problem`] when it is the same log, of which the asker sees other parts than before.
pub const READ_ANEW: &str = "read anew";

/// Why a screen reads the log again from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anew {
    /// The hub keeps another one than before.
    AnotherLog,
    /// Whoever looks took or lost a duty, and sees other parts of the same one.
    OtherSight,
}

impl Anew {
    /// What the answer to a poll says of it; `None` where it is about something else.
    pub fn of(problem: &Problem) -> Option<Anew> {
        let anew = [LOG_ENDS_EARLIER, ANOTHER_LOG].map(Some);
        if !anew.contains(&problem.refusal.as_deref()) {
            return None;
        }
        Some(match problem.title.as_str() {
            READ_ANEW => Anew::OtherSight,
            _ => Anew::AnotherLog,
        })
    }
}

impl Problem {
    /// The detail may quote what was asked: it is cleaned.
    pub fn new(status: u16, title: &str, detail: impl Into<String>) -> Self {
        Problem {
            title: title.to_owned(),
            status,
            detail: CleanText::from(detail.into()).to_string(),
            refusal: None,
            holder: None,
            since: None,
        }
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        let mut problem = Problem::new(409, "refused", refusal.to_string());
        problem.refusal = Some(refusal.code().to_owned());
        if let Some((holder, since)) = refusal.holder() {
            problem.holder = Some(holder.clone());
            problem.since = since;
        }
        problem
    }
}

/// One account with the people to call: `GET /v1/accounts/ID`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountCard {
    #[serde(flatten)]
    pub account: Account,
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// Accounts that have a phone or an address in common with it: one call can speak for all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<Linked>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linked {
    pub account: AccountId,
    pub name: Clean,
    pub by: Common,
}

/// What two accounts have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Common {
    Phone,
    Address,
}

/// The query of `GET /v1/accounts`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Find {
    /// Part of a name or an address, or the last digits of a number; left out: every account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub find: Option<String>,
}

/// `GET /v1/accounts`. Where something was to be found, each account has only those of its people who were.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Accounts {
    pub accounts: Vec<AccountCard>,
    /// How many more were found.
    #[serde(default, skip_serializing_if = "none")]
    pub more: usize,
    /// Nothing has it; these are only like it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alike: bool,
}

fn none(count: &usize) -> bool {
    *count == 0
}

/// `GET /v1/people`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct People {
    pub people: Vec<Person>,
}

/// `GET /v1/connect`: the vendors of a hub, and how each is doing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Connected {
    pub vendors: Vec<VendorLine>,
}

/// One vendor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VendorLine {
    pub name: SinkName,
    /// What its table calls it: `statuspage`.
    pub kind: Clean,
    /// It is asked for what it lists.
    pub reads: bool,
    pub takes: Vec<What>,
    /// When it last did what it was asked.
    pub last_success: Option<Timestamp>,
    /// How long that took, in milliseconds.
    pub lag_ms: Option<u64>,
    /// In a row, since then.
    pub failures: u32,
    /// Why it did not, the last time; gone after a success.
    pub last_error: Option<Clean>,
    pub next_try: Option<Timestamp>,
    /// What goes there by itself as soon as it can.
    pub queue: usize,
    /// What of its last list could not be used.
    pub faults: Vec<Clean>,
}

/// `GET /v1/playbooks`: what the hub has, the newest edition of each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Playbooks {
    pub playbooks: Vec<PlaybookLine>,
}

/// What to choose a playbook by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaybookLine {
    pub name: Clean,
    pub title: Clean,
    /// What one sees when it is the right one.
    #[serde(default)]
    pub trigger: Clean,
    pub severity: Severity,
}

/// `POST /v1/tokens`, for access `admin`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewToken {
    pub name: Name,
    pub role: crate::domain::actor::Access,
    /// How long it is good, `"30d"`; left out, until it is revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lasts: Option<Span>,
}

/// The token itself, shown this once.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Token {
    pub token: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
}

impl std::fmt::Debug for Token {
    /// It may end up in a log or in the words of a defect.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token (secret)")
    }
}

/// `GET /v1/tokens`, for access `admin`: whose tokens are good. No token is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tokens {
    pub tokens: Vec<KnownToken>,
}

/// A token as it is listed: by the first digits of its hash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnownToken {
    #[serde(default)]
    pub id: String,
    pub name: Name,
    pub role: crate::domain::actor::Access,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
}

/// `POST /v1/tokens/revoke`, for access `admin`: every token of a name, or those of it with this access or id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revoke {
    pub name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<crate::domain::actor::Access>,
    /// The first digits of its hash, as it is listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// How many tokens were good until then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revoked {
    pub revoked: usize,
}
