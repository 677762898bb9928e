//! Who may write, approve and send what.

use crate::domain::reports::{ReportId, ReportKind, Standing};
use crate::domain::testkit::*;
use serde_json::json;

const WHOLE: &str = "preliminary";

fn drafted(room: &Room) -> crate::domain::command::Command {
    draft_report(WHOLE, room.now, json!({}))
}

#[test]
fn a_report_is_drafted_approved_and_sent_to_everyone_owed_it_once() {
    let mut room = Room::reporting();
    room.at(60);
    room.refused("omar", "unknown_report", approve_report(WHOLE));
    let draft = drafted(&room);
    room.does("omar", draft.clone());
    let number = room.last();
    room.already("lena", draft);
    let as_text = command("approve_message", json!({ "draft": number }));
    let instead = room.refused("dana", "draft_done", as_text);
    assert!(
        instead.ends_with("is of a report; approve it: r, `warroom report approve --kind preliminary`"),
        "{instead}"
    );
    room.refused("omar", "not_approved", send_report(WHOLE, &[]));
    room.refused("omar", "duty_needed", approve_report(WHOLE));
    room.does("dana", approve_report(WHOLE));
    room.already("dana", approve_report(WHOLE));
    let late = room.refused("root", "decided_already", approve_report(WHOLE));
    assert!(late.contains("was approved by dana 0 s ago"), "{late}");
    room.does("omar", send_report(WHOLE, &["northwind"]));
    room.already("omar", send_report(WHOLE, &["northwind"]));
    room.does("omar", send_report(WHOLE, &[]));
    room.already("omar", send_report(WHOLE, &[]));
    let has = |account: &str| room.row(account).reports.has(ReportId::Preliminary);
    assert!(has("northwind") && has("fabrikam") && has("contoso") && has("contoso-jp"));
    assert!(!has("tailspin"), "maybe affected, and nobody there has said so");
    assert!(!has("litware"), "they do not want to hear from us");
    let line = room.here().timeline.last().unwrap();
    assert_eq!(line.text, "sent the preliminary report to 3 accounts by e-mail");
}

#[test]
fn what_it_says_we_will_do_becomes_a_promise_when_it_is_sent_and_only_once() {
    let mut room = Room::reporting();
    room.at(60);
    let draft = drafted(&room);
    room.does("omar", draft);
    room.does("dana", approve_report(WHOLE));
    assert_eq!(room.here().promises.len(), 0);
    room.does("omar", send_report(WHOLE, &["northwind"]));
    room.does("omar", send_report(WHOLE, &["fabrikam"]));
    let promises: Vec<_> = room.here().owed_promises().collect();
    assert_eq!(promises.len(), 1);
    assert_eq!(
        (promises[0].owner.as_str(), promises[0].what.as_str()),
        ("tom", "Alarm on dropped calls within a minute")
    );
}

#[test]
fn what_is_missing_is_said_and_yields_only_to_a_reason() {
    let mut room = Room::reporting();
    room.at(60);
    let thin = draft_report(
        WHOLE,
        room.now,
        json!({ "summary": "", "contact": "", "next_at": null }),
    );
    room.does("omar", thin);
    let refusal = room.refused("dana", "incomplete", approve_report(WHOLE));
    for lacks in ["no summary", "no contact", "hear from us next"] {
        assert!(refusal.contains(lacks), "{refusal}");
    }
    let anyway = json!({ "report": WHOLE, "despite": "their deadline is noon" });
    room.does("dana", command("approve_report", anyway));
    let line = room.here().timeline.last().unwrap();
    assert_eq!(
        line.text,
        "approved: preliminary report, version 1, although incomplete: their deadline is noon"
    );
}

#[test]
fn no_reason_lets_a_cause_into_a_preliminary_report() {
    let mut room = Room::reporting();
    room.at(60);
    room.does("omar", found_cause("suspected", "a bad certificate"));
    let says = draft_report(
        WHOLE,
        room.now,
        json!({ "done": ["We replaced A BAD certificate."] }),
    );
    room.does("omar", says);
    let anyway = json!({ "report": WHOLE, "despite": "they ask" });
    let refusal = room.refused("dana", "unfit", command("approve_report", anyway));
    assert!(refusal.contains("what we did: it states the cause"), "{refusal}");
}

#[test]
fn a_draft_somebody_else_changed_is_not_overwritten_and_not_approved_unseen() {
    let mut room = Room::reporting();
    room.at(60);
    let first = drafted(&room);
    room.does("omar", first);
    let seen = room.last();
    let second = |on: serde_json::Value| {
        let parts = json!({ "summary": "Better words." });
        command(
            "draft_report",
            json!({ "report": WHOLE, "parts": parts, "on": on }),
        )
    };
    let refusal = room.refused("lena", "draft_changed", second(json!(null)));
    assert!(
        refusal.starts_with("omar changed the preliminary report"),
        "she has not read what omar wrote: {refusal}"
    );
    room.does("lena", second(json!(seen)));
    let third = json!({ "report": WHOLE, "parts": { "summary": "Mine." }, "on": seen });
    let refusal = room.refused("omar", "draft_changed", command("draft_report", third));
    assert!(
        refusal.starts_with("lena changed the preliminary report"),
        "{refusal}"
    );
    let unseen = json!({ "report": WHOLE, "draft": seen });
    room.refused("dana", "draft_changed", command("approve_report", unseen));
}

