//! The words of a report as a file to edit, one heading a part, and back.

use super::words::when;
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::nearest::nearest;
use crate::domain::notes::Stance;
use crate::domain::report_content::faults;
use crate::domain::reports::{Action, Moment, Parts, ReportId};
use crate::domain::text::{Clean, CleanText};
use crate::domain::timeline::What;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use std::fmt::Write;

/// Lines of our own record that are offered at most.
const OFFERED: usize = 60;

/// The headings, in the order of the file, each with what belongs under it.
const HEADINGS: [(&str, &str); 12] = [
    (
        "Title",
        "What happened, in a few words. Left empty: the title of the incident.",
    ),
    (
        "Summary",
        "What happened, to whom, and how it stands, in three sentences.",
    ),
    (
        "Services",
        "Services and regions, as customers call them. One a line.",
    ),
    ("Impact", "What customers felt, and how many of them."),
    (
        "Timeline",
        "- YYYY-MM-DD HH:MM what happened, in words for customers.",
    ),
    ("What we did", "One a line."),
    (
        "Workaround",
        "What they can do meanwhile, and what they should check.",
    ),
    (
        "What we will do",
        "- what | who answers for it, as customers read it | YYYY-MM-DD | who of us keeps it (may be left out)",
    ),
    (
        "Next news",
        "When: YYYY-MM-DD HH:MM, then How: by e-mail from your advocate",
    ),
    (
        "Apology",
        "In your own words; the last line says who: \"By: Carol King, CEO\".",
    ),
    ("Contact", "Whom they turn to, and how."),
    (
        "Lessons",
        "What we learned about how we handled it and told them. One a line.",
    ),
];

/// The file: what is written already under its heading; hints and what is missing in lines that are not taken over.
pub fn file(incident: &Incident, report: ReportId, parts: &Parts, zone: &TimeZone, now: Timestamp) -> String {
    let mut out = String::new();
    let zone_name = zone.iana_name().unwrap_or("the room's zone").to_owned();
    let head = [
        format!("// The {} of {}: {}", report.words(), incident.id, incident.title),
        "// Write under the headings. Lines that begin with // are not taken over, and a part left empty is left out."
            .to_owned(),
        format!("// Times are in {zone_name}. Times of the incident, calls, promises and credits come from the record."),
    ];
    let missing = faults(incident, report, now);
    let missing = missing
        .iter()
        .map(|fault| format!("// Missing: {}", fault.sentence));
    for line in head.into_iter().chain(missing) {
        put(&mut out, &line);
    }
    for (heading, hint) in HEADINGS {
        put(&mut out, &format!("\n# {heading}\n// {hint}"));
        for line in written(heading, parts, zone) {
            put(&mut out, &line);
        }
        if heading == "Timeline" {
            offer(&mut out, incident, zone);
        }
    }
    out
}

fn put(out: &mut String, line: &str) {
    // Writing into a string does not fail.
    let _ = writeln!(out, "{line}");
}

fn written(heading: &str, parts: &Parts, zone: &TimeZone) -> Vec<String> {
    let text = |text: &str| match text.is_empty() {
        true => Vec::new(),
        false => vec![text.to_owned()],
    };
    let list = |all: &[Clean]| all.iter().map(|line| format!("- {line}")).collect();
    match heading {
        "Title" => text(&parts.title),
        "Summary" => text(&parts.summary),
        "Services" => list(&parts.services),
        "Impact" => text(&parts.impact),
        "Timeline" => {
            let lines = parts.timeline.iter();
            lines
                .map(|line| format!("- {} {}", when(line.at, zone), line.text))
                .collect()
        }
        "What we did" => list(&parts.done),
        "Workaround" => text(&parts.workaround),
        "What we will do" => parts.prevention.iter().map(action).collect(),
        "Next news" => {
            let at = parts.next_at.map(|at| when(at, zone)).unwrap_or_default();
            vec![format!("When: {at}"), format!("How: {}", parts.next)]
        }
        "Apology" => {
            let mut lines = text(&parts.apology);
            lines.push(format!("By: {}", parts.apology_by));
            lines
        }
        "Contact" => text(&parts.contact),
        "Lessons" => list(&parts.lessons),
        _ => Vec::new(),
    }
}

