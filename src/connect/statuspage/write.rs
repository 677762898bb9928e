//! What is put on the page, and whether the page shows it.

use super::mark::{Mark, Op, digest, plain};
use super::read::Incident;
use super::setting::Setting;
use crate::connect::told::End;
use crate::domain::incident::Severity;
use crate::domain::messages::Phase;
use crate::domain::parcels::Post;
use crate::domain::text::Clean;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The longest name of an incident there, in letters.
const NAME: usize = 255;

/// What is asked: a new incident, or one more update of the one that is there.
pub fn body(post: &Post, op: &Op, there: Option<&Incident>, setting: &Setting) -> Value {
    let status = post.phase.as_str();
    let before = there
        .and_then(|incident| incident.metadata.warroom.clone())
        .unwrap_or_default();
    let mark = Mark::after(&before, op, digest(status, &post.text));
    let states = states(post, setting);
    let ids: Vec<&Clean> = states.keys().copied().collect();
    let mut incident = json!({
        "status": status,
        "body": post.text,
        "impact_override": impact(post.severity),
        "component_ids": ids,
        "components": states,
        "deliver_notifications": setting.notify,
        "metadata": { "warroom": mark },
    });
    // Once it is there its name is what subscribers know it by.
    if let (None, Value::Object(incident)) = (there, &mut incident) {
        let name: String = post.title.chars().take(NAME).collect();
        incident.insert("name".to_owned(), name.into());
    }
    json!({ "incident": incident })
}

fn impact(severity: Severity) -> &'static str {
    match severity {
        Severity::Sev1 => "critical",
        Severity::Sev2 => "major",
        Severity::Sev3 => "minor",
        Severity::Sev4 => "none",
    }
}

/// The state of each component that the page has, by its id there.
fn states<'a>(post: &Post, setting: &'a Setting) -> BTreeMap<&'a Clean, &'static str> {
    let state = match (post.phase, post.severity) {
        (Phase::Resolved, _) => "operational",
        // Mended, and watched.
        (Phase::Monitoring, _) => "degraded_performance",
        (Phase::None | Phase::Investigating | Phase::Identified, Severity::Sev1) => "major_outage",
        (Phase::None | Phase::Investigating | Phase::Identified, Severity::Sev2) => "partial_outage",
        (Phase::None | Phase::Investigating | Phase::Identified, Severity::Sev3 | Severity::Sev4) => {
            "degraded_performance"
        }
    };
    let known = post
        .components
        .iter()
        .filter_map(|component| setting.components.get(component));
    known.map(|id| (id, state)).collect()
}

