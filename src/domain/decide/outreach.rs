//! Recording a call, with everything it brought; and putting an account first.

use super::brought::brought;
use super::claims;
use super::linked;
use super::matching::{by_calling, joined_by_calling};
use super::near;
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::heard::Heard;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::incident::Incident;
use crate::domain::nearest::nearest;
use crate::domain::nights::Nights;
use crate::domain::outreach::{
    AccountPinned, AttemptRecorded, Direction, Disposition, PinAccount, RecordAttempt,
};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;

pub fn record_attempt(picture: &Picture, command: &RecordAttempt, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let newcomer = match incident.row(&command.account) {
        Ok(_) => None,
        Err(unknown) => Some(called_in(incident, command, desk).ok_or(unknown)?),
    };
    if command.next_at.is_some_and(|next| next < desk.said_at) {
        return Err(Refusal::WrongTime {
            why: "the next contact would be before the call".to_owned(),
        });
    }
    if let Some(next) = command.next_at {
        near("the next contact", next, desk)?;
    }
    check_contact(&command.account, command.contact.as_ref(), desk)?;
    let heard = heard(&command.heard, desk)?;
    if let Some(given) = command.told.filter(|told| *told > incident.last_text()) {
        return Err(Refusal::UnknownText {
            given,
            live: incident.words_live(),
        });
    }
    if let Some(given) = command.told.filter(|told| *told > 0 && !incident.sayable(*told)) {
        return Err(Refusal::NotApproved {
            given,
            live: incident.words_live(),
        });
    }
    let asked = matches!(
        command.disposition,
        Disposition::CallbackRequested | Disposition::LanguageHelp
    );
    let default_next = command.disposition.retry().map(|wait| {
        // Who called us and was not helped waits now.
        let at_once = command.direction == Direction::Inbound && !asked;
        let next = if at_once {
            desk.said_at
        } else {
            wait.after(desk.said_at)
        };
        let affected = incident.rows.get(&command.account).map(|row| &row.affected);
        // Who called or asked for a call is up; the others are not rung out of their sleep.
        let wakes = affected
            .filter(|_| !asked && !at_once)
            .and_then(|affected| Nights::at(next).wakes(affected));
        wakes.unwrap_or(next)
    });
    let attempt = AttemptRecorded {
        account: command.account.clone(),
        contact: command.contact.clone(),
        channel: command.channel,
        direction: command.direction,
        disposition: command.disposition,
        told: command.told,
        note: command.note.clone().filter(|note| !note.trim().is_empty()),
        feeling: command.feeling,
        next_at: command.next_at.or(default_next),
        heard: Some(heard).filter(|heard| !heard.is_empty()).map(Box::new),
        claim: command.claim,
        claim_moved_to: claims::moved_to(picture, command, desk),
        same_call: None,
    };
    let mut drafted: Vec<Drafted> = newcomer.into_iter().collect();
    let also = linked::same_call(picture, incident, command, &attempt, desk)?;
    drafted.push(Event::AttemptRecorded(Box::new(attempt)).of(id));
    drafted.extend(brought(picture, id, command, desk)?);
    drafted.extend(claims::end_own(picture, &command.account, command.claim, desk));
    drafted.extend(also);
    Ok(drafted)
}

/// What was heard, without what was left blank.
fn heard(said: &Heard, desk: &Desk) -> Result<Heard, Refusal> {
    let blank = |text: &str| text.trim().is_empty();
    let mut heard = said.clone();
    heard.answers.retain(|_, answer| !blank(answer));
    heard.offered.retain(|offered| !blank(&offered.what));
    heard.outcome = heard.outcome.filter(|outcome| !blank(&outcome.what));
    let by = heard.outcome.as_ref().and_then(|outcome| outcome.by);
    if by.is_some_and(|by| by < desk.said_at) {
        return Err(Refusal::WrongTime {
            why: "what they need would have been due before the call; say by when, or leave the time out"
                .to_owned(),
        });
    }
    if let Some(by) = by {
        near("what they need", by, desk)?;
    }
    if heard
        .damage
        .as_ref()
        .is_some_and(|damage| blank(&damage.currency))
    {
        return Err(Refusal::Empty {
            field: "the currency of the damage",
        });
    }
    Ok(heard)
}

