//! The incident on the screen is another one now: what is open stays where it is about something that went there.

use crate::domain::ids::{AccountId, IncidentId};
use crate::domain::picture::Picture;
use crate::domain::speech::{say, word};
use crate::tui::model::Model;
use crate::tui::stage::Tone;

/// What is typed about the one incident is not sent about the other; a call goes on wherever its account is.
pub(super) fn moved(model: &mut Model, before: IncidentId, shown: Option<IncidentId>) {
    if model.dialogs.is_empty() {
        return;
    }
    let picture = model.stage.picture();
    let kept: Vec<bool> = model
        .dialogs
        .iter()
        .map(|dialog| went(picture, before, shown, dialog.account()))
        .collect();
    let mut kept = kept.into_iter();
    model.dialogs.retain(|_| kept.next().unwrap_or(false));
    let say = match (model.dialogs.is_empty(), shown) {
        (false, Some(shown)) => say!(
            "{before} goes on in {shown}, and so does what is open here.",
            before,
            shown
        ),
        _ => word!("The incident on this screen is another one now; nothing was sent.").to_owned(),
    };
    model.stage.say(say, Tone::Refused);
}

/// It is about an account that the one has no longer and the other has; or the one was merged into the other.
fn went(
    picture: &Picture,
    before: IncidentId,
    shown: Option<IncidentId>,
    account: Option<&AccountId>,
) -> bool {
    let (Some(shown), Some(account)) = (shown, account) else {
        return false;
    };
    let has = |id: IncidentId| {
        let incident = picture.incident(id);
        incident.is_some_and(|incident| incident.rows.contains_key(account))
    };
    let merged = picture.goes_on_as(before).is_some_and(|now| now.id == shown);
    has(shown) && (merged || !has(before))
}
