//! The last two lines: what just happened, and the keys that mean something now.

use super::{Pane, Room, acts};
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::keys::binding;
use crate::tui::msg::Liveness;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::words::fit;
use ratatui::layout::Rect;

pub fn draw(canvas: &mut Canvas, area: Rect, room: &Room, stage: &Stage) {
    toast(canvas, Rect { height: 1, ..area }, stage);
    let keys: Vec<(Action, &str)> = match room.pane {
        Pane::Checklist => vec![
            (Action::Open, acts::enter_says(room, stage)),
            (Action::Result, "tick"),
        ],
        Pane::Next if acts::next_account(&stage.board.next).is_none() => {
            vec![(Action::Open, acts::enter_says(room, stage))]
        }
        Pane::Clock | Pane::Timeline => vec![(Action::Open, acts::enter_says(room, stage))],
        Pane::Next | Pane::Accounts => vec![
            (Action::Open, acts::enter_says(room, stage)),
            (Action::Result, binding(Action::Result).label),
            (Action::Claim, binding(Action::Claim).label),
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
    let keys = keys
        .into_iter()
        .chain(always.into_iter().map(|action| (action, binding(action).label)));
    bar(
        canvas,
        Rect {
            y: area.y + 1,
            height: 1,
            ..area
        },
        keys,
        &sending(stage),
    );
}

/// The keys as far as they fit, and a word on the right.
pub fn bar<'a>(canvas: &mut Canvas, area: Rect, keys: impl Iterator<Item = (Action, &'a str)>, right: &str) {
    let mut room = (area.width as usize).saturating_sub(fit::width(right) + 2);
    let mut spans: Vec<(&str, Role)> = vec![(" ", Role::Plain)];
    let mut used = 1;
    for (action, label) in keys {
        let shown = binding(action).shown;
        let cells = fit::width(shown) + fit::width(label) + 3;
        if cells > room {
            break;
        }
        room -= cells;
        used += cells;
        spans.extend([
            (shown, Role::Key),
            (" ", Role::Plain),
            (label, Role::Plain),
            ("  ", Role::Plain),
        ]);
    }
    let gap = " ".repeat((area.width as usize).saturating_sub(used + fit::width(right) + 1));
    spans.push((&gap, Role::Plain));
    spans.push((right, Role::Plain));
    canvas.spans(area.x, area.y, area.width, &spans);
}

fn sending(stage: &Stage) -> String {
    let unknown = stage.pending.iter().filter(|pending| pending.unknown).count();
    let loose = stage.pending.iter().filter(|pending| pending.loose()).count();
    match (stage.pending.len(), &stage.liveness) {
        // What an earlier run has left is not known yet.
        (0, _) if stage.outbox_awaited => String::new(),
        (0, _) => "all sent".to_owned(),
        (count, _) if count == unknown => format!("{count} unknown, checking"),
        (count, Liveness::Live) => format!("{count} sending"),
        _ if loose > 0 => format!("{loose} NOT KEPT YET"),
        (count, _) => format!("{count} NOT SENT YET"),
    }
}

/// Why something recorded here is not with the hub, though the hub answers.
fn trouble(stage: &Stage) -> Option<&str> {
    let mut kept = stage.pending.iter();
    kept.find_map(|pending| pending.trouble.as_deref())
}

/// What just happened; else, at the start, how a second person gets in.
pub fn toast(canvas: &mut Canvas, area: Rect, stage: &Stage) {
    match (&stage.toast, &stage.setting.join, &stage.liveness) {
        (Some(toast), _, _) => {
            let (hint, role) = match toast.tone {
                Tone::Undoable => ("u takes it back ", Role::Strong),
                Tone::Plain | Tone::Asking => ("", Role::Plain),
                Tone::Refused => ("", Role::Overdue),
            };
            let left = area.width.saturating_sub(fit::width(hint) as u16) as usize;
            let text = fit::left(&format!(" {}", toast.text), left);
            canvas.spans(area.x, area.y, area.width, &[(&text, role), (hint, Role::Plain)]);
        }
        (None, _, Liveness::Offline { trouble, .. }) => {
            canvas.text(
                area.x,
                area.y,
                area.width,
                &format!(" The hub does not answer: {trouble}"),
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
                &format!(" A second terminal joins with: {join}"),
                Role::Plain,
            );
        }
        (None, None, _) => {}
    }
}
