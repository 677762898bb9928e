//! The shapes of stored events, one file a kind. Files are added and never changed: what was once written to a log is
//! read for ever.
//!
//! A new kind fails here until `golden/KIND.json` exists; `GOLDEN=write cargo test --test it golden` writes what is missing. A
//! kind that gains a field gets a second file, `golden/KIND-2.json`.

use super::testkit::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use warroom::domain::event::Recorded;
use warroom::domain::outreach::Disposition;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/domain/golden")
}

fn stored() -> BTreeMap<String, Value> {
    let files = std::fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().path());
    files
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let kind = path.file_stem().unwrap().to_string_lossy().into_owned();
            (kind, serde_json::from_str(&text).unwrap())
        })
        .collect()
}

/// They call and write in, and some of them are new.
fn inbound(room: &mut Room) {
    room.does("omar", claim("northwind"));
    let answered = json!({ "account": "northwind", "contact": "n-1" });
    room.does("lena", command("answer_inbound", answered));
    room.does("omar", release("northwind"));
    let count = json!({ "count": 1240, "of": "all on video-eu" });
    room.does("dana", command("count_others", count));
    let wrote = json!({ "count": 2, "channel": "chat", "about": "no sound" });
    room.does("lena", command("record_inbound", wrote));
    room.does(
        "lena",
        command("add_account", json!({ "account": "adatum", "name": "A. Datum" })),
    );
    room.does(
        "lena",
        command("add_contact", json!({ "account": "northwind", "name": "Bo" })),
    );
    let both =
        json!({ "account": "contoso", "disposition": Disposition::ReachedOther, "also": ["contoso-jp"] });
    room.does("lena", command("record_attempt", both));
}

/// A vendor is set up, and does not take everything.
fn dispatches(room: &mut Room) {
    room.does("hub", command("open_sink", json!({ "sink": "crm" })));
    for (number, came) in ["delivered", "refused", "unknown"].into_iter().enumerate() {
        let key = format!("INC-1/crm/call/{}/n-1", number + 1);
        let record = |came: &str| {
            let fields = json!({ "dispatch": key, "of": "call to Northwind", "came": came, "why": "no owner",
                "receipt": "c-31", "place": "https://crm.example/c-31" });
            command("record_dispatch", fields)
        };
        room.does("hub", record("begun"));
        room.does("hub", record(came));
    }
    let settle = json!({ "dispatch": "INC-1/crm/call/2/n-1", "how": "by_hand", "reason": "typed it in" });
    room.does("dana", command("settle_dispatch", settle));
}

