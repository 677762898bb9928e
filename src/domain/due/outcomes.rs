//! What customers need to get done in spite of it, as they said on a call: owed until somebody says that it is done.

use super::{Due, Kind};
use crate::domain::outreach::{Attempt, Row};
use crate::domain::span::Span;
use crate::domain::speech::say;

/// Whoever gives no time is heard of again within the working day: what has no time would never be late, and so be
/// forgotten.
const WITHIN: Span = Span::hours(4);

pub(super) fn wanted(row: &Row) -> impl Iterator<Item = Due> {
    row.standing().filter_map(|attempt| due(row, attempt))
}

/// Whoever heard it sees to it.
fn due(row: &Row, attempt: &Attempt) -> Option<Due> {
    let outcome = attempt.facts.heard.as_ref()?.outcome.as_ref()?;
    let needs = say!("{row} needs: {what}", row = row.name(), what = outcome.what);
    let (what, at) = match outcome.by {
        Some(by) => (needs, by),
        None => (
            say!("{needs} (they gave no time: 4 hours after the call)", needs),
            WITHIN.after(attempt.at),
        ),
    };
    Some(Due::new(
        Kind::Outcome(attempt.seq),
        what,
        Some(attempt.by.clone()),
        attempt.at,
        at,
    ))
}

#[cfg(test)]
mod tests {
    use crate::domain::due::{Kind, owed};
    use crate::domain::ids::Seq;
    use crate::domain::testkit::*;
    use jiff::Timestamp;
    use serde_json::{Value, json};

    fn needing(outcome: Value) -> crate::domain::command::Command {
        let call = json!({ "account": "northwind", "disposition": "reached_decision_maker",
            "heard": { "outcome": outcome } });
        command("record_attempt", call)
    }

    fn outcomes(room: &Room) -> Vec<(Seq, String, Timestamp)> {
        let owed = owed(room.here()).into_iter();
        let wanted = owed.filter_map(|due| match due.kind {
            Kind::Outcome(seq) => Some((seq, due.what.to_string(), due.at)),
            _ => None,
        });
        wanted.collect()
    }

    #[test]
    fn what_they_need_is_owed_by_whoever_heard_it_until_it_is_said_to_be_done() {
        let mut room = Room::declared();
        room.does("omar", needing(json!({ "what": "invoices out", "by": at(180) })));
        let seq = room.last();
        let needs = "Northwind needs: invoices out".to_owned();
        assert_eq!(outcomes(&room), [(seq, needs, at(180))]);
        let owner = owed(room.here())[0].owner.clone();
        assert_eq!(owner.unwrap().as_str(), "omar");
        let kept = json!({ "debt": format!("outcome:{seq}"), "how": "kept" });
        room.does("lena", command("settle_debt", kept.clone()));
        assert_eq!(outcomes(&room), []);
        let line = room.here().timeline.last().unwrap();
        assert_eq!(line.text, "kept: Northwind needs: invoices out");
        assert_eq!(line.account, Some("northwind".into()));
        room.already("omar", command("settle_debt", kept));
    }

    #[test]
    fn a_call_taken_back_wants_nothing_and_without_a_time_it_is_late_after_four_hours() {
        let mut room = Room::declared();
        room.at(5)
            .does("omar", needing(json!({ "what": "invoices out" })));
        let (_, what, at_last) = outcomes(&room).remove(0);
        assert_eq!(
            (what.as_str(), at_last),
            (
                "Northwind needs: invoices out (they gave no time: 4 hours after the call)",
                at(245)
            )
        );
        room.does("omar", take_back(room.last()));
        assert_eq!(outcomes(&room), []);
    }

    #[test]
    fn a_need_of_no_words_is_none_and_one_due_before_the_call_is_refused() {
        let mut room = Room::declared();
        room.does("omar", needing(json!({ "what": "  " })));
        assert_eq!(outcomes(&room), []);
        let refusal = room.refused(
            "omar",
            "wrong_time",
            needing(json!({ "what": "invoices out", "by": at(-5) })),
        );
        assert_eq!(
            refusal,
            "the time given is not usable: what they need would have been due before the call; say by when, or leave the \
             time out"
        );
    }
}
