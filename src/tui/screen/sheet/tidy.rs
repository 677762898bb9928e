//! The tidy form: everything a call brought, field by field, to be put right after hanging up and before it is saved.

use super::step::Step;
use super::written::{FEELINGS, Written, money, typed, wanted};
use crate::domain::heard::{Outcome, Question};
use crate::domain::outreach::Disposition;
use crate::domain::scratch::{self, Clock, damage};
use crate::domain::speech::{mark, said, word};
use crate::domain::text::Clean;
use crate::domain::times;
use crate::domain::topics::NewTopic;
use crate::tui::screen::result::CHOICES;
use crate::tui::widget::form::{Form, Remark};
use jiff::Timestamp;
use std::collections::BTreeMap;

const ANSWERS: [(&str, &str, Question); 4] = [
    ("business", mark!("Their business:"), Question::Business),
    ("person", mark!("For them:"), Question::Person),
    ("worry", mark!("Worries them:"), Question::Worry),
    ("help", mark!("Would help:"), Question::Help),
];

/// The form over a sheet.
#[derive(Debug)]
pub struct Tidy {
    pub form: Form,
    /// What was written on the sheet when it was opened.
    before: Written,
}

impl Tidy {
    pub fn new(written: &Written, clock: &Clock, masked: bool) -> Self {
        Tidy {
            form: form(written, clock, masked),
            before: written.clone(),
        }
    }

    /// What the form says now, on top of what the sheet had: where it cannot be read, that stays.
    pub fn read(&self, clock: &Clock, usual: Option<&Clean>, masked: bool) -> Read {
        let (form, before) = (&self.form, &self.before);
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
            stops: Vec::new(),
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
        read.next(form.value("next"), before.next_at, clock);
        if let Some(need) = form.clean("need") {
            let (what, by, doubt) = scratch::by(&need, clock);
            read.written.need = Some(Outcome { what, by });
            read.remarks.extend(doubt.map(Remark::amber));
        }
        if !masked {
            read.damage(form.value("damage"), usual);
        }
        read
    }
}

