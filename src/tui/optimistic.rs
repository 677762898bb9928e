//! What only we know, shown before the hub has it: the same `decide`, run on what is still on its way.

use super::pending::Pending;
use crate::domain::actor::Actor;
use crate::domain::command::Desk;
use crate::domain::event::Recorded;
use crate::domain::picture::Picture;
use crate::domain::reference::Reference;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// The picture with everything kept, written down and not yet confirmed; `None` when there is nothing of the kind.
///
/// What others act on (claims, "informed", declaring) is never among it.
pub fn shown(confirmed: &Picture, pending: &[Pending], me: &Actor, now: Timestamp) -> Option<Picture> {
    let mut kept = pending.iter().filter(|pending| pending.shows()).peekable();
    kept.peek()?;
    let (reference, here) = (Reference::default(), BTreeSet::new());
    let mut picture = confirmed.clone();
    for pending in kept {
        let submission = &pending.submission;
        let said_at = submission.said_at.unwrap_or(now).min(now);
        let desk = Desk {
            by: me,
            at: now,
            said_at,
            incident: submission.incident,
            reference: &reference,
            here: &here,
        };
        // The hub refuses it as well, and says so then.
        let Ok(drafted) = picture.decide(submission, &desk) else {
            continue;
        };
        for drafted in drafted {
            picture.apply(&Recorded {
                seq: picture.through().next(),
                at: now,
                said_at,
                by: drafted.event.signed(me),
                incident: drafted.incident,
                brought_by: None,
                cause: submission.id,
                event: drafted.event,
            });
        }
    }
    Some(picture)
}
