//! What the page says: incidents, their texts, components. Fields and words that nobody knows yet do no harm.

use super::mark::{Mark, Op, digest};
use crate::domain::ids::Component as Ours;
use crate::domain::text::{Clean, CleanText};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Incident {
    pub id: Clean,
    #[serde(default, deserialize_with = "or_default")]
    pub name: Clean,
    #[serde(default, deserialize_with = "or_default")]
    pub status: Clean,
    #[serde(default, deserialize_with = "or_default")]
    pub shortlink: Option<Clean>,
    #[serde(default, deserialize_with = "or_default")]
    pub metadata: Metadata,
    /// The newest first.
    #[serde(default, deserialize_with = "or_default")]
    pub incident_updates: Vec<Update>,
    #[serde(default, deserialize_with = "or_default")]
    pub components: Vec<Component>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Metadata {
    #[serde(default, deserialize_with = "or_default")]
    pub warroom: Option<Mark>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Update {
    #[serde(deserialize_with = "or_default")]
    pub status: Clean,
    #[serde(deserialize_with = "or_default")]
    pub body: CleanText,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Component {
    #[serde(deserialize_with = "or_default")]
    pub id: Clean,
    #[serde(deserialize_with = "or_default")]
    pub status: Clean,
}

/// What is null, or of another type than documented, is as if it were not there.
fn or_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + serde::de::DeserializeOwned,
    D: Deserializer<'de>,
{
    let value = Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

impl Incident {
    /// This dispatch has put a text into it.
    pub fn has(&self, op: &Op) -> bool {
        self.metadata.warroom.as_ref().is_some_and(|mark| mark.has(op))
    }

    /// It is on the page for the incident whose text this is.
    pub fn of(&self, op: &Op) -> bool {
        self.metadata.warroom.as_ref().is_some_and(|mark| mark.of(op))
    }

    /// What somebody has put there by hand, if anything.
    pub fn by_hand(&self) -> Option<Clean> {
        let name = &self.name;
        let Some(mark) = &self.metadata.warroom else {
            return Some(Clean::from(format!(
                "\"{name}\" ({}) is on the page and not from here: somebody put it there by hand",
                self.status
            )));
        };
        let newest = self.incident_updates.first()?;
        (mark.shows != digest(&newest.status, &newest.body)).then(|| {
            Clean::from(format!(
                "the newest text of \"{name}\" on the page ({}) is not the one put there from here: somebody \
                 changed it by hand",
                newest.status
            ))
        })
    }
}

/// The components that the settings name and the page does not have, in sentences.
pub fn missing(ours: &BTreeMap<Ours, Clean>, theirs: &[Component]) -> Vec<Clean> {
    ours.iter()
        .filter(|(_, id)| !theirs.iter().any(|component| component.id == **id))
        .map(|(ours, id)| {
            Clean::from(format!(
                "the page has no component {id}, which components names for {ours}"
            ))
        })
        .collect()
}

/// What they say about a question they refuse: `{"message": ...}`, `{"error": ...}`, each a text or a list of texts.
pub fn said(body: Option<&Value>) -> Option<Clean> {
    let body = body?;
    let said = ["message", "error", "errors"]
        .into_iter()
        .find_map(|field| body.get(field))?;
    let text = match said {
        Value::String(text) => text.clone(),
        Value::Array(texts) => {
            let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
            texts.join("; ")
        }
        _ => said.to_string(),
    };
    Some(Clean::from(text)).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_incident_is_read_whatever_else_it_holds() {
        for odd in [
            json!({ "id": "p31" }),
            json!({ "id": "p31", "status": 7, "metadata": null, "incident_updates": null, "components": "none" }),
            json!({ "id": "p31", "metadata": { "other": { "op": 1 } }, "impact": "unheard_of", "postmortem": [] }),
            json!({ "id": "p31", "metadata": { "warroom": "mine" }, "incident_updates": [{ "body": null }] }),
        ] {
            let incident: Incident = serde_json::from_value(odd).unwrap();
            assert_eq!(incident.id.as_str(), "p31");
            assert!(incident.metadata.warroom.is_none());
        }
        assert!(serde_json::from_value::<Incident>(json!({ "name": "no id" })).is_err());
    }

    #[test]
    fn what_they_say_is_shown_in_each_of_its_forms() {
        for (body, said_there) in [
            (json!({ "message": "name is too long" }), Some("name is too long")),
            (json!({ "error": ["a", "b"] }), Some("a; b")),
            (json!({ "error": "\u{1b}[31mred" }), Some("red")),
            (json!({ "message": "" }), None),
            (json!([1]), None),
        ] {
            let told = said(Some(&body));
            match said_there {
                Some(text) => assert!(told.unwrap().contains(text), "{body}"),
                None => assert_eq!(told, None, "{body}"),
            }
        }
    }

    #[test]
    fn a_text_put_there_by_hand_is_seen() {
        let incident = |metadata: Value, body: &str| -> Incident {
            let updates = json!([{ "status": "investigating", "body": body }]);
            serde_json::from_value(
                json!({ "id": "p31", "name": "Calls drop", "status": "investigating", "metadata": metadata,
                    "incident_updates": updates }),
            )
            .unwrap()
        };
        let shows = digest("investigating", &CleanText::from("We look into it."));
        let ours = json!({ "warroom": { "op": "x", "shows": shows } });
        assert!(
            incident(json!({}), "We look.")
                .by_hand()
                .unwrap()
                .contains("not from here")
        );
        assert_eq!(incident(ours.clone(), "We look into it.\r\n").by_hand(), None);
        assert!(
            incident(ours, "All is well.")
                .by_hand()
                .unwrap()
                .contains("changed it by hand")
        );
    }
}
