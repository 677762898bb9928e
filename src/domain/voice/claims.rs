//! Claims in a text against what was found out: the cause, customers' data, and what the playbook says not to say.

use super::{Difference, Saying, difference};
use crate::domain::findings::{Certainty, Data};
use crate::domain::incident::Incident;
use crate::domain::messages::Audience;
use crate::domain::report_content::Phrases;
use crate::domain::words::Told;

const CAUSES: [&str; 8] = [
    "caused by ",
    "because of ",
    "due to ",
    "root cause is ",
    "root cause was ",
    "the cause is ",
    "the cause was ",
    "the reason is ",
];

/// A sentence with one of these states nothing as a fact.
const HEDGES: [&str; 11] = [
    "suspect",
    "may ",
    "might ",
    "likely",
    "probably",
    "not know",
    "not yet",
    "unknown",
    "investigat",
    "look",
    "possib",
];

/// The cause a text states as a fact, up to the end of its sentence.
fn cause_stated(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    sentences(&lower).find_map(|sentence| {
        if HEDGES.iter().any(|hedge| sentence.contains(hedge)) {
            return None;
        }
        let after = CAUSES.iter().find_map(|cue| Some(sentence.split_once(cue)?.1))?;
        Some(after.trim().trim_end_matches(['.', '!', ',']).to_owned())
    })
}

pub(super) fn cause(incident: &Incident, text: &str) -> Option<Difference> {
    let stated = cause_stated(text)?;
    let now = format!("stated as a fact: {stated}");
    let before = match incident.cause() {
        None => "the cause is unknown".to_owned(),
        Some(cause) => match cause.certainty {
            Certainty::Unknown => "the cause is unknown".to_owned(),
            Certainty::Suspected => format!("only suspected: {}", &*cause.text),
            Certainty::Confirmed if alike(&cause.text, &stated) => return None,
            Certainty::Confirmed => format!("confirmed: {}", &*cause.text),
        },
    };
    Some(difference("cause", before, now))
}

/// They share a word that carries meaning.
fn alike(one: &str, other: &str) -> bool {
    let telling = |text: &str| -> Vec<String> {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 3);
        words.map(str::to_lowercase).collect()
    };
    let ours = telling(one);
    ours.is_empty() || telling(other).iter().any(|word| ours.contains(word))
}

pub(super) fn data(incident: &Incident, told: &[Told], text: &str) -> Option<Difference> {
    const WHAT: &str = "customers' data";
    let said = data_said(text)?;
    let found = incident.data().map_or(Data::Unknown, |data| data.state);
    if said != found {
        let before = match found {
            Data::Unknown => "nobody has found out yet".to_owned(),
            Data::Safe | Data::Lost | Data::Exposed => format!("found {}", found.as_str()),
        };
        return Some(difference(WHAT, before, format!("said to be {}", said.as_str())));
    }
    let earlier = told
        .iter()
        .find_map(|text| Some((text.name(), data_said(text.text)?)));
    let (name, before) = earlier.filter(|(_, before)| *before != said)?;
    Some(difference(
        WHAT,
        format!("{name} says {}", before.as_str()),
        said.as_str(),
    ))
}

/// What a text says of data, if anything.
fn data_said(text: &str) -> Option<Data> {
    let lower = text.to_lowercase();
    let sentence =
        sentences(&lower).find(|sentence| sentence.contains("data") || sentence.contains("recording"))?;
    let unsure = ["not know", "whether", "checking", "unknown", "if any"];
    if unsure.iter().any(|mark| sentence.contains(mark)) {
        return None;
    }
    let has = |marks: &[&str]| marks.iter().any(|mark| sentence.contains(mark));
    let safe = [
        "no data",
        "data is safe",
        "data are safe",
        "data was not",
        "data is not",
        "data were not",
        "no loss",
        "without data loss",
        "nobody saw",
        "no customer data",
    ];
    match () {
        () if has(&safe) => Some(Data::Safe),
        () if has(&["exposed", "seen by", "visible to", "leak"]) => Some(Data::Exposed),
        () if has(&["lost", "loss", "deleted", "corrupt", "are empty", "missing"]) => Some(Data::Lost),
        () => None,
    }
}

/// What every customer reads or hears names none of them.
pub(super) fn customer(incident: &Incident, saying: &Saying) -> Option<Difference> {
    match saying.audience {
        Audience::Page | Audience::Calls => {}
        Audience::Strategic | Audience::Internal | Audience::Executives => return None,
    }
    let names = Phrases::others(incident, None);
    let named = names.found(saying.text)?;
    Some(difference(
        "names a customer",
        "every customer reads or hears it",
        format!("{named} stands in the text"),
    ))
}

/// Words the playbook says not to say: those in quotes, whole entries, and single words between its commas.
pub(super) fn forbidden(incident: &Incident, text: &str) -> Vec<Difference> {
    let spoken = padded(text);
    let mut found: Vec<Difference> = Vec::new();
    for entry in &incident.playbook.do_not_say {
        let hit = phrases(entry)
            .into_iter()
            .find(|phrase| spoken.contains(&padded(phrase)));
        if let Some(phrase) = hit {
            let before = format!("the playbook says not to say {}", &**entry);
            found.push(difference(
                "not to be said",
                before,
                format!("\"{phrase}\" stands in the text"),
            ));
        }
    }
    found
}

fn phrases(entry: &str) -> Vec<String> {
    let quoted: Vec<String> = entry
        .split('"')
        .skip(1)
        .step_by(2)
        .map(|phrase| phrase.trim_end_matches([',', '.']).to_owned())
        .collect();
    if !quoted.is_empty() {
        return quoted;
    }
    let single = |piece: &&str| !piece.contains(' ') && piece.len() > 4;
    let pieces = entry
        .split([',', ':'])
        .flat_map(|piece| piece.split(" or "))
        .map(str::trim)
        .filter(single);
    let mut phrases: Vec<String> = pieces.map(str::to_owned).collect();
    phrases.push(entry.to_owned());
    phrases
}

/// In small letters with one space around each word, so that a phrase is found only as whole words.
fn padded(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

fn sentences(lower: &str) -> impl Iterator<Item = &str> {
    lower.split_inclusive(". ").flat_map(str::lines)
}
