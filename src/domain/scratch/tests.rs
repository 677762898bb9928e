//! Lines as people type them mid-call, and what they come to.

use super::{ASKED, Clock, by, damage, read, times};
use crate::domain::people::Duty;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

const NOW: &str = "2026-03-03T14:00:00Z";

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn scratch(text: &str) -> super::Scratch {
    let clock = Clock {
        now: at(NOW),
        here: &TimeZone::UTC,
        there: None,
    };
    read(text, &clock)
}

/// The promises of a line with their times of day, and what was doubted.
fn promised(text: &str) -> (Vec<(String, Option<String>)>, Vec<String>) {
    let read = scratch(text);
    let promises = read.promises.into_iter();
    let promises = promises.map(|said| (said.what.to_string(), said.due.map(|due| due.to_string())));
    (promises.collect(), read.doubts)
}

#[test]
fn one_line_takes_a_note_a_topic_a_promise_and_a_question() {
    let line = "exports hang since nine #export !15:30 send the logs ?is our data safe";
    let read = scratch(line);
    assert_eq!(read.note, "exports hang since nine");
    assert_eq!(read.topics, ["export"]);
    assert_eq!(read.promises.len(), 1);
    assert_eq!(read.promises[0].what, "send the logs");
    assert_eq!(read.promises[0].due, Some(at("2026-03-03T15:30:00Z")));
    assert_eq!(read.asks.len(), 1);
    assert_eq!(
        (read.asks[0].to, &*read.asks[0].question),
        (ASKED, "is our data safe")
    );
    assert_eq!(read.next_at, None);
    assert!(read.doubts.is_empty(), "{:?}", read.doubts);
}

#[test]
fn to_call_back_is_the_next_contact_and_not_a_promise() {
    for line in [
        "!15:30 call back",
        "!15:30 call",
        "!15:30",
        "!15:30 Call them back",
        "!at 15:30 call again",
        "!90m call back",
        "!3:30pm call back",
        "!today 15:30 ring back",
    ] {
        let read = scratch(line);
        assert_eq!(read.next_at, Some(at("2026-03-03T15:30:00Z")), "{line}");
        assert!(
            read.promises.is_empty() && read.note.is_empty(),
            "{line} {read:?}"
        );
    }
    let more = scratch("!15:30 call back she is angry #export");
    assert_eq!(more.note, "she is angry");
    let person = scratch("!15:30 call the CTO");
    assert_eq!(
        (person.next_at, &*person.promises[0].what),
        (None, "call the CTO")
    );
}

#[test]
fn a_mark_counts_at_the_start_of_a_word_only() {
    for line in [
        "why? really! C# and #1 ! ? #",
        "mail a#b, what?! 50%!",
        "no marks at all",
    ] {
        let read = scratch(line);
        assert_eq!(read.note, *line);
        assert!(read.promises.is_empty() && read.asks.is_empty() && read.topics.is_empty());
    }
}

#[test]
fn a_topic_in_a_sentence_is_one_of_its_words_and_is_counted_once() {
    let read = scratch("their #export fails, again #Export. #login");
    assert_eq!(read.note, "their export fails, again");
    assert_eq!(read.topics, ["export", "login"]);
    assert_eq!(scratch("#data-export").topics, ["data-export"]);
}

#[test]
fn a_question_names_the_duty_that_should_know() {
    let asks = scratch("?cs lead: do they get credit; ?who: knows; ?Tech_Lead: since when").asks;
    let asks: Vec<_> = asks.iter().map(|ask| (ask.to, &*ask.question)).collect();
    assert_eq!(
        asks,
        [
            (Duty::CsLead, "do they get credit"),
            (ASKED, "who: knows"),
            (Duty::TechLead, "since when")
        ]
    );
}

#[test]
fn a_promise_without_a_time_is_kept_and_asked_about() {
    let (promises, doubts) = promised("!send the logs");
    assert_eq!(promises, [("send the logs".to_owned(), None)]);
    assert_eq!(
        doubts,
        [
            "By when? Write !15:30 send the logs, or !30m send the logs: without a time nobody is reminded of it."
        ]
    );
}