/// Whoever was called, written to or heard is one of the account's contacts, where the directory is at hand: a screen
/// has none.
pub(super) fn check_contact(
    account: &AccountId,
    contact: Option<&ContactId>,
    desk: &Desk,
) -> Result<(), Refusal> {
    let reference = desk.reference;
    let (Some(given), Some(account)) = (contact, reference.accounts.get(account)) else {
        return Ok(());
    };
    let of_them = || {
        let all = reference.contacts.values();
        all.filter(|contact| contact.account == account.id)
    };
    match reference.contacts.get(given) {
        Some(contact) if contact.account == account.id => Ok(()),
        Some(contact) => Err(Refusal::ContactElsewhere {
            given: given.clone(),
            account: account.name.clone(),
            other: reference
                .accounts
                .get(&contact.account)
                .map_or_else(|| contact.account.0.clone(), |other| other.name.clone()),
        }),
        None => Err(Refusal::UnknownContact {
            given: given.clone(),
            account: account.name.clone(),
            nearest: nearest(given.as_str(), of_them().map(|contact| contact.id.as_str())),
        }),
    }
}

/// Anyone who calls in gets a row, whatever the components say of them.
fn called_in(incident: &Incident, command: &RecordAttempt, desk: &Desk) -> Option<Drafted> {
    let inbound = command.direction == Direction::Inbound;
    let account = desk
        .reference
        .accounts
        .get(&command.account)
        .filter(|_| inbound)?;
    let affected = by_calling(account, desk.reference);
    Some(joined_by_calling(incident.id, affected))
}

pub fn pin(picture: &Picture, command: &PinAccount, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    if row.pinned() == command.pinned {
        return Ok(Vec::new());
    }
    let pinned = AccountPinned {
        account: command.account.clone(),
        pinned: command.pinned,
    };
    Ok(vec![Event::AccountPinned(pinned).of(id)])
}

#[cfg(test)]
mod tests {
    use crate::domain::event::Event;
    use crate::domain::ids::IncidentId;
    use crate::domain::outreach::{Counts, Disposition};
    use crate::domain::testkit::*;
    use serde_json::{Value, json};

    fn call(account: &str, mut fields: Value) -> crate::domain::command::Command {
        let call = fields.as_object_mut().unwrap();
        call.insert("account".into(), account.into());
        call.entry("disposition")
            .or_insert("reached_decision_maker".into());
        command("record_attempt", fields)
    }

