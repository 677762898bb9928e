//! What is in a report and what never is.

use super::*;
use crate::domain::reports::{Moment, Said, Subject};
use crate::domain::testkit::*;
use serde_json::json;

fn general(room: &Room, report: ReportId) -> Content {
    content(room.here(), report, None, room.now)
}

fn to(room: &Room, report: ReportId, account: &str) -> Content {
    content(room.here(), report, Some(&account.into()), room.now)
}

fn lines(content: &Content) -> Vec<(i64, &str)> {
    let minutes = |moment: &Moment| moment.at.duration_since(at(0)).as_mins();
    content
        .timeline
        .iter()
        .map(|moment| (minutes(moment), moment.text.as_str()))
        .collect()
}

#[test]
fn the_timeline_has_the_turns_the_page_and_the_lines_people_wrote_and_no_note() {
    let mut room = Room::reporting();
    room.at(3)
        .does("dana", note("fabrikam is angry, media-eu is broken"));
    room.at(7)
        .does("dana", post("investigating", "Calls drop.\nWe look into it."));
    room.at(8)
        .does("dana", post("investigating", "Like at Northwind."));
    room.at(40).does("dana", move_to("mitigated"));
    room.at(50).does("dana", move_to("open"));
    room.at(60).does("dana", move_to("resolved"));
    let written = json!({ "timeline": [{ "at": at(20), "text": "We moved calls elsewhere." }] });
    let draft = draft_report("preliminary", room.now, written);
    room.does("omar", draft);
    assert_eq!(
        lines(&general(&room, ReportId::Preliminary)),
        [
            (
                0,
                "The problem began. We noticed it at once, and our incident team began to work on it."
            ),
            (
                7,
                "On our status page: \u{201c}Calls drop. We look into it.\u{201d}"
            ),
            (20, "We moved calls elsewhere."),
            (40, "The service worked again."),
            (50, "The problem came back."),
            (
                60,
                "The service worked again, and we confirmed that the problem was over."
            ),
        ]
    );
}

#[test]
fn a_preliminary_report_is_silent_about_the_cause_and_an_update_says_how_sure_we_are() {
    let mut room = Room::reporting();
    room.does("omar", found_cause("suspected", "a bad certificate"));
    room.at(7)
        .does("dana", post("identified", "It is a bad certificate."));
    let says = |report: &str, room: &Room| {
        let words = json!({ "done": ["We replaced a bad certificate.", "We moved calls."] });
        draft_report(report, room.now, words)
    };
    let preliminary = says("preliminary", &room);
    room.does("omar", preliminary);
    let told = general(&room, ReportId::Preliminary);
    assert_eq!((told.cause, told.cause_words.as_str()), (Certainty::Unknown, ""));
    assert_eq!(told.done, ["We moved calls."]);
    assert!(!serde_json::to_string(&told).unwrap().contains("certificate"));
    let update = says("update-1", &room);
    room.does("omar", update);
    let told = general(&room, ReportId::Update(1));
    assert_eq!(
        (told.cause, told.cause_words.as_str()),
        (Certainty::Suspected, "a bad certificate")
    );
    assert_eq!(told.done.len(), 2);
}

#[test]
fn an_account_reads_its_own_times_calls_promises_and_credit_and_nobody_elses() {
    let mut room = Room::reporting();
    room.reference.people.clear();
    for account in ["northwind", "fabrikam"] {
        let impact = json!({ "account": account, "from": at(1), "until": at(39), "text": format!("calls of {account}"),
            "credit": { "text": format!("a credit for {account}"), "approved_by": "dana" } });
        room.does("dana", command("record_impact", impact));
        room.at(20).does("omar", told(account, 0));
        let promise = json!({ "account": account, "what": format!("logs for {account}"), "due": at(600) });
        room.does("omar", command("make_promise", promise));
    }
    let named = json!({ "account": "northwind", "what": "the same as for Fabrikam", "due": at(600) });
    room.does("omar", command("make_promise", named));
    let draft = draft_report("preliminary", room.now, json!({}));
    room.does("omar", draft);
    let own = to(&room, ReportId::Preliminary, "northwind");
    assert_eq!(own.customer.as_deref(), Some("Northwind"));
    assert_eq!((own.own[0].from, own.own[0].until), (Some(at(1)), Some(at(39))));
    assert_eq!(own.credit, ["a credit for northwind"]);
    assert_eq!(own.promises.len(), 1, "one promise names another customer");
    assert!(lines(&own).contains(&(20, "We spoke with you.")));
    let text = serde_json::to_string(&own).unwrap().to_lowercase();
    assert!(!text.contains("fabrikam"), "{text}");
    let all = general(&room, ReportId::Preliminary);
    assert!(all.own.is_empty() && all.credit.is_empty() && all.promises.is_empty());
}

