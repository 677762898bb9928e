//! The last two lines: what just happened, and the keys that mean something now.

use super::{Pane, Room, acts};
use crate::domain::speech::{said, say, word};
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::keys::binding;
use crate::tui::msg::Liveness;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::words::fit;
use ratatui::layout::Rect;

/// Cells for what Enter does on an account.
const ENTER: usize = 8;

pub fn draw(canvas: &mut Canvas, area: Rect, room: &Room, stage: &Stage) {
    toast(canvas, Rect { height: 1, ..area }, stage);
    // What follows stands still when the selection goes from the one to the other.
    let enter = format!("{:ENTER$}", acts::enter_says(room, stage));
    let keys: Vec<(Action, &str)> = match room.pane {
        _ if room.on_menu => vec![(Action::Open, word!("open the menu of all actions"))],
        Pane::Checklist => vec![
            (Action::Open, acts::enter_says(room, stage)),
            (Action::Result, word!("tick")),
        ],
        Pane::Next if acts::next_account(&stage.board.next).is_none() => {
            vec![(Action::Open, acts::enter_says(room, stage))]
        }
        Pane::Clock | Pane::Timeline => vec![(Action::Open, acts::enter_says(room, stage))],
        Pane::Next | Pane::Accounts => vec![
            (Action::Open, enter.as_str()),
            (Action::Result, said(binding(Action::Result).label)),
            (Action::Claim, said(binding(Action::Claim).label)),
        ],
    };
    let always = [
        Action::Note,
        Action::Inform,
        Action::Undo,
        Action::Filter,
        Action::Menu,
        Action::Help,
    ];
    let keys = keys.into_iter().chain(
        always
            .into_iter()
            .map(|action| (action, said(binding(action).label))),
    );
    bar(
        canvas,
        Rect {
            y: area.y + 1,
            height: 1,
            ..area
        },
        keys,
        &sending(stage),
        stage,
        Word::of(room.on_menu, room.pane == Pane::Next),
    );
}

/// How the word that opens the menu is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// By its key.
    Apart,
    /// By Up as well.
    Above,
    /// It has the focus: Enter opens it.
    Focused,
}

impl Word {
    pub fn of(focused: bool, above: bool) -> Word {
        match (focused, above) {
            (true, _) => Word::Focused,
            (false, true) => Word::Above,
            (false, false) => Word::Apart,
        }
    }
}

/// The keys as far as they fit; on the right the menu and the help, where all the others stand and which always fit, and
/// a word. What is said of the menu takes the same room whatever it is, so that nothing moves when it changes.
pub fn bar<'a>(
    canvas: &mut Canvas,
    area: Rect,
    keys: impl Iterator<Item = (Action, &'a str)>,
    right: &str,
    stage: &Stage,
    word: Word,
) {
    let keys = keys.map(|(action, label)| (action, pressed(stage, action, word), label));
    let (stay, go): (Vec<_>, Vec<_>) = keys
        .filter(|(_, shown, _)| !shown.trim().is_empty())
        .partition(|(action, ..)| matches!(action, Action::Menu | Action::Help));
    let cells = |(_, shown, label): &(Action, String, &str)| fit::width(shown) + fit::width(label) + 3;
    let kept: usize = stay.iter().map(cells).sum();
    let mut room = (area.width as usize).saturating_sub(fit::width(right) + 2 + kept);
    let mut spans: Vec<(&str, Role)> = vec![(" ", Role::Plain)];
    for key in &go {
        let Some(left) = room.checked_sub(cells(key)) else {
            break;
        };
        room = left;
        let (_, shown, label) = key;
        spans.extend([
            (shown.as_str(), Role::Key),
            (" ", Role::Plain),
            (label, Role::Plain),
            ("  ", Role::Plain),
        ]);
    }
    let gap = " ".repeat(room);
    spans.push((&gap, Role::Plain));
    for (action, shown, label) in &stay {
        let focused = word == Word::Focused && *action == Action::Menu;
        spans.extend([
            (shown.as_str(), if focused { Role::Selected } else { Role::Key }),
            (" ", Role::Plain),
            (label, if focused { Role::Selected } else { Role::Plain }),
            ("  ", Role::Plain),
        ]);
    }
    spans.push((right, Role::Plain));
    canvas.spans(area.x, area.y, area.width, &spans);
}

/// The key, and for the menu how the arrows get there.
fn pressed(stage: &Stage, action: Action, word: Word) -> String {
    let key = stage.keys.shown(action);
    match (action, word) {
        (Action::Menu, Word::Above) => say!("Up or {key}", key),
        // The mark is what tells it from the others where there is no colour.
        (Action::Menu, Word::Focused) => format!("    > {key}"),
        (Action::Menu, Word::Apart) => format!("      {key}"),
        (_, Word::Above | Word::Apart | Word::Focused) => key.to_owned(),
    }
}

fn sending(stage: &Stage) -> String {
    let unknown = stage.pending.iter().filter(|pending| pending.unknown).count();
    let loose = stage.pending.iter().filter(|pending| pending.loose()).count();
    match (stage.pending.len(), &stage.liveness) {
        // What an earlier run has left is not known yet.
        (0, _) if stage.outbox_awaited => String::new(),
        (0, _) => word!("all sent").to_owned(),
        (count, _) if count == unknown => say!("{count} unknown, checking", count),
        (count, Liveness::Live) => say!("{count} sending", count),
        _ if loose > 0 => say!("{loose} NOT KEPT YET", loose),
        (count, _) => say!("{count} NOT SENT YET", count),
    }
}

/// Why something recorded here is not with the hub, though the hub answers.
fn trouble(stage: &Stage) -> Option<&str> {
    let mut kept = stage.pending.iter();
    kept.find_map(|pending| pending.trouble.as_deref())
}

/// What just happened; else, at the start, how a second person gets in.
pub fn toast(canvas: &mut Canvas, area: Rect, stage: &Stage) {
    match (&stage.toast, stage.invites(), &stage.liveness) {
        (Some(toast), _, _) => {
            let (hint, role) = match toast.tone {
                Tone::Undoable => {
                    let key = stage.keys.press(Action::Undo);
                    (say!("{key} takes it back ", key), Role::Strong)
                }
                Tone::Plain | Tone::Asking => (String::new(), Role::Plain),
                Tone::Refused => (String::new(), Role::Overdue),
            };
            let left = area.width.saturating_sub(fit::width(&hint) as u16) as usize;
            let text = fit::left(&format!(" {}", toast.text), left);
            canvas.spans(area.x, area.y, area.width, &[(&text, role), (&hint, Role::Plain)]);
        }
        (None, _, Liveness::Offline { trouble, .. }) => {
            canvas.text(
                area.x,
                area.y,
                area.width,
                &say!(" The hub does not answer: {trouble}", trouble),
                Role::Stale,
            );
        }
        (None, _, _) if trouble(stage).is_some() => {
            let text = format!(" {}", trouble(stage).unwrap_or_default());
            canvas.text(area.x, area.y, area.width, &text, Role::Stale);
        }
        (None, Some(join), _) => {
            canvas.text(
                area.x,
                area.y,
                area.width,
                &say!(" A second terminal joins with: {join}", join),
                Role::Plain,
            );
        }
        (None, None, _) => {}
    }
}
