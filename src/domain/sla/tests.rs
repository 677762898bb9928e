//! The arithmetic of credits, held to tables: tiers, caps, lengths of months, money to the cent.

use super::*;
use serde_json::{Value, json};

fn terms(fields: Value) -> Sla {
    let mut terms = json!({ "tiers": [
        { "below": "99.9", "credit": "10" }, { "below": "99", "credit": "25" }, { "below": "95", "credit": "100" },
    ] });
    terms
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    serde_json::from_value(terms).unwrap()
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn stretch(from: &str, until: &str) -> Stretch {
    (time(from), time(until))
}

fn month(of: &str) -> Calendar {
    Period::Month.around(time(&format!("{of}-10T12:00:00Z"))).unwrap()
}

fn minutes(minutes: i64) -> i64 {
    minutes * 60
}

fn owed(sla: &Sla, period: &Calendar, down: i64, arr: i64) -> (String, String) {
    match sla.work_out(period, down, Amount(arr)) {
        WorkedOut::Owed { percent, amount, .. } => (percent.to_string(), amount.to_string()),
        WorkedOut::Met { .. } => ("met".to_owned(), String::new()),
        WorkedOut::TooLittle { amount, .. } => ("too little".to_owned(), amount.to_string()),
    }
}

#[test]
fn the_tier_that_was_missed_sets_the_share_of_the_months_fee() {
    // July has 44 640 minutes: 99.9 % allows 44.64 down, 99 % 446.4, 95 % 2 232.
    for (down, percent, amount) in [
        (0, "met", ""),
        (minutes(44), "met", ""),
        (2_678, "met", ""),
        (2_679, "10", "10000"),
        (minutes(446), "10", "10000"),
        (minutes(447), "25", "25000"),
        (minutes(2_232), "25", "25000"),
        (minutes(2_232) + 1, "100", "100000"),
        (minutes(44_640), "100", "100000"),
        (minutes(99_999), "100", "100000"),
    ] {
        let worked = owed(&terms(json!({})), &month("2026-07"), down, 120_000_000);
        assert_eq!(worked, (percent.to_owned(), amount.to_owned()), "{down} s down");
    }
}

#[test]
fn exactly_the_promised_uptime_keeps_the_promise() {
    // 99 % of April's 43 200 minutes leaves 432 exactly.
    let terms = terms(json!({}));
    for (down, percent) in [(minutes(432), "10"), (minutes(432) + 1, "25")] {
        assert_eq!(owed(&terms, &month("2026-04"), down, 1_200).0, percent, "{down}");
    }
}

#[test]
fn the_same_outage_weighs_more_in_a_short_month() {
    let terms = terms(json!({}));
    for (of, length, down) in [
        ("2026-02", 28, 40 * 60 + 20),
        ("2028-02", 29, 41 * 60 + 46),
        ("2026-04", 30, 43 * 60 + 13),
        ("2026-07", 31, 44 * 60 + 39),
    ] {
        let month = month(of);
        assert_eq!(seconds((month.from, month.until)), length * 86_400, "{of}");
        assert_eq!(owed(&terms, &month, down, 1_200).0, "10", "{of}");
        assert_eq!(owed(&terms, &month, down - 2, 1_200).0, "met", "{of}");
    }
}

#[test]
fn money_is_exact_to_the_cent_and_rounded_once() {
    let terms = terms(json!({}));
    // (annual fee in cents, credit of 10 % of a twelfth of it)
    for (arr, amount) in [
        (120_000_000, "10000"),
        (100_000_000, "8333.33"),
        (100, "0.01"),
        (59, "0"),
        (60, "0.01"),
        (99_999_999_999, "8333333.33"),
        (i64::MAX, "768614336404564.65"),
    ] {
        let worked = owed(&terms, &month("2026-07"), minutes(60), arr);
        assert_eq!(worked, ("10".to_owned(), amount.to_owned()), "{arr}");
    }
    let third = self::terms(json!({ "tiers": [{ "below": "100", "credit": "33.3333" }] }));
    assert_eq!(owed(&third, &month("2026-07"), 1, 120_000_000).1, "33333.30");
}

#[test]
fn a_cap_limits_the_share_and_a_minimum_leaves_out_what_is_not_worth_an_invoice() {
    let july = month("2026-07");
    let capped = terms(json!({ "cap": "30" }));
    assert_eq!(
        owed(&capped, &july, minutes(3_000), 120_000_000),
        ("30".to_owned(), "30000".to_owned())
    );
    assert_eq!(
        owed(&capped, &july, minutes(60), 120_000_000).0,
        "10",
        "below the cap"
    );
    let minimum = terms(json!({ "minimum": 1 }));
    assert_eq!(
        owed(&minimum, &july, minutes(60), 11_900),
        ("too little".to_owned(), "0.99".to_owned())
    );
    assert_eq!(
        owed(&minimum, &july, minutes(60), 12_000),
        ("10".to_owned(), "1".to_owned())
    );
}

#[test]
fn a_quarter_and_a_year_have_their_own_fee() {
    for (period, name, days, amount) in [
        ("month", "2026-07", 31, "10000"),
        ("quarter", "2026-Q3", 92, "30000"),
        ("year", "2026", 365, "120000"),
    ] {
        let terms = terms(json!({ "period": period }));
        let calendar = terms.period.around(time("2026-08-01T00:00:00Z"));
        let calendar = match period {
            "month" => month("2026-07"),
            _ => calendar.unwrap(),
        };
        assert_eq!(
            (calendar.name.as_str(), seconds((calendar.from, calendar.until))),
            (name, days * 86_400)
        );
        assert_eq!(
            owed(&terms, &calendar, days * 864, 120_000_000),
            ("10".to_owned(), amount.to_owned())
        );
    }
}

#[test]
fn uptime_is_never_shown_as_the_promise_it_missed() {
    let WorkedOut::Owed { uptime, fee, .. } =
        terms(json!({})).work_out(&month("2026-07"), 2_679, Amount(1_000))
    else {
        panic!("44.65 minutes miss 99.9 %")
    };
    assert_eq!(
        (uptime.to_string().as_str(), fee.to_string().as_str()),
        ("99.8999", "0.83")
    );
}

#[test]
fn an_outage_over_the_end_of_a_month_is_of_both() {
    let over = [stretch("2026-06-30T23:00:00Z", "2026-07-01T02:30:00Z")];
    let touched = Period::Month.touched(&over);
    let down: Vec<(&str, i64)> = touched
        .iter()
        .map(|period| (period.name.as_str(), downtime(&over, period) / 60))
        .collect();
    assert_eq!(down, [("2026-06", 60), ("2026-07", 150)]);
}

#[test]
fn stretches_that_overlap_count_once_and_in_any_order() {
    let twice = [
        stretch("2026-07-03T12:30:00Z", "2026-07-03T13:30:00Z"),
        stretch("2026-07-03T12:00:00Z", "2026-07-03T13:00:00Z"),
        stretch("2026-07-20T12:00:00Z", "2026-07-20T12:10:00Z"),
        stretch("2026-07-20T13:00:00Z", "2026-07-20T12:59:00Z"),
    ];
    let touched = Period::Month.touched(&twice);
    assert_eq!(touched.len(), 1, "{touched:?}");
    assert_eq!(downtime(&twice, &touched[0]), minutes(100));
    assert!(Period::Month.touched(&[]).is_empty());
}

#[test]
fn a_claim_is_counted_from_the_end_of_the_period() {
    let unasked = terms(json!({}));
    let claimed = terms(json!({ "claim_within": "60d" }));
    assert_eq!(unasked.claim_by(&month("2026-07")), None);
    assert_eq!(
        claimed.claim_by(&month("2026-07")),
        Some(time("2026-09-30T00:00:00Z"))
    );
}

#[test]
fn terms_that_make_no_sense_are_named() {
    assert!(terms(json!({})).faults().is_empty());
    for (fields, fault) in [
        (json!({ "tiers": [] }), "tiers is empty"),
        (
            json!({ "tiers": [{ "below": "99", "credit": "5" }, { "below": "99.0", "credit": "6" }] }),
            "two tiers are below 99",
        ),
        (
            json!({ "tiers": [{ "below": "99", "credit": "5" }, { "below": "99.9", "credit": "6" }] }),
            "gives more back",
        ),
        (json!({ "minimum": -1 }), "minimum is below 0"),
    ] {
        let faults = terms(fields).faults();
        assert!(
            faults.iter().any(|said| said.contains(fault)),
            "{fault}: {faults:?}"
        );
    }
}
