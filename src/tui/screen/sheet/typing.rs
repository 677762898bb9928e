//! What keys do on a call sheet: letters go into the line, the arrows through the steps, Enter does a step.

use super::step::{Step, steps};
use super::tidy::{Stop, Tidy};
use super::written::{FEELINGS, Then, Written};
use super::{Mine, Sheet, clock, known, mine, record};
use crate::domain::claims::StartCall;
use crate::domain::command::Command;
use crate::domain::speech::word;
use crate::domain::text::Clean;
use crate::domain::topics::Suggested;
use crate::tui::action::Action;
use crate::tui::screen::result::{CHOICES, ResultForm};
use crate::tui::screen::{Ask, part};
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Typed;
use crate::tui::widget::input::Field;
use crossterm::event::{KeyCode, KeyEvent};

/// How many steps PgUp and PgDn go.
const PAGE: isize = 5;

impl Sheet {
    pub(super) fn pressed(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        self.end_silence(stage);
        let gone = known::found(stage, &self.account).is_none();
        if gone && matches!(key.code, KeyCode::Enter | KeyCode::Char(' ')) {
            return self.follows(stage);
        }
        let empty = self.line.is_empty();
        let choice = self.at(stage).is_choice();
        match key.code {
            KeyCode::Esc => return vec![Ask::Close],
            KeyCode::F(1) => return vec![Ask::Act(Action::Help)],
            KeyCode::Tab if self.tagging(stage).is_some() => self.complete(stage),
            KeyCode::Up | KeyCode::BackTab => self.go(-1, stage),
            KeyCode::Down | KeyCode::Tab => self.go(1, stage),
            KeyCode::PageUp => self.go(-PAGE, stage),
            KeyCode::PageDown => self.go(PAGE, stage),
            KeyCode::Enter if empty => return self.enter(stage),
            KeyCode::Enter => self.keep(stage),
            KeyCode::Char(' ') if empty => return self.mark(1, stage),
            KeyCode::Right if empty && choice => return self.mark(1, stage),
            KeyCode::Left if empty && choice => return self.mark(-1, stage),
            // Backspace is held to clear a text, and stops where that ends: what is kept takes a key of its own.
            KeyCode::Delete if empty => {
                if let Some((written, out)) = self.without_last(stage) {
                    (self.written, self.line) = (written, Field::with(&out));
                }
            }
            _ => self.line.key(key),
        }
        Vec::new()
    }

    /// The topic that is being typed, and those known that it may be.
    pub(super) fn tagging(&self, stage: &Stage) -> Option<Vec<Suggested>> {
        let word = self.line.value().rsplit(' ').next()?;
        let typed = word.strip_prefix('#')?;
        let known = stage.picture().topics.suggest(typed);
        (!known.is_empty()).then_some(known)
    }

    fn complete(&mut self, stage: &Stage) {
        let best = self.tagging(stage).and_then(|known| known.into_iter().next());
        let (Some(best), Some((before, _))) = (best, self.line.text().rsplit_once('#')) else {
            return;
        };
        // A mark takes one word.
        let name = best.name.replace(' ', "-");
        self.line = Field::with(&format!("{before}#{name} "));
    }

    /// Any key ends the count; whoever was silent to its end has listened.
    fn end_silence(&mut self, stage: &Stage) {
        let Some((question, _)) = self.silence else {
            return;
        };
        if self.listening(question, stage) == Some(0) {
            self.written.listened.insert(question);
        }
        self.silence = None;
    }

    fn go(&mut self, by: isize, stage: &Stage) {
        let steps = steps(stage, &self.account);
        let here = self.at(stage);
        let at = steps.iter().position(|step| *step == here).unwrap_or(0);
        let last = steps.len().saturating_sub(1);
        let next = at.saturating_add_signed(by).min(last);
        self.step = steps.get(next).copied();
        self.doubts.clear();
    }

    /// What was written here last, to be mended, and what is written without it. Hidden money stays where it is.
    pub(super) fn without_last(&self, stage: &Stage) -> Option<(Written, String)> {
        let (at, there) = (self.at(stage), self.there(stage));
        if at == Step::Damage && stage.masked {
            return None;
        }
        let mut written = self.written.clone();
        let out = written.take_out(at, &clock(stage, &there))?;
        Some((written, out))
    }

