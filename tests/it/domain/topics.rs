//! What holds of topics in every history: accounts are counted, not mentions, and what was merged comes apart whole.

use super::histories::*;
use super::properties::cases;
use super::testkit::*;
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use warroom::domain::due::{Kind, owed};
use warroom::domain::event::Event;
use warroom::domain::ids::{AccountId, Seq};
use warroom::domain::picture::Picture;

/// One topic as it is listed: its number, who raised it, how often nobody's account did, whether it is done.
type Line = (Seq, BTreeSet<AccountId>, usize, bool);

fn listed(picture: &Picture) -> Vec<Line> {
    let groups = picture.topics.groups().into_iter();
    groups
        .map(|group| {
            let accounts = group.accounts().into_keys().cloned().collect();
            (
                group.seq(),
                accounts,
                group.without_account(),
                group.crossed_off().is_some(),
            )
        })
        .collect()
}

/// Every account that is to be told something, by incident.
fn to_tell(picture: &Picture) -> Vec<String> {
    let dues = picture.incidents().flat_map(owed);
    let tells = dues.filter(|due| matches!(due.kind, Kind::Tell(..)));
    tells.map(|due| due.kind.key()).collect()
}

/// The accounts that stand behind each topic, read from the log alone.
fn from_the_log(room: &Room) -> Vec<(Seq, BTreeSet<AccountId>)> {
    let corrected = |seq: &Seq| {
        let corrects =
            |event: &Event| matches!(event, Event::TakenBack(event) if event.corrects.contains(seq));
        room.log.iter().any(|recorded| corrects(&recorded.event))
    };
    let standing = || room.log.iter().filter(|recorded| !corrected(&recorded.seq));
    let mut into: BTreeMap<Seq, Seq> = BTreeMap::new();
    for recorded in standing() {
        if let Event::TopicsMerged(event) = &recorded.event {
            into.insert(event.from, event.into);
        }
    }
    let mut raised: BTreeMap<Seq, BTreeSet<AccountId>> = BTreeMap::new();
    for recorded in standing() {
        let Event::TopicTagged(event) = &recorded.event else {
            continue;
        };
        let mut topic = event.topic.unwrap_or(recorded.seq);
        while let Some(next) = into.get(&topic) {
            topic = *next;
        }
        raised.entry(topic).or_default().extend(event.account.clone());
    }
    raised.into_iter().collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_topic_counts_the_accounts_that_raised_it_and_not_how_often(acts in raising(60)) {
        let room = lived(&acts);
        let counted: Vec<_> = listed(&room.picture).into_iter().map(|line| (line.0, line.1)).collect();
        prop_assert_eq!(&counted, &from_the_log(&room));
        for (topic, accounts) in counted {
            prop_assert!(accounts.len() <= ACCOUNTS.len(), "{topic}: {accounts:?}");
        }
    }

    #[test]
    fn merging_is_undone_whole(acts in raising(60), from in 0..TOPICS.len(), into in 0..TOPICS.len()) {
        let mut room = lived(&acts);
        let before = (listed(&room.picture), to_tell(&room.picture));
        let number = |name: usize| {
            let group = room.picture.topics.named(TOPICS[name], false);
            group.map(|group| group.seq())
        };
        if let (Some(from), Some(into)) = (number(from), number(into)) {
            let merge = command("merge_topics", json!({ "from": from, "into": into }));
            if room.asks("sam", merge).is_ok_and(|events| !events.is_empty()) {
                let accounts = |lines: &[Line]| lines.iter().flat_map(|line| line.1.clone()).collect::<BTreeSet<_>>();
                let merged = listed(&room.picture);
                prop_assert_eq!(merged.len() + 1, before.0.len());
                prop_assert_eq!(accounts(&merged), accounts(&before.0), "nobody is lost");
                let done = room.last();
                room.does("sam", take_back(done));
                prop_assert_eq!((listed(&room.picture), to_tell(&room.picture)), before);
            }
        }
    }

    #[test]
    fn only_who_raised_a_topic_that_is_done_is_told_so_and_once(acts in raising(80)) {
        let room = lived(&acts);
        let done = listed(&room.picture).into_iter().filter(|line| line.3);
        let may: BTreeSet<String> = done
            .flat_map(|(topic, accounts, ..)| accounts.into_iter().map(move |account| Kind::Tell(topic, account).key()))
            .collect();
        let told = to_tell(&room.picture);
        let different: BTreeSet<String> = told.iter().cloned().collect();
        prop_assert_eq!(told.len(), different.len());
        prop_assert!(different.is_subset(&may), "{different:?} of {may:?}");
    }
}
