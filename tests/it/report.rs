//! Reports as text: what customers read, and templates of one's own.

use super::domain::testkit::*;
use jiff::tz::TimeZone;
use serde_json::json;
use std::path::Path;
use warroom::domain::ids::AccountId;
use warroom::domain::report_content::content;
use warroom::domain::reports::{Content, ReportId};
use warroom::report::{Template, edit, page};

fn text(room: &Room, report: ReportId, account: Option<&str>) -> String {
    let account = account.map(AccountId::from);
    let content = content(room.here(), report, account.as_ref(), room.now);
    Template::built_in().markdown(&content).unwrap()
}

/// An incident from the first alert to the final report, with one account in Tokyo that has words of its own.
fn told() -> Room {
    let mut room = Room::reporting();
    room.at(1).does("dana", note("media-eu-3 is down, paging tom"));
    room.at(4).does(
        "dana",
        post(
            "investigating",
            "Some video calls in Europe drop or do not connect. We are on it.",
        ),
    );
    room.at(20).does(
        "omar",
        command(
            "record_attempt",
            json!({ "account": "contoso-jp", "disposition": "reached_decision_maker", "told": 1 }),
        ),
    );
    let promise =
        json!({ "account": "contoso-jp", "what": "Send the list of calls that failed", "due": at(600) });
    room.does("omar", command("make_promise", promise));
    room.at(31).does(
        "dana",
        command(
            "find_data",
            json!({ "state": "safe", "text": "No recording and no chat was touched." }),
        ),
    );
    let preliminary = json!({
        "summary": "This afternoon, video calls in Europe dropped or did not connect for some of our customers. \
            Calls that were already running on other servers were not affected. We are working on it.",
        "impact": "About one call in four dropped, or needed several tries to connect.",
        "done": ["We moved new calls to healthy servers."],
        "prevention": [], "lessons": [],
        "workaround": "Leaving the call and joining again connects you to a healthy server.",
        "apology": "We are sorry. You count on these calls, and we let you down in the middle of a working day.",
    });
    room.at(60);
    let draft = draft_report("preliminary", room.now, preliminary);
    room.does("omar", draft);
    room.does("dana", approve_report("preliminary"));
    room.does("omar", send_report("preliminary", &[]));
    room.at(91).does("dana", move_to("mitigated"));
    room.at(150).does("dana", move_to("resolved"));
    room.at(151).does(
        "dana",
        post("resolved", "Calls have been stable for an hour. This is over."),
    );
    let promise = room.here().promises[0].seq;
    room.does("omar", command("keep_promise", json!({ "promise": promise })));
    let felt = json!({ "account": "contoso-jp", "from": at(12), "until": at(48),
        "text": "41 of your calls dropped, most of them with your customers in Spain.",
        "credit": { "text": "10 % of July's fee. We take it off your next invoice; you need not ask for it.",
            "approved_by": "dana" } });
    room.does("dana", command("record_impact", felt));
    room.at(2 * 24 * 60).does(
        "dana",
        found_cause(
            "confirmed",
            "A new version of our call servers did not give memory back after a call ended. \
             After a busy morning they had none left, and dropped calls.",
        ),
    );
    let last = json!({
        "summary": "On 1 July, video calls in Europe dropped or did not connect for an hour and a half. \
            About one call in four was affected. It is over, we know why it happened, and we have fixed it.",
        "impact": "About one call in four dropped, or needed several tries to connect.",
        "timeline": [
            { "at": at(22), "text": "We stopped the roll-out of the new version and moved new calls to servers with the old one." },
            { "at": at(85), "text": "The last server with the new version was replaced." },
        ],
        "done": ["We put the version of the week before back on every server.", "We corrected the fault and ran the \
            corrected version under a week's load before using it."],
        "apology": "We are sorry. You count on these calls, and we let you down in the middle of a working day.",
        "contact": "Lena Marsh, lena.marsh@example.com, or the number your advocate gave you.",
        "lessons": ["It took us four minutes to say something in public. We now say within two that we are looking.",
            "We told customers in Asia last, in their night. They now have a person of their own on call."],
    });
    let draft = draft_report("final", room.now, last);
    room.does("omar", draft);
    room.does("dana", approve_report("final"));
    room.does("omar", send_report("final", &[]));
    room
}

#[test]
fn a_preliminary_report_says_what_we_know_and_when_the_next_comes() {
    insta::assert_snapshot!(text(&told(), ReportId::Preliminary, None));
}

#[test]
fn a_final_report_for_all_customers_tells_the_whole_story() {
    insta::assert_snapshot!(text(&told(), ReportId::Final, None));
}

