//! One incident from its first alert to the last thing owed, three months later, on a real store and a clock that is
//! set: the procedure whole, with restarts in between.

mod hub;

use hub::Hub;
use serde_json::{Value, json};
use std::path::Path;
use warroom::domain::due::{DueState, Kind};
use warroom::domain::lanes::{Lane, lanes};
use warroom::domain::messages::Phase;
use warroom::domain::playbook::slots::slots;
use warroom::domain::recovery::Condition;
use warroom::domain::report_content::content;
use warroom::domain::reports::{ReportId, ReportKind};
use warroom::domain::satisfaction::line;
use warroom::domain::state::Internal;
use warroom::report::Template;

/// The three strategic accounts that most of the story is about.
const CALLED: [&str; 3] = ["northwind", "adventure", "contoso"];

fn page(phase: Phase, text: &str) -> Value {
    let filled: serde_json::Map<String, Value> = slots(phase)
        .iter()
        .map(|(name, words)| ((*name).to_owned(), json!(*words)))
        .collect();
    json!({ "kind": "draft_message", "audience": "page", "phase": phase, "text": text, "slots": filled })
}

fn spoken(account: &str, told: u32) -> Value {
    json!({ "kind": "record_attempt", "account": account, "disposition": "reached_decision_maker", "told": told })
}

fn take(role: &str) -> Value {
    json!({ "kind": "take_role", "role": role })
}

fn moved(to: &str) -> Value {
    json!({ "kind": "change_state", "to": to })
}

/// Drafted, read by engineering, approved and sent to everyone who is owed it.
fn reported(hub: &mut Hub, report: &str, parts: Value) {
    hub.does(
        "pat",
        json!({ "kind": "draft_report", "report": report, "parts": parts, "ready": true }),
    );
    hub.does(
        "ines",
        json!({ "kind": "review_report", "report": report, "reviewer": "engineering", "fine": true }),
    );
    hub.does("dana", json!({ "kind": "approve_report", "report": report }));
    hub.does("pat", json!({ "kind": "issue_report", "report": report }));
}

fn parts(hub: &Hub, next: &str, more: Value) -> Value {
    let mut parts = json!({
        "summary": "Video calls in Europe lost sound and picture on 3 March. Everyone who called through our European \
                    servers felt it. Calls have been stable since that afternoon.",
        "services": ["Video calls in Europe"],
        "impact": "Between 13:49 and 14:37 UTC nearly all video calls in Europe lost sound and picture; recordings made \
                   before were not touched.",
        "timeline": [{ "at": hub.after("0:09"), "text": "We found that our European media servers had stopped answering." }],
        "done": ["We moved European calls to servers in another region, and back once ours were healthy."],
        "workaround": "Nothing needs to be changed on your side. If a room was switched to another region, switch it back.",
        "prevention": [{ "what": "A server that is not healthy takes no calls, and a person is alarmed within a minute",
            "owner": "Head of Media", "keeper": "ines", "due": hub.after("60d 0:00") }],
        "next_at": hub.after(next), "next": "your advocate calls or writes",
        "apology": "We know what a call that drops costs you when your own customer is on it. We are sorry.",
        "apology_by": "Dana Okafor, incident commander",
        "contact": "your advocate, or support at any hour",
    });
    parts
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    parts
}

#[test]
fn from_the_first_alert_to_the_last_thing_owed_three_months_later() {
    let mut hub = Hub::open();
    the_first_twenty_minutes(&mut hub);
    the_words(&mut hub);
    until_it_is_over(&mut hub);
    the_preliminary_report(&mut hub);
    closed_owing(&mut hub);
    news_every_three_days(&mut hub);
    the_cause_and_the_final_report(&mut hub);
    the_last_check_in(&mut hub);
}

