//! What customers have and still want after the pain, in words.

use super::{Line, line};
use crate::domain::recovery::{AccountLost, ConditionMarked, Mark};
use crate::domain::timeline::What;

pub(super) fn marked(event: &ConditionMarked) -> Line {
    let condition = event.condition;
    let said = match (event.mark, event.text.trim()) {
        (Mark::Met, text) => format!("{}: {text}", condition.words()),
        (Mark::Waived, text) => format!("{}: does not apply, because {text}", condition.words()),
        (Mark::Wanted, "") => format!("still wants {}", condition.wish()),
        (Mark::Wanted, text) => format!("still wants {}: {text}", condition.wish()),
    };
    line(What::Recovery, said).about(&event.account)
}

pub(super) fn lost(event: &AccountLost) -> Line {
    let said = match (event.lost, event.reason.trim()) {
        (true, why) => format!("lost: {why}"),
        (false, "") => "with us again".to_owned(),
        (false, why) => format!("with us again: {why}"),
    };
    line(What::Recovery, said).about(&event.account)
}
