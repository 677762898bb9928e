//! What whoever reads a wall may not see of the log and of the picture: money.

use super::catalogue::View;
use crate::store::Line;
use crate::store::chain::Head;
use crate::wire::Mark;
use serde_json::Value;
use std::sync::{Arc, OnceLock};

/// The fields that hold an account's revenue, a sum of such, what an account gets back, or what it may be given.
const MONEY: [&str; 7] = [
    "allowance",
    "arr",
    "arr_reported",
    "arr_spoken",
    "cost",
    "credit",
    "damage",
];

/// What a credit comes to while nobody has approved it: a number that is read is a number that is said.
const UNDECIDED: (&str, [&str; 1]) = (r#""kind":"credit_proposed""#, ["credit"]);

/// How much of the log somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    Whole,
    /// Not what a credit comes to before it is approved: whoever decides on it sees that.
    Decided,
    /// No money at all.
    NoMoney,
}

impl Sight {
    pub fn of(view: View, decides: bool) -> Sight {
        match (view, decides) {
            (View::Masked, _) => Sight::NoMoney,
            (View::Whole, true) => Sight::Whole,
            (View::Whole, false) => Sight::Decided,
        }
    }
}

/// A line of the log as answers carry it: encoded once whole, and once for each who sees less of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub line: Line,
    /// Of the log up to this line.
    pub mark: Mark,
    /// Made when first asked for; `None` inside when there is nothing to leave out.
    decided: OnceLock<Option<String>>,
    masked: OnceLock<Option<String>>,
}

impl Told {
    /// Lines that follow each other in the log after `head`, which goes along with them.
    pub fn all(head: &mut Head, lines: Vec<Line>) -> Vec<Arc<Told>> {
        let told = lines.into_iter().map(|line| {
            *head = head.then(&line.json);
            Arc::new(Told {
                line,
                mark: Mark::from(&head.hash),
                decided: OnceLock::new(),
                masked: OnceLock::new(),
            })
        });
        told.collect()
    }

    /// As JSON, as far as somebody sees.
    pub fn json(&self, sight: Sight) -> &str {
        let whole = &self.line.json;
        let less = match sight {
            Sight::Whole => return whole,
            Sight::Decided => self.decided.get_or_init(|| without_undecided(whole)),
            Sight::NoMoney => self.masked.get_or_init(|| without_money(whole)),
        };
        less.as_deref().unwrap_or(whole)
    }
}

/// The same JSON without money; `None` when there is none in it.
pub fn without_money(json: &str) -> Option<String> {
    without(json, &MONEY)
}

/// The same line without what nobody has approved; `None` when there is none in it.
fn without_undecided(json: &str) -> Option<String> {
    let (kind, fields) = UNDECIDED;
    without(json, &fields).filter(|_| json.contains(kind))
}

fn without(json: &str, names: &[&str]) -> Option<String> {
    // Most lines hold none of them: they are not read for it.
    if !names.iter().any(|name| json.contains(&format!("\"{name}\""))) {
        return None;
    }
    let mut value: Value = serde_json::from_str(json).ok()?;
    (remove(&mut value, names) > 0).then(|| value.to_string())
}

/// Says how many fields it has removed.
fn remove(value: &mut Value, names: &[&str]) -> usize {
    match value {
        Value::Object(fields) => {
            let before = fields.len();
            fields.retain(|name, _| !names.contains(&name.as_str()));
            let removed = before - fields.len();
            let inside = fields.values_mut().map(|value| remove(value, names));
            removed + inside.sum::<usize>()
        }
        Value::Array(values) => values.iter_mut().map(|value| remove(value, names)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Recorded;

    #[test]
    fn money_is_left_out_wherever_it_stands_and_nothing_else_is() {
        let json = r#"{"seq":3,"credit":{"text":"10 %"},"accounts":[{"account":{"arr":9,"id":"acme"},"arr_reported":9}],"coverage":{"arr":1,"arr_spoken":0,"arr_unknown":2}}"#;
        let masked: Value = serde_json::from_str(&without_money(json).unwrap()).unwrap();
        let left = serde_json::json!({
            "seq": 3, "accounts": [{ "account": { "id": "acme" } }], "coverage": { "arr_unknown": 2 },
        });
        assert_eq!(masked, left);
    }

    /// Every number in it, by how to get there.
    fn numbers(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    numbers(field, &format!("{path}/{name}"), found);
                }
            }
            Value::Array(values) => {
                for (at, value) in values.iter().enumerate() {
                    numbers(value, &format!("{path}/{at}"), found);
                }
            }
            Value::Number(_) => found.push(path.to_owned()),
            Value::Null | Value::Bool(_) | Value::String(_) => {}
        }
    }

    /// Amounts are the only numbers of an event that may be written as words and with cents.
    #[test]
    fn no_amount_in_any_event_is_told() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/domain/golden");
        let mut amounts = Vec::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let file = file.unwrap().path();
            let shape: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
            let mut found = Vec::new();
            numbers(&shape, "", &mut found);
            for path in found {
                let mut changed = shape.clone();
                *changed.pointer_mut(&path).unwrap() = "7777.25".into();
                let Ok(read) = serde_json::from_value::<Recorded>(changed) else {
                    continue;
                };
                let json = serde_json::to_string(&read).unwrap();
                assert!(json.contains("7777.25"), "{file:?} {path}");
                let told = without_money(&json).unwrap_or(json);
                assert!(!told.contains("7777.25"), "{file:?} {path}");
                amounts.push(path);
            }
        }
        for known in [
            "/playbook/gestures/allowance",
            "/credit/amount",
            "/credit/fee",
            "/cost/amount",
        ] {
            assert!(amounts.iter().any(|path| path == known), "{known} of {amounts:?}");
        }
    }

    #[test]
    fn a_line_without_money_is_not_written_a_second_time() {
        for json in [
            r#"{"text":"the \"arr\" of acme"}"#,
            r#"{"text":"arr","seq":1}"#,
            r#"{"arrived":1}"#,
        ] {
            assert_eq!(without_money(json), None, "{json}");
        }
    }
}