#[test]
fn a_final_report_for_one_customer_is_about_that_customer() {
    let text = text(&told(), ReportId::Final, Some("contoso-jp"));
    insta::assert_snapshot!(text);
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    for pair in text
        .lines()
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .windows(2)
    {
        let empty = pair[0].starts_with("## ") && pair[1].starts_with("## ");
        assert!(!empty, "nothing stands under {}", pair[0]);
    }
    assert!(headings.len() > 5);
}

#[test]
fn a_report_nobody_has_written_has_no_empty_heading_and_says_that_it_is_a_draft() {
    let room = Room::reporting();
    for report in [ReportId::Preliminary, ReportId::Update(1), ReportId::Final] {
        let text = text(&room, report, None);
        assert!(text.contains("This is a draft."), "{text}");
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let under = |pair: &[&str]| pair[0].starts_with("## ") && pair[1].starts_with("## ");
        assert!(!lines.windows(2).any(under), "{text}");
        assert!(!lines.last().unwrap().starts_with('#'));
    }
}

#[test]
fn nothing_anybody_wrote_is_markup_in_a_report() {
    let mut room = Room::reporting();
    let evil = "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1))\n# heading\n- item";
    room.does("dana", post("investigating", evil));
    let felt = json!({ "account": "northwind", "text": evil });
    room.does("omar", command("record_impact", felt));
    let words = json!({ "summary": evil, "impact": evil, "done": [evil], "contact": evil, "apology_by": evil,
        "timeline": [{ "at": at(0), "text": evil }], "lessons": [evil] });
    let draft = draft_report("update-1", room.now, words);
    room.does("omar", draft);
    let plain = {
        let mut empty = Room::reporting();
        let draft = draft_report("update-1", empty.now, json!({}));
        empty.does("omar", draft);
        empty
    };
    let tags = |room: &Room| {
        let html = page("t", &text(room, ReportId::Update(1), Some("northwind")));
        let tags: std::collections::BTreeSet<String> = html
            .split('<')
            .skip(1)
            .map(|tag| tag.split(['>', ' ']).next().unwrap().to_owned())
            .collect();
        tags
    };
    let (with, without) = (tags(&room), tags(&plain));
    assert!(with.is_subset(&without), "{with:?} and {without:?}");
    let html = page("t", &text(&room, ReportId::Update(1), Some("northwind")));
    assert!(
        html.contains("&lt;img src=x onerror=alert(1)&gt; **bold**"),
        "{html}"
    );
}

#[test]
fn a_template_that_asks_for_what_no_report_has_is_refused_with_its_line() {
    let refused = |text: &str| {
        Template::parse(Path::new("reports/rfi.md"), text)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused("# {{ title }}\n\n{{ custmer }}\n"),
        "reports/rfi.md:3: a report has no field custmer; did you mean customer?"
    );
    assert_eq!(
        refused("{% for item in prevention %}\n- {{ item.whta }}\n{% endfor %}\n"),
        "reports/rfi.md:2: this asks for a field that no report has"
    );
    let unended = refused("{% if customer %}\nDear {{ customer }}\n");
    assert!(unended.starts_with("reports/rfi.md:"), "{unended}");
    let own = Template::parse(Path::new("rfi.md"), "{{ title }}: {{ summary }}\n").unwrap();
    let room = told();
    let content: Content = content(room.here(), ReportId::Final, None, room.now);
    assert!(
        own.markdown(&content)
            .unwrap()
            .starts_with("Video calls drop: On 1 July")
    );
}

#[test]
fn the_words_of_a_template_act_on_no_terminal() {
    let own = Template::parse(
        Path::new("rfi.md"),
        "  - \u{1b}[2J{{ title }}\u{202e}\r\n\n\u{9b}6nend\n",
    )
    .unwrap();
    let room = told();
    let content: Content = content(room.here(), ReportId::Final, None, room.now);
    let text = own.markdown(&content).unwrap();
    assert_eq!(text, "  - Video calls drop (cleaned)\n\nend (cleaned)\n");
}

#[test]
fn a_teams_own_template_wins_and_a_wrong_one_is_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let (system, user) = (folder.path().join("system"), folder.path().join("user"));
    let folders = [system.clone(), user.clone()];
    assert_eq!(Template::load(&folders).unwrap(), Template::built_in());
    for (folder, words) in [(&system, "of the system"), (&user, "of the user")] {
        std::fs::create_dir(folder).unwrap();
        std::fs::write(folder.join("rfi.md"), words).unwrap();
        let room = Room::reporting();
        let content = content(room.here(), ReportId::Final, None, room.now);
        let text = Template::load(&folders).unwrap().markdown(&content).unwrap();
        assert_eq!(text.trim(), words);
    }
    std::fs::write(user.join("rfi.md"), "{{ nothing_like_it }}").unwrap();
    assert!(Template::load(&folders).is_err());
}