/// One event of every kind, each as full as it gets.
fn one_of_each() -> Vec<Recorded> {
    let mut room = Room::declared();
    let labels = json!({ "alertname": "MediaDown", "job": "media", "zone": "eu" });
    room.does("monitor", report(&[firing("media", 0, labels)]));
    room.does("monitor", report(&[cleared("media", 0)]));
    room.does("dana", role("commander"));
    room.does(
        "dana",
        command(
            "find_cause",
            json!({ "certainty": "confirmed", "text": "a bad release" }),
        ),
    );
    room.does(
        "dana",
        command(
            "find_data",
            json!({ "state": "safe", "text": "read-only traffic" }),
        ),
    );
    room.does(
        "dana",
        command(
            "call_expert",
            json!({ "expert": "legal", "how": "their duty phone" }),
        ),
    );
    let wingtip = room.reference.accounts.get_mut("wingtip").unwrap();
    let wingtip = std::sync::Arc::make_mut(wingtip);
    (wingtip.support_plan, wingtip.arr) = (Some("enterprise".into()), Some("1200000".parse().unwrap()));
    let everything = serde_json::from_value(json!({ "products": ["chat", "video"] })).unwrap();
    room.reference.components.insert("everything".into(), everything);
    room.does(
        "dana",
        command("add_component", json!({ "component": "everything" })),
    );
    room.does(
        "dana",
        command("try_level", json!({ "level": "ceo", "how": "phone" })),
    );
    room.does(
        "dana",
        inform(
            "ceo",
            json!({ "person": "dave", "witness": "omar", "how": "phone" }),
        ),
    );
    room.does(
        "dana",
        command(
            "skip_level",
            json!({ "level": "support_lead", "reason": "saw it first" }),
        ),
    );
    shares(&mut room);
    room.does("omar", claim("northwind"));
    room.at(3)
        .does("omar", command("extend_claim", json!({ "account": "northwind" })));
    room.does("omar", command("start_call", json!({ "account": "northwind" })));
    room.does(
        "dana",
        command(
            "take_over_claim",
            json!({ "account": "northwind", "reason": "knows them" }),
        ),
    );
    let promise = json!({ "what": "news every hour", "due": at(60) });
    let call = json!({
        "account": "northwind", "contact": "n-1", "channel": "video", "direction": "inbound",
        "disposition": Disposition::ReachedDecisionMaker, "told": 0, "note": "their CTO", "feeling": "crisis",
        "next_at": at(60), "promises": [promise], "asks": [{ "to": "tech_lead", "question": "Who signs the credit?" }], "topics": [{ "name": "exports" }],
        "heard": {
            "answers": { "business": "no tills", "person": "no sleep", "worry": "Friday", "help": "a named engineer" },
            "listened": ["business", "person"], "said_back": true,
            "offered": [{ "what": "we moved you to the other region", "taken": true }],
            "outcome": { "what": "pay the drivers", "by": at(240) },
            "damage": { "amount": 40000, "currency": "EUR" },
        },
        "moments": [{ "from": at(240), "until": at(300), "what": "investor call", "offer": "the dial-in" }],
    });
    room.does("dana", command("record_attempt", call));
    let promise = room.here().promises[0].seq;
    let later = json!({
        "debt": format!("promise:{promise}"), "how": "long_term", "reason": "the report needs their own figures",
        "owner": "carol", "due": at(9_000),
    });
    room.does("dana", command("settle_debt", later));
    room.does("dana", command("keep_promise", json!({ "promise": promise })));
    room.does(
        "dana",
        command("pin_account", json!({ "account": "tailspin", "pinned": true })),
    );
    dispatches(&mut room);
    unreached(&mut room);
    inbound(&mut room);
    let step = json!({ "step": "called", "account": "tailspin", "reason": "met them" });
    room.does("dana", command("tick_step", step.clone()));
    room.does("dana", command("untick_step", step));
    room.does(
        "dana",
        command(
            "write_note",
            json!({ "text": "angry", "stance": "guess", "account": "tailspin" }),
        ),
    );
    let written = room.last();
    room.does(
        "dana",
        command("take_back", json!({ "seq": written, "reason": "wrong account" })),
    );
    room.does(
        "dana",
        command("set_intent", json!({ "text": "roll back", "until": at(30) })),
    );
    let slots = json!({ "started": "12:00 UTC" });
    let text = json!({ "audience": "page", "phase": "investigating", "text": "Calls drop.", "slots": slots });
    room.does("dana", command("draft_message", text.clone()));
    let before = room.last();
    let why = json!({ "draft": before, "reason": "say when the next comes" });
    room.does("dana", command("reject_draft", why));
    let mut fuller = text;
    fuller["next_update"] = json!(at(30));
    room.does("dana", command("draft_message", fuller.clone()));
    let draft = room.last();
    let why = json!({ "draft": draft, "despite": "nothing more is known", "change": "wording" });
    room.does("dana", command("approve_message", why));
    fuller["audience"] = json!("calls");
    room.does("dana", command("draft_message", fuller));
    let calls = room.last();
    room.does(
        "dana",
        command(
            "approve_message",
            json!({ "draft": calls, "despite": "it is urgent" }),
        ),
    );
    let text =
        json!({ "phase": "investigating", "text": "Calls drop.", "place": "status page", "draft": draft });
    room.does("dana", command("record_post", text));
    room.does(
        "dana",
        command(
            "change_state",
            json!({ "to": "mitigated", "reason": "rolled back" }),
        ),
    );
    redress(&mut room);
    reports(&mut room);
    hand_over(&mut room);
    room.does("dana", command("give_brief", json!({ "to": "CEO, CFO" })));
    turns(&mut room);
    let ask = json!({ "to": "tech_lead", "question": "Is data safe?", "account": "northwind" });
    room.does("omar", command("ask_question", ask));
    let asked = room.last();
    room.does(
        "lena",
        command("join_ask", json!({ "ask": asked, "account": "fabrikam" })),
    );
    let answer = json!({ "ask": asked, "answer": "Reads only.", "guess": true });
    room.does("dana", command("answer_ask", answer));
    let stop = json!({ "stop": "campaigns", "owner": "lena" });
    room.does("dana", command("issue_stop", stop));
    let go_on = json!({ "stop": "campaigns", "note": "not to those who were hit" });
    room.does("dana", command("resume_stop", go_on));
    topics(&mut room);
    recovery(&mut room);
    let import = json!({ "people": [{ "id": "new", "name": "New" }], "from": "people.csv", "hash": "ab" });
    room.does("root", command("import_directory", import));
    // The last of a kind is the fullest.
    let latest: BTreeMap<_, _> = room
        .log
        .into_iter()
        .map(|recorded| (recorded.event.kind(), recorded))
        .collect();
    latest.into_values().collect()
}

