//! Moments as people write them, with zones, midnight and the nights the clocks change.

use super::*;

fn read_at(said: &str, text: &str) -> Option<String> {
    next_update(text, said.parse().unwrap()).map(|moment| moment.to_string())
}

#[track_caller]
fn says(said: &str, text: &str, expected: &str) {
    assert_eq!(read_at(said, text).as_deref(), Some(expected), "{text}");
}

const NOON: &str = "2026-03-02T14:10:00Z";

#[test]
fn a_time_of_day_is_read_with_its_zone_or_the_one_named_before() {
    for (text, expected) in [
        ("Next update by 14:30 UTC.", "2026-03-02T14:30:00Z"),
        (
            "Since 13:49 UTC calls fail. We write again by 14:35.",
            "2026-03-02T14:35:00Z",
        ),
        ("Next word by 15:30 CET", "2026-03-02T14:30:00Z"),
        ("We will update you by 2:45 pm UTC", "2026-03-02T14:45:00Z"),
        ("Next update at 9pm", "2026-03-02T21:00:00Z"),
        ("Next update: 09:30 EST", "2026-03-02T14:30:00Z"),
        ("next update by 16:45 UTC+2", "2026-03-02T14:45:00Z"),
        ("next update by 20:15 +05:30", "2026-03-02T14:45:00Z"),
        ("next update by 15:30 Europe/Berlin", "2026-03-02T14:30:00Z"),
        ("next update by 2026-03-03T08:00:00Z", "2026-03-03T08:00:00Z"),
        ("next update by 14.30 UTC", "2026-03-02T14:30:00Z"),
        ("next update by 14:30Z", "2026-03-02T14:30:00Z"),
    ] {
        says(NOON, text, expected);
    }
}

#[test]
fn a_length_counts_from_when_the_text_goes_live() {
    for (text, expected) in [
        (
            "We update this page again within 30 minutes.",
            "2026-03-02T14:40:00Z",
        ),
        ("Next update in 20 min", "2026-03-02T14:30:00Z"),
        ("Next news in half an hour", "2026-03-02T14:40:00Z"),
        ("Next update within the hour", "2026-03-02T15:10:00Z"),
        ("Next update within an hour", "2026-03-02T15:10:00Z"),
        ("Next update in 2 hours", "2026-03-02T16:10:00Z"),
        ("Updates every 30 minutes from now on", "2026-03-02T14:40:00Z"),
        ("Next update in at most 45min.", "2026-03-02T14:55:00Z"),
    ] {
        says(NOON, text, expected);
    }
}

#[test]
fn midnight_and_a_text_that_is_a_little_late_are_understood() {
    says(
        "2026-12-31T23:50:00Z",
        "Next update by 00:20 UTC",
        "2027-01-01T00:20:00Z",
    );
    says(
        "2026-03-02T14:10:00Z",
        "Next update by 14:05 UTC",
        "2026-03-02T14:05:00Z",
    );
    says(
        "2026-03-02T00:10:00Z",
        "Next update by 23:55 UTC",
        "2026-03-01T23:55:00Z",
    );
    says(
        "2026-03-02T22:00:00Z",
        "Next update by 09:00 UTC tomorrow",
        "2026-03-03T09:00:00Z",
    );
    says(
        "2028-02-28T23:30:00Z",
        "Next update by 00:15 UTC",
        "2028-02-29T00:15:00Z",
    );
}

#[test]
fn the_night_the_clocks_change_has_no_two_thirty_and_a_fixed_zone_does_not_move() {
    // In Berlin 02:00 became 03:00 on 29 March 2026; what does not exist is read an hour on.
    says(
        "2026-03-29T00:30:00Z",
        "next update by 02:30 Europe/Berlin",
        "2026-03-29T01:30:00Z",
    );
    says(
        "2026-03-29T00:30:00Z",
        "next update by 03:30 Europe/Berlin",
        "2026-03-29T01:30:00Z",
    );
    says(
        "2026-07-01T12:00:00Z",
        "next update by 14:30 CEST",
        "2026-07-01T12:30:00Z",
    );
}

#[test]
fn since_when_it_is_broken_opens_a_sentence() {
    let began = |text: &str| began(text, NOON.parse().unwrap()).map(|moment| moment.to_string());
    assert_eq!(
        began("Since 13:49 UTC calls fail.").as_deref(),
        Some("2026-03-02T13:49:00Z")
    );
    assert_eq!(
        began("It broke. It began at 23:10 UTC.").as_deref(),
        Some("2026-03-01T23:10:00Z")
    );
    assert_eq!(began("Sound is back since 14:02 UTC."), None);
    assert_eq!(began("From now on we write every hour"), None);
}

#[test]
fn what_does_not_speak_of_the_next_text_promises_nothing() {
    for text in [
        "Since 13:49 UTC calls fail.",
        "We rolled back at 14:05 UTC.",
        "We will tell more as soon as we know more.",
        "Next update soon.",
        "Next update when 3 of 4 regions are back",
        "",
    ] {
        assert_eq!(read_at(NOON, text), None, "{text:?}");
    }
    // The last promise in the text counts.
    says(
        NOON,
        "We said we would write again by 14:15. Next update by 14:40 UTC",
        "2026-03-02T14:40:00Z",
    );
}

#[test]
fn again_speaks_of_the_next_text_only_where_somebody_writes_again_by_then() {
    says(
        "2026-03-02T14:20:00Z",
        "Calls work again since 14:16, and the next update comes by 15:00 UTC",
        "2026-03-02T15:00:00Z",
    );
    for (text, expected) in [
        ("We post here again at 14:40 UTC.", "2026-03-02T14:40:00Z"),
        ("We report to you again in 20 min.", "2026-03-02T14:30:00Z"),
        ("We will write again by 14:35 UTC.", "2026-03-02T14:35:00Z"),
    ] {
        says(NOON, text, expected);
    }
    for text in [
        "If it happens again within 10 minutes, reload.",
        "If your report fails again within 10 minutes, call us.",
        "Calls work again since 14:16.",
        "We restart the servers again at 14:40 UTC.",
    ] {
        assert_eq!(read_at(NOON, text), None, "{text:?}");
    }
}