/// Operations tells support, and word reaches the CEO within twenty minutes of the first alert (Lifesize).
fn the_first_twenty_minutes(hub: &mut Hub) {
    let started_at = hub.after("0:00");
    hub.at("0:01").does(
        "prometheus",
        json!({ "kind": "receive_alerts", "source": "alertmanager", "alerts": [{
            "fingerprint": "media-eu", "title": "Video calls drop, EU", "signal": "firing",
            "started_at": started_at,
            "labels": { "alertname": "MediaSilent", "severity": "critical", "service": "media", "region": "eu" } }] }),
    );
    assert_eq!(hub.here().playbook.name, *"full-outage");
    for (who, duty) in [
        ("dana", "commander"),
        ("ines", "tech_lead"),
        ("pat", "liaison"),
        ("omar", "cs_lead"),
        ("lena", "scribe"),
    ] {
        hub.does(who, take(duty));
    }
    hub.at("0:03").does(
        "dana",
        json!({ "kind": "inform_level", "level": "support_lead", "person": "pat", "how": "phone" }),
    );
    hub.at("0:16").does(
        "dana",
        json!({ "kind": "try_level", "level": "ceo", "how": "phone" }),
    );
    // Written down only after it happened: the time said counts, and the time noted is shown beside it.
    let said_at = hub.after("0:18");
    hub.at("0:21").does(
        "dana",
        json!({ "kind": "inform_level", "level": "ceo", "read_back": "video is down in Europe", "said_at": said_at }),
    );
    let ceo = hub.here().level("ceo").unwrap();
    assert!(!ceo.informed_late() && ceo.informed().unwrap().recorded_at > said_at);
    assert!(matches!(
        lanes(hub.here(), hub.now).ceo,
        Lane::Done { minutes: 18, .. }
    ));
    let data = json!({ "kind": "find_data", "state": "safe", "text": "calls only, nothing stored" });
    hub.does("ines", data);
}

/// One text for everyone, approved before it is told; who heard the one before is told again.
fn the_words(hub: &mut Hub) {
    let text = "Video calls in Europe lose sound and picture. We are on it. Next update by 14:20 UTC.";
    let draft = hub.at("0:22").does("pat", page(Phase::Investigating, text));
    hub.refused("omar", spoken("northwind", 1));
    hub.refused("omar", json!({ "kind": "approve_message", "draft": draft }));
    hub.does("dana", json!({ "kind": "approve_message", "draft": draft }));
    hub.does(
        "pat",
        json!({ "kind": "record_post", "phase": "investigating", "text": text, "place": "status page", "draft": draft }),
    );
    let due = hub.due(&Kind::Page).unwrap();
    assert_eq!(due.at, hub.after("0:31"), "as the text itself promises");
    let ask = json!({ "kind": "ask_question", "to": "tech_lead", "question": "Is any data lost?", "account": "northwind" });
    let asked = hub.does("omar", ask);
    for account in CALLED {
        hub.does("omar", spoken(account, 1));
    }
    hub.at("0:25").does(
        "ines",
        json!({ "kind": "answer_ask", "ask": asked, "answer": "No. Calls are not stored.", }),
    );
    let text = "A part of our European media servers fails. We move calls away. Next update by 14:40 UTC.";
    let draft = hub.at("0:30").does("pat", page(Phase::Identified, text));
    hub.does(
        "dana",
        json!({ "kind": "approve_message", "draft": draft, "change": "meaning" }),
    );
    hub.does(
        "pat",
        json!({ "kind": "record_post", "phase": "identified", "text": text, "place": "status page", "draft": draft }),
    );
    assert_eq!(hub.here().coverage().stale, CALLED.len());
    for account in CALLED {
        hub.at("0:33").does("lena", spoken(account, 2));
    }
    assert_eq!(hub.here().coverage().stale, 0);
}

