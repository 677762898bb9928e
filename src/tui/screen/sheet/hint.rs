//! What the keys do on a call sheet, in words.

use super::step::Step;
use super::{Sheet, known, mine};
use crate::domain::outreach::Direction;
use crate::tui::screen::part;
use crate::tui::stage::Stage;

impl Sheet {
    pub(super) fn hint(&self, stage: &Stage) -> String {
        let at = self.at(stage);
        if known::found(stage, &self.account).is_none() {
            return self.gone_says(stage);
        }
        if !self.line.is_empty() {
            let keeps = match at {
                Step::Ask(_) => "keep the answer, go on to the next",
                Step::Next => "keep the time",
                _ => "keep it",
            };
            return match self.becomes(stage) {
                Some(becomes) => format!("Enter = {keeps}: {becomes}"),
                None => format!("Enter = {keeps}    Backspace deletes    Up, Down = another step"),
            };
        }
        let enter = self.enter_says(at, stage);
        let kept = self.without_last(stage).is_some();
        let space = match at {
            Step::Call | Step::Person(_) | Step::Open if self.direction(stage) == Direction::Inbound => {
                "    Space = it is over"
            }
            Step::Call | Step::Person(_) | Step::Open => "    Space = nobody there, voicemail",
            Step::Linked => "    Down = go on",
            Step::SayBack => "    Space = tick it, or not",
            Step::Offer(_) => "    Space = they take it",
            Step::Executive => "    Space = yes, or no",
            Step::Feeling => "    Space = the next word",
            Step::End => "    Space = another ending",
            // There is nothing to skip where something was written.
            _ if kept => "",
            _ => "    Down = skip it",
        };
        let delete = if kept { "    Delete = take it back" } else { "" };
        format!("Enter = {enter}{space}{delete}")
    }

    fn enter_says(&self, at: Step, stage: &Stage) -> &'static str {
        match at {
            Step::Call => mine(stage, &self.account).enter(),
            Step::Person(_) => "I talk to them",
            Step::Part(at) => self.part_says(at, stage),
            Step::Linked => "yes, or no",
            Step::Open => "said it, go on",
            Step::Ask(question) if self.written.asked.contains(&question) => "go on to the next",
            Step::Ask(_) => "I have asked it, now I listen",
            Step::SayBack => "they said: right",
            Step::Tell => "told them, go on",
            Step::Offer(_) => "offered, go on",
            Step::End => "look it over and save",
            Step::Other | Step::Executive | Step::Next | Step::Feeling | Step::Need | Step::Damage => "go on",
        }
    }

    fn part_says(&self, at: usize, stage: &Stage) -> &'static str {
        let parts = known::found(stage, &self.account).map(|(incident, row)| part::all(stage, incident, row));
        let part = parts.and_then(|parts| parts.into_iter().nth(at));
        let opens = part.and_then(|part| part.opens);
        opens.map_or("go on", |(word, _)| word)
    }
}
