//! What we say: the grid of audience and phase, each cell with what is live, what is drafted, and how old it is.

mod decide;
mod publish;
mod write;

use crate::domain::speech::{say, word};
pub use decide::DecideForm;
pub use publish::PublishForm;
pub use write::WriteForm;

use super::reports::Reports;
use super::{Ask, Panel};
use crate::domain::actor::Access;
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::messages::{Audience, Draft, Phase};
use crate::tui::canvas::Canvas;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// Cells of the column that names the audience.
const NAMES: usize = 11;

/// The grid; the cursor is on one cell.
#[derive(Debug)]
pub struct WordsGrid {
    row: usize,
    column: usize,
}

impl WordsGrid {
    /// With the cursor on the page, in the phase it is in.
    pub fn new(stage: &Stage) -> Self {
        let phase = stage.incident().map_or(Phase::None, Incident::public);
        let column = Phase::TOLD.iter().position(|told| *told == phase);
        WordsGrid {
            row: 0,
            column: column.unwrap_or(0),
        }
    }

    fn cell(&self) -> (Audience, Phase) {
        (Audience::ALL[self.row], Phase::TOLD[self.column])
    }

    fn draw_rows(&self, canvas: &mut Canvas, area: Rect, stage: &Stage, incident: &Incident) {
        let width = (area.width as usize).saturating_sub(NAMES + 2) / Phase::TOLD.len();
        let mut head = fit::left("", NAMES + 2);
        for phase in Phase::TOLD {
            head += &fit::left(&format!("  {}", phase.as_str()), width);
        }
        canvas.text(area.x, area.y, area.width, &head, Role::Plain);
        for (row, audience) in Audience::ALL.into_iter().enumerate() {
            let y = area.y + 1 + row as u16;
            canvas.text(area.x, y, NAMES as u16 + 2, audience.as_str(), Role::Plain);
            for (column, phase) in Phase::TOLD.into_iter().enumerate() {
                let here = (row, column) == (self.row, self.column);
                let (text, role) = standing(stage, incident, audience, phase);
                let pointer = if here { canvas.pointer() } else { "  " };
                let role = if here && role == Role::Plain {
                    Role::Strong
                } else {
                    role
                };
                let x = area.x + (NAMES + 2 + column * width) as u16;
                let parts = [(pointer, Role::Selected), (text.as_str(), role)];
                canvas.spans(x, y, width as u16, &parts);
            }
        }
    }

    fn draw_texts(&self, canvas: &mut Canvas, area: Rect, incident: &Incident) {
        let (audience, phase) = self.cell();
        let mut lines: Vec<(String, Role)> = Vec::new();
        if let Some(live) = incident.live_in(audience, phase) {
            lines.push((
                say!("Live, {live}: {live2}", live = live.name(), live2 = &**live.text),
                Role::Plain,
            ));
        }
        for draft in drafts(incident, audience, phase) {
            let what = match &draft.approved {
                Some(approval) => say!("Approved by {by}, not published", by = approval.by),
                None => say!("Draft by {by}", by = draft.by),
            };
            lines.push((format!("{what}: {}", &*draft.text), Role::Plain));
        }
        if lines.is_empty() {
            let words = say!(
                "Nothing is said yet: {audience}, {phase}.",
                audience,
                phase = phase.as_str()
            );
            lines.push((words, Role::Plain));
        }
        let mut y = area.y;
        for (text, role) in lines {
            for line in fit::wrap(&text, area.width as usize).iter().take(3) {
                if y < area.bottom() {
                    canvas.text(area.x, y, area.width, line, role);
                }
                y += 1;
            }
        }
    }
}

/// What is open in a cell: undecided drafts, and approved texts not yet published; the oldest first.
fn drafts(incident: &Incident, audience: Audience, phase: Phase) -> impl Iterator<Item = &Draft> {
    let open = incident.undecided().chain(incident.unpublished());
    open.filter(move |draft| draft.audience == audience && draft.phase == phase)
}

/// One cell in a few words: what is live with its age, or what waits.
fn standing(stage: &Stage, incident: &Incident, audience: Audience, phase: Phase) -> (String, Role) {
    if let Some(draft) = drafts(incident, audience, phase).next() {
        return match &draft.approved {
            Some(_) => (word!("to publish").to_owned(), Role::Next),
            None => (
                say!("draft, {age}", age = when::age(draft.at, stage.now)),
                Role::Soon,
            ),
        };
    }
    match incident.live_in(audience, phase) {
        Some(live) => {
            let age = when::age(live.at, stage.now);
            let word = live
                .number
                .map_or(word!("live").to_owned(), |number| say!("text {number}", number));
            match live.approved {
                true => (format!("{word}, {age}"), Role::Plain),
                false => (say!("{word}, no word", word), Role::Soon),
            }
        }
        None => ("-".to_owned(), Role::Plain),
    }
}

