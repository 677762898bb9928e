//! What rises to the CS lead: a promise, a callback or an executive's call that its owner has let slip.

use super::due::{Due, Kind};
use super::ids::Name;
use super::incident::Incident;
use super::people::Duty;
use super::span::Span;
use jiff::Timestamp;

/// How long past its time it is its owner's alone.
pub const RISES_AFTER: Span = Span::minutes(5);

/// The dues somebody else has let slip and `who` has to see to as CS lead, the oldest first; none for anybody else.
pub fn risen<'a>(
    incident: &'a Incident,
    dues: &'a [Due],
    who: &'a Name,
    now: Timestamp,
) -> impl Iterator<Item = &'a Due> {
    let leads = incident.holder(Duty::CsLead) == Some(who);
    let mine = move |due: &&Due| due.owner.as_ref() == Some(who);
    let slipped = dues.iter().filter(move |due| leads && broken(due, now));
    slipped.filter(move |due| !mine(due))
}

/// Said to a customer, and not kept.
pub fn broken(due: &Due, now: Timestamp) -> bool {
    let to_a_customer = matches!(
        due.kind,
        Kind::Promise(_) | Kind::Callback(_) | Kind::Executive(_)
    );
    to_a_customer && RISES_AFTER.after(due.at) <= now
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::due::dues;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn risen_to(room: &Room, who: &str) -> Vec<String> {
        let (dues, who) = (dues(room.here()), who.into());
        let risen = risen(room.here(), &dues, &who, room.now);
        risen.map(|due| due.what.to_string()).collect()
    }

    #[test]
    fn a_promise_or_a_callback_five_minutes_late_rises_to_the_cs_lead_and_to_nobody_else() {
        let mut room = Room::declared();
        room.does("carol", role("cs_lead"));
        let promise = json!({ "account": "northwind", "what": "the list", "due": at(20) });
        room.does("omar", command("make_promise", promise));
        room.at(5)
            .does("omar", attempt("fabrikam", Disposition::NoAnswer));
        room.at(19);
        assert!(
            risen_to(&room, "carol").is_empty(),
            "the callback is four minutes late"
        );
        room.at(20);
        assert_eq!(risen_to(&room, "carol"), ["call Fabrikam again"]);
        room.at(25);
        assert_eq!(
            risen_to(&room, "carol"),
            ["call Fabrikam again", "Northwind: the list"]
        );
        assert!(risen_to(&room, "omar").is_empty() && risen_to(&room, "dana").is_empty());
    }

    #[test]
    fn ones_own_is_ones_own_and_what_is_kept_rises_no_more() {
        let mut room = Room::declared();
        room.does("carol", role("cs_lead"));
        let promise = |what: &str| json!({ "what": what, "due": at(20) });
        room.does("carol", command("make_promise", promise("a letter")));
        room.does("omar", command("make_promise", promise("a list")));
        let omars = room.last();
        room.at(30);
        assert_eq!(risen_to(&room, "carol"), ["a list"]);
        room.does("omar", command("keep_promise", json!({ "promise": omars })));
        assert!(risen_to(&room, "carol").is_empty());
    }
}