#[test]
fn what_was_approved_is_what_is_shown_whatever_is_recorded_later() {
    let mut room = Room::reporting();
    room.at(60);
    let draft = draft_report("preliminary", room.now, json!({}));
    room.does("omar", draft);
    room.does("dana", approve_report("preliminary"));
    room.does("omar", send_report("preliminary", &["northwind"]));
    let before = (
        general(&room, ReportId::Preliminary),
        to(&room, ReportId::Preliminary, "northwind"),
    );
    room.at(90).does("dana", move_to("mitigated"));
    room.does("dana", command("find_data", json!({ "state": "lost" })));
    let later = json!({ "account": "northwind", "text": "worse than we knew" });
    room.does("omar", command("record_impact", later));
    let after = general(&room, ReportId::Preliminary);
    assert_eq!(after, before.0);
    assert_eq!(to(&room, ReportId::Preliminary, "northwind"), before.1);
    assert_eq!(to(&room, ReportId::Preliminary, "fabrikam").data, Data::Unknown);
}

#[test]
fn the_final_report_says_what_changed_since_the_one_before() {
    let mut room = Room::reporting();
    room.at(60);
    let first = draft_report("preliminary", room.now, json!({}));
    room.does("omar", first);
    room.does("dana", approve_report("preliminary"));
    room.does("omar", send_report("preliminary", &["northwind"]));
    room.at(90).does("dana", move_to("mitigated"));
    room.does("dana", command("find_data", json!({ "state": "safe" })));
    let felt = json!({ "account": "northwind", "text": "no calls at all" });
    room.does("omar", command("record_impact", felt));
    room.does("dana", found_cause("confirmed", "a bad certificate"));
    let last = draft_report("final", room.now, json!({}));
    room.does("omar", last);
    assert_eq!(faults(room.here(), ReportId::Final, room.now), []);
    let about =
        |content: &Content| -> Vec<Subject> { content.changed.iter().map(|change| change.about).collect() };
    let all = general(&room, ReportId::Final);
    use Subject::{Cause, Data as OurData, Ended, Length, YourImpact};
    assert_eq!(about(&all), [Ended, Length, OurData, Cause]);
    assert_eq!(
        (&all.changed[1].before, &all.changed[1].after),
        (&Said::Open, &Said::Seconds(90 * 60))
    );
    let own = to(&room, ReportId::Final, "northwind");
    assert_eq!(about(&own), [Ended, Length, YourImpact, OurData, Cause]);
    let never_sent = to(&room, ReportId::Final, "fabrikam");
    assert_eq!(about(&never_sent), [], "they read no preliminary report");
}

#[test]
fn what_a_final_report_lacks_is_said_in_sentences() {
    let mut room = Room::reporting();
    let thin = json!({ "prevention": [{ "what": "An alarm" }], "lessons": [], "summary": "Like Contoso.",
        "apology_by": "" });
    let thin = draft_report("final", room.now, thin);
    room.does("omar", thin);
    let said: Vec<String> = faults(room.here(), ReportId::Final, room.now)
        .iter()
        .map(|fault| fault.sentence.to_string())
        .collect();
    assert_eq!(
        said,
        [
            "summary: it names Contoso, and every customer reads it",
            "the apology has no name under it",
            "nobody has said whether customers' data was touched",
            "the cause is not confirmed",
            "it is not over: nothing says when it ended",
            "no lessons: say what we learned about how we handled it and told customers",
            "nobody answers for \"An alarm\"",
            "\"An alarm\" has no date",
        ]
    );
}

