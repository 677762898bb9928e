//! Handing a duty over: who may offer it, and what moves when it is accepted.

use super::known;
use crate::domain::actor::Access;
use crate::domain::carried::{Carried, carried};
use crate::domain::claims::{AccountClaimed, ClaimEnd};
use crate::domain::command::Desk;
use crate::domain::due::Kind;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::handover::{
    AcceptDuty, DeclineDuty, DutyDeclined, DutyHandedOver, DutyOffered, Offer, OfferDuty,
};
use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::incident::Incident;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::settlements::{DebtSettled, How};
use crate::domain::table::ITS_HOLDER;

pub fn offer(picture: &Picture, command: &OfferDuty, desk: &Desk) -> Decision {
    let (_, incident) = picture.room(desk)?;
    if command.to.as_str().trim().is_empty() {
        return Err(Refusal::Empty { field: "person" });
    }
    let to = known::known(picture, &command.to, desk)?;
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
    let settled: Vec<Drafted> = moves
        .promises
        .iter()
        .filter_map(|promise| settled_again(incident, *promise, offer))
        .collect();
    let event = DutyHandedOver {
        duty: offer.duty,
        from: offer.from.clone(),
        to: offer.to.clone(),
        promises: moves.promises,
        claims: moves.claims,
        asks: moves.asks,
    };
    let mut drafted = vec![Event::DutyHandedOver(event).of(incident.id)];
    drafted.extend(settled);
    for account in claims {
        drafted.extend(claim_moved(picture, incident, &account, &offer.to, desk));
    }
    drafted
}

/// A promise whose owner was set by settling it, as when it was put on long term: that word counts, so it is said anew.
fn settled_again(incident: &Incident, promise: Seq, offer: &Offer) -> Option<Drafted> {
    let key = Kind::Promise(promise).key();
    incident.settlements.stands(&key, Seq(0)).owner?;
    let what = incident.promises.iter().find(|one| one.seq == promise)?;
    let settled = DebtSettled {
        debt: key.into(),
        what: what.what.clone(),
        owed_by: Some(offer.from.clone()),
        how: How::Transferred { to: offer.to.clone() },
    };
    Some(Event::DebtSettled(settled).of(incident.id))
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
mod tests;
