//! Who may call whom: claims given, kept, taken over and ended.

use crate::domain::actor::Access;
use crate::domain::claims::{
    AccountClaimed, CallStarted, Claim, ClaimAccount, ClaimEnd, ClaimExtended, EXTEND_EVERY, ExtendClaim,
    ReleaseClaim, StartCall, TakeOverClaim,
};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::{AccountId, IncidentId, Name};
use crate::domain::incident::Incident;
use crate::domain::outreach::{RecordAttempt, Row};
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::span::ago;
use crate::domain::table::DIRECTS_CALLS;
use crate::domain::text::Clean;

pub fn claim(picture: &Picture, command: &ClaimAccount, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    if let Some(claim) = held(picture, &command.account, desk) {
        if claim.holder == desk.by.name {
            return Ok(Vec::new());
        }
        return Err(Refusal::AlreadyClaimed {
            account: row.name().clone(),
            holder: claim.holder.clone(),
            since: claim.since,
            ago: ago(claim.since, desk.at),
        });
    }
    claim_free(picture, id, incident, row, desk)
}

/// The claim on an account whose time is not over, though the hub's timer may be a moment late in ending it.
pub fn held<'a>(picture: &'a Picture, account: &AccountId, desk: &Desk) -> Option<&'a Claim> {
    picture.claims.on(account).filter(|claim| claim.until > desk.at)
}

/// Claims an account nobody holds.
fn claim_free(picture: &Picture, id: IncidentId, incident: &Incident, row: &Row, desk: &Desk) -> Decision {
    if let Some(reason) = row.do_not_contact() {
        return Err(Refusal::DoNotContact {
            account: row.name().clone(),
            reason,
        });
    }
    claimed(picture, id, incident, row, desk, None)
}

/// Gives the claim, and first ends every claim on the account or on one of its phones whose time is over, so that
/// at no place in the log two are live.
pub fn claimed(
    picture: &Picture,
    id: IncidentId,
    incident: &Incident,
    row: &Row,
    desk: &Desk,
    from: Option<(Name, Clean)>,
) -> Decision {
    let numbers = desk.reference.phones.get(row.id());
    let phones = numbers.unwrap_or(&row.affected.phones);
    let sharing = || picture.claims.sharing(row.id(), phones);
    if let Some(other) = sharing().find(|other| other.until > desk.at) {
        return Err(Refusal::PhoneInUse {
            account: row.name().clone(),
            other: other.name.clone(),
            holder: other.holder.clone(),
            since: other.since,
        });
    }
    let own = picture.claims.on(row.id()).filter(|own| own.until <= desk.at);
    let over = own.into_iter().chain(sharing());
    let mut drafted: Vec<Drafted> = over.map(|claim| ended(claim, ClaimEnd::Expired)).collect();
    let (taken_from, reason) = from.unzip();
    let claimed = Event::AccountClaimed(AccountClaimed {
        account: row.id().clone(),
        holder: desk.by.name.clone(),
        number: picture.claims.next_number(row.id()),
        until: incident.plan.calls.claim.after(desk.at),
        taken_from,
        reason,
        phones: phones.clone(),
        name: row.name().clone(),
    });
    drafted.push(claimed.of(id));
    Ok(drafted)
}

pub fn release(picture: &Picture, command: &ReleaseClaim, desk: &Desk) -> Decision {
    let Some(claim) = picture.claims.on(&command.account) else {
        return Ok(Vec::new());
    };
    let leads = picture
        .incident(claim.incident)
        .is_some_and(|incident| may_direct(incident, desk));
    if claim.holder != desk.by.name && !leads {
        return Err(claim.not_yours());
    }
    Ok(vec![ended(claim, ClaimEnd::Released)])
}

pub fn extend(picture: &Picture, command: &ExtendClaim, desk: &Desk) -> Decision {
    let Some(claim) = held(picture, &command.account, desk) else {
        return Err(Refusal::NotClaimed {
            account: command.account.0.clone(),
        });
    };
    if claim.holder != desk.by.name || command.number.is_some_and(|number| number != claim.number) {
        return Err(claim.not_yours());
    }
    if desk.at < EXTEND_EVERY.after(claim.extended_at) {
        return Ok(Vec::new());
    }
    let lasts = picture
        .incident(claim.incident)
        .map(|incident| incident.plan.calls.claim)
        .unwrap_or_default();
    let extended = ClaimExtended {
        account: claim.account.clone(),
        until: lasts.after(desk.at),
    };
    Ok(vec![Event::ClaimExtended(extended).of(claim.incident)])
}

pub fn take_over(picture: &Picture, command: &TakeOverClaim, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    let Some(held) = held(picture, &command.account, desk) else {
        return claim_free(picture, id, incident, row, desk);
    };
    if held.holder == desk.by.name {
        return Ok(Vec::new());
    }
    if !may_direct(incident, desk) {
        let holder = incident.holder(Duty::Commander).cloned();
        return Err(Refusal::DutyNeeded {
            needed: DIRECTS_CALLS,
            holder,
        });
    }
    if command.reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            what: "taking over a claim",
        });
    }
    let from = Some((held.holder.clone(), command.reason.clone()));
    claimed(picture, id, incident, row, desk, from)
}