    #[test]
    fn one_breath_is_one_command() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        let promise = json!({ "what": "news every hour", "due": at(60) });
        let events = room.at(3).does(
            "omar",
            call("northwind", json!({ "promises": [promise], "told": 0 })),
        );
        let kinds: Vec<_> = events.iter().map(Event::kind).collect();
        assert_eq!(kinds, ["attempt_recorded", "promise_made", "claim_ended"]);
        assert_eq!(room.here().promises[0].owner.as_str(), "omar");
        assert!(room.row("northwind").spoken());
    }

    #[test]
    fn a_promise_without_words_is_put_right_by_its_sender_and_never_lost() {
        let mut room = Room::declared();
        let promise = json!({ "what": "news every hour", "due": at(60) });
        let blank = json!({ "what": " ", "due": at(60) });
        let refusal = room.refused(
            "omar",
            "empty",
            call("northwind", json!({ "promises": [promise, blank] })),
        );
        assert_eq!(refusal, "the promise is empty; say something");
    }

    #[test]
    fn whoever_was_called_is_a_contact_of_that_account() {
        let mut room = Room::declared();
        let elsewhere = contact("f-1", "fabrikam");
        room.reference.contacts.insert("f-1".into(), elsewhere.into());
        let with = |contact: &str| call("northwind", json!({ "contact": contact }));
        let refusal = room.refused("omar", "unknown_contact", with("f-1"));
        assert_eq!(refusal, "the contact \"f-1\" is at Fabrikam, not at Northwind");
        let refusal = room.refused("omar", "unknown_contact", with("n-2"));
        assert_eq!(
            refusal,
            "Northwind has no contact \"n-2\" in the list of contacts. Did you mean \"n-1\"?"
        );
        room.does("omar", with("n-1"));
    }

    #[test]
    fn a_claim_has_moved_only_from_someone_who_had_it() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        room.at(1).does("dana", call("northwind", json!({})));
        let said = |room: &Room| room.here().timeline.last().unwrap().text.to_string();
        assert_eq!(said(&room), "reached (omar has the claim)");
        room.does("dana", call("northwind", json!({ "claim": 0 })));
        assert_eq!(said(&room), "reached (claim had moved to omar)");
    }

    #[test]
    fn a_call_is_a_fact_whoever_holds_the_claim() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        room.at(1).does("dana", call("northwind", json!({})));
        let attempt = room.row("northwind").last().unwrap();
        assert_eq!(attempt.facts.claim_moved_to.as_ref().unwrap().as_str(), "omar");
        assert_eq!(
            room.holder("northwind"),
            Some("omar"),
            "her call does not end his claim"
        );
    }

    #[test]
    fn a_call_delivered_late_leaves_a_newer_claim_alone() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        room.at(10).does("hub", command("end_claims", json!({})));
        room.at(20).does("omar", claim("northwind"));
        room.at(21).says(
            "omar",
            5,
            call("northwind", json!({ "disposition": "no_answer" })),
        );
        assert_eq!(room.holder("northwind"), Some("omar"));
        room.does("omar", call("northwind", json!({ "claim": 1 })));
        assert_eq!(
            room.holder("northwind"),
            Some("omar"),
            "recorded under the earlier claim"
        );
        room.does("omar", call("northwind", json!({ "claim": 2 })));
        assert_eq!(room.holder("northwind"), None);
    }

    #[test]
    fn a_call_made_before_the_other_claimed_says_nothing_of_it() {
        let mut room = Room::declared();
        room.at(5).does("omar", claim("northwind"));
        room.at(6).says("dana", 2, call("northwind", json!({})));
        assert_eq!(room.row("northwind").last().unwrap().facts.claim_moved_to, None);
        room.says("dana", 2, call("northwind", json!({ "claim": 1 })));
        assert!(
            room.row("northwind")
                .last()
                .unwrap()
                .facts
                .claim_moved_to
                .is_some(),
            "she had claimed it before"
        );
    }

    #[test]
    fn when_to_try_again_follows_from_how_it_ended() {
        use Disposition::*;
        for (disposition, counts, again) in [
            (ReachedDecisionMaker, Counts::Spoken, None),
            (ReachedOther, Counts::Spoken, None),
            (ExecCallRequested, Counts::Spoken, None),
            (RefusedToTalk, Counts::Spoken, None),
            (AlreadyInformedElsewhere, Counts::Spoken, None),
            (NotAffectedSaysCustomer, Counts::Spoken, None),
            (LeftLiveMessage, Counts::Attempted, Some(30)),
            (VoicemailLeft, Counts::Attempted, Some(30)),
            (VoicemailFull, Counts::Attempted, Some(30)),
            (CallbackRequested, Counts::Attempted, Some(30)),
            (NoAnswer, Counts::Attempted, Some(10)),
            (Busy, Counts::Attempted, Some(10)),
            (LanguageHelp, Counts::Attempted, Some(10)),
            (WrongNumber, Counts::DataFault, Some(0)),
            (Disconnected, Counts::DataFault, Some(0)),
            (LeftCompany, Counts::DataFault, Some(0)),
            (BouncedEmail, Counts::DataFault, Some(0)),
            (NotThisContact, Counts::Attempted, Some(0)),
            (Wrote, Counts::Attempted, Some(30)),
            (DoNotContact, Counts::Closed, None),
        ] {
            let mut room = Room::declared();
            room.at(4).does("omar", attempt("northwind", disposition));
            let last = room.row("northwind").last().unwrap();
            assert_eq!(
                last.facts.next_at,
                again.map(|minutes: i64| at(4 + minutes)),
                "{disposition:?}"
            );
            assert_eq!(disposition.counts(), counts, "{disposition:?}");
        }
    }

    #[test]
    fn a_time_agreed_on_stands_and_cannot_be_before_the_call() {
        let mut room = Room::declared();
        room.at(4)
            .does("omar", call("northwind", json!({ "next_at": at(50) })));
        assert_eq!(room.row("northwind").last().unwrap().facts.next_at, Some(at(50)));
        room.refused(
            "omar",
            "wrong_time",
            call("northwind", json!({ "next_at": at(3) })),
        );
    }

    #[test]
    fn a_promise_made_on_a_call_is_held_to_what_every_promise_is() {
        let mut room = Room::declared();
        let with = |due: i64, owner: &str| {
            let promise = json!({ "what": "logs", "due": at(due), "owner": owner });
            call("northwind", json!({ "promises": [promise] }))
        };
        let refusal = room.at(9).refused("omar", "wrong_time", with(3, "omar"));
        assert!(refusal.contains("before it was made"), "{refusal}");
        room.refused("omar", "wrong_time", with(60 * 24 * 400, "omar"));
        room.refused("omar", "unknown_person", with(60, "lenna"));
        room.does("omar", with(60, "Omar"));
    }

    #[test]
    fn nobody_waits_longer_than_a_year_for_what_was_agreed_on() {
        let mut room = Room::declared();
        let far = at(60 * 24 * 400);
        let refusal = room.refused(
            "omar",
            "wrong_time",
            call("northwind", json!({ "next_at": far, "disposition": "no_answer" })),
        );
        assert!(refusal.contains("more than a year away"), "{refusal}");
        let outcome = json!({ "what": "invoices out", "by": far });
        room.refused(
            "omar",
            "wrong_time",
            call("northwind", json!({ "heard": { "outcome": outcome } })),
        );
    }

    #[test]
    fn nobody_is_told_words_that_do_not_exist() {
        let mut room = Room::declared();
        let refusal = room.refused("omar", "unknown_text", told("northwind", 3));
        assert_eq!(refusal, "there is no text 3 of the page; the live one is text 0");
        room.does("dana", post("investigating", "We look into it."));
        room.does("omar", told("northwind", 1));
    }

    #[test]
    fn asked_not_to_be_contacted_holds_in_every_incident_until_taken_back() {
        let mut room = Room::declared();
        room.does(
            "dana",
            declare(json!({ "title": "Before", "components": ["video-eu"] })),
        );
        room.does("omar", attempt("northwind", Disposition::DoNotContact));
        let asked = room.last();
        room.does(
            "dana",
            declare(json!({ "title": "After", "components": ["video-eu"] })),
        );
        for incident in [1, 2, 3] {
            room.incident = Some(IncidentId(incident));
            assert!(room.row("northwind").do_not_contact().is_some(), "INC-{incident}");
        }
        room.does("omar", take_back(asked));
        for incident in [1, 2, 3] {
            room.incident = Some(IncidentId(incident));
            assert!(room.row("northwind").do_not_contact().is_none(), "INC-{incident}");
        }
    }

    #[test]
    fn anyone_who_calls_in_gets_a_row() {
        let mut room = Room::declared();
        room.refused("omar", "unknown_account", call("wingtip", json!({})));
        let events = room.does("omar", call("wingtip", json!({ "direction": "inbound" })));
        let kinds: Vec<_> = events.iter().map(Event::kind).collect();
        assert_eq!(kinds, ["accounts_affected", "attempt_recorded"]);
        assert_eq!(room.row("wingtip").affected.why, ["they called us"]);
        assert!(room.row("wingtip").spoken());
        room.refused(
            "omar",
            "unknown_account",
            call("zzz", json!({ "direction": "inbound" })),
        );
    }

    #[test]
    fn an_account_is_pinned_once_and_unpinned() {
        let mut room = Room::declared();
        let pin = |pinned: bool| command("pin_account", json!({ "account": "tailspin", "pinned": pinned }));
        room.does("dana", pin(true));
        room.already("omar", pin(true));
        assert!(room.row("tailspin").pinned());
        room.does("omar", pin(false));
        assert!(!room.row("tailspin").pinned());
    }
}
