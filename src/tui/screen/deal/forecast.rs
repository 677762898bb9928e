//! What a deal comes to: when each tier will have been spoken with, by these callers and by more of them.

use crate::domain::accounts::Tier;
use crate::domain::forecast::{Needed, Pace, Work};
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when;

/// So many more callers are tried out.
const MORE: usize = 2;

/// For these callers, and while that is late for one more and for two.
pub fn lines(stage: &Stage, incident: &Incident, callers: usize) -> Vec<(String, Role)> {
    let outlook = incident.outlook(stage.picture(), stage.now);
    let pace = outlook.pace;
    let length = when::rough(pace.each.as_secs().max(60));
    let measured = if pace.measured {
        word!("as measured")
    } else {
        word!("assumed: few calls yet")
    };
    let but = match outlook.asleep {
        0 => String::new(),
        asleep => say!(" but {asleep} asleep", asleep),
    };
    let title = say!(
        "All reached{but}, at {length} an account ({measured}):",
        but,
        length,
        measured
    );
    let mut lines = vec![(title, Role::Plain)];
    let mut work: Vec<(Tier, Work)> = Vec::new();
    let mut awake = 0;
    for tier in &outlook.tiers {
        awake += tier.awake();
        if let Some(by) = tier.target.filter(|_| tier.awake() > 0) {
            work.push((tier.tier, Work { calls: awake, by }));
        }
    }
    for count in (callers..=callers + MORE).filter(|count| *count > 0) {
        let (line, late) = with(stage, pace, &work, count);
        lines.push((line, if late { Role::Soon } else { Role::Done }));
        if !late {
            break;
        }
    }
    let first = work
        .first()
        .map(|(tier, work)| (tier, pace.needed(*work, stage.now)));
    lines.extend(first.and_then(needs));
    lines
}

/// `2 callers: strategic by 14:18, key 14:35 (5 min late)`, and whether any is late.
fn with(stage: &Stage, pace: Pace, work: &[(Tier, Work)], callers: usize) -> (String, bool) {
    let clock = |at| when::clock(at, stage.now, &stage.setting.zone);
    let (mut said, mut late) = (Vec::new(), false);
    for (tier, work) in work {
        let Some(at) = pace.done_at(work.calls, callers, stage.now) else {
            continue;
        };
        let over = at.duration_since(work.by).as_secs();
        late |= over > 0;
        let over = match over > 0 {
            true => say!(" ({rough} late)", rough = when::rough(over.max(60))),
            false => String::new(),
        };
        let by = if said.is_empty() { word!(" by") } else { "" };
        said.push(format!("{}{by} {}{over}", tier.as_str(), clock(at)));
    }
    let who = match callers {
        1 => word!("1 caller").to_owned(),
        many => say!("{many} callers", many),
    };
    let end = match (said.is_empty(), late) {
        (true, _) => word!("nobody is left to call"),
        (false, true) => "",
        (false, false) => word!(": all in time"),
    };
    (format!("  {who}: {}{end}", said.join(", ")), late)
}

fn needs((tier, needed): (&Tier, Needed)) -> Option<(String, Role)> {
    match needed {
        Needed::Done => None,
        Needed::Callers(many) => Some((
            say!(
                "For {tier} in time: at least {many} calling.",
                tier = tier.as_str(),
                many
            ),
            Role::Plain,
        )),
        Needed::TooLate(left) => Some((
            say!(
                "Too late for {left} {tier} to be in time.",
                left,
                tier = tier.as_str()
            ),
            Role::Overdue,
        )),
    }
}
