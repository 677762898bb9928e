//! What was recorded while the hub was away and the hub did not take: each with its words, and why.

use super::{Ask, Panel};
use crate::domain::ids::SubmissionId;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::effect::Effect;
use crate::tui::msg::NotTaken;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::recorded::recorded;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

const WIDTH: u16 = 76;

#[derive(Debug)]
pub struct RefusedList {
    refused: Vec<NotTaken>,
    /// The line at the top.
    from: usize,
}

impl RefusedList {
    pub fn new(refused: Vec<NotTaken>) -> Self {
        RefusedList { refused, from: 0 }
    }

    fn lines(&self, stage: &Stage, cells: usize) -> Vec<(String, Role)> {
        let zone = &stage.setting.zone;
        let mut lines = Vec::new();
        for refused in &self.refused {
            let said = recorded(&refused.submission, stage.picture(), stage.now, zone);
            lines.extend(
                fit::wrap(&said, cells)
                    .into_iter()
                    .map(|line| (line, Role::Strong)),
            );
            let why = say!("Refused: {why}.", why = refused.why);
            let why = fit::wrap(&why, cells.saturating_sub(2));
            lines.extend(why.into_iter().map(|line| (format!("  {line}"), Role::Overdue)));
        }
        lines
    }
}

impl Panel for RefusedList {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let width = WIDTH.min(stage.width);
        let lines = self.lines(stage, width.saturating_sub(4) as usize).len() as u16;
        let title = match self.refused.len() {
            1 => word!("1 thing you recorded was refused").to_owned(),
            count => say!("{count} things you recorded were refused", count),
        };
        (title, width, lines.saturating_add(4))
    }

    fn key(&mut self, key: KeyEvent, _stage: &Stage) -> Vec<Ask> {
        match key.code {
            // It stays on disk, and the next start tells it again.
            KeyCode::Esc => vec![Ask::Close],
            KeyCode::Enter => {
                let ids: Vec<SubmissionId> =
                    self.refused.iter().map(|refused| refused.submission.id).collect();
                vec![Ask::Effect(Effect::Seen(ids)), Ask::Close]
            }
            KeyCode::Up => {
                self.from = self.from.saturating_sub(1);
                Vec::new()
            }
            KeyCode::Down => {
                self.from += 1;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let lines = self.lines(stage, area.width as usize);
        let room = area.height.saturating_sub(2) as usize;
        let from = self.from.min(lines.len().saturating_sub(room));
        for (at, (line, role)) in lines.iter().skip(from).take(room).enumerate() {
            canvas.text(area.x, area.y + at as u16, area.width, line, *role);
        }
        let more = match lines.len() > room {
            true => word!("Up and Down show more; "),
            false => "",
        };
        let hint = say!(
            "{more}Enter: it is read, and goes; Esc: again at the next start",
            more
        );
        canvas.text(
            area.x,
            area.bottom().saturating_sub(1),
            area.width,
            &hint,
            Role::Key,
        );
    }
}
