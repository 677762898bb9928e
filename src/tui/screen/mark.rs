//! Saying how it stands with one condition of a customer, and that we lost them or have them back.

use super::Ask;
use super::formed::Formed;
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::recovery::{Condition, Mark, MarkCondition, RecordLost};
use crate::domain::speech::{mark, said, say, word};
use crate::tui::drafts::Draft;
use crate::tui::stage::{Stage, Tone};
use crate::tui::widget::form::Form;

const MARKS: [(Mark, &str, &str); 3] = [
    (
        Mark::Met,
        mark!("they have it"),
        mark!("How do you know: their own words, what they saw"),
    ),
    (
        Mark::Wanted,
        mark!("they still want it"),
        mark!("What is missing; may be left empty"),
    ),
    (Mark::Waived, mark!("does not apply to them"), mark!("Why not")),
];

#[derive(Debug)]
pub struct MarkForm {
    form: Form,
    account: AccountId,
    condition: Condition,
    name: String,
}

impl MarkForm {
    /// On what was said last; on "they have it" if nothing was.
    pub fn new(stage: &Stage, account: AccountId, condition: Condition) -> Option<Self> {
        let row = stage.incident()?.rows.get(&account)?;
        let before = row.recovery.of(condition);
        let chosen = before.and_then(|before| MARKS.iter().position(|(mark, ..)| *mark == before.mark));
        let choices = MARKS.map(|(_, name, meaning)| (said(name), said(meaning)));
        let form = Form::new(76, word!("Enter records it"))
            .line(
                "text",
                word!("In their words:"),
                before.map_or("", |before| before.text.as_str()),
            )
            .choice("mark", word!("So:"), choices, chosen.unwrap_or(0))
            .restored(stage.draft(&draft(&account, condition)));
        Some(MarkForm {
            form,
            name: row.name().to_string(),
            account,
            condition,
        })
    }
}

fn draft(account: &AccountId, condition: Condition) -> Draft {
    Draft::new("condition", format!("{account} {}", condition.as_str()))
}

impl Formed for MarkForm {
    fn title(&self, _stage: &Stage) -> String {
        format!("{}: {}?", self.name, self.condition.words())
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(draft(&self.account, self.condition))
    }

    fn about(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let (mark, ..) = MARKS[self.form.chosen("mark").min(MARKS.len() - 1)];
        let text = self.form.clean("text").unwrap_or_default();
        let missing = match (mark, text.is_empty()) {
            (Mark::Met, true) => Some(word!("Write how you know: their own words, or what they saw.")),
            (Mark::Waived, true) => Some(word!("Write why it does not apply to them.")),
            (Mark::Met | Mark::Waived | Mark::Wanted, _) => None,
        };
        if let Some(missing) = missing {
            self.form.go("text");
            return vec![Ask::Say(missing.to_owned(), Tone::Plain)];
        }
        let command = MarkCondition {
            account: self.account.clone(),
            condition: self.condition,
            mark,
            text,
        };
        let said = match mark {
            Mark::Met => self.condition.words().to_owned(),
            Mark::Wanted => say!("still wants {wish}", wish = self.condition.wish()),
            Mark::Waived => say!("{condition}: does not apply", condition = self.condition.words()),
        };
        vec![
            Ask::Submit(Command::MarkCondition(command), None),
            Ask::Say(
                say!("You recorded {name}: {said}.", name = self.name, said),
                Tone::Undoable,
            ),
            Ask::Close,
        ]
    }
}

/// We lost them, or they are with us again.
#[derive(Debug)]
pub struct LostForm {
    form: Form,
    account: AccountId,
    name: String,
    lost: bool,
}

impl LostForm {
    pub fn new(stage: &Stage, account: AccountId) -> Option<Self> {
        let row = stage.incident()?.rows.get(&account)?;
        let lost = row.recovery.lost().is_none();
        let enter = match lost {
            true => word!("Enter records that they left us"),
            false => word!("Enter records that they are with us again"),
        };
        let form = Form::new(76, enter)
            .line("reason", word!("Why:"), "")
            .hint(word!("in their words"))
            .says(
                "what",
                word!(
                    "It stays in the record. No check-in is owed to a customer who left; they count as lost."
                ),
            )
            .restored(stage.draft(&lost_draft(&account, lost)));
        Some(LostForm {
            form,
            name: row.name().to_string(),
            account,
            lost,
        })
    }
}

fn lost_draft(account: &AccountId, lost: bool) -> Draft {
    Draft::new(if lost { "lost" } else { "with us again" }, account.as_str())
}

impl Formed for LostForm {
    fn title(&self, _stage: &Stage) -> String {
        match self.lost {
            true => say!("{name} has left us", name = self.name),
            false => say!("{name} is with us again", name = self.name),
        }
    }

    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn draft(&self) -> Option<Draft> {
        Some(lost_draft(&self.account, self.lost))
    }

    fn about(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn submit(&mut self, _stage: &Stage) -> Vec<Ask> {
        let reason = self.form.clean("reason").unwrap_or_default();
        if self.lost && reason.is_empty() {
            let say = word!("Write why they left, in their words.").to_owned();
            return vec![Ask::Say(say, Tone::Plain)];
        }
        let said = match self.lost {
            true => say!("You recorded that {name} left.", name = self.name),
            false => say!("You recorded that {name} is with us again.", name = self.name),
        };
        let command = RecordLost {
            account: self.account.clone(),
            lost: self.lost,
            reason,
        };
        vec![
            Ask::Submit(Command::RecordLost(command), None),
            Ask::Say(said, Tone::Undoable),
            Ask::Close,
        ]
    }
}
