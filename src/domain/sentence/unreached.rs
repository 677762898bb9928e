//! Critical hours, and what was decided about accounts nobody answers at, in words.

use super::{Line, line};
use crate::domain::critical::MomentRecorded;
use crate::domain::speech::say;
use crate::domain::timeline::What;
use crate::domain::unreached::{GoOn, UnreachableDecided};

pub(super) fn moment(event: &MomentRecorded) -> Line {
    let moment = &event.moment;
    let offer = moment.offer.as_ref().map(|offer| say!(", offer {offer}", offer));
    let text = say!(
        "matters to them: {what}{offer}",
        what = moment.what,
        offer = offer.unwrap_or_default()
    );
    line(What::Moment, text)
        .about(&event.account)
        .until(Some(moment.from))
}

pub(super) fn decided(event: &UnreachableDecided) -> Line {
    let why = event.reason.as_ref().map(|why| format!(": {why}"));
    let text = say!(
        "nobody answers: {go_on}{why}",
        go_on = event.go_on.words(),
        why = why.unwrap_or_default()
    );
    let again = match event.go_on {
        GoOn::KeepTrying { next_at } => Some(next_at),
        GoOn::ByMail | GoOn::Leave => None,
    };
    line(What::Unreached, text).about(&event.account).until(again)
}
