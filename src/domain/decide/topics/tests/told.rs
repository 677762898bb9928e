//! Who is told that a topic is done, and in which incident.

use super::*;

#[test]
fn a_topic_crossed_off_is_told_to_everyone_whose_account_raised_it() {
    let (mut room, export) = raised();
    room.does("omar", tag("litware", "export"));
    room.at(10).does("dana", cross_off(export, "exports work again"));
    assert_eq!(
        to_tell(&room),
        [
            "tell Fabrikam: exports work again",
            "tell Northwind: exports work again"
        ],
        "litware asked not to be contacted"
    );
    let line = room.here().timeline.last().unwrap().text.to_string();
    assert_eq!(
        line,
        "crossed off topic export: exports work again; 3 accounts to tell"
    );
    let together = gathered(dues(room.here())).into_iter();
    let together: Vec<String> = together.map(|due| due.what.to_string()).collect();
    assert!(
        together.contains(&"tell 2 accounts: exports work again".to_owned()),
        "{together:?}"
    );
    room.at(11).does("omar", told("northwind", 0));
    assert_eq!(to_tell(&room), ["tell Fabrikam: exports work again"]);
    let kept = json!({ "debt": format!("tell:{export}:fabrikam"), "how": "kept" });
    room.does("lena", command("settle_debt", kept));
    assert_eq!(to_tell(&room), [""; 0]);
}

#[test]
fn a_call_that_tells_nobody_settles_nothing_and_a_mail_does() {
    use crate::domain::outreach::Disposition;
    let (mut room, export) = raised();
    room.at(9).does("omar", told("northwind", 0));
    room.at(10).does("dana", cross_off(export, "exports work again"));
    room.at(11)
        .does("omar", attempt("northwind", Disposition::VoicemailLeft));
    room.says("omar", 8, told("northwind", 0));
    assert_eq!(to_tell(&room).len(), 2, "before it was done, nobody was told so");
    let mail = json!({ "account": "northwind", "channel": "email", "disposition": "left_live_message" });
    room.does("omar", command("record_attempt", mail));
    assert_eq!(to_tell(&room).len(), 1);
}

#[test]
fn heard_again_it_is_open_and_nobody_is_told_that_it_is_done() {
    let (mut room, export) = raised();
    room.at(10).does("dana", cross_off(export, "exports work again"));
    room.at(20).does("omar", tag("contoso", "export"));
    let again = room.last();
    assert!(named(&room, "export").reopened().is_some());
    assert_eq!(to_tell(&room), [""; 0]);
    room.does("omar", take_back(again));
    assert!(named(&room, "export").crossed_off().is_some());
    assert_eq!(to_tell(&room).len(), 2);
    room.does("omar", tag("northwind", "export"));
    room.at(30).does("dana", cross_off(export, "now they do"));
    assert_eq!(to_tell(&room).len(), 2);
}

#[test]
fn what_was_settled_of_the_first_time_says_nothing_of_the_second() {
    let (mut room, export) = raised();
    let kept = command(
        "settle_debt",
        json!({ "debt": format!("tell:{export}:fabrikam"), "how": "kept" }),
    );
    room.at(10).does("dana", cross_off(export, "exports work again"));
    room.does("lena", kept);
    room.at(20).does("omar", tag("northwind", "export"));
    room.at(30).does("dana", cross_off(export, "now they do"));
    assert_eq!(
        to_tell(&room),
        ["tell Fabrikam: now they do", "tell Northwind: now they do"]
    );
}

#[test]
fn heard_before_it_was_done_and_written_down_after_is_told_as_well() {
    let (mut room, export) = raised();
    room.at(10).does("dana", cross_off(export, "exports work again"));
    room.at(12).says("omar", 5, tag("contoso", "export"));
    assert!(named(&room, "export").crossed_off().is_some());
    assert_eq!(to_tell(&room).len(), 3);
}

#[test]
fn the_second_who_crosses_it_off_is_told_who_was_first() {
    let (mut room, export) = raised();
    room.refused("omar", "duty_needed", cross_off(export, "done"));
    room.does("dana", cross_off(export, "exports work again"));
    room.already("dana", cross_off(export, "exports work again"));
    let refusal = room.refused("root", "settled_already", cross_off(export, "done"));
    assert!(
        refusal.starts_with("export was crossed off by dana already"),
        "{refusal}"
    );
    let done = room.last();
    room.does("dana", take_back(done));
    assert_eq!(to_tell(&room), [""; 0]);
    room.refused("dana", "empty", cross_off(export, " "));
}

#[test]
fn a_topic_stands_across_incidents_and_is_owed_long_after() {
    let (mut room, export) = raised();
    room.at(30).does("dana", move_to("resolved"));
    room.at(31).does(
        "root",
        command(
            "change_state",
            json!({ "to": "closed", "reason": "done", "owing": true }),
        ),
    );
    room.incident = None;
    room.at(60)
        .does("lena", quoted("northwind", "export", "still empty"));
    let heard = room.last();
    assert_eq!(
        room.log.last().unwrap().incident,
        Some(IncidentId(1)),
        "of the incident it was last heard in"
    );
    room.at(9_000).does(
        "dana",
        declare(json!({ "title": "Again", "components": ["video-eu"] })),
    );
    room.does("omar", tag("northwind", "export"));
    room.does("omar", tag("contoso", "export"));
    let group = named(&room, "export");
    assert_eq!((group.accounts().len(), group.heard().0), (3, at(0)));
    assert!(heard > export);
    room.at(9_010)
        .does("root", cross_off(export, "exports work again"));
    let owed_in = |room: &Room, id| {
        let owed = owed(room.picture.incident(IncidentId(id)).unwrap()).into_iter();
        let tells = owed.filter(|due| matches!(due.kind, Kind::Tell(..)));
        tells.map(|due| due.what.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(owed_in(&room, 1), ["tell Fabrikam: exports work again"]);
    assert_eq!(owed_in(&room, 2).len(), 2, "where they said it last");
}

#[test]
fn when_incidents_become_one_what_is_to_be_told_goes_on_there() {
    let (mut room, export) = raised();
    room.does("dana", cross_off(export, "exports work again"));
    room.does(
        "dana",
        declare(json!({ "title": "Other", "components": ["video-eu"] })),
    );
    room.does("root", command("merge_incident", json!({ "into": "INC-2" })));
    let second = room.picture.incident(IncidentId(2)).unwrap();
    assert_eq!(second.tells.of(export).len(), 2);
    assert_eq!(room.here().tells.of(export).len(), 0);
}

#[test]
fn what_is_split_off_takes_what_it_is_to_be_told_and_what_was_settled_of_it() {
    let (mut room, export) = raised();
    room.does("dana", cross_off(export, "exports work again"));
    for account in ["northwind", "fabrikam"] {
        let kept = json!({ "debt": format!("tell:{export}:{account}"), "how": "kept" });
        room.does("lena", command("settle_debt", kept));
    }
    let split = json!({ "title": "Recordings", "accounts": ["northwind"] });
    room.does("dana", command("split_incident", split));
    room.incident = Some(IncidentId(2));
    let theirs = room
        .here()
        .tells
        .iter()
        .map(|tell| &tell.account)
        .collect::<Vec<_>>();
    assert_eq!(theirs, [&AccountId::from("northwind")]);
    assert_eq!(to_tell(&room), [""; 0]);
}
