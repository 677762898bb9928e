//! The whole screen drawn from the model.

use super::ascii;
use super::canvas::{Canvas, Lines};
use super::model::Model;
use super::one_line;
use super::screen::room::layout::{self, FOOTER, HEADER, Panes, Tier};
use super::screen::room::{Room, accounts, checklist, clock, footer, header, lanes, next, timeline};
use super::screen::{self, lobby};
use super::stage::Stage;
use super::theme::{Role, Theme};
use super::wall;
use super::words::fit;
use crate::defect;
use crate::domain::incident::Incident;
use crate::domain::speech::{self, say};
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws the model into a frame.
pub fn view(model: &Model, theme: Theme, lines: Lines, frame: &mut Frame<'_>) {
    let screen = frame.area();
    let mut canvas = Canvas {
        buffer: frame.buffer_mut(),
        theme,
        lines,
        cursor: None,
    };
    canvas.ground();
    speech::within(model.language, || draw(model, &mut canvas, screen));
    if lines == Lines::Ascii {
        ascii::only(canvas.buffer);
    }
    if let Some(position) = canvas.cursor {
        frame.set_cursor_position(position);
    }
}

fn draw(model: &Model, canvas: &mut Canvas, screen: Rect) {
    let stage = &model.stage;
    if let Some(wall) = &model.wall {
        defect::here("wall");
        return wall::draw(canvas, screen, wall, stage);
    }
    let tier = layout::tier(screen.width, screen.height);
    let incident = stage.incident();
    if tier == Tier::Line {
        return least(canvas, screen, stage);
    }
    let last = model.dialogs.last();
    let card = tier == Tier::Huge && !model.room.zoom && last.is_some_and(|dialog| dialog.over_timeline());
    match incident {
        Some(incident) => {
            let body = layout::body(screen);
            let panes = layout::panes(&model.room, stage, body, tier);
            let panes = match card {
                true => layout::beside_card(panes),
                false => panes,
            };
            room(canvas, screen, &model.room, stage, incident, panes);
            let line = Rect {
                y: screen.y + 2,
                height: 1,
                ..screen
            };
            // What Enter does is said by what is open, and by nothing else.
            let keys = model.dialogs.is_empty();
            defect::here("next");
            next::draw(canvas, line, &model.room, stage, keys);
        }
        None => {
            defect::here("lobby");
            lobby::draw(canvas, screen, &model.lobby, stage);
        }
    }
    // The header never leaves the screen, whatever opens over the panes.
    let within = layout::body(screen);
    if let Some(dialog) = last {
        let over = match card {
            true => layout::card(layout::panes(&model.room, stage, within, tier)),
            false => within,
        };
        defect::here("dialog");
        screen::draw(dialog.as_ref(), canvas, over, stage);
        let last = Rect {
            y: screen.bottom() - 1,
            height: 1,
            ..screen
        };
        canvas.clear(last);
        canvas.text(
            last.x,
            last.y,
            last.width,
            screen::hint(dialog.as_ref()),
            Role::Plain,
        );
    }
}

fn room(canvas: &mut Canvas, screen: Rect, room: &Room, stage: &Stage, incident: &Incident, panes: Panes) {
    defect::here("header");
    header::draw(canvas, Rect { height: 2, ..screen }, stage, incident);
    defect::here("lanes");
    lanes::draw(
        canvas,
        Rect {
            y: screen.y + HEADER - 1,
            height: 1,
            ..screen
        },
        stage,
    );
    let body = layout::body(screen);
    if !panes.accounts.is_empty() {
        defect::here("accounts");
        accounts::draw(canvas, panes.accounts, room, stage, incident);
    }
    if !panes.clock.is_empty() {
        defect::here("clock");
        clock::draw(canvas, panes.clock, room, stage, incident);
    }
    if !panes.checklist.is_empty() {
        defect::here("checklist");
        checklist::draw(canvas, panes.checklist, room, stage, incident);
    }
    if !panes.timeline.is_empty() {
        defect::here("timeline");
        timeline::draw(canvas, panes.timeline, room, stage, incident);
    }
    if panes.clock.x > body.x {
        canvas.divider(
            panes.clock.x - 1,
            body.y,
            pane_height(panes.clock, panes.checklist),
        );
    }
    defect::here("footer");
    footer::draw(
        canvas,
        Rect {
            y: screen.bottom() - FOOTER,
            height: FOOTER,
            ..screen
        },
        room,
        stage,
    );
}

/// A column of the clock goes on through the checklist under it.
fn pane_height(pane: Rect, checklist: Rect) -> u16 {
    match checklist.x == pane.x {
        true => checklist.bottom() - pane.y,
        false => pane.height,
    }
}

/// For a terminal too small for a pane: the worst in one line.
fn least(canvas: &mut Canvas, screen: Rect, stage: &Stage) {
    defect::here("line");
    let title = stage.incident().map_or("", |incident| incident.title.as_str());
    let said = one_line::said(stage, title, screen.width);
    let live_width = fit::width(&said.live) as u16;
    let left = screen
        .width
        .saturating_sub(live_width + u16::from(live_width > 0));
    canvas.text(screen.x, screen.y, left, &said.text, Role::Strong);
    let x = screen.x + screen.width.saturating_sub(live_width);
    canvas.text(x, screen.y, live_width, &said.live, said.role);
    // Keys do nothing here, and that has to be said.
    let (width, height) = layout::LEAST;
    let short = say!("Needs {width} x {height}.", width, height);
    let long = say!(
        "Needs {width} x {height} or more; keys wait until then.",
        width,
        height
    );
    let fits = fit::width(&long) <= screen.width as usize;
    if screen.height > 1 {
        let say = if fits { long } else { short };
        canvas.text(screen.x, screen.y + 1, screen.width, &say, Role::Next);
    }
}