fn until_it_is_over(hub: &mut Hub) {
    let promise =
        json!({ "what": "the list of calls that dropped", "owner": "dana", "due": hub.after("10d 0:00") });
    let mut told = json!({ "kind": "make_promise", "account": "northwind" });
    told.as_object_mut()
        .unwrap()
        .extend(promise.as_object().unwrap().clone());
    hub.does("dana", told);
    for stop in ["deploys", "campaigns"] {
        hub.does("ines", json!({ "kind": "issue_stop", "stop": stop }));
    }
    // Dana's shift ends: command goes to Ines with what Dana has in hand.
    hub.at("0:40").does(
        "dana",
        json!({ "kind": "offer_duty", "duty": "commander", "to": "ines" }),
    );
    hub.does("ines", json!({ "kind": "accept_duty", "duty": "commander" }));
    let promise = hub
        .here()
        .promises
        .iter()
        .find(|promise| promise.what.contains("list of calls"));
    assert_eq!(promise.unwrap().owner.as_str(), "ines");
    hub.does(
        "ines",
        json!({ "kind": "find_cause", "certainty": "suspected", "text": "a certificate ran out" }),
    );
    hub.at("0:48").does("ines", moved("mitigated"));
    let milder = json!({ "kind": "change_severity", "severity": "sev2" });
    assert!(hub.refused("ines", milder).contains("reason"));
    hub.does(
        "ines",
        json!({ "kind": "change_severity", "severity": "sev2", "reason": "calls work again" }),
    );
    assert_eq!(
        hub.due(&Kind::Report(ReportKind::Preliminary)).unwrap().soon,
        hub.after("1d 12:00"),
        "milder: later"
    );
    // Raising needs no reason: what was milder for a while was the highest after all.
    hub.at("1:10")
        .does("ines", json!({ "kind": "change_severity", "severity": "sev1" }));
    assert!(
        hub.here().level("ceo").unwrap().informed().is_some(),
        "what was done stays done"
    );
    hub.at("1:18").does("ines", moved("resolved"));
    let text =
        "Calls in Europe work again since 14:37 UTC, and we have watched them since. No data was lost.";
    let draft = hub.does("pat", page(Phase::Resolved, text));
    hub.does("ines", json!({ "kind": "approve_message", "draft": draft }));
    hub.does(
        "pat",
        json!({ "kind": "record_post", "phase": "resolved", "text": text, "place": "status page", "draft": draft }),
    );
    hub.does(
        "ines",
        json!({ "kind": "offer_duty", "duty": "commander", "to": "dana" }),
    );
    hub.does("dana", json!({ "kind": "accept_duty", "duty": "commander" }));
}

/// In 24 to 48 hours, and never a cause in it.
fn the_preliminary_report(hub: &mut Hub) {
    hub.restart();
    let kind = Kind::Report(ReportKind::Preliminary);
    let state = |hub: &Hub| hub.due(&kind).unwrap().state(hub.now);
    hub.at("0d 20:00");
    assert_eq!(state(hub), DueState::Waiting);
    hub.at("1d 0:00");
    assert_eq!(state(hub), DueState::Soon, "amber at 24 hours");
    let causal = parts(
        hub,
        "3d 0:00",
        json!({ "summary": "It was because a certificate ran out." }),
    );
    hub.does(
        "pat",
        json!({ "kind": "draft_report", "report": "preliminary", "parts": causal, "ready": true }),
    );
    hub.refused(
        "dana",
        json!({ "kind": "approve_report", "report": "preliminary" }),
    );
    hub.at("1d 2:00");
    let words = parts(hub, "4d 0:00", json!({}));
    reported(hub, "preliminary", words);
    assert!(hub.due(&kind).is_none());
    let text = rendered(hub, ReportId::Preliminary, "northwind");
    assert!(!text.contains("certificate"), "{text}");
}

fn closed_owing(hub: &mut Hub) {
    checked_in(hub.at("2d 0:00"));
    let refused = hub.refused("dana", moved("closed"));
    for owed in ["resume marketing mail", "hear from us", "list of calls"] {
        assert!(refused.contains(owed), "{owed} is not in: {refused}");
    }
    for stop in ["deploys", "campaigns"] {
        hub.does("ines", json!({ "kind": "resume_stop", "stop": stop }));
    }
    let owing = json!({ "kind": "change_state", "to": "closed", "owing": true, "reason": "the cause is being confirmed" });
    hub.does("dana", owing);
    assert_eq!(hub.here().internal, Internal::Closed);
    assert!(
        hub.owed().iter().all(|due| due.owner.is_some()),
        "every debt has a name"
    );
    assert!(!hub.owed().is_empty());
}

/// Customers hear from us every three days until the final report; who is forgotten is red.
fn news_every_three_days(hub: &mut Hub) {
    for number in 1..=6 {
        hub.restart();
        let day = number * 3;
        // A little earlier each time: the third day has 72 hours.
        hub.at(&format!("{day}d 0:{}", 59 - number));
        assert_eq!(hub.overdue(), Vec::<String>::new(), "day {day}");
        let next = format!("{}d 0:{}", day + 3, 59 - number);
        let words = parts(hub, &next, json!({}));
        reported(hub, &format!("update-{number}"), words);
        if day == 6 {
            checked_in(hub.at("7d 2:00"));
            made_whole(hub);
        }
        if day == 9 {
            put_off_what_cannot_be_kept(hub);
        }
    }
    hub.at("21d 1:01");
    assert!(
        hub.overdue().iter().any(|what| what.starts_with("news for")),
        "{:?}",
        hub.overdue()
    );
    assert!(!rendered(hub, ReportId::Update(6), "northwind").contains("Adventure"));
}

