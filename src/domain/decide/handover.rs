//! Handing a duty over: who may offer it, and what moves when it is accepted.

use crate::domain::actor::Access;
use crate::domain::carried::{Carried, carried};
use crate::domain::claims::{AccountClaimed, ClaimEnd};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::handover::{
    AcceptDuty, DeclineDuty, DutyDeclined, DutyHandedOver, DutyOffered, Offer, OfferDuty,
};
use crate::domain::ids::{AccountId, Name};
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::table::ITS_HOLDER;

pub fn offer(picture: &Picture, command: &OfferDuty, desk: &Desk) -> Decision {
    let (_, incident) = picture.room(desk)?;
    if command.to.as_str().trim().is_empty() {
        return Err(Refusal::Empty { field: "person" });
    }
    let to = desk.reference.sign_in_name(&command.to);
    offered(incident, command, to, desk)
}

/// Offers a duty to somebody by the name they sign in with.
pub(super) fn offered(incident: &Incident, command: &OfferDuty, to: Name, desk: &Desk) -> Decision {
    let duty = command.duty;
    let Some(from) = giver(incident, duty, desk)? else {
        return Err(Refusal::NothingToHandOver { duty, to });
    };
    if from == to {
        return Ok(Vec::new());
    }
    let note = command.note.clone().filter(|note| !note.trim().is_empty());
    let same = |open: &&Offer| open.to == to && open.note == note && open.bare == command.bare;
    if incident.offers.of(duty, &from).filter(same).is_some() {
        return Ok(Vec::new());
    }
    let bare = command.bare;
    let event = DutyOffered {
        duty,
        from,
        to,
        note,
        bare,
    };
    Ok(vec![Event::DutyOffered(event).of(incident.id)])
}

/// Whose duty it is to give: the asker's, or for the access `admin` whoever holds it. `None`: nobody's.
fn giver(incident: &Incident, duty: Duty, desk: &Desk) -> Result<Option<Name>, Refusal> {
    if incident.roles.holds(duty, &desk.by.name) {
        return Ok(Some(desk.by.name.clone()));
    }
    match incident.holder(duty) {
        Some(holder) if desk.by.access != Access::Admin => Err(Refusal::DutyNeeded {
            needed: ITS_HOLDER,
            holder: Some(holder.clone()),
        }),
        holder => Ok(holder.cloned()),
    }
}

pub fn accept(picture: &Picture, command: &AcceptDuty, desk: &Desk) -> Decision {
    let (_, incident) = picture.room(desk)?;
    match to_me(incident, command.duty, desk) {
        Some(offer) => Ok(handed_over(picture, incident, offer, desk)),
        None if incident.roles.holds(command.duty, &desk.by.name) => Ok(Vec::new()),
        None => Err(not_offered(incident, command.duty)),
    }
}

/// The oldest offer of a duty to whoever asks.
pub(super) fn to_me<'a>(incident: &'a Incident, duty: Duty, desk: &'a Desk) -> Option<&'a Offer> {
    incident.offers.to(&desk.by.name).find(|offer| offer.duty == duty)
}

/// The duty moves, the promises of its giver with it, and each of their claims by its own two events, so that its
/// number grows as with every change of holder.
pub(super) fn handed_over(
    picture: &Picture,
    incident: &Incident,
    offer: &Offer,
    desk: &Desk,
) -> Vec<Drafted> {
    let in_hand = || carried(picture, incident, offer.duty, &offer.from, desk.at);
    let moves = match offer.bare {
        true => Carried {
            asks: in_hand().asks,
            ..Carried::default()
        },
        false => in_hand(),
    };
    let claims = moves.claims.clone();
    let event = DutyHandedOver {
        duty: offer.duty,
        from: offer.from.clone(),
        to: offer.to.clone(),
        promises: moves.promises,
        claims: moves.claims,
        asks: moves.asks,
    };
    let mut drafted = vec![Event::DutyHandedOver(event).of(incident.id)];
    for account in claims {
        drafted.extend(claim_moved(picture, incident, &account, &offer.to, desk));
    }
    drafted
}

