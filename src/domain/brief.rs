//! The brief: five lines for executives, then one page of how it stands. Recorded facts only, never a guess.
//!
//! The five are those a CEO asks for: what customers feel, who, since when, what we are doing and when the next news
//! comes, what we need from them. The page is the transfer-of-command brief (ICS 201): situation, intent, done, doing,
//! roles, last words to customers, what is owed.

use super::claims::Claim;
use super::due::{Due, DueState, Kind, dues};
use super::escalation::LevelState;
use super::findings::{Certainty, Data};
use super::ids::IncidentId;
use super::incident::Incident;
use super::notes::Stance;
use super::outreach::{Feeling, Row};
use super::people::Duty;
use super::picture::Picture;
use super::span;
use super::state::Internal;
use super::text::Clean;
use super::timeline::{Entry, What};
use jiff::Timestamp;
use serde::Serialize;

/// How it stands at a moment, for somebody who was not there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Brief {
    pub incident: IncidentId,
    pub title: Clean,
    pub now: Timestamp,
    /// What customers feel, who, since when, what we are doing, what we need.
    pub executives: [Line; 5],
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    pub title: &'static str,
    /// Short enough that all of them are one page.
    pub lines: Vec<Line>,
    /// How many rows of a page one line may take.
    #[serde(skip)]
    pub rows: usize,
}

/// A sentence, and the time it ends with: the reader's zone is not known here.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Line {
    pub text: Clean,
    /// The word before the time: since, by, at.
    #[serde(skip)]
    pub word: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

/// What the five lines for executives answer, in their order.
pub const ASKED: [&str; 5] = ["They feel", "Who", "Since", "We do", "We need"];

fn line(text: impl Into<Clean>) -> Line {
    Line {
        text: text.into(),
        ..Line::default()
    }
}

impl Line {
    fn when(self, word: &'static str, at: Option<Timestamp>) -> Line {
        Line { word, at, ..self }
    }
}

/// The brief of an incident at `now`. Without `money` it names no amounts.
pub fn brief(picture: &Picture, incident: &Incident, now: Timestamp, money: bool) -> Brief {
    let dues = dues(incident);
    Brief {
        incident: incident.id,
        title: incident.title.clone(),
        now,
        executives: [
            felt(incident),
            who(incident, money),
            since(incident, now),
            doing(incident, &dues),
            needed(incident, &dues, now),
        ],
        parts: vec![
            part("Situation", 2, situation(incident)),
            part("Plan", 2, plan(incident)),
            part("Done", 2, done(incident)),
            part("Doing", 1, calls(picture, incident, now)),
            part("Roles", 2, roles(incident)),
            part("Told", 3, vec![last_words(incident)]),
            part("Promises", 1, promises(incident)),
            part("Next due", 1, next_dues(&dues, now)),
        ],
    }
}

fn part(title: &'static str, rows: usize, lines: Vec<Line>) -> Part {
    let lines = match lines.is_empty() {
        true => vec![line("nothing recorded")],
        false => lines,
    };
    Part { title, lines, rows }
}

/// What is broken, and how it feels to those who told us.
fn felt(incident: &Incident) -> Line {
    let all = [
        (Feeling::Crisis, "in crisis"),
        (Feeling::Hurting, "hurting"),
        (Feeling::Noticed, "noticed it"),
        (Feeling::Fine, "fine"),
    ];
    let rows = incident.rows.values();
    let told: Vec<Feeling> = rows.filter_map(feels).collect();
    let counted = all.map(|(feeling, words)| {
        let count = told.iter().filter(|one| **one == feeling).count();
        (count > 0).then(|| format!("{count} {words}"))
    });
    let counted: Vec<String> = counted.into_iter().flatten().collect();
    match told.len() {
        0 => line(format!("{}; nobody has told us yet how it feels", incident.title)),
        count => line(format!(
            "{}; of {count} who told us: {}",
            incident.title,
            counted.join(", ")
        )),
    }
}

