//! The names things go by: incidents, accounts, contacts, alerts, places in the log.

use super::text::Clean;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A place in the log. Gapless over the whole hub; the first event has 1, and 0 means "before everything".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    pub fn next(self) -> Seq {
        Seq(self.0 + 1)
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Made by whoever submits a command; the same id is never carried out twice.
pub type SubmissionId = uuid::Uuid;

/// `INC-7`: given by the hub, counting from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IncidentId(pub u32);

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("INC-{}", self.0))
    }
}

impl FromStr for IncidentId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text
            .get(..4)
            .filter(|p| p.eq_ignore_ascii_case("INC-"))
            .map_or(text, |_| &text[4..]);
        match digits.parse() {
            Ok(number @ 1..1_000_000_000) if !digits.starts_with('+') => Ok(IncidentId(number)),
            Ok(_) | Err(_) => Err(format!(
                "{text:?} is not an incident; they are named INC-1, INC-2, ..."
            )),
        }
    }
}

impl Serialize for IncidentId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for IncidentId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A name type over [`Clean`], so that an account's id cannot be handed in where a person's name belongs.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Clean);

        impl $name {
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name(Clean::from(text))
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }
    };
}

name! {
    /// An account's key in the team's own list of accounts.
    AccountId
}
name! {
    /// A contact's key; names and numbers stay in the directory and never enter the log.
    ContactId
}
name! {
    /// A person on our side, by the name they sign in with.
    Name
}
name! {
    /// A part of the service, as `[component.NAME]` of the configuration names it.
    Component
}
name! {
    /// Where an alert or an account list comes from.
    SourceName
}
name! {
    /// Where something goes: the name of its table in the configuration.
    SinkName
}
name! {
    /// An opaque key of a phone number: equal for equal numbers, and not to be turned back into one.
    PhoneKey
}

/// An alert by its source's fingerprint; the same alert firing again has the same key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AlertKey {
    pub source: SourceName,
    pub fingerprint: Clean,
}

impl fmt::Display for AlertKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.source, self.fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_is_written_and_read_as_inc_and_a_number() {
        assert_eq!("INC-7".parse(), Ok(IncidentId(7)));
        assert_eq!("inc-12".parse(), Ok(IncidentId(12)));
        assert_eq!("3".parse(), Ok(IncidentId(3)));
        for none in ["", "0", "INC-0", "INC-", "+3", "INC-+3", "1000000000", "7x"] {
            assert!(none.parse::<IncidentId>().is_err(), "{none}");
        }
        assert_eq!(IncidentId(7).to_string(), "INC-7");
        for wrong in ["INC-0", "INC-", "seven", "INC-x", ""] {
            assert!(
                wrong.parse::<IncidentId>().is_err(),
                "{wrong:?} was taken for an incident"
            );
        }
    }
}
