//! The stop-list: what is stopped, what the playbook would stop, and what goes on again.

use super::stop::StopForm;
use super::{Ask, Panel};
use crate::domain::incident::Incident;
use crate::domain::playbook::StopPlan;
use crate::domain::speech::{say, word};
use crate::domain::stops::Stop;
use crate::domain::text::Clean;
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::pick::{Item, Pick, Picked};
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

const WIDTH: u16 = 76;
const WHAT: usize = 34;

#[derive(Debug, Default)]
pub struct Stops {
    pick: Pick<Clean>,
}

/// The playbook's, in its order; then those in free words.
fn items(stage: &Stage) -> Vec<Item<Clean>> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let planned = &incident.playbook.stops;
    let free = incident
        .stops
        .all()
        .filter(|stop| planned.iter().all(|plan| plan.id != stop.id));
    let of_plan = planned.iter().map(|plan| match incident.stops.last(&plan.id) {
        Some(stop) => stopped(stage, stop),
        None => not_stopped(stage, incident, plan),
    });
    of_plan.chain(free.map(|stop| stopped(stage, stop))).collect()
}

fn not_stopped(stage: &Stage, incident: &Incident, plan: &StopPlan) -> Item<Clean> {
    let due = plan.by.after(incident.t0);
    let (state, role) = match incident.is_open() {
        true if due <= stage.now => (word!("NOT STOPPED, late").to_owned(), Role::Overdue),
        true => {
            let until = when::until(due, stage.now, Count::Minutes);
            (say!("not stopped, due {until}", until), Role::Plain)
        }
        false => (word!("was not stopped").to_owned(), Role::Plain),
    };
    let details = plan.duty.map_or_else(String::new, |duty| {
        let holder = incident
            .holder(duty)
            .map_or(word!("nobody"), |holder| holder.as_str());
        say!("The {duty} ({holder}) sees to it.", duty, holder)
    });
    Item {
        role,
        details,
        ..Item::new(plan.id.clone(), [fit::cut(&plan.what, WHAT), state])
    }
}

fn stopped(stage: &Stage, stop: &Stop) -> Item<Clean> {
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    let (state, role) = match &stop.resumed {
        None => (
            say!("stopped {clock} by {by}", clock = clock(stop.at), by = stop.by),
            Role::Strong,
        ),
        Some(resumed) => (
            say!(
                "goes on again {clock} by {by}",
                clock = clock(resumed.at),
                by = resumed.by
            ),
            Role::Done,
        ),
    };
    let mind = match stop.resume.trim() {
        "" => String::new(),
        mind => say!(" Before that: {mind}.", mind),
    };
    Item {
        role,
        details: say!("{owner} lets it go on again.{mind}", owner = stop.owner, mind),
        ..Item::new(stop.id.clone(), [fit::cut(&stop.what, WHAT), state])
    }
}

fn enter_says(stage: &Stage, id: Option<&Clean>) -> &'static str {
    let last = id.and_then(|id| stage.incident()?.stops.last(id));
    match (id, last) {
        (None, _) => word!("n or Right stops something    Esc closes"),
        (Some(_), Some(stop)) if stop.resumed.is_none() => {
            word!("Space lets it go on again    n or Right stops another    Esc closes")
        }
        (Some(_), _) => word!("Space stops it    n or Right stops another    Esc closes"),
    }
}

impl Panel for Stops {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let title = word!("Stop-list: held back while customers hurt");
        self.pick.frame(title, WIDTH, stage.width, &items(stage))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let items = items(stage);
        // Space and Enter both open the question: stopping and going on hurt others when they are a slip.
        let key = match key.code {
            KeyCode::Char('n') | KeyCode::Right => return vec![Ask::open(StopForm::new(stage, None))],
            KeyCode::Char(' ') => KeyEvent::new(KeyCode::Enter, key.modifiers),
            _ => key,
        };
        match self.pick.key(key, &items) {
            Picked::Nothing => Vec::new(),
            Picked::Close => vec![Ask::Close],
            Picked::One(id) => vec![Ask::open(StopForm::new(stage, Some(&id)))],
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let items = items(stage);
        let selected = self.pick.selected(&items).map(|item| &item.key);
        let hint = enter_says(stage, selected);
        let empty = word!("Nothing is stopped, and the playbook names nothing to stop.");
        self.pick.draw(canvas, area, &items, empty, hint);
    }
}