/// An account is offered and declined, the list dealt and taken; another stands in, and one leaves the calls.
fn shares(room: &mut Room) {
    let offer = json!({ "account": "contoso", "to": "lena" });
    room.does("root", command("assign_account", offer));
    room.does(
        "lena",
        command("decline_accounts", json!({ "reason": "on a call" })),
    );
    let shares = json!([{ "account": "fabrikam", "to": "omar" }, { "account": "contoso", "to": "omar" }]);
    let deal = json!({ "shares": shares, "seen": room.last() });
    room.does("root", command("deal_list", deal));
    room.does("omar", command("accept_accounts", json!({})));
    let present = json!({ "present": [] });
    room.at(3).does("hub", command("back_up_accounts", present));
    let here = json!({ "present": ["omar"] });
    room.does("hub", command("back_up_accounts", here));
    let why = json!({ "reason": "a train to catch" });
    room.does("omar", command("leave_calls", why));
    room.at(0);
}

/// Fabrikam was called and written to in vain.
fn unreached(room: &mut Room) {
    let tried = |disposition: &str, channel: &str| {
        let attempt = json!({ "account": "fabrikam", "disposition": disposition, "channel": channel });
        command("record_attempt", attempt)
    };
    for _ in 0..3 {
        room.does("omar", tried("no_answer", "phone"));
    }
    room.does("omar", tried("wrote", "email"));
    room.does("omar", tried("wrote", "sms"));
    let again = json!({ "account": "fabrikam", "how": "keep_trying", "next_at": at(600), "reason": "they open at ten" });
    room.does("dana", command("decide_unreachable", again));
}

/// What customers raise and what our own people do, and what becomes of it.
fn topics(room: &mut Room) {
    let own = json!({ "name": "too many tools", "quote": "three of them for one call" });
    for _ in 0..2 {
        room.does("omar", command("raise_topic", own.clone()));
    }
    let tag = json!({ "account": "northwind", "name": "csv is empty" });
    room.does("omar", command("tag_topic", tag));
    let csv = room.last();
    let idea = json!({ "account": "northwind", "name": "Exports", "quote": "by mail, please", "idea": true });
    room.does("omar", command("tag_topic", idea));
    let exports = room.picture.topics.named("exports", false).unwrap().seq();
    room.does(
        "omar",
        command("merge_topics", json!({ "from": csv, "into": exports })),
    );
    room.does("dana", command("own_topic", json!({ "topic": exports })));
    let helps = json!({ "topic": exports, "workaround": "use the API" });
    room.does("dana", command("answer_topic", helps));
    let done = json!({ "topic": exports, "how": "exports work again" });
    room.does("dana", command("cross_off_topic", done));
}

