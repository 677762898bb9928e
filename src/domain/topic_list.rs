//! The topics as they are listed: who raised each, what that is worth, since when, and what became of it.

use super::due::{Kind, owed};
use super::ids::{AccountId, IncidentId, Name, Seq};
use super::incident::Incident;
use super::money::Amount;
use super::outreach::Row;
use super::picture::Picture;
use super::text::Clean;
use super::topics::{Group, Raised, Sort, Tag};
use crate::domain::speech::word;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// One topic with everything merged into it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    pub topic: Seq,
    pub name: Clean,
    /// The other names under which it was heard.
    pub also: Vec<Clean>,
    pub sort: Sort,
    pub state: State,
    /// How many accounts raised it, however often each said so.
    pub accounts: usize,
    /// How often somebody raised it who is no account of ours; of our own topics, how often it was said.
    pub others: usize,
    /// What these accounts are worth a year, in the reporting currency, and of how many of them that is not known.
    pub arr: Amount,
    pub arr_unknown: usize,
    /// Their names, whoever raised it first before the others.
    pub raised_by: Vec<Clean>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// When it was heard first, and when last.
    pub since: Timestamp,
    pub last: Timestamp,
    pub incidents: Vec<IncidentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Name>,
    /// What helps until it is mended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workaround: Option<Clean>,
    /// The last time it was crossed off, though it may have been heard again since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<Done>,
    /// How many accounts are still to be told that it is done.
    pub to_tell: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Open,
    /// Crossed off, and heard again since.
    Again,
    CrossedOff,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quote {
    pub text: Clean,
    /// Whose words they are, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Done {
    pub how: Clean,
    pub by: Name,
    pub at: Timestamp,
}

impl State {
    pub fn words(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Again => word!("heard again"),
            State::CrossedOff => word!("crossed off"),
        }
    }
}

impl Listed {
    pub fn is_open(&self) -> bool {
        self.state != State::CrossedOff
    }
}

/// Every topic: the customers' before those of our own people, open ones first, and of these the one that most
/// accounts raised, of as many the one of the greater ARR.
pub fn topics(picture: &Picture) -> Vec<Listed> {
    let untold = untold(picture);
    let groups = picture.topics.groups();
    let mut listed: Vec<Listed> = groups
        .iter()
        .map(|group| listed(picture, group, untold.get(&group.seq()).copied().unwrap_or(0)))
        .collect();
    let order = |one: &Listed| {
        let apart = (one.sort == Sort::Own, !one.is_open());
        let weight = std::cmp::Reverse((one.accounts, one.arr, one.others));
        (apart, weight, one.since, one.topic)
    };
    listed.sort_by_key(order);
    listed
}

/// The open ones that were raised in this incident, as many as `most`, with how many of its accounts raised each.
pub fn raised_in(picture: &Picture, incident: &Incident, most: usize) -> Vec<(Clean, usize)> {
    let here = |tag: &Tag| {
        let id = tag.incident.and_then(|id| picture.goes_on_as(id));
        id.is_some_and(|there| there.id == incident.id)
    };
    let groups = picture.topics.groups().into_iter();
    let open = groups.filter(|group| group.sort() != Sort::Own && group.crossed_off().is_none());
    let mut raised: Vec<(Clean, usize)> = open
        .map(|group| {
            let accounts = group.accounts().into_values();
            let count = accounts.filter(|raised| here(raised.last) || here(raised.first));
            (group.name().clone(), count.count())
        })
        .filter(|(_, accounts)| *accounts > 0)
        .collect();
    raised.sort_by(|(a, one), (b, other)| other.cmp(one).then_with(|| a.cmp(b)));
    raised.truncate(most);
    raised
}

fn listed(picture: &Picture, group: &Group, to_tell: usize) -> Listed {
    let mut by: Vec<(&AccountId, Raised)> = group.accounts().into_iter().collect();
    by.sort_by_key(|(_, raised)| (raised.first.at, raised.first.seq));
    let rows: Vec<Option<&Row>> = by
        .iter()
        .map(|(account, raised)| row_of(picture, account, raised.last))
        .collect();
    let arr: Vec<Amount> = rows
        .iter()
        .flatten()
        .filter_map(|row| row.affected.arr_reported)
        .collect();
    let named = |(account, row): (&(&AccountId, Raised), &Option<&Row>)| {
        row.map_or_else(|| account.0.0.clone(), |row| row.name().clone())
    };
    let mut incidents: Vec<IncidentId> = group.tags().filter_map(|tag| tag.incident).collect();
    incidents.sort_unstable();
    incidents.dedup();
    let (since, last) = group.heard();
    let (done, state) = match (group.crossed_off(), group.reopened()) {
        (Some(done), _) => (Some(done), State::CrossedOff),
        (None, Some(done)) => (Some(done), State::Again),
        (None, None) => (None, State::Open),
    };
    Listed {
        topic: group.seq(),
        name: group.name().clone(),
        also: group.other_names().cloned().collect(),
        sort: group.sort(),
        state,
        accounts: by.len(),
        others: group.without_account(),
        arr: arr.iter().fold(Amount::default(), |sum, arr| sum.plus(*arr)),
        arr_unknown: by.len() - arr.len(),
        raised_by: by.iter().zip(&rows).map(named).collect(),
        quote: group.quote().and_then(|tag| quote(picture, tag)),
        since,
        last,
        incidents,
        owner: group.owner().cloned(),
        workaround: group.answer().map(|word| word.what.clone()),
        done: done.map(|done| Done {
            how: done.what.clone(),
            by: done.by.clone(),
            at: done.at,
        }),
        to_tell,
    }
}

