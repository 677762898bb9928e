//! What customers have and still want after the pain, and whom we lost: facts that only who speaks with them knows.

use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::picture::Picture;
use crate::domain::recovery::{AccountLost, ConditionMarked, Mark, MarkCondition, RecordLost};
use crate::domain::refusal::Refusal;

/// Met takes the evidence for it and waived the reason (Seybold asks the customer, never us, whether it is so).
pub fn mark(picture: &Picture, command: &MarkCondition, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    match (command.mark, command.text.trim()) {
        (Mark::Met, "") => {
            return Err(Refusal::Empty {
                field: "the evidence",
            });
        }
        (Mark::Waived, "") => {
            return Err(Refusal::ReasonNeeded {
                what: "waiving a condition",
            });
        }
        (Mark::Met | Mark::Waived | Mark::Wanted, _) => {}
    }
    let same = row
        .recovery
        .of(command.condition)
        .is_some_and(|marking| marking.mark == command.mark && marking.text.trim() == command.text.trim());
    if same {
        return Ok(Vec::new());
    }
    let event = ConditionMarked {
        account: command.account.clone(),
        condition: command.condition,
        mark: command.mark,
        text: command.text.trim().into(),
    };
    Ok(vec![Event::ConditionMarked(event).of(id)])
}

pub fn record_lost(picture: &Picture, command: &RecordLost, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    if row.recovery.lost().is_some() == command.lost {
        return Ok(Vec::new());
    }
    if command.lost && command.reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            what: "recording that a customer left",
        });
    }
    let event = AccountLost {
        account: command.account.clone(),
        lost: command.lost,
        reason: command.reason.trim().into(),
    };
    Ok(vec![Event::AccountLost(event).of(id)])
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Command;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn mark(mark: &str, text: &str) -> Command {
        let fields = json!({ "account": "northwind", "condition": "no_repeat", "mark": mark, "text": text });
        command("mark_condition", fields)
    }

    fn lost(lost: bool, reason: &str) -> Command {
        let fields = json!({ "account": "northwind", "lost": lost, "reason": reason });
        command("record_lost", fields)
    }

    fn said(room: &Room) -> String {
        room.here().timeline.last().unwrap().text.to_string()
    }

    #[test]
    fn a_condition_is_met_with_evidence_and_waived_with_a_reason() {
        let mut room = Room::declared();
        let refusal = room.refused("omar", "empty", mark("met", " "));
        assert_eq!(refusal, "the evidence is empty; say something");
        let refusal = room.refused("omar", "reason_needed", mark("waived", ""));
        assert_eq!(refusal, "waiving a condition needs a reason; add one");
        room.does("omar", mark("wanted", ""));
        assert_eq!(said(&room), "still wants proof of no repeat");
        room.does("omar", mark("met", "saw the new alarm go off"));
        assert_eq!(
            said(&room),
            "assured it won't happen again: saw the new alarm go off"
        );
        room.already("lena", mark("met", "saw the new alarm go off "));
        room.does("lena", mark("waived", "they leave the product anyway"));
    }

    #[test]
    fn a_condition_is_of_an_account_on_the_call_list() {
        let mut room = Room::declared();
        let fields = json!({ "account": "nordwind", "condition": "reassured", "mark": "wanted" });
        let refusal = room.refused("omar", "unknown_account", command("mark_condition", fields));
        assert!(refusal.contains("northwind"), "{refusal}");
    }

    #[test]
    fn a_customer_is_lost_with_a_reason_and_comes_back() {
        let mut room = Room::declared();
        room.already("omar", lost(false, ""));
        room.refused("omar", "reason_needed", lost(true, " "));
        room.does("omar", lost(true, "went to a competitor"));
        assert_eq!(said(&room), "lost: went to a competitor");
        room.already("lena", lost(true, "again"));
        room.does("lena", lost(false, ""));
        assert_eq!(said(&room), "with us again");
        let back = room.last();
        room.does("lena", take_back(back));
        assert!(room.row("northwind").recovery.lost().is_some());
    }
}
