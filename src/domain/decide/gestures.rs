//! Gestures: what anybody gives alone, what is asked for first, and the word on that.

use super::needs;
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::gestures::{
    ApproveGesture, Gesture, GestureApproved, GestureAsked, GestureGiven, GestureRefused, GiveGesture,
    RefuseGesture, Standing,
};
use crate::domain::ids::Seq;
use crate::domain::incident::Incident;
use crate::domain::money::Amount;
use crate::domain::outreach::Row;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::span::ago;
use crate::domain::table::APPROVES_MONEY;
use crate::domain::text::Clean;

pub fn give(picture: &Picture, command: &GiveGesture, desk: &Desk) -> Decision {
    if let Some(asked) = command.gesture {
        return hand_over(picture, asked, desk);
    }
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    let what: Clean = command.what.trim().into();
    if what.is_empty() {
        return Err(Refusal::Empty { field: "the gesture" });
    }
    let cost = command
        .cost
        .clone()
        .filter(|cost| cost.amount != Amount::default());
    if cost.as_ref().is_some_and(|cost| cost.amount < Amount::default()) {
        return Err(Refusal::BadAmount {
            why: "a gesture costs something or nothing, never less",
        });
    }
    let account = command.account.clone();
    let event = match cost.as_ref().is_none_or(|cost| incident.allows(row, cost)) {
        true => Event::GestureGiven(GestureGiven {
            account,
            what,
            cost,
            gesture: None,
        }),
        false => Event::GestureAsked(GestureAsked { account, what, cost }),
    };
    Ok(vec![event.of(id)])
}

pub fn approve(picture: &Picture, command: &ApproveGesture, desk: &Desk) -> Decision {
    let (incident, row, gesture) = find(picture, command.gesture)?;
    let heads = [Duty::Commander, Duty::Deputy];
    match gesture.standing() {
        Standing::Asked => {}
        Standing::Allowed(word) if word.by == desk.by.name => return Ok(Vec::new()),
        Standing::Allowed(_) | Standing::Given(_) | Standing::Refused(..) => {
            return Err(decided(row, gesture, desk));
        }
    }
    needs(incident, desk, &heads, APPROVES_MONEY)?;
    let event = GestureApproved {
        gesture: gesture.seq,
        account: row.id().clone(),
    };
    Ok(vec![Event::GestureApproved(event).of(incident.id)])
}

pub fn refuse(picture: &Picture, command: &RefuseGesture, desk: &Desk) -> Decision {
    let (incident, row, gesture) = find(picture, command.gesture)?;
    match gesture.standing() {
        Standing::Asked => {}
        Standing::Refused(word, _) if word.by == desk.by.name => return Ok(Vec::new()),
        Standing::Refused(..) | Standing::Allowed(_) | Standing::Given(_) => {
            return Err(decided(row, gesture, desk));
        }
    }
    needs(incident, desk, &[Duty::Commander, Duty::Deputy], APPROVES_MONEY)?;
    if command.reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            what: "saying no to a gesture",
        });
    }
    let event = GestureRefused {
        gesture: gesture.seq,
        account: row.id().clone(),
        reason: command.reason.trim().into(),
    };
    Ok(vec![Event::GestureRefused(event).of(incident.id)])
}

/// What was allowed is given now.
fn hand_over(picture: &Picture, asked: Seq, desk: &Desk) -> Decision {
    let (incident, row, gesture) = find(picture, asked)?;
    match gesture.standing() {
        Standing::Allowed(_) => {}
        Standing::Given(_) => return Ok(Vec::new()),
        Standing::Refused(..) => return Err(decided(row, gesture, desk)),
        Standing::Asked => {
            return Err(Refusal::NotAllowedYet {
                what: gesture.what.clone(),
            });
        }
    }
    let event = GestureGiven {
        account: row.id().clone(),
        what: gesture.what.clone(),
        cost: gesture.cost.clone(),
        gesture: Some(gesture.seq),
    };
    Ok(vec![Event::GestureGiven(event).of(incident.id)])
}

fn find(picture: &Picture, given: Seq) -> Result<(&Incident, &Row, &Gesture), Refusal> {
    let found = picture.incidents().find_map(|incident| {
        let (row, gesture) = incident.gestures().find(|(_, gesture)| gesture.seq == given)?;
        Some((incident, row, gesture))
    });
    found.ok_or(Refusal::UnknownNumber {
        what: "gesture",
        given,
        list: "`E` in the room and `warroom gesture list`",
    })
}

