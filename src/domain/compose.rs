//! A text for the public page put together from the playbook's draft and the record.

use super::findings::Data;
use super::incident::Incident;
use super::messages::{Audience, Phase};
use super::playbook::slots::{IF_KNOWN, named, slots};
use super::severity::Severity;
use super::text::{Clean, CleanText};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What fills the slots of a text.
pub type Filled = BTreeMap<Clean, CleanText>;

/// What the record knows of a phase's slots at `now`: times in UTC and in the team's zone.
pub fn filled(incident: &Incident, phase: Phase, now: Timestamp, zone: &TimeZone) -> Filled {
    let mut filled = Filled::new();
    for (name, _) in slots(phase) {
        let known = known(incident, phase, name, now, zone).or_else(|| said_before(incident, name));
        if let Some(text) = known.filter(|text| !text.trim().is_empty()) {
            filled.insert((*name).into(), text.into());
        }
    }
    filled
}

/// The playbook's draft with the slots filled in. What is not filled stays as `{slot}`, but for what may be left out:
/// then its sentence goes.
pub fn compose(incident: &Incident, phase: Phase, filled: &Filled) -> CleanText {
    let has = |name: &str| filled.get(name).is_some_and(|text| !text.trim().is_empty());
    let Some(template) = incident.playbook.texts.get(&phase) else {
        return listed(phase, filled);
    };
    let mut lines = Vec::new();
    for line in template.lines() {
        let spoken = |sentence: &&str| {
            named(sentence)
                .iter()
                .all(|name| has(name) || !IF_KNOWN.contains(name))
        };
        let kept: String = line.split_inclusive(". ").filter(spoken).collect();
        if line.trim().is_empty() || !kept.trim().is_empty() {
            lines.push(put_in(&kept, filled).trim_end().to_owned());
        }
    }
    lines.join("\n").trim().into()
}

/// What to begin from for an audience: its own live text, else the page's, else the playbook's first words.
pub fn beginning(incident: &Incident, audience: Audience) -> CleanText {
    let own = incident.live_for(audience).map(|text| text.text.clone());
    let page = || incident.live_post().map(|post| post.text.clone());
    own.or_else(page)
        .unwrap_or_else(|| incident.playbook.first_words.clone())
}

fn put_in(template: &str, filled: &Filled) -> String {
    let mut text = template.to_owned();
    for (name, value) in filled.iter().filter(|(_, value)| !value.trim().is_empty()) {
        text = text.replace(&format!("{{{name}}}"), value.trim());
    }
    text
}

/// Where the playbook has no draft for the phase: what is known, one line each.
fn listed(phase: Phase, filled: &Filled) -> CleanText {
    let lines = slots(phase).iter().filter_map(|(name, _)| {
        let value = filled.get(*name).filter(|value| !value.trim().is_empty())?;
        let label = match *name {
            "next_update" => "Next update by".to_owned(),
            "started" => "Since".to_owned(),
            other => capital(&other.replace('_', " ")),
        };
        let colon = if matches!(*name, "next_update" | "started") {
            ""
        } else {
            ":"
        };
        Some(format!("{label}{colon} {}", value.trim()))
    });
    lines.collect::<Vec<_>>().join("\n").into()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn known(incident: &Incident, phase: Phase, name: &str, now: Timestamp, zone: &TimeZone) -> Option<String> {
    match name {
        "started" => Some(moment(incident.t0, now, zone)),
        "noticed" => Some(incident.title.to_string()),
        "services" => {
            let names = incident.components.iter().map(|component| component.as_str());
            Some(names.collect::<Vec<_>>().join(", "))
        }
        "advice" | "workaround" => Some(incident.playbook.script.workaround.to_string()),
        "follow" => Some("follow this page".to_owned()),
        "next_update" => {
            let gap = incident.plan.public.gap(phase)?;
            Some(moment(gap.after(now), now, zone))
        }
        "suspected" => incident.cause().map(|cause| cause.text.to_string()),
        "remedy" => incident.intent().map(|intent| intent.text.to_string()),
        "severity" => Some(plain(incident.severity).to_owned()),
        "confirmed" => incident.resolved_at.map(|at| moment(at, now, zone)),
        "data" => data(incident),
        "report" => incident.owes_reports().then(|| {
            let by = incident.plan.reports.preliminary_latest.after(incident.t0);
            format!("The report comes by {}", moment(by, now, zone))
        }),
        _ => None,
    }
}

/// How bad it is in words of every day.
fn plain(severity: Severity) -> &'static str {
    match severity {
        Severity::Sev1 => "critical",
        Severity::Sev2 => "serious",
        Severity::Sev3 => "limited",
        Severity::Sev4 => "small",
    }
}

fn data(incident: &Incident) -> Option<String> {
    let found = incident.data()?;
    let said = || Some(found.text.to_string()).filter(|text| !text.trim().is_empty());
    match found.state {
        Data::Unknown => None,
        Data::Safe => Some("no data was lost, and nobody saw what is not theirs".to_owned()),
        Data::Lost => said().or(Some("data was lost".to_owned())),
        Data::Exposed => said().or(Some("data was seen by others".to_owned())),
    }
}

/// The same slot of the last page text that filled it. Times are never taken over.
fn said_before(incident: &Incident, name: &str) -> Option<String> {
    let mut drafts = incident.messages.drafts.iter().rev();
    let filled = drafts.find_map(|draft| draft.slots.get(name).filter(|_| draft.audience == Audience::Page));
    filled
        .filter(|_| !matches!(name, "started" | "next_update" | "confirmed"))
        .map(ToString::to_string)
}

/// `14:30 UTC (15:30 CET)`, with the day when it is not today's.
pub fn moment(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (utc, today) = (at.to_zoned(TimeZone::UTC), now.to_zoned(TimeZone::UTC));
    let day = if utc.date() == today.date() { "" } else { "%-d %B " };
    let there = at.to_zoned(zone.clone());
    let local = match there.offset() == utc.offset() {
        true => String::new(),
        false => there.strftime(" (%H:%M %Z)").to_string(),
    };
    format!("{}{local}", utc.strftime(&format!("{day}%H:%M UTC")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::moments::next_update;
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn a_text_is_put_together_from_the_record_and_leaves_open_what_nobody_knows() {
        let mut room = Room::empty();
        let mut outage = (*room.reference.playbooks[1]).clone();
        let text = "Since {started} {noticed}. That means {effect}. {advice}\nNext update by {next_update}.";
        outage.texts = [(Phase::Investigating, text.into())].into();
        room.reference.playbooks[1] = outage.into();
        room.does(
            "dana",
            declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
        );
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let known = filled(room.here(), Phase::Investigating, at(5), &berlin);
        assert_eq!(known.get("services").unwrap(), &"video-eu");
        let text = compose(room.here(), Phase::Investigating, &known);
        assert_eq!(
            text.as_str(),
            "Since 12:00 UTC (14:00 CEST) Video calls drop. {advice}\nNext update by 12:15 UTC (14:15 CEST)."
        );
        assert_eq!(
            next_update(&text, at(5)),
            Some(at(15)),
            "what is written is read back"
        );
    }

    #[test]
    fn without_a_draft_of_the_playbook_it_says_what_is_known_line_by_line() {
        let room = Room::declared();
        let known = filled(room.here(), Phase::Investigating, at(5), &TimeZone::UTC);
        let text = compose(room.here(), Phase::Investigating, &known);
        assert!(
            text.starts_with("Since 12:00 UTC\nNoticed: Video calls drop\n"),
            "{text}"
        );
        assert!(text.ends_with("Next update by 12:15 UTC"), "{text}");
    }
}
