//! Line breaks in whatever is said: no output of a hub or of a verb has a line more for them.

use super::rig::{Hub, Rig, SETTINGS};
use crate::trust;

/// What somebody takes for the end of a line.
const BREAKS: [&str; 8] = [
    "\n", "\r\n", "\r", "\u{2028}", "\u{2029}", "\u{85}", "\u{b}", "\u{c}",
];
const FORGED: &str = "2026-03-03T13:49:00Z ERROR all is lost";

/// How many lines everything has that a hub prints which was told all this.
fn lines(between: &str) -> Vec<(String, usize)> {
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let said = format!("all is well{between}{FORGED}");
    let quoted = format!("\"{said}\"");
    let lists = [
        (
            "accounts",
            format!(
                "id,name,tier,arr,currency,region,products,owner\nacme,{quoted},1,5,EUR,eu,video,{quoted}\n"
            ),
        ),
        (
            "contacts",
            format!("id,account,name,phone,email,role\nann,acme,{quoted},+1 415 555 0142,a@b.c,{quoted}\n"),
        ),
        ("people", format!("id,name,duties\neva,{quoted},ceo\n")),
    ];
    for (kind, list) in lists {
        let file = rig.write(&format!("{kind}.csv"), &list);
        let ran = hub.run(&[kind, "import", file.to_str().unwrap()]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    let told: [&[&str]; 3] = [
        &[
            "declare",
            &said,
            "--component",
            "video-eu",
            "--severity",
            "sev1",
            "--playbook",
            "full-outage",
        ],
        &["note", &said],
        &["plan", &said],
    ];
    let mut counted = Vec::new();
    let mut count = |what: String, text: &str| counted.push((what, text.lines().count()));
    for verb in told {
        let ran = hub.run(verb);
        count(verb[0].to_owned(), &format!("{}{}", ran.out, ran.err));
    }
    for verb in [
        &["log"][..],
        &["status"],
        &["accounts", "list"],
        &["log", "--json"],
        &["owed"],
    ] {
        count(verb.join(" "), &hub.run(verb).well());
    }
    // Where lines are given back as they were written, as in a brief, none stands at the beginning of a line.
    let forged = forged(&hub, &["brief"]);
    assert_eq!(forged, 0, "{between:?}");
    count("the hub's own log".to_owned(), &hub.terminated());
    counted
}

fn forged(hub: &Hub, verb: &[&str]) -> usize {
    let said = hub.run(verb).well();
    said.lines().filter(|line| line.starts_with(FORGED)).count()
}

#[test]
fn a_line_break_in_any_field_makes_no_line_in_any_output() {
    let plain = lines(" ");
    for between in BREAKS {
        assert_eq!(lines(between), plain, "{between:?}");
    }
    let counts = format!(
        "{} line breaks in 8 fields, {} outputs, 0 new lines",
        BREAKS.len(),
        plain.len()
    );
    trust::result("S6", "line breaks in what is said", &counts);
}
