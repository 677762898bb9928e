//! Who should call an account: our person for them first, then by language, hour, last contact and what each has in hand.

use super::assignments::{Right, so_many};
use super::ids::{AccountId, Name};
use super::incident::Incident;
use super::languages::same;
use super::nights::Nights;
use super::outreach::Row;
use super::people::{Duty, Person};
use super::picture::Picture;
use super::text::Clean;
use crate::domain::speech::{say, word};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody who could call.
#[derive(Clone, Debug, PartialEq)]
pub struct Caller {
    pub name: Name,
    /// In the room now.
    pub here: bool,
    /// Calling is what they do here: they are an advocate of the incident, or by the list of people.
    pub calls: bool,
    pub zone: Option<Clean>,
    pub languages: Vec<Clean>,
}

/// One who could call an account, and why they should or should not.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggested {
    pub who: Name,
    pub why: String,
    pub fit: i32,
}

/// What each reason weighs, in tenths of a call in hand: a person is worth three calls more to the account they know.
const OWNER: i32 = 30;
const BACKUP: i32 = 20;
const LAST: i32 = 30;
const SPEAKS: i32 = 10;
const NO_LANGUAGE: i32 = -60;
const NIGHT: i32 = -60;
const NOT_HERE: i32 = -30;
pub(super) const A_CALL_IN_HAND: i32 = 10;

/// Everybody who could call: those who are here, the advocates, and those who call by the list of people.
pub fn callers(incident: &Incident, people: &[Person], present: &[Name]) -> Vec<Caller> {
    gathered(incident, people, present, &[])
}

/// The same for one account: whose it is by the list of accounts can call them, whatever else they do here.
pub fn callers_of(
    incident: &Incident,
    people: &[Person],
    present: &[Name],
    account: &AccountId,
) -> Vec<Caller> {
    let listed = incident.rows.get(account).map(|row| &row.affected.account);
    let theirs = listed
        .into_iter()
        .flat_map(|account| account.owner.iter().chain(&account.backup));
    let theirs: Vec<Name> = theirs.cloned().collect();
    gathered(incident, people, present, &theirs)
}

fn gathered(incident: &Incident, people: &[Person], present: &[Name], theirs: &[Name]) -> Vec<Caller> {
    let advocates: BTreeSet<&Name> = incident.advocates().collect();
    let calling = |person: &&Person| {
        let duties = &person.duties;
        duties
            .iter()
            .any(|duty| Duty::parse(duty) == Some(Duty::Advocate))
    };
    let by_list = people.iter().filter(calling).map(|person| &person.id);
    let names: BTreeSet<&Name> = by_list
        .clone()
        .chain(advocates.iter().copied())
        .chain(present)
        .chain(theirs)
        .collect();
    let by_list: BTreeSet<&Name> = by_list.collect();
    names
        .into_iter()
        .map(|name| {
            let person = people.iter().find(|person| person.id == *name);
            Caller {
                name: name.clone(),
                here: present.contains(name),
                calls: advocates.contains(name) || by_list.contains(name),
                zone: person.and_then(|person| person.timezone.clone()),
                languages: person.map(|person| person.languages.clone()).unwrap_or_default(),
            }
        })
        .collect()
}

/// How many open accounts each has: those that are theirs by their own yes, and those they hold.
pub fn in_hand(picture: &Picture, incident: &Incident) -> BTreeMap<Name, usize> {
    let mut has: BTreeMap<Name, BTreeSet<&AccountId>> = BTreeMap::new();
    for claim in picture.claims.live() {
        has.entry(claim.holder.clone())
            .or_default()
            .insert(&claim.account);
    }
    for row in incident.rows.values().filter(|row| row.counts() && !row.spoken()) {
        if let Some(whose) = row.whose().filter(|whose| whose.by != Right::Owner) {
            has.entry(whose.who).or_default().insert(row.id());
        }
    }
    has.into_iter()
        .map(|(who, accounts)| (who, accounts.len()))
        .collect()
}

