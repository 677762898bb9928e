//! The bytes a described source sent, as facts in our words.

use super::fields::{self, LABEL, Need, Shape};
use super::path::pick;
use super::{Described, Kind};
use crate::connect::coerce::{self, quoted};
use crate::connect::faults::Faults;
use crate::connect::{Batch, ReadError, parse};
use crate::domain::accounts::{Account, Contact, Tier};
use crate::domain::alerts::Sighting;
use crate::domain::money::Amount;
use crate::domain::text::Clean;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// One page, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub items: Vec<Item>,
    /// What could not be used, in sentences; the rest could.
    pub faults: Vec<Clean>,
    /// How many items could not be used at all.
    pub left_out: usize,
    /// How to get the next page: an address, or what goes into `next_query`.
    pub next: Option<String>,
}

/// One item of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The source's own key.
    pub id: Clean,
    /// SHA-256 of what the source says in the fields we read; equal when nothing of it has changed.
    pub digest: [u8; 32],
    pub fact: Fact,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    Incident(Sighting),
    Account(Box<Account>),
    Contact(Box<Contact>),
}

/// Reads one page. `now` stands in for the start of an incident that names none.
///
/// # Errors
/// When it is not JSON, or the list is not where `items` says. One bad item among good ones is a fault, not an error.
pub fn read(source: &Described, body: &[u8], now: Timestamp) -> Result<Reading, ReadError> {
    let body = parse(body)?;
    let found = pick(&body, &source.items);
    let Some(list) = found.as_array() else {
        return Err(no_list(&body, &source.items));
    };
    let next = source.next.as_ref().map(|path| pick(&body, path));
    // `false` is how some say that there is none.
    let next = next.filter(|next| !next.is_boolean());
    Ok(Reading {
        next: next.and_then(|next| coerce::text(&next).ok()?),
        ..listed(source, list, now)
    })
}

/// Reads what was posted to us: a list, or one thing alone.
///
/// # Errors
/// When it is not JSON, or neither is where `items` says.
pub fn posted(source: &Described, body: &[u8], now: Timestamp) -> Result<Reading, ReadError> {
    let body = parse(body)?;
    match pick(&body, &source.items).into_owned() {
        Value::Array(list) => Ok(listed(source, &list, now)),
        one @ Value::Object(_) => Ok(listed(source, &[one], now)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Err(no_list(&body, &source.items))
        }
    }
}

pub fn listed(source: &Described, list: &[Value], now: Timestamp) -> Reading {
    let slots = slots(source);
    let mut faults = Faults::default();
    let mut items = Vec::new();
    for (index, raw) in list.iter().enumerate() {
        let mut fault = |why: String| faults.push(format!("item {}: {why}", index + 1));
        match item(source, &slots, raw, now, &mut fault) {
            Ok(item) => items.push(item),
            Err(why) => fault(why),
        }
    }
    Reading {
        left_out: list.len() - items.len(),
        items,
        faults: faults.into_lines(),
        next: None,
    }
}

/// The incidents among them.
pub fn sightings(items: Vec<Item>) -> Vec<Sighting> {
    let incident = |item: Item| match item.fact {
        Fact::Incident(sighting) => Some(sighting),
        Fact::Account(_) | Fact::Contact(_) => None,
    };
    items.into_iter().filter_map(incident).collect()
}

/// All facts of one kind together.
pub fn batch(kind: Kind, facts: impl IntoIterator<Item = Fact>) -> Batch {
    let (mut incidents, mut accounts, mut contacts) = (Vec::new(), Vec::new(), Vec::new());
    for fact in facts {
        match fact {
            Fact::Incident(sighting) => incidents.push(sighting),
            Fact::Account(account) => accounts.push(*account),
            Fact::Contact(contact) => contacts.push(*contact),
        }
    }
    match kind {
        Kind::Incidents => Batch::Incidents(incidents),
        Kind::Accounts => Batch::Accounts(accounts),
        Kind::Contacts => Batch::Contacts(contacts),
    }
}

