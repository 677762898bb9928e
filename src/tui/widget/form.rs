//! A form: rows that are typed into or chosen from, one of them with the focus, and what Enter does in words.

mod place;
mod row;
#[cfg(test)]
mod tests;

use crate::domain::speech::word;
use crate::domain::text::{Clean, CleanText};
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::widget::paper::{Left, Paper};
use crossterm::event::{KeyCode, KeyEvent};
pub use row::Choice;
use row::{Part, Row};

/// Lines that PgUp and PgDn go, and as far as they go.
const PAGE: u16 = 6;
const LONGEST: u16 = 600;

#[derive(Debug)]
pub struct Form {
    /// Cells it would like to have with its box.
    width: u16,
    /// What Enter does: "Enter declares it: the clock starts".
    enter: String,
    rows: Vec<Row>,
    /// The row with the focus; behind the last row: the line that says what Enter does.
    focus: usize,
    remarks: Vec<Remark>,
    /// Something was typed or chosen here.
    touched: bool,
    /// How many lines above the row with the focus the reader looks.
    above: u16,
}

/// What a key meant to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Nothing to the dialog around it.
    Nothing,
    Submit,
    Close,
}

/// Something to be told about what was typed: a word, for those who see no colour, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    word: &'static str,
    role: Role,
    text: String,
}

impl Remark {
    /// It cannot be sent like this.
    pub fn red(text: impl Into<String>) -> Self {
        Remark {
            word: word!("STOP"),
            role: Role::Overdue,
            text: text.into(),
        }
    }

    /// It can be sent; somebody should look at it first.
    pub fn amber(text: impl Into<String>) -> Self {
        Remark {
            word: word!("CHECK"),
            role: Role::Soon,
            text: text.into(),
        }
    }

    fn sentence(&self) -> String {
        format!("{}: {}", self.word, self.text)
    }
}

/// Building it, row by row. Labels are written as they are shown, with their colon.
impl Form {
    pub fn new(width: u16, enter: &str) -> Self {
        Form {
            width,
            enter: enter.to_owned(),
            rows: Vec::new(),
            focus: 0,
            remarks: Vec::new(),
            above: 0,
            touched: false,
        }
    }

    /// One line of text.
    pub fn line(self, key: &'static str, label: &str, text: &str) -> Self {
        self.row(key, label, Part::Line(Field::with(text)))
    }

    /// What stands in the row before while it is empty: "15:30, or 30m".
    pub fn hint(mut self, hint: &str) -> Self {
        if let Some(row) = self.rows.last_mut() {
            hint.clone_into(&mut row.hint);
        }
        self
    }

    /// One of several: names, or names with what they mean.
    pub fn choice<C: Into<Choice>>(
        self,
        key: &'static str,
        label: &str,
        options: impl IntoIterator<Item = C>,
        chosen: usize,
    ) -> Self {
        let options = options.into_iter().map(Into::into).collect();
        self.row(key, label, Part::Choice { options, chosen })
    }

    /// Several lines of text, so many of them in view.
    pub fn text(self, key: &'static str, label: &str, text: &str, lines: u16) -> Self {
        self.row(key, label, Part::Text(Paper::with(text), lines))
    }

    /// A paragraph to be read.
    pub fn says(self, key: &'static str, text: &str) -> Self {
        self.row(key, text, Part::Says)
    }

    /// With what was typed into it before, as [`Form::typed`] gave it.
    pub fn restored(mut self, typed: &[String]) -> Self {
        let rows = self.rows.iter_mut().filter(|row| row.typed().is_some());
        for (row, text) in rows.zip(typed) {
            row.set(text);
        }
        self.touched = !typed.is_empty();
        self
    }

    fn row(mut self, key: &'static str, label: &str, part: Part) -> Self {
        self.rows.push(Row {
            key,
            label: label.to_owned(),
            hint: String::new(),
            shown: true,
            unsaid: false,
            part,
        });
        self.focus = self.stops().first().copied().unwrap_or(0);
        self
    }
}

/// Reading and changing it. A key that no row has reads as empty and changes nothing.
impl Form {
    /// The text of a line or of several, or the name of what is chosen.
    pub fn value(&self, key: &str) -> String {
        self.find(key).and_then(Row::typed).unwrap_or_default()
    }

    /// The same as one clean line, or nothing when it is empty.
    pub fn clean(&self, key: &str) -> Option<Clean> {
        Some(Clean::from(self.value(key))).filter(|text| !text.is_empty())
    }

    /// The same with the line breaks that were pasted or typed.
    pub fn lines(&self, key: &str) -> CleanText {
        match self.find(key).map(|row| &row.part) {
            Some(Part::Line(field)) => field.lines(),
            Some(Part::Text(..) | Part::Choice { .. } | Part::Says) | None => {
                CleanText::from(self.value(key))
            }
        }
    }

    pub fn is_empty(&self, key: &str) -> bool {
        self.value(key).is_empty()
    }

    /// Which option is chosen.
    pub fn chosen(&self, key: &str) -> usize {
        match self.find(key).map(|row| &row.part) {
            Some(Part::Choice { chosen, .. }) => *chosen,
            Some(Part::Line(_) | Part::Text(..) | Part::Says) | None => 0,
        }
    }

