//! Check-ins: how it goes with an account, days and months after the pain was over.

use super::{Due, Kind};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::span::Span;
use crate::domain::speech::say;
use jiff::Timestamp;

/// When it is asked how it goes.
pub(super) struct CheckIns {
    /// Since when the pain is over.
    over: Timestamp,
    /// How long after that, the soonest first.
    days: Vec<Span>,
}

impl CheckIns {
    /// None before the pain is over.
    pub(super) fn planned(incident: &Incident) -> Option<Self> {
        let over = incident.mitigated_at?;
        let mut days = incident.plan.reports.check_ins.clone();
        days.sort();
        Some(CheckIns { over, days })
    }

    /// The next one of an account that was spoken with and stays with us.
    pub(super) fn next(&self, row: &Row) -> Option<Due> {
        let stays = row.recovery.lost().is_none();
        stays.then(|| next(row, &self.days, self.over)).flatten()
    }
}

/// The first day of the plan since which nobody has spoken with them.
fn next(row: &Row, days: &[Span], over: Timestamp) -> Option<Due> {
    let last = row.reached().max_by_key(|attempt| attempt.at)?;
    let day = days.iter().position(|day| day.after(over) > last.at)?;
    let at = days[day].after(over);
    let before = day.checked_sub(1).map_or(over, |before| days[before].after(over));
    let due = Due::new(
        Kind::CheckIn(row.id().clone()),
        say!(
            "check in with {row}, {as_day}",
            row = row.name(),
            as_day = days[day].as_day()
        ),
        Some(last.by.clone()),
        before.max(last.at),
        at,
    );
    // Four fifths of two months would be amber for weeks.
    let day_before = at.saturating_sub(Span::hours(24).0).unwrap_or(at);
    Some(Due {
        soon: due.soon.max(day_before),
        ..due
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, owed};
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::json;

    /// Minutes of so many days.
    fn days(days: i64) -> i64 {
        days * 24 * 60
    }

    fn next(room: &Room) -> Vec<(String, i64)> {
        let due = owed(room.here()).into_iter();
        let check_ins = due.filter(|due| matches!(due.kind, Kind::CheckIn(_)));
        check_ins
            .map(|due| (due.what.to_string(), due.at.duration_since(at(0)).as_mins()))
            .collect()
    }

    #[test]
    fn an_account_that_was_spoken_with_is_asked_again_one_week_month_quarter_after_the_pain() {
        let mut room = Room::declared();
        room.at(5).does("omar", told("northwind", 0));
        room.does("omar", attempt("fabrikam", Disposition::NoAnswer));
        assert_eq!(next(&room), [], "while it hurts there is no after");
        room.at(30).does("dana", move_to("mitigated"));
        let day = |day: i64| [(format!("check in with Northwind, day {day}"), days(day) + 30)];
        assert_eq!(next(&room), day(1));
        room.at(days(1)).does("omar", told("northwind", 0));
        assert_eq!(next(&room), day(1), "that was half an hour early");
        room.at(days(1) + 31)
            .does("omar", attempt("northwind", Disposition::NoAnswer));
        assert_eq!(next(&room), day(1), "nobody was reached");
        room.at(days(9)).does("lena", told("northwind", 0));
        assert_eq!(next(&room), day(30), "it stands for the week as well");
        room.at(days(31)).does("lena", told("northwind", 0));
        assert_eq!(next(&room), day(90));
        room.at(days(91)).does("lena", told("northwind", 0));
        assert_eq!(next(&room), []);
    }

    #[test]
    fn a_check_in_that_was_put_off_comes_then_and_the_next_contact_lets_the_rhythm_go_on() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.at(5).does("omar", told("northwind", 0));
        room.at(30).does("dana", move_to("mitigated"));
        let off = json!({ "debt": "checkin:northwind", "how": "long_term", "reason": "on leave", "due": at(days(20)) });
        room.at(40).does("dana", command("settle_debt", off));
        let at_days = |room: &Room| next(room).into_iter().map(|(_, at)| at).collect::<Vec<_>>();
        assert_eq!(at_days(&room), [days(20)]);
        room.at(days(3)).does("omar", told("northwind", 0));
        assert_eq!(at_days(&room), [days(20)], "what was agreed still stands");
        room.at(days(21)).does("omar", told("northwind", 0));
        assert_eq!(at_days(&room), [days(30) + 30], "day 30");
    }
}
