//! The list of incidents: choose which one the screen is about.

use super::{Ask, Panel};
use crate::domain::ids::IncidentId;
use crate::domain::incident::Internal;
use crate::domain::speech::word;
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::when;
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

const WIDTH: u16 = 76;

#[derive(Debug, Default)]
pub struct Incidents {
    pick: Pick<IncidentId>,
}

/// The open ones, the worst first; then the others, the newest first.
fn items(stage: &Stage) -> Vec<Item<IncidentId>> {
    let picture = stage.picture();
    let closed = picture
        .incidents()
        .rev()
        .filter(|incident| incident.internal == Internal::Closed);
    let all = picture.open().into_iter().chain(closed);
    all.map(|incident| {
        let columns = [
            incident.id.to_string(),
            incident.severity.as_str().to_uppercase(),
            incident.internal.as_str().to_owned(),
            when::lasted(incident.t0, stage.now),
            incident.title.to_string(),
        ];
        Item::new(incident.id, columns)
    })
    .collect()
}

impl Panel for Incidents {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        self.pick
            .frame(word!("Incidents"), WIDTH, stage.width, &items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match self.pick.key(key, &items(stage)) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(incident) => vec![Ask::Choose(incident), Ask::Close],
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        self.pick.draw(
            canvas,
            area,
            &items(stage),
            word!("None so far."),
            word!("Enter shows it"),
        );
    }
}
