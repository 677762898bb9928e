//! The customer is on the line: whoever answers has them, unless somebody else had them before, who is then told.

use super::matching::{by_calling, joined_by_calling};
use super::outreach::check_contact;
use super::{claims, merging};
use crate::domain::claims::{CallStarted, ClaimEnd};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::{IncidentId, Name};
use crate::domain::inbound::{AnswerInbound, InboundAnswered};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::timeline::{Entry, What};
use std::sync::Arc;

pub fn answer(picture: &Picture, command: &AnswerInbound, desk: &Desk) -> Decision {
    let (_, named) = picture.room(desk)?;
    // An account that went over into another incident is still one of ours.
    let incident = merging::home(picture, named, &command.account).unwrap_or(named);
    check_contact(&command.account, command.contact.as_ref(), desk)?;
    let mut drafted = Vec::new();
    let joined;
    let row = match (
        incident.row(&command.account),
        desk.reference.accounts.get(&command.account),
    ) {
        (Ok(row), _) => row,
        (Err(_), Some(account)) => {
            let affected = by_calling(account, desk.reference);
            drafted.push(joined_by_calling(incident.id, affected.clone()));
            joined = Row::new(Arc::new(affected));
            &joined
        }
        (Err(unknown), None) => return Err(unknown),
    };
    let answers_already = row.on_the_line().is_some_and(|call| call.by == desk.by.name);
    if answers_already {
        return Ok(Vec::new());
    }
    let (holder, call) = taken(picture, incident, row, desk)?;
    let answered = InboundAnswered {
        account: command.account.clone(),
        contact: command.contact.clone(),
        holder,
    };
    drafted.push(Event::InboundAnswered(answered).of(incident.id));
    drafted.extend(call);
    Ok(drafted)
}

/// Who has the account beside whoever answers; else what makes it theirs. They called us, so that nobody is to call
/// them is no reason against it.
fn taken(
    picture: &Picture,
    incident: &Incident,
    row: &Row,
    desk: &Desk,
) -> Result<(Option<Name>, Vec<Drafted>), Refusal> {
    let me = &desk.by.name;
    let started = Event::CallStarted(CallStarted {
        account: row.id().clone(),
    });
    match claims::held(picture, row.id(), desk) {
        Some(claim) if claim.holder != *me => Ok((Some(claim.holder.clone()), Vec::new())),
        Some(claim) if claim.calling_since.is_some() => Ok((None, Vec::new())),
        Some(_) => Ok((None, vec![started.of(incident.id)])),
        None => match claims::claimed(picture, incident.id, incident, row, desk, None) {
            Ok(mut claimed) => {
                claimed.push(started.of(incident.id));
                Ok((None, claimed))
            }
            // Somebody speaks with another account on the same phone: it is theirs to know.
            Err(Refusal::PhoneInUse { holder, .. }) => {
                Ok((Some(holder).filter(|holder| holder != me), Vec::new()))
            }
            Err(refusal) => Err(refusal),
        },
    }
}