/// Who should call this account, the best first; those who said no to it are left out.
pub fn suggest(
    picture: &Picture,
    incident: &Incident,
    callers: &[Caller],
    account: &AccountId,
    now: Timestamp,
) -> Vec<Suggested> {
    let Some(row) = incident.rows.get(account) else {
        return Vec::new();
    };
    let has = in_hand(picture, incident);
    let mut nights = Nights::at(now);
    let willing = callers
        .iter()
        .filter(|caller| row.assignments.declined_by(&caller.name).is_none());
    let mut suggested: Vec<Suggested> = willing
        .map(|caller| {
            let has = has.get(&caller.name).copied().unwrap_or(0);
            let mut words = Vec::new();
            let mut fit = -A_CALL_IN_HAND.saturating_mul(i32::try_from(has).unwrap_or(i32::MAX));
            each_reason(row, caller, &mut nights, |reason| {
                fit = fit.saturating_add(reason.points());
                words.push(reason.words());
            });
            words.push(match has {
                0 => word!("nothing in hand").to_owned(),
                many => say!("{so_many} in hand", so_many = so_many(many)),
            });
            Suggested {
                who: caller.name.clone(),
                why: words.join(", "),
                fit,
            }
        })
        .collect();
    suggested.sort_by(|a, b| b.fit.cmp(&a.fit).then_with(|| a.who.cmp(&b.who)));
    suggested
}

/// How well somebody fits an account, apart from what they have in hand.
pub(super) fn fit(row: &Row, caller: &Caller, nights: &mut Nights) -> i32 {
    let mut points = 0;
    each_reason(row, caller, nights, |reason| points += reason.points());
    points
}

