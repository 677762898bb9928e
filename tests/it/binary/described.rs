//! What the hub says of itself, held against a real one by public tools: `/openapi.json` by Schemathesis, `/metrics` by
//! Prometheus' own promtool.

use super::rig::{Hub, Rig, SETTINGS};
use crate::trust;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A body by the hub's owner.
fn got(hub: &Hub, token: &Path, path: &str) -> String {
    let token = std::fs::read_to_string(token).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let http = warroom::connect::http::build(|builder| builder.no_proxy(), &[]).unwrap();
        let request = http.get(format!("{}{path}", hub.url)).bearer_auth(token.trim());
        request.send().await.unwrap().text().await.unwrap()
    })
}

/// Asks a hub all that a description of it promises.
fn asked(rig: &Rig, hub: &Hub, token: &Path, described: &Value, more: &[&str]) -> Output {
    let document = rig.write("openapi.json", &described.to_string());
    let token = std::fs::read_to_string(token).unwrap();
    let settings = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/binary/schemathesis.toml");
    let mut command = Command::new("schemathesis");
    command
        .arg("--config-file")
        .arg(settings)
        .args([
            "run",
            "--no-color",
            "--checks",
            "all",
            "--seed",
            "1",
            "--generation-deterministic",
        ])
        // A busy machine is slow, and that is not what is asked here.
        .args([
            "--suppress-health-check",
            "all",
            "--request-timeout",
            "60",
            "--url",
        ])
        .arg(&hub.url)
        .arg("-H")
        .arg(format!("Authorization: Bearer {}", token.trim()))
        .args(more)
        .arg(document)
        .current_dir(rig.path(""))
        .env("HOME", rig.path(""));
    command.output().unwrap()
}

fn a_hub(rig: &Rig) -> (Hub<'_>, PathBuf) {
    let hub = rig.serve();
    hub.run(&[
        "declare",
        "Calls drop",
        "--severity",
        "sev1",
        "--component",
        "video-eu",
    ])
    .well();
    let token = hub.token("described", "admin");
    (hub, token)
}

#[test]
fn the_hub_answers_as_its_description_says() {
    if !trust::has("schemathesis", &["--version"]) {
        return;
    }
    let rig = Rig::with(SETTINGS);
    let (hub, token) = a_hub(&rig);
    let described: Value = serde_json::from_str(&got(&hub, &token, "/openapi.json")).unwrap();
    let examples = trust::times(10, 1_000).to_string();
    let ran = asked(&rig, &hub, &token, &described, &["--max-examples", &examples]);
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(
        ran.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let tested = said
        .lines()
        .find(|line| line.contains(" generated, "))
        .unwrap_or_default();
    assert!(hub.status()["live"].is_boolean(), "and the hub goes on");
    trust::result("A1", "the API as its document says", tested.trim());
}

#[test]
fn a_description_that_is_wrong_is_found() {
    if !trust::has("schemathesis", &["--version"]) {
        return;
    }
    let rig = Rig::with(SETTINGS);
    let (hub, token) = a_hub(&rig);
    let mut described: Value = serde_json::from_str(&got(&hub, &token, "/openapi.json")).unwrap();
    let me = described.pointer_mut("/paths/~1v1~1me/get/responses/200/content/application~1json/schema");
    *me.unwrap() = json!({ "type": "array" });
    let only = ["--max-examples", "2", "--include-path", "/v1/me"];
    let ran = asked(&rig, &hub, &token, &described, &only);
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(!ran.status.success() && said.contains("/v1/me"), "{said}");
}

/// What promtool says to counts.
fn checked(counts: &str) -> Output {
    let mut promtool = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    promtool
        .stdin
        .take()
        .unwrap()
        .write_all(counts.as_bytes())
        .unwrap();
    promtool.wait_with_output().unwrap()
}

#[test]
fn prometheus_can_read_the_counts_whatever_a_source_is_called() {
    if !trust::has("promtool", &["--version"]) {
        return;
    }
    let odd = "[sources.'we\"ird\\ {name}']\nkind = \"incidents\"\nurl = \"http://127.0.0.1:9/none\"\nevery = \"1s\"\n";
    let rig = Rig::with(&format!("{SETTINGS}{odd}"));
    let (hub, token) = a_hub(&rig);
    let until = std::time::Instant::now() + 3 * super::rig::DEADLINE;
    // The source is asked at once, and is not there.
    let counts = std::iter::repeat_with(|| got(&hub, &token, "/metrics"))
        .find(|counts| counts.contains("source=") || std::time::Instant::now() > until)
        .unwrap();
    assert!(counts.contains(r#"source="we\"ird\\ {name}""#), "{counts}");
    let ran = checked(&counts);
    assert!(ran.status.success(), "{ran:?}\n{counts}");
    assert!(
        !checked(&counts.replace('\\', "")).status.success(),
        "promtool takes anything"
    );
    let series = counts.lines().filter(|line| !line.starts_with('#')).count();
    trust::result(
        "A2",
        "counts as Prometheus reads them",
        &format!("{series} series, 0 faults"),
    );
}
