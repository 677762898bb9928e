//! Dotted paths into a JSON value: `a.b.0.c`, with alternatives as in `a.b|c`.

use serde_json::Value;
use std::borrow::Cow;

/// What is at the first alternative that says something; else the first that is there at all; else null. A name asked
/// of a list is asked of each of its elements: `products.name` is the list of their names.
pub fn pick<'a>(from: &'a Value, path: &str) -> Cow<'a, Value> {
    let mut there = NOTHING;
    for way in path.split('|').map(str::trim) {
        let steps: Vec<&str> = way.split('.').filter(|_| !way.is_empty()).collect();
        let found = walk(from, &steps);
        if says_something(&found) {
            return found;
        }
        if there.is_null() {
            there = found;
        }
    }
    there
}

const NOTHING: Cow<Value> = Cow::Owned(Value::Null);

fn walk<'a>(from: &'a Value, steps: &[&str]) -> Cow<'a, Value> {
    let Some((step, rest)) = steps.split_first() else {
        return Cow::Borrowed(from);
    };
    match (from, step.parse::<usize>()) {
        (Value::Object(object), _) => object.get(*step).map_or(NOTHING, |inner| walk(inner, rest)),
        (Value::Array(list), Ok(index)) => list.get(index).map_or(NOTHING, |inner| walk(inner, rest)),
        (Value::Array(list), Err(_)) => {
            let each = list.iter().map(|inner| walk(inner, steps).into_owned());
            Cow::Owned(Value::Array(
                each.filter(says_something).flat_map(joined).collect(),
            ))
        }
        (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_), _) => NOTHING,
    }
}

/// A list inside a list gives its elements.
fn joined(value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list,
        one => vec![one],
    }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => true,
    }
}

/// Whether it can be walked: no empty step, and at least one.
pub fn is_path(path: &str) -> bool {
    path.split('|')
        .all(|way| way.trim().split('.').all(|step| !step.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_path_leads_through_objects_lists_and_alternatives() {
        let body = json!({
            "a": {"b": [{"c": 1}, {"c": 2, "d": null}]}, "empty": "", "title": "down", "0": "zero", "none": [],
            "groups": [{"alerts": [1, 2]}, {}, {"alerts": [3]}],
        });
        for (path, found) in [
            ("a.b.0.c", json!(1)),
            ("a.b.1.c", json!(2)),
            ("a.b.c", json!([1, 2])),
            ("a.b.9.c", json!(null)),
            ("a.b.1.d", json!(null)),
            ("a.b.d", json!([])),
            ("title.c", json!(null)),
            ("0", json!("zero")),
            ("empty|title", json!("down")),
            ("gone | a.b.0.c", json!(1)),
            ("gone|empty", json!("")),
            ("gone|none", json!([])),
            ("groups.alerts", json!([1, 2, 3])),
            ("a..b", json!(null)),
        ] {
            assert_eq!(*pick(&body, path), found, "{path}");
        }
        assert_eq!(*pick(&body, ""), body);
    }

    #[test]
    fn what_is_no_path_is_known() {
        for path in ["a", "a.b.0", "a|b.c", " a | b "] {
            assert!(is_path(path), "{path:?}");
        }
        for path in ["", ".", "a.", "a..b", "a|", "|a", "a. .b"] {
            assert!(!is_path(path), "{path:?}");
        }
    }
}
