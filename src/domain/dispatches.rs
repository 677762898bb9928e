//! What goes out to sinks, and what became of it: the durable outbox towards vendors is the log itself.
//!
//! What has to go out follows from the picture ([`super::parcels`]). Before a try that may leave something at the vendor,
//! it is recorded that the try begins; after it, how it ended. So a hub that dies in between knows that it does not
//! know, and nothing is written twice.

use super::ids::{IncidentId, Name, Seq, SinkName};
use super::stamp::Stamp;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a sink takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// An approved text, onto the public page.
    Post,
    /// A finished attempt, onto the account in the CRM.
    Call,
    /// Something we promised an account, as a task in the CRM.
    Task,
    /// A fact or a deed of the timeline, onto the incident in the pager.
    Note,
    /// News to people: mail, or a chat tool.
    News,
}

impl What {
    pub const ALL: [What; 5] = [What::Post, What::Call, What::Task, What::Note, What::News];

    pub fn as_str(self) -> &'static str {
        match self {
            What::Post => "post",
            What::Call => "call",
            What::Task => "task",
            What::Note => "note",
            What::News => "news",
        }
    }
}

/// The name of one dispatch: `INC-7/page/post/57`, or with whom it is for, `INC-7/mail/news/57/paul`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DispatchKey {
    pub incident: IncidentId,
    pub sink: SinkName,
    pub what: What,
    /// The line of the log it follows from.
    pub cause: Seq,
    /// Whom it is for, where one line goes to several.
    pub to: Option<Clean>,
}

impl DispatchKey {
    /// The same thing for the same sink: a line has one number over all incidents.
    pub fn same(&self, other: &DispatchKey) -> bool {
        (&self.sink, self.what, self.cause, &self.to) == (&other.sink, other.what, other.cause, &other.to)
    }
}

impl fmt::Display for DispatchKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DispatchKey {
            incident,
            sink,
            what,
            cause,
            to,
        } = self;
        write!(f, "{incident}/{sink}/{}/{cause}", what.as_str())?;
        match to {
            Some(to) => write!(f, "/{to}"),
            None => Ok(()),
        }
    }
}

impl FromStr for DispatchKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong =
            || format!("{text:?} names nothing that goes out; the names look like INC-7/page/post/57");
        let mut parts = text.splitn(5, '/');
        let mut part = || parts.next().ok_or_else(wrong);
        let incident = part()?.parse().map_err(|_| wrong())?;
        let sink = SinkName::from(part()?);
        let what = part()?;
        let what = What::ALL.into_iter().find(|one| one.as_str() == what);
        Ok(DispatchKey {
            incident,
            sink,
            what: what.ok_or_else(wrong)?,
            cause: Seq(part()?.parse().map_err(|_| wrong())?),
            to: parts.next().map(Clean::from),
        })
    }
}

impl Serialize for DispatchKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DispatchKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// What has come of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "snake_case")]
pub enum Came {
    /// A try begins. Until its end is recorded nobody knows what is at the vendor.
    Begun,
    /// It is there.
    Delivered {
        /// What the vendor calls it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        receipt: Option<Clean>,
        /// Where it can be looked at.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Clean>,
    },
    /// The vendor does not take it as it is: somebody has to look at it.
    Refused {
        #[serde(default)]
        why: Clean,
    },
    /// It may be there and may not: somebody has to look there.
    Unknown {
        #[serde(default)]
        why: Clean,
    },
}

/// What somebody decides where the program must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settling {
    /// Try once more: what stood in the way is mended, or it is not there.
    Again,
    /// It is there, by hand or after all.
    ByHand,
    /// It need not go there.
    Dropped,
}

/// What the hub says of a dispatch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordDispatch {
    pub dispatch: DispatchKey,
    /// What it is, in words: `call to Northwind`.
    pub of: Clean,
    #[serde(flatten)]
    pub came: Came,
}

/// What somebody decides on a dispatch that waits for a human.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettleDispatch {
    pub dispatch: DispatchKey,
    pub how: Settling,
    pub reason: Clean,
}

/// A try begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DispatchBegun {
    pub dispatch: DispatchKey,
    pub of: Clean,
}

/// A try has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DispatchEnded {
    pub dispatch: DispatchKey,
    pub of: Clean,
    /// Never [`Came::Begun`].
    #[serde(flatten)]
    pub came: Came,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DispatchSettled {
    pub dispatch: DispatchKey,
    pub of: Clean,
    pub how: Settling,
    pub reason: Clean,
}

