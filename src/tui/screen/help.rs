//! The help: what the pane with the focus shows and what its keys do, then every key.

use super::room::{Pane, Room, acts};
use super::{Ask, Panel};
use crate::domain::speech::{said, say, word};
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::keys;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::scroll::Scroll;
use crate::tui::words::fit;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct Help {
    parts: Vec<Part>,
    scroll: Scroll,
}

/// A key with what it does, or a sentence without one.
#[derive(Debug)]
struct Part {
    key: Option<String>,
    text: String,
    role: Role,
}

/// The widest a sentence gets, in cells: longer ones are hard to read.
const WIDTH: usize = 72;
/// Where what a key does begins.
const KEY: usize = 11;

impl Help {
    pub fn new(room: &Room, stage: &Stage) -> Self {
        let mut parts = Vec::new();
        let mut say = |text: &str, role: Role| {
            parts.push(Part {
                key: None,
                text: text.to_owned(),
                role,
            });
        };
        let (title, about) = pane(room, stage);
        say(title, Role::Strong);
        for sentence in about {
            say(&sentence, Role::Plain);
        }
        say("", Role::Plain);
        for sentence in first(stage) {
            say(&sentence, Role::Plain);
        }
        if let Some(join) = &stage.setting.join {
            say(&say!("A second terminal joins with: {join}", join), Role::Plain);
        }
        say("", Role::Plain);
        say(word!("KEYS"), Role::Strong);
        let keys = keys::by_use().map(|binding| {
            let key = match stage.keys.shown(binding.action) {
                "" => word!("menu"),
                key => key,
            };
            Part {
                key: Some(key.to_owned()),
                text: said(binding.about).to_owned(),
                role: Role::Plain,
            }
        });
        parts.extend(keys);
        Help {
            parts,
            scroll: Scroll::default(),
        }
    }

    /// All of it in lines of so many cells, what a key does below itself.
    fn lines(&self, cells: usize) -> Vec<(String, Role)> {
        let mut lines = Vec::new();
        for part in &self.parts {
            let Some(key) = &part.key else {
                let wrapped = fit::wrap(&part.text, cells.min(WIDTH)).into_iter();
                lines.extend(wrapped.map(|line| (line, part.role)));
                continue;
            };
            let wrapped = fit::wrap(&part.text, cells.saturating_sub(KEY));
            for (at, line) in wrapped.iter().enumerate() {
                let before = if at == 0 { key.as_str() } else { "" };
                lines.push((format!("{} {line}", fit::left(before, KEY - 1)), part.role));
            }
        }
        lines
    }
}

/// What the pane with the focus is for, and what its own keys do.
fn pane(room: &Room, stage: &Stage) -> (&'static str, Vec<String>) {
    let key = |action| stage.keys.press(action);
    if stage.incident().is_none() {
        let declare = say!(
            "No incident is open. {key} declares one; Enter declares one from the alert under the cursor.",
            key = key(Action::Declare)
        );
        return (word!("THE LOBBY"), vec![declare]);
    }
    let enter = say!(
        "Enter here: {enter_says}.",
        enter_says = acts::enter_says(room, stage)
    );
    let (title, about) = match room.pane {
        Pane::Next => (
            word!("NEXT FOR YOU"),
            word!("One sentence: what you do next. Down goes to the accounts; Up and Enter open the menu of all actions.")
                .to_owned(),
        ),
        Pane::Accounts => (
            word!("1 ACCOUNTS"),
            say!("Whom to call, the most urgent first. {key} claims before you call, {key2} records how it ended, {key3} finds a \
                 name, {key4} copies a number.", key = key(Action::Claim), key2 = key(Action::Result), key3 = key(Action::Filter), key4 = key(Action::Copy)),
        ),
        Pane::Clock => (
            word!("2 CLOCK"),
            say!("Who must know by when, and everything else that is due, soonest first. {key} records who was informed.", key = key(Action::Inform)),
        ),
        Pane::Checklist => (
            word!("3 CHECKLIST"),
            say!("The steps of the playbook, and how far each account is. {key} ticks.", key = key(Action::Result)),
        ),
        Pane::Timeline => (
            word!("4 TIMELINE"),
            say!("What happened, newest first. {key} writes a note, {key2} finds words, {key3} shows the routine lines too.", key = key(Action::Note), key2 = key(Action::Filter), key3 = key(Action::Routine)),
        ),
    };
    (title, vec![about, enter])
}

/// What a newcomer has to know, before the keys.
fn first(stage: &Stage) -> Vec<String> {
    let key = |action| stage.keys.press(action);
    vec![
        word!("The arrows, Enter, Space and Esc do everything: Esc, then Up and Enter, opens the menu of all actions.").to_owned(),
        word!("NEXT FOR YOU says what to do; Enter does it. Down goes to the accounts.").to_owned(),
        say!("CALL NOW: nobody has it. Claim it ({key}) before you call, so that nobody calls twice. {key2} records how the call \
             ended; {key3} takes it back.", key = key(Action::Claim), key2 = key(Action::Result), key3 = key(Action::Undo)),
        word!("TELL AGAIN: they heard words that no longer hold; read them the new text.").to_owned(),
        word!("+7 is minutes after the start; in 48s and at 14:50 are times to come.").to_owned(),
        word!("told text 2: the second text of the public page, read to the customer.").to_owned(),
        word!("Nothing is shown as claimed or informed before the hub has said so.").to_owned(),
    ]
}

impl Panel for Help {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let width = 110.min(stage.width);
        let rows = self.lines(width.saturating_sub(4) as usize).len() as u16;
        (word!("Help").to_owned(), width, rows.saturating_add(3))
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        match key.code {
            KeyCode::Esc | KeyCode::Enter | KeyCode::Char('?' | 'q') => vec![Ask::Close],
            // Whatever opened it closes it.
            _ if stage.keys.action(key) == Some(Action::Help) => vec![Ask::Close],
            _ => {
                self.scroll.key(key);
                Vec::new()
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, _stage: &Stage) {
        self.scroll.draw(canvas, area, &self.lines(area.width as usize));
    }
}
