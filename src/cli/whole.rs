//! Words on a command line that are too long to be kept are told of before anything is sent: nobody takes an ellipsis for
//! the end of what they wrote.

use super::failure::Failure;
use crate::domain::command::Command;
use crate::domain::text::{CLEANED, Clean, CleanText};
use serde_json::Value;

/// # Errors
/// A text of it was shortened as it was read; by the name of its field.
pub fn unshortened(command: &Command) -> Result<(), Failure> {
    let read = serde_json::to_value(command).unwrap_or_default();
    cut("the text", &read).map_or(Ok(()), |(field, limit)| {
        let field = field.replace('_', " ");
        Err(Failure::usage(format!(
            "{field}: of this at most {limit} characters are kept; shorten it, or make two of it. Nothing was sent"
        )))
    })
}

/// The first text that ends as one does whose end was left out: next to its limit, in an ellipsis.
fn cut<'a>(field: &'a str, read: &'a Value) -> Option<(&'a str, usize)> {
    match read {
        Value::String(text) => Some((field, ends_at(text)?)),
        Value::Array(items) => items.iter().find_map(|item| cut(field, item)),
        Value::Object(fields) => fields.iter().find_map(|(field, value)| cut(field, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn ends_at(text: &str) -> Option<usize> {
    let bare = text.strip_suffix(CLEANED).unwrap_or(text);
    let length = text.chars().count();
    // The last grapheme that did not fit has at most eight characters.
    let at = |limit: &usize| bare.ends_with('…') && (*limit - 8..=*limit).contains(&length);
    [Clean::LIMIT, CleanText::LIMIT].into_iter().find(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_that_was_shortened_is_told_by_its_field_and_one_that_was_not_is_sent() {
        let command = |question: &str| -> Command {
            let body = json!({ "kind": "ask_question", "to": "tech_lead", "question": question });
            serde_json::from_value(body).unwrap()
        };
        assert!(unshortened(&command("why is it down…")).is_ok());
        assert!(unshortened(&command(&"a".repeat(4_000))).is_ok());
        for long in [
            "a".repeat(4_001),
            "e\u{301}\u{302}\u{303}\u{304}".repeat(900),
            format!("\u{1b}[1m{}", "a".repeat(4_000)),
        ] {
            let refused = unshortened(&command(&long)).unwrap_err();
            let said = refused.sentence().unwrap();
            assert!(
                said.starts_with("question: of this at most 4000 characters are kept"),
                "{said}"
            );
        }
        let note = json!({ "kind": "write_note", "text": "word ".repeat(7_000) });
        let refused = unshortened(&serde_json::from_value(note).unwrap()).unwrap_err();
        assert!(
            refused
                .sentence()
                .unwrap()
                .starts_with("text: of this at most 32000")
        );
    }
}
