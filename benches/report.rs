//! A report of 5,000 accounts and 20,000 events from the record to the page, and every due; and how both grow.

#![allow(clippy::unwrap_used)]

mod kit;
#[path = "../tests/it/screens/stage.rs"]
#[allow(dead_code)]
mod stage;
#[path = "../tests/it/screens/world.rs"]
#[allow(dead_code)]
mod world;

use kit::{busy, ms, percentile, ratio, say};
use serde_json::json;
use std::time::{Duration, Instant};
use warroom::domain::due::dues;
use warroom::domain::report_content::{content, faults};
use warroom::domain::reports::ReportId;
use warroom::report::{Template, page};
use world::{World, at};

const ROUNDS: usize = 15;

fn main() {
    let [few, many] = [(500, 2_000), (5_000, 20_000)].map(|(accounts, events)| {
        let mut world = busy(accounts, events);
        let parts = json!({ "summary": "Video calls in Europe dropped.", "impact": "One call in four dropped.",
            "done": ["We rolled back."], "contact": "care@example.com" });
        let draft = json!({ "kind": "draft_report", "report": "preliminary", "parts": parts });
        world.ask("pat", at(20, 0), draft).unwrap();
        (
            timed(|| every_due(&world)),
            timed(|| written(&world, None)),
            timed(|| written(&world, Some("account-0001"))),
        )
    });
    for (what, few, many) in [
        ("every due", few.0, many.0),
        ("a report for all customers", few.1, many.1),
        ("a report for one customer", few.2, many.2),
    ] {
        say(
            &format!("{what}, 5,000 accounts and 20,000 events"),
            format!("{}, x{:.1} of a tenth", ms(many), ratio(many, few)),
        );
    }
}

fn timed(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    percentile(&mut times, 0.5)
}

fn every_due(world: &World) {
    let incident = world.picture.open()[0];
    assert!(dues(incident).len() > incident.rows.len());
}

/// What it lacks, what it says, as Markdown and as a page.
fn written(world: &World, account: Option<&str>) {
    let incident = world.picture.open()[0];
    let now = at(21, 0);
    assert!(!faults(incident, ReportId::Preliminary, now).is_empty());
    let account = account.map(Into::into);
    let content = content(incident, ReportId::Preliminary, account.as_ref(), now);
    let markdown = Template::built_in().markdown(&content).unwrap();
    assert!(page("report", &markdown).len() > markdown.len());
}
