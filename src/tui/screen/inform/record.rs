//! What Enter records of a level: who knows and since when, that somebody is trying, or why it is left out.

use super::{Happened, InformForm, OTHER, draft};
use crate::domain::command::Command;
use crate::domain::escalation::{InformLevel, SkipLevel, TryLevel};
use crate::domain::ids::Name;
use crate::domain::speech::{said, say, word};
use crate::domain::text::Clean;
use crate::tui::screen::Ask;
use crate::tui::stage::{Stage, Tone};

impl InformForm {
    pub(super) fn record(&mut self, stage: &Stage) -> Vec<Ask> {
        let Some(level) = self.role.clone() else {
            let say = word!("Everybody of this policy knows.").to_owned();
            return vec![Ask::Say(say, Tone::Plain), Ask::Close];
        };
        let at = match self.at(stage) {
            Ok(Some(at)) if at > stage.now => {
                let say = word!("That is still to come; say when it happened.").to_owned();
                return vec![Ask::Say(say, Tone::Refused)];
            }
            Ok(at) => at,
            Err(why) => return vec![Ask::Say(why, Tone::Refused)],
        };
        let title = self.level(stage).map(|level| level.title.clone());
        let title = title.unwrap_or_else(|| level.clone());
        let (command, at, said) = match self.happened() {
            Happened::Informed => match self.informed(level.clone()) {
                Some(inform) => (
                    inform,
                    at,
                    say!("{title}: asking the hub to record it ...", title),
                ),
                None => {
                    self.form.go("name");
                    let say = word!("Who was informed? Write a name.").to_owned();
                    return vec![Ask::Say(say, Tone::Plain)];
                }
            },
            Happened::Trying => {
                let how = self.form.clean("words");
                let tried = Command::TryLevel(TryLevel {
                    level: level.clone(),
                    how,
                });
                (tried, at, say!("Trying to reach {title}.", title))
            }
            Happened::Skipped => match self.form.clean("words") {
                Some(reason) => {
                    let skip = Command::SkipLevel(SkipLevel {
                        level: level.clone(),
                        reason,
                    });
                    (skip, None, say!("{title} skipped ...", title))
                }
                None => {
                    self.form.go("words");
                    let say = word!("Skipping a level needs a reason: write it.").to_owned();
                    return vec![Ask::Say(say, Tone::Plain)];
                }
            },
        };
        vec![
            Ask::Submit(command, at),
            Ask::Sent(draft(Some(&level)), self.form.typed()),
            Ask::Say(said, Tone::Asking),
            Ask::Close,
        ]
    }

    /// `None`: nobody is named.
    fn informed(&self, level: Clean) -> Option<Command> {
        let person = match self.form.value("who").as_str() {
            other if other == said(OTHER) => self.form.clean("name")?,
            name => Clean::from(name),
        };
        Some(Command::InformLevel(InformLevel {
            level,
            person: Some(Name(person)),
            how: None,
            witness: self.form.clean("witness").map(Name),
            read_back: self.form.clean("words"),
        }))
    }
}