#[test]
fn a_draft_after_an_approval_is_a_new_version_and_what_was_sent_stays() {
    let mut room = Room::reporting();
    room.at(60);
    let first = drafted(&room);
    room.does("omar", first);
    room.does("dana", approve_report(WHOLE));
    room.does("omar", send_report(WHOLE, &[]));
    let second = draft_report(
        WHOLE,
        room.now,
        json!({ "summary": "It was only one call in ten." }),
    );
    room.does("omar", second);
    let report = room.here().reports.get(ReportId::Preliminary).unwrap();
    assert_eq!(
        (report.draft().version, report.standing()),
        (2, Standing::Waiting)
    );
    room.already("omar", send_report(WHOLE, &["northwind"]));
    room.does("dana", approve_report(WHOLE));
    room.does("omar", send_report(WHOLE, &["northwind"]));
    let report = room.here().reports.get(ReportId::Preliminary).unwrap();
    assert!(
        report
            .version(1)
            .unwrap()
            .content
            .summary
            .starts_with("Video calls in Europe")
    );
    assert!(
        room.row("northwind")
            .reports
            .has_version(ReportId::Preliminary, 2)
    );
    assert!(!room.row("fabrikam").reports.has_version(ReportId::Preliminary, 2));
}

#[test]
fn a_strong_objection_says_what_must_change_and_stands_until_the_draft_changes() {
    let mut room = Room::reporting();
    room.at(60);
    let first = drafted(&room);
    room.does("omar", first);
    let review = |fine: bool, note: &str| {
        let fields = json!({ "report": WHOLE, "reviewer": "legal", "fine": fine, "note": note });
        command("review_report", fields)
    };
    room.refused("lena", "reason_needed", review(false, " "));
    room.does("lena", review(false, "no word of fault"));
    let refusal = room.refused("dana", "incomplete", approve_report(WHOLE));
    assert!(refusal.contains("legal objects: no word of fault"), "{refusal}");
    room.does("lena", review(true, ""));
    room.does("dana", approve_report(WHOLE));
}

#[test]
fn updates_are_numbered_and_follow_each_other() {
    let mut room = Room::reporting();
    room.at(60);
    assert_eq!(
        room.here().reports.current(ReportKind::Update),
        ReportId::Update(1)
    );
    let skipped = draft_report("update-2", room.now, json!({}));
    room.refused("omar", "unknown_report", skipped);
    let first = draft_report("update-1", room.now, json!({}));
    room.does("omar", first);
    assert_eq!(
        room.here().reports.current(ReportKind::Update),
        ReportId::Update(1)
    );
    room.does("dana", approve_report("update-1"));
    room.does("omar", send_report("update-1", &[]));
    assert_eq!(
        room.here().reports.current(ReportKind::Update),
        ReportId::Update(2)
    );
}

#[test]
fn a_sending_recorded_by_mistake_is_taken_back_everywhere() {
    let mut room = Room::reporting();
    room.at(60);
    let first = drafted(&room);
    room.does("omar", first);
    room.does("dana", approve_report(WHOLE));
    room.does("omar", send_report(WHOLE, &[]));
    let sent = room.last();
    room.does("omar", take_back(sent));
    assert!(!room.row("northwind").reports.has(ReportId::Preliminary));
    assert_eq!(
        room.here().owed_promises().count(),
        0,
        "its promises went with it"
    );
    room.does("omar", send_report(WHOLE, &["northwind"]));
}

#[test]
fn they_acknowledge_what_they_were_sent() {
    let mut room = Room::reporting();
    room.at(60);
    let ack = |questions: &str| {
        let fields =
            json!({ "report": WHOLE, "account": "northwind", "contact": "n-1", "questions": questions });
        command("acknowledge_report", fields)
    };
    room.refused("omar", "not_sent", ack(""));
    let first = drafted(&room);
    room.does("omar", first);
    room.does("dana", approve_report(WHOLE));
    room.does("omar", send_report(WHOLE, &["northwind"]));
    room.does("omar", ack("when is it fixed for good?"));
    let number = room.last();
    room.already("omar", ack("when is it fixed for good?"));
    let sent = room.row("northwind").reports.last().unwrap().clone();
    assert_eq!(sent.acknowledged.unwrap().2, "when is it fixed for good?");
    room.does("omar", take_back(number));
    assert_eq!(room.row("northwind").reports.last().unwrap().acknowledged, None);
}

fn impact(fields: serde_json::Value) -> crate::domain::command::Command {
    let mut all = json!({ "account": "northwind" });
    all.as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    command("record_impact", all)
}