/// With what was written on the sheet.
fn form(written: &Written, clock: &Clock, masked: bool) -> Form {
    let ended = CHOICES.iter().position(|(_, one)| *one == written.ending());
    let feels = FEELINGS
        .iter()
        .position(|(feeling, _)| Some(*feeling) == written.feeling);
    let feelings = std::iter::once(word!("not said")).chain(FEELINGS.map(|(_, word)| said(word)));
    let endings = CHOICES.iter().map(|(_, ended)| ended.words());
    let mut form = Form::new(100, word!("Enter saves the call; Esc goes back to the sheet")).choice(
        "ended",
        word!("How it ended:"),
        endings,
        ended.unwrap_or(0),
    );
    for (key, label, question) in ANSWERS {
        let answer = written.answers.get(&question).map_or("", String::as_str);
        form = form.line(key, said(label), answer);
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
    let need = written.need.as_ref().map(|need| wanted(need, clock));
    let topics: Vec<&str> = written.topics.iter().map(|topic| topic.name.as_str()).collect();
    form = form
        .line("notes", word!("Notes:"), &written.notes.join("; "))
        .line("topics", word!("Topics:"), &topics.join(", "))
        .hint(word!("export, login"))
        .line("promises", word!("Promised:"), &joined(promises))
        .hint(word!("15:30 send the logs; tomorrow 9:00 call their CTO"))
        .line("asks", word!("They ask:"), &joined(asks))
        .hint(word!("tech lead: is our data safe"))
        .line(
            "next",
            word!("Next contact:"),
            &written.next_at.map(at).unwrap_or_default(),
        )
        .hint(word!("15:30, 30m, tomorrow 9:00"))
        .choice(
            "feels",
            word!("It is for them:"),
            feelings,
            feels.map_or(0, |at| at + 1),
        )
        .line("need", word!("They need:"), &need.unwrap_or_default())
        .hint(word!("invoices out @17:00"));
    let cost = written.damage.as_ref().map(money).unwrap_or_default();
    match masked {
        true => form,
        false => form
            .line("damage", word!("It cost them:"), &cost)
            .hint(word!("40000 EUR")),
    }
}

/// What the form says.
pub struct Read {
    pub written: Written,
    pub remarks: Vec<Remark>,
    /// What has to be put right first.
    pub stops: Vec<Stop>,
}

/// A row that cannot be read.
pub struct Stop {
    pub row: &'static str,
    /// Where on the sheet the same is typed.
    pub step: Step,
    pub text: String,
    pub why: String,
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

    fn next(&mut self, text: String, before: Option<Timestamp>, clock: &Clock) {
        match times::to_come(&text, clock) {
            Ok(None) => {}
            Ok(Some(next)) => {
                self.written.next_at = Some(next.at);
                self.remarks.extend(next.doubt.map(Remark::amber));
            }
            Err(why) => {
                self.written.next_at = before;
                self.stop("next", Step::Next, text, why);
            }
        }
    }

    fn damage(&mut self, text: String, usual: Option<&Clean>) {
        if text.trim().is_empty() {
            self.written.damage = None;
            return;
        }
        match damage::read(&text, usual) {
            Ok(damage) => self.written.damage = Some(damage),
            Err(why) => self.stop("damage", Step::Damage, text, why),
        }
    }

    fn stop(&mut self, row: &'static str, step: Step, text: String, why: String) {
        self.remarks.push(Remark::red(why.as_str()));
        self.stops.push(Stop { row, step, text, why });
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
        let read = Tidy::new(&written, &clock, false).read(&clock, None, false);
        assert_eq!(read.written, written);
        assert!(read.stops.is_empty());
    }

    #[test]
    fn what_cannot_be_read_leaves_what_stood_there_and_a_name_typed_back_its_quote() {
        let zone = TimeZone::UTC;
        let clock = clock(&zone);
        let mut written = Written::default();
        written.take("15:30", Step::Next, &clock, None);
        written.take("40k EUR", Step::Damage, &clock, None);
        written.take("invoices stand still #billing", Step::Call, &clock, None);
        let mut tidy = Tidy::new(&written, &clock, false);
        for (row, text) in [("next", "15:30 or so"), ("damage", "a lot"), ("topics", "billin")] {
            tidy.form.set(row, text);
        }
        let broken = tidy.read(&clock, None, false);
        assert_eq!(rows(&broken), ["next", "damage"]);
        assert_eq!(broken.written.next_at, written.next_at);
        assert_eq!(broken.written.damage, written.damage);
        assert_eq!(broken.written.topics[0].quote, None, "it may be another one");
        for (row, text) in [("next", ""), ("damage", ""), ("topics", "billing")] {
            tidy.form.set(row, text);
        }
        let mended = tidy.read(&clock, None, false);
        assert_eq!(
            (mended.written.next_at, mended.written.damage),
            (None, None),
            "cleared"
        );
        assert_eq!(mended.written.topics, written.topics);
    }

    fn rows(read: &Read) -> Vec<&'static str> {
        read.stops.iter().map(|stop| stop.row).collect()
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
        let tidy = Tidy::new(&written, &clock, false);
        assert_eq!(tidy.form.value("next"), "15:30 here");
        let read = tidy.read(&clock, None, false);
        assert_eq!((read.written.next_at, read.remarks.len()), (written.next_at, 0));
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_stands() {
        let zone = TimeZone::UTC;
        let clock = clock(&zone);
        let mut tidy = Tidy::new(&Written::default(), &clock, false);
        tidy.form.set("next", "13:50");
        tidy.form.set("promises", "send the logs");
        let read = tidy.read(&clock, None, false);
        assert_eq!(rows(&read), ["next"]);
        assert_eq!(read.written.promises[0].what, "send the logs");
        assert_eq!(read.remarks.len(), 2);
    }

    #[test]
    fn a_masked_form_hides_the_damage_and_keeps_it() {
        let zone = TimeZone::UTC;
        let clock = clock(&zone);
        let mut written = Written::default();
        written.take("40k EUR", Step::Damage, &clock, None);
        let tidy = Tidy::new(&written, &clock, true);
        let read = tidy.read(&clock, None, true);
        assert!(tidy.form.is_empty("damage") && read.written.damage.is_some());
    }
}
