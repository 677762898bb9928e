//! The numbers that are read from eight metres away: how long it is down, what is due next or late, who has heard.

use super::digits::{self, Scale};
use super::facts::due_words;
use super::safe;
use crate::domain::coverage::Coverage;
use crate::domain::due::{Due, DueState, Kind};
use crate::domain::incident::{Incident, Internal};
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::drawing::coverage as drawn;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::fit;
use crate::tui::words::when::{self, Count};
use jiff::Timestamp;
use ratatui::layout::Rect;

/// A number with what it is the number of.
#[derive(Debug)]
pub struct Number {
    /// Over it: what is counted.
    pub label: String,
    pub role: Role,
    /// In large letters.
    pub big: String,
    /// The same in words, with its unit and who or since when; the last parts are left out first.
    pub below: Vec<String>,
    /// As a bar under it.
    pub covered: Option<Coverage>,
}

/// Below so long the seconds are counted.
const SECONDS: i64 = 600;

/// A length in large letters: `13m`, `1h05m`, `3d`; a short one with its seconds, where they are wanted.
pub fn length(seconds: i64, count: Count) -> String {
    let seconds = seconds.max(0);
    match (seconds, count) {
        (..60, Count::Seconds) => format!("{seconds}s"),
        (60..SECONDS, Count::Seconds) => say!(
            "{seconds}m{seconds2:02}s",
            seconds = seconds / 60,
            seconds2 = seconds % 60
        ),
        (..3_600, _) => format!("{}m", seconds / 60),
        (3_600..172_800, _) => say!(
            "{seconds}h{seconds2:02}m",
            seconds = seconds / 3_600,
            seconds2 = seconds % 3_600 / 60
        ),
        _ => format!("{}d", seconds / 86_400),
    }
}

/// How long customers have been hurting, or were.
pub fn down(stage: &Stage, incident: &Incident) -> Number {
    let zone = &stage.setting.zone;
    let (label, end, role) = match incident.internal {
        Internal::Open => (word!("DOWN FOR"), stage.now, Role::Strong),
        Internal::Mitigated => (
            word!("MITIGATED AFTER"),
            incident.mitigated_at.unwrap_or(stage.now),
            Role::Done,
        ),
        Internal::Resolved => (
            word!("RESOLVED AFTER"),
            incident.resolved_at.unwrap_or(stage.now),
            Role::Done,
        ),
        Internal::Closed => (
            word!("CLOSED, HURT FOR"),
            incident.resolved_at.unwrap_or(stage.now),
            Role::Done,
        ),
    };
    Number {
        label: label.to_owned(),
        role,
        big: length(end.duration_since(incident.t0).as_secs(), Count::Minutes),
        below: vec![
            when::lasted(incident.t0, end),
            say!("since {clock}", clock = when::clock(incident.t0, stage.now, zone)),
        ],
        covered: None,
    }
}

/// What is late, a level of the policy before anything else; or what is due next, by the same rule.
pub fn due(stage: &Stage, incident: &Incident) -> Number {
    let now = stage.now;
    let dues = &stage.board.dues;
    let late: Vec<&Due> = dues
        .iter()
        .filter(|due| due.state(now) == DueState::Overdue)
        .collect();
    let level = |due: &&&Due| matches!(due.kind, Kind::Level(_));
    let next = dues.iter().filter(|due| due.at > now).collect::<Vec<_>>();
    let first = |dues: &[&Due]| dues.iter().find(level).or(dues.first()).map(|due| (*due).clone());
    match (first(&late), first(&next)) {
        (Some(late_one), _) => overdue(stage, incident, &late_one, late.len()),
        (None, Some(due)) => {
            let soon = due.state(now) == DueState::Soon;
            let left = due.at.duration_since(now).as_secs();
            Number {
                label: say!("NEXT: {due_words}", due_words = due_words(&due, incident)),
                role: if soon { Role::Soon } else { Role::Strong },
                big: length(left, Count::Seconds),
                below: [
                    owner(&due),
                    Some(at(stage, due.at)),
                    Some(word!("nothing overdue").to_owned()),
                ]
                .into_iter()
                .flatten()
                .collect(),
                covered: None,
            }
        }
        (None, None) => Number {
            label: word!("NEXT").to_owned(),
            role: Role::Plain,
            big: String::new(),
            below: vec![word!("nothing is due").to_owned()],
            covered: None,
        },
    }
}

fn overdue(stage: &Stage, incident: &Incident, due: &Due, count: usize) -> Number {
    let over = stage.now.duration_since(due.at).as_secs();
    let others = match count {
        1 => None,
        2 => Some(word!("1 more is overdue").to_owned()),
        many => Some(say!("{many} more are overdue", many = many - 1)),
    };
    Number {
        label: say!("OVERDUE: {due_words}", due_words = due_words(due, incident)),
        role: Role::Overdue,
        big: length(over, if over < 60 { Count::Seconds } else { Count::Minutes }),
        below: [owner(due), Some(at(stage, due.at)), others]
            .into_iter()
            .flatten()
            .collect(),
        covered: None,
    }
}

