//! What a deal comes to: when each tier will have been spoken with, by these callers and by more of them.

use crate::domain::accounts::Tier;
use crate::domain::forecast::{Needed, Work};
use crate::domain::incident::Incident;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when;
use jiff::Timestamp;

/// So many more callers are tried out.
const MORE: usize = 2;

/// What is left to call, tier by tier.
pub fn lines(stage: &Stage, incident: &Incident, callers: usize) -> Vec<(String, Role)> {
    let outlook = incident.outlook(stage.picture(), stage.now);
    let pace = outlook.pace;
    let length = when::rough(pace.each.as_secs().max(60));
    let measured = if pace.measured {
        "as measured"
    } else {
        "assumed: too few calls yet"
    };
    let mut lines = vec![(
        format!("An account takes {length} of a caller ({measured})."),
        Role::Plain,
    )];
    let mut work: Vec<(Tier, Work)> = Vec::new();
    let mut left = 0;
    for tier in &outlook.tiers {
        left += tier.left();
        if let Some(by) = tier.target.filter(|_| tier.left() > 0) {
            work.push((tier.tier, Work { calls: left, by }));
        }
    }
    for more in 0..=MORE {
        let done = work.iter().map(|(tier, work)| {
            let at = pace.done_at(work.calls, callers + more, stage.now);
            (tier, at, work.by)
        });
        let (mut said, mut late) = (Vec::new(), false);
        for (tier, at, by) in done {
            let Some(at) = at else { continue };
            late |= at > by;
            said.push(format!(
                "{} by {}{}",
                tier.as_str(),
                plus(incident, at),
                over(at, by)
            ));
        }
        if said.is_empty() {
            continue;
        }
        let who = match (more, callers) {
            (0, 1) => "With this one caller".to_owned(),
            (0, many) => format!("With these {many} callers"),
            (1, _) => "One more caller".to_owned(),
            (more, _) => format!("{} more callers", number(more)),
        };
        let role = if late { Role::Soon } else { Role::Done };
        lines.push((format!("{who}: {}", said.join(", ")), role));
        if !late && more == 0 {
            break;
        }
    }
    if let Some(needed) = work
        .first()
        .map(|(tier, work)| (tier, pace.needed(*work, stage.now)))
    {
        lines.extend(needs(needed));
    }
    lines
}

fn needs((tier, needed): (&Tier, Needed)) -> Option<(String, Role)> {
    match needed {
        Needed::Done => None,
        Needed::Callers(many) => Some((
            format!("For the {} accounts in time: {many} calling.", tier.as_str()),
            Role::Plain,
        )),
        Needed::TooLate(left) => Some((
            format!(
                "For {left} {} accounts it is too late to be in time.",
                tier.as_str()
            ),
            Role::Overdue,
        )),
    }
}

fn number(many: usize) -> String {
    match many {
        2 => "Two".to_owned(),
        many => many.to_string(),
    }
}

/// `T+52`: minutes after the start, as targets are written.
fn plus(incident: &Incident, at: Timestamp) -> String {
    format!("T{}", when::after_start(incident.minutes(at)))
}

fn over(at: Timestamp, by: Timestamp) -> String {
    let late = at.duration_since(by).as_secs();
    match late > 0 {
        true => format!(" ({} late)", when::rough(late.max(60))),
        false => " (in time)".to_owned(),
    }
}
