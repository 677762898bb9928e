//! The brief of one call for the executive who makes it; Enter says how it went.

use super::held_call::HeldForm;
use super::{Ask, Panel};
use crate::domain::call_brief::call_brief;
use crate::domain::ids::Seq;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::scroll::Scroll;
use crate::tui::words::brief;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// The page with its box.
const WIDTH: u16 = 84;
/// Its box, above and below.
const BOX: u16 = 2;

#[derive(Debug)]
pub struct CallBrief {
    request: Seq,
    scroll: Scroll,
}

impl CallBrief {
    pub fn new(request: Seq) -> Self {
        CallBrief {
            request,
            scroll: Scroll::default(),
        }
    }

    fn lines(&self, stage: &Stage) -> Vec<String> {
        let incident = stage.incident();
        let wished = incident.and_then(|incident| Some((incident, incident.wished(self.request)?)));
        let Some((incident, wished)) = wished else {
            return vec![word!("This wish was taken back.").to_owned()];
        };
        let cells = WIDTH.min(stage.width).saturating_sub(4) as usize;
        let known = call_brief(incident, wished, stage.now, !stage.masked);
        brief::call(&known, stage.now, &stage.setting.zone, cells)
    }

    fn open(&self, stage: &Stage) -> bool {
        let wished = stage
            .incident()
            .and_then(|incident| incident.wished(self.request));
        wished.is_some_and(|wished| wished.wish.open())
    }
}

/// Lines in view, at most.
fn room(stage: &Stage) -> usize {
    (stage.height as usize).saturating_sub(8).max(1)
}

impl Panel for CallBrief {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let height = self.lines(stage).len().min(room(stage)) as u16 + 2 + BOX;
        (word!("Before the executive calls").to_owned(), WIDTH, height)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc => vec![Ask::Close],
            KeyCode::Enter if self.open(stage) => {
                let form = HeldForm::new(stage, self.request).map(Ask::open);
                std::iter::once(Ask::Close).chain(form).collect()
            }
            _ => {
                self.scroll.key(key);
                Vec::new()
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let lines = self.lines(stage);
        let view = room(stage).min(area.height.saturating_sub(2) as usize);
        let (shown, _) = self.scroll.view(&lines, view);
        for (at, line) in shown.iter().enumerate() {
            canvas.text(area.x, area.y + at as u16, area.width, line, Role::Plain);
        }
        let more = if lines.len() > view {
            word!("arrows: more    ")
        } else {
            ""
        };
        let enter = if self.open(stage) {
            word!("Enter says how it went    ")
        } else {
            ""
        };
        let hint = say!("{more}{enter}Esc closes", more, enter);
        let bottom = area.y + area.height.saturating_sub(1);
        canvas.text(area.x, bottom, area.width, &hint, Role::Key);
    }
}