fn no_list(body: &Value, path: &str) -> ReadError {
    let lists = body.as_object().into_iter().flatten();
    let lists: Vec<&str> = lists
        .filter(|(_, value)| value.is_array())
        .map(|(key, _)| key.as_str())
        .collect();
    let place = match path {
        "" => "it is not a list".to_owned(),
        path => format!("there is no list at {path:?}"),
    };
    let hint = match lists.as_slice() {
        [] => "set items to the path of the list".to_owned(),
        lists => format!(
            "set items to the path of the list; there is one at {}",
            lists.join(", ")
        ),
    };
    ReadError::Shape(format!("{place}; {hint}").into())
}

/// A field as this source has it.
struct Slot<'a> {
    /// As the description calls it: `severity`, `label.team`.
    name: &'a str,
    path: &'a str,
    shape: Shape,
    need: Need,
}

fn slots(source: &Described) -> Vec<Slot<'_>> {
    let known = fields::of(source.kind).iter().filter_map(|field| {
        let path = match source.fields.is_empty() {
            true => field.usual,
            false => source.fields.get(field.name)?,
        };
        Some(Slot {
            name: field.name,
            path,
            shape: field.shape,
            need: field.need,
        })
    });
    let labels = source.fields.iter().filter(|(name, _)| name.starts_with(LABEL));
    let labels = labels.map(|(name, path)| Slot {
        name,
        path,
        shape: Shape::Label,
        need: Need::May,
    });
    known.chain(labels).collect()
}

/// The fields a source is asked for, by our names.
pub fn columns(source: &Described) -> Vec<Clean> {
    slots(source).iter().map(|slot| slot.name.into()).collect()
}

fn item(
    source: &Described,
    slots: &[Slot],
    raw: &Value,
    now: Timestamp,
    fault: &mut impl FnMut(String),
) -> Result<Item, String> {
    if !raw.is_object() {
        return Err("is not an object".to_owned());
    }
    let mut digest = Sha256::new();
    let (mut known, mut labels) = (Map::new(), Map::new());
    for slot in slots {
        let said = pick(raw, slot.path);
        digest.update(said.to_string());
        let said = shaped(
            slot.shape,
            slot.name,
            translated(source, slot.name, said.into_owned()),
        );
        let why = |why: &str| format!("{} (from {:?}) {why}", slot.name, slot.path);
        let value = match (said, slot.need) {
            (Ok(Some(value)), _) => value,
            (Ok(None), Need::Must) => return Err(why("is missing")),
            (Err(wrong), Need::Must) => return Err(why(&wrong)),
            (Ok(None), Need::May) => continue,
            (Err(wrong), Need::May) => {
                fault(why(&wrong));
                continue;
            }
            (unsaid, Need::OrNow) => {
                fault(why(&unsaid.err().unwrap_or_else(|| "is missing".to_owned())));
                json!(now)
            }
        };
        match slot.name.strip_prefix(LABEL) {
            Some(label) => labels.insert(label.to_owned(), value),
            None if slot.shape == Shape::Label => labels.insert(slot.name.to_owned(), value),
            None => known.insert(slot.name.to_owned(), value),
        };
    }
    let (id, fact) = fact(source.kind, known, labels)?;
    Ok(Item {
        id,
        digest: digest.finalize().into(),
        fact,
    })
}