fn owner(due: &Due) -> Option<String> {
    due.owner.as_ref().map(|owner| safe::text(owner.as_str()))
}

fn at(stage: &Stage, at: Timestamp) -> String {
    say!(
        "at {clock}",
        clock = when::clock(at, stage.now, &stage.setting.zone)
    )
}

/// How many key accounts have heard from us, and how much of the revenue they are: the share, never the sum.
pub fn reached(stage: &Stage) -> Number {
    let coverage = &stage.board.coverage;
    let of = match coverage.arr.0 {
        1.. => word!("by revenue"),
        // Whoever may not see money, or where none is known.
        _ => word!("of the accounts"),
    };
    let all = coverage.total > 0 && coverage.spoken == coverage.total;
    let below = match coverage.total {
        0 => vec![word!("no key account is on the list").to_owned()],
        _ => vec![
            format!("{} % {of}", coverage.percent()),
            say!("{attempted} tried", attempted = coverage.attempted),
            say!("{untouched} not yet", untouched = coverage.untouched),
        ],
    };
    Number {
        label: word!("KEY ACCOUNTS REACHED").to_owned(),
        role: if all { Role::Done } else { Role::Strong },
        big: match coverage.total {
            0 => String::new(),
            total => format!("{}/{total}", coverage.spoken),
        },
        below,
        covered: (coverage.total > 0).then(|| coverage.clone()),
    }
}

/// Draws numbers side by side: a line over each, the large letters, and a line or a bar and a line under them.
pub fn draw(canvas: &mut Canvas, area: Rect, numbers: &[Number], scale: Scale) {
    let each = area.width / numbers.len().max(1) as u16;
    for (at, number) in (0..).zip(numbers) {
        let panel = Rect {
            x: area.x + at * each + 1,
            width: each.saturating_sub(2),
            ..area
        };
        draw_one(canvas, panel, number, scale);
    }
}

/// So many rows for numbers of this scale.
pub fn height(scale: Scale) -> u16 {
    scale.rows() + 3
}

fn draw_one(canvas: &mut Canvas, panel: Rect, number: &Number, scale: Scale) {
    let label = match number.role {
        Role::Overdue => Role::Alarm,
        _ => Role::Title,
    };
    canvas.bold(panel.x, panel.y, panel.width, &[(&number.label, label)]);
    let fits = |scale: &Scale| digits::width(&number.big, *scale, canvas.lines) <= panel.width;
    let chosen = [scale, Scale::Full, Scale::Half]
        .into_iter()
        .filter(|other| other.rows() <= scale.rows())
        .find(fits);
    let top = panel.y + 1;
    match chosen {
        Some(chosen) => {
            let foot = top + scale.rows() - chosen.rows();
            digits::paint(canvas, (panel.x, foot), &number.big, number.role, chosen);
        }
        // Too wide for any letters: in words it stands under them anyway, and cut it would be another number.
        None => canvas.text(
            panel.x,
            top + scale.rows() - 1,
            panel.width,
            &number.big,
            number.role,
        ),
    }
    let under = top + scale.rows();
    let mut line = under;
    if let Some(covered) = &number.covered {
        let bar = drawn::bar(covered, canvas.lines, panel.width as usize);
        let bar = bar.each_ref().map(|(text, role)| (text.as_str(), *role));
        canvas.spans(panel.x, line, panel.width, &bar);
        line += 1;
    }
    let said = joined(&number.below, panel.width as usize);
    canvas.text(panel.x, line, panel.width, &said, Role::Plain);
}

/// As many of the parts as fit whole.
pub fn joined(parts: &[String], cells: usize) -> String {
    let mut said = String::new();
    for part in parts {
        let gap = if said.is_empty() { "" } else { ", " };
        if fit::width(&said) + gap.len() + fit::width(part) > cells {
            break;
        }
        said += gap;
        said += part;
    }
    match (said.is_empty(), parts.first()) {
        (true, Some(first)) => fit::cut(first, cells),
        _ => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_says_its_unit_and_counts_seconds_only_while_it_is_short() {
        for (seconds, counted, rough) in [
            (0, "0s", "0m"),
            (48, "48s", "0m"),
            (408, "6m48s", "6m"),
            (600, "10m", "10m"),
            (3_900, "1h05m", "1h05m"),
            (172_800, "2d", "2d"),
        ] {
            assert_eq!(length(seconds, Count::Seconds), counted);
            assert_eq!(length(seconds, Count::Minutes), rough);
        }
    }

    #[test]
    fn of_several_parts_those_that_fit_are_said_whole() {
        let parts = ["13 min".to_owned(), "since 13:49".to_owned()];
        assert_eq!(joined(&parts, 30), "13 min, since 13:49");
        assert_eq!(joined(&parts, 18), "13 min");
    }
}
