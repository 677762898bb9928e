//! The first two lines: what is broken and for how long, who commands, what is overdue; they never leave the screen.

use crate::domain::incident::{Incident, Internal};
use crate::domain::people::Duty;
use crate::domain::span;
use crate::domain::speech::{say, word};
use crate::domain::waits::waiting_for;
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::msg::Liveness;
use crate::tui::screen::brought;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::layout::Rect;

/// From this width on there is room for more about the time.
const WIDE: u16 = 100;

/// Cells that the latest news has to have.
const SENTENCE: usize = 30;

/// Draws both lines.
pub fn draw(canvas: &mut Canvas, area: Rect, stage: &Stage, incident: &Incident) {
    broken(canvas, Rect { height: 1, ..area }, stage, incident);
    led(
        canvas,
        Rect {
            y: area.y + 1,
            height: 1,
            ..area
        },
        stage,
        incident,
    );
}

/// Severity, title and how long, side by side; at the other end the time now, and whether what is shown is live.
fn broken(canvas: &mut Canvas, area: Rect, stage: &Stage, incident: &Incident) {
    let (live, live_role) = liveness(stage, area.width);
    let severity = format!(" {} ", incident.severity.as_str().to_uppercase());
    let label = stage
        .setting
        .label
        .as_ref()
        .map(|label| format!(" {label} "))
        .unwrap_or_default();
    let lasted = format!("   {}", lasted(stage, incident));
    // What it is and how long are worth more than what time it is.
    let needed = fit::width(&severity) + fit::width(&label) + fit::width(&lasted) + fit::width(&live) + 2;
    let room = (area.width as usize).saturating_sub(needed);
    let times = [now(stage, area.width), now(stage, 0)].map(|now| format!("{now}   "));
    let now = times
        .into_iter()
        .find(|now| fit::width(now) <= room)
        .unwrap_or_default();
    let right = (fit::width(&now) + fit::width(&live)) as u16;
    let left = area.width.saturating_sub(right + 1);
    // The title is cut before the time it has lasted is.
    let used = fit::width(&severity) + fit::width(&label) + fit::width(&lasted) + 1;
    let title = fit::cut(&incident.title, (left as usize).saturating_sub(used));
    let parts = [
        (severity.as_str(), Role::of(incident.severity)),
        (&label, Role::Label),
        (" ", Role::Plain),
        (&title, Role::Strong),
        (&lasted, Role::Strong),
    ];
    canvas.spans(area.x, area.y, left, &parts);
    canvas.spans(
        area.x + left + 1,
        area.y,
        right,
        &[(&now, Role::Plain), (&live, live_role)],
    );
}

fn lasted(stage: &Stage, incident: &Incident) -> String {
    let now = stage.now;
    match incident.internal {
        Internal::Open => say!("down {lasted}", lasted = when::lasted(incident.t0, now)),
        Internal::Mitigated => say!("mitigated, {lasted} in", lasted = when::lasted(incident.t0, now)),
        Internal::Resolved | Internal::Closed => {
            let end = incident.resolved_at.unwrap_or(now);
            let state = incident.state_words();
            let comma = if state.contains(',') { "," } else { "" };
            say!(
                "{state}{comma} after {lasted}",
                state,
                comma,
                lasted = when::lasted(incident.t0, end)
            )
        }
    }
}

/// The time in UTC, and here as well where there is room for both.
fn now(stage: &Stage, width: u16) -> String {
    let zone = &stage.setting.zone;
    let here = stage.now.to_zoned(zone.clone());
    let utc = when::clock(stage.now, stage.now, &TimeZone::UTC);
    let local = when::clock(stage.now, stage.now, zone);
    let about = about(stage);
    match (local == utc, width >= WIDE) {
        (true, _) => say!("now {about}{utc} UTC", about, utc),
        (false, true) => {
            let zone = here.time_zone().iana_name().unwrap_or(word!("here"));
            say!("now {about}{local} {zone} ({utc} UTC)", about, local, zone, utc)
        }
        (false, false) if width > 0 => say!("now {about}{local} ({utc} UTC)", about, local, utc),
        // No room for more than one of them.
        (false, false) => say!("now {about}{utc} UTC", about, utc),
    }
}

/// Before a time that is counted without the hub.
pub fn about(stage: &Stage) -> &'static str {
    match stage.estimates() {
        true => word!("about "),
        false => "",
    }
}

/// After the title of a pane that may be otherwise by now.
pub fn stale(stage: &Stage) -> &'static str {
    match stage.estimates() {
        true => word!("  STALE"),
        false => "",
    }
}

