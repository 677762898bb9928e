//! In whose turn a free account is: one's own come first, and what somebody else has taken is left to them.

use super::{Listed, RowState};
use crate::domain::assignments::Right;
use crate::domain::ids::Name;
use crate::domain::span::Span;
use jiff::Timestamp;

/// So long after it was due, what somebody has taken and not called is anybody's.
pub const LEFT_TO_THEM: Span = Span::minutes(5);

/// The lower comes first; within one, the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// They called us, or it was put first: whoever is free.
    First,
    /// One took it, or stands in for whoever had it.
    Taken,
    /// By the list of accounts it is one's own, and its time has come.
    Own,
    Anybody,
    /// Somebody else took it and is late.
    Late,
}

/// Whether it is for this person to call now, and how soon; `None`: somebody else has taken it.
pub fn turn(listed: &Listed, who: &Name, now: Timestamp) -> Option<Turn> {
    let mine = listed.whose.as_ref().filter(|whose| whose.who == *who);
    let theirs = listed.whose.as_ref().filter(|whose| whose.who != *who);
    let taken = theirs.is_some_and(|whose| whose.by == Right::Taken);
    let late = listed.due.is_some_and(|due| LEFT_TO_THEM.after(due) <= now);
    match (mine.map(|whose| &whose.by), &listed.state) {
        _ if taken => late.then_some(Turn::Late),
        _ if listed.pinned || listed.called_us => Some(Turn::First),
        (Some(Right::Taken | Right::StandsIn { .. } | Right::Offered { .. }), _) => Some(Turn::Taken),
        (Some(Right::Owner), RowState::ToCall { now: false }) => Some(Turn::Anybody),
        (Some(Right::Owner), _) => Some(Turn::Own),
        (None, _) => Some(Turn::Anybody),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::call_list::{Order, call_list, next_call};
    use crate::domain::testkit::*;
    use serde_json::json;

    fn next<'a>(list: &'a [Listed], room: &Room, who: &str) -> Option<&'a str> {
        next_call(list, &who.into(), room.now).map(|listed| listed.name.as_str())
    }

    fn list(room: &Room) -> Vec<Listed> {
        call_list(&room.picture, room.here(), room.now, Order::Rank)
    }

    #[test]
    fn what_one_has_taken_comes_first_and_is_left_to_them_until_it_is_late() {
        let mut room = Room::declared();
        room.does(
            "lena",
            command("assign_account", json!({ "account": "tailspin", "to": "lena" })),
        );
        room.does(
            "lena",
            command("assign_account", json!({ "account": "northwind", "to": "lena" })),
        );
        let now = list(&room);
        assert_eq!(
            next(&now, &room, "lena"),
            Some("Northwind"),
            "in the order of the list"
        );
        assert_eq!(next(&now, &room, "omar"), Some("Fabrikam"));
        room.at(34);
        assert_eq!(next(&list(&room), &room, "omar"), Some("Fabrikam"));
        room.does("omar", told("fabrikam", 0));
        assert_eq!(next(&list(&room), &room, "omar"), Some("Contoso"));
        for account in ["contoso", "contoso-jp"] {
            room.does("omar", told(account, 0));
        }
        assert_eq!(next(&list(&room), &room, "omar"), None, "the rest is lena's");
        room.at(35);
        assert_eq!(
            next(&list(&room), &room, "omar"),
            Some("Northwind"),
            "five minutes late"
        );
    }

    #[test]
    fn a_customer_who_was_put_first_waits_for_nobodys_share() {
        let mut room = Room::declared();
        room.does(
            "lena",
            command("assign_account", json!({ "account": "fabrikam", "to": "lena" })),
        );
        room.does(
            "dana",
            command("pin_account", json!({ "account": "tailspin", "pinned": true })),
        );
        assert_eq!(next(&list(&room), &room, "lena"), Some("Tailspin"));
    }
}
