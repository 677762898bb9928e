//! Reports over any history: what never stands in one, and what stays owed until it is sent.

use super::histories::ACCOUNTS;
use super::testkit::*;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Value, json};
use warroom::domain::command::Command;
use warroom::domain::due::{Kind, dues};
use warroom::domain::ids::AccountId;
use warroom::domain::outreach::{Counts, Disposition};
use warroom::domain::report_content::content;
use warroom::domain::reports::{Content, ReportId};

const CAUSES: [&str; 3] = ["a bad certificate", "the new RELEASE 4.2", "DNS"];
/// What people write anywhere; much of it fit for nobody else's eyes.
const WORDS: [&str; 9] = [
    "Calls drop.",
    "It was A bad   certificate, we think.",
    "The new release 4.2 is out again.",
    "dns!",
    "as bad as at Fabrikam",
    "tell northwind first",
    "Contoso Japan sleeps, Tailspin does not.",
    "litware sues",
    "We moved calls elsewhere.",
];

#[derive(Clone, Debug)]
enum Deed {
    Note(usize),
    Post(usize),
    Cause(usize, usize),
    Impact(usize, usize),
    Promise(usize, usize),
    Call(usize, Disposition),
    Draft(usize, Option<usize>),
    Approve(usize),
    Send(usize, Option<usize>),
    Move(usize),
    TakeBackLast,
}

fn deed() -> impl Strategy<Value = Deed> {
    let (word, account, report) = (0..WORDS.len(), 0..ACCOUNTS.len(), 0usize..3);
    let ended = prop_oneof![
        3 => Just(Disposition::ReachedDecisionMaker),
        2 => Just(Disposition::NoAnswer),
        1 => Just(Disposition::NotAffectedSaysCustomer),
        1 => Just(Disposition::DoNotContact),
    ];
    prop_oneof![
        1 => word.clone().prop_map(Deed::Note),
        2 => word.clone().prop_map(Deed::Post),
        2 => (0usize..3, 0..CAUSES.len()).prop_map(|(sure, cause)| Deed::Cause(sure, cause)),
        2 => (account.clone(), word.clone()).prop_map(|(account, word)| Deed::Impact(account, word)),
        2 => (account.clone(), word.clone()).prop_map(|(account, word)| Deed::Promise(account, word)),
        3 => (account.clone(), ended).prop_map(|(account, ended)| Deed::Call(account, ended)),
        3 => (report.clone(), proptest::option::of(word)).prop_map(|(report, word)| Deed::Draft(report, word)),
        3 => report.clone().prop_map(Deed::Approve),
        4 => (report, proptest::option::of(account)).prop_map(|(report, account)| Deed::Send(report, account)),
        2 => (0usize..3).prop_map(Deed::Move),
        1 => Just(Deed::TakeBackLast),
    ]
}

/// Each so many hours after the one before: months go by.
fn histories() -> impl Strategy<Value = Vec<(i64, Deed)>> {
    proptest::collection::vec((0i64..200, deed()), 1..40)
}

const STATES: [&str; 3] = ["open", "mitigated", "resolved"];
const SURE: [&str; 3] = ["unknown", "suspected", "confirmed"];

fn report(room: &Room, kind: usize) -> ReportId {
    use warroom::domain::reports::ReportKind::{Final, Preliminary, Update};
    room.here().reports.current([Preliminary, Update, Final][kind])
}

fn asked(room: &Room, deed: &Deed) -> Command {
    match deed {
        Deed::Note(word) => note(WORDS[*word]),
        Deed::Post(word) => post("identified", WORDS[*word]),
        Deed::Cause(sure, cause) => found_cause(SURE[*sure], CAUSES[*cause]),
        Deed::Impact(account, word) => command(
            "record_impact",
            json!({ "account": ACCOUNTS[*account], "text": WORDS[*word] }),
        ),
        Deed::Promise(account, word) => {
            let due = room.now + SignedDuration::from_hours(5);
            command(
                "make_promise",
                json!({ "account": ACCOUNTS[*account], "what": WORDS[*word], "due": due }),
            )
        }
        Deed::Call(account, ended) => attempt(ACCOUNTS[*account], *ended),
        Deed::Draft(kind, word) => {
            // Names are the one thing that people may put in with a reason; see the faults.
            let word = word.map(|word| WORDS[word]).filter(|word| !names_one(word));
            let fields = word.map_or(
                json!({}),
                |word| json!({ "impact": word, "lessons": [word], "next": word }),
            );
            draft_report(&report(room, *kind).to_string(), room.now, fields)
        }
        Deed::Approve(kind) => command(
            "approve_report",
            json!({ "report": report(room, *kind), "despite": "in a hurry" }),
        ),
        Deed::Send(kind, account) => {
            let accounts: Vec<&str> = account.iter().map(|account| ACCOUNTS[*account]).collect();
            let last = room
                .here()
                .reports
                .iter()
                .rfind(|report| report.approval().is_some());
            let known = last.map_or_else(|| report(room, *kind), |report| report.id);
            send_report(&known.to_string(), &accounts)
        }
        Deed::Move(state) => move_to(STATES[*state]),
        Deed::TakeBackLast => take_back(room.last()),
    }
}