#[test]
fn what_is_edited_comes_back_as_it_was() {
    let room = told();
    let zone = TimeZone::get("Asia/Tokyo").unwrap();
    for report in room.here().reports.iter() {
        let parts = &report.draft().parts;
        let file = edit::file(room.here(), report.id, parts, &zone, room.now);
        assert_eq!(&edit::read(&file, &zone).unwrap(), parts, "{file}");
        assert!(
            file.contains("// - 2026-07-01 21:01 media-eu-3 is down, paging tom"),
            "{file}"
        );
    }
    let empty = edit::file(
        room.here(),
        ReportId::Update(1),
        &Default::default(),
        &zone,
        room.now,
    );
    assert_eq!(edit::read(&empty, &zone).unwrap(), Default::default());
}

#[test]
fn what_cannot_be_read_back_is_said_with_its_line_and_nothing_is_left_out() {
    let text = "stray\n# Sumary\nx\n# Timeline\n- at noon it broke\n# What we will do\n- an alarm | Head | soon\n\
                # Next news\nWhen: later\nsometime\n";
    assert_eq!(
        edit::read(text, &TimeZone::UTC).unwrap_err(),
        [
            "line 1: it stands under no heading",
            "line 2: a report has no part \"Sumary\"; did you mean \"Summary\"?",
            "line 3: it stands under no heading",
            "line 5: expected a time and what happened, as in \"- 2026-07-01 14:07 We moved calls elsewhere.\"",
            "line 7: \"soon\" is no date; expected one such as 2026-08-01",
            "line 9: \"later\" is no time; expected one such as 2026-07-02 14:00",
            "line 10: expected \"When:\" or \"How:\"",
        ]
    );
}

#[test]
fn a_part_that_stands_twice_is_said_and_neither_replaces_the_other() {
    let text = "# Summary\nOne.\n# Impact\nx\n# summary\nTwo.\n";
    assert_eq!(
        edit::read(text, &TimeZone::UTC).unwrap_err(),
        ["line 5: \"Summary\" stands here a second time; write it all under one"]
    );
}

#[test]
fn a_promise_is_dated_where_the_customer_is_with_its_hour() {
    let mut room = Room::reporting();
    for (what, due) in [
        ("the list", "2026-07-09T20:00:00Z"),
        ("the logs", "2026-07-09T15:00:00Z"),
    ] {
        let promise = json!({ "account": "contoso-jp", "what": what, "due": due });
        room.does("dana", command("make_promise", promise));
    }
    let text = text(&room, ReportId::Update(1), Some("contoso-jp"));
    for said in [
        "Friday 10 July 2026, 05:00 in Tokyo (20:00 UTC)",
        "Friday 10 July 2026",
    ] {
        assert!(text.contains(said), "{text}");
    }
    assert!(!text.contains("00:00 in Tokyo"), "the whole day: {text}");
}

#[test]
fn a_line_too_long_to_be_kept_is_refused_in_a_template_and_in_what_somebody_wrote() {
    let long = "word ".repeat(801);
    let template =
        |text: &str| Template::parse(Path::new("reports/rfi.md"), text).map_err(|why| why.to_string());
    let whole = "é".repeat(4_000);
    let room = Room::reporting();
    let text = template(&whole)
        .unwrap()
        .markdown(&content(room.here(), ReportId::Final, None, room.now));
    assert_eq!(text.unwrap().trim(), whole);
    assert_eq!(
        template(&format!("# {{{{ title }}}}\n\n{long}\n")).unwrap_err(),
        "reports/rfi.md:3: this line is 4005 characters long; at most 4000 are kept; make two of it"
    );
    let text = format!(
        "# Title\n{long}\n# Summary\n{long}\n{}\n# Timeline\n- 2026-07-01 14:07 {long}\n# What we did\n- short\n- {long}\n\
         # What we will do\n- {long} | us\n# Next news\nHow: {long}\n# Apology\nBy: {long}\n",
        long.repeat(7)
    );
    let faults = edit::read(&text, &TimeZone::UTC).unwrap_err();
    let at: Vec<&str> = faults
        .iter()
        .filter_map(|fault| fault.split(':').next())
        .collect();
    assert_eq!(
        at,
        [
            "line 2", "line 4", "line 7", "line 10", "line 12", "line 14", "line 16"
        ],
        "{faults:#?}"
    );
    assert_eq!(
        faults[0],
        "line 2: it is 4004 characters long; at most 4000 are kept"
    );
    assert!(faults[1].starts_with("line 4: what begins here is 32") && faults[1].contains("at most 32000"));
    assert!(faults.iter().all(|fault| fault.len() < 200), "{faults:#?}");
    let fits = format!("# Summary\n{long}\n");
    assert_eq!(edit::read(&fits, &TimeZone::UTC).unwrap().summary, *long.trim());
}
