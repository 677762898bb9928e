//! How it stands in at most ten lines, and what is next for whoever reads, with what to type for it.

use super::super::numbers::Numbers;
use crate::domain::due::DueState;
use crate::domain::incident::Incident;
use crate::domain::next::Next;
use crate::domain::people::Duty;
use crate::domain::state::Internal;
use crate::tui::msg::Liveness;
use crate::tui::screen::room::next::sentence;
use crate::tui::stage::Stage;
use crate::tui::words::when::{Count, clock, lasted, until};
use jiff::tz::TimeZone;

/// In the order of the header: what, how bad, how long, who commands, what is overdue, who has not heard, what is next.
pub fn lines(stage: &Stage, numbers: &Numbers) -> Vec<String> {
    let label = stage.setting.label.as_ref().map(|label| format!("{label}. "));
    let label = label.unwrap_or_default();
    let mut lines = match stage.incident() {
        Some(incident) => of_one(stage, incident, &label),
        None => lobby(stage, &label),
    };
    lines.push(next(stage, numbers));
    let owed = stage.board.owing.long_term;
    if owed > 0 {
        lines.push(format!(
            "Owed after earlier incidents: {owed}; owed reads them out."
        ));
    }
    let live = liveness(stage);
    lines.push(format!("{live} help says what can be typed, quit ends this."));
    lines
}

fn of_one(stage: &Stage, incident: &Incident, label: &str) -> Vec<String> {
    let now = stage.now;
    let open = stage.picture().open().len();
    let several = match open {
        ..=1 => String::new(),
        several => format!(", one of {several} open; incident reads them out"),
    };
    let severity = incident.severity.as_str().to_uppercase();
    let state = match incident.internal {
        Internal::Open => "open",
        Internal::Mitigated | Internal::Resolved | Internal::Closed => incident.state_words(),
    };
    let begun = match incident.internal {
        Internal::Open => format!("Down {}", lasted(incident.t0, now)),
        Internal::Mitigated | Internal::Resolved | Internal::Closed => {
            format!("{} since it began", lasted(incident.t0, now))
        }
    };
    let commander = match incident.holder(Duty::Commander) {
        Some(name) if *name == stage.me().name => format!("Commander: you, {name}."),
        Some(name) => format!("Commander: {name}."),
        None => "Commander: nobody.".to_owned(),
    };
    let coverage = incident.coverage();
    let not_heard = coverage.total.saturating_sub(coverage.spoken);
    vec![
        format!("{label}{}: {}{several}.", incident.id, incident.title),
        format!("{severity}, {state}."),
        format!("{begun}; now {}.", both_clocks(stage)),
        commander,
        overdue(stage),
        match coverage.total {
            0 => "No key account is on the call list.".to_owned(),
            total => format!(
                "{not_heard} of {total} key accounts have not heard from us: {} tried, {} not yet.",
                coverage.attempted, coverage.untouched
            ),
        },
    ]
}

fn both_clocks(stage: &Stage) -> String {
    let utc = clock(stage.now, stage.now, &TimeZone::UTC);
    let here = clock(stage.now, stage.now, &stage.setting.zone);
    match utc == here {
        true => format!("{utc} UTC"),
        false => format!("{here} here, {utc} UTC"),
    }
}

fn overdue(stage: &Stage) -> String {
    let now = stage.now;
    let dues = &stage.board.dues;
    let overdue = dues.iter().filter(|due| due.state(now) == DueState::Overdue);
    let count = overdue.count();
    let coming = dues.iter().find(|due| due.at > now);
    let coming = coming.map(|due| format!(" Then {}, {}.", due.what, until(due.at, now, Count::Minutes)));
    let coming = coming.unwrap_or_default();
    match dues.iter().find(|due| due.state(now) == DueState::Overdue) {
        Some(first) => {
            let over = until(first.at, now, Count::Minutes);
            format!("{count} overdue: first {}, {over}.{coming}", first.what)
        }
        None => format!("Nothing is overdue.{coming}"),
    }
}

fn lobby(stage: &Stage, label: &str) -> Vec<String> {
    if stage.heard_at.is_none() {
        return vec![format!("{label}Nothing is known yet: the hub has not answered.")];
    }
    let inbox = stage.picture().inbox().len();
    let mut lines = vec![format!("{label}No incident is open; declare opens one.")];
    if inbox > 0 {
        lines.push(format!("{inbox} in the alert inbox; alert list reads them out."));
    }
    lines
}

/// What is next, and the words that do it.
pub fn next(stage: &Stage, numbers: &Numbers) -> String {
    let (essential, more) = sentence(stage);
    let does = types(stage, numbers);
    let does = does.map(|does| format!(". Type: {does}")).unwrap_or_default();
    format!("Next for you: {essential}{}{does}", more.concat())
}

/// What to type for what is next.
fn types(stage: &Stage, numbers: &Numbers) -> Option<String> {
    let say = |account| numbers.say(account, stage.incident());
    Some(match &stage.board.next {
        Next::Record { account, .. } | Next::Tell { account, .. } => format!("call {}", say(account)),
        Next::Call { account, .. } | Next::Claim { account, .. } | Next::CallAgain { account, .. } => {
            format!("call {}", say(account))
        }
        Next::OnTheLine { account, .. } => format!("card {}", say(account)),
        Next::Write { account, .. } => format!("result {} wrote --channel email", say(account)),
        Next::Decide { account, .. } => format!("help unreachable, for {}", say(account)),
        Next::TakeCommand | Next::TakeOver { .. } => "role commander".to_owned(),
        Next::Answer { ask, .. } => format!("answer {ask} and the words"),
        Next::AcceptDuty { duty, .. } => format!("accept {}", duty.as_str()),
        Next::AcceptAccounts { .. } => "share, or share --decline".to_owned(),
        Next::Inform { role, .. } => format!("inform {role}"),
        Next::Approve { draft, .. } => format!("waits, then approve {draft}"),
        Next::Word { .. } => "waits".to_owned(),
        Next::Risen { .. } => "owed".to_owned(),
        Next::Publish { draft, .. } => format!("page --draft {draft}"),
        Next::Page { .. } => "help draft, or help page".to_owned(),
        Next::Plan { .. } => "plan and the words".to_owned(),
        Next::Report { .. } => "report list".to_owned(),
        Next::Rest(_) => "break".to_owned(),
        Next::Away { .. } => "break --back".to_owned(),
        Next::Debrief => "help debrief".to_owned(),
        Next::Nothing => return None,
    })
}

fn liveness(stage: &Stage) -> String {
    let at = |since| clock(since, stage.now, &stage.setting.zone);
    match &stage.liveness {
        Liveness::Live => "LIVE.".to_owned(),
        Liveness::Stale { since } => format!("STALE, as of {}.", at(*since)),
        Liveness::Offline { since, .. } => format!("OFFLINE, as of {}.", at(*since)),
        Liveness::Connecting { .. } => "NOT CONNECTED yet.".to_owned(),
    }
}
