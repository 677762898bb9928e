//! What is wrong with the description of a source, before it is asked for the first time.

use super::fields::{self, Field, LABEL, Need};
use super::path::is_path;
use super::{BEARER, Described, Kind};
use crate::connect::secret;
use crate::domain::nearest::nearest;
use jiff::SignedDuration;
use reqwest::Url;

/// Asking more often than this is a mistake in the unit.
const OFTENEST: SignedDuration = SignedDuration::from_secs(1);

pub fn faults(source: &Described) -> Vec<String> {
    let mut faults = Vec::new();
    faults.extend(address(&source.url));
    if source.every.0 < OFTENEST {
        faults.push("every is less than a second; write it with its unit, as in \"30s\"".to_owned());
    }
    let header = source.header.as_deref().unwrap_or(BEARER);
    if source.header.is_some() || source.token_file.is_some() {
        faults.extend(secret::fault(header, source.token_file.is_some()));
    }
    faults.extend(pages(source));
    if source.absent_means_cleared && source.kind != Kind::Incidents {
        faults.push("absent_means_cleared is only for incidents".to_owned());
    }
    faults.extend(faults_of_fields(source));
    faults
}

/// Of where things are in a body, and what they mean.
pub fn faults_of_fields(source: &Described) -> Vec<String> {
    let mut faults = Vec::new();
    if !source.items.is_empty() && !is_path(&source.items) {
        faults.push(no_path("items", &source.items));
    }
    faults.extend(mapped(source));
    faults.extend(translated(source));
    faults
}

fn address(url: &str) -> Option<String> {
    let right = "expected one such as https://api.example.com/incidents";
    let Ok(url) = Url::parse(url) else {
        return Some(format!("url is not an address; {right}"));
    };
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Some(format!("url is not of http or https; {right}"));
    }
    let secret = !url.username().is_empty() || url.password().is_some();
    secret.then(|| "url holds a name or password; put the secret into token_file instead".to_owned())
}

fn pages(source: &Described) -> Option<String> {
    match (&source.next, &source.next_query) {
        (Some(next), _) if !is_path(next) => Some(no_path("next", next)),
        (None, Some(_)) => Some("next_query needs next, which says where the next page's mark is".to_owned()),
        (Some(_), _) | (None, None) => None,
    }
}

fn no_path(what: &str, path: &str) -> String {
    format!("{what} = {path:?} is not a path; expected one such as \"data.0.name\" or \"title|name\"")
}

fn mapped(source: &Described) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, path) in &source.fields {
        faults.extend(unknown(source.kind, "fields", name));
        if !is_path(path) {
            faults.push(no_path(&format!("fields.{name}"), path));
        }
    }
    let missing = fields::of(source.kind)
        .iter()
        .filter(|field| field.need != Need::May && !source.fields.contains_key(field.name));
    // Without any, the usual names are tried.
    if !source.fields.is_empty() {
        faults.extend(missing.map(|field| {
            format!(
                "fields.{} is missing; {} need it",
                field.name,
                source.kind.as_str()
            )
        }));
    }
    faults
}

fn translated(source: &Described) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, words) in &source.values {
        faults.extend(unknown(source.kind, "values", name));
        let known = field(source.kind, name).and_then(|field| field.words());
        for word in words.keys() {
            if let Some(known) = known.filter(|known| !known.contains(&word.as_str())) {
                let known = known.join(", ");
                faults.push(format!(
                    "values.{name}.{word} is not a word of ours; there are {known}"
                ));
            }
        }
    }
    faults
}

fn field(kind: Kind, name: &str) -> Option<&'static Field> {
    fields::of(kind).iter().find(|field| field.name == name)
}

fn unknown(kind: Kind, table: &str, name: &str) -> Option<String> {
    let label = kind == Kind::Incidents && name.len() > LABEL.len() && name.starts_with(LABEL);
    if label || field(kind, name).is_some() {
        return None;
    }
    let names = fields::of(kind).iter().map(|field| field.name);
    let hint = match nearest(name, names.clone()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("there are {}", names.collect::<Vec<_>>().join(", ")),
    };
    Some(format!(
        "{table}.{name} is not a field of {}; {hint}",
        kind.as_str()
    ))
}
