//! Words that must not stand in a report: the names of other customers, and in a preliminary one any cause.

use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::text::Clean;
use std::collections::HashMap;

/// Phrases to look for, word by word and in any case. Looking costs the length of the text, however many there are.
#[derive(Debug, Default)]
pub struct Phrases {
    /// By their first word.
    by_word: HashMap<String, Vec<Phrase>>,
    /// Those not in Latin letters, where words need no spaces between them.
    anywhere: Vec<(String, Clean)>,
    /// What stands for itself: the name of whoever reads.
    own: Vec<Vec<String>>,
}

#[derive(Debug)]
struct Phrase {
    words: Vec<String>,
    named: Clean,
}

impl Phrases {
    /// Every account on the call list but this one, by name and by id.
    pub fn others(incident: &Incident, own: Option<&Row>) -> Phrases {
        let mut phrases = Phrases::default();
        for row in incident.rows.values() {
            if own.is_some_and(|own| own.id() == row.id()) {
                phrases.own.push(words(row.name()));
                phrases.own.push(words(row.id().as_str()));
                continue;
            }
            phrases.add(row.name(), row.name());
            phrases.add(row.id().as_str(), row.name());
        }
        phrases.own.sort_by_key(|words| std::cmp::Reverse(words.len()));
        phrases
    }

    /// Every cause anybody has named, however sure, and whether or not it still stands.
    pub fn causes(incident: &Incident) -> Phrases {
        let mut phrases = Phrases::default();
        for cause in &incident.findings.causes {
            phrases.add(&cause.text, &Clean::from(cause.text.as_str()));
        }
        phrases
    }

    fn add(&mut self, text: &str, named: &Clean) {
        let words = words(text);
        let Some(first) = words.first().cloned() else {
            return;
        };
        if !text.is_ascii() {
            self.anywhere.push((text.trim().to_lowercase(), named.clone()));
        }
        self.by_word.entry(first).or_default().push(Phrase {
            words,
            named: named.clone(),
        });
    }

    /// The first of them in a text, by the name it goes by.
    pub fn found(&self, text: &str) -> Option<&Clean> {
        if self.by_word.is_empty() || text.is_empty() {
            return None;
        }
        let said = words(text);
        let mut at = 0;
        while at < said.len() {
            let rest = &said[at..];
            if let Some(own) = self
                .own
                .iter()
                .find(|own| !own.is_empty() && rest.starts_with(own))
            {
                at += own.len();
                continue;
            }
            let here = self.by_word.get(&said[at]);
            let phrase = here.and_then(|all| all.iter().find(|phrase| rest.starts_with(&phrase.words)));
            if let Some(phrase) = phrase {
                return Some(&phrase.named);
            }
            at += 1;
        }
        let lower = text.to_lowercase();
        let anywhere = self.anywhere.iter().find(|(words, _)| lower.contains(words));
        anywhere.map(|(_, named)| named)
    }
}

fn words(text: &str) -> Vec<String> {
    let apart = |c: char| !c.is_alphanumeric();
    text.split(apart)
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;

    #[test]
    fn a_name_is_found_whole_in_any_case_and_not_inside_another_word() {
        let room = Room::declared();
        let names = Phrases::others(room.here(), None);
        let found = |text| names.found(text).map(Clean::as_str);
        assert_eq!(found("the CTO of NORTHWIND, called"), Some("Northwind"));
        assert_eq!(found("contoso-jp waits"), Some("Contoso"));
        assert_eq!(found("northwinds blow"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn ones_own_name_is_no_other_name_though_it_begins_like_one() {
        let room = Room::declared();
        let of = |account: &str| Phrases::others(room.here(), Some(room.row(account)));
        assert_eq!(of("contoso-jp").found("Contoso Japan was down"), None);
        assert!(of("contoso-jp").found("Contoso was down").is_some());
        assert!(
            of("contoso").found("Contoso Japan was down").is_none(),
            "its own name, and a country"
        );
    }
}