/// Ends the claim that an answered call brought, when that call is taken back: it was not them.
pub fn given_back(picture: &Picture, incident: IncidentId, entry: &Entry) -> Option<Drafted> {
    let claim = picture.claims.on(entry.account.as_ref()?)?;
    let brought = entry.what == What::CallIn && claim.holder == entry.by && claim.since == entry.at;
    brought.then(|| Event::ClaimEnded(claim.end(ClaimEnd::Released)).of(incident))
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Command;
    use crate::domain::event::Event;
    use crate::domain::ids::IncidentId;
    use crate::domain::outreach::{Direction, Disposition};
    use crate::domain::testkit::*;
    use serde_json::json;

    fn answer(account: &str) -> Command {
        command("answer_inbound", json!({ "account": account }))
    }

    fn kinds(events: &[Event]) -> Vec<&'static str> {
        events.iter().map(Event::kind).collect()
    }

    #[test]
    fn whoever_answers_has_the_account_and_is_on_the_phone_with_it() {
        let mut room = Room::declared();
        let events = room.does("lena", answer("northwind"));
        assert_eq!(
            kinds(&events),
            ["inbound_answered", "account_claimed", "call_started"]
        );
        assert_eq!(room.claim("northwind").unwrap().calling_since, Some(at(0)));
        assert!(room.row("northwind").called_us());
        room.at(1).already("lena", answer("northwind"));
        assert_eq!(
            room.row("northwind").direction(&"lena".into()),
            Direction::Inbound
        );
        assert_eq!(
            room.row("northwind").direction(&"omar".into()),
            Direction::Outbound
        );
    }

    #[test]
    fn who_is_on_no_call_list_gets_a_row() {
        let mut room = Room::declared();
        let events = room.does("lena", answer("wingtip"));
        assert_eq!(
            kinds(&events),
            [
                "accounts_affected",
                "inbound_answered",
                "account_claimed",
                "call_started"
            ]
        );
        assert_eq!(room.row("wingtip").affected.why, ["they called us"]);
        room.refused("lena", "unknown_account", answer("zzz"));
    }

    #[test]
    fn the_holder_keeps_the_claim_and_is_named_to_be_told() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        let events = room.at(1).does("lena", answer("northwind"));
        assert_eq!(kinds(&events), ["inbound_answered"]);
        assert_eq!(room.holder("northwind"), Some("omar"));
        let call = room.row("northwind").on_the_line().unwrap();
        assert_eq!(
            (call.by.as_str(), call.holder.as_ref().unwrap().as_str()),
            ("lena", "omar")
        );
        assert_eq!(
            room.here().timeline.last().unwrap().text,
            "they called, lena answered; omar has the claim and is told"
        );
    }

    #[test]
    fn whoever_speaks_with_another_account_on_the_same_phone_is_told_too() {
        let mut room = Room::declared();
        room.does("omar", claim("contoso"));
        let events = room.does("lena", answer("contoso-jp"));
        assert!(matches!(&events[0], Event::InboundAnswered(call) if call.holder == Some("omar".into())));
        assert_eq!(room.holder("contoso-jp"), None);
        let mut room = Room::declared();
        room.does("lena", claim("contoso"));
        let events = room.does("lena", answer("contoso-jp"));
        assert!(matches!(&events[0], Event::InboundAnswered(call) if call.holder.is_none()));
    }

    #[test]
    fn ones_own_claim_becomes_the_call() {
        let mut room = Room::declared();
        room.does("lena", claim("northwind"));
        let events = room.does("lena", answer("northwind"));
        assert_eq!(kinds(&events), ["inbound_answered", "call_started"]);
    }

    #[test]
    fn a_wish_not_to_be_called_does_not_keep_them_from_calling() {
        let mut room = Room::declared();
        room.does("lena", answer("litware"));
        assert_eq!(room.holder("litware"), Some("lena"));
    }

    #[test]
    fn what_came_of_the_call_ends_it() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        room.does("lena", answer("northwind"));
        room.at(1).does("omar", attempt("northwind", Disposition::Busy));
        assert!(
            room.row("northwind").on_the_line().is_some(),
            "that their line is busy is no wonder"
        );
        let result = json!({ "account": "northwind", "direction": "inbound", "disposition": "reached_decision_maker" });
        room.at(3).does("lena", command("record_attempt", result));
        assert!(room.row("northwind").on_the_line().is_none());
        assert!(!room.row("northwind").called_us());
    }

    #[test]
    fn the_wrong_account_is_given_back_with_the_call() {
        let mut room = Room::declared();
        room.does("lena", answer("northwind"));
        let call = room.row("northwind").on_the_line().unwrap().seq;
        let events = room.does("lena", take_back(call));
        assert_eq!(kinds(&events), ["taken_back", "claim_ended"]);
        assert!(room.row("northwind").on_the_line().is_none());
        assert_eq!(room.holder("northwind"), None);
    }

    #[test]
    fn an_account_that_went_over_into_another_incident_is_answered_there() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        let split = json!({ "title": "Tills stand still", "severity": "sev1", "accounts": ["northwind"] });
        room.does("dana", command("split_incident", split));
        room.does("lena", answer("northwind"));
        assert!(!room.here().rows.contains_key("northwind"));
        room.incident = Some(IncidentId(2));
        assert!(room.row("northwind").on_the_line().is_some());
    }

    #[test]
    fn a_call_to_an_account_that_went_over_meanwhile_is_recorded_there() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        let split = json!({ "title": "Tills stand still", "severity": "sev1", "accounts": ["northwind"] });
        room.does("dana", command("split_incident", split));
        room.does("lena", told("northwind", 0));
        room.incident = Some(IncidentId(2));
        assert!(room.row("northwind").spoken());
    }

    #[test]
    fn the_contact_must_be_one_of_theirs() {
        let mut room = Room::declared();
        let with = |who: &str| {
            command(
                "answer_inbound",
                json!({ "account": "northwind", "contact": who }),
            )
        };
        room.refused("lena", "unknown_contact", with("n-9"));
        room.does("lena", with("n-1"));
    }
}
