//! What is done about a call, in a line: the claim before it, and how it ended.

use super::{Line, heard, line};
use crate::domain::claims::ClaimEnd;
use crate::domain::event::Event;
use crate::domain::incident::Incident;
use crate::domain::outreach::{AttemptRecorded, Direction, Disposition};
use crate::domain::speech::{say, word};
use crate::domain::timeline::What;

pub(super) fn claim(event: &Event) -> Line {
    match event {
        Event::AccountClaimed(event) => match (&event.taken_from, &event.reason) {
            (Some(from), reason) => {
                let why = reason.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
                line(What::Claim, say!("taken over from {from}{why}", from, why)).about(&event.account)
            }
            (None, _) => line(What::Claim, word!("claimed, to call them"))
                .about(&event.account)
                .routine(),
        },
        Event::ClaimExtended(event) => line(What::Claim, word!("still at it"))
            .about(&event.account)
            .until(Some(event.until))
            .routine(),
        Event::ClaimEnded(event) => match event.why {
            ClaimEnd::Released => {
                line(What::Claim, say!("{holder} gave it back", holder = event.holder)).about(&event.account)
            }
            ClaimEnd::Expired => line(
                What::Claim,
                say!("the claim of {holder} has run out", holder = event.holder),
            )
            .about(&event.account),
            ClaimEnd::HandedOver => line(
                What::Claim,
                say!("{holder} handed it over", holder = event.holder),
            )
            .about(&event.account)
            .routine(),
            ClaimEnd::Done => line(What::Claim, word!("claim done"))
                .about(&event.account)
                .routine(),
        },
        Event::CallStarted(event) => line(What::Claim, word!("on the phone"))
            .about(&event.account)
            .routine(),
        other => line(What::Claim, other.kind()),
    }
}

pub(super) fn call(event: &AttemptRecorded, incident: &Incident) -> Line {
    let mut text = match event.direction {
        Direction::Outbound if event.disposition == Disposition::Wrote => {
            say!("written to, {by}", by = event.channel.by())
        }
        Direction::Outbound => event.disposition.words().to_owned(),
        Direction::Inbound => say!(
            "they called us: {disposition}",
            disposition = event.disposition.words()
        ),
    };
    if let Some(number) = event.told {
        text += &match number {
            0 => word!(", told the first words").to_owned(),
            _ => say!(", told text {number}", number),
        };
    }
    if let Some(note) = &event.note {
        text += &format!(": {}", &**note);
    }
    text += &heard::heard(event);
    if let Some(holder) = &event.claim_moved_to {
        text += &match event.claim {
            Some(_) => say!(" (claim had moved to {holder})", holder),
            None => say!(" ({holder} has the claim)", holder),
        };
    }
    if let Some(account) = &event.same_call {
        let name = incident.rows.get(account).map_or(&account.0, |row| row.name());
        text += &say!(" (one call with {name})", name);
    }
    line(What::Call, text).about(&event.account).until(event.next_at)
}
