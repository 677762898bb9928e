//! The call sheet question by question, for whoever has it read to them: each asked in words and answered in a line.

use super::card;
use super::mine::{Mine, mine};
use super::page::Page;
use super::step::{Step, steps};
use super::written::{FEELINGS, Then};
use super::{Sheet, clock, known, record, script};
use crate::domain::command::Command;
use crate::domain::disposition::Disposition;
use crate::domain::heard::Question;
use crate::domain::ids::AccountId;
use crate::domain::outreach::Counts;
use crate::domain::scratch::{self, Said};
use crate::domain::speech::{self, say, word};
use crate::domain::topics::NewTopic;
use crate::tui::drafts::Draft;
use crate::tui::stage::Stage;

/// A call of one account, and the question that is open.
#[derive(Debug)]
pub struct Spoken {
    sheet: Sheet,
    at: Place,
}

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Did somebody answer?
    Answered,
    Step(Step),
    Promise,
    Topic,
    Note,
}

/// What an answer has come to.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// The next question is open. What is to be checked of the answer.
    On(Vec<String>),
    /// The same one is open still: why.
    Again(String),
    /// It is over, and to be recorded.
    Over,
}

impl Spoken {
    /// With what was written about the same account before.
    pub fn new(stage: &Stage, account: AccountId) -> Self {
        Spoken {
            sheet: Sheet::new(stage, account),
            at: Place::Answered,
        }
    }

    pub fn account(&self) -> &AccountId {
        &self.sheet.account
    }

    /// What was written so far, as the screen keeps it.
    pub fn draft(&self) -> (Draft, Vec<String>) {
        (self.sheet.draft(), self.sheet.texts())
    }

    /// They may be called, and nobody has said yet that they are.
    pub fn starts(&self, stage: &Stage) -> bool {
        matches!(
            mine(stage, self.account()),
            Mine::Free | Mine::NotNow(_) | Mine::Done(_) | Mine::Claimed
        )
    }

    /// Whoever reads is on the phone with them, or was.
    pub fn goes_on(&self, stage: &Stage) -> bool {
        matches!(mine(stage, self.account()), Mine::OnPhone | Mine::TakenOver(_))
    }

    /// Where whoever reads stands with them, and the card: whom to call, their number, what was before.
    pub fn card(&self, stage: &Stage) -> Vec<String> {
        let Some((incident, row)) = known::found(stage, self.account()) else {
            return vec![self.sheet.gone(stage)];
        };
        let mut page = Page::new(u16::MAX);
        card::lines(&mut page, stage, incident, row, &self.sheet.written);
        let person = |step: Option<Step>| matches!(step, Some(Step::Person(_)));
        // The number first: that is what was asked for.
        let mut lines = vec![mine(stage, self.account()).words().0];
        lines.extend(said(&page, person));
        lines.extend(said(&page, |step| !person(step) && step != Some(Step::Linked)));
        let kept = self.sheet.parts(stage);
        if !kept.is_empty() {
            lines.push(say!("Written before: {kept}", kept = kept.join("; ")));
        }
        lines
    }

    /// The question that is open, with what is written there.
    pub fn question(&self, stage: &Stage) -> Vec<String> {
        let Some((incident, row)) = known::found(stage, self.account()) else {
            return vec![self.sheet.gone(stage)];
        };
        let places = self.places(stage);
        let nth = places.iter().position(|place| *place == self.at).unwrap_or(0) + 1;
        let of = say!("Question {nth} of {places}", nth, places = places.len());
        let mut lines = match self.at {
            Place::Answered => vec![say!(
                "{of}: did somebody answer? Enter: yes. Otherwise say how it ended: voicemail, no answer, busy.",
                of
            )],
            Place::Promise => vec![say!(
                "{of}: what did you promise, and by when? send the logs @15:30",
                of
            )],
            Place::Topic => vec![say!(
                "{of}: what do they raise, in a word or two? Several with commas between.",
                of
            )],
            Place::Note => vec![say!("{of}: anything else to note?", of)],
            Place::Step(step) => {
                let mut page = Page::new(u16::MAX);
                card::lines(&mut page, stage, incident, row, &self.sheet.written);
                script::lines(&mut page, &self.sheet, stage, incident, row);
                let mut lines = said(&page, |at| at == Some(step));
                if let Some(first) = lines.first_mut() {
                    *first = format!("{of}. {first}");
                }
                lines
            }
        };
        match self.at {
            Place::Step(Step::End) => {
                let kept = self.sheet.parts(stage);
                lines.splice(0..0, kept.into_iter().map(|part| say!("Written: {part}", part)));
            }
            Place::Promise | Place::Topic | Place::Note => lines.extend(self.standing(stage)),
            Place::Answered | Place::Step(_) => {}
        }
        lines.extend(self.hint().map(str::to_owned));
        lines
    }