/// Everything that changes the plan, and everything that goes from one incident to another.
fn turns(room: &mut Room) {
    room.does(
        "dana",
        command(
            "change_severity",
            json!({ "severity": "sev3", "reason": "one region" }),
        ),
    );
    room.does(
        "dana",
        command("correct_start", json!({ "t0": at(-5), "reason": "seen later" })),
    );
    room.does(
        "dana",
        command(
            "switch_playbook",
            json!({ "playbook": "unknown", "reason": "another kind" }),
        ),
    );
    let alert = json!({ "source": "alertmanager", "fingerprint": "media" });
    room.does(
        "dana",
        command("move_alert", json!({ "alert": alert, "to": "inbox" })),
    );
    room.does(
        "dana",
        command("move_alert", json!({ "alert": alert, "to": "INC-1" })),
    );
    let split =
        json!({ "title": "Chat", "accounts": ["tailspin"], "components": ["everything"], "alerts": [alert] });
    room.does("dana", command("split_incident", split));
    room.does(
        "dana",
        command(
            "merge_incident",
            json!({ "into": "INC-2", "reason": "one outage" }),
        ),
    );
    room.incident = None;
}

/// What comes after the pain: a condition, a customer lost, a break, a debrief.
fn recovery(room: &mut Room) {
    let met =
        json!({ "account": "northwind", "condition": "no_repeat", "mark": "met", "text": "saw the alarm" });
    room.does("omar", command("mark_condition", met));
    let lost = json!({ "account": "fabrikam", "reason": "went to a competitor" });
    room.does("omar", command("record_lost", lost));
    room.does("omar", command("take_break", json!({ "minutes": 20 })));
    let answers = json!({ "slowed": "no numbers", "helped": "one list", "needs": "sleep" });
    room.does("omar", command("record_debrief", answers));
}

/// Command is offered and accepted with a promise and a claim, taken back with a reason, offered and declined.
fn hand_over(room: &mut Room) {
    room.does("dana", claim("fabrikam"));
    let promise = json!({ "what": "a call", "due": at(60) });
    room.does("dana", command("make_promise", promise));
    let offer = json!({ "duty": "commander", "to": "omar" });
    room.does("dana", command("offer_duty", offer));
    room.does("omar", command("accept_duty", json!({ "duty": "commander" })));
    let back = json!({ "role": "commander", "reason": "omar's link is down" });
    room.does("dana", command("take_role", back));
    let offer = json!({ "duty": "commander", "to": "omar", "note": "my shift ends", "bare": true });
    room.does("dana", command("offer_duty", offer));
    room.does("omar", command("decline_duty", json!({ "duty": "commander" })));
}

/// Everything done for an account beyond the call.
fn redress(room: &mut Room) {
    let ask = |room: &mut Room, kind: &str, fields: Value| {
        room.does("dana", command(kind, fields));
        room.last()
    };
    let slots = json!({ "executive": "dave", "slots": 0, "until": at(600) });
    ask(room, "set_slots", slots);
    let wish = json!({ "account": "northwind", "whom": "your CEO", "topic": "the contract", "due": at(300) });
    let wish = ask(room, "want_executive", wish);
    let promise = json!({ "request": wish, "executive": "dave", "at": at(200) });
    ask(room, "promise_executive_call", promise);
    let held = json!({ "request": wish, "outcome": "held", "text": "calm now" });
    ask(room, "record_executive_call", held);
    let cost = json!({ "amount": 400.5, "currency": "EUR" });
    let gift = json!({ "account": "northwind", "what": "a month", "cost": cost });
    let refused = ask(room, "give_gesture", gift.clone());
    ask(
        room,
        "refuse_gesture",
        json!({ "gesture": refused, "reason": "a credit comes" }),
    );
    let allowed = ask(room, "give_gesture", gift);
    ask(room, "approve_gesture", json!({ "gesture": allowed }));
    ask(
        room,
        "give_gesture",
        json!({ "account": "northwind", "gesture": allowed }),
    );
    let terms = json!({ "tiers": [{ "below": "100", "credit": "10" }], "claim_within": "60d" });
    room.reference.slas = [("enterprise".into(), serde_json::from_value(terms).unwrap())].into();
    let proposed = json!({ "left_out": "1m", "reason": "agreed maintenance", "accounts": ["wingtip"] });
    let declined = ask(room, "propose_credit", proposed.clone());
    ask(
        room,
        "decline_credit",
        json!({ "number": declined, "reason": "not theirs" }),
    );
    let credit = ask(room, "propose_credit", proposed);
    ask(room, "approve_credit", json!({ "number": credit }));
    ask(room, "tell_credit", json!({ "number": credit }));
    ask(
        room,
        "issue_credit",
        json!({ "number": credit, "invoice": "2026-0815" }),
    );
}

