//! The mark by which an incident and a text on the page are known again.

use crate::domain::dispatches::DispatchKey;
use crate::domain::parcels::{Parcel, Post};
use crate::domain::text::CleanText;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What stands in `metadata.warroom` of an incident of ours. Their metadata holds objects of texts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mark {
    /// The dispatch that put the newest text there, and when that text was approved.
    pub op: String,
    /// Those before it.
    pub earlier: String,
    /// Which incident of ours it is, and since when it is declared.
    pub incident: String,
    /// [`digest`] of the newest text.
    pub shows: String,
}

/// One dispatch and its incident, as they are known again: numbers alone begin anew with a new log, the times do not.
#[derive(Clone, Debug, PartialEq)]
pub struct Op {
    key: DispatchKey,
    approved_at: Timestamp,
    declared_at: Timestamp,
}

impl Op {
    pub fn of(parcel: &Parcel, post: &Post) -> Op {
        Op {
            key: parcel.key.clone(),
            approved_at: post.approved_at,
            declared_at: post.declared_at,
        }
    }

    fn name(&self) -> String {
        format!("{} {}", self.key, self.approved_at)
    }

    fn incident(&self) -> String {
        format!("{} {}", self.key.incident, self.declared_at)
    }

    /// The number of an incident changes where two become one; what a dispatch follows from does not.
    fn is(&self, name: &str) -> bool {
        let Some((key, at)) = name.trim().rsplit_once(' ') else {
            return false;
        };
        let same = key.parse().is_ok_and(|key: DispatchKey| key.same(&self.key));
        same && at.parse().is_ok_and(|at: Timestamp| at == self.approved_at)
    }
}

impl Mark {
    /// With one more dispatch, which shows this.
    pub fn after(before: &Mark, op: &Op, shows: String) -> Mark {
        let earlier = before
            .earlier
            .split(';')
            .map(str::trim)
            .chain([before.op.as_str()]);
        let earlier: Vec<&str> = earlier.filter(|name| !name.is_empty()).collect();
        Mark {
            op: op.name(),
            earlier: earlier.join("; "),
            incident: op.incident(),
            shows,
        }
    }

    pub fn has(&self, op: &Op) -> bool {
        op.is(&self.op) || self.earlier.split(';').any(|name| op.is(name))
    }

    pub fn of(&self, op: &Op) -> bool {
        self.incident == op.incident()
    }
}

/// Of a text and its phase, the same however lines end.
pub fn digest(status: &str, text: &CleanText) -> String {
    let hash = Sha256::digest(format!("{status}\n{}", plain(text)).as_bytes());
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The same however its lines end and are indented.
pub fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}
