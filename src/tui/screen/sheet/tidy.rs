//! The tidy form: everything a call brought, field by field, to be put right after hanging up and before it is saved.

use super::written::{FEELINGS, Written, money, typed};
use crate::domain::heard::{Outcome, Question};
use crate::domain::outreach::Disposition;
use crate::domain::scratch::{self, Clock, damage};
use crate::domain::text::Clean;
use crate::domain::times;
use crate::domain::topics::NewTopic;
use crate::tui::screen::result::CHOICES;
use crate::tui::widget::form::{Form, Remark};
use jiff::Timestamp;
use std::collections::BTreeMap;

const ANSWERS: [(&str, &str, Question); 4] = [
    ("business", "Their business:", Question::Business),
    ("person", "For them:", Question::Person),
    ("worry", "Worries them:", Question::Worry),
    ("help", "Would help:", Question::Help),
];

/// With what was written on the sheet.
pub fn form(written: &Written, clock: &Clock, masked: bool) -> Form {
    let ended = CHOICES.iter().position(|(_, one)| *one == written.ending());
    let feels = FEELINGS
        .iter()
        .position(|(feeling, _)| Some(*feeling) == written.feeling);
    let feelings = std::iter::once("not said").chain(FEELINGS.map(|(_, word)| word));
    let endings = CHOICES.iter().map(|(_, ended)| ended.words());
    let mut form = Form::new(100, "Enter saves the call; Esc goes back to the sheet").choice(
        "ended",
        "How it ended:",
        endings,
        ended.unwrap_or(0),
    );
    for (key, label, question) in ANSWERS {
        let answer = written.answers.get(&question).map_or("", String::as_str);
        form = form.line(key, label, answer);
    }
    let at = |at: Timestamp| typed(at, clock);
    let promises = written.promises.iter().map(|said| match said.due {
        Some(due) => format!("{} {}", at(due), said.what),
        None => said.what.to_string(),
    });
    let asks = written
        .asks
        .iter()
        .map(|ask| format!("{}: {}", ask.to.words(), ask.question));
    let need = written.need.as_ref().map(|need| match need.by {
        Some(by) => format!("{} @{}", need.what, at(by)),
        None => need.what.to_string(),
    });
    let topics: Vec<&str> = written.topics.iter().map(|topic| topic.name.as_str()).collect();
    form = form
        .line("notes", "Notes:", &written.notes.join("; "))
        .line("topics", "Topics:", &topics.join(", "))
        .hint("export, login")
        .line("promises", "Promised:", &joined(promises))
        .hint("15:30 send the logs; tomorrow 9:00 call their CTO")
        .line("asks", "They ask:", &joined(asks))
        .hint("tech lead: is our data safe")
        .line(
            "next",
            "Next contact:",
            &written.next_at.map(at).unwrap_or_default(),
        )
        .hint("15:30, 30m, tomorrow 9:00")
        .choice("feels", "It is for them:", feelings, feels.map_or(0, |at| at + 1))
        .line("need", "They need:", &need.unwrap_or_default())
        .hint("invoices out @17:00");
    let cost = written.damage.as_ref().map(money).unwrap_or_default();
    match masked {
        true => form,
        false => form.line("damage", "It cost them:", &cost).hint("40000 EUR"),
    }
}

/// What the form says now, on top of what the sheet had; with what cannot be read, and whether that stops it.
pub fn read(form: &Form, before: &Written, clock: &Clock, usual: Option<&Clean>, masked: bool) -> Read {
    let mut read = Read {
        written: Written {
            answers: BTreeMap::new(),
            notes: form.clean("notes").iter().map(|note| note.to_string()).collect(),
            topics: topics(&form.value("topics"), before),
            promises: Vec::new(),
            asks: Vec::new(),
            next_at: None,
            feeling: form.chosen("feels").checked_sub(1).map(|at| FEELINGS[at].0),
            need: None,
            ..before.clone()
        },
        remarks: Vec::new(),
        stops: None,
    };
    for (key, _, question) in ANSWERS {
        if let Some(answer) = form.clean(key) {
            read.written.answers.insert(question, answer.to_string());
        }
    }
    let chosen = CHOICES[form.chosen("ended").min(CHOICES.len() - 1)].1;
    read.written.ended = ended(before, chosen);
    read.marked(&form.value("promises"), '!', clock);
    read.marked(&form.value("asks"), '?', clock);
    read.next(&form.value("next"), clock);
    if let Some(need) = form.clean("need") {
        let (what, by, doubt) = scratch::by(&need, clock);
        read.written.need = Some(Outcome { what, by });
        read.remarks.extend(doubt.map(Remark::amber));
    }
    if !masked {
        read.damage(&form.value("damage"), usual);
    }
    read
}

pub struct Read {
    pub written: Written,
    pub remarks: Vec<Remark>,
    /// The row that has to be put right first.
    pub stops: Option<&'static str>,
}

