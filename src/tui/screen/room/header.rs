//! The four lines that never leave the screen: what is broken and for how long, who leads, what is next, the lanes.

use super::{Pane, Room, acts};
use crate::domain::call_list::{Listed, RowState};
use crate::domain::due::DueState;
use crate::domain::incident::{Incident, Internal};
use crate::domain::lanes::Lane;
use crate::domain::next::Next;
use crate::domain::people::Duty;
use crate::tui::canvas::{Canvas, Lines};
use crate::tui::msg::Liveness;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::layout::Rect;

/// Draws the header into its four lines.
pub fn draw(canvas: &mut Canvas, area: Rect, room: &Room, stage: &Stage, incident: &Incident) {
    broken(canvas, area, stage, incident);
    led(canvas, area.y + 1, area, stage, incident);
    next(canvas, area.y + 2, area, room, stage);
    lanes(canvas, area.y + 3, area, stage);
}

/// Severity, title, how long, the time now, and whether what is shown is live.
fn broken(canvas: &mut Canvas, area: Rect, stage: &Stage, incident: &Incident) {
    let severity = format!(" {} ", incident.severity.as_str().to_uppercase());
    let label = stage
        .setting
        .label
        .as_ref()
        .map(|label| format!(" {label} "))
        .unwrap_or_default();
    let lasted = lasted(incident, stage.now);
    let (live, live_role) = liveness(stage);
    let now = now(stage, area.width);
    let right = format!("{lasted}   {now}   ");
    let right_width = (fit::width(&right) + fit::width(&live)) as u16;
    let left = area.width.saturating_sub(right_width + 1);
    let title = format!(" {}", incident.title);
    canvas.spans(
        area.x,
        area.y,
        left,
        &[
            (&severity, Role::Severity),
            (&label, Role::Stale),
            (&title, Role::Strong),
        ],
    );
    canvas.spans(
        area.x + left + 1,
        area.y,
        right_width,
        &[
            (&lasted, Role::Strong),
            ("   ", Role::Plain),
            (&now, Role::Plain),
            ("   ", Role::Plain),
            (&live, live_role),
        ],
    );
}

