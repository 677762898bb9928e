//! Critical hours, and what was decided about accounts nobody answers at, in words.

use super::{Line, line};
use crate::domain::critical::MomentRecorded;
use crate::domain::timeline::What;
use crate::domain::unreached::{GoOn, UnreachableDecided};

pub(super) fn moment(event: &MomentRecorded) -> Line {
    let moment = &event.moment;
    let offer = moment.offer.as_ref().map(|offer| format!(", offer {offer}"));
    let text = format!("matters to them: {}{}", moment.what, offer.unwrap_or_default());
    line(What::Moment, text)
        .about(&event.account)
        .until(Some(moment.from))
}

pub(super) fn decided(event: &UnreachableDecided) -> Line {
    let why = event.reason.as_ref().map(|why| format!(": {why}"));
    let text = format!(
        "nobody answers: {}{}",
        event.go_on.words(),
        why.unwrap_or_default()
    );
    let again = match event.go_on {
        GoOn::KeepTrying { next_at } => Some(next_at),
        GoOn::ByMail | GoOn::Leave => None,
    };
    line(What::Unreached, text).about(&event.account).until(again)
}
