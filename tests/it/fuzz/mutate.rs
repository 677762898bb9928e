//! What chance makes of bytes: bits, lines and words moved about, and in JSON whole values.

use crate::simulation::dice::Dice;
use serde_json::{Value, json};

const LONGEST: usize = 64 << 10;
/// What readers stumble over, wherever it stands.
const WORDS: &[&str] = &[
    "",
    "0",
    "-1",
    "1e308",
    "-0.0",
    "18446744073709551616",
    "9999-12-31T23:59:59.999999999Z",
    "-009999-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "2026-02-30",
    "24:00",
    "99999999999h",
    "+0s",
    "null",
    "NaN",
    "\u{0}",
    "\u{1b}[2J",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{9b}6n",
    "\u{202e}fdp.exe",
    "\u{e0001}\u{e0041}",
    "z\u{35b}\u{317}\u{35b}\u{317}\u{35b}\u{317}\u{35b}\u{317}\u{35b}\u{317}",
    "👨\u{200d}👩\u{200d}👧",
    "\u{feff}",
    "\"\"\"",
    "\\ud800",
    "[[[[[[[[",
    "{\"a\":",
    "#!?;",
    "=",
    ",",
    "\t",
    "\r\n",
];

/// The same for the same dice and pool.
pub fn mutated(dice: &mut Dice, pool: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = one_of(dice, pool).to_vec();
    for _ in 0..dice.between(1, 5) {
        bytes = match dice.coin() {
            true => by_value(dice, &bytes).unwrap_or_else(|| by_byte(dice, bytes, pool)),
            false => by_byte(dice, bytes, pool),
        };
        bytes.truncate(LONGEST);
    }
    bytes
}

fn one_of<'a>(dice: &mut Dice, pool: &'a [Vec<u8>]) -> &'a [u8] {
    &pool[dice.below(pool.len() as u64) as usize]
}

fn place(dice: &mut Dice, bytes: &[u8]) -> usize {
    dice.below(bytes.len() as u64 + 1) as usize
}

fn by_byte(dice: &mut Dice, mut bytes: Vec<u8>, pool: &[Vec<u8>]) -> Vec<u8> {
    let (a, b) = (place(dice, &bytes), place(dice, &bytes));
    let (from, end) = (a.min(b), a.max(b).min(a.min(b) + 40));
    match dice.below(7) {
        0 if from < bytes.len() => bytes[from] ^= 1 << dice.below(8),
        1 if from < bytes.len() => bytes[from] = dice.next() as u8,
        2 => drop(bytes.drain(from..end)),
        3 => {
            let again = bytes[from..end].to_vec();
            bytes.splice(from..from, again);
        }
        4 => {
            let other = one_of(dice, pool);
            let (a, b) = (place(dice, other), place(dice, other));
            bytes.splice(from..end, other[a.min(b)..a.max(b)].iter().copied());
        }
        5 => return by_line(dice, &bytes),
        _ => drop(bytes.splice(from..end, dice.pick(WORDS).bytes())),
    }
    bytes
}

/// A line is left out, said twice, or moved; or what stands after its last sign of a value is another word.
fn by_line(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let at = dice.below(lines.len() as u64) as usize;
    let to = dice.below(lines.len() as u64) as usize;
    match dice.below(4) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(to, lines[at].clone()),
        2 => lines.swap(at, to),
        _ => {
            let line = &mut lines[at];
            let sign = line.iter().rposition(|byte| matches!(byte, b'=' | b',' | b':'));
            line.truncate(sign.map_or(0, |sign| sign + 1));
            let word = dice.pick(WORDS);
            line.extend(match dice.coin() {
                true => word.as_bytes().to_vec(),
                false => json!(word).to_string().into_bytes(),
            });
        }
    }
    lines.join(&b'\n')
}

/// In JSON, or in one line of it, a value is another one, is gone, or stands where another stood.
fn by_value(dice: &mut Dice, bytes: &[u8]) -> Option<Vec<u8>> {
    if let Ok(mut body) = serde_json::from_slice::<Value>(bytes) {
        change(dice, &mut body);
        return Some(body.to_string().into_bytes());
    }
    let mut lines: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let at = dice.below(lines.len() as u64) as usize;
    let mut body = serde_json::from_slice::<Value>(&lines[at]).ok()?;
    change(dice, &mut body);
    lines[at] = body.to_string().into_bytes();
    Some(lines.join(&b'\n'))
}

fn change(dice: &mut Dice, body: &mut Value) {
    let mut all = Vec::new();
    pointers(body, String::new(), &mut all);
    let from = body.pointer(&dice.pick_of(&all)).cloned().unwrap_or_default();
    let at = dice.pick_of(&all);
    let new = match dice.below(4) {
        0 => from,
        1 => json!(dice.pick(WORDS)),
        2 => strange(dice),
        _ => {
            remove(body, &at);
            return;
        }
    };
    if let Some(place) = body.pointer_mut(&at) {
        *place = new;
    }
}

fn strange(dice: &mut Dice) -> Value {
    match dice.below(9) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(i64::MIN),
        3 => json!(u64::MAX),
        4 => json!(1e308),
        5 => json!([]),
        6 => json!({}),
        7 => json!([[[{ "a": null }]], 1, "a"]),
        _ => json!(dice.next() as i32),
    }
}

fn pointers(body: &Value, here: String, all: &mut Vec<String>) {
    match body {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(at, item)| pointers(item, format!("{here}/{at}"), all));
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(value, format!("{here}/{key}"), all);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all.push(here);
}

fn remove(body: &mut Value, at: &str) {
    let Some((above, key)) = at.rsplit_once('/') else {
        return;
    };
    match body.pointer_mut(above) {
        Some(Value::Object(fields)) => drop(fields.remove(key)),
        Some(Value::Array(items)) => {
            if let Some(at) = key.parse().ok().filter(|at| *at < items.len()) {
                items.remove(at);
            }
        }
        _ => {}
    }
}

#[test]
fn the_same_dice_make_the_same_bytes_and_other_dice_others() {
    let pool = [
        br#"{"alerts":[{"title":"a"}],"n":1}"#.to_vec(),
        b"name,tier\nacme,1".to_vec(),
    ];
    let made = |seed| mutated(&mut Dice::new(seed), &pool);
    let different: std::collections::BTreeSet<_> = (1..=200).map(made).collect();
    assert_eq!(made(7), made(7));
    assert!(different.len() > 150, "{}", different.len());
    let whole = different
        .iter()
        .filter(|bytes| serde_json::from_slice::<Value>(bytes).is_ok());
    assert!(whole.count() > 30, "few are still JSON, and most doors end there");
}