fn action(action: &Action) -> String {
    let due = action
        .due
        .map(|due| due.to_zoned(TimeZone::UTC).date().to_string());
    let due = due.unwrap_or_default();
    let mut line = format!("- {} | {} | {due}", action.what, action.owner);
    if let Some(keeper) = &action.keeper {
        line += &format!(" | {keeper}");
    }
    line
}

/// Facts and deeds of the record that are about no account: they are written for us, so somebody chooses and rewords.
fn offer(out: &mut String, incident: &Incident, zone: &TimeZone) {
    let fit = incident.timeline.iter().filter(|entry| {
        matches!(entry.what, What::Note(Stance::Fact | Stance::Did))
            && entry.account.is_none()
            && entry.withdrawn.is_none()
    });
    let lines: Vec<String> = fit
        .map(|entry| format!("// - {} {}", when(entry.said_at, zone), entry.text))
        .collect();
    if lines.is_empty() {
        return;
    }
    put(
        out,
        "// From our record; take away the // from what is fit for customers, and say it in their words:",
    );
    for line in lines.iter().skip(lines.len().saturating_sub(OFFERED)) {
        put(out, line);
    }
}

/// Reads the file back.
///
/// # Errors
/// What cannot be read, one sentence each with its line; nothing is left out silently.
pub fn read(text: &str, zone: &TimeZone) -> Result<Parts, Vec<String>> {
    let mut parts = Parts::default();
    let mut faults = Vec::new();
    let mut heading: Option<&str> = None;
    let mut bodies: Vec<(&str, Vec<(usize, String)>)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line_number = at + 1;
        if line.trim_start().starts_with("//") {
            continue;
        }
        if let Some(given) = line.strip_prefix("# ") {
            match known(given.trim()) {
                Ok(found) => {
                    if bodies.iter().any(|(known, _)| *known == found) {
                        faults.push(format!(
                            "line {line_number}: {found:?} stands here a second time; write it all under one"
                        ));
                    }
                    heading = Some(found);
                    bodies.push((found, Vec::new()));
                }
                Err(why) => faults.push(format!("line {line_number}: {why}")),
            }
            continue;
        }
        match (heading, bodies.last_mut()) {
            (Some(_), Some((_, body))) => body.push((line_number, line.trim_end().to_owned())),
            _ if line.trim().is_empty() => {}
            _ => faults.push(format!("line {line_number}: it stands under no heading")),
        }
    }
    for (heading, body) in bodies {
        take(&mut parts, heading, &body, zone, &mut faults);
    }
    match faults.is_empty() {
        true => Ok(parts),
        false => Err(faults),
    }
}

fn known(given: &str) -> Result<&'static str, String> {
    let names = HEADINGS.map(|(heading, _)| heading);
    let found = names.into_iter().find(|name| name.eq_ignore_ascii_case(given));
    found.ok_or_else(|| {
        let meant = nearest(given, names).map(|name| format!("; did you mean {name:?}?"));
        let meant = meant.unwrap_or_else(|| format!("; the parts are {}", names.join(", ")));
        format!("a report has no part {given:?}{meant}")
    })
}

fn take(
    parts: &mut Parts,
    heading: &str,
    body: &[(usize, String)],
    zone: &TimeZone,
    faults: &mut Vec<String>,
) {
    let text = || {
        let lines: Vec<&str> = body.iter().map(|(_, line)| line.as_str()).collect();
        lines.join("\n").trim().to_owned()
    };
    let items = || {
        let lines = body.iter().map(|(at, line)| (*at, item(line)));
        lines.filter(|(_, line)| !line.is_empty())
    };
    let first = body.first().map_or(1, |(at, _)| *at);
    match heading {
        "Title" => parts.title = whole(first, &text(), faults),
        "Summary" => parts.summary = whole_text(first, &text(), faults),
        "Services" => parts.services = all(items(), faults),
        "Impact" => parts.impact = whole_text(first, &text(), faults),
        "Timeline" => {
            for (at, line) in items() {
                match moment(line, zone) {
                    Some((time, text)) => parts.timeline.push(Moment {
                        at: time,
                        text: whole(at, text, faults),
                    }),
                    None => faults.push(format!(
                        "line {at}: expected a time and what happened, as in \"- 2026-07-01 14:07 We moved calls elsewhere.\""
                    )),
                }
            }
        }
        "What we did" => parts.done = all(items(), faults),
        "Workaround" => parts.workaround = whole_text(first, &text(), faults),
        "What we will do" => {
            for (at, line) in items() {
                match will(line) {
                    Ok(action) => parts.prevention.push(action),
                    Err(why) => faults.push(format!("line {at}: {why}")),
                }
            }
        }
        "Next news" => news(parts, body, zone, faults),
        "Apology" => {
            let mut words = Vec::new();
            for (at, line) in body {
                match line.trim().strip_prefix("By:") {
                    Some(by) => parts.apology_by = whole(*at, by.trim(), faults),
                    None => words.push(line.as_str()),
                }
            }
            parts.apology = whole_text(first, words.join("\n").trim(), faults);
        }
        "Contact" => parts.contact = whole(first, &text(), faults),
        "Lessons" => parts.lessons = all(items(), faults),
        _ => {}
    }
}

