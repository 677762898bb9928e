//! The playbook's part of the card: what to mind on this kind of call, and what may be offered on it.

use super::Page;
use crate::domain::playbook::Playbook;
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;

/// In the order of a call: offers first, since they are asked for; then what to mind.
pub(super) fn script(canvas: &mut Canvas, page: &mut Page, playbook: &Playbook) {
    let script = &playbook.script;
    for (at, alternative) in script.alternatives.iter().enumerate() {
        let (label, mark) = match at {
            0 => ("Offer", "Would it help if "),
            _ => ("", "or if "),
        };
        page.labelled(canvas, label, &format!("{mark}{alternative}"), Role::Plain);
    }
    if !script.alternatives.is_empty() {
        page.labelled(canvas, "", "or would something else help more?", Role::Strong);
    }
    if !script.workaround.trim().is_empty() {
        page.labelled(canvas, "Till then", &script.workaround, Role::Plain);
    }
    for (at, note) in script.notes.iter().enumerate() {
        page.labelled(canvas, if at == 0 { "Mind" } else { "" }, note, Role::Plain);
    }
    if let Some(words) = playbook.gestures.words() {
        let ideas: Vec<&str> = playbook.gestures.ideas.iter().map(|idea| idea.as_str()).collect();
        let such_as = match ideas.is_empty() {
            true => String::new(),
            false => format!(": {}", ideas.join("; ")),
        };
        page.labelled(canvas, "Give", &format!("{words}{such_as}"), Role::Plain);
    }
}
