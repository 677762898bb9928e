//! Who does something: a name and what the token lets it do.

use super::ids::Name;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a token lets its bearer do. Duties (commander, scribe, ...) are another thing: they belong to an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    Viewer,
    Wall,
    Advocate,
    Liaison,
    Scribe,
    Lead,
    Commander,
    Admin,
    /// A machine that only reports alerts and accounts.
    Source,
}

impl Access {
    pub const ALL: [Access; 9] = [
        Access::Viewer,
        Access::Wall,
        Access::Advocate,
        Access::Liaison,
        Access::Scribe,
        Access::Lead,
        Access::Commander,
        Access::Admin,
        Access::Source,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Access::Viewer => "viewer",
            Access::Wall => "wall",
            Access::Advocate => "advocate",
            Access::Liaison => "liaison",
            Access::Scribe => "scribe",
            Access::Lead => "lead",
            Access::Commander => "commander",
            Access::Admin => "admin",
            Access::Source => "source",
        }
    }

    pub fn parse(text: &str) -> Option<Access> {
        Access::ALL.into_iter().find(|access| access.as_str() == text)
    }

    /// Takes part: may write notes, claim, record calls.
    pub fn takes_part(self) -> bool {
        match self {
            Access::Viewer | Access::Wall | Access::Source => false,
            Access::Advocate
            | Access::Liaison
            | Access::Scribe
            | Access::Lead
            | Access::Commander
            | Access::Admin => true,
        }
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub name: Name,
    pub access: Access,
}

impl Actor {
    pub fn new(name: &str, access: Access) -> Self {
        Actor {
            name: Name::from(name),
            access,
        }
    }

    /// The hub itself: its timer ends claims.
    pub fn hub() -> Self {
        Actor::new("hub", Access::Admin)
    }

    /// Somebody of the front line, who is not named.
    pub fn unnamed() -> Self {
        Actor::new("someone", Access::Advocate)
    }
}
