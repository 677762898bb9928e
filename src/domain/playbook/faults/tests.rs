//! Every contradiction of a playbook is said, with its place.

use super::*;
use crate::domain::testkit::playbook;
use serde_json::{Value, json};

/// The playbook of the tests with these keys put over its own.
fn with(keys: Value) -> Playbook {
    let mut whole = serde_json::to_value(playbook("outage", json!({}))).unwrap();
    whole
        .as_object_mut()
        .unwrap()
        .extend(keys.as_object().unwrap().clone());
    serde_json::from_value(whole).unwrap()
}

#[test]
fn a_playbook_that_serves_has_no_faults() {
    assert_eq!(playbook("outage", json!({})).faults(), []);
}

#[test]
fn every_contradiction_is_said_with_its_place_and_what_was_expected() {
    let level = |role: &str, by: &str| json!({ "role": role, "title": role, "by": by });
    let step = json!({ "id": "a", "text": "A", "by": "1m" });
    for (keys, at, what) in [
        (
            json!({ "version": 2 }),
            "version",
            "version is 2, expected version = 1",
        ),
        (
            json!({ "first_words": " " }),
            "first_words",
            "an advocate would have nothing to say",
        ),
        (
            json!({ "level": [] }),
            "",
            "no [[level]], expected at least the CEO",
        ),
        (
            json!({ "level": [level("support", "9m"), level("ceo", "8m")] }),
            "level.1.by",
            "level \"ceo\" comes after \"support\" and is due before it, expected 9 min or later",
        ),
        (
            json!({ "level": [level("ceo", "8m"), level("coo", "9m")] }),
            "level.1",
            "\"coo\" comes after the CEO, expected the CEO last",
        ),
        (
            json!({ "level": [level("ceo", "8m"), level("ceo", "9m")] }),
            "level.1.role",
            "two [[level]] have the role \"ceo\"",
        ),
        (
            json!({ "step": [step, step] }),
            "step.1.id",
            "two [[step]] have the id \"a\"",
        ),
        (
            json!({ "stop": [{ "id": "mail", "what": " ", "by": "9m" }] }),
            "stop.0.what",
            "does not say what stops",
        ),
        (
            json!({ "expert": [{ "id": "", "whom": "Legal", "when": "data touched" }] }),
            "expert.0.id",
            "has no id",
        ),
        (
            json!({ "expert": [{ "id": "x", "whom": "X", "when": "mitigated and not mitigated" }] }),
            "expert.0.when",
            "never holds, expected mitigated or not mitigated",
        ),
        (
            json!({ "at": { "sev2": { "levels": { "coo": "5m" } } } }),
            "at.sev2.levels.coo",
            "sev2 asks for the level \"coo\", did you mean \"ceo\"? It has support_lead, head_of_cs, ceo",
        ),
        (
            json!({ "at": { "sev2": { "levels": { "ceo": "5m", "support_lead": "6m" } } } }),
            "at.sev2.levels",
            "\"Support\" is due after the CEO",
        ),
        (
            json!({ "at": { "sev3": { "duties": ["scribe"] } } }),
            "at.sev3.duties",
            "asks for the duty scribe, expected a [[duty]]",
        ),
        (
            json!({ "texts": { "investigating": "Since {startd}." } }),
            "texts.investigating",
            "has no slot \"startd\", did you mean \"started\"?",
        ),
        (
            json!({ "texts": { "resolved": "It works { again." } }),
            "texts.resolved",
            "a brace",
        ),
        (
            json!({ "texts": { "none": "Hello." } }),
            "texts.none",
            "nothing is on the page",
        ),
        (
            json!({ "reports": { "preliminary": "24h", "preliminary_latest": "12h" } }),
            "reports.preliminary_latest",
            "preliminary_latest is 12 h and preliminary is 1 d, expected preliminary_latest to be as long",
        ),
        (
            json!({ "at": { "sev2": { "calls": { "strategic": "2h", "key": "1h" } } } }),
            "at.sev2.calls.key",
            "key is 1 h and strategic is 2 h",
        ),
        (
            json!({ "calls": { "claim": "5s" } }),
            "calls.claim",
            "no claim would outlive its own call",
        ),
        (
            json!({ "gestures": { "allowance": 50 } }),
            "gestures",
            "has no currency",
        ),
        (
            json!({ "match": { "env": [] } }),
            "match.env",
            "would match no alert",
        ),
    ] {
        let faults = with(keys).faults();
        let found = faults.iter().find(|fault| fault.at.join(".") == at);
        let found = found.unwrap_or_else(|| panic!("{at}: {faults:#?}"));
        assert!(found.what.contains(what), "{}\n{what}", found.what);
        assert_eq!(faults.len(), 1, "{faults:#?}");
    }
}

#[test]
fn every_fault_is_listed_not_only_the_first() {
    let faults = with(json!({ "version": 2, "first_words": "", "calls": { "claim": "0s" } })).faults();
    assert_eq!(faults.len(), 3, "{faults:#?}");
}

#[test]
fn a_level_or_a_duty_with_nobody_behind_it_is_doubtful_once_people_are_known() {
    let mut outage = with(json!({ "duty": [{ "duty": "scribe", "by": "5m" }] }));
    assert_eq!(outage.doubts(&[]), [], "who is not known is not missed");
    let people = crate::domain::testkit::reference().people;
    let said = |outage: &Playbook| {
        let doubts = outage.doubts(&people).into_iter();
        doubts.map(|doubt| doubt.what).collect::<Vec<_>>()
    };
    let nobody = "nobody holds support_lead in the list of people: the level Support would ring nobody";
    let scribe = "nobody holds scribe in the list of people: the duty is everybody's and so nobody's";
    assert_eq!(said(&outage), [nobody, scribe]);
    outage.levels[0].deputy = Some("ceo".into());
    assert!(said(&outage)[0].ends_with("would ring only the deputy"));
    outage.levels.pop();
    assert!(said(&outage)[0].contains("the last level is not the CEO"));
}
