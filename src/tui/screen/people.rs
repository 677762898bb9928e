//! Who is in the room, what they look at, and whether they rest.

use super::{Ask, Panel, rest};
use crate::domain::care::Strain;
use crate::domain::people::Duty;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct PeopleHere;

impl Panel for PeopleHere {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        (
            word!("Who is here").to_owned(),
            66,
            (stage.present.len().clamp(1, 16) + care(stage).len()) as u16 + 4,
        )
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc | KeyCode::Enter => vec![Ask::Close],
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let care = care(stage);
        let looking = |at: &str| {
            let row = stage.incident().and_then(|incident| incident.rows.get(at));
            row.map_or_else(|| at.to_owned(), |row| row.name().to_string())
        };
        for (line, person) in stage
            .present
            .iter()
            .enumerate()
            .take((area.height as usize).saturating_sub(2 + care.len()))
        {
            let away = stage.picture().care.away(&person.name, stage.now);
            let at = match (away, &person.looking_at) {
                (Some(until), _) => {
                    let until = when::clock(until, stage.now, &stage.setting.zone);
                    say!("on a break until {until}", until)
                }
                (None, Some(at)) => say!("looking at {looking}", looking = looking(at)),
                (None, None) => String::new(),
            };
            let you = if person.name == stage.me().name {
                word!(" (you)")
            } else {
                ""
            };
            let name = fit::left(&format!("{}{you}", person.name), 18);
            let text = format!("{name} {} {at}", fit::left(&person.role, 10));
            canvas.text(area.x, area.y + line as u16, area.width, &text, Role::Plain);
        }
        if stage.present.is_empty() {
            canvas.text(
                area.x,
                area.y,
                area.width,
                word!("The hub has not said yet."),
                Role::Plain,
            );
        }
        let below = area.bottom().saturating_sub(1 + care.len() as u16);
        for (line, text) in (0u16..).zip(&care) {
            canvas.text(area.x, below + line, area.width, text, Role::Plain);
        }
        canvas.text(
            area.x,
            area.bottom().saturating_sub(1),
            area.width,
            word!("Esc closes"),
            Role::Key,
        );
    }
}

/// For whoever directs, how many are due a break and never who; for everyone, what they bore themselves.
fn care(stage: &Stage) -> Vec<String> {
    let me = &stage.me().name;
    let care = &stage.picture().care;
    let mine = care.strain(me, stage.now);
    let mine =
        (mine != Strain::default()).then(|| say!("You alone see this. {said}", said = rest::said(mine)));
    let directs = [Duty::Commander, Duty::Deputy, Duty::CsLead];
    let directs = stage.incident().is_some_and(|incident| {
        let holds = |duty: &Duty| incident.holder(*duty) == Some(me);
        directs.iter().any(holds)
    });
    let due = care.due_words(stage.now).filter(|_| directs);
    mine.into_iter().chain(due).collect()
}