/// What an account said last of how it feels.
fn feels(row: &Row) -> Option<Feeling> {
    let told = row.standing().filter(|attempt| attempt.facts.feeling.is_some());
    told.max_by_key(|attempt| (attempt.at, attempt.seq))?
        .facts
        .feeling
}

fn who(incident: &Incident, money: bool) -> Line {
    let coverage = incident.coverage();
    let arr = match money && coverage.arr.0 > 0 {
        true => format!(", ARR {}", coverage.arr.short()),
        false => String::new(),
    };
    let heard = match coverage.total - coverage.spoken {
        0 => "all have heard from us".to_owned(),
        rest => format!("{} have heard from us, {rest} not yet", coverage.spoken),
    };
    match coverage.total {
        0 => line("no key account is on the list"),
        1 => line(format!("1 key account{arr}; {heard}")),
        total => line(format!("{total} key accounts{arr}; {heard}")),
    }
}

fn since(incident: &Incident, now: Timestamp) -> Line {
    let state = match (incident.internal, incident.mitigated_at) {
        (Internal::Open, _) | (_, None) => format!("hurting for {}", span::ago(incident.t0, now)),
        (state, Some(over)) => format!("{}; it hurt for {}", state.as_str(), span::ago(incident.t0, over)),
    };
    line(state).when("since", Some(incident.t0))
}

/// The commander's intent, else the last thing done; and when the public hears next.
fn doing(incident: &Incident, dues: &[Due]) -> Line {
    let page = dues.iter().find(|due| due.kind == Kind::Page).map(|due| due.at);
    let next = if page.is_some() { "; next public text" } else { "" };
    let says = match (incident.intent(), deeds(incident).next()) {
        (Some(intent), _) => intent.text.to_string(),
        (None, Some(deed)) => deed.text.to_string(),
        (None, None) => "no plan is recorded yet".to_owned(),
    };
    line(format!("{says}{next}")).when("by", page)
}

