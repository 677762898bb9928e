//! The one table of what a source can tell us: our name of each field, what it holds, where it usually is.

use super::Kind;

/// What a field holds, and so how it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Line,
    Link,
    /// A label of the sighting, under the field's own name, for the `[match]` of playbooks.
    Label,
    /// `firing` or `cleared`.
    Status,
    Tier,
    Time,
    Day,
    Money,
    /// From the first to the second.
    Number(i64, i64),
    Truth,
    /// A reason, or yes and no: a yes becomes the field's name in words.
    Reason,
    Several,
}

/// What becomes of an item that does not have the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It is left out, and that is a fault.
    Must,
    /// It counts from now, and that is a fault: an incident is worth more than its time.
    OrNow,
    /// "Unknown".
    May,
}

#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub need: Need,
    /// The path that is tried when a source describes no fields at all.
    pub usual: &'static str,
}

impl Field {
    /// The only words it knows, if they are few.
    pub fn words(&self) -> Option<&'static [&'static str]> {
        match self.shape {
            Shape::Status => Some(&["firing", "cleared"]),
            Shape::Tier => Some(&["strategic", "key", "named"]),
            Shape::Truth => Some(&["true", "false"]),
            Shape::Label if self.name == "severity" => Some(&["sev1", "sev2", "sev3", "sev4"]),
            Shape::Line
            | Shape::Link
            | Shape::Label
            | Shape::Time
            | Shape::Day
            | Shape::Money
            | Shape::Number(..)
            | Shape::Reason
            | Shape::Several => None,
        }
    }
}

const fn field(name: &'static str, shape: Shape, need: Need, usual: &'static str) -> Field {
    Field {
        name,
        shape,
        need,
        usual,
    }
}

const fn may(name: &'static str, shape: Shape) -> Field {
    field(name, shape, Need::May, name)
}

/// The incident's fields that begin with this are labels by any name: `label.team`.
pub const LABEL: &str = "label.";

const INCIDENTS: &[Field] = &[
    field("fingerprint", Shape::Line, Need::Must, "fingerprint|id|key"),
    field("title", Shape::Line, Need::Must, "title|name|summary"),
    field("status", Shape::Status, Need::Must, "status|state"),
    field(
        "started_at",
        Shape::Time,
        Need::OrNow,
        "started_at|startsAt|created_at",
    ),
    may("summary", Shape::Line),
    field("url", Shape::Link, Need::May, "url|html_url|permalink"),
    may("severity", Shape::Label),
    may("component", Shape::Label),
    may("service", Shape::Label),
    may("region", Shape::Label),
];

const ACCOUNTS: &[Field] = &[
    field("id", Shape::Line, Need::Must, "id"),
    field("name", Shape::Line, Need::Must, "name"),
    may("tier", Shape::Tier),
    may("arr", Shape::Money),
    may("currency", Shape::Line),
    may("renewal", Shape::Day),
    may("notice_date", Shape::Day),
    may("contract_end", Shape::Day),
    may("region", Shape::Line),
    may("timezone", Shape::Line),
    may("products", Shape::Several),
    may("owner", Shape::Line),
    may("backup", Shape::Line),
    may("health", Shape::Number(0, 100)),
    may("nps", Shape::Number(-100, 100)),
    may("do_not_contact", Shape::Reason),
    may("parent", Shape::Line),
    may("support_plan", Shape::Line),
    may("regulated", Shape::Line),
    may("reference", Shape::Truth),
    may("open_opportunity", Shape::Truth),
    may("open_tickets", Shape::Number(0, 1_000_000)),
    may("language", Shape::Line),
];

const CONTACTS: &[Field] = &[
    field("id", Shape::Line, Need::Must, "id"),
    field("account", Shape::Line, Need::Must, "account|account_id"),
    field("name", Shape::Line, Need::Must, "name"),
    may("title", Shape::Line),
    may("role", Shape::Line),
    may("phone", Shape::Line),
    may("email", Shape::Line),
    may("timezone", Shape::Line),
    may("language", Shape::Line),
    may("preferred", Shape::Line),
    may("do_not_contact", Shape::Reason),
    may("office_hours", Shape::Line),
];

pub fn of(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Incidents => INCIDENTS,
        Kind::Accounts => ACCOUNTS,
        Kind::Contacts => CONTACTS,
    }
}
