//! What the hub knows beside the log when it decides: the directory, the components, the playbooks, the rates.
//!
//! It is handed in as a value. Whatever of it matters later is copied into the events, so that folding the log
//! needs none of it.

use super::accounts::{Account, Contact};
use super::escalation::LevelHolder;
use super::ids::{AccountId, Component, ContactId, Name, PhoneKey};
use super::money::Amount;
use super::people::Person;
use super::playbook::{LevelPlan, Plan, Playbook};
use super::sla::Sla;
use super::text::Clean;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A part of the service, and whom it serves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    #[serde(default)]
    pub products: Vec<Clean>,
    /// Empty means every region.
    #[serde(default)]
    pub regions: Vec<Clean>,
    /// An alert carrying all of these labels is about this component.
    #[serde(default)]
    pub labels: BTreeMap<Clean, Clean>,
}

impl Part {
    /// Whether this is one of its products, in any case: people write `EU` and `eu`.
    pub fn has_product(&self, product: &str) -> bool {
        named(&self.products, product)
    }

    /// Whether it serves this region, in any case.
    pub fn serves(&self, region: &str) -> bool {
        self.regions.is_empty() || named(&self.regions, region)
    }
}

fn named(list: &[Clean], wanted: &str) -> bool {
    let wanted = wanted.to_lowercase();
    list.iter().any(|name| name.to_lowercase() == wanted)
}

#[derive(Clone, Debug, Default)]
pub struct Reference {
    pub accounts: BTreeMap<AccountId, Arc<Account>>,
    pub contacts: BTreeMap<ContactId, Arc<Contact>>,
    pub phones: BTreeMap<AccountId, Vec<PhoneKey>>,
    pub people: Vec<Person>,
    pub components: BTreeMap<Component, Part>,
    pub playbooks: Vec<Arc<Playbook>>,
    /// How much of the reporting currency one unit of each currency buys; the reporting currency itself has 1.
    pub rates: BTreeMap<Clean, f64>,
    /// What is promised and given back, by the support plan it goes with.
    pub slas: BTreeMap<Clean, Sla>,
}

impl Reference {
    pub fn playbook(&self, name: &str) -> Option<&Arc<Playbook>> {
        self.playbooks
            .iter()
            .find(|playbook| playbook.name.as_str() == name)
    }

    /// The terms of a support plan with their name, in any case: people write `Enterprise` and `enterprise`.
    pub fn sla(&self, plan: &str) -> Option<(&Clean, &Sla)> {
        let wanted = plan.trim().to_lowercase();
        self.slas.iter().find(|(name, _)| name.to_lowercase() == wanted)
    }

    /// The component an alert is about: the first whose labels it all carries, else the one it names itself.
    pub fn component_of(&self, labels: &BTreeMap<Clean, Clean>) -> Option<Component> {
        let described = self.components.iter().find(|(_, part)| {
            !part.labels.is_empty()
                && part
                    .labels
                    .iter()
                    .all(|(key, value)| labels.get(key) == Some(value))
        });
        if let Some((component, _)) = described {
            return Some(component.clone());
        }
        let named = labels.get("component").or_else(|| labels.get("service"))?;
        Some(Component(named.clone()))
    }

    /// An amount in the reporting currency, if the rate is known.
    pub fn reported(&self, amount: Option<Amount>, currency: Option<&str>) -> Option<Amount> {
        let rate = self.rates.get(currency?)?;
        Some(amount?.at_rate(*rate))
    }

    /// The name someone signs in with, given that or their name as people write it, in any case.
    pub fn sign_in_name(&self, given: &Name) -> Name {
        let wanted = given.as_str().trim();
        let is = |person: &&Person| {
            same_in_any_case(person.id.as_str(), wanted) || same_in_any_case(&person.name, wanted)
        };
        self.people
            .iter()
            .find(is)
            .map_or_else(|| given.clone(), |person| person.id.clone())
    }

    /// Who the levels of a plan are by the list of people, aligned with them. Where the person has no deputy, whoever
    /// holds the duty that the plan names stands in.
    pub fn holders(&self, plan: &Plan) -> Vec<LevelHolder> {
        let holder = |level: &LevelPlan| {
            let (person, deputy) = self.holder_of(&level.role);
            let duty = level.deputy.as_ref().filter(|_| deputy.is_none());
            let stands_in = duty.and_then(|duty| self.holder_of(duty).0);
            let deputy = deputy.or(stands_in.filter(|name| Some(name) != person.as_ref()));
            LevelHolder { person, deputy }
        };
        plan.levels.iter().map(holder).collect()
    }

    /// Who holds a duty by the list of people, and who stands in.
    pub fn holder_of(&self, duty: &str) -> (Option<Name>, Option<Name>) {
        let person = self
            .people
            .iter()
            .find(|person| person.duties.iter().any(|held| held.as_str() == duty));
        match person {
            Some(person) => (Some(person.id.clone()), person.deputy.clone()),
            None => (None, None),
        }
    }
}

/// Asked of every person for every account that is hit, so without a copy of either.
fn same_in_any_case(one: &str, other: &str) -> bool {
    let lower = |text| str::chars(text).flat_map(char::to_lowercase);
    lower(one).eq(lower(other))
}
