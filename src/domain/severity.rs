//! How bad an incident is, and the words monitors use for it.

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
        let word: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        match word.to_lowercase().as_str() {
            "sev0" | "sev1" | "s1" | "p0" | "p1" | "1" | "critical" | "crit" | "fatal" | "emergency"
            | "page" | "disaster" | "blocker" => Some(Severity::Sev1),
            "sev2" | "s2" | "p2" | "2" | "error" | "high" | "major" => Some(Severity::Sev2),
            "sev3" | "s3" | "p3" | "3" | "warning" | "warn" | "medium" | "moderate" | "average" | "minor" => {
                Some(Severity::Sev3)
            }
            "sev4" | "s4" | "p4" | "4" | "p5" | "5" | "sev5" | "info" | "information" | "informational"
            | "low" | "trivial" => Some(Severity::Sev4),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monitors_word_is_understood_and_an_unknown_one_says_nothing() {
        for (word, severity) in [
            ("critical", Some(Severity::Sev1)),
            ("Critical ", Some(Severity::Sev1)),
            ("P1", Some(Severity::Sev1)),
            ("SEV-2", Some(Severity::Sev2)),
            ("warning", Some(Severity::Sev3)),
            ("info", Some(Severity::Sev4)),
            ("none", None),
            ("", None),
        ] {
            assert_eq!(Severity::parse(word), severity, "{word:?}");
        }
    }

    #[test]
    fn the_worst_comes_first() {
        assert!(Severity::Sev1 < Severity::Sev4);
    }
}