/// A sink was set up: what was recorded before this line does not go there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenSink {
    pub sink: SinkName,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SinkOpened {
    pub sink: SinkName,
}

/// Where a dispatch stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stands", rename_all = "snake_case")]
pub enum Stands {
    Came(Came),
    Settled { how: Settling, reason: Clean },
}

/// One dispatch, as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dispatch {
    pub key: DispatchKey,
    pub of: Clean,
    pub stands: Stands,
    /// Of the last word on it.
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
}

impl Dispatch {
    /// Nothing goes on by itself: somebody has to say what becomes of it.
    pub fn waits_for_somebody(&self) -> bool {
        matches!(
            self.stands,
            Stands::Came(Came::Refused { .. } | Came::Unknown { .. })
        )
    }

    /// A try has begun whose end nobody knows.
    pub fn under_way(&self) -> bool {
        matches!(self.stands, Stands::Came(Came::Begun))
    }

    /// It is to be tried, and no try is under way.
    pub fn again(&self) -> bool {
        matches!(
            self.stands,
            Stands::Settled {
                how: Settling::Again,
                ..
            }
        )
    }

    /// Why somebody has to decide, if somebody has to.
    pub fn why(&self) -> Option<&Clean> {
        match &self.stands {
            Stands::Came(Came::Refused { why } | Came::Unknown { why }) => Some(why),
            Stands::Came(Came::Begun | Came::Delivered { .. }) | Stands::Settled { .. } => None,
        }
    }

    /// What the vendor calls it, once it is there.
    pub fn receipt(&self) -> Option<&Clean> {
        match &self.stands {
            Stands::Came(Came::Delivered { receipt, .. }) => receipt.as_ref(),
            Stands::Came(Came::Begun | Came::Refused { .. } | Came::Unknown { .. })
            | Stands::Settled { .. } => None,
        }
    }
}

/// Every dispatch of an incident, in the order in which they were begun.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dispatches(Vec<Dispatch>);

impl Dispatches {
    /// By its name, whichever incident it was begun in: its line may have gone on in this one since.
    pub fn get(&self, key: &DispatchKey) -> Option<&Dispatch> {
        self.0.iter().rev().find(|dispatch| dispatch.key.same(key))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Dispatch> {
        self.0.iter()
    }

    /// Those about which somebody has to decide.
    pub fn waiting(&self) -> impl Iterator<Item = &Dispatch> {
        self.0.iter().filter(|dispatch| dispatch.waits_for_somebody())
    }

    pub(super) fn absorb(&mut self, other: &mut Dispatches) {
        self.0.append(&mut other.0);
        self.0.sort_by_key(|dispatch| dispatch.seq);
    }

    pub(super) fn begun(&mut self, event: &DispatchBegun, stamp: &Stamp) {
        self.stands(&event.dispatch, &event.of, Stands::Came(Came::Begun), stamp);
    }

    pub(super) fn ended(&mut self, event: &DispatchEnded, stamp: &Stamp) {
        self.stands(
            &event.dispatch,
            &event.of,
            Stands::Came(event.came.clone()),
            stamp,
        );
    }

    pub(super) fn settled(&mut self, event: &DispatchSettled, stamp: &Stamp) {
        let stands = Stands::Settled {
            how: event.how,
            reason: event.reason.clone(),
        };
        self.stands(&event.dispatch, &event.of, stands, stamp);
    }

    fn stands(&mut self, key: &DispatchKey, of: &Clean, stands: Stands, stamp: &Stamp) {
        let now = Dispatch {
            key: key.clone(),
            of: of.clone(),
            stands,
            seq: stamp.seq,
            at: stamp.at,
            by: stamp.by.name.clone(),
        };
        match self.0.iter_mut().rev().find(|dispatch| dispatch.key.same(key)) {
            Some(known) => *known = now,
            None => self.0.push(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written() {
        for text in [
            "INC-7/page/post/57",
            "INC-12/mail/news/4/paul",
            "INC-1/crm/call/9/a/b",
        ] {
            let key: DispatchKey = text.parse().unwrap();
            assert_eq!(key.to_string(), text);
        }
        for wrong in [
            "",
            "INC-7",
            "INC-7/page/post",
            "INC-7/page/letter/5",
            "INC-7/page/post/x",
        ] {
            let why = wrong.parse::<DispatchKey>().unwrap_err();
            assert!(why.contains("INC-7/page/post/57"), "{why}");
        }
    }
}