/// What the page shows after a text was sent. Where it is something else, somebody has to look.
pub fn shown(incident: &Incident, post: &Post, setting: &Setting) -> End {
    let wanted = post.phase.as_str();
    let is_ours = |status: &str, body: &str| status == wanted && plain(body) == plain(&post.text);
    let updates = &incident.incident_updates;
    let place = incident.shortlink.clone();
    let differs = |what: String| {
        let at = place
            .as_ref()
            .map_or(String::new(), |place| format!(" ({place})"));
        End::refused(format!(
            "it went to the page, and the page shows {what}{at}. Look there"
        ))
    };
    let Some(at) = updates
        .iter()
        .position(|update| is_ours(&update.status, &update.body))
    else {
        return differs(match updates.first() {
            Some(update) => format!("another text, as {}", update.status),
            None => "no text".to_owned(),
        });
    };
    // A newer text has come since: what the page shows now is for that one to answer.
    if at == 0 {
        if incident.status.as_str() != wanted {
            return differs(format!("the incident as {} instead of {wanted}", incident.status));
        }
        for (id, state) in states(post, setting) {
            let other = incident.components.iter().find(|component| component.id == *id);
            if let Some(other) = other.filter(|component| component.status.as_str() != state) {
                return differs(format!("component {id} as {} instead of {state}", other.status));
            }
        }
    }
    End::delivered(Some(incident.id.clone()), place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dispatches::Came;
    use crate::domain::parcels::{Load, Parcel};

    fn setting() -> Setting {
        serde_json::from_value(json!({ "page": "p", "token_file": "t", "components": { "video-eu": "c1" } }))
            .unwrap()
    }

    fn post(severity: Severity, phase: Phase) -> Post {
        Post {
            title: Clean::from("x".repeat(300)),
            severity,
            phase,
            text: "We look into it.\nNext news at 15:00.".into(),
            components: vec!["video-eu".into(), "chat".into()],
            incident: None,
            approved_at: "2026-11-23T00:10:00Z".parse().unwrap(),
            declared_at: "2026-11-23T00:00:00Z".parse().unwrap(),
        }
    }

    fn op(key: &str, post: &Post) -> Op {
        Op::of(
            &Parcel {
                key: key.parse().unwrap(),
                of: "text".into(),
                begun: false,
                load: Load::Post(post.clone()),
            },
            post,
        )
    }

    #[test]
    fn the_first_text_opens_an_incident_and_later_ones_keep_every_mark() {
        let post = post(Severity::Sev1, Phase::Investigating);
        let first = op("INC-7/page/post/57", &post);
        let made = body(&post, &first, None, &setting());
        let made = &made["incident"];
        assert_eq!(made["name"].as_str().unwrap().len(), 255);
        assert_eq!(made["status"], "investigating");
        assert_eq!(made["impact_override"], "critical");
        assert_eq!(made["components"], json!({ "c1": "major_outage" }));
        assert_eq!(made["deliver_notifications"], true);
        let there: Incident =
            serde_json::from_value(json!({ "id": "i1", "metadata": made["metadata"] })).unwrap();
        let later = op("INC-7/page/post/60", &post);
        assert!(there.has(&first) && !there.has(&later) && there.of(&later));
        let changed = body(&post, &later, Some(&there), &setting());
        let changed = &changed["incident"];
        assert!(changed.get("name").is_none());
        let there: Incident =
            serde_json::from_value(json!({ "id": "i1", "metadata": changed["metadata"] })).unwrap();
        assert!(there.has(&first) && there.has(&later));
        assert!(
            there.has(&op("INC-3/page/post/57", &post)),
            "two incidents became one"
        );
    }

    #[test]
    fn a_number_of_another_log_is_not_taken_for_ours() {
        let old = post(Severity::Sev2, Phase::Identified);
        let made = body(&old, &op("INC-7/page/post/57", &old), None, &setting());
        let there: Incident =
            serde_json::from_value(json!({ "id": "i1", "metadata": made["incident"]["metadata"] })).unwrap();
        let mut new = old.clone();
        new.approved_at = "2026-11-24T00:10:00Z".parse().unwrap();
        new.declared_at = "2026-11-24T00:00:00Z".parse().unwrap();
        let new = op("INC-7/page/post/57", &new);
        assert!(!there.has(&new) && !there.of(&new));
    }

    #[test]
    fn the_page_has_to_show_what_was_sent() {
        let post = post(Severity::Sev2, Phase::Identified);
        let page = |status: &str, text: &str, state: &str| -> Incident {
            serde_json::from_value(json!({
                "id": "i1", "status": status, "shortlink": "https://stspg.io/i1",
                "incident_updates": [{ "status": status, "body": text }],
                "components": [{ "id": "c1", "status": state }, { "id": "c9", "status": "operational" }],
            }))
            .unwrap()
        };
        let text = "We look into it.\r\nNext news at 15:00.\n";
        let end = |incident: Incident| shown(&incident, &post, &setting());
        assert_eq!(
            end(page("identified", text, "partial_outage")),
            End::delivered(Some("i1".into()), Some("https://stspg.io/i1".into()))
        );
        for (incident, told) in [
            (
                page("identified", text, "operational"),
                "component c1 as operational",
            ),
            (page("identified", "Hacked", "partial_outage"), "another text"),
            (page("resolved", text, "partial_outage"), "as resolved"),
            (Incident::default(), "no text"),
        ] {
            let End::Came(Came::Refused { why }) = end(incident) else {
                panic!("{told}")
            };
            assert!(why.contains(told), "{why}");
        }
    }
}
