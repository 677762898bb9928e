//! Which accounts an incident affects, by its components.

use crate::domain::accounts::{Account, AccountsAffected, Affected, Certainty};
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Drafted, Event};
use crate::domain::ids::{Component, IncidentId};
use crate::domain::incident::Incident;
use crate::domain::picture::Picture;
use crate::domain::reference::Reference;
use crate::domain::text::Clean;

pub fn match_again(picture: &Picture, desk: &Desk) -> Decision {
    let lists = picture
        .incidents()
        .filter(|incident| incident.is_open())
        .filter_map(|incident| {
            joined(
                newly_affected(Some(incident), &incident.components, desk.reference),
                incident.id,
            )
        });
    Ok(lists.collect())
}

/// The accounts hit by `components` that are not yet on the call list of `incident`.
///
/// An account is affected when it has one of a component's products and one of its regions; when its region is
/// not on record it is `maybe affected`.
pub fn newly_affected(
    incident: Option<&Incident>,
    components: &[Component],
    reference: &Reference,
) -> Vec<Affected> {
    reference
        .accounts
        .values()
        .filter(|account| incident.is_none_or(|incident| !incident.rows.contains_key(&account.id)))
        .filter_map(|account| affected(account, components, reference))
        .collect()
}

fn affected(account: &Account, components: &[Component], reference: &Reference) -> Option<Affected> {
    let mut why = Vec::new();
    let mut certainty = Certainty::Maybe;
    for component in components {
        let Some(part) = reference.components.get(component) else {
            continue;
        };
        let Some(product) = account
            .products
            .iter()
            .find(|product| part.products.contains(product))
        else {
            continue;
        };
        match &account.region {
            None => why.push(Clean::from(format!(
                "has {product} ({component}), region unknown"
            ))),
            Some(region) if part.regions.is_empty() || part.regions.contains(region) => {
                certainty = Certainty::Affected;
                why.push(Clean::from(format!("has {product} in {region} ({component})")));
            }
            Some(_) => {}
        }
    }
    if why.is_empty() {
        return None;
    }
    let phones = reference.phones.get(&account.id).cloned().unwrap_or_default();
    let arr_reported = reference.reported(account.arr, account.currency.as_deref());
    Some(Affected {
        account: account.clone(),
        certainty,
        why,
        arr_reported,
        phones,
    })
}

/// The event that puts accounts on the call list, if there are any.
pub fn joined(accounts: Vec<Affected>, id: IncidentId) -> Option<Drafted> {
    (!accounts.is_empty()).then(|| Event::AccountsAffected(AccountsAffected { accounts }).of(id))
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

    #[test]
    fn an_account_is_affected_by_product_and_region_together() {
        let reference = reference(&[
            account("hit", Some("eu"), &["chat", "video"]),
            account("elsewhere", Some("us"), &["video"]),
            account("other", Some("eu"), &["chat"]),
            account("unsure", None, &["video"]),
        ]);
        let found = newly_affected(None, &["video-eu".into()], &reference);
        let found: Vec<_> = found
            .iter()
            .map(|a| (a.account.id.as_str(), a.certainty))
            .collect();
        assert_eq!(
            found,
            [("hit", Certainty::Affected), ("unsure", Certainty::Maybe)]
        );
    }

    #[test]
    fn the_frozen_copy_has_its_reason_and_its_money_in_the_reporting_currency() {
        let reference = reference(&[account("hit", Some("eu"), &["video"])]);
        let found = newly_affected(None, &["video-eu".into()], &reference);
        assert_eq!(found[0].why, ["has video in eu (video-eu)"]);
        assert_eq!(found[0].arr_reported, Some(Amount::whole(50)));
    }

    #[test]
    fn a_component_nobody_described_affects_nobody() {
        let reference = reference(&[account("hit", Some("eu"), &["video"])]);
        assert!(newly_affected(None, &["billing".into()], &reference).is_empty());
    }
}