fn the_cause_and_the_final_report(hub: &mut Hub) {
    hub.restart();
    let cause =
        "a certificate on our European media servers had run out, and the alarm for it had been switched off";
    hub.does(
        "ines",
        json!({ "kind": "find_cause", "certainty": "confirmed", "text": cause }),
    );
    let due = hub.due(&Kind::Report(ReportKind::Final)).unwrap();
    assert_eq!(
        due.at,
        hub.after("26d 1:01"),
        "five days from the day the cause is confirmed"
    );
    let (from, until) = (hub.after("0:00"), hub.after("0:47"));
    hub.at("23d 0:00").does(
        "omar",
        json!({ "kind": "record_impact", "account": "northwind", "from": from, "until": until,
            "text": "The plant in Leipzig could not reach its suppliers for 47 minutes." }),
    );
    let lessons = json!({ "lessons": ["Our first text named no region; you had to ask. It does now."] });
    let words = parts(hub, "30d 0:00", lessons);
    reported(hub, "final", words);
    let text = rendered(hub, ReportId::Final, "northwind");
    for wanted in ["certificate", "Leipzig", "Northwind", "preliminary"] {
        assert!(text.contains(wanted), "{wanted} is not in:\n{text}");
    }
    for other in ["Adventure", "Contoso"] {
        assert!(!text.contains(other), "{other} is in:\n{text}");
    }
    if let Some(place) = std::env::var_os("WARROOM_KEEP_REPORT") {
        std::fs::write(place, &text).unwrap();
    }
    assert!(hub.due(&Kind::Report(ReportKind::Final)).is_none());
    assert!(!hub.owed().iter().any(|due| matches!(due.kind, Kind::News(_))));
}

/// Day 1, 7, 30 and 90 after it was over; then nothing is owed any more.
fn the_last_check_in(hub: &mut Hub) {
    for day in [31, 91] {
        hub.restart();
        checked_in(hub.at(&format!("{day}d 0:00")));
    }
    for promise in hub
        .here()
        .promises
        .iter()
        .map(|promise| promise.seq)
        .collect::<Vec<_>>()
    {
        if hub
            .here()
            .promises
            .iter()
            .any(|owed| owed.seq == promise && owed.owed())
        {
            hub.does("ines", json!({ "kind": "keep_promise", "promise": promise }));
        }
    }
    hub.does(
        "dana",
        json!({ "kind": "settle_debt", "debt": "hear", "how": "kept" }),
    );
    assert_eq!(hub.owed(), []);
    hub.restart();
    assert_eq!((hub.here().internal, hub.owed()), (Internal::Closed, Vec::new()));
}

fn put_off_what_cannot_be_kept(hub: &mut Hub) {
    let promises = &hub.here().promises;
    let promise = promises
        .iter()
        .find(|promise| promise.what.contains("list of calls"));
    let debt = format!("promise:{}", promise.unwrap().seq);
    let due = hub.after("80d 0:00");
    let mut put_off =
        json!({ "kind": "settle_debt", "debt": debt, "how": "long_term", "owner": "omar", "due": due });
    hub.refused("lena", put_off.clone());
    put_off["reason"] = json!("the list comes with the new call records");
    hub.refused("lena", put_off.clone());
    hub.does("dana", put_off);
}

fn checked_in(hub: &mut Hub) {
    for account in CALLED {
        hub.does("omar", spoken(account, 2));
    }
}

/// What they need to be whole again is asked at the check-in of the first week.
fn made_whole(hub: &mut Hub) {
    for account in CALLED {
        for condition in Condition::SEVEN {
            hub.does(
                "omar",
                json!({ "kind": "mark_condition", "account": account, "condition": condition, "mark": "met",
                    "text": "said so on day 7" }),
            );
        }
    }
    let words = "3 reassured, lost: 0";
    assert_eq!(line(hub.here()).as_deref(), Some(words));
}

fn rendered(hub: &Hub, report: ReportId, account: &str) -> String {
    let words = content(hub.here(), report, Some(&account.into()), hub.now);
    Template::built_in().markdown(&words).unwrap()
}

#[test]
fn the_template_that_is_built_in_is_the_one_that_is_shipped() {
    let path = Path::new("rfi.md");
    Template::parse(path, include_str!("../../src/reports/rfi.md")).unwrap();
}
