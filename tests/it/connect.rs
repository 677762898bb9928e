//! The connectors: recorded and made-up bodies in, our facts out.

mod alertmanager;
mod crm;
mod describe;
mod events;
mod faults;
mod http;
mod hubspot;
mod json;
mod poll;
mod salesforce;
mod watch;

use jiff::Timestamp;
use warroom::connect::json::Described;

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// When every body of these tests is received.
fn received() -> Timestamp {
    moment("2026-11-22T00:05:00Z")
}

fn described(toml: &str) -> Described {
    let mut source: Described = toml::from_str(toml).unwrap();
    source.name = "test".into();
    source
}

const PAGER: &str = r#"
    kind = "incidents"
    url = "https://api.pagers.test/incidents"
    items = "incidents"
    [fields]
    fingerprint = "id"
    title = "title"
    status = "status"
    started_at = "created_at"
    url = "html_url"
    severity = "priority.summary"
    service = "service.summary"
    "label.team" = "teams.summary"
    [values.severity]
    sev1 = ["p1"]
    sev4 = ["P4", "P5"]
"#;
