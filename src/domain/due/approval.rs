//! Texts that wait for the word of whoever commands: drafts, and what went live on the page without a word.

use super::{Due, Kind};
use crate::domain::ids::{Name, Seq};
use crate::domain::incident::Incident;
use crate::domain::messages::Audience;
use crate::domain::speech::{say, word};
use jiff::Timestamp;

/// One text that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Awaited {
    pub due: Due,
    pub by: Name,
    /// It is on the page already.
    pub live: bool,
}

/// Every text that waits, drafts first.
pub fn approvals(incident: &Incident) -> Vec<Awaited> {
    let awaited = |seq: Seq, what: String, by: &Name, since: Timestamp, live: bool| {
        let owner = incident.approver();
        let at = incident.plan.reports.approval.after(since);
        Awaited {
            due: Due::new(Kind::Approval(seq), what, owner.cloned(), since, at),
            by: by.clone(),
            live,
        }
    };
    let drafts = incident.undecided().map(|draft| {
        let what = say!(
            "approve {named} ({phase})",
            named = named(draft.audience),
            phase = draft.phase.as_str()
        );
        awaited(draft.seq, what, &draft.by, draft.at, false)
    });
    let live = incident.unapproved().map(|post| {
        let what = say!("approve text {number}, live already", number = post.number);
        awaited(post.seq, what, &post.by, post.at, true)
    });
    drafts.chain(live).collect()
}

/// In few words: the clock has little room.
fn named(audience: Audience) -> &'static str {
    match audience {
        Audience::Page => word!("page text"),
        Audience::Calls => word!("words for calls"),
        Audience::Strategic => word!("letter to strategic accounts"),
        Audience::Internal => word!("words to our own people"),
        Audience::Executives => word!("words to executives"),
    }
}
