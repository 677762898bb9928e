//! What becomes of topics, told as stories.

mod told;

use crate::domain::command::Command;
use crate::domain::due::{Kind, dues, gathered, owed};
use crate::domain::event::Event;
use crate::domain::ids::{AccountId, IncidentId, Seq};
use crate::domain::testkit::*;
use crate::domain::topics::Group;
use serde_json::json;

fn tag(account: &str, name: &str) -> Command {
    command("tag_topic", json!({ "account": account, "name": name }))
}

fn quoted(account: &str, name: &str, quote: &str) -> Command {
    command(
        "tag_topic",
        json!({ "account": account, "name": name, "quote": quote }),
    )
}

fn merge(from: Seq, into: Seq) -> Command {
    command("merge_topics", json!({ "from": from, "into": into }))
}

fn cross_off(topic: Seq, how: &str) -> Command {
    command("cross_off_topic", json!({ "topic": topic, "how": how }))
}

fn named<'a>(room: &'a Room, name: &str) -> Group<'a> {
    room.picture.topics.named(name, false).unwrap()
}

fn accounts(room: &Room, name: &str) -> Vec<String> {
    let group = named(room, name);
    group.accounts().keys().map(ToString::to_string).collect()
}

/// Who is still to be told, in the first incident.
fn to_tell(room: &Room) -> Vec<String> {
    let dues = dues(room.here()).into_iter();
    dues.filter(|due| matches!(due.kind, Kind::Tell(..)))
        .map(|due| due.what.to_string())
        .collect()
}

/// `export` was raised by northwind and fabrikam, and dana commands.
fn raised() -> (Room, Seq) {
    let mut room = Room::declared();
    room.does("dana", role("commander"));
    room.does("omar", quoted("northwind", "export", "the file is empty"));
    let topic = room.last();
    room.at(2).does("lena", tag("fabrikam", "Export"));
    (room, topic)
}

#[test]
fn the_same_topic_in_another_hand_is_one_and_an_account_counts_once() {
    let (mut room, topic) = raised();
    for (who, typed) in [("omar", "#export"), ("sam", "EXPORT "), ("sam", " ex-port")] {
        room.asks(who, tag("northwind", typed)).unwrap();
    }
    assert_eq!(accounts(&room, "#EXPORT!"), ["fabrikam", "northwind"]);
    let names: Vec<String> = room
        .picture
        .topics
        .groups()
        .iter()
        .map(|group| group.name().to_string())
        .collect();
    assert_eq!(
        names,
        ["export", "ex-port"],
        "a word that is broken is another word"
    );
    let group = named(&room, "export");
    assert_eq!(
        (group.seq(), group.quote().unwrap().quote.as_deref()),
        (topic, Some("the file is empty"))
    );
    assert_eq!(group.heard(), (at(0), at(2)));
}

#[test]
fn saying_it_again_is_already_so_and_other_words_are_kept() {
    let (mut room, _) = raised();
    room.already("omar", tag("northwind", "export"));
    room.already("sam", quoted("northwind", "export", "the file is empty"));
    room.does("sam", quoted("northwind", "export", "we cannot close the month"));
    assert_eq!(accounts(&room, "export").len(), 2);
    room.refused("omar", "empty", tag("northwind", " #! "));
    room.refused("omar", "unknown_account", tag("wingtip", "export"));
}

#[test]
fn somebody_on_no_list_counts_beside_the_accounts() {
    let (mut room, _) = raised();
    for _ in 0..2 {
        room.does("sam", command("tag_topic", json!({ "name": "export" })));
    }
    let group = named(&room, "export");
    assert_eq!((group.accounts().len(), group.without_account()), (2, 2));
}

#[test]
fn a_call_brings_its_topics_in_one_breath_and_taking_the_call_back_takes_them_back() {
    let (mut room, topic) = raised();
    let call = json!({
        "account": "contoso", "disposition": "reached_decision_maker",
        "topics": [{ "name": "export" }, { "name": "dark mode", "idea": true }, { "name": "Dark-Mode" }],
    });
    let events = room.does("omar", command("record_attempt", call));
    let kinds: Vec<_> = events.iter().map(Event::kind).collect();
    assert_eq!(kinds, ["attempt_recorded", "topic_tagged", "topic_tagged"]);
    assert_eq!(accounts(&room, "export").len(), 3);
    let line = room.here().timeline.last().unwrap();
    assert_eq!(
        (line.text.as_str(), line.subject.as_deref()),
        ("idea dark mode", Some("Contoso"))
    );
    let last = room.last();
    room.does("omar", take_back(last));
    assert_eq!(accounts(&room, "export"), ["fabrikam", "northwind"]);
    assert!(room.picture.topics.named("dark mode", false).is_none());
    room.does("omar", take_back(topic));
    assert_eq!(
        accounts(&room, "export"),
        ["fabrikam"],
        "who began it took it back; it was heard elsewhere"
    );
}

