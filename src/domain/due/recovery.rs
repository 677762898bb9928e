//! Recovery: what customers still want after the pain, and what nobody has asked them about yet.

use super::{Due, Kind};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::recovery::Condition;
use crate::domain::span::Span;
use crate::domain::speech::say;
use jiff::Timestamp;

/// A wish is looked after so long after they said it: as long as they may be without news.
const WISH: Span = Span::hours(72);
/// Everyone is whole again, or we know what is missing, so long after the pain was over.
const RECOVERED: Span = Span::hours(7 * 24);

/// When the pain was over. A playbook that plans no check-ins asks nobody whether all is well.
pub(super) fn begins(incident: &Incident) -> Option<Timestamp> {
    let asks = !incident.plan.reports.check_ins.is_empty();
    incident.mitigated_at.filter(|_| asks)
}

/// One for an account that was spoken with and is not at peace.
pub(super) fn open(incident: &Incident, row: &Row, over: Timestamp) -> Option<Due> {
    let last = row.reached().max_by_key(|attempt| (attempt.at, attempt.seq))?;
    if incident.at_peace(row) {
        return None;
    }
    let wish = row.recovery.wants().min_by_key(|wish| (wish.at, wish.seq));
    let name = row.name();
    let (what, owner, from, at) = match wish {
        Some(wish) => {
            let since = wish.at.max(over);
            let more = match row.recovery.wants().count() {
                1 => String::new(),
                several => say!(" and {several} more", several = several - 1),
            };
            let what = say!(
                "{name} wants {wish}{more}",
                name,
                wish = wish.condition.wish(),
                more
            );
            (what, &wish.by, since, WISH.after(since))
        }
        None => {
            let open = Condition::SEVEN.len() - row.recovery.count();
            let what = say!("ask {name} whether all is well: {open} of 7 open", name, open);
            (what, &last.by, over, RECOVERED.after(over))
        }
    };
    let due = Due::new(
        Kind::Recovery(row.id().clone()),
        what,
        Some(owner.clone()),
        from,
        at,
    );
    // Four fifths of a week would be amber for more than a day.
    let day_before = at.saturating_sub(Span::hours(24).0).unwrap_or(at);
    Some(Due {
        soon: due.soon.max(day_before),
        ..due
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, owed};
    use crate::domain::recovery::Condition;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn open(room: &Room) -> Vec<(String, String, i64)> {
        let due = owed(room.here()).into_iter();
        let open = due.filter(|due| matches!(due.kind, Kind::Recovery(_)));
        open.map(|due| {
            let owner = due.owner.map(|name| name.to_string()).unwrap_or_default();
            let hours = due.at.duration_since(at(30)).as_hours();
            (due.what.to_string(), owner, hours)
        })
        .collect()
    }

    fn mark(condition: Condition, mark: &str) -> crate::domain::command::Command {
        let fields = json!({ "account": "northwind", "condition": condition, "mark": mark, "text": "t" });
        command("mark_condition", fields)
    }

    fn line(what: &str, owner: &str, hours: i64) -> Vec<(String, String, i64)> {
        vec![(what.to_owned(), owner.to_owned(), hours)]
    }

    #[test]
    fn every_account_that_was_spoken_with_is_asked_within_a_week_and_a_wish_is_looked_after_in_three_days() {
        let mut room = Room::declared();
        room.at(5).does("omar", told("northwind", 0));
        assert!(
            open(&room).is_empty(),
            "while it hurts there is nothing to recover from"
        );
        room.at(30).does("dana", move_to("mitigated"));
        let asked = line("ask Northwind whether all is well: 7 of 7 open", "omar", 168);
        assert_eq!(open(&room), asked);
        room.at(90).does("lena", mark(Condition::NoRepeat, "wanted"));
        let wish = line("Northwind wants proof of no repeat", "lena", 73);
        assert_eq!(open(&room), wish);
        for condition in Condition::SEVEN {
            room.does("lena", mark(condition, "met"));
        }
        assert!(open(&room).is_empty());
    }

    #[test]
    fn nothing_is_owed_to_who_is_lost_or_settled_and_a_new_wish_outlives_a_waiver() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.at(5).does("omar", told("northwind", 0));
        room.at(30).does("dana", move_to("mitigated"));
        let lost = |lost: bool| {
            let fields = json!({ "account": "northwind", "lost": lost, "reason": "left" });
            command("record_lost", fields)
        };
        room.does("omar", lost(true));
        assert!(owed(room.here()).is_empty(), "nor a check-in");
        room.does("omar", lost(false));
        let waive = json!({ "debt": "recovery:northwind", "how": "waived", "reason": "they want rest" });
        room.does("dana", command("settle_debt", waive));
        assert!(open(&room).is_empty());
        room.does("omar", mark(Condition::Compensated, "wanted"));
        assert_eq!(open(&room), line("Northwind wants compensation", "omar", 72));
    }
}