#[test]
fn a_time_just_over_is_a_slip_and_one_long_over_is_tomorrow() {
    let (promises, doubts) = promised("!13:50 send the logs");
    assert_eq!(
        promises,
        [("13:50 send the logs".to_owned(), None)],
        "the words stay"
    );
    assert_eq!(
        doubts,
        ["13:50 is over: it is 14:00 now. Write a later time, or tomorrow 13:50."]
    );
    let (promises, doubts) = promised("!9:00 send the logs");
    assert_eq!(promises[0].1.as_deref(), Some("2026-03-04T09:00:00Z"));
    assert_eq!(doubts, ["09:00 is over today; taken as tomorrow."]);
    let (promises, _) = promised("!2026-03-02 10:00 send the logs");
    assert_eq!(promises[0].1, None, "a day that is over");
}

#[test]
fn a_day_that_is_over_says_which() {
    let (_, doubts) = promised("!2026-03-02 10:00 old thing");
    assert_eq!(
        doubts,
        ["2026-03-02 10:00 is over: today is 2026-03-03. Write a day to come."]
    );
}

#[test]
fn a_mark_that_marks_nothing_is_asked_about() {
    for line in ["!-30m back", "! nothing", "#", "they ask ? a lot"] {
        let read = scratch(line);
        assert_eq!((&*read.note, read.doubts.len()), (line, 1), "{line}");
    }
    assert!(scratch("why? 50%! #1 C#").doubts.is_empty());
}

#[test]
fn what_is_said_of_a_call_back_is_no_word_of_theirs_and_one_replaces_another() {
    let read = scratch("exports hang !15:30 call back with news; !16:00");
    assert_eq!(
        (&*read.note, &*read.said),
        ("exports hang; with news", "exports hang")
    );
    assert_eq!(
        read.doubts,
        ["The next contact is at 16:00 now, no longer at 15:30."]
    );
}

#[test]
fn times_are_typed_in_many_ways() {
    for (typed, means) in [
        ("30m", "2026-03-03T14:30:00Z"),
        ("in 30 min", "2026-03-03T14:30:00Z"),
        ("1h30m", "2026-03-03T15:30:00Z"),
        ("2 hours", "2026-03-03T16:00:00Z"),
        ("15.30", "2026-03-03T15:30:00Z"),
        ("3 pm", "2026-03-03T15:00:00Z"),
        ("3pm UTC", "2026-03-03T15:00:00Z"),
        ("16:00 CET", "2026-03-03T15:00:00Z"),
        ("tomorrow 9:00", "2026-03-04T09:00:00Z"),
        ("9:00 tomorrow", "2026-03-04T09:00:00Z"),
        ("fri 14:00", "2026-03-06T14:00:00Z"),
        ("2026-03-09 08:15", "2026-03-09T08:15:00Z"),
        ("2026-03-09T08:15", "2026-03-09T08:15:00Z"),
        ("2026-03-09T08:15:00+01:00", "2026-03-09T07:15:00Z"),
        ("tomorrow", "2026-03-04T09:00:00Z"),
    ] {
        let (promises, _) = promised(&format!("!{typed} send the logs"));
        assert_eq!(
            promises,
            [("send the logs".to_owned(), Some(means.to_owned()))],
            "{typed}"
        );
    }
}

#[test]
fn a_time_without_a_zone_is_ours_and_said_so_where_theirs_differs() {
    let (here, there) = (zone("Europe/Berlin"), zone("Asia/Tokyo"));
    let clock = Clock {
        now: at(NOW),
        here: &here,
        there: Some(&there),
    };
    let ours = read("!16:30 send the logs", &clock);
    assert_eq!(ours.promises[0].due, Some(at("2026-03-03T15:30:00Z")));
    assert_eq!(
        ours.doubts,
        ["16:30 is taken as your time: 00:30 there. Write \"16:30 there\" if it was theirs."]
    );
    for theirs in ["!00:30 there send the logs", "!00:30 their time send the logs"] {
        let theirs = read(theirs, &clock);
        assert_eq!(theirs.promises[0].due, Some(at("2026-03-03T15:30:00Z")));
        assert_eq!(
            (&*theirs.promises[0].what, theirs.doubts.len()),
            ("send the logs", 0)
        );
    }
    let length = read("!30m send the logs", &clock);
    assert!(length.doubts.is_empty(), "half an hour is the same everywhere");
    let near = Clock {
        there: Some(&here),
        ..clock
    };
    assert!(read("!16:30 send the logs", &near).doubts.is_empty());
}