fn fact(
    kind: Kind,
    mut known: Map<String, Value>,
    labels: Map<String, Value>,
) -> Result<(Clean, Fact), String> {
    match kind {
        Kind::Incidents => {
            known.insert("labels".to_owned(), Value::Object(labels));
            let signal = known.remove("status").unwrap_or_default();
            known.insert("signal".to_owned(), signal);
            let sighting: Sighting = of(known)?;
            Ok((sighting.fingerprint.clone(), Fact::Incident(sighting)))
        }
        Kind::Accounts => {
            // A list that has no tiers is a list of named accounts.
            known.entry("tier").or_insert_with(|| json!(Tier::Named));
            let account: Account = of(known)?;
            Ok((account.id.0.clone(), Fact::Account(Box::new(account))))
        }
        Kind::Contacts => {
            let contact: Contact = of(known)?;
            Ok((contact.id.0.clone(), Fact::Contact(Box::new(contact))))
        }
    }
}

fn of<T: for<'a> Deserialize<'a>>(known: Map<String, Value>) -> Result<T, String> {
    serde_json::from_value(Value::Object(known)).map_err(|error| error.to_string())
}

/// Their word in our word, as `values` says; others stay as they are.
fn translated(source: &Described, field: &str, said: Value) -> Value {
    let Some(ours) = source.values.get(field) else {
        return said;
    };
    if let Value::Array(list) = said {
        return Value::Array(
            list.into_iter()
                .map(|one| translated(source, field, one))
                .collect(),
        );
    }
    let Ok(Some(theirs)) = coerce::text(&said) else {
        return said;
    };
    let theirs = theirs.to_lowercase();
    let known = ours
        .iter()
        .find(|(_, words)| words.iter().any(|word| word.to_lowercase() == theirs));
    known.map_or(said, |(word, _)| Value::String(word.clone()))
}

/// A value as its field's type reads it.
fn shaped(shape: Shape, name: &str, said: Value) -> Result<Option<Value>, String> {
    Ok(match shape {
        Shape::Line | Shape::Label => coerce::text(&said)?.map(Value::String),
        Shape::Link => coerce::text(&said)?
            .filter(|link| link.starts_with("http"))
            .map(Value::String),
        Shape::Status => coerce::text(&said)?.map(|word| signal(&word)).transpose()?,
        Shape::Tier => coerce::text(&said)?.map(|word| tier(&word)).transpose()?,
        Shape::Time => coerce::time(&said)?.map(|time| json!(time)),
        Shape::Day => coerce::day(&said)?.map(|day| json!(day)),
        Shape::Money => coerce::text(&said)?
            .map(|text| text.parse::<Amount>())
            .transpose()?
            .map(|money| json!(money)),
        Shape::Number(least, most) => coerce::whole(&said, least, most)?.map(|number| json!(number)),
        Shape::Truth => coerce::truth(&said)?.map(Value::Bool),
        Shape::Reason => reason(name, &said)?.map(Value::String),
        Shape::Several => coerce::several(&said)?.map(|words| json!(words)),
    })
}

fn signal(word: &str) -> Result<Value, String> {
    match word.to_lowercase().replace(['-', ' '], "_").as_str() {
        "firing" | "triggered" | "acknowledged" | "open" | "opened" | "new" | "active" | "alerting"
        | "live" | "triage" | "started" | "ongoing" | "in_progress" | "investigating" | "identified"
        | "monitoring" | "mitigated" => Ok(json!("firing")),
        "cleared" | "resolved" | "closed" | "ok" | "done" | "fixed" | "recovered" | "completed"
        | "canceled" | "cancelled" | "declined" | "merged" | "postmortem" => Ok(json!("cleared")),
        _ => Err(format!(
            "{} is neither firing nor cleared; say which in values.status",
            quoted(word)
        )),
    }
}

fn tier(word: &str) -> Result<Value, String> {
    match Tier::parse(word) {
        Some(tier) => Ok(json!(tier)),
        None => Err(format!(
            "{} is none of strategic, key, named; say which in values.tier",
            quoted(word)
        )),
    }
}

fn reason(name: &str, said: &Value) -> Result<Option<String>, String> {
    match coerce::truth(said) {
        Ok(yes) => Ok(yes.filter(|yes| *yes).map(|_| name.replace('_', " "))),
        Err(_) => coerce::text(said),
    }
}