/// Why somebody should call an account, or should not.
#[derive(Clone, Copy)]
enum Reason<'a> {
    Owner,
    StandsIn(Option<&'a Name>),
    Last,
    Speaks(&'a Clean),
    Lacks(&'a Clean),
    NotHere,
    Night,
}

impl Reason<'_> {
    fn points(self) -> i32 {
        match self {
            Reason::Owner => OWNER,
            Reason::StandsIn(_) => BACKUP,
            Reason::Last => LAST,
            Reason::Speaks(_) => SPEAKS,
            Reason::Lacks(_) => NO_LANGUAGE,
            Reason::NotHere => NOT_HERE,
            Reason::Night => NIGHT,
        }
    }

    fn words(self) -> String {
        match self {
            Reason::Owner => word!("their advocate").to_owned(),
            Reason::StandsIn(Some(owner)) => say!("stands in for {owner}", owner),
            Reason::StandsIn(None) => word!("stands in").to_owned(),
            Reason::Last => word!("had them on the line last").to_owned(),
            Reason::Speaks(language) => say!("speaks {language}", language),
            Reason::Lacks(language) => say!("no {language}", language),
            Reason::NotHere => word!("not here now").to_owned(),
            Reason::Night => word!("night where they are").to_owned(),
        }
    }
}

fn each_reason<'a>(row: &'a Row, caller: &Caller, nights: &mut Nights, mut say: impl FnMut(Reason<'a>)) {
    let account = &row.affected.account;
    let is = |name: &Option<Name>| name.as_ref() == Some(&caller.name);
    if is(&account.owner) {
        say(Reason::Owner);
    } else if is(&account.backup) {
        say(Reason::StandsIn(account.owner.as_ref()));
    }
    if row.last().is_some_and(|last| last.by == caller.name) {
        say(Reason::Last);
    }
    // Nothing where nobody has said what the person speaks.
    if let Some(wanted) = account.language.as_ref().filter(|_| !caller.languages.is_empty()) {
        let speaks = caller.languages.iter().any(|language| same(language, wanted));
        say(if speaks {
            Reason::Speaks(wanted)
        } else {
            Reason::Lacks(wanted)
        });
    }
    if !caller.here {
        say(Reason::NotHere);
        if nights.one_asleep(caller.zone.as_ref()) {
            say(Reason::Night);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::json;
    use std::sync::Arc;

    fn caller(name: &str, here: bool, languages: &[&str]) -> Caller {
        Caller {
            name: name.into(),
            here,
            calls: true,
            zone: Some("Asia/Tokyo".into()),
            languages: languages.iter().map(|language| (*language).into()).collect(),
        }
    }

    /// Northwind is omar's, with lena to stand in, and speaks Japanese.
    fn owned() -> Room {
        let mut room = Room::empty();
        let northwind = room.reference.accounts.get_mut("northwind").unwrap();
        let account = Arc::make_mut(northwind);
        account.owner = Some("omar".into());
        account.backup = Some("lena".into());
        account.language = Some("ja".into());
        room.does(
            "dana",
            declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
        );
        room.incident = Some(crate::domain::ids::IncidentId(1));
        room
    }

    fn said(room: &Room, callers: &[Caller]) -> Vec<String> {
        let list = suggest(&room.picture, room.here(), callers, &"northwind".into(), room.now);
        list.iter()
            .map(|one| format!("{}: {}", one.who, one.why))
            .collect()
    }

    #[test]
    fn whose_an_account_is_by_the_list_can_call_it_though_calling_is_not_their_duty() {
        let room = owned();
        let people = &room.reference.people;
        assert_eq!(callers(room.here(), people, &[]), []);
        let theirs = callers_of(room.here(), people, &[], &"northwind".into());
        let names: Vec<&str> = theirs.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["lena", "omar"]);
    }

    #[test]
    fn their_own_advocate_comes_first_then_who_stands_in() {
        let room = owned();
        let all = [
            caller("dana", true, &[]),
            caller("lena", true, &[]),
            caller("omar", true, &[]),
        ];
        let expected = [
            "omar: their advocate, nothing in hand",
            "lena: stands in for omar, nothing in hand",
            "dana: nothing in hand",
        ];
        assert_eq!(said(&room, &all), expected);
    }

    #[test]
    fn somebody_asleep_or_without_the_language_or_with_their_hands_full_comes_later() {
        let mut room = owned();
        let all = [
            caller("dana", true, &["en", "ja"]),
            caller("lena", true, &["de"]),
            caller("omar", false, &["JA"]),
        ];
        room.does("dana", claim("fabrikam"));
        let expected = [
            "dana: speaks ja, 1 account in hand",
            "lena: stands in for omar, no ja, nothing in hand",
            "omar: their advocate, speaks ja, not here now, night where they are, nothing in hand",
        ];
        assert_eq!(said(&room, &all), expected, "it is 21:00 in Tokyo");
    }

    #[test]
    fn whoever_had_them_last_calls_again_and_who_said_no_is_not_asked_again() {
        let mut room = owned();
        room.does("dana", role("cs_lead"));
        room.does("lena", attempt("northwind", Disposition::NoAnswer));
        let all = [
            caller("dana", true, &[]),
            caller("lena", true, &[]),
            caller("omar", true, &[]),
        ];
        assert!(said(&room, &all)[0].starts_with("lena: stands in for omar, had them on the line last"));
        let offer = json!({ "account": "northwind", "to": "lena" });
        room.does("dana", command("assign_account", offer));
        room.does(
            "lena",
            command("decline_accounts", json!({ "reason": "on another call" })),
        );
        let names: Vec<String> = said(&room, &all);
        assert!(names.iter().all(|line| !line.starts_with("lena")), "{names:?}");
    }

    #[test]
    fn those_who_are_here_the_advocates_and_those_who_call_by_the_list_can_call() {
        let mut room = owned();
        room.does("sam", role("advocate"));
        let people: Vec<Person> = serde_json::from_value(json!([
            { "id": "omar", "name": "Omar", "duties": ["cs_lead", "advocate"], "timezone": "Europe/Berlin" },
            { "id": "carol", "name": "Carol", "duties": ["ceo"] },
        ]))
        .unwrap();
        let found = callers(room.here(), &people, &["dana".into()]);
        let found: Vec<_> = found
            .iter()
            .map(|caller| (caller.name.as_str(), caller.here, caller.calls))
            .collect();
        assert_eq!(
            found,
            [("dana", true, false), ("omar", false, true), ("sam", false, true)]
        );
    }
}