/// Each of these lines, by its number.
fn all<'a>(lines: impl Iterator<Item = (usize, &'a str)>, faults: &mut Vec<String>) -> Vec<Clean> {
    lines.map(|(at, line)| whole(at, line, faults)).collect()
}

fn whole(at: usize, line: &str, faults: &mut Vec<String>) -> Clean {
    Clean::whole(line).unwrap_or_else(|long| {
        faults.push(format!("line {at}: it {long}"));
        Clean::default()
    })
}

fn whole_text(at: usize, text: &str, faults: &mut Vec<String>) -> CleanText {
    CleanText::whole(text).unwrap_or_else(|long| {
        faults.push(format!("line {at}: what begins here {long}"));
        CleanText::default()
    })
}

/// A line without its bullet.
fn item(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix("- ")
        .or(line.strip_prefix("* "))
        .unwrap_or(line)
        .trim_start_matches('-')
        .trim()
}

fn news(parts: &mut Parts, body: &[(usize, String)], zone: &TimeZone, faults: &mut Vec<String>) {
    for (at, line) in body {
        let line = line.trim();
        if let Some(how) = line.strip_prefix("How:") {
            parts.next = whole(*at, how.trim(), faults);
        } else if let Some(time) = line.strip_prefix("When:") {
            let time = time.trim();
            parts.next_at = time_of(time, zone);
            if !time.is_empty() && parts.next_at.is_none() {
                faults.push(format!(
                    "line {at}: {time:?} is no time; expected one such as 2026-07-02 14:00"
                ));
            }
        } else if !line.is_empty() {
            faults.push(format!("line {at}: expected \"When:\" or \"How:\""));
        }
    }
}

/// When, and what happened.
fn moment<'a>(line: &'a str, zone: &TimeZone) -> Option<(Timestamp, &'a str)> {
    let split = line.char_indices().filter(|(_, c)| *c == ' ').nth(1);
    let (time, text) = line.split_at(split?.0);
    Some((time_of(time, zone)?, text.trim()))
}

/// `2026-07-02 14:00` in a zone.
pub fn time_of(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let (date, time) = text.split_once(' ')?;
    let both: DateTime = format!("{date}T{time}").parse().ok()?;
    Some(both.to_zoned(zone.clone()).ok()?.timestamp())
}

/// `what | who | 2026-08-01 | keeper`; all but the first may be left out.
///
/// # Errors
/// The date is none, or a text is too long.
pub fn will(line: &str) -> Result<Action, String> {
    let mut fields = line.split('|').map(str::trim);
    let what = fields.next().unwrap_or_default();
    let owner = fields.next().unwrap_or_default();
    let due = match fields.next().filter(|due| !due.is_empty()) {
        None => None,
        Some(due) => {
            Some(end_of(due).ok_or_else(|| format!("{due:?} is no date; expected one such as 2026-08-01"))?)
        }
    };
    let keeper = fields.next().filter(|keeper| !keeper.is_empty());
    let whole = |text: &str| Clean::whole(text).map_err(|long| format!("{:.20}… {long}", Clean::line(text)));
    Ok(Action {
        what: whole(what)?,
        owner: whole(owner)?,
        keeper: keeper.map(whole).transpose()?.map(Name),
        due,
    })
}

/// The end of a working day, the same day nearly everywhere on earth.
fn end_of(date: &str) -> Option<Timestamp> {
    let date: Date = date.parse().ok()?;
    Some(date.at(17, 0, 0, 0).to_zoned(TimeZone::UTC).ok()?.timestamp())
}
