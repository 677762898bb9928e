//! The pane of the timeline: newest first, one line each, the plan on top.

use super::header::stale;
use super::{Pane, Room};
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::domain::timeline::{Entry, What};
use crate::tui::canvas::Canvas;
use crate::tui::screen::line::words;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when;
use jiff::tz::TimeZone;
use ratatui::layout::Rect;

pub fn draw(canvas: &mut Canvas, area: Rect, room: &Room, stage: &Stage, incident: &Incident) {
    let focused = room.pane == Pane::Timeline;
    canvas.title(area, &title(stage, incident), focused);
    let height = area.height.saturating_sub(1) as usize;
    let top = room.timeline.window(room.lines.len(), height);
    for (line, at) in room.lines.iter().skip(top).take(height).enumerate() {
        let y = area.y + 1 + line as u16;
        let selected = focused && top + line == room.timeline.row();
        draw_line(
            canvas,
            Rect { y, height: 1, ..area },
            &incident.timeline[*at],
            stage,
            selected,
        );
    }
}

fn title(stage: &Stage, incident: &Incident) -> String {
    let (zone, stale) = (zone_name(&stage.setting.zone, stage), stale(stage));
    match incident.intent() {
        None => say!("4 TIMELINE{stale}  newest first, {zone}", stale, zone),
        Some(intent) => {
            let until = when::clock(intent.ends(), stage.now, &stage.setting.zone);
            let over = match intent.ends() <= stage.now {
                true => word!(" is over, renew it"),
                false => "",
            };
            say!(
                "4 TIMELINE{stale} ({zone})  plan until {until}{over}: {intent} ({by})",
                stale,
                zone,
                until,
                over,
                intent = intent.text,
                by = intent.by
            )
        }
    }
}

/// `UTC`, or the zone's own short name now.
pub fn zone_name(zone: &TimeZone, stage: &Stage) -> String {
    stage.now.to_zoned(zone.clone()).strftime("%Z").to_string()
}

fn draw_line(canvas: &mut Canvas, line: Rect, entry: &Entry, stage: &Stage, selected: bool) {
    let zone = &stage.setting.zone;
    let at = when::clock(entry.said_at, stage.now, zone);
    let pointer = if selected {
        canvas.pointer().trim_end()
    } else {
        " "
    };
    let who = match entry.what {
        What::Alert => word!("alert"),
        _ => entry.by.as_str(),
    };
    let (text, role) = words(entry, stage);
    let role = if selected { Role::Selected } else { role };
    canvas.spans(
        line.x,
        line.y,
        line.width,
        &[
            (pointer, Role::Selected),
            (&at, Role::Quiet),
            (" ", Role::Plain),
            (&fit::left(who, 8), Role::Quiet),
            (" ", Role::Plain),
            (&text, role),
        ],
    );
}