fn names_one(text: &str) -> bool {
    let lower = text.to_lowercase();
    ACCOUNTS.iter().any(|account| lower.contains(account)) || lower.contains("contoso japan")
}

fn lived(history: &[(i64, Deed)]) -> Room {
    let mut room = Room::reporting();
    for (hours, deed) in history {
        room.now += SignedDuration::from_hours(*hours);
        // A refusal is no accident here: it is what keeps the rules.
        let command = asked(&room, deed);
        let _ = room.asks("dana", command);
    }
    room
}

fn every_report(room: &Room, account: Option<&AccountId>) -> Vec<Content> {
    let ids = [
        ReportId::Preliminary,
        ReportId::Update(1),
        ReportId::Update(2),
        ReportId::Final,
    ];
    ids.iter()
        .map(|id| content(room.here(), *id, account, room.now))
        .collect()
}

/// Everything it says, in the words of a reader who cares about neither case nor spaces.
fn said(content: &Content) -> String {
    let mut value = serde_json::to_value(content).unwrap();
    value["report"] = Value::Null;
    let text: String = value
        .to_string()
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cases() -> Config {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let mut config = Config::default();
    config.cases = if asked { config.cases } else { 100 };
    config.failure_persistence = None;
    config
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_preliminary_report_never_contains_a_cause(history in histories()) {
        let room = lived(&history);
        let accounts = ACCOUNTS.map(AccountId::from);
        let whom = accounts.iter().map(Some).chain([None]);
        let causes = &room.here().findings.causes;
        for account in whom {
            // An approved one is frozen: what was found out later cannot be in it, what was known then must not be.
            let told = content(room.here(), ReportId::Preliminary, account, room.now);
            let approved = room.here().reports.get(ReportId::Preliminary).and_then(|report| report.approval());
            let until = approved.filter(|_| told.approved).map_or(room.now, |approval| approval.at);
            let text = said(&told);
            for cause in causes.iter().filter(|cause| cause.at < until) {
                let words = cause.text.to_lowercase().replace('.', " ");
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                prop_assert!(!format!(" {text} ").contains(&format!(" {words} ")), "{words:?} stands in {text}");
            }
        }
    }

    #[test]
    fn no_customer_reads_the_name_of_another(history in histories()) {
        let room = lived(&history);
        for account in ACCOUNTS.map(AccountId::from) {
            for content in every_report(&room, Some(&account)) {
                let own = room.row(account.as_str()).name().to_lowercase();
                let text = said(&content).replace(&own, "them");
                for other in room.here().rows.values().filter(|row| *row.id() != account) {
                    let name = other.name().to_lowercase();
                    prop_assert!(!text.contains(&name), "{account} reads {name} in {text}");
                }
            }
        }
        for content in every_report(&room, None) {
            let text = said(&content);
            for row in room.here().rows.values() {
                prop_assert!(!text.contains(&row.name().to_lowercase()), "all read {} in {text}", row.name());
            }
        }
    }

    #[test]
    fn whoever_is_owed_reports_is_owed_news_within_three_days_of_the_last_until_the_final(history in histories()) {
        let room = lived(&history);
        let here = room.here();
        let dues = dues(here);
        for row in here.rows.values() {
            let news: Vec<Timestamp> = dues
                .iter()
                .filter(|due| due.kind == Kind::News(row.id().clone()))
                .map(|due| due.at)
                .collect();
            if !row.gets_reports() || row.reports.has(ReportId::Final) {
                prop_assert_eq!(news, []);
                continue;
            }
            let calls = row.standing().filter(|call| call.facts.disposition.counts() == Counts::Spoken);
            let heard = calls.map(|call| call.at).chain(row.reports.sent().map(|sent| sent.at)).max();
            let latest = heard.unwrap_or(here.t0) + SignedDuration::from_hours(72);
            prop_assert_eq!(news.len(), 1);
            prop_assert!(news[0] <= latest, "{} is after {}", news[0], latest);
        }
        // A restart changes nothing: the same log adds up to the same debts.
        let mut again = warroom::domain::picture::Picture::default();
        room.log.iter().for_each(|recorded| again.apply(recorded));
        prop_assert_eq!(warroom::domain::due::dues(again.incident(here.id).unwrap()), dues);
    }

    #[test]
    fn what_was_sent_reads_the_same_for_ever(history in histories(), more in histories()) {
        let mut room = lived(&history);
        let shown = |room: &Room| -> Vec<(ReportId, u32, Option<AccountId>, String)> {
            let mut all = Vec::new();
            for report in room.here().reports.iter() {
                for approval in &report.approvals {
                    for row in room.here().rows.values().filter(|row| row.reports.has_version(report.id, approval.version)) {
                        let content = warroom::domain::report_content::issued(
                            room.here(), approval, Some(row.id()), room.now);
                        all.push((report.id, approval.version, Some(row.id().clone()), serde_json::to_string(&content).unwrap()));
                    }
                }
            }
            all
        };
        let before = shown(&room);
        for (hours, deed) in more.iter().filter(|(_, deed)| !matches!(deed, Deed::TakeBackLast)) {
            room.now += SignedDuration::from_hours(*hours);
            let command = asked(&room, deed);
            let _ = room.asks("dana", command);
        }
        let after = shown(&room);
        for one in &before {
            prop_assert!(after.contains(one), "{one:?} reads otherwise now");
        }
    }
}