fn decided(row: &Row, gesture: &Gesture, desk: &Desk) -> Refusal {
    let (how, word) = match gesture.standing() {
        Standing::Refused(word, _) => ("refused", Some(word)),
        Standing::Allowed(word) => ("allowed", Some(word)),
        Standing::Given(word) => ("given", Some(word)),
        Standing::Asked => ("asked for", None),
    };
    let at = word.map_or(gesture.at, |word| word.at);
    Refusal::DecidedAlready {
        what: format!("{} for {}", gesture.what, row.name()).into(),
        how,
        by: word.map_or_else(|| gesture.by.clone(), |word| word.by.clone()),
        at,
        ago: ago(at, desk.at),
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Command;
    use crate::domain::due::{Kind, dues};
    use crate::domain::event::Event;
    use crate::domain::ids::Seq;
    use crate::domain::testkit::*;
    use crate::domain::waits::waiting_for;
    use serde_json::json;
    use std::sync::Arc;

    /// Dana commands, and 50 EUR an account are anybody's to give.
    fn kind() -> Room {
        let mut room = Room::empty();
        let mut playbook = (*room.reference.playbooks[1]).clone();
        playbook.gestures = serde_json::from_value(json!({ "allowance": 50, "currency": "EUR" })).unwrap();
        room.reference.playbooks[1] = Arc::new(playbook);
        let declared = declare(json!({ "components": ["video-eu"], "playbook": "outage" }));
        room.does("dana", declared);
        room.incident = Some(crate::domain::ids::IncidentId(1));
        room.does("dana", role("commander"));
        room
    }

    fn give(account: &str, amount: &str, currency: &str) -> Command {
        let cost = json!({ "amount": amount, "currency": currency });
        command(
            "give_gesture",
            json!({ "account": account, "what": "cake for the night shift", "cost": cost }),
        )
    }

    fn kinds(events: &[Event]) -> Vec<&'static str> {
        events.iter().map(Event::kind).collect()
    }

    fn with(kind: &str, gesture: Seq, reason: &str) -> Command {
        command(kind, json!({ "gesture": gesture, "reason": reason }))
    }

    #[test]
    fn the_allowance_is_an_accounts_and_to_the_cent() {
        let mut room = kind();
        for (account, amount, currency, came) in [
            ("northwind", "30", "EUR", "gesture_given"),
            ("northwind", "20", "eur", "gesture_given"),
            ("northwind", "0.01", "EUR", "gesture_asked"),
            ("northwind", "0", "EUR", "gesture_given"),
            ("fabrikam", "50", "EUR", "gesture_given"),
            ("contoso", "50.01", "EUR", "gesture_asked"),
            ("contoso", "1", "USD", "gesture_asked"),
        ] {
            let events = room.does("omar", give(account, amount, currency));
            assert_eq!(kinds(&events), [came], "{account} {amount} {currency}");
        }
        let nothing = command(
            "give_gesture",
            json!({ "account": "northwind", "what": "a card by hand" }),
        );
        assert_eq!(
            kinds(&room.does("omar", nothing)),
            ["gesture_given"],
            "costs nothing worth counting"
        );
    }

    #[test]
    fn without_an_allowance_everything_that_costs_is_asked_for() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        assert_eq!(
            kinds(&room.does("omar", give("northwind", "1", "EUR"))),
            ["gesture_asked"]
        );
    }

    #[test]
    fn what_is_more_waits_for_the_commander_and_is_then_owed_by_who_asked() {
        let mut room = kind();
        room.does("omar", give("northwind", "400", "EUR"));
        let asked = room.last();
        let due = |room: &Room| {
            let dues = dues(room.here());
            let due = dues.into_iter().find(|due| due.kind == Kind::Gesture(asked))?;
            Some((due.what.to_string(), due.owner.unwrap().to_string()))
        };
        let waits = |room: &Room, who: &str| waiting_for(room.here(), &who.into()).len();
        assert_eq!(due(&room).unwrap().1, "dana");
        assert_eq!((waits(&room, "dana"), waits(&room, "omar")), (1, 0));
        room.refused("omar", "not_allowed_yet", give_allowed(asked));
        room.refused("omar", "duty_needed", with("approve_gesture", asked, ""));
        room.does("dana", with("approve_gesture", asked, ""));
        room.already("dana", with("approve_gesture", asked, ""));
        let late = room.refused("root", "decided_already", with("approve_gesture", asked, ""));
        assert!(late.contains("allowed by dana"), "{late}");
        let refusal = room.refused("dana", "decided_already", with("refuse_gesture", asked, "no"));
        assert!(refusal.contains("allowed by dana"), "{refusal}");
        assert_eq!(
            due(&room).unwrap(),
            ("Northwind: give cake for the night shift".into(), "omar".into())
        );
        room.does("lena", give_allowed(asked));
        room.already("omar", give_allowed(asked));
        assert_eq!((due(&room), waits(&room, "dana")), (None, 0));
        let within = give("northwind", "50", "EUR");
        assert_eq!(
            kinds(&room.does("omar", within)),
            ["gesture_given"],
            "the allowance is beside it"
        );
    }

    fn give_allowed(gesture: Seq) -> Command {
        command(
            "give_gesture",
            json!({ "account": "northwind", "gesture": gesture }),
        )
    }

    #[test]
    fn a_no_has_a_reason_and_ends_it() {
        let mut room = kind();
        room.does("omar", give("northwind", "400", "EUR"));
        let asked = room.last();
        room.refused("dana", "reason_needed", with("refuse_gesture", asked, " "));
        room.does("dana", with("refuse_gesture", asked, "a credit comes"));
        let refusal = room.refused("omar", "decided_already", give_allowed(asked));
        assert!(refusal.contains("refused by dana"), "{refusal}");
        assert!(
            dues(room.here())
                .iter()
                .all(|due| due.kind != Kind::Gesture(asked))
        );
        room.refused("omar", "unknown_number", give_allowed(Seq(999)));
        room.refused("omar", "bad_amount", give("northwind", "-1", "EUR"));
    }

    #[test]
    fn the_sentence_of_a_gesture_names_no_money() {
        let mut room = kind();
        room.does("omar", give("northwind", "43.21", "EUR"));
        let line = room.here().timeline.last().unwrap();
        assert_eq!(line.text, "gave them cake for the night shift");
        let given = room.last();
        room.does("omar", take_back(given));
        assert_eq!(room.row("northwind").redress.gestures().count(), 0);
    }
}
