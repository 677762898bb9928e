//! Who raised a topic that is done and has not been told so.

use super::{Due, Kind};
use crate::domain::channel::Channel;
use crate::domain::disposition::Counts;
use crate::domain::incident::Incident;
use crate::domain::outreach::Attempt;
use crate::domain::span::Span;
use crate::domain::speech::{say, word};
use crate::domain::topics::Tell;

/// How long after a topic was crossed off everyone who raised it has heard so.
pub const TOLD_WITHIN: Span = Span::hours(24);

pub(super) fn to_tell(incident: &Incident) -> impl Iterator<Item = Due> {
    incident.tells.iter().filter_map(|tell| one(incident, tell))
}

fn one(incident: &Incident, tell: &Tell) -> Option<Due> {
    let row = incident.rows.get(&tell.account)?;
    // Whoever wants to hear nothing from us hears nothing.
    if row.do_not_contact().is_some() || row.standing().any(|attempt| tells(attempt, tell)) {
        return None;
    }
    let owner = row.affected.account.owner.clone();
    Some(Due::new(
        Kind::Tell(tell.topic, tell.account.clone()),
        say!("tell {row}: {how}", row = row.name(), how = tell.how),
        owner.or_else(|| tell.heard_by.clone()),
        tell.at,
        TOLD_WITHIN.after(tell.at),
    ))
}

/// Spoken with or written to since.
fn tells(attempt: &Attempt, tell: &Tell) -> bool {
    let written = matches!(
        attempt.facts.channel,
        Channel::Email | Channel::Sms | Channel::Chat
    );
    let heard = match attempt.facts.disposition.counts() {
        Counts::Spoken => true,
        Counts::Attempted => written,
        Counts::DataFault | Counts::Closed => false,
    };
    heard && (attempt.at, attempt.seq) > (tell.at, tell.done)
}

/// So many of one topic in few words: `tell 4 accounts: exports work again`.
pub(super) fn together(first: &str, many: usize) -> String {
    let how = first.split_once(": ").map_or(word!("it is done"), |(_, how)| how);
    say!("tell {many} accounts: {how}", many, how)
}
