//! A time to come as it is typed into a form: by our clocks, or by those of the account it is about.

use crate::domain::ids::AccountId;
use crate::domain::outreach::Row;
use crate::domain::times::{self, Clock, Typed};
use crate::tui::stage::Stage;
use jiff::tz::TimeZone;

/// What was typed; nothing is none.
///
/// # Errors
/// It is no time, or one that is over: a sentence that says what to write.
pub fn to_come(text: &str, about: Option<&AccountId>, stage: &Stage) -> Result<Option<Typed>, String> {
    let row = about.and_then(|account| stage.incident()?.rows.get(account));
    let there = row.and_then(zone);
    let clock = Clock {
        now: stage.now,
        here: &stage.setting.zone,
        there: there.as_ref(),
    };
    times::to_come(text, &clock)
}

/// The zone the account lives in.
pub fn zone(row: &Row) -> Option<TimeZone> {
    let name = row.affected.account.timezone.as_deref()?;
    TimeZone::get(name).ok()
}

/// What was done, with how a time was taken that may have been meant otherwise.
pub fn told(said: String, typed: Option<Typed>) -> String {
    match typed.and_then(|typed| typed.doubt) {
        Some(doubt) => format!("{said} {doubt}"),
        None => said,
    }
}
