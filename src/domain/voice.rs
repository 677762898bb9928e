//! One voice: where a new text differs from everything told before, each difference with before and now.
//!
//! It judges by plain marks in the words and asks a person to look; it refuses nothing.

mod claims;

use super::ids::Seq;
use super::incident::Incident;
use super::messages::{Audience, Phase};
use super::moments::{began, next_update};
use super::playbook::slots::named;
use super::span;
use super::text::{Clean, CleanText};
use super::words::Told;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// A text on its way out.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'a> {
    pub audience: Audience,
    pub phase: Phase,
    pub text: &'a CleanText,
    /// When the next text comes, if that is said apart from the text.
    pub next_update: Option<Timestamp>,
    /// Its place in the log where it is live already: it is held against what was told before it.
    pub live: Option<Seq>,
}

/// One thing that was said or found otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub what: Clean,
    pub before: Clean,
    pub now: Clean,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; now {}", self.what, self.before, self.now)
    }
}

fn difference(what: &str, before: impl Into<Clean>, now: impl Into<Clean>) -> Difference {
    Difference {
        what: what.into(),
        before: before.into(),
        now: now.into(),
    }
}

/// A start that differs from the record's by less is a matter of rounding.
const CLOSE: SignedDuration = SignedDuration::from_mins(5);

/// What a text going out at `at` says otherwise than the texts before it, the findings and the playbook.
pub fn differences(incident: &Incident, saying: &Saying, at: Timestamp) -> Vec<Difference> {
    let mut told = incident.texts();
    if let Some(itself) = saying
        .live
        .and_then(|live| told.iter().position(|text| text.seq == live))
    {
        told.truncate(itself);
    }
    told.reverse();
    let mut found = Vec::new();
    found.extend(phase(incident, &told, saying));
    found.extend(start(incident, &told, saying, at));
    found.extend(next(incident, saying, at));
    found.extend(claims::cause(incident, saying.text));
    found.extend(claims::data(incident, &told, saying.text));
    found.extend(same(incident, &told, saying));
    found.extend(claims::customer(incident, saying));
    found.extend(claims::forbidden(incident, saying.text));
    found.extend(named(saying.text).into_iter().map(|slot| {
        difference(
            "still to be filled",
            format!("{{{slot}}} stands in the text"),
            "nothing in its place",
        )
    }));
    found
}

fn phase(incident: &Incident, told: &[Told], saying: &Saying) -> Option<Difference> {
    let mut on_page = told.iter().filter(|text| text.audience == Audience::Page);
    let public = on_page.next().map_or(Phase::None, |text| text.phase);
    if saying.phase < public {
        let before = format!("the page says {}", public.as_str());
        return Some(difference("phase goes back", before, saying.phase.as_str()));
    }
    (saying.phase == Phase::Resolved && incident.is_open()).then(|| {
        let before = format!("the incident is {}", incident.internal.as_str());
        difference("phase runs ahead", before, "resolved")
    })
}

fn start(incident: &Incident, told: &[Told], saying: &Saying, at: Timestamp) -> Option<Difference> {
    let said = began(saying.text, at)?;
    let earlier = told
        .iter()
        .find_map(|text| Some((text.name(), began(text.text, text.at)?)));
    let (who, before) = match earlier {
        Some((_, before)) if before == said => return None,
        Some((name, before)) => (format!("{name} says"), before),
        None if said.duration_since(incident.t0).abs() <= CLOSE => return None,
        None => ("the record says".to_owned(), incident.t0),
    };
    Some(difference(
        "start",
        format!("{who} {}", clock(before)),
        clock(said),
    ))
}

fn next(incident: &Incident, saying: &Saying, at: Timestamp) -> Option<Difference> {
    const WHAT: &str = "next update";
    let promised = next_update(saying.text, at).or(saying.next_update);
    let live = incident.live_post();
    let before = live.and_then(|post| Some((post.number, post.next_update?)));
    match (saying.audience, promised, before) {
        (Audience::Page, None, _) => {
            let gap = incident.plan.public.gap(saying.phase)?;
            let before = format!("the playbook asks for one within {}", span::words(gap.0));
            Some(difference(WHAT, before, "no time is given"))
        }
        (Audience::Page, Some(by), _) => {
            let gap = incident.plan.public.gap(saying.phase)?;
            (by > gap.after(at)).then(|| {
                let before = format!("the playbook asks for one within {}", span::words(gap.0));
                difference(WHAT, before, format!("{}, in {}", clock(by), span::ago(at, by)))
            })
        }
        (_, Some(by), Some((number, before))) if by != before => {
            let which = if by < before { "earlier" } else { "later" };
            let before = format!("text {number} promises {}", clock(before));
            Some(difference(WHAT, before, format!("{}, {which}", clock(by))))
        }
        (_, Some(_) | None, _) => None,
    }
}

/// The same text twice in a row tells nobody anything (PagerDuty stakeholder guide).
fn same(incident: &Incident, told: &[Told], saying: &Saying) -> Option<Difference> {
    let live = match saying.live {
        None => incident.live_for(saying.audience)?,
        Some(_) => *told.iter().find(|text| text.audience == saying.audience)?,
    };
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    (flat(live.text) == flat(saying.text)).then(|| {
        let now = "the same words; say what is new, or a workaround, or advice";
        difference("twice the same", live.name(), now)
    })
}

fn clock(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%H:%M UTC").to_string()
}

#[cfg(test)]
mod tests;
