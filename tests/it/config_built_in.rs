//! The built-in playbooks: every one whole, fit to be read aloud, and each for its own kind of incident.

use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;
use warroom::config::playbooks::load;
use warroom::domain::alerts::{Sighting, Signal};
use warroom::domain::incident::Severity;
use warroom::domain::messages::Phase;
use warroom::domain::money::Amount;
use warroom::domain::playbook::slots::{named as named_slots, slots};
use warroom::domain::playbook::{Playbook, UNKNOWN};
use warroom::domain::span::Span;

/// The starter playbooks, and the one for what nobody knows yet.
const NAMES: [&str; 15] = [
    "billing-error",
    "data-delay",
    "data-loss",
    "degraded-performance",
    "failed-release",
    "full-outage",
    "login-failure",
    "one-strategic-down",
    "overrun",
    "provider-down",
    "region-outage",
    "repeat",
    "security-exposure",
    "unknown",
    "wrong-data-shown",
];

/// No alert can know that it was here before, or that nothing is known.
const BY_HAND: [&str; 2] = ["repeat", UNKNOWN];

fn built_in() -> Vec<Arc<Playbook>> {
    let found = load(&[]);
    assert_eq!(found.faults, []);
    found.playbooks
}

#[test]
fn all_fifteen_are_there_and_none_contradicts_itself() {
    let mut names: Vec<String> = built_in()
        .iter()
        .map(|playbook| playbook.name.to_string())
        .collect();
    names.sort();
    assert_eq!(names, NAMES);
    for playbook in built_in() {
        assert_eq!(playbook.faults(), [], "{}", playbook.name);
        assert_eq!(playbook.doubts(&[]), [], "{}", playbook.name);
    }
}

#[test]
fn at_the_worst_support_is_told_first_or_nearly_and_the_ceo_within_twenty_minutes() {
    for playbook in built_in() {
        let name = &playbook.name;
        let plan = playbook.plan(Severity::Sev1);
        let support = plan
            .levels
            .iter()
            .find(|level| level.role == "support_lead")
            .unwrap();
        assert!(support.by <= Span::minutes(6), "{name}");
        let last = plan.levels.last().unwrap();
        assert!(
            last.role == "ceo" && last.by <= Span::minutes(20),
            "{name}: {last:?}"
        );
        assert!(plan.levels.iter().all(|level| level.deputy.is_some()), "{name}");
        assert!(plan.duties.len() >= 6, "{name}");
        let milder = playbook.plan(Severity::Sev3);
        assert!(
            milder.levels.len() < plan.levels.len() && milder.calls.owed.is_empty(),
            "{name}"
        );
        assert!(!playbook.plan(Severity::Sev4).public.owed, "{name}");
    }
}

#[test]
fn where_the_law_may_ask_it_is_told_before_the_page_speaks() {
    for name in ["security-exposure", "data-loss", "wrong-data-shown"] {
        let playbook = built_in()
            .into_iter()
            .find(|playbook| playbook.name == name)
            .unwrap();
        let legal = playbook
            .levels
            .iter()
            .find(|level| level.role == "legal")
            .unwrap();
        assert!(legal.by <= playbook.public.first, "{name}");
    }
}

#[test]
fn every_part_is_there() {
    for playbook in built_in() {
        let name = &playbook.name;
        for (what, words) in [
            ("title", playbook.title.as_str()),
            ("trigger", &playbook.trigger),
            ("first words", &playbook.first_words),
            ("opening", &playbook.opening),
            ("workaround", &playbook.script.workaround),
        ] {
            assert!(words.trim().len() >= 20, "{name}: {what}");
        }
        let severities = [Severity::Sev1, Severity::Sev2, Severity::Sev3, Severity::Sev4];
        for severity in severities {
            assert!(
                !playbook.matrix[&severity].when.is_empty(),
                "{name}: {severity:?}"
            );
        }
        for (what, count, least) in [
            ("do not say", playbook.do_not_say.len(), 5),
            ("steps", playbook.steps.len(), 10),
            ("notes", playbook.script.notes.len(), 4),
            ("alternatives", playbook.script.alternatives.len(), 4),
            ("stops", playbook.stops.len(), 2),
            ("experts", playbook.experts.len(), 4),
            ("gestures", playbook.gestures.ideas.len(), 2),
            ("exit", playbook.exit.len(), 4),
        ] {
            assert!(count >= least, "{name}: {count} {what}");
        }
        let allowance = playbook.gestures.allowance;
        assert!(
            allowance > Amount::default() && !playbook.gestures.currency.is_empty(),
            "{name}"
        );
        assert_eq!(
            playbook.matches.is_empty(),
            BY_HAND.contains(&name.as_str()),
            "{name}"
        );
        for stop in &playbook.stops {
            assert!(
                !stop.resume.is_empty() && stop.duty.is_some(),
                "{name}: {}",
                stop.id
            );
        }
        for expert in &playbook.experts {
            assert!(
                !expert.why.is_empty() && expert.duty.is_some(),
                "{name}: {}",
                expert.id
            );
        }
    }
}