    /// What stands already where something is asked that the sheet has no line for.
    fn standing(&self, stage: &Stage) -> Option<String> {
        let is = |part: &String| match self.at {
            Place::Promise => part.starts_with("we promised") || part.starts_with("promised"),
            Place::Topic => part.starts_with('#'),
            Place::Note | Place::Answered | Place::Step(_) => false,
        };
        let parts: Vec<String> = self.sheet.parts(stage).into_iter().filter(is).collect();
        (!parts.is_empty()).then(|| say!("Written: {parts}", parts = parts.join("; ")))
    }

    /// What may be typed, where it is not any words.
    fn hint(&self) -> Option<&'static str> {
        match self.at {
            Place::Step(Step::Open) => Some(word!("Enter when you have said it.")),
            Place::Step(Step::SayBack) => {
                Some(word!("yes once they say that it is right; Enter leaves it open."))
            }
            Place::Step(Step::Tell) => Some(word!("Enter when you have told them.")),
            Place::Step(Step::Offer(_)) => Some(word!(
                "yes: they take it. no: offered, and not taken. Enter: not offered."
            )),
            Place::Step(Step::Linked | Step::Executive) => Some(word!("yes or no; Enter: no.")),
            Place::Step(Step::Feeling) => Some(word!("crisis, hurting, noticed or fine; Enter: not asked.")),
            Place::Step(Step::End) => Some(word!(
                "Enter records it. Otherwise say how it ended: callback, refused to talk, wrong number."
            )),
            Place::Answered | Place::Promise | Place::Topic | Place::Note | Place::Step(_) => None,
        }
    }

    /// Goes to the question before, if there is one.
    pub fn back(&mut self, stage: &Stage) -> bool {
        let places = self.places(stage);
        let here = places.iter().position(|place| *place == self.at).unwrap_or(0);
        self.go(places[here.saturating_sub(1)]);
        here > 0
    }

    /// Goes to the last question.
    pub fn end(&mut self) {
        self.go(Place::Step(Step::End));
    }

    /// Takes in one line; an empty one skips the question.
    pub fn answer(&mut self, text: &str, stage: &Stage) -> Turn {
        let text = text.trim();
        let yes = ["yes", "y"].iter().any(|word| text.eq_ignore_ascii_case(word));
        let no = ["no", "n"].iter().any(|word| text.eq_ignore_ascii_case(word));
        let turn = match self.at {
            Place::Answered if yes || text.is_empty() => {
                // Somebody answered after all, whatever was said of it before.
                let unanswered = |ended: &Disposition| ended.counts() != Counts::Spoken;
                self.sheet.written.ended.take_if(|ended| unanswered(ended));
                Turn::On(Vec::new())
            }
            Place::Answered => self.ended(text),
            Place::Step(Step::End) if text.is_empty() => Turn::Over,
            Place::Step(Step::End) => match self.ended(text) {
                Turn::On(_) => Turn::Over,
                again => again,
            },
            Place::Step(step) => self.step(step, text, (yes, no), stage),
            _ if text.is_empty() => Turn::On(Vec::new()),
            Place::Promise => self.promise(text, stage),
            Place::Topic => self.topics(text),
            Place::Note => {
                self.sheet.written.notes.push(text.to_owned());
                Turn::On(Vec::new())
            }
        };
        self.sheet.hold_words(stage);
        if matches!(turn, Turn::On(_)) {
            let places = self.places(stage);
            let here = places.iter().position(|place| *place == self.at).unwrap_or(0);
            self.go(places[(here + 1).min(places.len() - 1)]);
        }
        turn
    }

    /// The call as it is recorded.
    pub fn record(&self, stage: &Stage) -> Command {
        let attempt = record::attempt(&self.sheet, &self.sheet.written, stage);
        Command::RecordAttempt(Box::new(attempt))
    }

    /// Where nobody was reached there is little to ask.
    fn places(&self, stage: &Stage) -> Vec<Place> {
        let spoken = |ended: Disposition| ended.counts() == Counts::Spoken;
        if self.sheet.written.ended.is_some_and(|ended| !spoken(ended)) {
            let rest = [Place::Note, Place::Step(Step::Next), Place::Step(Step::End)];
            return [Place::Answered].into_iter().chain(rest).collect();
        }
        let mut places = vec![Place::Answered];
        for step in steps(stage, self.account()) {
            match step {
                Step::Call | Step::Person(_) | Step::Part(_) => {}
                Step::Next => places.extend([Place::Promise, Place::Topic, Place::Step(step)]),
                Step::End => places.extend([Place::Note, Place::Step(step)]),
                _ => places.push(Place::Step(step)),
            }
        }
        places
    }

    fn go(&mut self, place: Place) {
        self.at = place;
        self.sheet.step = match place {
            Place::Step(step) => Some(step),
            Place::Answered => Some(Step::Call),
            Place::Promise | Place::Topic => Some(Step::Next),
            Place::Note => Some(Step::End),
        };
    }

    fn ended(&mut self, text: &str) -> Turn {
        match Disposition::typed(text) {
            Some(ended) => {
                self.sheet.written.ended = Some(ended);
                Turn::On(Vec::new())
            }
            None => Turn::Again(say!(
                "{text:?} is no way a call ends; say one of: {all}",
                text,
                all = Disposition::ALL.map(Disposition::words).join(", ")
            )),
        }
    }

    fn step(&mut self, step: Step, text: &str, (yes, no): (bool, bool), stage: &Stage) -> Turn {
        let on = Turn::On(Vec::new());
        let written = &mut self.sheet.written;
        if let Step::Ask(question) = step {
            written.asked.insert(question);
        }
        match step {
            Step::SayBack if yes || no => written.said_back = yes,
            Step::Linked if yes || no || text.is_empty() => {
                let incident = stage.incident().filter(|_| yes);
                let linked = incident.map(|incident| known::linked(stage, incident, &self.sheet.account));
                written.also = linked.unwrap_or_default();
            }
            Step::Offer(at) if yes || no => {
                let script = stage.incident().map(|incident| &incident.playbook.script);
                if let Some(what) = script.and_then(|script| script.alternatives.get(at)) {
                    written.offered.insert(what.clone(), yes);
                }
            }
            Step::Executive if yes => drop(written.executive.get_or_insert_default()),
            Step::Executive if no => written.executive = None,
            _ if text.is_empty() => {}
            Step::Feeling
                if !FEELINGS
                    .iter()
                    .any(|(_, word)| text.eq_ignore_ascii_case(speech::said(word))) =>
            {
                return Turn::Again(say!("{text:?} is none of crisis, hurting, noticed or fine", text));
            }
            _ => return self.words(step, text, stage),
        }
        on
    }

    /// Words with their marks, as the line of the screen takes them.
    fn words(&mut self, step: Step, text: &str, stage: &Stage) -> Turn {
        let there = self.sheet.there(stage);
        let row = known::found(stage, &self.sheet.account).map(|(_, row)| row);
        let usual = row.and_then(|row| row.affected.account.currency.clone());
        // What is written anew takes the place of what stood there.
        if let Step::Ask(question) = step {
            self.sheet.written.answers.remove(&question);
        }
        if step == Step::Other {
            self.sheet.written.answers.remove(&Question::Help);
        }
        let taken = self
            .sheet
            .written
            .take(text, step, &clock(stage, &there), usual.as_ref());
        let doubts = taken.doubts.iter().map(|doubt| say!("CHECK: {doubt}", doubt));
        match taken.then {
            Then::Stays => Turn::Again(taken.doubts.join("; ")),
            Then::Noted | Then::Answered => Turn::On(doubts.collect()),
        }
    }

    fn promise(&mut self, text: &str, stage: &Stage) -> Turn {
        let there = self.sheet.there(stage);
        let (what, due, doubt) = scratch::by(text, &clock(stage, &there));
        match (due, doubt) {
            (Some(due), doubt) => {
                let due = Some(due);
                self.sheet.written.promises.push(Said { what, due });
                Turn::On(
                    doubt
                        .map(|doubt| say!("CHECK: {doubt}", doubt))
                        .into_iter()
                        .collect(),
                )
            }
            (None, Some(why)) => Turn::Again(why),
            (None, None) => Turn::Again(say!(
                "{text:?} says no time; write it behind an @: send the logs @15:30",
                text
            )),
        }
    }

    fn topics(&mut self, text: &str) -> Turn {
        let topics = &mut self.sheet.written.topics;
        let names = text.split(',').map(|name| name.trim().trim_start_matches('#'));
        for name in names.filter(|name| !name.is_empty()) {
            if !topics.iter().any(|topic| topic.name == *name) {
                topics.push(NewTopic::named(name));
            }
        }
        Turn::On(Vec::new())
    }
}

/// The lines of a page for some of its steps, each with its label.
fn said(page: &Page, wanted: impl Fn(Option<Step>) -> bool) -> Vec<String> {
    let lines = page.said().filter(|(step, ..)| wanted(*step));
    let lines = lines.map(|(_, label, text, mine)| match (label, mine) {
        ("", false) => text.to_owned(),
        ("", true) => say!("Written: {text}", text),
        (label, _) => format!("{label}: {text}"),
    });
    lines.collect()
}
