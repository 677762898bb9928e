//! The reports to customers: how each stands, and the way into one.

use super::report::{ReportPanel, standing};
use super::{Ask, Panel};
use crate::domain::due::{DueState, Kind};
use crate::domain::incident::Incident;
use crate::domain::report_content::faults;
use crate::domain::reports::{ReportId, ReportKind, Standing};
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::when::{self, Count};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

#[derive(Debug, Default)]
pub struct Reports {
    pick: Pick<ReportId>,
}

/// The preliminary report, every update with the one that can be begun, and the final report.
fn items(stage: &Stage) -> Vec<Item<ReportId>> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let mut ids: Vec<ReportId> = incident.reports.iter().map(|report| report.id).collect();
    ids.extend(ReportKind::ALL.map(|kind| incident.reports.current(kind)));
    ids.sort();
    ids.dedup();
    ids.into_iter().map(|id| item(stage, incident, id)).collect()
}

fn item(stage: &Stage, incident: &Incident, id: ReportId) -> Item<ReportId> {
    let due = stage.board.dues.iter().find(|due| match due.kind {
        Kind::Report(kind) => id.kind() == kind,
        _ => false,
    });
    let mut item = Item::new(id, [name(id), standing(incident, id), due_words(stage, due)]);
    if due.is_some_and(|due| due.state(stage.now) == DueState::Overdue) {
        item.role = Role::Overdue;
    }
    let lacks = match incident.reports.get(id).map(|report| report.standing()) {
        Some(Standing::Draft | Standing::Waiting) => faults(incident, id, stage.now),
        Some(Standing::Approved) | None => Vec::new(),
    };
    item.details = match lacks.as_slice() {
        [] => String::new(),
        [only] => say!("Missing: {sentence}.", sentence = only.sentence),
        [first, more @ ..] => say!(
            "Missing: {sentence}; and {more} more.",
            sentence = first.sentence,
            more = more.len()
        ),
    };
    item
}

fn name(id: ReportId) -> String {
    match id {
        ReportId::Preliminary => word!("Preliminary").to_owned(),
        ReportId::Update(number) => say!("Update {number}", number),
        ReportId::Final => word!("Final").to_owned(),
    }
}

fn due_words(stage: &Stage, due: Option<&crate::domain::due::Due>) -> String {
    let Some(due) = due else { return String::new() };
    if !due.dated() {
        return word!("once the cause is known").to_owned();
    }
    let left = when::until(due.at, stage.now, Count::Minutes);
    match due.state(stage.now) {
        DueState::Overdue => say!("LATE, {left}", left),
        DueState::Soon => say!("soon, {left}", left),
        DueState::Waiting => left,
    }
}

impl Panel for Reports {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        self.pick
            .frame(word!("Reports to customers"), 76, stage.width, &items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(id) => vec![Ask::open(ReportPanel::new(id))],
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let hint = word!("Enter opens it: read, edit, approve, send");
        self.pick
            .draw(canvas, area, &items(stage), word!("No incident."), hint);
    }
}
