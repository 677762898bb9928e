//! Duties offered and handed over, and briefs given, in words.

use super::{Line, line};
use crate::domain::briefs::BriefGiven;
use crate::domain::handover::{DutyDeclined, DutyHandedOver, DutyOffered, counts};
use crate::domain::incident::Incident;
use crate::domain::timeline::What;

pub(super) fn offered(event: &DutyOffered) -> Line {
    let bare = if event.bare { ", and nothing with it" } else { "" };
    let note = event.note.as_ref().map(|note| format!(": {note}"));
    line(
        What::Offer(event.duty),
        format!(
            "{} offers {} to be {}{bare}{}",
            event.from,
            event.to,
            event.duty,
            note.unwrap_or_default()
        ),
    )
}

/// With what went along, and the last words customers had: whoever takes over is asked for both at once.
pub(super) fn handed_over(event: &DutyHandedOver, incident: &Incident) -> Line {
    let carried = counts(event.promises.len(), event.claims.len(), event.asks);
    let carried = match carried.is_empty() {
        true => String::new(),
        false => format!(" with {carried}"),
    };
    let live = incident.live_post();
    let words = live.map(|post| format!("; last words to customers: text {}", post.number));
    let text = format!(
        "{} is {}, handed over by {}{carried}{}",
        event.to,
        event.duty,
        event.from,
        words.unwrap_or_default()
    );
    line(What::Role(event.duty), text).until(live.map(|post| post.at))
}

pub(super) fn declined(event: &DutyDeclined) -> Line {
    let text = format!(
        "{} is not to be {}: {} keeps it",
        event.to, event.duty, event.from
    );
    line(What::Declined, text)
}

pub(super) fn brief_given(event: &BriefGiven) -> Line {
    let to = event.to.as_deref().unwrap_or("the executives");
    line(What::Brief, format!("brief given to {to}"))
}