fn quote(picture: &Picture, tag: &Tag) -> Option<Quote> {
    let row = tag
        .account
        .as_ref()
        .and_then(|account| row_of(picture, account, tag));
    Some(Quote {
        text: tag.quote.clone()?,
        account: row.map(|row| row.name().clone()),
    })
}

/// The account as it stood where it raised the topic; else where it is listed last.
fn row_of<'a>(picture: &'a Picture, account: &AccountId, tag: &Tag) -> Option<&'a Row> {
    let there = tag.incident.and_then(|id| picture.goes_on_as(id));
    let there = there.and_then(|incident| incident.rows.get(account));
    there.or_else(|| {
        picture
            .incidents()
            .rev()
            .find_map(|incident| incident.rows.get(account))
    })
}

/// How many accounts are still to be told, by topic.
fn untold(picture: &Picture) -> BTreeMap<Seq, usize> {
    let mut untold = BTreeMap::new();
    // What an incident owes is found by a pass over its rows; most have nothing of the kind to tell.
    let telling = picture
        .incidents()
        .filter(|incident| incident.tells.iter().next().is_some());
    for due in telling.flat_map(owed) {
        if let Kind::Tell(topic, _) = due.kind {
            *untold.entry(topic).or_insert(0) += 1;
        }
    }
    untold
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;
    use serde_json::{Value, json};

    fn tag(room: &mut Room, fields: Value) {
        room.does("omar", command("tag_topic", fields));
    }

    fn room() -> Room {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        tag(&mut room, json!({ "account": "northwind", "name": "login" }));
        tag(
            &mut room,
            json!({ "account": "contoso-jp", "name": "export", "quote": "empty files" }),
        );
        tag(&mut room, json!({ "account": "contoso", "name": "export" }));
        tag(
            &mut room,
            json!({ "account": "fabrikam", "name": "dark mode", "idea": true }),
        );
        room.does(
            "lena",
            command("raise_topic", json!({ "name": "too many tools" })),
        );
        room
    }

    #[test]
    fn the_one_that_most_accounts_raised_comes_first_and_of_as_many_the_one_of_the_greater_arr() {
        let room = room();
        let listed = topics(&room.picture);
        let names: Vec<&str> = listed.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["export", "login", "dark mode", "too many tools"]);
        let export = &listed[0];
        assert_eq!(
            (export.accounts, export.arr, export.arr_unknown),
            (2, Amount::whole(700_000), 1)
        );
        assert_eq!(export.raised_by, ["Contoso Japan", "Contoso"]);
        let quote = export.quote.as_ref().unwrap();
        assert_eq!(
            (quote.text.as_str(), quote.account.as_deref()),
            ("empty files", Some("Contoso Japan"))
        );
        let own = &listed[3];
        assert_eq!((own.sort, own.accounts, own.others), (Sort::Own, 0, 1));
    }

    #[test]
    fn what_is_done_goes_down_and_says_how_many_are_to_be_told() {
        let mut room = room();
        let export = room.picture.topics.named("export", false).unwrap().seq();
        room.at(5).does(
            "dana",
            command("cross_off_topic", json!({ "topic": export, "how": "works" })),
        );
        let listed = topics(&room.picture);
        let names: Vec<(&str, usize)> = listed
            .iter()
            .map(|one| (one.name.as_str(), one.to_tell))
            .collect();
        assert_eq!(
            names,
            [
                ("login", 0),
                ("dark mode", 0),
                ("export", 2),
                ("too many tools", 0)
            ]
        );
        assert_eq!(listed[2].done.as_ref().unwrap().by.as_str(), "dana");
        room.at(9);
        tag(&mut room, json!({ "account": "tailspin", "name": "export" }));
        let again = &topics(&room.picture)[0];
        assert_eq!(
            (again.name.as_str(), again.state, again.to_tell),
            ("export", State::Again, 0)
        );
    }

    #[test]
    fn of_one_incident_only_what_was_raised_in_it_is_named() {
        let mut room = room();
        room.does(
            "dana",
            declare(json!({ "title": "Again", "components": ["video-eu"] })),
        );
        room.incident = Some(IncidentId(2));
        tag(&mut room, json!({ "account": "northwind", "name": "export" }));
        let second = room.picture.incident(IncidentId(2)).unwrap();
        assert_eq!(raised_in(&room.picture, second, 3), [("export".into(), 1)]);
        room.incident = Some(IncidentId(1));
        let first = [("export".into(), 2), ("dark mode".into(), 1)];
        assert_eq!(raised_in(&room.picture, room.here(), 2), first);
    }
}
