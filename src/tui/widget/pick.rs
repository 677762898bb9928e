//! A list to pick from: a cursor that stays on its thing, columns that line up, and the details of the selected row.

use super::list::{Cursor, Step};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

/// Rows in view at most, and lines of details.
const ROWS: usize = 16;
const DETAILS: usize = 3;

/// One thing of the list. The list is made anew for every key and every frame, so that it is never out of date.
#[derive(Clone, Debug)]
pub struct Item<K> {
    pub key: K,
    pub columns: Vec<String>,
    pub role: Role,
    /// Shown under the list while it is selected; may be empty.
    pub details: String,
}

impl<K> Item<K> {
    pub fn new(key: K, columns: impl IntoIterator<Item = String>) -> Self {
        Item {
            key,
            columns: columns.into_iter().collect(),
            role: Role::Plain,
            details: String::new(),
        }
    }
}

/// What a key meant to the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked<K> {
    Nothing,
    Close,
    /// Enter, on this one.
    One(K),
}

#[derive(Clone, Debug)]
pub struct Pick<K> {
    cursor: Cursor<K>,
}

impl<K> Default for Pick<K> {
    fn default() -> Self {
        Pick {
            cursor: Cursor::default(),
        }
    }
}

impl<K: Clone + PartialEq> Pick<K> {
    pub fn key(&mut self, key: KeyEvent, items: &[Item<K>]) -> Picked<K> {
        let key_at = |row: usize| items[row].key.clone();
        self.cursor.follow(items.len(), key_at);
        let step = match key.code {
            KeyCode::Esc => return Picked::Close,
            KeyCode::Enter => {
                let selected = items.get(self.cursor.row());
                return selected.map_or(Picked::Nothing, |item| Picked::One(item.key.clone()));
            }
            KeyCode::Up | KeyCode::BackTab => Step::Up,
            KeyCode::Down | KeyCode::Tab => Step::Down,
            KeyCode::PageUp => Step::PageUp,
            KeyCode::PageDown => Step::PageDown,
            KeyCode::Home => Step::First,
            KeyCode::End => Step::Last,
            _ => return Picked::Nothing,
        };
        self.cursor.step(step, items.len(), ROWS / 2, key_at);
        Picked::Nothing
    }

    /// The selected one, for a key that is the dialog's own.
    pub fn selected<'a>(&self, items: &'a [Item<K>]) -> Option<&'a Item<K>> {
        items.get(self.row(items))
    }

    /// The title and the size of the dialog around it.
    pub fn frame(
        &self,
        title: impl Into<String>,
        width: u16,
        screen: u16,
        items: &[Item<K>],
    ) -> (String, u16, u16) {
        let details = details(items, width.min(screen).saturating_sub(4));
        let rows = items.len().clamp(1, ROWS);
        (title.into(), width, (rows + details) as u16 + 4)
    }

    /// Draws the list, or the sentence that says that it is empty; `hint` says what Enter does.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, items: &[Item<K>], empty: &str, hint: &str) {
        let details = details(items, area.width);
        let rows = (area.height as usize).saturating_sub(2 + details);
        let at = self.row(items);
        let top = (at + 1).saturating_sub(rows);
        let widths = widths(items);
        for (line, item) in items.iter().enumerate().skip(top).take(rows) {
            let selected = line == at;
            let pointer = if selected { canvas.pointer() } else { "  " };
            let role = match item.role {
                Role::Plain if selected => Role::Selected,
                role => role,
            };
            let columns = item.columns.iter().zip(&widths);
            let text: Vec<String> = columns.map(|(column, width)| fit::left(column, *width)).collect();
            let text = text.join("  ");
            let y = area.y + (line - top) as u16;
            let parts = [(pointer, Role::Selected), (text.trim_end(), role)];
            canvas.spans(area.x, y, area.width, &parts);
        }
        if items.is_empty() {
            canvas.text(area.x, area.y, area.width, empty, Role::Plain);
        }
        let last = area.bottom().saturating_sub(1);
        if let Some(item) = self.selected(items) {
            let y = last.saturating_sub(details as u16);
            let lines = fit::wrap(&item.details, area.width as usize);
            for (line, text) in lines.iter().take(details).enumerate() {
                canvas.text(area.x, y + line as u16, area.width, text, Role::Plain);
            }
        }
        canvas.text(area.x, last, area.width, hint, Role::Key);
    }

    /// The selected row of the list as it is now.
    fn row(&self, items: &[Item<K>]) -> usize {
        let found = self.cursor.found(items.iter().map(|item| item.key.clone()));
        found.unwrap_or(self.cursor.row().min(items.len().saturating_sub(1)))
    }
}

/// Lines that the longest details take: the same for every row, so that nothing moves with the cursor.
fn details<K>(items: &[Item<K>], cells: u16) -> usize {
    let long = items.iter().filter(|item| !item.details.is_empty());
    let lines = long.map(|item| fit::wrap(&item.details, cells as usize).len());
    lines.max().unwrap_or(0).min(DETAILS)
}

/// Every column as wide as its widest text; the last one as wide as it likes.
fn widths<K>(items: &[Item<K>]) -> Vec<usize> {
    let mut widths = Vec::new();
    for item in items {
        widths.resize(widths.len().max(item.columns.len()), 0);
        for (width, column) in widths.iter_mut().zip(&item.columns) {
            *width = fit::width(column).max(*width);
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::canvas::Lines;
    use crate::tui::theme::Theme;
    use crossterm::event::KeyModifiers;
    use ratatui::buffer::Buffer;

    fn items(names: &[&'static str]) -> Vec<Item<&'static str>> {
        let item = |name: &&'static str| {
            let mut item = Item::new(*name, [name.to_uppercase(), format!("about {name}")]);
            item.details = format!("all about {name}");
            item
        };
        names.iter().map(item).collect()
    }

    fn press(pick: &mut Pick<&'static str>, code: KeyCode, names: &[&'static str]) -> Picked<&'static str> {
        pick.key(KeyEvent::new(code, KeyModifiers::NONE), &items(names))
    }

    #[test]
    fn enter_picks_what_the_cursor_is_on_though_the_list_has_changed() {
        let mut pick = Pick::default();
        press(&mut pick, KeyCode::Down, &["a", "b"]);
        let longer = ["new", "a", "b"];
        assert_eq!(pick.selected(&items(&longer)).map(|item| item.key), Some("b"));
        assert_eq!(press(&mut pick, KeyCode::Enter, &longer), Picked::One("b"));
        assert_eq!(press(&mut pick, KeyCode::Enter, &[]), Picked::Nothing);
        assert_eq!(press(&mut pick, KeyCode::Esc, &[]), Picked::Close);
    }

    #[test]
    fn columns_line_up_and_the_details_of_the_selected_one_stand_below() {
        let mut pick = Pick::default();
        let names = ["a", "long", "c"];
        press(&mut pick, KeyCode::Down, &names);
        let area = Rect::new(0, 0, 24, 6);
        let mut buffer = Buffer::empty(area);
        let mut canvas = Canvas {
            buffer: &mut buffer,
            theme: Theme::mono(),
            lines: Lines::Drawn,
            cursor: None,
        };
        pick.draw(&mut canvas, area, &items(&names), "None.", "Enter opens it");
        let row = |y| (0..24).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        let rows: Vec<String> = (0..6).map(|y| row(y).trim_end().to_owned()).collect();
        let expected = [
            "  A     about a",
            "▶ LONG  about long",
            "  C     about c",
            "",
            "all about long",
            "Enter opens it",
        ];
        assert_eq!(rows, expected);
    }
}
