//! The demo: its scenario, played against a hub's writer in memory, and on a real hub at a high speed.

mod live;
pub mod stage;

use insta::assert_snapshot;
use jiff::{SignedDuration, Timestamp};
use stage::{Guest, Played, play, play_with};
use warroom::domain::event::Event;
use warroom::domain::incident::Incident;
use warroom::domain::messages::Phase;
use warroom::domain::outreach::Disposition;
use warroom::domain::state::Internal;
use warroom::run::demo::shelf::{self, BUILT_IN, Files};

const SEEDS: std::ops::RangeInclusive<u64> = 1..=12;

fn minutes(incident: &Incident, at: Timestamp) -> i64 {
    incident.minutes(at)
}

#[test]
fn every_built_in_scenario_is_right_and_is_found_by_its_name() {
    for files in BUILT_IN {
        let scenario = shelf::named(files.name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(scenario.name, files.name);
    }
    let error = shelf::named("regoin-down").unwrap_err().to_string();
    assert!(error.contains("Did you mean \"region-down\"?"), "{error}");
}

#[test]
fn what_a_scenario_names_and_is_not_there_is_said_with_its_beat() {
    for (from, to, said) in [
        (
            "account = \"fabrikam\"",
            "account = \"fabricam\"",
            "the beat of omar at 3m 20s: there is no account \"fabricam\", did you mean \"fabrikam\"?",
        ),
        (
            "contact = \"contoso-claire\"",
            "contact = \"lamna-eva\"",
            "\"contoso\" has no contact \"lamna-eva\"",
        ),
        ("by = \"grafana\"", "by = \"nagios\"", "nagios is not in [cast]"),
        (
            "stance = \"did\"",
            "stanze = \"did\"",
            "write_note has no field \"stanze\"",
        ),
        (
            "next_at = \"+31m\"",
            "next_at = \"+soon\"",
            "\"soon\" is not a length of time",
        ),
        ("owner = \"pat\"", "owner = \"pet\"", "there is no person \"pet\""),
        (
            "at = \"0m07s\"",
            "at = \"9m07s\"",
            "the beat of ines at 13s comes after a later one",
        ),
        (
            "service = \"Halloway\"",
            "sevrice = \"Halloway\"",
            "region-down.toml:",
        ),
        ("version = 1", "version = 2", "version is 2, expected 1"),
    ] {
        let script = BUILT_IN[0].script.replacen(from, to, 1);
        assert_ne!(script, BUILT_IN[0].script, "{from}");
        let files = Files {
            script: &script,
            ..BUILT_IN[0]
        };
        let error = shelf::read(&files).unwrap_err().to_string();
        assert!(error.contains(said), "{to}: {error}");
    }
}

#[test]
fn whatever_the_seed_nothing_is_refused_but_what_is_meant_to_be_and_nothing_is_left_out() {
    for seed in SEEDS {
        let played = play(seed);
        assert_eq!(played.refused, played.script_refuses(), "seed {seed}");
        assert_eq!(played.left_out, Vec::<String>::new(), "seed {seed}");
        assert!(played.refused.iter().any(|(_, code)| code == "already_claimed"));
    }
}

#[test]
fn the_same_seed_gives_the_same_log_byte_for_byte_and_another_seed_another() {
    let first = play(1).log();
    assert_eq!(first, play(1).log());
    assert_eq!(play(7).log(), play(7).log());
    assert_ne!(first, play(7).log());
    assert_ne!(play(7).log(), play(8).log());
}

#[test]
fn what_happens_happens_at_the_time_it_is_written_for() {
    let played = play(1);
    for recorded in played.recorded() {
        assert_eq!(recorded.at, recorded.said_at, "{:?}", recorded.event);
    }
    let claims_over =
        |event: &Event| matches!(event, Event::ClaimEnded(ended) if ended.account.as_str() == "relecloud");
    let over = played
        .recorded()
        .into_iter()
        .find(|recorded| claims_over(&recorded.event))
        .unwrap();
    assert_eq!(
        over.at,
        played.at(31, 0),
        "the hub ends a claim when its time is over"
    );
    assert_eq!(over.by.name.as_str(), "hub");
}

#[test]
fn after_half_a_minute_there_is_something_to_see_and_much_left_to_do() {
    let played = play(1).until(0, 59);
    let incident = played.incident();
    assert!(played.picture.claims.live().count() >= 2);
    assert!(incident.rows.len() >= 20);
    assert!(!warroom::domain::due::dues(incident).is_empty());
    let free = incident.rows.values().filter(|row| row.untouched());
    assert!(free.count() > 15);
}

#[test]
fn the_procedure_is_kept_support_at_two_the_page_at_seven_and_the_ceo_at_eighteen_minutes() {
    for seed in SEEDS {
        let played = play(seed);
        let incident = played.incident();
        let informed = |role: &str| incident.level(role).unwrap().informed().unwrap().clone();
        assert_eq!(minutes(incident, informed("ceo").at), 18, "seed {seed}");
        assert!(
            incident.levels.iter().all(|level| level.informed().is_some()),
            "seed {seed}"
        );
        if seed == 1 {
            assert_eq!(minutes(incident, informed("support_lead").at), 2);
            assert_eq!(minutes(incident, incident.posts[0].at), 7);
            let late: Vec<_> = incident
                .levels
                .iter()
                .filter(|level| level.informed_late())
                .collect();
            assert_eq!(
                late.iter().map(|level| level.role.as_str()).collect::<Vec<_>>(),
                ["eng_director"]
            );
            assert_eq!(
                informed("vp_cs").person.as_str(),
                "bram",
                "a deputy for someone in flight"
            );
        }
    }
}

#[test]
fn more_and_more_customers_hear_from_us() {
    let whole = play(1);
    let spoken = |minute| {
        let coverage = whole.clone().until(minute, 0).incident().coverage();
        assert_eq!(
            coverage.total,
            coverage.spoken + coverage.attempted + coverage.untouched
        );
        (
            minute,
            coverage.total,
            coverage.spoken,
            coverage.attempted,
            coverage.untouched,
            coverage.stale,
        )
    };
    let over_time: Vec<_> = [1, 5, 10, 15, 20, 30, 34, 37, 45, 60, 78].map(spoken).into();
    insta::assert_debug_snapshot!(over_time);
}

#[test]
fn a_fix_that_relapses_makes_what_customers_were_told_stale() {
    let whole = play(1);
    let before = whole.clone().until(34, 0);
    assert_eq!(before.incident().internal, Internal::Mitigated);
    assert_eq!(before.incident().public(), Phase::Monitoring);
    let told = |played: &Played| {
        let incident = played.incident();
        let row = |account: &str| incident.stale(&incident.rows[account]);
        ["northwind", "tailspin", "contoso", "lamna"].map(row)
    };
    assert_eq!(told(&before), [false; 4]);
    let after = whole.clone().until(37, 0);
    assert_eq!(after.incident().internal, Internal::Open);
    assert_eq!(after.incident().public(), Phase::Identified);
    assert_eq!(told(&after), [true; 4]);
    assert_eq!(whole.incident().internal, Internal::Resolved);
    assert_eq!(whole.incident().public(), Phase::Resolved);
}

#[test]
fn the_calls_end_in_many_ways_and_the_incident_ends_with_something_owed() {
    let played = play(1);
    let incident = played.incident();
    let ended = |wanted: Disposition| {
        let attempts = incident.rows.values().flat_map(|row| row.standing());
        attempts
            .filter(|attempt| attempt.facts.disposition == wanted)
            .count()
    };
    for disposition in [
        Disposition::ReachedDecisionMaker,
        Disposition::ReachedOther,
        Disposition::VoicemailLeft,
        Disposition::VoicemailFull,
        Disposition::NoAnswer,
        Disposition::CallbackRequested,
        Disposition::ExecCallRequested,
        Disposition::LeftCompany,
        Disposition::NotAffectedSaysCustomer,
    ] {
        assert!(ended(disposition) > 0, "{disposition:?}");
    }
    assert!(
        incident
            .promises
            .iter()
            .filter(|promise| promise.kept.is_some())
            .count()
            >= 3
    );
    let wishes: Vec<_> = incident
        .rows
        .values()
        .flat_map(|row| row.redress.wishes())
        .collect();
    assert_eq!(wishes.len(), 2);
    assert!(wishes.iter().all(|wish| !wish.open()), "settled by the call");
    assert!(incident.owed_promises().count() >= 2);
    let kept_late = incident.promises.iter().filter(|promise| {
        let kept = promise.kept.and_then(|seq| incident.entry(seq));
        kept.is_some_and(|kept| kept.said_at > promise.due)
    });
    assert_eq!(kept_late.count(), 0);
    let end = incident.timeline.last().unwrap().at;
    assert!(end.duration_since(incident.t0) > SignedDuration::from_mins(70));
}

#[test]
fn the_alert_that_is_none_of_ours_waits_in_the_inbox() {
    let played = play(1);
    let inbox = played.picture.inbox();
    assert_eq!(inbox.len(), 1);
    assert_eq!(inbox[0].sighting.title, "Invoice export is slow");
}

#[test]
fn an_account_that_a_guest_has_claimed_is_left_to_the_guest() {
    let guest = Guest {
        account: "northwind",
        claims_at: 20,
        records: false,
    };
    let played = play_with(1, Some(guest)).until(3, 0);
    let northwind = &played.incident().rows["northwind"];
    assert_eq!(northwind.attempts.len(), 0);
    let held = played.picture.claims.on(&"northwind".into()).unwrap();
    assert_eq!(held.holder.as_str(), "guest");
}

#[test]
fn an_account_that_a_guest_has_called_is_not_called_again_by_the_cast() {
    let guest = Guest {
        account: "northwind",
        claims_at: 20,
        records: true,
    };
    let played = play_with(1, Some(guest));
    let northwind = &played.incident().rows["northwind"];
    let by: Vec<_> = northwind
        .attempts
        .iter()
        .map(|attempt| attempt.by.as_str())
        .collect();
    assert_eq!(by, ["guest"]);
    assert_eq!(played.refused, played.script_refuses());
}

#[test]
fn every_line_of_the_timeline_reads_as_a_sentence() {
    assert_snapshot!(play(1).timeline());
}
