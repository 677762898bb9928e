//! For whoever has the account: what it raised is done, and it has not heard so.

use super::Next;
use crate::domain::due::{Due, Kind};
use crate::domain::ids::Name;

/// A topic of an account of theirs is done; a customer who waits for a first call comes before that, until it is late.
pub(super) fn own(dues: &[Due], who: &Name, its_time: impl Fn(&Due) -> bool) -> Option<Next> {
    let own = |due: &&Due| due.owner.as_ref() == Some(who) && its_time(due);
    dues.iter().filter(own).find_map(|due| match &due.kind {
        Kind::Tell(_, account) => Some(Next::Tell {
            account: account.clone(),
            what: due.what.clone(),
            due: due.at,
        }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Next, next};
    use crate::domain::call_list::{Order, call_list};
    use crate::domain::due::dues;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn next_for(room: &Room, who: &str) -> Next {
        let list = call_list(&room.picture, room.here(), room.now, Order::Rank);
        next(room.here(), &dues(room.here()), &list, &who.into(), room.now)
    }

    #[test]
    fn that_what_they_raised_is_done_is_told_when_nobody_waits_for_a_call_or_it_is_nearly_late() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        let tag = json!({ "account": "northwind", "name": "export" });
        room.does("lena", command("tag_topic", tag));
        let done = json!({ "topic": room.last(), "how": "exports work" });
        room.does("dana", command("cross_off_topic", done));
        let tells = |room: &Room| matches!(next_for(room, "lena"), Next::Tell { what, .. } if what == "tell Northwind: exports work");
        assert!(!tells(&room), "calls first");
        room.at(20 * 60);
        assert!(tells(&room));
        assert!(
            !matches!(next_for(&room, "omar"), Next::Tell { .. }),
            "it is hers"
        );
        room.at(30);
        for account in ["fabrikam", "contoso", "contoso-jp", "tailspin"] {
            room.does("omar", told(account, 0));
        }
        room.does("omar", attempt("northwind", Disposition::VoicemailLeft));
        assert!(tells(&room));
    }
}
