//! What is asked of the hub in words that are too long to be kept is refused, and not carried out with its end left out.
//!
//! Every text is cleaned as it is read, and shortened with it, because a log is read in the same way and never refused.
//! So what was read is held against what came in. What monitors say is shortened: they would only send it again.

use super::problem::Refused;
use crate::domain::text::{Clean, SHORT, TooLong, shortened};
use crate::wire::Problem;
use axum::http::StatusCode;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;

/// The word in [`Problem::refusal`].
const TOO_LONG: &str = "too_long";

/// # Errors
/// 422, for the first text of `body` that `read` has only the beginning of, by the name of its field.
pub fn whole(body: &[u8], read: &impl Serialize) -> Result<(), Refused> {
    if !may_be_long(body) {
        return Ok(());
    }
    let Ok(read) = serde_json::to_value(read) else {
        return Ok(());
    };
    let mut said = serde_json::Deserializer::from_slice(body);
    let Ok(Some((field, long))) = Against(&read).deserialize(&mut said) else {
        return Ok(());
    };
    let detail = format!("{field} {long}, so nothing was recorded. Shorten it, or make two of it");
    Err(Refused(Problem {
        refusal: Some(TOO_LONG.to_owned()),
        ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY.as_u16(), "too long", detail)
    }))
}

/// Most bodies have no text that comes near its limit, and are not read a second time.
fn may_be_long(body: &[u8]) -> bool {
    let (mut run, mut escaped) = (0, false);
    body.iter().any(|byte| {
        run = if *byte == b'"' && !escaped { 0 } else { run + 1 };
        escaped = *byte == b'\\' && !escaped;
        run > SHORT
    })
}

/// Finds the first text that was shortened, by its path: `prevention[2].what`, in a body that is read past and never
/// kept. Fields that were not read are nobody's loss.
struct Against<'a>(&'a Value);

impl<'de> DeserializeSeed<'de> for Against<'_> {
    type Value = Option<(String, TooLong)>;

    fn deserialize<D: Deserializer<'de>>(self, said: D) -> Result<Self::Value, D::Error> {
        match self.0 {
            Value::String(_) | Value::Array(_) | Value::Object(_) => said.deserialize_any(self),
            Value::Null | Value::Bool(_) | Value::Number(_) => {
                IgnoredAny::deserialize(said).map(|IgnoredAny| None)
            }
        }
    }
}

impl<'de> Visitor<'de> for Against<'_> {
    type Value = Option<(String, TooLong)>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("what was read")
    }

    fn visit_str<E: de::Error>(self, said: &str) -> Result<Self::Value, E> {
        let long = self.0.as_str().and_then(|read| shortened(said, read));
        Ok(long.map(|long| (String::new(), long)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut said: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        let read = self.0.as_array().map_or(&[][..], Vec::as_slice);
        for (at, read) in read.iter().enumerate() {
            let Some(below) = said.next_element_seed(Against(read))? else {
                break;
            };
            let here = || below.map(|(below, long)| (format!("[{at}]{}", dotted(&below)), long));
            found = found.or_else(here);
        }
        while let Some(IgnoredAny) = said.next_element()? {}
        Ok(found)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut said: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        let Some(read) = self.0.as_object() else {
            while let Some((IgnoredAny, IgnoredAny)) = said.next_entry()? {}
            return Ok(None);
        };
        while let Some(key) = said.next_key::<String>()? {
            let below = match read.get(&key) {
                Some(read) => {
                    let below = said.next_value_seed(Against(read))?;
                    below.map(|(below, long)| (format!("{key}{}", dotted(&below)), long))
                }
                None => {
                    let IgnoredAny = said.next_value()?;
                    cut_name(&key, read)
                }
            };
            found = found.or(below);
        }
        Ok(found)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// The name of a field that was read by the beginning of it.
fn cut_name(key: &str, read: &Map<String, Value>) -> Option<(String, TooLong)> {
    let name = Clean::line(key);
    let long = read.contains_key(name.as_str()).then(|| shortened(key, &name))?;
    Some((format!("[{name:.20}…]"), long?))
}

/// A path as it goes on after a name or a place.
fn dotted(below: &str) -> String {
    match below.is_empty() || below.starts_with('[') {
        true => below.to_owned(),
        false => format!(".{below}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::Submission;
    use serde_json::json;

    fn said(mut fields: Value) -> Result<(), (u16, String)> {
        fields["id"] = json!("00000000-0000-0000-0000-000000000001");
        let body = fields.to_string();
        let read: Submission = serde_json::from_str(&body).unwrap();
        whole(body.as_bytes(), &read).map_err(|Refused(problem)| {
            assert_eq!(problem.refusal.as_deref(), Some(TOO_LONG));
            (problem.status, problem.detail)
        })
    }

    #[test]
    fn a_text_that_would_be_shortened_is_refused_by_the_name_of_its_field() {
        let ask = |text: String| said(json!({ "kind": "ask_question", "to": "tech_lead", "question": text }));
        assert_eq!(ask("a".repeat(4_000)), Ok(()));
        let (status, sentence) = ask("\"".repeat(4_001)).unwrap_err();
        assert_eq!(status, 422);
        assert_eq!(
            sentence,
            "question is 4001 characters long; at most 4000 are kept, so nothing was recorded. Shorten it, or make two of it"
        );
    }

    #[test]
    fn every_text_is_held_against_its_own_limit_however_deep_it_stands() {
        let long = "a ".repeat(2_500);
        let report =
            |parts: Value| said(json!({ "kind": "draft_report", "report": "final", "parts": parts }));
        assert_eq!(report(json!({ "summary": long })), Ok(()));
        let (_, sentence) = report(json!({ "summary": long.repeat(7) })).unwrap_err();
        assert!(
            sentence.starts_with("parts.summary is 35000 characters long; at most 32000"),
            "{sentence}"
        );
        let (_, sentence) = report(json!({ "prevention": [{ "what": "a" }, { "what": long }] })).unwrap_err();
        assert!(
            sentence.starts_with("parts.prevention[1].what is 5000"),
            "{sentence}"
        );
        let brought = json!({ "kind": "write_note", "text": long.repeat(7) });
        let (_, sentence) =
            said(json!({ "kind": "bring_entry", "by": "dana", "entry": brought })).unwrap_err();
        assert!(sentence.starts_with("entry.text is 35000"), "{sentence}");
        let slots = |key: &str| {
            said(
                json!({ "kind": "draft_message", "audience": "page", "phase": "investigating", "text": "t",
                "slots": { key: "a" } }),
            )
        };
        assert_eq!(slots("scope"), Ok(()));
        let (_, sentence) = slots(&long).unwrap_err();
        assert!(
            sentence.starts_with("slots[a a a a a a a a a a …] is 5000"),
            "{sentence}"
        );
    }

    #[test]
    fn what_nobody_reads_may_be_as_long_as_it_likes() {
        let long = "a ".repeat(2_500);
        let unknown = json!({ "kind": "write_note", "text": "t", "unknown": long, "text_of": [long] });
        assert_eq!(said(unknown), Ok(()));
    }
}
