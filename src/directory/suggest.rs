//! Whom to call first at an account, at a moment, and why.

use super::hours::{Reachable, USUAL, clock, local};
use crate::domain::accounts::Contact;
use crate::domain::ids::ContactId;
use crate::domain::reach::EMERGENCY;
use jiff::{Timestamp, Zoned};

/// Who can decide comes first, who merely answers last; a role not listed comes after all of them.
const ROLES: &[&str] = &[
    "exec",
    "economic_buyer",
    "champion",
    "technical",
    EMERGENCY,
    "admin",
    "security",
    "billing",
];

/// What is known beside the contacts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Preferences<'a> {
    /// The account's zone, for a contact that has none of its own.
    pub zone: Option<&'a str>,
    /// Tried in this incident and not reached, in that order: others come first, but for those asleep.
    pub tried: &'a [ContactId],
    /// The number on record is wrong, or they have left.
    pub wrong: &'a [ContactId],
}

/// A contact that may be called.
#[derive(Clone, Debug)]
pub struct Suggested<'a> {
    pub contact: &'a Contact,
    /// The time where they are, if their zone is on record.
    pub there: Option<Zoned>,
    /// `None`: their zone is not on record.
    pub reachable: Option<Reachable>,
    /// `economic buyer, 10:14 there, at work`.
    pub reason: String,
}

/// Everybody who may be called and has a number, the best to call first at the top.
///
/// Nobody who asked not to be contacted is ever in it. The awake come before the sleeping, the untried before the
/// tried, those at work before those who are not, then by role.
pub fn call_order<'a>(
    contacts: impl IntoIterator<Item = &'a Contact>,
    now: Timestamp,
    preferences: Preferences,
) -> Vec<Suggested<'a>> {
    let callable = contacts
        .into_iter()
        .filter(|contact| callable(contact, preferences));
    let mut order: Vec<Suggested> = callable
        .map(|contact| suggested(contact, now, preferences))
        .collect();
    order.sort_by_cached_key(|suggested| {
        let contact = suggested.contact;
        // A zone that is not on record is no reason to think them asleep, nor at work.
        let reachable = suggested.reachable.unwrap_or(Reachable::OffWork);
        let prefers_phone = contact.preferred.as_deref() == Some("phone");
        (
            reachable == Reachable::Asleep,
            // Whose turn was longest ago comes before who was tried just now.
            preferences.tried.iter().rposition(|tried| *tried == contact.id),
            reachable,
            role_rank(contact),
            !prefers_phone,
            contact.name.clone(),
            contact.id.clone(),
        )
    });
    order
}

/// Whether a contact may be called at all.
fn callable(contact: &Contact, preferences: Preferences) -> bool {
    let has_number = contact
        .phone
        .as_ref()
        .is_some_and(|phone| !phone.trim().is_empty());
    has_number && contact.do_not_contact.is_none() && !preferences.wrong.contains(&contact.id)
}

fn suggested<'a>(contact: &'a Contact, now: Timestamp, preferences: Preferences) -> Suggested<'a> {
    let there = there(contact, preferences.zone, now);
    let hours = contact
        .office_hours
        .as_deref()
        .and_then(|hours| hours.parse().ok());
    let reachable = there.as_ref().map(|there| match role_is(contact, EMERGENCY) {
        true => Reachable::AtWork,
        false => hours.unwrap_or(USUAL).reachable(there),
    });
    let mut reason = format!("{}, {}", role(contact), when(there.as_ref(), reachable));
    if preferences.tried.contains(&contact.id) {
        reason.push_str(", tried before");
    }
    Suggested {
        contact,
        there,
        reachable,
        reason,
    }
}

/// The time where a contact is: in its own zone, else in its account's.
pub fn there(contact: &Contact, account_zone: Option<&str>, now: Timestamp) -> Option<Zoned> {
    local(contact.timezone.as_deref().or(account_zone)?, now)
}

fn when(there: Option<&Zoned>, reachable: Option<Reachable>) -> String {
    match (there, reachable) {
        (Some(there), Some(Reachable::AtWork)) => format!("{} there, at work", clock(there)),
        (Some(there), Some(Reachable::OffWork)) => format!("{} there, not at work", clock(there)),
        (Some(there), Some(Reachable::Asleep)) => format!("{} there, asleep", clock(there)),
        (None, _) | (_, None) => "time there unknown".to_owned(),
    }
}

