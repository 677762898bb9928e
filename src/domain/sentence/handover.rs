//! Duties offered and handed over, and briefs given, in words.

use super::{Line, line};
use crate::domain::briefs::BriefGiven;
use crate::domain::handover::{DutyDeclined, DutyHandedOver, DutyOffered, counts};
use crate::domain::incident::Incident;
use crate::domain::speech::{say, word};
use crate::domain::timeline::What;

pub(super) fn offered(event: &DutyOffered) -> Line {
    let bare = if event.bare {
        word!(", and nothing with it")
    } else {
        ""
    };
    let note = event.note.as_ref().map(|note| format!(": {note}"));
    line(
        What::Offer(event.duty),
        say!(
            "{from} offers {to} to be {duty}{bare}{note}",
            from = event.from,
            to = event.to,
            duty = event.duty,
            bare,
            note = note.unwrap_or_default()
        ),
    )
}

/// With what went along, and the last words customers had: whoever takes over is asked for both at once.
pub(super) fn handed_over(event: &DutyHandedOver, incident: &Incident) -> Line {
    let carried = counts(event.promises.len(), event.claims.len(), event.asks);
    let carried = match carried.is_empty() {
        true => String::new(),
        false => say!(" with {carried}", carried),
    };
    let live = incident.live_post();
    let words = live.map(|post| say!("; last words to customers: text {number}", number = post.number));
    let text = say!(
        "{to} is {duty}, handed over by {from}{carried}{words}",
        to = event.to,
        duty = event.duty,
        from = event.from,
        carried,
        words = words.unwrap_or_default()
    );
    line(What::Role(event.duty), text).until(live.map(|post| post.at))
}

pub(super) fn declined(event: &DutyDeclined) -> Line {
    let text = say!(
        "{to} is not to be {duty}: {from} keeps it",
        to = event.to,
        duty = event.duty,
        from = event.from
    );
    line(What::Declined, text)
}

pub(super) fn brief_given(event: &BriefGiven) -> Line {
    let to = event.to.as_deref().unwrap_or(word!("the executives"));
    line(What::Brief, say!("brief given to {to}", to))
}