fn claim_moved(
    picture: &Picture,
    incident: &Incident,
    account: &AccountId,
    to: &Name,
    desk: &Desk,
) -> Vec<Drafted> {
    let Some(claim) = picture.claims.on(account) else {
        return Vec::new();
    };
    let claimed = AccountClaimed {
        account: account.clone(),
        holder: to.clone(),
        number: picture.claims.next_number(account),
        until: incident.plan.calls.claim.after(desk.at),
        taken_from: None,
        reason: None,
        phones: claim.phones.clone(),
        name: claim.name.clone(),
    };
    vec![
        Event::ClaimEnded(claim.end(ClaimEnd::HandedOver)).of(incident.id),
        Event::AccountClaimed(claimed).of(incident.id),
    ]
}

pub fn decline(picture: &Picture, command: &DeclineDuty, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let mine = || incident.offers.of(command.duty, &desk.by.name);
    let Some(offer) = to_me(incident, command.duty, desk).or_else(mine) else {
        return Err(not_offered(incident, command.duty));
    };
    let event = DutyDeclined {
        duty: offer.duty,
        from: offer.from.clone(),
        to: offer.to.clone(),
    };
    Ok(vec![Event::DutyDeclined(event).of(id)])
}

fn not_offered(incident: &Incident, duty: Duty) -> Refusal {
    Refusal::NotOffered {
        duty,
        holder: incident.holder(duty).cloned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::people::Duty;
    use crate::domain::testkit::*;
    use serde_json::{Value, json};

    fn offer(fields: Value) -> crate::domain::command::Command {
        let mut body = json!({ "duty": "commander", "to": "omar" });
        body.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        command("offer_duty", body)
    }

    fn accept() -> crate::domain::command::Command {
        command("accept_duty", json!({ "duty": "commander" }))
    }

    fn decline() -> crate::domain::command::Command {
        command("decline_duty", json!({ "duty": "commander" }))
    }

    fn commander(room: &Room) -> &str {
        room.here().holder(Duty::Commander).unwrap().as_str()
    }

    fn said_last(room: &Room) -> String {
        room.here().timeline.last().unwrap().text.to_string()
    }

    /// Dana commands, has promised two things and kept one, holds two accounts and is on the phone with one of them.
    fn with_hands_full() -> Room {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        for what in ["news", "logs"] {
            let promise = json!({ "account": "northwind", "what": what, "due": at(60) });
            room.does("dana", command("make_promise", promise));
        }
        let kept = room.last();
        room.does("dana", command("keep_promise", json!({ "promise": kept })));
        room.does(
            "omar",
            command("make_promise", json!({ "what": "a call", "due": at(60) })),
        );
        room.does("dana", claim("fabrikam"));
        room.does("dana", claim("tailspin"));
        room.does("dana", command("start_call", json!({ "account": "tailspin" })));
        room.does("dana", post("investigating", "Calls drop."));
        room
    }

    #[test]
    fn a_duty_moves_when_it_is_accepted_with_promises_and_claims() {
        let mut room = with_hands_full();
        room.at(3).does("dana", offer(json!({ "note": "my shift ends" })));
        assert_eq!(commander(&room), "dana", "nobody has said yes");
        assert_eq!(
            said_last(&room),
            "dana offers omar to be commander: my shift ends"
        );
        room.does("omar", accept());
        assert_eq!(commander(&room), "omar");
        let lines: Vec<_> = room
            .here()
            .timeline
            .iter()
            .rev()
            .filter(|line| !line.routine)
            .take(1)
            .collect();
        assert_eq!(
            lines[0].text,
            "omar is commander, handed over by dana with 1 promise, 1 claim; last words to customers: text 1"
        );
        assert_eq!(lines[0].until, Some(at(0)), "and since when they hold");
        assert!(
            room.here()
                .owed_promises()
                .all(|promise| promise.owner.as_str() == "omar")
        );
        let moved = room.claim("fabrikam").unwrap();
        assert_eq!((moved.holder.as_str(), moved.number), ("omar", 2));
        assert_eq!(
            room.holder("tailspin"),
            Some("dana"),
            "whoever speaks finishes the call"
        );
    }

    #[test]
    fn accepting_twice_and_offering_again_change_nothing() {
        let mut room = with_hands_full();
        room.does("dana", offer(json!({})));
        room.already("dana", offer(json!({})));
        room.already("dana", offer(json!({ "to": "dana" })));
        room.does("omar", accept());
        room.already("omar", accept());
    }

    #[test]
    fn a_bare_offer_leaves_promises_and_claims_where_they_are() {
        let mut room = with_hands_full();
        room.does("dana", offer(json!({ "bare": true })));
        room.does("omar", accept());
        assert_eq!(room.holder("fabrikam"), Some("dana"));
        let of_dana = room
            .here()
            .owed_promises()
            .filter(|promise| promise.owner.as_str() == "dana");
        assert_eq!(of_dana.count(), 1);
    }

    #[test]
    fn only_whom_it_is_offered_to_accepts_and_only_its_holder_offers() {
        let mut room = Room::declared();
        let nothing = room.refused("dana", "not_offered", offer(json!({})));
        assert_eq!(
            nothing,
            "nobody is commander, so there is nothing to hand over; give it to omar with the role itself"
        );
        room.does("dana", role("commander"));
        let not_yours = room.refused("lena", "duty_needed", offer(json!({})));
        assert_eq!(not_yours, "only whoever holds the duty may do this; that is dana");
        let not_offered = room.refused("omar", "not_offered", accept());
        assert_eq!(not_offered, "nobody offers you to be commander; ask dana to");
        room.does("dana", offer(json!({ "to": "Omar" })));
        room.refused("lena", "not_offered", accept());
        room.refused("lena", "not_offered", decline());
        room.refused("dana", "empty", offer(json!({ "to": " " })));
        room.does("root", offer(json!({ "to": "lena" })));
        room.refused("omar", "not_offered", accept());
        room.does("lena", accept());
    }

    #[test]
    fn a_no_and_a_change_of_mind_leave_the_duty_where_it_is() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("dana", offer(json!({})));
        room.does("omar", decline());
        assert_eq!(said_last(&room), "omar is not to be commander: dana keeps it");
        room.refused("omar", "not_offered", accept());
        room.does("dana", offer(json!({})));
        room.does("dana", decline());
        room.refused("omar", "not_offered", accept());
        room.does("dana", offer(json!({})));
        let offered = room.last();
        room.does("dana", take_back(offered));
        room.refused("omar", "not_offered", accept());
    }

    #[test]
    fn a_duty_taken_meanwhile_is_no_longer_its_givers_to_give() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("dana", offer(json!({})));
        let reason = json!({ "role": "commander", "reason": "dana's link is down" });
        room.does("lena", command("take_role", reason));
        room.refused("omar", "not_offered", accept());
    }

    #[test]
    fn a_yes_taken_back_leaves_everything_as_it_was_but_the_claims() {
        let mut room = with_hands_full();
        room.does("dana", offer(json!({})));
        let offered = room.last();
        room.does("omar", accept());
        let yes = crate::domain::ids::Seq(offered.0 + 1);
        room.refused("dana", "acted_since", take_back(offered));
        room.does("omar", take_back(yes));
        assert_eq!(commander(&room), "dana");
        let of_dana = room
            .here()
            .owed_promises()
            .filter(|promise| promise.owner.as_str() == "dana");
        assert_eq!(of_dana.count(), 1);
        assert_eq!(room.holder("fabrikam"), Some("omar"), "others acted on that");
        room.does("omar", accept());
    }

    #[test]
    fn an_advocate_who_hands_over_is_one_no_more() {
        let mut room = Room::declared();
        room.does("dana", role("advocate"));
        room.does("lena", role("advocate"));
        room.does("dana", claim("northwind"));
        let to_omar = json!({ "duty": "advocate", "to": "omar" });
        room.does("dana", command("offer_duty", to_omar));
        room.does("omar", command("accept_duty", json!({ "duty": "advocate" })));
        let advocates: Vec<_> = room.here().advocates().map(|name| name.as_str()).collect();
        assert_eq!(advocates, ["lena", "omar"]);
        assert_eq!(room.holder("northwind"), Some("omar"));
    }
}
