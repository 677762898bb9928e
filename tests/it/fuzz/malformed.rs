//! JSON that is not as it should be, in every way in which the world's writers get it wrong: a body that is none is
//! refused, and a bad item never takes a good one with it.

use super::doors::{DOORS, harmless};
use super::{held, mutated};
use crate::simulation::dice::Dice;
use crate::trust;
use jiff::Timestamp;
use serde_json::{Value, json};
use warroom::connect::alertmanager;

/// The doors that JSON comes in by.
const JSON: [&str; 6] = ["webhooks", "commands", "lists", "sources", "log", "outbox"];
const GOOD: &str = include_str!("../bodies/alertmanager-firing.json");

/// A value, and whether a reader has to take it (`Some(true)`), has to refuse it, or may do either.
fn values() -> Vec<(Vec<u8>, Option<bool>)> {
    let refused: &[&[u8]] = &[
        b"",
        b" ",
        b"[",
        b"]",
        b"{",
        b"}",
        b"[,]",
        b"[1,]",
        b"[1,,2]",
        b"[,1]",
        b"[1 2]",
        b"[1",
        b"[1}",
        b"[[]",
        b"[]]",
        b"{\"a\"}",
        b"{\"a\":}",
        b"{:1}",
        b"{\"a\":1,}",
        b"{,\"a\":1}",
        b"{\"a\":1,,\"b\":2}",
        b"{\"a\" 1}",
        b"{\"a\"::1}",
        b"{a:1}",
        b"{'a':1}",
        b"{1:1}",
        b"{null:1}",
        b"{\"a\":1 \"b\":2}",
        b"{\"a\":1;\"b\":2}",
        b"{\"a\":1}}",
        b"{\"a\":1}x",
        b"[\"a]",
        b"[\"a\nb\"]",
        b"[\"a\tb\"]",
        b"[\"\x00\"]",
        b"[\"\\x41\"]",
        b"[\"\\u12\"]",
        b"[\"\\u12G4\"]",
        b"[\"\\",
        b"[\"\\\"]",
        b"[\"\\a\"]",
        b"[\"\\u{41}\"]",
        b"['a']",
        b"[`a`]",
        b"[a]",
        b"[True]",
        b"[tru]",
        b"[nul]",
        b"[NULL]",
        b"[undefined]",
        b"[NaN]",
        b"[Infinity]",
        b"[-Infinity]",
        b"[+1]",
        b"[01]",
        b"[-01]",
        b"[1.]",
        b"[.5]",
        b"[1e]",
        b"[1e+]",
        b"[1.e1]",
        b"[0x1F]",
        b"[1_000]",
        b"[--1]",
        b"[-]",
        b"[1,000.0e]",
        b"[1/2]",
        b"[$1]",
        b"// a\n[]",
        b"[] // a",
        b"/* a */[]",
        b"[]#",
        b"\xff",
        b"[\"\xff\"]",
        b"[\"\xc0\xaf\"]",
        b"[\"\xed\xa0\x80\"]",
        b"[\"\xf4\x90\x80\x80\"]",
        b"\xfe\xff\x00[\x00]",
        b"\xff\xfe[\x00]\x00",
        b"[1]\x00",
        b"\x00[1]",
        b"<html></html>",
        b"<!DOCTYPE html>",
        b"ok",
        b"[1][2]",
        b"[]\n[]",
    ];
    let taken: &[&[u8]] = &[
        b"[]",
        b"{}",
        b"null",
        b"true",
        b"0",
        b"-0",
        b"\"\"",
        b" [ ] ",
        b"\r\n{\t}\r\n",
        b"[1e5,1E+5,1e-5,0.1,-1.5]",
        b"[\"\\u0041\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
        b"[\"\\ud83d\\ude00\"]",
        b"[\"\\u0000\"]",
        b"[\"\\uFFFF\"]",
        b"[\"\x7f\"]",
        b"{\"\":0}",
        b"{\"a\":1,\"a\":2}",
        b"{\"a\\u0000b\":1}",
        b"[[[[[[[[[[]]]]]]]]]]",
        b"\xef\xbb\xbf[]",
    ];
    let either: &[&[u8]] = &[
        b"[1e309]",
        b"[-1e309]",
        b"[1e-400]",
        b"[18446744073709551616]",
        b"[123456789012345678901234567890]",
        b"[\"\\ud800\"]",
        b"[\"\\udc00\\ud800\"]",
        b"[\"\\ud800a\"]",
        b"\xef\xbb\xbf",
        b"[\"\xe2\x80\xa8\"]",
    ];
    let tell = |list: &[&[u8]], told: Option<bool>| -> Vec<_> {
        list.iter().map(|bytes| (bytes.to_vec(), told)).collect()
    };
    let mut all = [
        tell(refused, Some(false)),
        tell(taken, Some(true)),
        tell(either, None),
    ]
    .concat();
    for deep in [100, 200, 100_000] {
        // What is deeper than any monitor writes may be refused, and must not fill the stack.
        let told = (deep > 127).then_some(false);
        all.push((["[".repeat(deep), "]".repeat(deep)].concat().into_bytes(), told));
        all.push(("{\"a\":".repeat(deep).into_bytes(), Some(false)));
    }
    // Every place at which a good body can end too early.
    all.extend(
        (1..GOOD.trim_end().len())
            .step_by(7)
            .map(|end| (GOOD.as_bytes()[..end].to_vec(), Some(false))),
    );
    all
}

