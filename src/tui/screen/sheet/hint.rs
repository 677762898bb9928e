//! What the keys do on a call sheet, in words.

use super::step::Step;
use super::{Sheet, known, mine};
use crate::domain::outreach::Direction;
use crate::domain::speech::{say, word};
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
                Step::Ask(_) => word!("keep the answer, go on to the next"),
                Step::Next => word!("keep the time"),
                _ => word!("keep it"),
            };
            return match self.becomes(stage) {
                Some(becomes) => say!("Enter = {keeps}: {becomes}", keeps, becomes),
                None => say!(
                    "Enter = {keeps}    Backspace deletes    Up, Down = another step",
                    keeps
                ),
            };
        }
        let enter = self.enter_says(at, stage);
        let kept = self.without_last(stage).is_some();
        let space = match at {
            Step::Call | Step::Person(_) | Step::Open if self.direction(stage) == Direction::Inbound => {
                word!("    Space = it is over")
            }
            Step::Call | Step::Person(_) | Step::Open => word!("    Space = nobody there, voicemail"),
            Step::Linked => word!("    Down = go on"),
            Step::SayBack => word!("    Space = tick it, or not"),
            Step::Offer(_) => word!("    Space = they take it"),
            Step::Executive => word!("    Space = yes, or no"),
            Step::Feeling => word!("    Space = the next word"),
            Step::End => word!("    Space = another ending"),
            // There is nothing to skip where something was written.
            _ if kept => "",
            _ => word!("    Down = skip it"),
        };
        let delete = if kept {
            word!("    Delete = take it back")
        } else {
            ""
        };
        say!("Enter = {enter}{space}{delete}", enter, space, delete)
    }

    fn enter_says(&self, at: Step, stage: &Stage) -> &'static str {
        match at {
            Step::Call => mine(stage, &self.account).enter(),
            Step::Person(_) => word!("I talk to them"),
            Step::Part(at) => self.part_says(at, stage),
            Step::Linked => word!("yes, or no"),
            Step::Open => word!("said it, go on"),
            Step::Ask(question) if self.written.asked.contains(&question) => word!("go on to the next"),
            Step::Ask(_) => word!("I have asked it, now I listen"),
            Step::SayBack => word!("they said: right"),
            Step::Tell => word!("told them, go on"),
            Step::Offer(_) => word!("offered, go on"),
            Step::End => word!("look it over and save"),
            Step::Other | Step::Executive | Step::Next | Step::Feeling | Step::Need | Step::Damage => {
                word!("go on")
            }
        }
    }

    fn part_says(&self, at: usize, stage: &Stage) -> &'static str {
        let parts = known::found(stage, &self.account).map(|(incident, row)| part::all(stage, incident, row));
        let part = parts.and_then(|parts| parts.into_iter().nth(at));
        let opens = part.and_then(|part| part.opens);
        opens.map_or(word!("go on"), |(word, _)| word)
    }
}
