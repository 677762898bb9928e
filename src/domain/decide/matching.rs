//! Which accounts an incident affects, by its components.

use super::reaching::reach;
use crate::domain::accounts::{Account, AccountsAffected, Affected, Certainty, Contact, Widened};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::{AccountId, Component, IncidentId, Name};
use crate::domain::incident::Incident;
use crate::domain::picture::Picture;
use crate::domain::reference::Reference;
use crate::domain::text::Clean;
use std::collections::HashMap;

pub fn match_again(picture: &Picture, desk: &Desk) -> Decision {
    let unclosed = picture.open().into_iter();
    let news = unclosed.filter_map(|incident| rematched(incident, &incident.components, desk));
    Ok(news.collect())
}

/// What the hub knows, with the contacts by their account: there may be fifty for each.
struct Known<'a> {
    reference: &'a Reference,
    contacts: HashMap<&'a AccountId, Vec<&'a Contact>>,
}

impl<'a> Known<'a> {
    fn of(reference: &'a Reference) -> Self {
        let mut contacts: HashMap<&AccountId, Vec<&Contact>> = HashMap::new();
        for contact in reference.contacts.values() {
            contacts.entry(&contact.account).or_default().push(contact);
        }
        Known { reference, contacts }
    }
}

/// The event that puts the accounts hit by `components` on a new call list, if there are any.
pub fn matched(id: IncidentId, components: &[Component], desk: &Desk) -> Option<Drafted> {
    matched_but(id, components, &[], desk)
}

/// As [`matched`], without those that are on the list already.
pub fn matched_but(
    id: IncidentId,
    components: &[Component],
    listed: &[AccountId],
    desk: &Desk,
) -> Option<Drafted> {
    let known = Known::of(desk.reference);
    let accounts = desk
        .reference
        .accounts
        .values()
        .filter(|account| !listed.contains(&account.id));
    let event = AccountsAffected {
        accounts: accounts
            .filter_map(|account| affected(account, components, &known))
            .collect(),
        widened: Vec::new(),
    };
    joined(event, id)
}

/// The event that brings the call list of an incident up to `components`: accounts not yet on it, and better
/// reasons for those that are. No row is taken away.
pub fn rematched(incident: &Incident, components: &[Component], desk: &Desk) -> Option<Drafted> {
    let known = Known::of(desk.reference);
    let mut event = AccountsAffected::default();
    for account in desk.reference.accounts.values() {
        let found = affected(account, components, &known);
        match incident.rows.get(&account.id) {
            // Who was put into an incident of their own is called there.
            None if incident.parted.contains(&account.id) => {}
            None => event.accounts.extend(found),
            Some(row) => event.widened.extend(widened(&row.affected, account, found)),
        }
    }
    joined(event, incident.id)
}

/// An account that is on the call list because it called us.
pub fn by_calling(account: &Account, reference: &Reference) -> Affected {
    let why = vec!["they called us".into()];
    frozen(account, Certainty::Maybe, why, &Known::of(reference))
}

/// The event that puts it there.
pub fn joined_by_calling(id: IncidentId, affected: Affected) -> Drafted {
    let event = AccountsAffected {
        accounts: vec![affected],
        widened: Vec::new(),
    };
    Event::AccountsAffected(event).of(id)
}

/// What is now known beyond what was: surer, for more reasons, or not to be contacted.
fn widened(before: &Affected, account: &Account, found: Option<Affected>) -> Option<Widened> {
    let surer = found.as_ref().filter(|found| found.certainty < before.certainty);
    // "Region unknown" is no reason any more once it is known.
    let (certainty, mut why) = match surer {
        Some(found) => (found.certainty, Vec::new()),
        None => (before.certainty, before.why.clone()),
    };
    for reason in found.map(|found| found.why).unwrap_or_default() {
        if !why.contains(&reason) {
            why.push(reason);
        }
    }
    let news = certainty != before.certainty
        || why.len() > before.why.len()
        || account.do_not_contact != before.account.do_not_contact;
    news.then(|| Widened {
        account: before.account.id.clone(),
        certainty,
        why,
        do_not_contact: account.do_not_contact.clone(),
    })
}

fn joined(event: AccountsAffected, id: IncidentId) -> Option<Drafted> {
    let news = !event.accounts.is_empty() || !event.widened.is_empty();
    news.then(|| Event::AccountsAffected(event).of(id))
}

/// An account is affected when it has one of a component's products and one of its regions, in any case; when its
/// region is not on record it is `maybe affected`.
fn affected(account: &Account, components: &[Component], known: &Known) -> Option<Affected> {
    let reference = known.reference;
    let mut why = Vec::new();
    let mut certainty = Certainty::Maybe;
    for component in components {
        let Some(part) = reference.components.get(component) else {
            continue;
        };
        let Some(product) = account.products.iter().find(|product| part.has_product(product)) else {
            continue;
        };
        match &account.region {
            None => why.push(Clean::from(format!(
                "has {product} ({component}), region unknown"
            ))),
            Some(region) if part.serves(region) => {
                certainty = Certainty::Affected;
                why.push(Clean::from(format!("has {product} in {region} ({component})")));
            }
            Some(_) => {}
        }
    }
    (!why.is_empty()).then(|| frozen(account, certainty, why, known))
}

