//! Whole incidents, told from the first alert to the end.

use super::testkit::*;
use serde_json::json;
use warroom::domain::due::{DueState, dues};
use warroom::domain::ids::IncidentId;
use warroom::domain::lanes::{Lane, lanes};
use warroom::domain::messages::Phase;
use warroom::domain::outreach::Disposition;

fn media(minutes: i64) -> warroom::domain::alerts::Sighting {
    firing(
        "media",
        minutes,
        json!({ "alertname": "MediaDown", "job": "media", "zone": "eu" }),
    )
}

/// Operations tells support, support the page, advocates call, and word reaches the CEO within twenty minutes
/// (Lifesize); then it relapses.
#[test]
fn from_the_first_alert_to_the_ceo_and_a_relapse() {
    let mut room = Room::empty();
    room.at(1).does("monitor", report(&[media(0)]));
    room.incident = Some(IncidentId(1));
    room.at(2).does("dana", role("commander"));
    room.does("dana", inform("support_lead", json!({ "person": "sam" })));
    room.at(7)
        .does("sam", post("investigating", "Calls drop in Europe."));
    let live = room.last();
    room.does("dana", command("approve_message", json!({ "draft": live })));
    room.does("omar", claim("northwind"));
    room.refused("lena", "already_claimed", claim("northwind"));
    room.at(9).does("omar", told("northwind", 1));
    room.at(9)
        .does("lena", attempt("fabrikam", Disposition::VoicemailLeft));
    room.at(18).does("dana", inform("ceo", json!({ "how": "phone" })));
    let done = |minutes, who: &str| Lane::Done {
        minutes,
        who: who.to_owned(),
    };
    let now = lanes(room.here(), room.now);
    assert_eq!(
        (now.support, now.page, now.ceo),
        (done(2, "sam"), done(7, "text 1"), done(18, "carol"))
    );
    assert!(!room.here().level("ceo").unwrap().informed_late());
    let overdue: Vec<_> = dues(room.here())
        .into_iter()
        .filter(|due| due.state(room.now) == DueState::Overdue)
        .map(|due| due.what.to_string())
        .collect();
    assert_eq!(
        overdue,
        ["Open the bridge", "Head of CS", "first plan", "page update"]
    );

    room.at(25).does("monitor", report(&[cleared("media", 0)]));
    room.does("dana", move_to("mitigated"));
    room.at(26).does("dana", move_to("resolved"));
    assert_eq!(
        room.here().public(),
        Phase::Investigating,
        "resolving posts nothing"
    );
    room.at(40).does("monitor", report(&[media(39)]));
    assert!(room.here().is_open());
    assert_eq!(room.here().t0, at(0), "a relapse does not move T0");
    assert!(room.row("northwind").spoken(), "nor does it forget a call");
}

#[test]
fn two_incidents_share_claims_and_nothing_else() {
    let mut room = Room::declared();
    room.does(
        "dana",
        declare(json!({ "title": "Chat is slow", "components": ["chat"] })),
    );
    room.does("omar", told("northwind", 0));
    room.incident = Some(IncidentId(2));
    assert_eq!(room.here().rows.len(), 1);
    room.does("omar", claim("wingtip"));
    room.does("dana", role("commander"));
    room.incident = Some(IncidentId(1));
    assert!(
        room.here()
            .holder(warroom::domain::people::Duty::Commander)
            .is_none()
    );
    assert_eq!(room.here().coverage().spoken, 1);
    room.refused("lena", "unknown_account", claim("wingtip"));
}

/// A screen that was away delivers its calls when it is back, in the order it made them.
#[test]
fn calls_made_while_the_hub_was_away_are_all_kept_with_their_times() {
    let mut room = Room::declared();
    room.does("omar", claim("northwind"));
    room.at(30).does("hub", command("end_claims", json!({})));
    room.does("lena", claim("northwind"));
    room.at(31);
    room.says("omar", 4, attempt("northwind", Disposition::NoAnswer));
    room.says("omar", 12, told("northwind", 0));
    room.says("omar", 13, note("their CTO wants news every hour"));
    let calls: Vec<_> = room
        .row("northwind")
        .standing()
        .map(|attempt| attempt.at)
        .collect();
    assert_eq!(calls, [at(4), at(12)]);
    assert_eq!(room.holder("northwind"), Some("lena"));
    assert!(room.row("northwind").spoken());
    assert!(room.here().timeline.iter().rev().take(3).all(|line| line.late()));
}
