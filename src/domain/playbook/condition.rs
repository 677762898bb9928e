//! When a playbook says to call somebody: `"T+15m and not mitigated"`, `"data touched"`.

use crate::domain::severity::Severity;
use crate::domain::span::Span;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Terms joined with `and`; it holds while all of them do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    terms: Vec<Term>,
}

/// One term of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// So long after T0.
    After(Span),
    /// At least as bad as this.
    Severity(Severity),
    Is(Fact),
    Not(Fact),
}

/// Something an incident has or has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    Mitigated,
    Resolved,
    CauseSuspected,
    CauseConfirmed,
    DataTouched,
    PageLive,
    Commanded,
}

const FACTS: [(&str, Fact); 7] = [
    ("mitigated", Fact::Mitigated),
    ("resolved", Fact::Resolved),
    ("cause suspected", Fact::CauseSuspected),
    ("cause confirmed", Fact::CauseConfirmed),
    ("data touched", Fact::DataTouched),
    ("page live", Fact::PageLive),
    ("commanded", Fact::Commanded),
];

impl Condition {
    /// As people say it: "it is 15 min after the start and not mitigated".
    pub fn words(&self) -> String {
        let terms = self.terms.iter().map(|term| match term {
            Term::After(span) => format!("it is {span} after the start"),
            Term::Severity(severity) => format!("it is {} or worse", severity.as_str()),
            Term::Is(_) | Term::Not(_) => term.to_string(),
        });
        terms.collect::<Vec<_>>().join(" and ")
    }

    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

impl Fact {
    /// As a playbook writes it.
    pub fn words(self) -> &'static str {
        let found = FACTS.iter().find(|(_, known)| *known == self);
        found.map_or("", |(word, _)| *word)
    }
}

impl FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let terms: Result<Vec<Term>, String> = text.split(" and ").map(|term| term.trim().parse()).collect();
        Ok(Condition { terms: terms? })
    }
}

impl FromStr for Term {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let lower = text.to_lowercase();
        if let Some(span) = lower.strip_prefix("t+") {
            return Ok(Term::After(span.parse()?));
        }
        let severities = [Severity::Sev1, Severity::Sev2, Severity::Sev3, Severity::Sev4];
        if let Some(severity) = severities.into_iter().find(|severity| severity.as_str() == lower) {
            return Ok(Term::Severity(severity));
        }
        let (negated, name) = match lower.strip_prefix("not ") {
            Some(name) => (true, name.trim()),
            None => (false, lower.as_str()),
        };
        let fact = FACTS
            .iter()
            .find(|(word, _)| *word == name)
            .map(|(_, fact)| *fact);
        match (fact, negated) {
            (Some(fact), true) => Ok(Term::Not(fact)),
            (Some(fact), false) => Ok(Term::Is(fact)),
            (None, _) => Err(format!(
                "{text:?} is no condition; expected T+15m, sev1 to sev4, or one of {}, each with or without \"not\", \
                 joined with \"and\"",
                FACTS.map(|(word, _)| word).join(", ")
            )),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, term) in self.terms.iter().enumerate() {
            let and = if at == 0 { "" } else { " and " };
            write!(f, "{and}{term}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::After(span) => write!(f, "T+{:#}", span.0),
            Term::Severity(severity) => f.write_str(severity.as_str()),
            Term::Is(fact) => f.write_str(fact.words()),
            Term::Not(fact) => write!(f, "not {}", fact.words()),
        }
    }
}

impl Serialize for Condition {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Condition {
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
    fn a_condition_is_written_as_it_is_read() {
        for text in [
            "T+15m and not mitigated",
            "data touched",
            "sev1 and T+1h and not cause suspected",
        ] {
            assert_eq!(text.parse::<Condition>().unwrap().to_string(), text);
        }
        for wrong in ["", "soon", "T+soon", "not", "mitigated or resolved"] {
            let said = wrong.parse::<Condition>().unwrap_err();
            assert!(said.contains("expected"), "{said}");
        }
    }
}
