//! How bad it is.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Sev1,
    Sev2,
    Sev3,
    Sev4,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Sev1 => "sev1",
            Severity::Sev2 => "sev2",
            Severity::Sev3 => "sev3",
            Severity::Sev4 => "sev4",
        }
    }

    /// As monitors write it; `None` for a word that says nothing about severity.
    pub fn parse(text: &str) -> Option<Severity> {
        match text.to_lowercase().as_str() {
            "sev1" | "critical" | "page" | "p1" | "emergency" | "1" => Some(Severity::Sev1),
            "sev2" | "error" | "high" | "p2" | "major" | "2" => Some(Severity::Sev2),
            "sev3" | "warning" | "p3" | "minor" | "3" => Some(Severity::Sev3),
            "sev4" | "info" | "low" | "p4" | "4" => Some(Severity::Sev4),
            _ => None,
        }
    }
}