    /// Takes what was typed in, and goes on; what cannot be read stays to be mended.
    fn keep(&mut self, stage: &Stage) {
        let (at, there) = (self.at(stage), self.there(stage));
        let clock = clock(stage, &there);
        let row = known::found(stage, &self.account).map(|(_, row)| row);
        let usual = row.and_then(|row| row.affected.account.currency.clone());
        let text = self.line.text().to_owned();
        let before = self.parts(stage);
        let taken = self.written.take(&text, at, &clock, usual.as_ref());
        if taken.then != Then::Stays {
            let mut brought = self.parts(stage);
            brought.retain(|part| !before.contains(part));
            self.typed.push(brought);
            self.line = Field::default();
        }
        // Notes are taken wherever one stands; an answer leads on to the next question.
        let asks = matches!(
            at,
            Step::Ask(_) | Step::Other | Step::Next | Step::Need | Step::Damage
        );
        if asks && taken.then == Then::Answered {
            self.go(1, stage);
        }
        self.doubts = taken.doubts;
    }

    /// Enter on a step, with nothing typed.
    fn enter(&mut self, stage: &Stage) -> Vec<Ask> {
        match self.at(stage) {
            Step::Call => return self.call(stage),
            Step::Person(at) => return self.talks_to(at, stage),
            Step::Part(at) => return self.opens(at, stage),
            Step::Ask(question) if self.written.asked.insert(question) => {
                self.silence = Some((question, stage.now));
                return Vec::new();
            }
            Step::Linked => return self.mark(1, stage),
            Step::SayBack => self.written.said_back = true,
            // What they are told is what stands there now.
            Step::Tell => self.written.told = stage.incident().map(|incident| incident.words_live()),
            Step::Offer(at) => {
                if let Some(what) = self.alternative(at, stage) {
                    self.written.offered.entry(what).or_insert(false);
                }
            }
            Step::End => {
                let there = self.there(stage);
                self.tidy = Some(Tidy::new(&self.written, &clock(stage, &there), stage.masked));
                self.look_over(stage);
                return Vec::new();
            }
            Step::Open
            | Step::Ask(_)
            | Step::Other
            | Step::Executive
            | Step::Next
            | Step::Feeling
            | Step::Need
            | Step::Damage => {}
        }
        self.go(1, stage);
        Vec::new()
    }

    /// Space on a step, with nothing typed; the arrows to the sides do the same where there is a choice.
    fn mark(&mut self, by: isize, stage: &Stage) -> Vec<Ask> {
        match self.at(stage) {
            // Nobody is there: how it ended is all there is to say.
            Step::Call | Step::Person(_) | Step::Open => {
                self.ends(stage);
            }
            Step::Linked => {
                let incident = stage.incident().filter(|_| self.written.also.is_empty());
                let linked = incident.map(|incident| known::linked(stage, incident, &self.account));
                self.written.also = linked.unwrap_or_default();
            }
            Step::SayBack => self.written.said_back = !self.written.said_back,
            Step::Offer(at) => {
                if let Some(what) = self.alternative(at, stage) {
                    match self.written.offered.get(&what) {
                        None => drop(self.written.offered.insert(what, true)),
                        Some(true) => drop(self.written.offered.insert(what, false)),
                        Some(false) => drop(self.written.offered.remove(&what)),
                    }
                }
            }
            Step::Executive => {
                self.written.executive = match self.written.executive {
                    Some(_) => None,
                    None => Some(String::new()),
                };
            }
            Step::Feeling => {
                let now = FEELINGS
                    .iter()
                    .position(|(feeling, _)| Some(*feeling) == self.written.feeling);
                let places = FEELINGS.map(|(feeling, _)| feeling);
                self.written.feeling = turned(&places, now, by);
            }
            Step::End => {
                let ending = self.written.ending();
                let now = CHOICES.iter().position(|(_, one)| *one == ending);
                let endings: Vec<_> = CHOICES.iter().map(|(_, one)| *one).collect();
                self.written.ended = turned(&endings, now, by);
            }
            Step::Part(_)
            | Step::Ask(_)
            | Step::Tell
            | Step::Other
            | Step::Next
            | Step::Need
            | Step::Damage => {}
        }
        Vec::new()
    }

