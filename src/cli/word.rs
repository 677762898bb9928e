//! Words of a closed set on the command line, by the names the API has for them.

use super::failure::Failure;
use crate::config::values;
use crate::domain::actor::Access;
use crate::domain::disposition::Disposition;
use crate::domain::findings::{Certainty, Data};
use crate::domain::ids::Seq;
use crate::domain::messages::{Audience, Phase};
use crate::domain::nearest::nearest;
use crate::domain::outreach::{Channel, Feeling};
use crate::domain::people::Duty;
use crate::domain::recovery::Condition;
use crate::domain::reports::{ReportKind, Reviewer};
use crate::domain::severity::Severity;
use crate::domain::text::Clean;
use serde::Serialize;
use std::path::PathBuf;

/// In characters: as much as a line of the timeline shows.
pub const NOTE: usize = Clean::LIMIT;
/// In characters: what a header can show, and more.
pub const TITLE: usize = 200;

/// `sqlite:PATH`
pub fn store(text: &str) -> Result<PathBuf, String> {
    values::store(text, &|path| PathBuf::from(path))
}

/// How many events a log has that ends with this one.
pub fn events(through: Seq) -> String {
    match through.0 {
        1 => "1 event".to_owned(),
        many => format!("{many} events"),
    }
}

pub fn severity(text: &str) -> Result<Severity, String> {
    Severity::parse(text).ok_or_else(|| "expected sev1, sev2, sev3 or sev4".to_owned())
}

pub fn certainty(text: &str) -> Result<Certainty, String> {
    let all = [Certainty::Unknown, Certainty::Suspected, Certainty::Confirmed];
    one_of(&all, text)
}

pub fn data(text: &str) -> Result<Data, String> {
    one_of(&[Data::Unknown, Data::Safe, Data::Lost, Data::Exposed], text)
}

pub fn report(text: &str) -> Result<ReportKind, String> {
    one_of(&ReportKind::ALL, text)
}

pub fn reviewer(text: &str) -> Result<Reviewer, String> {
    let short = match text {
        "cs" => "customer_success",
        other => other,
    };
    one_of(&Reviewer::ALL, short)
}

pub fn access(text: &str) -> Result<Access, String> {
    one_of(&Access::ALL, text)
}

pub fn duty(text: &str) -> Result<Duty, String> {
    one_of(&Duty::ALL, text)
}

pub fn phase(text: &str) -> Result<Phase, String> {
    let all = [
        Phase::Investigating,
        Phase::Identified,
        Phase::Monitoring,
        Phase::Resolved,
    ];
    one_of(&all, text)
}

pub fn audience(text: &str) -> Result<Audience, String> {
    one_of(&Audience::ALL, text)
}

pub fn feeling(text: &str) -> Result<Feeling, String> {
    let all = [Feeling::Crisis, Feeling::Hurting, Feeling::Noticed, Feeling::Fine];
    one_of(&all, text)
}

pub fn condition(text: &str) -> Result<Condition, String> {
    one_of(&Condition::ALL, text)
}

pub fn channel(text: &str) -> Result<Channel, String> {
    let all = [
        Channel::Phone,
        Channel::Email,
        Channel::Sms,
        Channel::Chat,
        Channel::Video,
        Channel::InPerson,
    ];
    one_of(&all, text)
}

/// By its name, or as the screen says it: `reached`, `no answer`, `voicemail`.
pub fn disposition(text: &str) -> Result<Disposition, String> {
    match Disposition::typed(text) {
        Some(found) => Ok(found),
        None => one_of(&Disposition::ALL, text)
            .map_err(|why| why.replacen("expected one of ", "expected one of reached, ", 1)),
    }
}

/// A text that is kept whole, or refused: nobody reads an ellipsis as the end of what they wrote.
pub fn whole(what: &str, text: String, most: usize) -> Result<String, Failure> {
    match text.chars().count() {
        count if count > most => Err(Failure::usage(format!(
            "{what} is {count} characters long; at most {most} are kept. Shorten it, or make two of it"
        ))),
        _ => Ok(text),
    }
}

fn one_of<T: Copy + Serialize>(all: &[T], text: &str) -> Result<T, String> {
    let wanted = text.trim().replace([' ', '-'], "_").to_lowercase();
    let names: Vec<String> = all.iter().map(name).collect();
    if let Some(at) = names.iter().position(|name| *name == wanted) {
        return Ok(all[at]);
    }
    let meant = nearest(&wanted, names.iter().map(String::as_str));
    let meant = meant
        .map(|name| format!("did you mean {name}? "))
        .unwrap_or_default();
    Err(format!("{meant}expected one of {}", names.join(", ")))
}

/// The name the API has for it.
fn name<T: Serialize>(one: &T) -> String {
    match serde_json::to_value(one) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disposition_is_known_by_its_name_and_by_what_the_screen_says() {
        for text in ["reached_decision_maker", "reached", "reached-decision-maker"] {
            assert_eq!(disposition(text), Ok(Disposition::ReachedDecisionMaker), "{text}");
        }
        assert_eq!(disposition("no answer"), Ok(Disposition::NoAnswer));
        let wrong = disposition("gone").unwrap_err();
        assert!(
            wrong.contains("expected one of reached, reached_decision_maker"),
            "{wrong}"
        );
    }

    #[test]
    fn a_text_too_long_to_be_kept_is_refused_and_not_cut() {
        let refused = whole("the note", "é".repeat(6_000), NOTE).unwrap_err();
        let said = refused.sentence().unwrap();
        assert!(
            said.contains("is 6000 characters long; at most 4000 are kept"),
            "{said}"
        );
        assert!(whole("the note", "é".repeat(4_000), NOTE).is_ok());
    }

    #[test]
    fn a_slip_is_answered_with_the_nearest_word() {
        let said = duty("comander").unwrap_err();
        assert!(said.starts_with("did you mean commander?"), "{said}");
        assert!(
            phase("none").is_err(),
            "nothing is not a phase to write a text for"
        );
    }
}
