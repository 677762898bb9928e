//! A wall too small for large letters: lines of text, the most important first, each said whole or in fewer words.

use super::facts::Facts;
use super::numbers::{self, Number};
use super::{parts, safe};
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::msg::Liveness;
use crate::tui::one_line;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::{fit, when};
use ratatui::layout::Rect;

/// A line in several lengths, the longest first.
type Ways = (Vec<String>, Role);

pub fn draw(canvas: &mut Canvas, screen: Rect, facts: &Facts, stage: &Stage) {
    let title = stage.incident().map(|incident| safe::text(&incident.title));
    let first = one_line::said(stage, &title.unwrap_or_default(), screen.width);
    let text = format!("{} {}", first.text, first.live);
    canvas.text(screen.x, screen.y, screen.width, text.trim(), first.role);
    let all = said(facts, stage, screen.width as usize);
    for (y, (ways, role)) in (screen.y + 1..screen.bottom()).zip(all) {
        let fits = ways.iter().find(|way| fit::width(way) <= screen.width as usize);
        let text = match (fits, ways.last()) {
            (Some(way), _) => way.clone(),
            (None, Some(shortest)) => fit::cut(shortest, screen.width as usize),
            (None, None) => String::new(),
        };
        canvas.text(screen.x, y, screen.width, &text, role);
    }
}

fn said(facts: &Facts, stage: &Stage, width: usize) -> Vec<Ways> {
    let mut lines = Vec::new();
    if stage.liveness != Liveness::Live {
        lines.push(one(aged(stage), Role::Stale));
    }
    let plain = |text: String| one(text, Role::Plain);
    let incident = match (&stage.liveness, stage.incident()) {
        (Liveness::Connecting { .. }, _) => return lines,
        (_, Some(incident)) => incident,
        (_, None) => {
            let owed = facts.owed.len();
            lines.push(plain(say!("owed to customers: {owed}", owed)));
            return lines;
        }
    };
    lines.push((titles(incident), Role::Strong));
    lines.push(number(&numbers::due(stage, incident)));
    lines.push(number(&numbers::reached(stage)));
    lines.push(match incident.holder(Duty::Commander) {
        Some(name) => plain(say!("Commander {name}", name)),
        None => one(word!("Commander: NOBODY").to_owned(), Role::Overdue),
    });
    let known = parts::known(facts, stage, width, &[0, 3], 2);
    lines.extend(known.into_iter().map(|(text, role)| one(text, role)));
    let accounts = facts.accounts.iter().map(|account| {
        let who = [
            format!("{} {}: {}", account.state, account.name, account.who),
            format!("{} {}", account.state, account.name),
        ];
        (who.to_vec(), account.role)
    });
    lines.extend(accounts);
    let others = parts::others(stage);
    if !others.is_empty() {
        lines.insert(1, plain(others));
    }
    lines
}

fn one(text: String, role: Role) -> Ways {
    (vec![text], role)
}

/// How old what is shown is, and since when.
fn aged(stage: &Stage) -> String {
    match &stage.liveness {
        Liveness::Live => String::new(),
        Liveness::Connecting { place, trouble } => match trouble {
            Some(trouble) => trouble.clone(),
            None => say!("looking for the hub at {place}", place),
        },
        Liveness::Stale { since } | Liveness::Offline { since, .. } => say!(
            "{age} old, of {clock}",
            age = when::age(*since, stage.now),
            clock = when::clock(*since, stage.now, &stage.setting.zone)
        ),
    }
}

fn titles(incident: &Incident) -> Vec<String> {
    let title = safe::text(&incident.title);
    vec![format!("{}  {title}", incident.id), title]
}

fn number(number: &Number) -> Ways {
    let mut parts = vec![number.label.clone()];
    parts.extend((!number.big.is_empty()).then(|| number.big.clone()));
    let short = parts.join(" ");
    let long = format!("{short}, {}", number.below.join(", "));
    (vec![long, short], number.role)
}
