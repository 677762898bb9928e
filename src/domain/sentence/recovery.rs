//! What customers have and still want after the pain, in words.

use super::{Line, line};
use crate::domain::recovery::{AccountLost, ConditionMarked, Mark};
use crate::domain::speech::{say, word};
use crate::domain::timeline::What;

pub(super) fn marked(event: &ConditionMarked) -> Line {
    let condition = event.condition;
    let said = match (event.mark, event.text.trim()) {
        (Mark::Met, text) => format!("{}: {text}", condition.words()),
        (Mark::Waived, text) => say!(
            "{condition}: does not apply, because {text}",
            condition = condition.words(),
            text
        ),
        (Mark::Wanted, "") => say!("still wants {wish}", wish = condition.wish()),
        (Mark::Wanted, text) => say!("still wants {wish}: {text}", wish = condition.wish(), text),
    };
    line(What::Recovery, said).about(&event.account)
}

pub(super) fn lost(event: &AccountLost) -> Line {
    let said = match (event.lost, event.reason.trim()) {
        (true, why) => format!("lost: {why}"),
        (false, "") => word!("with us again").to_owned(),
        (false, why) => say!("with us again: {why}", why),
    };
    line(What::Recovery, said).about(&event.account)
}
