//! How it stands in one line: how bad, for how long, and whether that is live; in fewer words where there is less room,
//! each of them whole, and what makes the rest untrue is left out last.

use super::msg::Liveness;
use super::screen::room::header::liveness;
use super::stage::Stage;
use super::theme::Role;
use super::words::fit;
use super::words::when;
use crate::domain::incident::{Incident, Internal};
use crate::domain::speech::word;

/// What stands at the start of the line, and at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub text: String,
    pub live: String,
    /// Of what stands at the end.
    pub role: Role,
}

/// Below so many cells a title says nothing.
const TITLE: usize = 6;

/// As much as fits into so many cells; `title` is what is said of the incident's.
pub fn said(stage: &Stage, title: &str, width: u16) -> Said {
    let cells = width as usize;
    let (long, role) = liveness(stage, width);
    let (long, short) = (long.trim(), word(stage));
    let needs = |text: &str, live: &str| {
        let gap = usize::from(!text.is_empty() && !live.is_empty());
        fit::width(text) + gap + fit::width(live)
    };
    let ways = ways(stage, long, short);
    let Some((text, live)) = ways.iter().find(|(text, live)| needs(text, live) <= cells) else {
        let text = if cells == 0 { "" } else { fit::CUT };
        return Said {
            text: text.to_owned(),
            live: String::new(),
            role,
        };
    };
    let left = cells.saturating_sub(needs(text, live) + 2);
    let title = match left {
        ..TITLE => String::new(),
        _ => fit::cut(title, left),
    };
    Said {
        text: format!("{text} {title}").trim_end().to_owned(),
        live: (*live).to_owned(),
        role,
    }
}

fn word(stage: &Stage) -> &'static str {
    match stage.liveness {
        Liveness::Live => word!("LIVE"),
        Liveness::Stale { .. } => word!("STALE"),
        Liveness::Offline { .. } => word!("OFFLINE"),
        Liveness::Connecting { .. } => word!("NOT CONNECTED"),
    }
}

/// What is said and what of its freshness, the longest first.
fn ways<'a>(stage: &Stage, long: &'a str, short: &'a str) -> Vec<(String, &'a str)> {
    let (full, bare) = match (&stage.liveness, stage.incident()) {
        // Nothing is known, and not that nothing is broken.
        (Liveness::Connecting { .. }, _) => ("warroom".to_owned(), String::new()),
        (_, None) => (
            word!("warroom: no incident").to_owned(),
            word!("no incident").to_owned(),
        ),
        (_, Some(incident)) => {
            let severity = incident.severity.as_str().to_uppercase();
            (format!("{severity} {}", stands(incident, stage)), severity)
        }
    };
    let empty = String::new;
    match stage.liveness {
        Liveness::Live => vec![(full.clone(), long), (full, ""), (bare.clone(), long), (bare, "")],
        Liveness::Connecting { .. } => vec![(full, short), (empty(), short)],
        Liveness::Stale { .. } | Liveness::Offline { .. } => vec![
            (full.clone(), long),
            (full, short),
            (bare.clone(), long),
            (bare, short),
            (empty(), short),
        ],
    }
}

/// How long it has lasted, or that it is over.
fn stands(incident: &Incident, stage: &Stage) -> String {
    match incident.internal {
        Internal::Open | Internal::Mitigated => when::lasted(incident.t0, stage.now),
        Internal::Resolved | Internal::Closed => incident.state_words().to_owned(),
    }
}