/// Whether what is shown is live, and else how old it is: words, never colour alone.
pub fn liveness(stage: &Stage, width: u16) -> (String, Role) {
    let old = |word: &str, since: Timestamp| {
        let age = stage.age(since);
        let of = when::clock(since, stage.now, &stage.setting.zone);
        let said = match width >= WIDE {
            true => say!(" {word} {age}, showing {of} ", word, age, of),
            false => format!(" {word} {age} "),
        };
        (said, Role::Stale)
    };
    match &stage.liveness {
        Liveness::Live => (word!("LIVE ").to_owned(), Role::Live),
        Liveness::Connecting { .. } => (word!(" CONNECTING ").to_owned(), Role::Stale),
        Liveness::Stale { since } => old(word!("STALE"), *since),
        Liveness::Offline { since, .. } => old(word!("OFFLINE"), *since),
    }
}

/// Who commands, what is overdue by name, and how it stands; at the other end which incident, and how many are here.
fn led(canvas: &mut Canvas, area: Rect, stage: &Stage, incident: &Incident) {
    let (lead, lead_role) = match incident.holder(Duty::Commander) {
        Some(name) => (say!(" Commander {name}", name), Role::Strong),
        None => {
            let key = stage.keys.press(Action::Duty);
            (say!(" Commander: nobody, press {key}", key), Role::Overdue)
        }
    };
    let late = incident.declared_at.duration_since(incident.t0).as_secs() / 60;
    let declared = match (incident.firing_since, late) {
        (Some(since), _) => say!(
            ", firing since {clock}",
            clock = when::clock(since, stage.now, &stage.setting.zone)
        ),
        (None, 1..) => say!(", declared +{late}", late),
        (None, _) => String::new(),
    };
    let again = match incident.rounds {
        2.. if incident.is_open() => say!(", open again, {nth} time", nth = span::nth(incident.rounds)),
        _ => String::new(),
    };
    // What is overdue may take what is left, as far as nothing else needs it.
    let most = match area.width {
        ..WIDE => 48,
        _ => area.width as usize * 2 / 5,
    };
    let overdue = overdue(stage, most);
    let gap = if overdue.is_empty() { "" } else { "   " };
    // The rows of the clock name them as well, where there is no room for it here.
    let nobody = brought::nobody(incident)
        .filter(|_| area.width >= 100)
        .map(|nobody| say!("   nobody: {nobody}", nobody))
        .unwrap_or_default();
    let standing = incident
        .standing()
        .map(|entry| say!("   latest: {entry}", entry = entry.text))
        .unwrap_or_default();
    let here = stage.present.len().max(1);
    let open = stage.picture().open();
    let of = match open.iter().position(|other| other.id == incident.id) {
        Some(at) if open.len() > 1 => say!(
            ", {at} of {open} ({keys})",
            at = at + 1,
            open = open.len(),
            keys = stage.keys.press(Action::Incidents)
        ),
        Some(_) | None => String::new(),
    };
    let owed = match stage.board.owing.long_term {
        0 => String::new(),
        count => say!(
            "   {count} owed ({keys})",
            count,
            keys = stage.keys.press(Action::Owed)
        ),
    };
    let waits = waiting_for(incident, &stage.me().name);
    let waits = waits.iter().filter(|wait| wait.owner.is_some()).count();
    let word = stage.keys.press(Action::Waits);
    // What is overdue needs the room more than a sentence does.
    let waits = match (waits, area.width >= 100 || overdue.is_empty()) {
        (0, _) => String::new(),
        (1, true) => say!("1 waits for your word: {word}   ", word),
        (1, false) => say!("1 waits: {word}   ", word),
        (count, true) => say!("{count} wait for your word: {word}   ", count, word),
        (count, false) => say!("{count} wait: {word}   ", count, word),
    };
    let right = say!(
        "{waits}{incident}{of}{owed}   {here} here ",
        waits,
        incident = incident.id,
        of,
        owed,
        here
    );
    let right_width = fit::width(&right) as u16;
    let left = area.width.saturating_sub(right_width + 2);
    // A word or two of a sentence say nothing.
    let before = [lead.as_str(), &declared, &again, gap, &overdue, &nobody];
    let used: usize = before.into_iter().map(fit::width).sum();
    let standing = match (left as usize).saturating_sub(used) {
        ..SENTENCE => "",
        _ => &standing,
    };
    let parts = [
        (lead.as_str(), lead_role),
        (&declared, Role::Plain),
        (&again, Role::Strong),
        (gap, Role::Plain),
        (&overdue, Role::Alarm),
        (&nobody, Role::Soon),
        (standing, Role::Plain),
    ];
    canvas.spans(area.x, area.y, left, &parts);
    canvas.spans(
        area.right().saturating_sub(right_width),
        area.y,
        right_width,
        &[(&right, Role::Plain)],
    );
}

/// How many are overdue, and the first of them by name.
fn overdue(stage: &Stage, cells: usize) -> String {
    let count = stage.board.overdue(stage.now);
    let Some(first) = stage.board.dues[..count].first() else {
        return String::new();
    };
    format!(
        " {} ",
        fit::cut(
            &say!("{count} OVERDUE: {what}", count, what = first.what),
            cells.saturating_sub(2)
        )
    )
}
