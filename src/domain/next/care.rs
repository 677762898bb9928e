//! What is next for somebody as a person: a break after hard calls, the end of one, three questions afterwards.

use super::Next;
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::picture::Picture;
use jiff::Timestamp;

/// A break comes before a free account, never before somebody who waits; the questions come when nothing else does.
pub fn cared(next: Next, picture: &Picture, incident: &Incident, who: &Name, now: Timestamp) -> Next {
    let (free, nothing) = match next {
        Next::Claim { .. } | Next::Write { .. } => (true, false),
        Next::Nothing => (true, true),
        _ => (false, false),
    };
    if !free {
        return next;
    }
    if let Some(until) = picture.care.away(who, now) {
        return Next::Away { until };
    }
    if let Some(strain) = picture.care.suggested(who, now) {
        return Next::Rest(strain);
    }
    let over = nothing && !incident.is_open() && incident.merged_into.is_none();
    match over && incident.debriefs.waits_for(who) {
        true => Next::Debrief,
        false => next,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::call_list::{Order, call_list};
    use crate::domain::due::dues;
    use crate::domain::next::next;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn next_for(room: &Room, who: &str) -> Next {
        let list = call_list(&room.picture, room.here(), room.now, Order::Rank);
        let who = who.into();
        let plain = next(room.here(), &dues(room.here()), &list, &who, room.now);
        cared(plain, &room.picture, room.here(), &who, room.now)
    }

    fn hard(room: &mut Room, account: &str) {
        let call = json!({ "account": account, "disposition": "reached_other", "feeling": "crisis" });
        room.does("pat", command("record_attempt", call));
    }

    #[test]
    fn after_three_hard_calls_a_break_comes_before_the_next_free_account_and_for_nobody_else() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        for account in ["northwind", "fabrikam"] {
            hard(&mut room, account);
        }
        assert!(matches!(next_for(&room, "pat"), Next::Claim { .. }));
        hard(&mut room, "contoso");
        assert!(matches!(next_for(&room, "pat"), Next::Rest(strain) if strain.hard == 3));
        assert!(matches!(next_for(&room, "lena"), Next::Claim { .. }));
        room.at(6);
        assert!(matches!(next_for(&room, "pat"), Next::Claim { .. }), "said once");
        room.does("pat", command("take_break", json!({ "minutes": 10 })));
        assert_eq!(next_for(&room, "pat"), Next::Away { until: at(16) });
        room.at(16);
        assert!(matches!(next_for(&room, "pat"), Next::Claim { .. }));
    }

    #[test]
    fn a_customer_who_waits_comes_before_a_break() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        for account in ["northwind", "fabrikam", "contoso"] {
            hard(&mut room, account);
        }
        room.does("pat", claim("tailspin"));
        assert!(matches!(next_for(&room, "pat"), Next::Call { .. }));
    }

    #[test]
    fn who_took_part_is_asked_three_questions_when_nothing_else_is_left() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("pat", note("watching"));
        for account in ["northwind", "fabrikam", "contoso", "contoso-jp", "tailspin"] {
            room.does("lena", told(account, 0));
        }
        assert_eq!(next_for(&room, "pat"), Next::Nothing);
        room.does("dana", move_to("resolved"));
        assert_eq!(next_for(&room, "pat"), Next::Debrief);
        assert_eq!(next_for(&room, "sam"), Next::Nothing, "who was not there");
        room.does("pat", command("record_debrief", json!({ "needs": "sleep" })));
        assert_eq!(next_for(&room, "pat"), Next::Nothing);
    }
}
