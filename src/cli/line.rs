//! A line of the timeline as plain text.

use crate::domain::alerts::Signal;
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::IncidentId;
use crate::domain::incident::Incident;
use crate::domain::timeline::Entry;
use crate::tui::screen::line::timed;
use crate::tui::words::when::clock;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What it says, with the time it ends with, and whether it still holds.
pub fn words(entry: &Entry, now: Timestamp, zone: &TimeZone) -> String {
    let text = timed(entry, now, zone);
    match entry.withdrawn {
        Some(_) => format!("(taken back) {text}"),
        None => text,
    }
}

/// What stands over the lines of the log; it names the zone of their times.
pub fn heading(now: Timestamp, zone: &TimeZone) -> String {
    let zone = now.to_zoned(zone.clone()).strftime("%Z").to_string();
    format!("{:>5} {zone:<5} {:<6} {:<10} what", "line", "where", "who")
}

/// `   42 14:01 INC-7 dana      rolled back media-eu`; the number is what `undo` takes.
pub fn of_the_log(
    recorded: &Recorded,
    incident: Option<&Incident>,
    now: Timestamp,
    zone: &TimeZone,
) -> String {
    let known = incident.and_then(|incident| Some((incident, incident.entry(recorded.seq)?)));
    if let Some((incident, entry)) = known {
        return of_the_timeline(entry, incident.id, now, zone);
    }
    let seq = recorded.seq.0;
    let at = clock(recorded.said_at, now, zone);
    let by = recorded.by.name.as_str();
    let what = of_the_hub(&recorded.event);
    format!("{seq:>5} {at} {:<6} {by:<10} {what}", "-")
}

/// The same of a line of an incident.
pub fn of_the_timeline(entry: &Entry, incident: IncidentId, now: Timestamp, zone: &TimeZone) -> String {
    let seq = entry.seq.0;
    let at = clock(entry.said_at, now, zone);
    let (by, words) = (entry.by.as_str(), words(entry, now, zone));
    format!("{seq:>5} {at} {incident:<6} {by:<10} {words}")
}

/// What happens outside of every incident.
fn of_the_hub(event: &Event) -> String {
    match event {
        Event::DirectoryImported(event) => {
            let counts = [
                (event.accounts, "account", "accounts"),
                (event.contacts, "contact", "contacts"),
                (event.people, "person", "people"),
            ];
            let counts = counts.into_iter().filter(|(count, _, _)| *count > 0);
            let counts: Vec<String> = counts
                .map(|(count, one, several)| format!("{count} {}", if count == 1 { one } else { several }))
                .collect();
            format!("imported {} from {}", counts.join(", "), event.from)
        }
        Event::AlertFired(event) => match event.alert.signal {
            Signal::Suppressed => format!("alert, suppressed: {}", event.alert.title),
            Signal::Firing | Signal::Cleared => {
                format!("alert, no playbook matches: {}", event.alert.title)
            }
        },
        Event::AlertCleared(event) => format!("cleared: {}", event.title),
        Event::TopicRaised(event) => format!("topic of our own: {}", event.name),
        Event::TopicsMerged(event) => format!("topic {} is the same as {}", event.from_name, event.into_name),
        Event::TopicAnswered(event) => format!("topic {}, what helps: {}", event.name, event.workaround),
        Event::TopicOwned(event) => format!("{} sees to topic {}", event.owner, event.name),
        Event::TopicCrossedOff(event) => format!("crossed off topic {}: {}", event.name, event.how),
        other => other.kind().replace('_', " "),
    }
}
