//! One call that speaks for several accounts: a person or a phone they have in common.

use super::claims;
use super::matching::{by_calling, joined_by_calling};
use super::merging::home;
use crate::domain::command::Desk;
use crate::domain::event::{Drafted, Event};
use crate::domain::incident::Incident;
use crate::domain::outreach::{AttemptRecorded, Direction, RecordAttempt};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

/// The same result for each of the other accounts, where it can be as true of them; one that went over into another
/// incident meanwhile has it there. What was heard, promised and asked stays with the first.
pub fn same_call(
    picture: &Picture,
    incident: &Incident,
    command: &RecordAttempt,
    first: &AttemptRecorded,
    desk: &Desk,
) -> Result<Vec<Drafted>, Refusal> {
    let mut drafted = Vec::new();
    if !command.disposition.speaks_for_others() {
        return Ok(drafted);
    }
    let also = command.also.iter().enumerate();
    let once =
        also.filter(|(at, account)| **account != command.account && !command.also[..*at].contains(account));
    for (_, account) in once {
        let elsewhere = home(picture, incident, account);
        if let (Err(unknown), None) = (incident.row(account), elsewhere) {
            let inbound = command.direction == Direction::Inbound;
            let known = desk.reference.accounts.get(account).filter(|_| inbound);
            let affected = by_calling(known.ok_or(unknown)?, desk.reference);
            drafted.push(joined_by_calling(incident.id, affected));
        }
        let same = AttemptRecorded {
            account: account.clone(),
            // The person is on the list of the first.
            contact: None,
            // Texts are numbered an incident; theirs are older words than ours.
            told: first.told.map(|told| if elsewhere.is_some() { 0 } else { told }),
            note: None,
            heard: None,
            claim: None,
            claim_moved_to: None,
            same_call: Some(command.account.clone()),
            ..first.clone()
        };
        let into = elsewhere.unwrap_or(incident).id;
        drafted.push(Event::AttemptRecorded(Box::new(same)).of(into));
        drafted.extend(claims::end_own(picture, account, None, desk));
    }
    Ok(drafted)
}

#[cfg(test)]
mod tests {
    use crate::domain::event::Event;
    use crate::domain::ids::IncidentId;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::{Value, json};

    fn call(mut fields: Value) -> crate::domain::command::Command {
        let call = fields.as_object_mut().unwrap();
        call.insert("account".into(), "contoso".into());
        call.entry("disposition")
            .or_insert("reached_decision_maker".into());
        command("record_attempt", fields)
    }

    #[test]
    fn one_result_counts_for_accounts_with_a_phone_in_common() {
        let mut room = Room::declared();
        room.does("omar", claim("contoso"));
        let also = json!({ "told": 0, "note": "their CTO speaks for both", "also": ["contoso-jp", "contoso-jp", "contoso"] });
        let events = room.does("omar", call(also));
        let kinds: Vec<_> = events.iter().map(Event::kind).collect();
        assert_eq!(kinds, ["attempt_recorded", "claim_ended", "attempt_recorded"]);
        let other = room.row("contoso-jp");
        assert_eq!(other.told(), Some(0));
        assert_eq!(
            other.last().unwrap().facts.note,
            None,
            "said once, where it was heard"
        );
        let lines: Vec<&str> = room
            .here()
            .timeline
            .iter()
            .map(|line| line.text.as_str())
            .collect();
        assert!(
            lines.contains(&"reached, told the first words (one call with Contoso)"),
            "{lines:?}"
        );
    }

    #[test]
    fn a_slip_is_taken_back_for_all_of_them_at_once() {
        let mut room = Room::declared();
        room.does("omar", call(json!({ "also": ["contoso-jp"] })));
        room.does("omar", take_back(room.last()));
        assert!(!room.row("contoso").spoken() && !room.row("contoso-jp").spoken());
    }

    #[test]
    fn what_is_true_of_one_account_alone_is_recorded_for_that_one() {
        for disposition in Disposition::ALL {
            let mut room = Room::declared();
            room.does(
                "omar",
                call(json!({ "also": ["contoso-jp"], "disposition": disposition })),
            );
            let alone = [
                Disposition::DoNotContact,
                Disposition::NotAffectedSaysCustomer,
                Disposition::RefusedToTalk,
                Disposition::WrongNumber,
                Disposition::Disconnected,
                Disposition::LeftCompany,
                Disposition::BouncedEmail,
            ];
            let spread = room.row("contoso-jp").last().is_some();
            assert_eq!(spread, !alone.contains(&disposition), "{disposition:?}");
        }
    }

    #[test]
    fn an_account_that_was_split_off_meanwhile_has_the_call_where_it_is_now() {
        let mut room = Room::declared();
        room.does(
            "dana",
            command(
                "split_incident",
                json!({ "title": "Japan", "accounts": ["contoso-jp"] }),
            ),
        );
        room.does("omar", call(json!({ "told": 0, "also": ["contoso-jp"] })));
        assert!(room.row("contoso").spoken());
        room.incident = Some(IncidentId(2));
        assert!(room.row("contoso-jp").spoken());
        room.does("omar", take_back(room.last()));
        assert!(!room.row("contoso-jp").spoken());
        room.incident = Some(IncidentId(1));
        assert!(!room.row("contoso").spoken(), "a slip is taken back in both");
    }

    #[test]
    fn who_calls_for_an_account_on_no_list_puts_it_there_and_a_call_of_ours_does_not() {
        let mut room = Room::declared();
        room.refused("omar", "unknown_account", call(json!({ "also": ["wingtip"] })));
        room.does(
            "omar",
            call(json!({ "also": ["wingtip"], "direction": "inbound" })),
        );
        assert!(room.row("wingtip").spoken());
    }
}