#[test]
fn it_fits_the_room() {
    for playbook in built_in() {
        let name = &playbook.name;
        for level in &playbook.levels {
            assert!(level.title.chars().count() <= 14, "{name}: {}", level.title);
        }
        for step in &playbook.steps {
            assert!(step.text.chars().count() <= 84, "{name}: {}", step.text);
            assert!(step.duty.is_some(), "{name}: nobody has the step {}", step.id);
        }
        let by: Vec<_> = playbook.steps.iter().map(|step| step.by).collect();
        assert!(
            by.is_sorted(),
            "{name}: the steps stand in the order they are due"
        );
    }
}

#[test]
fn first_words_are_holding_lines_without_a_cause_a_time_or_an_amount() {
    let forbidden = [
        "minutes",
        "hour",
        "soon",
        "shortly",
        "tomorrow",
        "within the",
        "refund",
        "credit",
        "compensat",
        "because",
        "caused by",
        "due to",
        "root cause",
        "guarantee",
        "eur",
        "usd",
        "%",
        "will be fixed",
        "will be back",
    ];
    for playbook in built_in() {
        let (words, opening) = (
            playbook.first_words.to_lowercase(),
            playbook.opening.to_lowercase(),
        );
        for promise in forbidden {
            // At the start of a word only.
            let said = |text: &str| {
                let starts = |(at, _): (usize, &str)| !text[..at].ends_with(char::is_alphanumeric);
                text.match_indices(promise).any(starts)
            };
            assert!(!said(&words), "{}: {promise}", playbook.name);
            // Why we call may be said, in an opening; what we may not promise stays the same.
            assert!(
                promise == "because" || !said(&opening),
                "{}: {promise}",
                playbook.name
            );
        }
        assert!(!words.contains(char::is_numeric), "{}: a number", playbook.name);
    }
}

#[test]
fn a_draft_for_the_page_has_every_slot_of_its_phase_and_makes_no_promise_of_its_own() {
    for playbook in built_in() {
        for phase in [
            Phase::Investigating,
            Phase::Identified,
            Phase::Monitoring,
            Phase::Resolved,
        ] {
            let (name, text) = (&playbook.name, &playbook.texts[&phase]);
            let used: BTreeSet<&str> = named_slots(text).into_iter().collect();
            let asked: BTreeSet<&str> = slots(phase).iter().map(|(slot, _)| *slot).collect();
            assert_eq!(used, asked, "{name}: {phase:?}");
            for promise in [
                "refund",
                "credit",
                "guarantee",
                "caused by",
                "within the hour",
                "shortly",
            ] {
                assert!(
                    !text.to_lowercase().contains(promise),
                    "{name}: {phase:?}: {promise}"
                );
            }
        }
    }
}

#[test]
fn no_two_say_the_same() {
    let all = built_in();
    let mut words = BTreeSet::new();
    for playbook in &all {
        let own = [
            playbook.first_words.as_str(),
            &playbook.opening,
            &playbook.script.workaround,
            &playbook.trigger,
        ];
        for text in own
            .into_iter()
            .chain(playbook.script.notes.iter().map(|note| note.as_str()))
        {
            assert!(words.insert(text.to_owned()), "{}: {text}", playbook.name);
        }
    }
}

fn alert(labels: &[(&str, &str)]) -> Sighting {
    Sighting {
        fingerprint: "a".into(),
        title: "Video calls drop".into(),
        summary: None,
        labels: labels
            .iter()
            .map(|(key, value)| ((*key).into(), (*value).into()))
            .collect(),
        signal: Signal::Firing,
        started_at: Timestamp::UNIX_EPOCH,
        url: None,
    }
}

/// The first that matches is used, as the hub does.
fn chosen(labels: &[(&str, &str)]) -> Option<String> {
    let all = built_in();
    let found = all.iter().find(|playbook| playbook.matches(&alert(labels)));
    found.map(|playbook| playbook.name.to_string())
}

#[test]
fn an_alert_that_names_a_playbook_gets_it_however_severe_it_is() {
    for name in NAMES
        .iter()
        .filter(|name| !BY_HAND.contains(name) && **name != "full-outage")
    {
        assert_eq!(chosen(&[("playbook", name)]).as_deref(), Some(*name));
        let severe = [("playbook", *name), ("severity", "critical")];
        assert_eq!(chosen(&severe).as_deref(), Some(*name));
    }
    let mut values = BTreeSet::new();
    for playbook in built_in() {
        for value in playbook.matches.values().flatten() {
            assert!(values.insert(value.clone()), "{} is asked for twice", value);
        }
    }
}

#[test]
fn a_critical_alert_opens_a_full_outage_and_nothing_opens_the_unknown_by_itself() {
    for (severity, opens) in [
        ("critical", Some("full-outage")),
        ("sev1", Some("full-outage")),
        ("page", Some("full-outage")),
        ("warning", None),
    ] {
        assert_eq!(chosen(&[("severity", severity)]).as_deref(), opens, "{severity}");
    }
}
