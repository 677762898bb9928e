//! One row of a form: what it holds, how many lines it takes, and how it is drawn.

use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::widget::paper::Paper;
use crate::tui::words::fit;
use crossterm::event::KeyCode;
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct Row {
    pub key: &'static str,
    pub label: String,
    /// What stands in an empty line, in parentheses.
    pub hint: String,
    pub shown: bool,
    /// Somebody has to choose before Enter sends it.
    pub unsaid: bool,
    pub part: Part,
}

#[derive(Debug)]
pub enum Part {
    Line(Field),
    Choice {
        options: Vec<Choice>,
        chosen: usize,
    },
    /// Several lines, and how many of them are in view.
    Text(Paper, u16),
    /// A paragraph to read; the label is the paragraph.
    Says,
}

/// One of the options of a choice, with what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub name: String,
    /// Stands under it while it is chosen; may be empty.
    pub meaning: String,
}

impl From<&str> for Choice {
    fn from(name: &str) -> Self {
        Choice::from((name, ""))
    }
}

impl From<String> for Choice {
    fn from(name: String) -> Self {
        Choice::from((name, ""))
    }
}

impl<A: Into<String>, B: Into<String>> From<(A, B)> for Choice {
    fn from((name, meaning): (A, B)) -> Self {
        Choice {
            name: name.into(),
            meaning: meaning.into(),
        }
    }
}

/// The next option that begins with this letter, in any case; the same one where none does.
pub fn next_with(options: &[Choice], chosen: usize, letter: char) -> usize {
    let begins = |at: &usize| {
        let first = options[*at].name.chars().next();
        first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
    };
    let after = (chosen + 1..options.len()).chain(0..chosen.min(options.len()));
    after.into_iter().find(begins).unwrap_or(chosen)
}

impl Row {
    pub fn focusable(&self) -> bool {
        self.shown && !matches!(self.part, Part::Says)
    }

    /// Whether this key says what nobody had said yet: the option that is offered first, or the one of that letter.
    pub fn says_it(&mut self, key: KeyCode) -> bool {
        let Part::Choice { options, chosen } = &mut self.part else {
            return false;
        };
        let begins = |option: &Choice, letter: char| {
            let first = option.name.chars().next();
            first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
        };
        let said = match key {
            KeyCode::Char(' ') | KeyCode::Left | KeyCode::Right => Some(*chosen),
            KeyCode::Char(letter) => options.iter().position(|option| begins(option, letter)),
            _ => None,
        };
        let says = self.unsaid && said.is_some();
        if let Some(said) = said.filter(|_| says) {
            (*chosen, self.unsaid) = (said, false);
        }
        says
    }

    /// What is kept of it when the form is closed; a paragraph keeps nothing.
    pub fn typed(&self) -> Option<String> {
        match &self.part {
            Part::Line(field) => Some(field.text().to_owned()),
            Part::Text(paper, _) => Some(paper.text().to_owned()),
            Part::Choice { options, chosen } => options.get(*chosen).map(|option| option.name.clone()),
            Part::Says => None,
        }
    }

    pub fn set(&mut self, text: &str) {
        match &mut self.part {
            Part::Line(field) => *field = Field::with(text),
            Part::Text(paper, _) => *paper = Paper::with(text),
            Part::Choice { options, chosen } => {
                let named = options.iter().position(|option| option.name == text);
                *chosen = named.unwrap_or(*chosen);
            }
            Part::Says => text.clone_into(&mut self.label),
        }
    }

    /// Lines it takes in so many cells when none may be taller than `tallest`.
    pub fn height(&self, cells: u16, tallest: u16) -> u16 {
        let cells = cells as usize;
        match &self.part {
            Part::Line(_) => 1,
            Part::Text(_, lines) => (1 + lines).min(tallest.max(2)),
            Part::Says => fit::wrap(&self.label, cells).len() as u16,
            // As tall as the longest meaning, so that nothing moves when another is chosen.
            Part::Choice { options, .. } => {
                let meanings = options.iter().filter(|option| !option.meaning.is_empty());
                1 + meanings
                    .map(|option| fit::wrap(&option.meaning, cells).len())
                    .max()
                    .unwrap_or(0) as u16
            }
        }
    }

    /// Draws it; the labels of one line take `labels` cells each.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, labels: usize, focused: bool) {
        let role = if focused { Role::Strong } else { Role::Plain };
        let label = fit::left(&self.label, labels.max(fit::width(&self.label)));
        match &self.part {
            Part::Line(field) => {
                field.draw(canvas, Rect { height: 1, ..area }, &label, focused);
                if field.is_empty() && !self.hint.is_empty() {
                    let skip = fit::width(&label) as u16 + 1;
                    let hint = format!("({})", self.hint);
                    canvas.text(
                        area.x + skip,
                        area.y,
                        area.width.saturating_sub(skip),
                        &hint,
                        Role::Quiet,
                    );
                }
            }
            Part::Choice { options, chosen } => {
                let Some(option) = options.get(*chosen) else {
                    return canvas.text(area.x, area.y, area.width, &label, role);
                };
                let (name, meaning) = match self.unsaid {
                    true => (word!("Space chooses"), ""),
                    false => (&*option.name, &*option.meaning),
                };
                let text = format!("{label} < {name} >");
                canvas.text(area.x, area.y, area.width, &text, role);
                paragraph(canvas, below(area), meaning);
            }
            Part::Text(paper, _) => {
                let page = below(area);
                let (rows, at) = paper.rows(page.width as usize);
                let seen = match rows > page.height as usize {
                    true => say!(" (line {at} of {rows})", at = at + 1, rows),
                    false => String::new(),
                };
                canvas.text(area.x, area.y, area.width, &format!("{}{seen}", self.label), role);
                paper.draw(canvas, page, focused);
            }
            Part::Says => paragraph(canvas, area, &self.label),
        }
    }
}

fn below(area: Rect) -> Rect {
    Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    }
}

fn paragraph(canvas: &mut Canvas, area: Rect, text: &str) {
    let lines = fit::wrap(text, area.width as usize);
    for (at, line) in lines.iter().enumerate().take(area.height as usize) {
        canvas.text(area.x, area.y + at as u16, area.width, line, Role::Plain);
    }
}