/// "The commander may" means the duty, or access `admin`; for claims the CS lead may as well.
fn may_direct(incident: &Incident, desk: &Desk) -> bool {
    let by = Some(&desk.by.name);
    desk.by.access == Access::Admin
        || incident.holder(Duty::Commander) == by
        || incident.holder(Duty::CsLead) == by
}

pub fn end_due(picture: &Picture, desk: &Desk) -> Decision {
    let over = picture.claims.live().filter(|claim| claim.until <= desk.at);
    Ok(over.map(|claim| ended(claim, ClaimEnd::Expired)).collect())
}

pub fn start_call(picture: &Picture, command: &StartCall, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    let started = Event::CallStarted(CallStarted {
        account: row.id().clone(),
    });
    match held(picture, &command.account, desk) {
        Some(claim) if claim.holder != desk.by.name => Err(claim.not_yours()),
        Some(claim) if claim.calling_since.is_some() => Ok(Vec::new()),
        Some(_) => Ok(vec![started.of(id)]),
        None => {
            let mut drafted = claim_free(picture, id, incident, row, desk)?;
            drafted.push(started.of(id));
            Ok(drafted)
        }
    }
}

/// The end of the recorder's own claim on an account, once the call is recorded. A call made before it was claimed,
/// or under an earlier claim, was delivered late and leaves it alone.
pub fn end_own(picture: &Picture, account: &AccountId, given: Option<u64>, desk: &Desk) -> Option<Drafted> {
    let claim = picture.claims.on(account)?;
    let this_one = given.is_none_or(|number| number == claim.number);
    let own = claim.holder == desk.by.name && this_one && desk.said_at >= claim.since;
    own.then(|| ended(claim, ClaimEnd::Done))
}

/// Who holds the claim instead of the recorder, for the mark "claim had moved to omar".
pub fn moved_to(picture: &Picture, command: &RecordAttempt, desk: &Desk) -> Option<Name> {
    let claim = held(picture, &command.account, desk)?;
    let meanwhile = command.claim.is_some() || desk.said_at >= claim.since;
    (claim.holder != desk.by.name && meanwhile).then(|| claim.holder.clone())
}

/// The ends of somebody's claims in an incident, but for an account they are on the phone with.
pub fn given_up(picture: &Picture, incident: &Incident, who: &Name) -> Vec<Drafted> {
    let held = picture.claims.live();
    let held = held.filter(|claim| claim.holder == *who && claim.incident == incident.id);
    held.filter(|claim| claim.calling_since.is_none())
        .map(|claim| ended(claim, ClaimEnd::Released))
        .collect()
}

fn ended(claim: &Claim, why: ClaimEnd) -> Drafted {
    Event::ClaimEnded(claim.end(why)).of(claim.incident)
}

#[cfg(test)]
mod tests {
    use crate::domain::event::Event;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn extend(account: &str, number: Option<u64>) -> crate::domain::command::Command {
        command("extend_claim", json!({ "account": account, "number": number }))
    }

    fn take_over(account: &str, reason: &str) -> crate::domain::command::Command {
        command("take_over_claim", json!({ "account": account, "reason": reason }))
    }

    fn on_the_phone(account: &str) -> crate::domain::command::Command {
        command("start_call", json!({ "account": account }))
    }

    fn end_claims() -> crate::domain::command::Command {
        command("end_claims", json!({}))
    }

    #[test]
    fn the_loser_sees_who_holds_it_and_since_when() {
        let mut room = Room::declared();
        room.at(1).does("omar", claim("northwind"));
        room.already("omar", claim("northwind"));
        let refusal = room.at(3).refused("dana", "already_claimed", claim("northwind"));
        assert_eq!(
            refusal,
            "omar claimed Northwind 2 min ago; ask omar, or let the commander take it over with a reason"
        );
        let holder = room.asks("dana", claim("northwind")).unwrap_err();
        assert_eq!(holder.holder(), Some((&"omar".into(), Some(at(1)))));
    }

