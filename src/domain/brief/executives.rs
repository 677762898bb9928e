//! The five lines for executives.

use super::{Line, deeds, line};
use crate::domain::due::{Due, Kind};
use crate::domain::escalation::LevelState;
use crate::domain::incident::Incident;
use crate::domain::outreach::{Feeling, Row};
use crate::domain::picture::Picture;
use crate::domain::span;
use crate::domain::speech::{say, word};
use crate::domain::state::Internal;
use crate::domain::topic_list::raised_in;
use jiff::Timestamp;

/// As many topics as a chief executive keeps in mind.
const TOPICS: usize = 3;

/// What is broken, how it feels to those who told us, and what most of them raise.
pub(super) fn felt(picture: &Picture, incident: &Incident) -> Line {
    let all = [
        (Feeling::Crisis, word!("in crisis")),
        (Feeling::Hurting, "hurting"),
        (Feeling::Noticed, word!("noticed it")),
        (Feeling::Fine, "fine"),
    ];
    let rows = incident.rows.values();
    let told: Vec<Feeling> = rows.filter_map(feels).collect();
    let counted = all.map(|(feeling, words)| {
        let count = told.iter().filter(|one| **one == feeling).count();
        (count > 0).then(|| format!("{count} {words}"))
    });
    let counted: Vec<String> = counted.into_iter().flatten().collect();
    let raised = raised(picture, incident);
    match told.len() {
        0 => line(say!(
            "{title}; nobody has told us yet how it feels{raised}",
            title = incident.title,
            raised
        )),
        count => line(say!(
            "{title}; of {count} who told us: {counted}{raised}",
            title = incident.title,
            count,
            counted = counted.join(", "),
            raised
        )),
    }
}

/// `; they raise: export (3), login (1)`, the most raised first.
fn raised(picture: &Picture, incident: &Incident) -> String {
    let topics = raised_in(picture, incident, TOPICS).into_iter();
    let topics: Vec<String> = topics
        .map(|(name, accounts)| format!("{name} ({accounts})"))
        .collect();
    match topics.is_empty() {
        true => String::new(),
        false => say!("; they raise: {topics}", topics = topics.join(", ")),
    }
}

/// What an account said last of how it feels.
fn feels(row: &Row) -> Option<Feeling> {
    let told = row.standing().filter(|attempt| attempt.facts.feeling.is_some());
    told.max_by_key(|attempt| (attempt.at, attempt.seq))?
        .facts
        .feeling
}

pub(super) fn who(incident: &Incident, money: bool) -> Line {
    let coverage = incident.coverage();
    let arr = match money && coverage.arr.0 > 0 {
        true => format!(", ARR {}", coverage.arr.short()),
        false => String::new(),
    };
    let heard = match coverage.total - coverage.spoken {
        0 => word!("all have heard from us").to_owned(),
        rest if coverage.spoken == 1 => say!("1 has heard from us, {rest} not yet", rest),
        rest => say!(
            "{spoken} have heard from us, {rest} not yet",
            spoken = coverage.spoken,
            rest
        ),
    };
    match coverage.total {
        0 => line(word!("no key account is on the list")),
        1 => line(say!("1 key account{arr}; {heard}", arr, heard)),
        total => line(say!("{total} key accounts{arr}; {heard}", total, arr, heard)),
    }
}

pub(super) fn since(incident: &Incident, now: Timestamp) -> Line {
    let state = match (incident.internal, incident.mitigated_at) {
        (Internal::Open, _) | (_, None) => say!("hurting for {ago}", ago = span::ago(incident.t0, now)),
        (state, Some(over)) => say!(
            "{state}; it hurt for {ago}",
            state = state.as_str(),
            ago = span::ago(incident.t0, over)
        ),
    };
    line(state).when("since", Some(incident.t0))
}

/// The commander's intent, else the last thing done; and when the public hears next.
pub(super) fn doing(incident: &Incident, dues: &[Due], now: Timestamp) -> Line {
    let page = dues.iter().find(|due| due.kind == Kind::Page).map(|due| due.at);
    // A time that is over is nothing to announce.
    let next = match page {
        Some(at) if at > now => word!("; next public text"),
        Some(_) => word!("; the next public text is overdue"),
        None => "",
    };
    let page = page.filter(|at| *at > now);
    let says = match (incident.intent(), deeds(incident).next()) {
        (Some(intent), _) => intent.text.to_string(),
        (None, Some(deed)) => deed.text.to_string(),
        (None, None) => word!("no plan is recorded yet").to_owned(),
    };
    line(format!("{says}{next}")).when("by", page)
}

/// What the record says is missing: people who do not know yet, duties nobody has.
pub(super) fn needed(incident: &Incident, dues: &[Due], now: Timestamp) -> Line {
    let late = incident
        .levels
        .iter()
        .filter(|level| incident.is_open() && level.state(now) == LevelState::Late);
    let mut missing: Vec<String> = late
        .map(|level| say!("{title} is to be told", title = level.title))
        .collect();
    let empty: Vec<&str> = empty_duties(dues).collect();
    if !empty.is_empty() {
        missing.push(say!("somebody as {empty}", empty = empty.join(", ")));
    }
    match missing.is_empty() {
        true => line(word!("nothing from you now")),
        false => line(missing.join("; ")),
    }
}

/// The required duties nobody has.
fn empty_duties(dues: &[Due]) -> impl Iterator<Item = &'static str> {
    dues.iter().filter_map(|due| match due.kind {
        Kind::Duty(duty) => Some(duty.words()),
        _ => None,
    })
}