    /// The key of the row with the focus; empty on the line that says what Enter does.
    pub fn focused(&self) -> &'static str {
        self.rows.get(self.focus).map_or("", |row| row.key)
    }

    /// Everything typed and chosen, for a draft; nothing when nobody has changed anything.
    pub fn typed(&self) -> Vec<String> {
        match self.touched {
            true => self.rows.iter().filter_map(Row::typed).collect(),
            false => Vec::new(),
        }
    }

    /// Another text in a row, another paragraph, or the option of that name.
    pub fn set(&mut self, key: &str, text: &str) {
        if let Some(row) = self.find_mut(key) {
            row.set(text);
        }
    }

    pub fn relabel(&mut self, key: &str, label: &str) {
        if let Some(row) = self.find_mut(key) {
            label.clone_into(&mut row.label);
        }
    }

    /// Shows or hides a row; a hidden one keeps its text.
    pub fn show(&mut self, key: &str, shown: bool) {
        if let Some(row) = self.find_mut(key) {
            row.shown = shown;
        }
        if !self.stops().contains(&self.focus) {
            self.step(1);
        }
    }

    /// Nothing is chosen in this row until somebody does: where others act on the answer, Enter alone sends nothing.
    pub fn must_choose(&mut self, key: &str) {
        if let Some(row) = self.find_mut(key) {
            row.unsaid = true;
        }
        self.go(key);
    }

    /// The row in which something has to be chosen first.
    fn unsaid(&self) -> Option<usize> {
        self.rows.iter().position(|row| row.shown && row.unsaid)
    }

    /// Goes to a row: where something is missing.
    pub fn go(&mut self, key: &str) {
        let found = self.rows.iter().position(|row| row.key == key && row.focusable());
        self.focus = found.unwrap_or(self.focus);
    }

    /// What is to be said about what was typed; takes the place of what was said before.
    pub fn tell(&mut self, remarks: Vec<Remark>) {
        self.remarks = remarks;
    }

    fn find(&self, key: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == key)
    }

    fn find_mut(&mut self, key: &str) -> Option<&mut Row> {
        self.rows.iter_mut().find(|row| row.key == key)
    }
}

/// Keys and pasted text.
impl Form {
    /// A key, on a screen of so many cells in width: text is climbed as it is wrapped there.
    pub fn key(&mut self, key: KeyEvent, screen: u16) -> Typed {
        let cells = self.cells(screen) as usize;
        let before = self.raw();
        if self
            .rows
            .get_mut(self.focus)
            .is_some_and(|row| row.says_it(key.code))
        {
            self.touched = true;
            return Typed::Nothing;
        }
        // A long text is read a page at a time; any other key goes back to the row with the focus.
        self.above = match key.code {
            KeyCode::PageUp => (self.above + PAGE).min(LONGEST),
            KeyCode::PageDown => self.above.saturating_sub(PAGE),
            _ => 0,
        };
        let typed = match (key.code, self.rows.get_mut(self.focus).map(|row| &mut row.part)) {
            (KeyCode::PageUp | KeyCode::PageDown, _) => Typed::Nothing,
            (KeyCode::Esc, _) => Typed::Close,
            (KeyCode::Tab, _) => self.step(1),
            (KeyCode::BackTab, _) => self.step(-1),
            (_, Some(Part::Text(paper, _))) => match paper.key(key, cells) {
                None => Typed::Nothing,
                Some(Left::Above) => self.step(-1),
                Some(Left::Below) => self.step(1),
            },
            (KeyCode::Enter, _) => match self.unsaid() {
                Some(at) => {
                    self.focus = at;
                    Typed::Nothing
                }
                None => Typed::Submit,
            },
            (KeyCode::Up, _) => self.step(-1),
            (KeyCode::Down, _) => self.step(1),
            (code, Some(Part::Choice { options, chosen })) => {
                let count = options.len().max(1);
                match code {
                    KeyCode::Left => *chosen = (*chosen + count - 1) % count,
                    KeyCode::Right | KeyCode::Char(' ') => *chosen = (*chosen + 1) % count,
                    KeyCode::Char(letter) => *chosen = row::next_with(options, *chosen, letter),
                    _ => {}
                }
                Typed::Nothing
            }
            (_, Some(Part::Line(field))) => {
                field.key(key);
                Typed::Nothing
            }
            (_, Some(Part::Says) | None) => Typed::Nothing,
        };
        self.touched |= self.raw() != before;
        typed
    }

    /// Pasted text goes into the text with the focus; from a choice it goes to the next text there is.
    pub fn paste(&mut self, text: &str) {
        let is_text = |row: &Row| row.shown && matches!(row.part, Part::Line(_) | Part::Text(..));
        let count = self.rows.len();
        let from = (0..count).map(|by| (self.focus + by) % count);
        let Some(at) = from.into_iter().find(|at| is_text(&self.rows[*at])) else {
            return;
        };
        self.focus = at;
        self.touched = true;
        match &mut self.rows[at].part {
            Part::Line(field) => field.paste(text),
            Part::Text(paper, _) => paper.paste(text),
            Part::Choice { .. } | Part::Says => {}
        }
    }

    fn raw(&self) -> Vec<String> {
        self.rows.iter().filter_map(Row::typed).collect()
    }

    /// Where the focus can stand. Enter makes a new line in a text of several, so there the last line is a stop too.
    fn stops(&self) -> Vec<usize> {
        let rows = self.rows.iter().enumerate();
        let mut stops: Vec<usize> = rows
            .filter(|(_, row)| row.focusable())
            .map(|(at, _)| at)
            .collect();
        if self
            .rows
            .iter()
            .any(|row| row.shown && matches!(row.part, Part::Text(..)))
        {
            stops.push(self.rows.len());
        }
        stops
    }

    /// To the next stop or the one before, and round at the ends.
    fn step(&mut self, by: isize) -> Typed {
        let stops = self.stops();
        let next = match by > 0 {
            true => stops.iter().find(|stop| **stop > self.focus).or(stops.first()),
            false => stops.iter().rfind(|stop| **stop < self.focus).or(stops.last()),
        };
        self.focus = next.copied().unwrap_or(self.focus);
        Typed::Nothing
    }
}
