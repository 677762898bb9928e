//! A real Prometheus Alertmanager that posts to a real hub.

use crate::binary::rig::{Hub, Process, Rig, SETTINGS, free_port, post};
use crate::terminals::lobby;
use std::path::Path;
use std::process::{Command, Stdio};

const PROGRAM: &str = "prometheus-alertmanager";

/// False, with a word about it, where the program is missing and need not be there.
fn is_there() -> bool {
    if Command::new(PROGRAM).arg("--version").output().is_ok() {
        return true;
    }
    let must_run = std::env::var("WARROOM_TEST_MUST_RUN").unwrap_or_default();
    assert!(
        !must_run.split(',').any(|name| name == "alertmanager"),
        "{PROGRAM} is missing"
    );
    eprintln!("skipped: {PROGRAM} is not installed");
    false
}

struct Alertmanager {
    port: u16,
    _process: Process,
}

impl Alertmanager {
    fn start(rig: &Rig, hub: &Hub, token: &Path) -> Alertmanager {
        let settings = format!(
            "route:\n  receiver: hub\n  group_by: [alertname]\n  group_wait: 0s\n  group_interval: 1s\n\
             receivers:\n- name: hub\n  webhook_configs:\n  - url: {}/v1/hooks/alertmanager\n    \
             send_resolved: true\n    http_config:\n      authorization:\n        credentials_file: {}\n",
            hub.url,
            token.display()
        );
        let file = rig.write("alertmanager.yml", &settings);
        let port = free_port();
        let mut command = Command::new(PROGRAM);
        command
            .arg(format!("--config.file={}", file.display()))
            .arg(format!("--storage.path={}", rig.path("alertmanager").display()))
            .arg(format!("--web.listen-address=127.0.0.1:{port}"))
            .arg("--cluster.listen-address=")
            .stderr(Stdio::piped());
        let mut process = Process::start(&mut command, |child| child.stderr.take().unwrap());
        process.wait_for_line(|line| line.contains("Listening on"));
        Alertmanager {
            port,
            _process: process,
        }
    }

    /// Tells it of the alert as Prometheus does.
    fn push(&self, ends: Option<&str>) {
        let ends = ends.map(|at| format!(r#","endsAt":"{at}""#)).unwrap_or_default();
        let body = format!(
            r#"[{{"labels":{{"alertname":"MediaServersLost","severity":"critical","service":"video"}},
            "annotations":{{"summary":"Video calls drop, EU"}}{ends}}}]"#
        );
        let answer = post(self.port, "/api/v2/alerts", &body);
        assert!(answer.contains(" 200 "), "{answer}");
    }
}

#[test]
fn a_real_alert_opens_an_incident_and_its_end_is_shown_and_resolves_nothing() {
    if !is_there() {
        return;
    }
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let token = hub.token("alertmanager", "source");
    let alertmanager = Alertmanager::start(&rig, &hub, &token);

    let watcher = hub.token("dana", "viewer");
    let screen = lobby(&hub, &watcher);
    screen.wait_for(&["No incident is open."]);

    alertmanager.push(None);
    hub.wait_for(|event| event["kind"] == "incident_declared");
    screen.wait_for(&["SEV1", "Video calls drop, EU", "down 0 min"]);
    let incident = hub.status()["incidents"][0].clone();
    assert_eq!(
        (&incident["severity"], &incident["internal"]),
        (&"sev1".into(), &"open".into())
    );
    let line = hub.run(&["status"]).well();
    assert!(line.starts_with("SEV1 ") && line.contains("down "), "{line}");

    let now = hub.status()["now"].as_str().unwrap().to_owned();
    alertmanager.push(Some(&now));
    hub.wait_for(|event| event["kind"] == "alert_cleared");
    assert!(hub.run(&["log"]).well().contains("cleared: "));
    screen.wait_for(&["alert", "cleared: MediaServersLost"]);
    assert_eq!(
        hub.status()["incidents"][0]["internal"],
        "open",
        "a cleared alert resolves nothing"
    );
}

#[test]
fn a_token_of_a_source_reports_and_reads_nothing() {
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let token = hub.token("alertmanager", "source");
    let said = hub.run_as(&token, &["status"]).refused();
    assert!(said.contains("reports and reads nothing"), "{said}");
}