#[test]
fn news_is_promised_ahead_and_within_what_the_procedure_allows() {
    let mut room = Room::reporting();
    for (next, said) in [
        (-5, "lies in the past"),
        (60 * 100, "the procedure allows 3 d at most"),
    ] {
        let draft = draft_report("update-1", room.now, json!({ "next_at": at(next) }));
        room.does("omar", draft);
        let faults = faults(room.here(), ReportId::Update(1), room.now);
        assert!(
            faults.iter().any(|fault| fault.sentence.contains(said)),
            "{faults:?}"
        );
    }
}

#[test]
fn a_customer_reads_no_other_name_though_it_was_approved_or_recorded() {
    let mut room = Room::reporting();
    room.at(60);
    let names = "As bad as at Fabrikam.";
    let words = json!({
        "title": names, "summary": names, "services": [names, "Calls"], "impact": names,
        "timeline": [{ "at": at(5), "text": names }], "done": [names, "We moved calls."], "workaround": names,
        "prevention": [{ "what": names, "owner": "CTO", "due": at(900) }, { "what": "An alarm", "owner": names, "due": at(900) }],
        "next": names, "apology": names, "apology_by": names, "contact": names, "lessons": [names],
    });
    let draft = draft_report("preliminary", room.now, words);
    room.does("omar", draft);
    let anyway = json!({ "report": "preliminary", "despite": "both of them know" });
    room.does("dana", command("approve_report", anyway));
    room.does("omar", send_report("preliminary", &[]));
    let text = |content: &Content| serde_json::to_string(content).unwrap().to_lowercase();
    let own = to(&room, ReportId::Preliminary, "northwind");
    assert!(!text(&own).contains("fabrikam"), "{}", text(&own));
    assert_eq!(
        (own.done, own.services),
        (vec!["We moved calls.".into()], vec!["Calls".into()])
    );
    let theirs = to(&room, ReportId::Preliminary, "fabrikam");
    assert_eq!(theirs.summary, names, "their own name is no secret to them");
}

#[test]
fn what_was_felt_and_credited_names_nobody_who_joined_the_list_since() {
    let mut room = Room::reporting();
    let joined = "Brought by a call with Wingtip.";
    let impact = json!({ "account": "northwind", "from": at(1), "text": joined,
        "credit": { "text": joined, "approved_by": "dana" } });
    room.does("dana", command("record_impact", impact));
    assert_eq!(to(&room, ReportId::Update(1), "northwind").own.len(), 1);
    let calls =
        json!({ "account": "wingtip", "direction": "inbound", "disposition": "reached_decision_maker" });
    room.does("omar", command("record_attempt", calls));
    let own = to(&room, ReportId::Update(1), "northwind");
    assert!(own.own.is_empty() && own.credit.is_empty(), "{own:?}");
}

#[test]
fn what_a_customer_was_sent_is_shown_though_somebody_writes_it_anew() {
    let mut room = Room::reporting();
    room.at(60);
    let draft = draft_report("preliminary", room.now, json!({}));
    room.does("omar", draft);
    room.does("dana", approve_report("preliminary"));
    let given = |room: &Room| given(room.here(), ReportId::Preliminary, &"northwind".into(), room.now);
    assert_eq!(given(&room), None);
    room.does("omar", send_report("preliminary", &["northwind"]));
    let then = to(&room, ReportId::Preliminary, "northwind");
    let anew = draft_report("preliminary", room.now, json!({ "summary": "Otherwise." }));
    room.does("omar", anew);
    assert_eq!(
        to(&room, ReportId::Preliminary, "northwind").summary,
        "Otherwise."
    );
    assert_eq!(given(&room), Some(then));
}
