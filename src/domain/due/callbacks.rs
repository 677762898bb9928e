//! When an account hears from us next, by what was agreed or by how the last call ended.

use super::{Due, Kind};
use crate::domain::outreach::Row;
use crate::domain::retries::Trying;
use crate::domain::speech::say;

/// The next contact agreed on, or set by how the last attempt ended; where enough calls were made, what is to be
/// written instead.
pub(super) fn next(row: &Row, trying: Trying) -> Option<Due> {
    let due = |what: String, by, from, at| Due::new(Kind::Callback(row.id().clone()), what, by, from, at);
    let again = || say!("call {row} again", row = row.name());
    match trying {
        Trying::Calls => {
            let last = row.last()?;
            // Who called us and was not helped waits since then.
            let at = last.facts.next_at.or(row.waits_for_us().then_some(last.at))?;
            Some(due(again(), row.caller(last).cloned(), last.at, at))
        }
        Trying::Again { by, at } => {
            let from = row.unreached.last().map_or(at, |decision| decision.at);
            Some(due(again(), Some(by), from.min(at), at))
        }
        Trying::Write { since, by, .. } => {
            let what = say!("write to {row}: enough calls", row = row.name());
            Some(due(what, Some(by), since, since))
        }
        // What is owed them now is a decision, or nothing.
        Trying::InVain { .. } | Trying::ByMail { .. } | Trying::Left { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::due::{Kind, dues};
    use crate::domain::testkit::*;
    use jiff::Timestamp;
    use serde_json::{Value, json};

    fn recorded(fields: Value) -> crate::domain::command::Command {
        let mut call = json!({ "account": "northwind" });
        call.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        command("record_attempt", call)
    }

    fn callback(room: &Room) -> Option<Timestamp> {
        let dues = dues(room.here()).into_iter();
        let mut callbacks = dues.filter(|due| due.kind == Kind::Callback("northwind".into()));
        callbacks.next().map(|due| due.at)
    }

    #[test]
    fn who_called_in_and_was_heard_waits_no_longer_for_the_callback_unless_a_new_one_is_agreed() {
        let mut room = Room::declared();
        let wants = json!({ "disposition": "callback_requested", "next_at": at(60) });
        room.does("omar", recorded(wants));
        assert_eq!(callback(&room), Some(at(60)));
        room.at(20).does(
            "lena",
            command("answer_inbound", json!({ "account": "northwind" })),
        );
        let heard = |more: Value| {
            let mut call = json!({ "direction": "inbound", "disposition": "reached_decision_maker" });
            call.as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            recorded(call)
        };
        room.at(25).does("lena", heard(json!({})));
        assert_eq!(callback(&room), None);
        room.at(26).does("lena", heard(json!({ "next_at": at(90) })));
        assert_eq!(callback(&room), Some(at(90)));
    }
}
