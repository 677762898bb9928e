//! When an account hears from us next, by what was agreed or by how the last call ended.

use super::{Due, Kind};
use crate::domain::outreach::Row;
use crate::domain::retries::Trying;

/// The next contact agreed on, or set by how the last attempt ended; where enough calls were made, what is to be
/// written instead.
pub(super) fn next(row: &Row, trying: Trying) -> Option<Due> {
    let due = |what: String, by, from, at| Due::new(Kind::Callback(row.id().clone()), what, by, from, at);
    let again = || format!("call {} again", row.name());
    match trying {
        Trying::Calls => {
            let last = row.last()?;
            // Who called us and was not helped waits since then.
            let at = last.facts.next_at.or(row.waits_for_us().then_some(last.at))?;
            Some(due(again(), row.caller(last).cloned(), last.at, at))
        }
        Trying::Again { by, at } => {
            let from = row.unreached.last().map_or(at, |decision| decision.at);
            Some(due(again(), Some(by), from.min(at), at))
        }
        Trying::Write { since, by, .. } => {
            let what = format!("write to {}: enough calls", row.name());
            Some(due(what, Some(by), since, since))
        }
        // What is owed them now is a decision, or nothing.
        Trying::InVain { .. } | Trying::ByMail { .. } | Trying::Left { .. } => None,
    }
}
