//! The brief: five lines for executives and one page below, to read out; Enter says that it was given.

use super::{Ask, Panel};
use crate::domain::brief::brief;
use crate::domain::briefs::GiveBrief;
use crate::domain::command::Command;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::scroll::Scroll;
use crate::tui::words::brief::page;
use crate::tui::words::when;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// The page with its box.
const WIDTH: u16 = 84;
/// Its box, above and below.
const BOX: u16 = 2;

#[derive(Debug, Default)]
pub struct BriefPage {
    scroll: Scroll,
}

fn lines(stage: &Stage) -> Vec<String> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    let cells = WIDTH.min(stage.width).saturating_sub(4) as usize;
    let brief = brief(stage.picture(), incident, stage.now, !stage.masked);
    page(&brief, &stage.setting.zone, cells)
}

/// Lines in view, at most.
fn room(stage: &Stage) -> usize {
    (stage.height as usize).saturating_sub(8).max(1)
}

fn last_given(stage: &Stage) -> String {
    let given = stage.incident().and_then(|incident| incident.last_brief());
    match given {
        None => word!("not given yet").to_owned(),
        Some(given) => {
            let at = when::clock(given.at, stage.now, &stage.setting.zone);
            say!("last given at {at} by {by}", at, by = given.by)
        }
    }
}

impl Panel for BriefPage {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let height = lines(stage).len().min(room(stage)) as u16 + 2 + BOX;
        (
            say!("The brief, {last_given}", last_given = last_given(stage)),
            WIDTH,
            height,
        )
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc => vec![Ask::Close],
            KeyCode::Enter => {
                let given = Command::GiveBrief(GiveBrief::default());
                let say = word!("The brief was given to the executives.").to_owned();
                vec![
                    Ask::Submit(given, None),
                    Ask::Say(say, Tone::Undoable),
                    Ask::Close,
                ]
            }
            _ => {
                self.scroll.key(key);
                Vec::new()
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let lines = lines(stage);
        let last = area.bottom().saturating_sub(1);
        let rows = (area.height as usize).saturating_sub(2);
        let (shown, below) = self.scroll.view(&lines, rows);
        let above = lines.len() - below - shown.len();
        for (line, text) in shown.iter().enumerate() {
            let role = if above + line == 0 {
                Role::Strong
            } else {
                Role::Plain
            };
            canvas.text(area.x, area.y + line as u16, area.width, text, role);
        }
        let more = match below {
            0 => String::new(),
            1 => word!("; 1 more line below").to_owned(),
            count => say!("; {count} more lines below", count),
        };
        let hint = say!("Enter says that it was given to executives{more}", more);
        canvas.text(area.x, last, area.width, &hint, Role::Key);
    }
}