fn lasted(incident: &Incident, now: Timestamp) -> String {
    match incident.internal {
        Internal::Open => format!("down {}", when::lasted(incident.t0, now)),
        Internal::Mitigated => format!("mitigated, {} in", when::lasted(incident.t0, now)),
        Internal::Resolved | Internal::Closed => {
            let end = incident.resolved_at.unwrap_or(now);
            format!(
                "{} after {}",
                incident.internal.as_str(),
                when::lasted(incident.t0, end)
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
    match (width >= 100, local == utc) {
        (_, true) => format!("now {utc} UTC"),
        (true, false) => format!(
            "now {local} {} ({utc} UTC)",
            here.time_zone().iana_name().unwrap_or("here")
        ),
        (false, false) => format!("now {local} here"),
    }
}

/// Whether what is shown is live: words, never colour alone.
pub fn liveness(stage: &Stage) -> (String, Role) {
    match &stage.liveness {
        Liveness::Live => ("LIVE ".to_owned(), Role::Done),
        Liveness::Connecting { .. } => (" CONNECTING ".to_owned(), Role::Stale),
        Liveness::Stale { since } => (format!(" STALE {} ", when::age(*since, stage.now)), Role::Stale),
        Liveness::Offline { since, .. } => {
            (format!(" OFFLINE {} ", when::age(*since, stage.now)), Role::Stale)
        }
    }
}

/// Who commands, how it stands, what is overdue, which incident, how many are here.
fn led(canvas: &mut Canvas, y: u16, area: Rect, stage: &Stage, incident: &Incident) {
    let commander = incident.holder(Duty::Commander);
    let lead = match commander {
        Some(name) => (format!(" Commander {name}"), Role::Strong),
        None => (" Commander: nobody, press d".to_owned(), Role::Overdue),
    };
    let late = incident.declared_at.duration_since(incident.t0).as_secs() / 60;
    let declared = if late >= 2 {
        format!("   declared +{late}")
    } else {
        String::new()
    };
    let standing = match incident.standing() {
        Some(entry) => format!("   {}", entry.text),
        None => String::new(),
    };
    let overdue = match stage.board.overdue(stage.now) {
        0 => String::new(),
        count => format!(" {count} OVERDUE "),
    };
    let here = stage.present.len().max(1);
    let open = stage.picture().open().len();
    let of = if open > 1 {
        format!(" (1 of {open}, g lists)")
    } else {
        String::new()
    };
    let right = format!("  {}{of}   {here} here ", incident.id);
    let right_width = fit::width(&right) + fit::width(&overdue);
    let left = area.width.saturating_sub(right_width as u16);
    canvas.spans(
        area.x,
        y,
        left,
        &[
            (&lead.0, lead.1),
            (&declared, Role::Plain),
            (&standing, Role::Plain),
        ],
    );
    canvas.spans(
        area.x + left,
        y,
        right_width as u16,
        &[(&overdue, Role::Severity), (&right, Role::Plain)],
    );
}

/// One sentence: what this person does next, and what Enter does about it.
fn next(canvas: &mut Canvas, y: u16, area: Rect, room: &Room, stage: &Stage) {
    let focused = room.pane == Pane::Next;
    let pointer = if focused { canvas.pointer() } else { "  " };
    let enter = match (focused, &stage.board.next) {
        (_, Next::Nothing) => String::new(),
        (true, _) => format!("Enter = {} ", acts::enter_says(room, stage)),
        (false, _) => "Esc, then Enter ".to_owned(),
    };
    let left = area.width.saturating_sub(fit::width(&enter) as u16 + 1);
    let (essential, more) = sentence(stage);
    let start = format!("{pointer}NEXT FOR YOU  {essential}");
    let fits = fit::width(&start) + fit::width(&more) <= left as usize;
    let line = fit::left(&if fits { start + &more } else { start }, left as usize);
    let role = if focused { Role::Next } else { Role::Strong };
    canvas.spans(
        area.x,
        y,
        area.width,
        &[(&line, role), (" ", role), (&enter, role)],
    );
}

/// What to do, and what may be left out where there is no room for it.
fn sentence(stage: &Stage) -> (String, String) {
    let now = stage.now;
    let whole = |text: String| (text, String::new());
    let count = |due: Timestamp| match stage.board.counting(now).is_some_and(|next| next.at == due) {
        true => Count::Seconds,
        false => Count::Minutes,
    };
    let due = |due: Timestamp| when::until(due, now, count(due));
    match &stage.board.next {
        Next::Record { name, since, .. } => {
            let minutes = when::lasted(*since, now);
            (
                format!("you are on the phone with {name}"),
                format!(", {minutes}: say how it ends"),
            )
        }
        Next::Call { name, until, .. } => whole(format!(
            "call {name}: yours until {}",
            when::clock(*until, now, &stage.setting.zone)
        )),
        Next::TakeCommand => whole("take command: nobody has it".to_owned()),
        Next::Inform { title, due: at, .. } => whole(format!("tell the {title}: {}", due(*at))),
        Next::Page { due: at, first: true } => {
            whole(format!("put the first text on the status page: {}", due(*at)))
        }
        Next::Page {
            due: at,
            first: false,
        } => whole(format!("update the status page: {}", due(*at))),
        Next::Claim {
            account,
            name,
            due: at,
        } => {
            let when = match at {
                Some(at) if *at <= now => format!(", {}", due(*at)),
                Some(at) => format!(", by {}", when::clock(*at, now, &stage.setting.zone)),
                None => String::new(),
            };
            let call = match stage.board.list.iter().find(|listed| listed.account == *account) {
                Some(Listed {
                    state: RowState::TellAgain { .. },
                    ..
                }) => format!("tell {name} the new words"),
                Some(_) | None => format!("call {name}"),
            };
            (format!("{call}: nobody has them"), when)
        }
        Next::CallAgain { name, due: at, .. } => whole(format!("call {name} again: {}", due(*at))),
        Next::Nothing => whole("nothing waits for you".to_owned()),
    }
}

/// The four lanes of the procedure side by side, in short words where there is no room for all of them.
fn lanes(canvas: &mut Canvas, y: u16, area: Rect, stage: &Stage) {
    let Some(lanes) = &stage.board.lanes else { return };
    let bar = match canvas.lines {
        Lines::Drawn => " │ ",
        Lines::Ascii => " | ",
    };
    let all = |support: Words, page: Words| {
        [
            lane(support, &lanes.support, stage),
            lane(page, &lanes.page, stage),
            lane(Words::short("Calls"), &lanes.calls, stage),
            lane(Words::short("CEO"), &lanes.ceo, stage),
        ]
    };
    let full = all(
        Words {
            done: "Support told",
            open: "Support: nobody,",
        },
        Words {
            done: "Status page",
            open: "Status page: nobody,",
        },
    );
    let cells: usize = full.iter().map(|(text, _)| fit::width(text) + 3).sum();
    let parts = match cells <= area.width as usize {
        true => full,
        false => all(Words::short("Support"), Words::short("Page")),
    };
    let mut spans: Vec<(&str, Role)> = vec![(" ", Role::Plain)];
    for (at, (text, role)) in parts.iter().enumerate() {
        if at > 0 {
            spans.push((bar, Role::Quiet));
        }
        spans.push((text, *role));
    }
    canvas.spans(area.x, y, area.width, &spans);
}

/// How a lane is named once it is done, and while it is not.
#[derive(Clone, Copy)]
struct Words {
    done: &'static str,
    open: &'static str,
}

impl Words {
    fn short(name: &'static str) -> Self {
        Words {
            done: name,
            open: name,
        }
    }
}

fn lane(words: Words, lane: &Lane, stage: &Stage) -> (String, Role) {
    let name = words.done;
    match lane {
        Lane::Done { minutes, who } => (
            format!("{name} {} {who}", when::after_start(*minutes)),
            Role::Done,
        ),
        Lane::Open { due, late } => {
            let counting = stage
                .board
                .counting(stage.now)
                .is_some_and(|next| next.at == *due);
            let count = if counting { Count::Seconds } else { Count::Minutes };
            let same = stage.board.dues.iter().find(|other| other.at == *due);
            let role = match same.map(|due| due.state(stage.now)) {
                _ if *late => Role::Overdue,
                Some(DueState::Soon) => Role::Soon,
                Some(DueState::Waiting | DueState::Overdue) | None => Role::Plain,
            };
            (
                format!("{} {}", words.open, when::until(*due, stage.now, count)),
                role,
            )
        }
        Lane::Skipped => (format!("{name}: skipped"), Role::Plain),
        Lane::Count { done, total } => (format!("{name} {done} of {total}"), Role::Plain),
        Lane::Absent => (format!("{name}: not in this playbook"), Role::Plain),
    }
}
