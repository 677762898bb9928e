//! Key accounts: what the team's own list says of them, and the frozen copy an incident keeps.

use super::critical::Critical;
use super::ids::{AccountId, Component, ContactId, Name, PhoneKey};
use super::money::Amount;
use super::reach::Reach;
use super::text::Clean;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// 1 strategic, 2 key, 3 named: the log and the API have the word, the room shows the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    Strategic,
    Key,
    Named,
}

impl Tier {
    pub fn parse(text: &str) -> Option<Tier> {
        match text.trim().to_lowercase().as_str() {
            "1" | "strategic" => Some(Tier::Strategic),
            "2" | "key" => Some(Tier::Key),
            "3" | "named" => Some(Tier::Named),
            _ => None,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Tier::Strategic => "strategic",
            Tier::Key => "key",
            Tier::Named => "named",
        }
    }
}

/// What the team's list of accounts says of one account. Unknown is `None`, and shown as "unknown".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    pub name: Clean,
    pub tier: Tier,
    /// Annual recurring revenue in `currency`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arr: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Date>,
    /// The last day on which they can give notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_date: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_end: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Clean>,
    /// An IANA time zone, `Europe/Berlin`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Clean>,
    #[serde(default)]
    pub products: Vec<Clean>,
    /// Our person for this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<Name>,
    /// 0 (lost) to 100 (thriving).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health: Option<u8>,
    /// -100 to 100, or one answer of 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nps: Option<i16>,
    /// Why nobody may call them, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub do_not_contact: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_plan: Option<Clean>,
    /// The rule they report under (DORA, NIS2, HIPAA, ...): their own clock starts with our news.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regulated: Option<Clean>,
    /// They speak for us to other customers.
    #[serde(default)]
    pub reference: bool,
    #[serde(default)]
    pub open_opportunity: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_tickets: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Clean>,
    /// When nobody there is rung, in their own zone; left out, the night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<Clean>,
    /// The hours that matter most to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub critical: Vec<Critical>,
}

impl Account {
    /// The nearer of renewal and notice date, from `today` on: the next day on which they can leave.
    pub fn leaves(&self, today: Date) -> Option<Date> {
        let ahead = |date: &Date| *date >= today;
        self.renewal
            .into_iter()
            .chain(self.notice_date)
            .filter(ahead)
            .min()
    }
}

/// A person at an account. Lives in the directory only; the log knows the id and opaque keys of the numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    pub id: ContactId,
    pub account: AccountId,
    pub name: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Clean>,
    /// admin, technical, champion, economic_buyer, exec, billing, security, emergency_24x7
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Clean>,
    /// Phone, e-mail, ...: how they like to hear from us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub do_not_contact: Option<Clean>,
    /// `09:00-17:30`, in the contact's own zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office_hours: Option<Clean>,
}

/// How sure we are that an account is hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    Affected,
    /// It has the product, and its region is not on record.
    Maybe,
}

/// An affected account as it was when it came onto the call list: later imports do not change it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Affected {
    pub account: Account,
    pub certainty: Certainty,
    /// Why it is on the list, one reason a component.
    pub why: Vec<Clean>,
    /// The ARR in the reporting currency; `None` when it or the rate is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arr_reported: Option<Amount>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<PhoneKey>,
    #[serde(default, skip_serializing_if = "Reach::is_unknown")]
    pub reach: Reach,
}

impl Affected {
    /// Whether this component is a reason why it is on the list.
    pub fn hit_by(&self, component: &Component) -> bool {
        let named = format!("({component})");
        self.why.iter().any(|why| why.contains(&named))
    }
}

/// Accounts came onto the call list, or more is known of why they are on it. Rows are only ever added.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountsAffected {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Affected>,
    /// Of accounts that were on it before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub widened: Vec<Widened>,
}

/// Why an account is on the call list after all, and whether it may be called; what else was frozen of it stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Widened {
    pub account: AccountId,
    pub certainty: Certainty,
    pub why: Vec<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub do_not_contact: Option<Clean>,
}

/// Puts accounts that an import brought on the call lists of the open incidents they belong on. The hub asks it
/// of itself after an import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchAccounts {}
