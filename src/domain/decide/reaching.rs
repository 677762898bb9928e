//! How an account can be reached, from its contacts and our people, as it comes onto a call list.

use crate::domain::accounts::{Account, Contact};
use crate::domain::ids::Name;
use crate::domain::languages;
use crate::domain::people::Person;
use crate::domain::reach::{EMERGENCY, Reach};

pub fn reach<'a>(
    account: &Account,
    contacts: impl IntoIterator<Item = &'a Contact>,
    people: &[Person],
) -> Reach {
    let mut reach = Reach::default();
    let mut spoken = account.language.clone();
    for contact in contacts.into_iter().filter(|contact| may_be_called(contact)) {
        reach.always |= contact.role.as_deref() == Some(EMERGENCY);
        let zone = contact.timezone.as_ref().or(account.timezone.as_ref());
        if let Some(zone) = zone.filter(|zone| !reach.zones.contains(zone)) {
            reach.zones.push(zone.clone());
        }
        spoken = spoken.or_else(|| contact.language.clone());
    }
    if reach.zones.as_slice() == account.timezone.as_slice() {
        reach.zones.clear();
    }
    if let Some(language) = spoken.filter(|language| barrier(language, people)) {
        reach.speakers = speakers(&language, people).cloned().collect();
        reach.language = Some(languages::named(&language));
    }
    reach
}

fn may_be_called(contact: &Contact) -> bool {
    contact.do_not_contact.is_none() && contact.phone.is_some()
}

/// A language that everybody speaks whose languages are on record is none; nor is one nobody asked about.
fn barrier(language: &str, people: &[Person]) -> bool {
    people
        .iter()
        .any(|person| !person.languages.is_empty() && !speaks(person, language))
}

fn speakers<'a>(language: &str, people: &'a [Person]) -> impl Iterator<Item = &'a Name> {
    let those = people.iter().filter(move |person| speaks(person, language));
    those.map(|person| &person.id)
}

fn speaks(person: &Person, language: &str) -> bool {
    person
        .languages
        .iter()
        .any(|known| languages::same(known, language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn account(fields: serde_json::Value) -> Account {
        let mut whole = json!({ "id": "kyoto", "name": "Kyoto Denki", "tier": "key" });
        whole
            .as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        serde_json::from_value(whole).unwrap()
    }

    fn contact(fields: serde_json::Value) -> Contact {
        let mut whole = json!({ "id": "k-1", "account": "kyoto", "name": "Aiko", "phone": "+81 3 555 0100" });
        whole
            .as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        serde_json::from_value(whole).unwrap()
    }

    fn people(languages: &[(&str, &[&str])]) -> Vec<Person> {
        let person =
            |(id, languages): &(&str, &[&str])| json!({ "id": id, "name": id, "languages": languages });
        let people: serde_json::Value = languages.iter().map(person).collect();
        serde_json::from_value(people).unwrap()
    }

    #[test]
    fn a_language_only_some_of_us_speak_names_those_who_do() {
        let ours = people(&[("lena", &["en", "ja"]), ("omar", &["English"]), ("new", &[])]);
        let found = reach(&account(json!({ "language": "Japanese" })), [], &ours);
        assert_eq!(found.language.as_deref(), Some("Japanese"));
        assert_eq!(found.speakers, [Name::from("lena")]);
        let english = reach(&account(json!({ "language": "en" })), [], &ours);
        assert_eq!(english, Reach::default(), "everybody on record speaks it");
        let unknown = people(&[("omar", &[])]);
        let found = reach(&account(json!({ "language": "ja" })), [], &unknown);
        assert!(found.is_unknown(), "nobody's languages are on record");
    }

    #[test]
    fn a_contact_elsewhere_and_an_emergency_number_count_and_one_not_to_be_called_does_not() {
        let tokyo = account(json!({ "timezone": "Asia/Tokyo" }));
        let there = contact(json!({ "timezone": "Asia/Tokyo" }));
        assert!(reach(&tokyo, [&there], &[]).is_unknown());
        let berlin = contact(json!({ "timezone": "Europe/Berlin", "role": EMERGENCY }));
        let found = reach(&tokyo, [&there, &berlin], &[]);
        assert!(found.always);
        assert_eq!(found.zones, ["Asia/Tokyo", "Europe/Berlin"]);
        let silent = contact(json!({ "timezone": "Europe/Berlin", "do_not_contact": "asked" }));
        assert!(reach(&tokyo, [&there, &silent], &[]).is_unknown());
    }
}
