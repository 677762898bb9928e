//! Which of a CRM's fields is which of ours.

use crate::connect::json::{Described, Kind};
use crate::domain::ids::SinkName;
use std::collections::{BTreeMap, BTreeSet};

pub type Fields = BTreeMap<String, String>;
/// Of a field, our word to theirs.
pub type Values = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// The CRM's own fields, unless the table names others.
pub fn with_usual(usual: &[(&str, &str)], named: &Fields) -> Fields {
    let usual = usual
        .iter()
        .map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned()));
    let mut fields: Fields = usual.collect();
    fields.extend(named.clone());
    // An empty name takes a usual one away.
    fields.retain(|_, theirs| !theirs.is_empty());
    fields
}

/// The fields of theirs that are asked for, each once.
pub fn asked(fields: &Fields) -> Vec<String> {
    let each = fields.values().flat_map(|theirs| theirs.split('|'));
    let each: BTreeSet<String> = each.map(|theirs| theirs.trim().to_owned()).collect();
    each.into_iter().collect()
}

/// The same as a list is described that anybody's API gives. `place` stands before each of their names in a row.
pub fn described(
    sink: &SinkName,
    kind: Kind,
    (items, next): (&str, &str),
    (id, place): (&str, &str),
    fields: &Fields,
    values: &Values,
) -> Described {
    let mut described = Described::at(sink.as_str(), kind, "https://crm.example/");
    described.items = items.to_owned();
    described.next = Some(next.to_owned());
    let placed = |theirs: &String| {
        let ways: Vec<String> = theirs
            .split('|')
            .map(|way| format!("{place}{}", way.trim()))
            .collect();
        ways.join("|")
    };
    described.fields = fields
        .iter()
        .map(|(ours, theirs)| (ours.clone(), placed(theirs)))
        .collect();
    described.fields.insert("id".to_owned(), id.to_owned());
    // Words are translated for the kind that has the field.
    let has = |field: &String| described.fields.contains_key(field);
    described.values = values
        .iter()
        .filter(|(field, _)| has(field))
        .map(|(field, words)| (field.clone(), words.clone()))
        .collect();
    described
}

/// What is wrong with the names that a table gives, in sentences.
pub fn faults(kinds: &[&Described], values: &Values) -> Vec<String> {
    let mut faults: Vec<String> = kinds
        .iter()
        .flat_map(|described| described.check_posted())
        .collect();
    for field in values.keys().filter(|field| {
        kinds
            .iter()
            .all(|described| !described.fields.contains_key(*field))
    }) {
        faults.push(format!(
            "values.{field} has words for a field that is not asked for; name it in accounts or contacts"
        ));
    }
    faults
}