#[test]
fn what_is_no_json_is_refused_and_what_is_does_not_break_a_door() {
    let now = Timestamp::UNIX_EPOCH;
    let all = values();
    let doors: Vec<_> = DOORS.iter().filter(|door| JSON.contains(&door.name)).collect();
    assert_eq!(doors.len(), JSON.len());
    for (at, (bytes, told)) in all.iter().enumerate() {
        for door in &doors {
            held(door, bytes, &format!("value-{at}")).unwrap();
        }
        // As the whole body, and inside one.
        let taken = |bytes: &[u8]| match alertmanager::read(bytes, now) {
            Ok(_) => true,
            Err(error) => !error.to_string().contains("not JSON"),
        };
        let lossy = String::from_utf8_lossy(bytes);
        if let Some(told) = told {
            assert_eq!(taken(bytes), *told, "{:?}", &lossy[..lossy.len().min(80)]);
        }
        let inside = [b"{\"version\":\"4\",\"alerts\":[],\"x\":", bytes.as_slice(), b"}"].concat();
        held(&DOORS[0], &inside, &format!("inside-{at}")).unwrap();
    }
    trust::result(
        "T2",
        "malformed JSON",
        &format!("{} bodies at {} doors, 0 panics", all.len(), doors.len()),
    );
}

/// One alert is spoilt in every way that chance knows, beside one that is well: that one always arrives.
#[test]
fn a_bad_alert_never_takes_a_good_one_with_it() {
    let times = trust::times(1_000, 100_000);
    let good: Value = serde_json::from_str(GOOD).unwrap();
    let well = good["alerts"][1].clone();
    let pool = [good["alerts"][0].to_string().into_bytes()];
    let (mut spoilt, mut left_out) = (0, 0);
    for seed in 1..=times as u64 {
        let bytes = mutated(&mut Dice::new(seed), &pool);
        let Ok(bad) = serde_json::from_slice::<Value>(&bytes) else {
            continue;
        };
        let mut body = good.clone();
        body["alerts"] = json!([bad, well]);
        let read = alertmanager::read(body.to_string().as_bytes(), Timestamp::UNIX_EPOCH);
        let read = read.unwrap_or_else(|error| panic!("seed {seed}: {error}: {body}"));
        let arrived = read
            .alerts
            .iter()
            .any(|alert| alert.fingerprint == "f7a25976586a0bad");
        assert!(arrived, "seed {seed}: {body}");
        read.faults.iter().for_each(|fault| harmless::text(fault));
        spoilt += 1;
        left_out += usize::from(read.alerts.len() == 1);
    }
    assert!(
        spoilt > times / 5 && left_out > 0,
        "{left_out} of {spoilt} were left out, which shows little"
    );
    let counts = format!("{spoilt} spoilt, {left_out} left out, 0 good ones lost");
    trust::result("T2", "good alerts beside spoilt ones", &counts);
}
