//! Which report: the preliminary one, an update by its number, or the final one.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What kind of report (Lifesize: preliminary while the cause is unknown, final once it is known).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    Preliminary,
    Update,
    Final,
}

impl ReportKind {
    pub const ALL: [ReportKind; 3] = [ReportKind::Preliminary, ReportKind::Update, ReportKind::Final];

    pub fn parse(text: &str) -> Option<ReportKind> {
        let kinds = [ReportKind::Preliminary, ReportKind::Update, ReportKind::Final];
        kinds.into_iter().find(|kind| kind.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            ReportKind::Preliminary => "preliminary",
            ReportKind::Update => "update",
            ReportKind::Final => "final",
        }
    }
}

/// One report of an incident: `preliminary`, `update-2`, `final`. In the order in which they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReportId {
    Preliminary,
    /// Counts from 1.
    Update(u32),
    Final,
}

impl ReportId {
    pub fn kind(self) -> ReportKind {
        match self {
            ReportId::Preliminary => ReportKind::Preliminary,
            ReportId::Update(_) => ReportKind::Update,
            ReportId::Final => ReportKind::Final,
        }
    }

    /// As people say it: `preliminary report`, `update 2`.
    /// With its article: `the preliminary report`, `update 2`.
    pub fn named(self) -> String {
        match self {
            ReportId::Preliminary | ReportId::Final => format!("the {}", self.words()),
            ReportId::Update(_) => self.words(),
        }
    }

    pub fn words(self) -> String {
        match self {
            ReportId::Preliminary => "preliminary report".to_owned(),
            ReportId::Update(number) => format!("update {number}"),
            ReportId::Final => "final report".to_owned(),
        }
    }
}

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReportId::Preliminary | ReportId::Final => f.pad(self.kind().as_str()),
            ReportId::Update(number) => f.pad(&format!("update-{number}")),
        }
    }
}

impl FromStr for ReportId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.trim().to_lowercase();
        let number = wanted
            .strip_prefix("update")
            .map(|rest| rest.trim_start_matches(['-', ' ']));
        match (wanted.as_str(), number.and_then(|number| number.parse().ok())) {
            ("preliminary", _) => Ok(ReportId::Preliminary),
            ("final", _) => Ok(ReportId::Final),
            (_, Some(number)) if number > 0 => Ok(ReportId::Update(number)),
            _ => Err(format!(
                "{text:?} is not a report; they are named preliminary, update-1, update-2, ... and final"
            )),
        }
    }
}

impl Serialize for ReportId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ReportId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_as_it_is_written() {
        for report in [ReportId::Preliminary, ReportId::Update(2), ReportId::Final] {
            assert_eq!(report.to_string().parse(), Ok(report));
        }
        assert_eq!("Update 3".parse(), Ok(ReportId::Update(3)));
        for wrong in ["", "update", "update-0", "update-x", "rfi"] {
            assert!(wrong.parse::<ReportId>().is_err(), "{wrong:?}");
        }
    }
}