/// An account as it stands on the call list. Lists of accounts write people as people do; from here on they are who
/// signs in.
fn frozen(account: &Account, certainty: Certainty, why: Vec<Clean>, known: &Known) -> Affected {
    let reference = known.reference;
    let contacts = known.contacts.get(&account.id).into_iter().flatten().copied();
    let signs_in = |name: &Option<Name>| name.as_ref().map(|name| reference.sign_in_name(name));
    Affected {
        account: Account {
            owner: signs_in(&account.owner),
            backup: signs_in(&account.backup),
            ..account.clone()
        },
        certainty,
        why,
        arr_reported: reference.reported(account.arr, account.currency.as_deref()),
        phones: reference.phones.get(&account.id).cloned().unwrap_or_default(),
        reach: reach(account, contacts, &reference.people),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Amount;
    use crate::domain::reference::Part;
    use std::sync::Arc;

    fn account(id: &str, region: Option<&str>, products: &[&str]) -> Account {
        serde_json::from_value(serde_json::json!({
            "id": id, "name": id, "tier": "key", "region": region, "products": products, "arr": 100, "currency": "USD",
        }))
        .unwrap()
    }

    fn reference(accounts: &[Account]) -> Reference {
        let mut reference = Reference::default();
        reference.rates.insert("USD".into(), 0.5);
        let part = Part {
            products: vec!["video".into()],
            regions: vec!["eu".into()],
            labels: Default::default(),
        };
        reference.components.insert("video-eu".into(), part);
        reference.accounts = accounts
            .iter()
            .map(|a| (a.id.clone(), Arc::new(a.clone())))
            .collect();
        reference
    }

    fn found(reference: &Reference, component: &str) -> Vec<Affected> {
        let components = [Component::from(component)];
        let known = Known::of(reference);
        let accounts = reference.accounts.values();
        accounts
            .filter_map(|account| affected(account, &components, &known))
            .collect()
    }

    #[test]
    fn an_account_is_affected_by_product_and_region_together() {
        let reference = reference(&[
            account("hit", Some("eu"), &["chat", "video"]),
            account("elsewhere", Some("us"), &["video"]),
            account("other", Some("eu"), &["chat"]),
            account("unsure", None, &["video"]),
        ]);
        let found: Vec<_> = found(&reference, "video-eu")
            .iter()
            .map(|a| (a.account.id.to_string(), a.certainty))
            .collect();
        assert_eq!(
            found,
            [
                ("hit".to_owned(), Certainty::Affected),
                ("unsure".to_owned(), Certainty::Maybe)
            ]
        );
    }

    #[test]
    fn regions_and_products_are_the_same_in_any_case() {
        let reference = reference(&[
            account("loud", Some("EU"), &["Video"]),
            account("elsewhere", Some("US"), &["Video"]),
        ]);
        let found = found(&reference, "video-eu");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].certainty, Certainty::Affected);
        assert_eq!(
            found[0].why,
            ["has Video in EU (video-eu)"],
            "as the list writes it"
        );
    }

    #[test]
    fn the_frozen_copy_has_its_reason_and_its_money_in_the_reporting_currency() {
        let reference = reference(&[account("hit", Some("eu"), &["video"])]);
        let found = found(&reference, "video-eu");
        assert_eq!(found[0].why, ["has video in eu (video-eu)"]);
        assert_eq!(found[0].arr_reported, Some(Amount::whole(50)));
    }

    #[test]
    fn a_component_nobody_described_affects_nobody() {
        let reference = reference(&[account("hit", Some("eu"), &["video"])]);
        assert!(found(&reference, "billing").is_empty());
    }

    #[test]
    fn an_import_brings_new_rows_and_makes_a_maybe_certain() {
        use crate::domain::testkit::{Room, command};
        let mut room = Room::declared();
        assert_eq!(room.row("tailspin").affected.certainty, Certainty::Maybe);
        let again = || command("match_accounts", serde_json::json!({}));
        room.already("hub", again());
        let mut tailspin = (*room.reference.accounts["tailspin"]).clone();
        tailspin.region = Some("eu".into());
        tailspin.arr = Some(Amount::whole(1));
        room.reference
            .accounts
            .insert(tailspin.id.clone(), Arc::new(tailspin.clone()));
        tailspin.id = "new".into();
        room.reference
            .accounts
            .insert(tailspin.id.clone(), Arc::new(tailspin));
        room.does("hub", again());
        assert_eq!(room.here().rows.len(), 7);
        let row = room.row("tailspin");
        assert_eq!(row.affected.certainty, Certainty::Affected);
        assert_eq!(row.affected.why, ["has video in eu (video-eu)"]);
        assert_eq!(
            row.affected.account.arr,
            Some(Amount::whole(350_000)),
            "frozen at declaration"
        );
        room.already("hub", again());
    }

    #[test]
    fn an_import_that_says_do_not_contact_reaches_the_call_list_and_so_does_one_that_lifts_it() {
        use crate::domain::testkit::{Room, claim, command};
        let mut room = Room::declared();
        let again = || command("match_accounts", serde_json::json!({}));
        let wish = |room: &mut Room, wish: Option<&str>| {
            let mut northwind = (*room.reference.accounts["northwind"]).clone();
            northwind.do_not_contact = wish.map(Clean::from);
            northwind.region = Some("us".into()); // no longer affected, and still on the list
            room.reference
                .accounts
                .insert(northwind.id.clone(), Arc::new(northwind));
        };
        wish(&mut room, Some("lawyers only"));
        room.does("hub", again());
        room.refused("omar", "do_not_contact", claim("northwind"));
        wish(&mut room, None);
        room.does("hub", again());
        room.does("omar", claim("northwind"));
        room.already("hub", again());
    }
}