/// What the record says is missing: people who do not know yet, duties nobody has.
fn needed(incident: &Incident, dues: &[Due], now: Timestamp) -> Line {
    let late = incident
        .levels
        .iter()
        .filter(|level| level.state(now) == LevelState::Late);
    let mut missing: Vec<String> = late
        .map(|level| format!("{} is to be told", level.title))
        .collect();
    let empty: Vec<&str> = empty_duties(dues).collect();
    if !empty.is_empty() {
        missing.push(format!("somebody as {}", empty.join(", ")));
    }
    match missing.is_empty() {
        true => line("nothing from you now"),
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

/// The last facts about the whole, and what is found out for certain.
fn situation(incident: &Incident) -> Vec<Line> {
    let mut lines: Vec<Line> = notes(incident, Stance::Fact).take(2).map(dated).collect();
    lines.reverse();
    let cause = incident.cause();
    if let Some(cause) = cause.filter(|cause| cause.certainty == Certainty::Confirmed) {
        lines.push(line(format!("cause confirmed: {}", &*cause.text)).when("at", Some(cause.at)));
    }
    if let Some(data) = incident.data().filter(|data| data.state != Data::Unknown) {
        lines.push(line(format!("customers' data: {}", data.state.as_str())).when("at", Some(data.at)));
    }
    lines
}

fn plan(incident: &Incident) -> Vec<Line> {
    let intent = incident.intent().map(|intent| {
        let says = line(format!("{} ({})", intent.text, intent.by));
        says.when("until", intent.until)
    });
    intent.into_iter().collect()
}

/// Who was told, and the last deeds.
fn done(incident: &Incident) -> Vec<Line> {
    let knows = incident.levels.iter().filter(|level| level.informed().is_some());
    let knows: Vec<&str> = knows.map(|level| level.title.as_str()).collect();
    let mut lines: Vec<Line> = deeds(incident).take(3).map(dated).collect();
    lines.reverse();
    if !knows.is_empty() {
        lines.insert(0, line(format!("told: {}", knows.join(", "))));
    }
    lines
}

fn deeds(incident: &Incident) -> impl Iterator<Item = &Entry> {
    notes(incident, Stance::Did)
}

/// Notes of a kind that stand and are about the whole, newest first.
fn notes(incident: &Incident, stance: Stance) -> impl Iterator<Item = &Entry> {
    let stands = move |entry: &&Entry| {
        entry.what == What::Note(stance) && entry.account.is_none() && entry.withdrawn.is_none()
    };
    incident.timeline.iter().rev().map(AsRef::as_ref).filter(stands)
}

fn dated(entry: &Entry) -> Line {
    line(entry.text.clone()).when("at", Some(entry.said_at))
}

/// Who calls whom just now.
fn calls(picture: &Picture, incident: &Incident, now: Timestamp) -> Vec<Line> {
    let here = |claim: &&Claim| claim.incident == incident.id && claim.until > now;
    let says = |claim: &Claim| {
        let name = incident
            .rows
            .get(&claim.account)
            .map_or(claim.account.as_str(), |row| row.name().as_str());
        match claim.calling_since {
            Some(since) => {
                line(format!("{} is on the phone with {name}", claim.holder)).when("since", Some(since))
            }
            None => line(format!("{} is calling {name}", claim.holder)).when("since", Some(claim.since)),
        }
    };
    capped(picture.claims.live().filter(here).map(says).collect(), 5)
}

fn roles(incident: &Incident) -> Vec<Line> {
    let held = Duty::ALL.into_iter().filter(|duty| *duty != Duty::Advocate);
    let held = held.filter_map(|duty| Some(format!("{duty} {}", incident.holder(duty)?)));
    let callers = incident.advocates().count();
    let callers = (callers > 0).then(|| format!("{callers} calling"));
    let held: Vec<String> = held.chain(callers).collect();
    let required = incident.plan.duties.iter().map(|plan| plan.duty);
    let missing = required.filter(|duty| incident.holder(*duty).is_none());
    let missing: Vec<&str> = missing.map(Duty::words).collect();
    let mut lines = Vec::new();
    if !held.is_empty() {
        lines.push(line(held.join(", ")));
    }
    if !missing.is_empty() {
        lines.push(line(format!("nobody: {}", missing.join(", "))));
    }
    lines
}

/// The text customers can read now, and since when.
fn last_words(incident: &Incident) -> Line {
    match incident.live_post() {
        None => line("nothing public yet; first words by the playbook"),
        Some(post) => line(format!(
            "text {} ({}): {}",
            post.number,
            post.phase.as_str(),
            &*post.text
        ))
        .when("at", Some(post.at)),
    }
}

fn promises(incident: &Incident) -> Vec<Line> {
    let mut owed: Vec<_> = incident.owed_promises().collect();
    owed.sort_by_key(|promise| (promise.due, promise.seq));
    let says = owed.into_iter().map(|promise| {
        let row = promise.account.as_ref().and_then(|id| incident.rows.get(id));
        let to = row.map(|row| format!("{}: ", row.name())).unwrap_or_default();
        line(format!("{to}{} ({})", promise.what, promise.owner)).when("by", Some(promise.due))
    });
    capped(says.collect(), 5)
}

fn next_dues(dues: &[Due], now: Timestamp) -> Vec<Line> {
    let open = dues.iter().filter(|due| due.shown(now));
    let says = open.take(3).map(|due| {
        let owner = due.owner.as_ref().map(|owner| format!(" ({owner})"));
        let late = match due.state(now) {
            DueState::Overdue => "late: ",
            DueState::Waiting | DueState::Soon => "",
        };
        line(format!("{late}{}{}", due.what, owner.unwrap_or_default())).when("by", Some(due.at))
    });
    says.collect()
}

/// The first of them, and how many more there are.
fn capped(mut lines: Vec<Line>, most: usize) -> Vec<Line> {
    let more = lines.len().saturating_sub(most - 1);
    if lines.len() > most {
        lines.truncate(most - 1);
        lines.push(line(format!("and {more} more")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn of(room: &Room) -> Brief {
        brief(&room.picture, room.here(), room.now, true)
    }

    fn lines<'a>(brief: &'a Brief, title: &str) -> Vec<&'a str> {
        let part = brief.parts.iter().find(|part| part.title == title).unwrap();
        part.lines.iter().map(|line| line.text.as_str()).collect()
    }

    fn did(text: &str) -> crate::domain::command::Command {
        command("write_note", json!({ "text": text, "stance": "did" }))
    }

    #[test]
    fn the_five_lines_say_what_an_executive_asks_for() {
        let mut room = Room::declared();
        let executives = |room: &Room| of(room).executives.map(|line| line.text.to_string());
        assert_eq!(
            executives(&room),
            [
                "Video calls drop; nobody has told us yet how it feels",
                "5 key accounts, ARR 3.1M; 0 have heard from us, 5 not yet",
                "hurting for 0 s",
                "no plan is recorded yet; next public text",
                "nothing from you now",
            ]
        );
        let call =
            json!({ "account": "northwind", "disposition": "reached_decision_maker", "feeling": "crisis" });
        room.at(25).does("omar", command("record_attempt", call));
        room.does("dana", did("rolled back"));
        assert_eq!(
            executives(&room),
            [
                "Video calls drop; of 1 who told us: 1 in crisis",
                "5 key accounts, ARR 3.1M; 1 have heard from us, 4 not yet",
                "hurting for 25 min",
                "rolled back; next public text",
                "Support is to be told; Head of CS is to be told; CEO is to be told",
            ]
        );
        room.does("dana", move_to("mitigated"));
        let since = of(&room).executives[2].clone();
        assert_eq!(since.text, "mitigated; it hurt for 25 min");
        assert_eq!((since.word, since.at), ("since", Some(at(0))));
    }

    #[test]
    fn amounts_are_left_out_where_they_are_masked() {
        let room = Room::declared();
        let masked = brief(&room.picture, room.here(), room.now, false);
        assert!(!masked.executives[1].text.contains("ARR"));
    }

    #[test]
    fn a_guess_and_a_suspicion_never_reach_a_brief() {
        let mut room = Room::declared();
        let guess = json!({ "text": "it is the cache", "stance": "guess" });
        room.does("dana", command("write_note", guess));
        let cause = json!({ "certainty": "suspected", "text": "it is the cache" });
        room.does("dana", command("find_cause", cause));
        room.does("dana", note("errors at 4 %"));
        let json = serde_json::to_string(&of(&room)).unwrap();
        assert!(!json.contains("cache"), "{json}");
        assert_eq!(lines(&of(&room), "Situation"), ["errors at 4 %"]);
        room.does("dana", role("commander"));
        let cause = json!({ "certainty": "confirmed", "text": "a bad release" });
        room.does("dana", command("find_cause", cause));
        assert_eq!(
            lines(&of(&room), "Situation"),
            ["errors at 4 %", "cause confirmed: a bad release"]
        );
    }

    #[test]
    fn the_page_names_who_calls_whom_what_is_promised_and_who_is_missing() {
        let mut room = Room::empty();
        let mut playbook = (*room.reference.playbooks[0]).clone();
        playbook.duties = serde_json::from_value(json!([{ "duty": "scribe", "by": "5m" }])).unwrap();
        room.reference.playbooks[0] = playbook.into();
        room.does("dana", declare(json!({ "components": ["video-eu"] })));
        room.does("dana", role("commander"));
        room.does("omar", claim("northwind"));
        for what in ["news", "logs", "a call", "a report", "a visit", "a credit"] {
            let promise = json!({ "account": "fabrikam", "what": what, "due": at(60) });
            room.does("lena", command("make_promise", promise));
        }
        let brief = of(&room);
        assert_eq!(lines(&brief, "Doing"), ["omar is calling Northwind"]);
        assert_eq!(lines(&brief, "Roles"), ["commander dana", "nobody: scribe"]);
        let promises = lines(&brief, "Promises");
        assert_eq!(
            (promises.len(), promises[0], promises[4]),
            (5, "Fabrikam: news (lena)", "and 2 more")
        );
        assert_eq!(lines(&brief, "Plan"), ["nothing recorded"]);
        assert_eq!(brief.executives[4].text, "somebody as scribe");
    }
}