#[test]
fn the_impact_on_an_account_is_its_own_and_a_credit_names_who_approved_it() {
    let mut room = Room::reporting();
    room.at(60);
    room.refused("omar", "empty", impact(json!({})));
    room.refused(
        "omar",
        "wrong_time",
        impact(json!({ "from": at(5), "until": at(4) })),
    );
    let names = room.refused(
        "omar",
        "names_another",
        impact(json!({ "text": "as bad as for Fabrikam" })),
    );
    assert!(names.contains("Northwind name Fabrikam"), "{names}");
    let credit = |by: &str| impact(json!({ "credit": { "text": "10 % of July", "approved_by": by } }));
    room.refused("omar", "credit_not_approved", credit(" "));
    room.refused("omar", "duty_needed", credit("omar"));
    room.refused("omar", "duty_needed", credit("dana"));
    room.refused("dana", "credit_not_approved", credit("carol"));
    room.does("dana", credit("dana"));
    room.already("omar", credit("dana"));
    let again = json!({ "text": "no calls", "credit": { "text": "10 % of July", "approved_by": "dana" } });
    room.does("omar", impact(again));
    let credits = room
        .row("northwind")
        .reports
        .impacts()
        .filter(|impact| impact.credit.is_some());
    assert_eq!(credits.count(), 1, "it is promised once, and taken back once");
    let number = room.last();
    room.does("omar", take_back(number));
    room.does(
        "omar",
        impact(json!({ "from": at(1), "until": at(40), "text": "no calls at all" })),
    );
    let number = room.last();
    room.does("omar", take_back(number));
    assert_eq!(room.row("northwind").reports.impacts().count(), 1);
}

#[test]
fn a_contact_is_one_person_at_one_account() {
    let mut room = Room::reporting();
    room.at(60);
    let first = drafted(&room);
    room.does("omar", first);
    room.does("dana", approve_report(WHOLE));
    let to = |accounts: &[&str]| {
        let fields = json!({ "report": WHOLE, "accounts": accounts, "contact": "n-1" });
        command("issue_report", fields)
    };
    room.refused("omar", "one_account", to(&[]));
    room.refused("omar", "one_account", to(&["northwind", "fabrikam"]));
    room.refused("omar", "do_not_contact", send_report(WHOLE, &["litware"]));
    room.does("omar", to(&["northwind"]));
    let sent = room.row("northwind").reports.last().unwrap();
    assert_eq!(sent.contact, Some("n-1".into()));
}

#[test]
fn whoever_has_the_final_report_is_not_sent_the_first_part_of_the_story() {
    let mut room = Room::reporting();
    room.at(60);
    let first = drafted(&room);
    room.does("omar", first);
    room.does("dana", approve_report(WHOLE));
    room.does("dana", move_to("mitigated"));
    room.does("dana", command("find_data", json!({ "state": "safe" })));
    room.does("dana", found_cause("confirmed", "a bad certificate"));
    let last = draft_report("final", room.now, json!({}));
    room.does("omar", last);
    room.does("dana", approve_report("final"));
    room.does("omar", send_report("final", &["northwind"]));
    room.does("omar", send_report(WHOLE, &[]));
    let has = |account: &str| room.row(account).reports.has(ReportId::Preliminary);
    assert!(has("fabrikam") && !has("northwind"));
    room.does("omar", send_report(WHOLE, &["northwind"]));
}

#[test]
fn whoever_got_it_or_says_so_is_a_contact_of_that_account() {
    let mut room = Room::reporting();
    room.at(60);
    let elsewhere = contact("f-1", "fabrikam");
    room.reference.contacts.insert("f-1".into(), elsewhere.into());
    let first = drafted(&room);
    room.does("omar", first);
    room.does("dana", approve_report(WHOLE));
    let with = |kind: &str, contact: &str| {
        let mut fields = json!({ "report": WHOLE, "contact": contact });
        match kind {
            "issue_report" => fields["accounts"] = json!(["northwind"]),
            _ => fields["account"] = json!("northwind"),
        }
        command(kind, fields)
    };
    for kind in ["issue_report", "acknowledge_report"] {
        let refusal = room.refused("omar", "unknown_contact", with(kind, "f-1"));
        assert_eq!(refusal, "the contact \"f-1\" is at Fabrikam, not at Northwind");
        room.refused("omar", "unknown_contact", with(kind, "n-2"));
        room.does("omar", with(kind, "n-1"));
    }
}

#[test]
fn while_nobody_commands_anyone_may_approve_a_report_as_a_text() {
    let mut room = Room::declared();
    room.at(60);
    let first = drafted(&room);
    room.does("omar", first);
    room.does("lena", approve_report(WHOLE));
}

#[test]
fn a_report_that_waits_is_not_settled_but_approved_by_its_kind() {
    let mut room = Room::reporting();
    room.at(60);
    let first = drafted(&room);
    room.does("omar", first);
    let debt = format!("approval:{}", room.last());
    let settled = json!({ "debt": debt, "how": "waived", "reason": "no time" });
    let refusal = room.refused("dana", "settled_elsewhere", command("settle_debt", settled));
    assert!(
        refusal.contains("`warroom report approve --kind preliminary`"),
        "{refusal}"
    );
}