#[test]
fn a_topic_that_was_taken_back_whole_is_begun_anew() {
    let mut room = Room::declared();
    room.does("omar", tag("northwind", "login"));
    let first = room.last();
    room.does("omar", take_back(first));
    assert!(room.picture.topics.groups().is_empty());
    room.does("omar", tag("northwind", "login"));
    assert_eq!(named(&room, "login").seq(), room.last());
}

#[test]
fn topics_are_merged_by_hand_counted_once_and_come_apart_again_whole() {
    let (mut room, export) = raised();
    room.does("omar", tag("northwind", "csv is empty"));
    let csv = room.last();
    room.does("omar", tag("contoso", "csv is empty"));
    let apart = (accounts(&room, "export"), accounts(&room, "csv is empty"));
    room.does("sam", merge(csv, export));
    let merged = room.last();
    assert_eq!(accounts(&room, "export"), ["contoso", "fabrikam", "northwind"]);
    assert_eq!(
        named(&room, "CSV is empty").seq(),
        export,
        "its old name still finds it"
    );
    room.does("omar", tag("tailspin", "csv is empty"));
    assert_eq!(accounts(&room, "export").len(), 4);
    for (from, into) in [(csv, export), (export, csv)] {
        room.already("lena", merge(from, into));
    }
    let tailspin = room.last();
    room.does("omar", take_back(tailspin));
    room.does("sam", take_back(merged));
    assert_eq!(
        (accounts(&room, "export"), accounts(&room, "csv is empty")),
        apart
    );
    room.refused("sam", "unknown_topic", merge(csv, Seq(999)));
}

#[test]
fn what_helps_is_said_by_who_owns_it_or_directs_and_outlives_a_merge() {
    let (mut room, export) = raised();
    let helps = |text: &str| command("answer_topic", json!({ "topic": export, "workaround": text }));
    let refusal = room.refused("omar", "duty_needed", helps("use the API"));
    assert!(refusal.contains("whoever owns the topic"), "{refusal}");
    room.does("omar", command("own_topic", json!({ "topic": export })));
    room.does("omar", helps("use the API"));
    room.already("omar", helps("use the API"));
    let given = command("own_topic", json!({ "topic": export, "owner": "Carol" }));
    room.does("dana", given.clone());
    room.already("dana", given);
    assert_eq!(
        named(&room, "export").owner().unwrap().as_str(),
        "carol",
        "by the name of the list of people"
    );
    room.refused(
        "omar",
        "duty_needed",
        command("own_topic", json!({ "topic": export, "owner": "lena" })),
    );
    room.does("omar", tag("contoso", "reports"));
    let reports = room.last();
    room.does("omar", merge(export, reports));
    let group = named(&room, "export");
    assert_eq!(group.name(), "reports");
    assert_eq!(group.answer().unwrap().what, "use the API");
}

#[test]
fn what_our_own_people_say_has_nobodys_name_and_no_line_under_one() {
    let mut room = Room::declared();
    let raise = |name: &str| {
        command(
            "raise_topic",
            json!({ "name": name, "quote": "three tools for one call" }),
        )
    };
    room.does("omar", raise("too many tools"));
    let own = room.last();
    room.does("lena", raise("Too many tools"));
    let recorded = serde_json::to_string(&room.log[room.log.len() - 2..]).unwrap();
    assert!(
        !recorded.contains("omar") && !recorded.contains("lena"),
        "{recorded}"
    );
    assert!(
        room.here()
            .timeline
            .iter()
            .all(|line| !line.text.contains("tools"))
    );
    let topics = &room.picture.topics;
    assert_eq!(topics.named("too many tools", true).unwrap().without_account(), 2);
    assert!(
        topics.named("too many tools", false).is_none(),
        "customers' topics are apart"
    );
    assert!(topics.suggest("too").is_empty());
    room.does("omar", tag("northwind", "too many tools"));
    let theirs = room.last();
    room.refused("omar", "topics_apart", merge(own, theirs));
    room.does("root", cross_off(own, "one tool from Monday"));
    assert_eq!(to_tell(&room), [""; 0]);
}

#[test]
fn topics_are_offered_by_what_is_typed_of_any_of_their_names() {
    let (mut room, export) = raised();
    for (account, name) in [
        ("northwind", "login"),
        ("contoso", "csv is empty"),
        ("contoso", "slow exports"),
    ] {
        room.does("omar", tag(account, name));
    }
    let offered = |room: &Room, typed: &str| {
        let suggested = room.picture.topics.suggest(typed).into_iter();
        suggested
            .map(|one| format!("{} {}", one.name, one.accounts))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        offered(&room, ""),
        ["export 2", "csv is empty 1", "login 1", "slow exports 1"]
    );
    assert_eq!(offered(&room, "#Exp"), ["export 2", "slow exports 1"]);
    assert_eq!(offered(&room, "emp"), ["csv is empty 1"]);
    assert_eq!(offered(&room, "logni"), ["login 1"]);
    assert_eq!(offered(&room, "zzz"), [""; 0]);
    let csv = room.picture.topics.named("csv is empty", false).unwrap().seq();
    room.does("omar", merge(csv, export));
    assert_eq!(
        offered(&room, "csv"),
        ["export 3"],
        "by the name it was merged under"
    );
}
