//! What stands at the foot of a sheet: what was kept, what is doubted, and what the line becomes.

use super::{Sheet, clock};
use crate::domain::scratch;
use crate::domain::speech::{say, word};
use crate::domain::text::Clean;
use crate::tui::stage::Stage;
use crate::tui::words::{fit, when};
use std::cmp::Reverse;

/// Letters the line takes, well within what a note may have.
const LINE: usize = 2_000;

/// Letters of one paste, so that all notes of a call fit into one record.
const MOST: usize = 20_000;

impl Sheet {
    /// While a topic is typed: those known that it may be, with what helps.
    pub(super) fn known_topics(&self, stage: &Stage) -> Option<String> {
        let known = self.tagging(stage)?;
        let names = known.iter().take(4).map(|topic| match &topic.workaround {
            Some(helps) => format!("#{} ({helps})", topic.name),
            None => format!("#{}", topic.name),
        });
        let names: Vec<String> = names.collect();
        Some(say!("Tab = {names}", names = names.join("   ")))
    }

    /// What is doubted about the last line, as far as there is room for it.
    pub(super) fn checks(&self, width: u16) -> Vec<String> {
        let doubts = self.doubts.iter().map(|doubt| say!("CHECK: {doubt}", doubt));
        let lines = doubts.flat_map(|doubt| fit::wrap(&doubt, width as usize));
        lines.take(3).collect()
    }

    /// Everything written so far, each thing in words.
    pub(super) fn parts(&self, stage: &Stage) -> Vec<String> {
        let written = &self.written;
        let at = |at| when::clock(at, stage.now, &stage.setting.zone);
        let next = written
            .next_at
            .map(|next| say!("next contact {at}", at = at(next)));
        let topics = written.topics.iter().map(|topic| format!("#{}", topic.name));
        let promises = written.promises.iter().map(|said| match said.due {
            Some(due) => say!("we promised by {at}: {what}", at = at(due), what = said.what),
            None => say!("promised, no time: {what}", what = said.what),
        });
        // Nobody has been asked before the call is saved.
        let asks = written.asks.iter().map(|ask| {
            say!(
                "will be asked of {to}: {question}",
                to = ask.to.words(),
                question = ask.question
            )
        });
        let answers = written.answers.values().chain(&written.notes);
        next.into_iter()
            .chain(topics)
            .chain(promises)
            .chain(asks)
            .chain(answers.map(|text| format!("\"{text}\"")))
            .collect()
    }

    /// The same in one line of so many cells, what was typed last first, and how much more there is.
    pub(super) fn kept(&self, width: u16, stage: &Stage) -> String {
        self.in_a_line(word!("Kept: "), width, stage)
    }

    pub(super) fn in_a_line(&self, label: &str, width: u16, stage: &Stage) -> String {
        const BETWEEN: &str = "   ";
        let mut parts = self.parts(stage);
        parts.sort_by_key(|part| {
            Reverse(
                self.typed
                    .iter()
                    .rposition(|line| line.contains(part))
                    .map(|at| at + 1),
            )
        });
        let cells = width as usize;
        let mut line = String::new();
        for (at, part) in parts.iter().enumerate() {
            let left = parts.len() - at;
            let more = |left: usize| match left {
                0 => String::new(),
                left => say!("{BETWEEN}and {left} more", BETWEEN, left),
            };
            let rest = more(left - 1);
            if at == 0 {
                let room = cells.saturating_sub(fit::width(label) + fit::width(&rest));
                line = format!("{label}{}", fit::cut(part, room));
                continue;
            }
            if fit::width(&line) + BETWEEN.len() + fit::width(part) + fit::width(&rest) > cells {
                return line + &more(left);
            }
            line = line + BETWEEN + part;
        }
        line
    }

    /// What is pasted goes into the line; the beginning of what is longer than a line takes becomes notes, so that
    /// nothing is cut off without a word.
    pub(super) fn pasted(&mut self, text: &str) {
        let mut rest: Vec<char> = text.chars().collect();
        if rest.len() > MOST {
            rest.truncate(MOST);
            self.doubts = vec![say!("Only the first {MOST} letters of it were taken in.", MOST)];
        }
        while rest.len() > LINE {
            let space = rest[..LINE].iter().rposition(|letter| letter.is_whitespace());
            let tail = rest.split_off(space.map_or(LINE, |at| at + 1));
            let note: String = std::mem::replace(&mut rest, tail).into_iter().collect();
            self.written.notes.push(Clean::from(note.trim()).to_string());
        }
        self.line.paste(&rest.into_iter().collect::<String>());
    }

    /// What Enter makes of the line, where a mark makes more of it than words.
    pub(super) fn becomes(&self, stage: &Stage) -> Option<String> {
        let there = self.there(stage);
        let read = scratch::read(self.line.text(), &clock(stage, &there));
        let at = |at| when::clock(at, stage.now, &stage.setting.zone);
        let next = read
            .next_at
            .map(|next| say!("we call again at {at}", at = at(next)));
        let dues = read.promises.iter().filter_map(|said| said.due);
        let promises = dues.map(|due| say!("a promise by {at}", at = at(due)));
        let asks = read
            .asks
            .iter()
            .map(|ask| say!("a question to {to}", to = ask.to.words()));
        let parts: Vec<String> = next.into_iter().chain(promises).chain(asks).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
