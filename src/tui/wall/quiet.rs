//! The wall while nothing is broken: since when, what is owed, and what waits in the alert inbox.

use super::digits::Scale;
use super::facts::{Facts, due_words};
use super::numbers::{self, Number, length};
use super::safe;
use super::size::{Rest, Size};
use crate::domain::due::DueState;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when::{self, Count};
use jiff::Timestamp;

pub(super) fn draw(canvas: &mut Canvas, mut rest: Rest, facts: &Facts, stage: &Stage, size: Size) {
    rest.take(1);
    let scale: Scale = size.scale();
    let all = [calm(stage), owed(facts, stage), inbox(stage)];
    numbers::draw(canvas, rest.take(numbers::height(scale)), &all, scale);
    rest.take(1);
    let title = match facts.owed.len() {
        0 => word!("OWED  nothing is owed to a customer").to_owned(),
        count => say!("OWED  {count}, the soonest first", count),
    };
    canvas.title(rest.take(1), &title, false);
    let half = rest.0.height / 2;
    let area = rest.take(half.min(facts.owed.len() as u16));
    for (y, (id, due)) in (area.y..area.bottom()).zip(&facts.owed) {
        let Some(incident) = stage.picture().incident(*id) else {
            continue;
        };
        let late = due.state(stage.now) == DueState::Overdue;
        let owner = due.owner.as_ref().map(|owner| format!(" ({owner})"));
        let when = when::until(due.at, stage.now, Count::Minutes);
        let what = due_words(due, incident);
        let text = format!("{id}  {what}{}: {when}", owner.unwrap_or_default());
        let role = if late { Role::Overdue } else { Role::Plain };
        canvas.text(area.x + 1, y, area.width.saturating_sub(2), &text, role);
    }
    rest.take(1);
    let alerts = stage.picture().inbox();
    if alerts.is_empty() || rest.0.height < 2 {
        return;
    }
    canvas.title(rest.take(1), word!("ALERTS  no playbook matched them"), false);
    let area = rest.0;
    for (y, alert) in (area.y..area.bottom()).zip(alerts) {
        let firing = when::lasted(alert.sighting.started_at, stage.now);
        let text = say!(
            "{title}  firing {firing}",
            title = safe::text(&alert.sighting.title),
            firing
        );
        canvas.text(area.x + 1, y, area.width.saturating_sub(2), &text, Role::Plain);
    }
}

/// How long nothing has been broken.
fn calm(stage: &Stage) -> Number {
    let over: Option<Timestamp> = stage
        .picture()
        .incidents()
        .filter_map(|incident| incident.resolved_at.or(incident.mitigated_at))
        .max();
    let zone = &stage.setting.zone;
    match over {
        Some(over) => Number {
            label: word!("NOTHING IS BROKEN FOR").to_owned(),
            role: Role::Done,
            big: length(stage.now.duration_since(over).as_secs(), Count::Minutes),
            below: vec![
                when::lasted(over, stage.now),
                say!("since {clock}", clock = when::clock(over, stage.now, zone)),
            ],
            covered: None,
        },
        None => Number {
            label: word!("NOTHING IS BROKEN").to_owned(),
            role: Role::Done,
            big: String::new(),
            below: vec![word!("no incident on record").to_owned()],
            covered: None,
        },
    }
}

fn owed(facts: &Facts, stage: &Stage) -> Number {
    let all = facts.owed.iter();
    let late = all
        .filter(|(_, due)| due.state(stage.now) == DueState::Overdue)
        .count();
    let first = facts.owed.iter().find(|(_, due)| due.at > stage.now);
    let next = first.map(|(_, due)| {
        say!(
            "next {until}",
            until = when::until(due.at, stage.now, Count::Minutes)
        )
    });
    let (role, below) = match late {
        0 => (Role::Strong, next.unwrap_or_default()),
        late => (Role::Overdue, say!("{late} OVERDUE", late)),
    };
    Number {
        label: word!("OWED TO CUSTOMERS").to_owned(),
        role,
        big: facts.owed.len().to_string(),
        below: vec![below],
        covered: None,
    }
}

fn inbox(stage: &Stage) -> Number {
    let count = stage.picture().inbox().len();
    Number {
        label: word!("ALERTS WAITING").to_owned(),
        role: if count > 0 { Role::Soon } else { Role::Strong },
        big: count.to_string(),
        below: vec![match count {
            0 => word!("the inbox is empty").to_owned(),
            _ => word!("no playbook matched").to_owned(),
        }],
        covered: None,
    }
}