impl Read {
    /// Promises or questions, one behind the other.
    fn marked(&mut self, text: &str, mark: char, clock: &Clock) {
        let clauses = text.split(';').map(str::trim).filter(|clause| !clause.is_empty());
        for clause in clauses {
            let read = scratch::read(&format!("{mark}{clause}"), clock);
            let doubts = self.written.mark(&read, clock);
            self.remarks.extend(doubts.into_iter().map(Remark::amber));
            if !read.note.is_empty() {
                self.written.notes.push(read.note.to_string());
            }
        }
    }

    fn next(&mut self, text: &str, clock: &Clock) {
        match times::to_come(text, clock) {
            Ok(None) => {}
            Ok(Some(next)) => {
                self.written.next_at = Some(next.at);
                self.remarks.extend(next.doubt.map(Remark::amber));
            }
            Err(why) => self.stop("next", why),
        }
    }

    fn damage(&mut self, text: &str, usual: Option<&Clean>) {
        self.written.damage = None;
        if text.trim().is_empty() {
            return;
        }
        match damage::read(text, usual) {
            Ok(damage) => self.written.damage = Some(damage),
            Err(why) => self.stop("damage", why),
        }
    }

    fn stop(&mut self, row: &'static str, why: String) {
        self.remarks.push(Remark::red(why));
        self.stops = self.stops.or(Some(row));
    }
}

/// What follows from the sheet by itself is not a choice.
fn ended(before: &Written, chosen: Disposition) -> Option<Disposition> {
    match before.ending() == chosen {
        true => before.ended,
        false => Some(chosen),
    }
}

/// By name; what was quoted with one stays with it.
fn topics(text: &str, before: &Written) -> Vec<NewTopic> {
    let names = text
        .split([',', ';'])
        .map(|name| name.trim().trim_start_matches('#'));
    let topic = |name: &str| {
        let known = before.topics.iter().find(|topic| topic.name == *name);
        known.cloned().unwrap_or_else(|| NewTopic::named(name))
    };
    names.filter(|name| !name.is_empty()).map(topic).collect()
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outreach::Feeling;
    use crate::tui::screen::sheet::step::Step;
    use crate::tui::screen::sheet::written::Then;
    use jiff::tz::TimeZone;

    fn clock(zone: &TimeZone) -> Clock<'_> {
        Clock {
            now: "2026-03-03T14:00:00Z".parse().unwrap(),
            here: zone,
            there: None,
        }
    }

    #[test]
    fn a_call_nobody_tidies_is_saved_as_it_was_written() {
        let zone = TimeZone::UTC;
        let clock = clock(&zone);
        let mut written = Written {
            feeling: Some(Feeling::Crisis),
            said_back: true,
            ..Written::default()
        };
        let typed = [
            ("invoices stand still #billing", Step::Ask(Question::Business)),
            (
                "!15:30 send the logs ?is our data safe",
                Step::Ask(Question::Worry),
            ),
            ("!promised without a time", Step::Tell),
            ("the CFO, about the contract", Step::Executive),
            ("tomorrow 9:00", Step::Next),
            ("payroll out @17:00", Step::Need),
            ("40k EUR", Step::Damage),
            ("she was calm", Step::End),
        ];
        for (text, at) in typed {
            let taken = written.take(text, at, &clock, None);
            assert_ne!(taken.then, Then::Stays, "{text}");
        }
        let read = read(&form(&written, &clock, false), &written, &clock, None, false);
        assert_eq!(read.written, written);
        assert_eq!(read.stops, None);
    }

    #[test]
    fn a_time_on_the_form_is_ours_and_said_so_only_where_theirs_differs() {
        let (here, there) = (TimeZone::UTC, TimeZone::get("Asia/Tokyo").unwrap());
        let clock = Clock {
            there: Some(&there),
            ..clock(&here)
        };
        let mut written = Written::default();
        written.take("15:30 UTC", Step::Next, &clock, None);
        let form = form(&written, &clock, false);
        assert_eq!(form.value("next"), "15:30 here");
        let read = read(&form, &written, &clock, None, false);
        assert_eq!((read.written.next_at, read.remarks.len()), (written.next_at, 0));
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_stands() {
        let zone = TimeZone::UTC;
        let clock = clock(&zone);
        let written = Written::default();
        let mut form = form(&written, &clock, false);
        form.set("next", "13:50");
        form.set("promises", "send the logs");
        let read = read(&form, &written, &clock, None, false);
        assert_eq!(read.stops, Some("next"));
        assert_eq!(read.written.promises[0].what, "send the logs");
        assert_eq!(read.remarks.len(), 2);
    }

    #[test]
    fn a_masked_form_hides_the_damage_and_keeps_it() {
        let zone = TimeZone::UTC;
        let clock = clock(&zone);
        let mut written = Written::default();
        written.take("40k EUR", Step::Damage, &clock, None);
        let form = form(&written, &clock, true);
        let read = read(&form, &written, &clock, None, true);
        assert!(form.is_empty("damage") && read.written.damage.is_some());
    }
}