    fn call(&mut self, stage: &Stage) -> Vec<Ask> {
        match mine(stage, &self.account) {
            Mine::Free | Mine::NotNow(_) | Mine::Done(_) | Mine::Claimed => {
                // It begins once the hub says that they are ours.
                self.step = None;
                let account = self.account.clone();
                vec![Ask::Submit(Command::StartCall(StartCall { account }), None)]
            }
            Mine::OnPhone | Mine::TakenOver(_) => {
                self.step = Some(Step::first(&steps(stage, &self.account)));
                Vec::new()
            }
            Mine::Taken(_) | Mine::Asking(_) | Mine::No(_) | Mine::Looks(_) => {
                self.go(1, stage);
                Vec::new()
            }
        }
    }

    fn talks_to(&mut self, at: usize, stage: &Stage) -> Vec<Ask> {
        let row = known::found(stage, &self.account).map(|(_, row)| row);
        let people = row.map(|row| known::people(stage, &self.account, row));
        let person = people.as_ref().and_then(|people| people.get(at));
        self.written.contact = person.map(|person| person.contact.id.clone());
        // The next thing after knowing whom is to call them.
        self.step = Some(Step::Call);
        Vec::new()
    }

    fn opens(&mut self, at: usize, stage: &Stage) -> Vec<Ask> {
        let parts = known::found(stage, &self.account).map(|(incident, row)| part::all(stage, incident, row));
        let part = parts.and_then(|parts| parts.into_iter().nth(at));
        let opens = part.and_then(|part| part.opens);
        let asks = opens.map_or_else(Vec::new, |(_, open)| open(stage, &self.account));
        if asks.iter().any(|ask| matches!(ask, Ask::Result(_))) {
            // The line says that one result counts for all.
            self.ends(stage);
            self.ending.iter_mut().for_each(ResultForm::counts_for_all);
            return Vec::new();
        }
        asks
    }

    fn alternative(&self, at: usize, stage: &Stage) -> Option<Clean> {
        let script = &stage.incident()?.playbook.script;
        script.alternatives.get(at).cloned()
    }
}

/// The tidy form.
impl Sheet {
    pub(super) fn tidied(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let Some(tidy) = &mut self.tidy else {
            return Vec::new();
        };
        let typed = tidy.form.key(key, stage.width);
        let stops = self.look_over(stage);
        match (typed, stops.first()) {
            (Typed::Nothing, _) => Vec::new(),
            (Typed::Close, _) => {
                self.untidied(stops);
                Vec::new()
            }
            (Typed::Submit, None) => record::record(self, stage),
            (Typed::Submit, Some(stop)) => {
                if let Some(tidy) = &mut self.tidy {
                    tidy.form.go(stop.row);
                }
                let say = word!("One thing cannot be read; put it right, or clear it.");
                vec![Ask::Say(say.to_owned(), Tone::Refused)]
            }
        }
    }

    /// Reads the tidy form back, so that nothing typed there is lost, and says what it doubts. Gives back
    /// what cannot be read.
    pub(super) fn look_over(&mut self, stage: &Stage) -> Vec<Stop> {
        let there = self.there(stage);
        let clock = clock(stage, &there);
        let row = known::found(stage, &self.account).map(|(_, row)| row);
        let usual = row.and_then(|row| row.affected.account.currency.as_ref());
        let Some(tidy) = &mut self.tidy else {
            return Vec::new();
        };
        let read = tidy.read(&clock, usual, stage.masked);
        tidy.form.tell(read.remarks);
        self.written = Written {
            told: self.written.told,
            ..read.written
        };
        read.stops
    }

    /// Goes back to the sheet; what could not be read goes into the line, at its step, to be mended.
    fn untidied(&mut self, stops: Vec<Stop>) {
        self.tidy = None;
        let mut stops = stops.into_iter();
        if let Some(first) = stops.next() {
            self.line = Field::with(&first.text);
            self.step = Some(first.step);
            self.doubts = vec![first.why];
        }
        // There is one line: the others are notes.
        self.written.notes.extend(stops.map(|stop| stop.text));
    }
}

/// The one after, round at the ends; the first when there was none.
fn turned<T: Copy>(all: &[T], now: Option<usize>, by: isize) -> Option<T> {
    let count = all.len() as isize;
    let next = match now {
        Some(now) => (now as isize + by).rem_euclid(count.max(1)),
        None if by < 0 => count - 1,
        None => 0,
    };
    all.get(next as usize).copied()
}
