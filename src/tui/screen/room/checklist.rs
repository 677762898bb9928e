//! The pane of the outreach checklist: who has heard from us, by count and by money, and what is ticked for each.

use super::{Pane, Room};
use crate::domain::checklist::AccountStep;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::playbook::StepPlan;
use crate::domain::text::Clean;
use crate::tui::board::Board;
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when;
use crate::tui::words::{self, fit};
use ratatui::layout::Rect;

/// A row: a step of the playbook, or an account.
#[derive(Clone, Debug, PartialEq)]
pub enum RowKey {
    Step(Clean),
    Account(AccountId),
}

/// The open steps, the accounts, then what is done: nobody has to look past that.
pub fn rows(incident: &Incident, board: &Board, listed: &[usize]) -> Vec<RowKey> {
    let (done, open): (Vec<_>, Vec<_>) = incident
        .playbook
        .steps
        .iter()
        .partition(|step| incident.steps.contains_key(&step.id));
    let key = |step: &StepPlan| RowKey::Step(step.id.clone());
    let accounts = listed
        .iter()
        .map(|at| RowKey::Account(board.list[*at].account.clone()));
    open.into_iter()
        .map(key)
        .chain(accounts)
        .chain(done.into_iter().map(key))
        .collect()
}

/// From this width on every step has a column of its own.
const WIDE: u16 = 76;
const COLUMN: usize = 13;

/// Lines taken by the totals.
const TOTALS: u16 = 5;

pub fn draw(canvas: &mut Canvas, area: Rect, room: &Room, stage: &Stage, incident: &Incident) {
    let focused = room.pane == Pane::Checklist;
    let coverage = &stage.board.coverage;
    let title = format!("3 CHECKLIST  {} key accounts", coverage.total);
    canvas.title(area, &title, focused);
    let totals = totals(area, focused);
    draw_totals(
        canvas,
        Rect {
            y: area.y + 1,
            height: totals,
            ..area
        },
        stage,
    );
    let y = area.y + 1 + totals;
    let below = Rect {
        y,
        height: area.bottom().saturating_sub(y),
        ..area
    };
    draw_rows(canvas, below, room, stage, incident, focused);
}

/// How many lines the totals take. In a small pane the focus shows the rows instead.
pub fn totals(area: Rect, focused: bool) -> u16 {
    let below = area.height.saturating_sub(1);
    match focused && below < TOTALS + 3 {
        true => 0,
        false => below.min(TOTALS),
    }
}

fn draw_totals(canvas: &mut Canvas, area: Rect, stage: &Stage) {
    let coverage = &stage.board.coverage;
    let share = |part: i64, of: i64| if of == 0 { 0.0 } else { part as f64 / of as f64 };
    let heard = match coverage.total - coverage.spoken {
        _ if stage.board.list.is_empty() => (" no account: name a component".to_owned(), Role::Strong),
        _ if coverage.total == 0 => (" none on the list is to be called".to_owned(), Role::Plain),
        0 => (" all have heard from us".to_owned(), Role::Done),
        rest => (format!(" {rest} have NOT HEARD from us"), Role::Strong),
    };
    let counts = format!(
        " reached {} tried {} not yet {}",
        coverage.spoken, coverage.attempted, coverage.untouched
    );
    let told = match coverage.stale {
        0 => format!(" settled {}", coverage.settled),
        stale => format!(" {stale} to tell again, settled {}", coverage.settled),
    };
    let by_money = share(coverage.arr_spoken.0, coverage.arr.0);
    let cells = (area.width as usize).saturating_sub(20).clamp(4, 30);
    let bar = canvas.bar(cells, by_money);
    let money = match stage.masked {
        true => format!(" {bar}"),
        false => format!(" {bar} {:.0} % of ARR", by_money * 100.0),
    };
    let pace = match stage.board.done_at {
        Some(at) => format!(
            " at this pace all by {}",
            when::clock(at, stage.now, &stage.setting.zone)
        ),
        None if coverage.total == 0 => " pace: nobody to call".to_owned(),
        None => " pace: too few calls yet".to_owned(),
    };
    let lines = [
        heard,
        (counts, Role::Plain),
        (money, Role::Plain),
        (pace, Role::Plain),
        (told, Role::Plain),
    ];
    for (line, (text, role)) in lines.iter().enumerate().take(area.height as usize) {
        canvas.text(area.x, area.y + line as u16, area.width, text, *role);
    }
}

fn draw_rows(
    canvas: &mut Canvas,
    area: Rect,
    room: &Room,
    stage: &Stage,
    incident: &Incident,
    focused: bool,
) {
    let height = area.height as usize;
    let total = room.checklist_rows.len();
    let top = room.checklist.window(total, height);
    for (line, key) in room.checklist_rows.iter().skip(top).take(height).enumerate() {
        let y = area.y + line as u16;
        let selected = focused && top + line == room.checklist.row();
        let pointer = if selected { canvas.pointer() } else { "  " };
        let (what, ticks, role) = match key {
            RowKey::Step(id) => step(incident, id),
            RowKey::Account(id) => account(incident, id, area.width >= WIDE),
        };
        let width = area.width as usize;
        let room_for_ticks = fit::width(&ticks).min(width.saturating_sub(14));
        let what_role = if selected { Role::Strong } else { Role::Plain };
        canvas.spans(
            area.x,
            y,
            area.width,
            &[
                (pointer, Role::Strong),
                (
                    &fit::left(&what, width.saturating_sub(room_for_ticks + 4)),
                    what_role,
                ),
                (" ", Role::Plain),
                (&fit::cut(&ticks, room_for_ticks), role),
            ],
        );
    }
    if total == 0 && height > 0 {
        let nothing = match stage.board.list.is_empty() {
            true => "  no accounts on the call list",
            false => "  no row has these words",
        };
        canvas.text(area.x, area.y, area.width, nothing, Role::Plain);
    }
}

fn step(incident: &Incident, id: &Clean) -> (String, String, Role) {
    let text = incident
        .playbook
        .steps
        .iter()
        .find(|step| step.id == *id)
        .map_or("", |step| &*step.text);
    match incident.steps.get(id) {
        Some(tick) => (
            text.to_owned(),
            format!(
                "done {} {}",
                when::after_start(incident.minutes(tick.at)),
                tick.by
            ),
            Role::Done,
        ),
        None => (text.to_owned(), "open".to_owned(), Role::Plain),
    }
}

/// The steps of one account: a column each where there is room, else what is done in words.
fn account(incident: &Incident, id: &AccountId, columns: bool) -> (String, String, Role) {
    let Some(row) = incident.rows.get(id) else {
        return (id.to_string(), String::new(), Role::Plain);
    };
    let word = |step: AccountStep| match (step, row.told()) {
        (AccountStep::Told, Some(number)) => format!("told {}", words::text(number)),
        _ => step.words().to_owned(),
    };
    let done = |step: &AccountStep| incident.done(row, *step);
    let any = AccountStep::ALL.iter().any(done);
    let role = if any { Role::Done } else { Role::Plain };
    let ticks: Vec<String> = match columns {
        true => AccountStep::ALL
            .iter()
            .map(|step| fit::left(&if done(step) { word(*step) } else { "-".to_owned() }, COLUMN))
            .collect(),
        false if any => AccountStep::ALL
            .iter()
            .filter(|step| done(step))
            .map(|step| word(*step))
            .collect(),
        false if row.standing().next().is_some() => vec!["tried".to_owned()],
        false => vec!["not yet".to_owned()],
    };
    (
        row.name().to_string(),
        ticks.join(if columns { "" } else { ", " }),
        role,
    )
}