fn role_rank(contact: &Contact) -> usize {
    ROLES
        .iter()
        .position(|role| role_is(contact, role))
        .unwrap_or(ROLES.len())
}

fn role_is(contact: &Contact, role: &str) -> bool {
    contact.role.as_deref() == Some(role)
}

/// As people say it: `economic buyer`.
fn role(contact: &Contact) -> String {
    match contact.role.as_deref() {
        Some(EMERGENCY) => "emergency number".to_owned(),
        Some(role) => role.replace('_', " "),
        None => "role unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Tuesday, 14:00 in Berlin, 06:00 in Los Angeles.
    fn now() -> Timestamp {
        "2026-03-10T13:00:00Z".parse().unwrap()
    }

    fn contact(id: &str, role: &str, zone: &str) -> Contact {
        serde_json::from_value(json!({
            "id": id, "account": "acme", "name": id, "role": role, "phone": "+1 415 555 0142", "timezone": zone,
        }))
        .unwrap()
    }

    fn order(contacts: &[Contact], preferences: Preferences) -> Vec<String> {
        let order = call_order(contacts, now(), preferences);
        order.iter().map(|s| s.contact.id.to_string()).collect()
    }

    #[test]
    fn one_who_asked_not_to_be_contacted_is_never_suggested() {
        let mut ann = contact("ann", "exec", "Europe/Berlin");
        ann.do_not_contact = Some("legal dispute".into());
        let bo = contact("bo", "billing", "Europe/Berlin");
        assert_eq!(order(&[ann.clone(), bo], Preferences::default()), ["bo"]);
        assert!(order(&[ann], Preferences::default()).is_empty());
    }

    #[test]
    fn whoever_can_decide_comes_first_among_those_at_work() {
        let roles = [
            "billing",
            "technical",
            "exec",
            "champion",
            "economic_buyer",
            "intern",
        ];
        let contacts = roles.map(|role| contact(role, role, "Europe/Berlin"));
        assert_eq!(
            order(&contacts, Preferences::default()),
            [
                "exec",
                "economic_buyer",
                "champion",
                "technical",
                "billing",
                "intern"
            ]
        );
    }

    #[test]
    fn the_awake_come_before_a_sleeping_executive_and_it_is_said() {
        let contacts = [
            contact("ann", "exec", "America/Los_Angeles"),
            contact("bo", "champion", "Europe/Berlin"),
        ];
        let order = call_order(&contacts, now(), Preferences::default());
        let reasons: Vec<&str> = order.iter().map(|suggested| suggested.reason.as_str()).collect();
        assert_eq!(
            reasons,
            ["champion, 14:00 there, at work", "exec, 06:00 there, asleep"]
        );
    }

    #[test]
    fn at_night_the_emergency_number_is_the_one_to_ring() {
        let contacts = [
            contact("ann", "exec", "America/Los_Angeles"),
            contact("desk", EMERGENCY, "America/Los_Angeles"),
        ];
        assert_eq!(order(&contacts, Preferences::default()), ["desk", "ann"]);
    }

    #[test]
    fn after_a_try_somebody_else_awake_is_next_and_a_wrong_number_is_not_rung_again() {
        let contacts = [
            contact("ann", "exec", "Europe/Berlin"),
            contact("bo", "champion", "Europe/Berlin"),
            contact("cy", "exec", "America/Los_Angeles"),
            contact("di", "exec", "Europe/Berlin"),
        ];
        let preferences = Preferences {
            tried: &["ann".into()],
            wrong: &["di".into()],
            ..Preferences::default()
        };
        assert_eq!(order(&contacts, preferences), ["bo", "ann", "cy"]);
    }

    #[test]
    fn without_a_zone_of_their_own_the_accounts_counts_and_without_any_it_is_unknown() {
        let mut ann = contact("ann", "exec", "");
        ann.timezone = None;
        let said = |zone| {
            let preferences = Preferences {
                zone,
                ..Preferences::default()
            };
            call_order([&ann], now(), preferences)[0].reason.clone()
        };
        assert_eq!(said(Some("Europe/Berlin")), "exec, 14:00 there, at work");
        assert_eq!(said(None), "exec, time there unknown");
    }

    #[test]
    fn office_hours_of_their_own_replace_the_usual_ones() {
        let mut ann = contact("ann", "exec", "Europe/Berlin");
        ann.office_hours = Some("15:00-23:00".into());
        let order = call_order([&ann], now(), Preferences::default());
        assert_eq!(order[0].reachable, Some(Reachable::OffWork));
    }
}