fn reports(room: &mut Room) {
    let felt = json!({ "account": "northwind", "from": at(0), "until": at(3), "text": "one call in four dropped",
        "credit": { "text": "10 % of July", "approved_by": "dana" } });
    room.does("dana", command("record_impact", felt));
    room.does(
        "omar",
        draft_report(
            "final",
            room.now,
            json!({ "timeline": [{ "at": at(2), "text": "We rolled back." }] }),
        ),
    );
    let read = json!({ "report": "final", "reviewer": "legal", "fine": true, "note": "good" });
    room.does("omar", command("review_report", read));
    let approved = json!({ "report": "final", "text": "# Final report", "draft": null });
    room.does("dana", command("approve_report", approved));
    let sent =
        json!({ "report": "final", "accounts": ["northwind"], "contact": "n-1", "words": "with a call" });
    room.does("dana", command("issue_report", sent));
    let has = json!({ "report": "final", "account": "northwind", "contact": "n-1", "questions": "how?" });
    room.does("dana", command("acknowledge_report", has));
}

#[test]
fn every_stored_shape_is_still_read_and_written_the_same() {
    let stored = stored();
    assert!(!stored.is_empty());
    for (kind, shape) in stored {
        let read: Recorded =
            serde_json::from_value(shape.clone()).unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert_eq!(read.event.kind(), kind.split('-').next().unwrap());
        assert_eq!(serde_json::to_value(&read).unwrap(), shape, "{kind}");
    }
}

#[test]
fn every_kind_of_event_has_a_stored_shape() {
    let write = std::env::var_os("GOLDEN").is_some();
    let stored = stored();
    for recorded in one_of_each() {
        let kind = recorded.event.kind();
        let shapes: Vec<&Value> = stored
            .iter()
            .filter(|(name, _)| name.split('-').next() == Some(kind))
            .map(|(_, shape)| shape)
            .collect();
        let shape = serde_json::to_value(&recorded).unwrap();
        let new = fields(&shape).find(|field| shapes.iter().all(|known| known.get(field).is_none()));
        let Some(field) = new else { continue };
        assert!(write, "no golden/{kind}*.json has the field {field:?}");
        let name = match shapes.len() {
            0 => format!("{kind}.json"),
            several => format!("{kind}-{}.json", several + 1),
        };
        let text = serde_json::to_string_pretty(&recorded).unwrap() + "\n";
        std::fs::write(folder().join(name), text).unwrap();
    }
}

fn fields(shape: &Value) -> impl Iterator<Item = &String> {
    shape.as_object().unwrap().keys()
}

/// The enum itself says which kinds there are, in the error for one it does not know.
#[test]
fn no_kind_is_missing_from_the_one_of_each() {
    let unknown = serde_json::from_value::<warroom::domain::event::Event>(json!({ "kind": "?" }));
    let known = unknown.unwrap_err().to_string();
    let kinds: Vec<&str> = known.split('`').skip(3).step_by(2).collect();
    let shown: Vec<&str> = one_of_each()
        .iter()
        .map(|recorded| recorded.event.kind())
        .collect();
    assert!(kinds.contains(&"incident_declared"), "{known}");
    for kind in kinds {
        assert!(shown.contains(&kind), "{kind} does not happen here");
    }
}
