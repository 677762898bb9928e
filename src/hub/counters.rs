//! What the hub counts about itself, for `/metrics`.

use super::writer::Done;
use crate::domain::ids::SourceName;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

#[derive(Debug, Default)]
pub struct Counters {
    events: AtomicU64,
    commands: AtomicU64,
    refused: AtomicU64,
    not_recorded: AtomicU64,
    turns: AtomicU64,
    busy_nanos: AtomicU64,
    polls_waiting: AtomicU64,
    company_lists: AtomicU64,
    hooks: [AtomicU64; Hook::ALL.len()],
    hooks_truncated: AtomicU64,
    sources: Mutex<BTreeMap<SourceName, Trouble>>,
}

/// What is wrong with a source now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trouble {
    /// Things in its last list that could not be used.
    pub faults: usize,
    /// Times in a row that it could not be asked.
    pub failures: u32,
}

type SourceGauge = (&'static str, &'static str, fn(&Trouble) -> u64);

const SOURCE_GAUGES: [SourceGauge; 2] = [
    (
        "source_faults",
        "What of a source's last list could not be used",
        |trouble| trouble.faults as u64,
    ),
    (
        "source_failures",
        "Times in a row that a source could not be asked",
        |trouble| u64::from(trouble.failures),
    ),
];

/// How the delivery of a webhook ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hook {
    Taken,
    /// Not what it claims to be.
    Malformed,
    TooLarge,
    /// The fault is ours; the sender tries again.
    NotRecorded,
    /// The body did not come to its end.
    CutOff,
    /// Without the signature it should have.
    NotSigned,
}

impl Hook {
    pub const ALL: [Hook; 6] = [
        Hook::Taken,
        Hook::Malformed,
        Hook::TooLarge,
        Hook::NotRecorded,
        Hook::CutOff,
        Hook::NotSigned,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Hook::Taken => "taken",
            Hook::Malformed => "malformed",
            Hook::TooLarge => "too_large",
            Hook::NotRecorded => "not_recorded",
            Hook::CutOff => "cut_off",
            Hook::NotSigned => "not_signed",
        }
    }
}

/// Counted as a waiting poll until it is dropped.
pub struct Waiting<'a>(&'a AtomicU64);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Counters {
    /// One turn of the writer, and how long it took.
    pub fn turn(&self, done: &Done, took: Duration) {
        if done.answers.is_empty() && done.lines.is_empty() {
            return;
        }
        let refused = done
            .answers
            .iter()
            .filter(|answer| (400..500).contains(&answer.status));
        let failed = done.answers.iter().filter(|answer| answer.status >= 500);
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        for (counter, more) in [
            (&self.events, done.lines.len() as u64),
            (&self.commands, done.answers.len() as u64),
            (&self.refused, refused.count() as u64),
            (&self.not_recorded, failed.count() as u64),
            (&self.turns, 1),
            (&self.busy_nanos, nanos),
        ] {
            counter.fetch_add(more, Ordering::Relaxed);
        }
    }

    /// How often who is here was listed until now.
    pub fn company_lists(&self, until_now: u64) {
        self.company_lists.fetch_max(until_now, Ordering::Relaxed);
    }

    pub fn hook(&self, ended: Hook) {
        self.hooks[ended as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// Alerts that a sender left out of its webhook.
    pub fn truncated(&self, alerts: u64) {
        self.hooks_truncated.fetch_add(alerts, Ordering::Relaxed);
    }

    pub fn source(&self, name: &SourceName, now: Trouble) {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        sources.insert(name.clone(), now);
    }

    pub fn waiting(&self) -> Waiting<'_> {
        self.polls_waiting.fetch_add(1, Ordering::Relaxed);
        Waiting(&self.polls_waiting)
    }

    /// As Prometheus reads it, text format 0.0.4.
    pub fn text(&self) -> String {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let seconds = Duration::from_nanos(read(&self.busy_nanos)).as_secs_f64();
        let mut text = String::new();
        for (name, kind, about, value) in [
            (
                "events_total",
                "counter",
                "Events recorded",
                read(&self.events) as f64,
            ),
            (
                "commands_total",
                "counter",
                "Commands answered",
                read(&self.commands) as f64,
            ),
            (
                "commands_refused_total",
                "counter",
                "Commands refused",
                read(&self.refused) as f64,
            ),
            (
                "commands_not_recorded_total",
                "counter",
                "Commands the store could not record",
                read(&self.not_recorded) as f64,
            ),
            (
                "commits_total",
                "counter",
                "Batches decided and recorded",
                read(&self.turns) as f64,
            ),
            (
                "commit_seconds_total",
                "counter",
                "Time spent on batches",
                seconds,
            ),
            (
                "polls_waiting",
                "gauge",
                "Polls waiting for news",
                read(&self.polls_waiting) as f64,
            ),
            (
                "company_lists_total",
                "counter",
                "Times that who is here was listed, each for all who were told",
                read(&self.company_lists) as f64,
            ),
        ] {
            // Cannot fail, nor can the others: a string takes everything.
            let _ = write!(
                text,
                "# HELP warroom_{name} {about}\n# TYPE warroom_{name} {kind}\nwarroom_{name} {value}\n"
            );
        }
        let _ = writeln!(
            text,
            "# HELP warroom_hooks_truncated_alerts_total Alerts that a sender left out of its webhook\n\
             # TYPE warroom_hooks_truncated_alerts_total counter\nwarroom_hooks_truncated_alerts_total {}",
            read(&self.hooks_truncated)
        );
        text.push_str(
            "# HELP warroom_hooks_total Webhooks by how they ended\n# TYPE warroom_hooks_total counter\n",
        );
        for hook in Hook::ALL {
            let (name, value) = (hook.as_str(), read(&self.hooks[hook as usize]));
            let _ = writeln!(text, "warroom_hooks_total{{result=\"{name}\"}} {value}");
        }
        self.sources_text(&mut text);
        text
    }

    fn sources_text(&self, text: &mut String) {
        let sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, about, value) in SOURCE_GAUGES {
            let _ = writeln!(text, "# HELP warroom_{name} {about}\n# TYPE warroom_{name} gauge");
            for (source, trouble) in &*sources {
                let source = source.as_str().replace('\\', r"\\").replace('"', "\\\"");
                let _ = writeln!(text, "warroom_{name}{{source=\"{source}\"}} {}", value(trouble));
            }
        }
    }
}