    #[test]
    fn a_claim_lasts_ten_minutes_and_is_extended_every_two_at_most() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        assert_eq!(room.claim("northwind").unwrap().until, at(10));
        room.at(1).already("omar", extend("northwind", None));
        room.at(2).does("omar", extend("northwind", Some(1)));
        assert_eq!(room.claim("northwind").unwrap().until, at(12));
        room.at(3).already("omar", extend("northwind", None));
        room.at(4)
            .refused("dana", "not_holder", extend("northwind", None));
        room.refused("omar", "not_holder", extend("northwind", Some(7)));
        room.at(12)
            .refused("omar", "not_claimed", extend("northwind", None));
    }

    #[test]
    fn the_hub_ends_what_is_over_and_nothing_else() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        room.at(5).does("lena", claim("fabrikam"));
        assert_eq!(room.picture.claims.next_end(), Some(at(10)));
        room.at(9).already("hub", end_claims());
        room.refused("omar", "access_needed", end_claims());
        room.at(10).does("hub", end_claims());
        assert_eq!(
            (room.holder("northwind"), room.holder("fabrikam")),
            (None, Some("lena"))
        );
        room.already("hub", end_claims());
    }

    #[test]
    fn a_claim_after_the_end_of_another_ends_that_one_first() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        let events = room.at(10).does("dana", claim("northwind"));
        let kinds: Vec<_> = events.iter().map(Event::kind).collect();
        assert_eq!(kinds, ["claim_ended", "account_claimed"]);
        assert_eq!(room.claim("northwind").unwrap().number, 2);
    }

    #[test]
    fn a_shared_phone_is_claimed_once_even_by_one_person() {
        let mut room = Room::declared();
        room.does("omar", claim("contoso"));
        let refusal = room.refused("dana", "phone_in_use", claim("contoso-jp"));
        assert_eq!(
            refusal,
            "omar is calling Contoso, which has a phone number in common with Contoso Japan; let one call speak for both"
        );
        room.refused("omar", "phone_in_use", claim("contoso-jp"));
        room.refused("omar", "phone_in_use", on_the_phone("contoso-jp"));
        room.does("omar", release("contoso"));
        room.does("dana", claim("contoso-jp"));
    }

    #[test]
    fn a_claim_on_a_shared_phone_ends_the_one_that_is_over() {
        let mut room = Room::declared();
        room.does("omar", claim("contoso"));
        room.at(10).does("dana", claim("contoso-jp"));
        assert_eq!(
            (room.holder("contoso"), room.holder("contoso-jp")),
            (None, Some("dana"))
        );
        room.refused("omar", "not_claimed", extend("contoso", None));
    }

    #[test]
    fn a_phone_number_learnt_since_counts() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        room.reference.phones.insert("fabrikam".into(), vec!["n".into()]);
        room.refused("dana", "phone_in_use", claim("fabrikam"));
    }

    #[test]
    fn claims_hold_across_incidents() {
        let mut room = Room::declared();
        room.does(
            "dana",
            declare(json!({ "title": "Again", "components": ["video-eu"] })),
        );
        room.does("omar", claim("northwind"));
        room.incident = Some(crate::domain::ids::IncidentId(2));
        room.refused("dana", "already_claimed", claim("northwind"));
        room.reference.phones.insert("fabrikam".into(), vec!["n".into()]);
        room.refused("dana", "phone_in_use", claim("fabrikam"));
    }

    #[test]
    fn only_the_holder_gives_back_or_who_directs() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        room.refused("dana", "not_holder", release("northwind"));
        room.does("dana", role("commander"));
        room.does("dana", release("northwind"));
        room.already("dana", release("northwind"));
    }

    #[test]
    fn commander_and_cs_lead_take_over_with_a_reason() {
        let mut room = Room::declared();
        room.does("omar", claim("northwind"));
        room.refused("dana", "duty_needed", take_over("northwind", "he is off"));
        room.does("dana", role("cs_lead"));
        room.refused("dana", "reason_needed", take_over("northwind", "  "));
        room.does("dana", take_over("northwind", "he is off"));
        assert_eq!(
            (room.holder("northwind"), room.claim("northwind").unwrap().number),
            (Some("dana"), 2)
        );
        room.already("dana", take_over("northwind", "he is off"));
        room.does("lena", take_over("fabrikam", ""));
        assert_eq!(
            room.holder("fabrikam"),
            Some("lena"),
            "what nobody holds is simply claimed"
        );
    }

    #[test]
    fn being_on_the_phone_claims_what_is_free() {
        let mut room = Room::declared();
        room.does("omar", on_the_phone("northwind"));
        assert_eq!(room.claim("northwind").unwrap().calling_since, Some(at(0)));
        room.already("omar", on_the_phone("northwind"));
        room.refused("dana", "not_holder", on_the_phone("northwind"));
    }

    #[test]
    fn who_asked_not_to_be_contacted_cannot_be_claimed() {
        let mut room = Room::declared();
        let refusal = room.refused("omar", "do_not_contact", claim("litware"));
        assert_eq!(refusal, "Litware asked not to be contacted: lawsuit");
        room.does("omar", attempt("northwind", Disposition::DoNotContact));
        room.refused("dana", "do_not_contact", claim("northwind"));
    }

    #[test]
    fn an_unknown_account_is_refused_with_the_nearest() {
        let mut room = Room::declared();
        let refusal = room.refused("omar", "unknown_account", claim("nortwind"));
        assert!(refusal.ends_with("Did you mean \"northwind\"?"), "{refusal}");
    }
}