impl Panel for WordsGrid {
    fn frame(&self, _stage: &Stage) -> (String, u16, u16) {
        (word!("What we say, and to whom").to_owned(), 96, 17)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let (rows, columns) = (Audience::ALL.len(), Phase::TOLD.len());
        match key.code {
            KeyCode::Esc => return vec![Ask::Close],
            KeyCode::Up => self.row = (self.row + rows - 1) % rows,
            KeyCode::Down => self.row = (self.row + 1) % rows,
            KeyCode::Left | KeyCode::BackTab => self.column = (self.column + columns - 1) % columns,
            KeyCode::Right | KeyCode::Tab => self.column = (self.column + 1) % columns,
            KeyCode::Enter => {
                let (audience, phase) = self.cell();
                let open = stage
                    .incident()
                    .and_then(|incident| drafts(incident, audience, phase).next());
                return match open {
                    Some(draft) => step(stage, draft),
                    None => vec![Ask::open(WriteForm::new(stage, audience, phase))],
                };
            }
            KeyCode::Char('n' | ' ') => {
                let (audience, phase) = self.cell();
                return vec![Ask::open(WriteForm::new(stage, audience, phase))];
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let Some(incident) = stage.incident() else { return };
        self.draw_rows(canvas, Rect { height: 6, ..area }, stage, incident);
        let texts = Rect {
            y: area.y + 7,
            height: area.height.saturating_sub(9),
            ..area
        };
        self.draw_texts(canvas, texts, incident);
        let (audience, phase) = self.cell();
        let enter = match drafts(incident, audience, phase).next() {
            Some(draft) if draft.approved.is_some() => {
                word!("Enter says where it is published; n or Space writes another")
            }
            Some(_) => word!("Enter shows what is new in it; n or Space writes another"),
            None => word!("Enter writes a text for it; arrows: another cell"),
        };
        let last = area.bottom().saturating_sub(1);
        canvas.text(area.x, last, area.width, enter, Role::Key);
    }
}

/// What is to be done next about a draft, by this person.
pub fn step(stage: &Stage, draft: &Draft) -> Vec<Ask> {
    match draft.approved {
        Some(_) => vec![Ask::open(PublishForm::new(stage, draft.seq))],
        None => vec![Ask::open(DecideForm::new(stage, draft.seq))],
    }
}

/// The draft or the text with this number, looked at to decide on it; a report is read among the reports.
pub fn decide(stage: &Stage, seq: Seq) -> Vec<Ask> {
    let reports = stage.incident().map(|incident| &incident.reports);
    if reports.is_some_and(|reports| reports.waiting().any(|(_, draft)| draft.seq == seq)) {
        return vec![Ask::open(Reports::default())];
    }
    vec![Ask::open(DecideForm::new(stage, seq))]
}

/// The next step of the page: publish what is approved, decide on what waits, or write.
pub fn page(stage: &Stage) -> Vec<Ask> {
    let Some(incident) = stage.incident() else {
        return Vec::new();
    };
    if let Some(draft) = incident.unpublished().last() {
        return vec![Ask::open(PublishForm::new(stage, draft.seq))];
    }
    let waits = incident
        .undecided()
        .find(|draft| draft.audience == Audience::Page);
    if let Some(draft) = waits {
        return decide(stage, draft.seq);
    }
    if let Some(post) = incident
        .unapproved()
        .next()
        .filter(|_| has_the_word(stage, incident))
    {
        return decide(stage, post.seq);
    }
    let phase = match incident.public() {
        Phase::None => Phase::Investigating,
        phase => phase,
    };
    vec![Ask::open(WriteForm::new(stage, Audience::Page, phase))]
}

/// Whether this person's word is enough.
fn has_the_word(stage: &Stage, incident: &Incident) -> bool {
    incident.approves(&stage.me().name) || stage.me().access == Access::Admin
}

/// Refused in words where a form was opened about something that has gone meanwhile.
fn gone() -> Vec<Ask> {
    let say = word!("That text is not waiting any more.").to_owned();
    vec![Ask::Say(say, Tone::Plain), Ask::Close]
}