#[test]
fn what_they_need_may_say_by_when() {
    let clock = Clock {
        now: at(NOW),
        here: &TimeZone::UTC,
        there: None,
    };
    let due = Some(at("2026-03-03T17:00:00Z"));
    assert_eq!(
        by("invoices out @17:00", &clock),
        ("invoices out".into(), due, None)
    );
    assert_eq!(
        by("invoices out by 17:00", &clock),
        ("invoices out".into(), due, None)
    );
    assert_eq!(
        by("signed by the CFO", &clock),
        ("signed by the CFO".into(), None, None)
    );
    let (what, at, doubt) = by("invoices out @noon", &clock);
    assert_eq!((&*what, at), ("invoices out @noon", None));
    assert!(
        doubt.unwrap().contains("is not a time"),
        "nothing lost, a sentence"
    );
}

#[test]
fn an_estimate_of_the_damage_is_typed_in_many_ways() {
    let usual = "EUR".into();
    for (typed, cents, currency) in [
        ("40000 EUR", 4_000_000, "EUR"),
        ("40k", 4_000_000, "EUR"),
        ("usd 1.2m", 120_000_000, "USD"),
        ("$40,000", 4_000_000, "USD"),
        ("40.000 €", 4_000_000, "EUR"),
        ("950.50", 95_050, "EUR"),
        ("1,234,567", 123_456_700, "EUR"),
    ] {
        let read = damage::read(typed, Some(&usual)).unwrap();
        assert_eq!((read.amount.0, &*read.currency), (cents, currency), "{typed}");
    }
    for wrong in ["a lot", "-5", "", "EUR", "12,34.", "5 5m EUR x"] {
        assert!(damage::read(wrong, Some(&usual)).is_err(), "{wrong:?}");
    }
    let unknown = damage::read("40000", None).unwrap_err();
    assert_eq!(unknown, "40000 of what? Write the currency too, as in 40000 EUR.");
}

#[test]
fn their_time_where_nobody_knows_it_is_doubted() {
    for line in ["!15:30 there call back", "!15:30 their time call back"] {
        let read = scratch(line);
        assert_eq!(read.next_at, Some(at("2026-03-03T15:30:00Z")), "{line}");
        assert_eq!(
            read.doubts,
            ["Their time zone is not on record; 15:30 is taken as your time."],
            "{line}"
        );
    }
    assert!(scratch("!15:30 here call back").doubts.is_empty());
    let over = scratch("!13:30 there call back").doubts.join(" ");
    assert!(
        over.contains("is over") && over.contains("not on record"),
        "{over}"
    );
}

#[test]
fn a_length_of_years_is_a_slip_of_the_hand() {
    let read = scratch("!99999h call back");
    assert_eq!(read.next_at, None);
    assert!(
        read.doubts[0].contains("more than a year away"),
        "{:?}",
        read.doubts
    );
}

#[test]
fn a_time_at_the_end_of_the_calendar_is_no_accident() {
    let clock = Clock {
        now: Timestamp::MAX - SignedDuration::from_secs(60),
        here: &TimeZone::UTC,
        there: None,
    };
    for words in ["15:30", "tomorrow 9:00", "fri 9:00", "30m", "9:00"] {
        let words: Vec<&str> = words.split(' ').collect();
        times::read(&words, &clock);
    }
}

proptest::proptest! {
    /// Words without a mark are never lost, whatever stands around them.
    #[test]
    fn no_word_is_lost(words in proptest::collection::vec("[a-z0-9:#!?;.]{1,8}", 0..12)) {
        let line = words.join(" ");
        let read = scratch(&line);
        let kept = format!("{read:?}").to_lowercase();
        for word in line.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 4) {
            proptest::prop_assert!(kept.contains(word), "{word} of {line:?} in {kept}");
        }
    }
}
