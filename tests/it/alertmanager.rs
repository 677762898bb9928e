//! A real Prometheus Alertmanager that posts to a real hub, is asked by it, and pages it.

use crate::binary::rig::{Hub, Process, Rig, SETTINGS, ask, free_port, post};
use crate::terminals::lobby;
use crate::trust;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

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

/// Posts to the hub's webhook.
fn webhook(hub: &Hub, token: &Path) -> String {
    format!(
        "webhook_configs:\n  - url: {}/v1/hooks/alertmanager\n    send_resolved: true\n    http_config:\n      \
         authorization:\n        credentials_file: {}\n",
        hub.url,
        token.display()
    )
}

/// Pages the hub as if it were PagerDuty.
fn page(hub: &Hub, token: &Path) -> String {
    let key = std::fs::read_to_string(token).unwrap();
    format!(
        "pagerduty_configs:\n  - url: {}/v2/enqueue\n    routing_key: {}\n    severity: info\n    \
         send_resolved: true\n    details:\n      service: '{{{{ .CommonLabels.service }}}}'\n",
        hub.url,
        key.trim()
    )
}

/// A hub's settings with an Alertmanager at this port that it asks each second.
fn asking(port: u16) -> String {
    format!(
        "{SETTINGS}\n[connect.alertmanager]\nkind = \"alertmanager\"\nurl = \"http://127.0.0.1:{port}\"\n\
         receiver = \"hub\"\nevery = \"1s\"\n"
    )
}

impl Alertmanager {
    fn start(rig: &Rig, port: u16, receiver: &str) -> Alertmanager {
        let settings = format!(
            "route:\n  receiver: hub\n  group_by: [alertname]\n  group_wait: 0s\n  group_interval: 1s\n\
             receivers:\n- name: hub\n  {receiver}"
        );
        let file = rig.write("alertmanager.yml", &settings);
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

    /// Holds everything about video back; gives what undoes that.
    fn silence(&self) -> String {
        let body = r#"{"matchers":[{"name":"service","value":"video","isRegex":false,"isEqual":true}],
            "startsAt":"2026-01-01T00:00:00Z","endsAt":"2099-01-01T00:00:00Z","createdBy":"dana","comment":"planned"}"#;
        let (first, answer) = ask(self.port, "POST", "/api/v2/silences", body);
        assert!(first.contains(" 200 "), "{first} {answer}");
        let answer: Value = serde_json::from_str(answer.trim()).unwrap();
        format!("/api/v2/silence/{}", answer["silenceID"].as_str().unwrap())
    }

    fn end(&self, silence: &str) {
        let (first, _) = ask(self.port, "DELETE", silence, "");
        assert!(first.contains(" 200 "), "{first}");
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
    let alertmanager = Alertmanager::start(&rig, free_port(), &webhook(&hub, &token));

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

/// A Prometheus with one rule, which fires.
fn prometheus(rig: &Rig, alertmanager: u16) -> Process {
    let rules = "groups:\n- name: video\n  rules:\n  - alert: MediaServersLost\n    expr: vector(1)\n    labels:\n      \
                 severity: critical\n      service: video\n    annotations:\n      summary: Video calls drop, EU\n";
    rig.write("rules.yml", rules);
    let settings = format!(
        "global:\n  evaluation_interval: 1s\nrule_files: [rules.yml]\nalerting:\n  alertmanagers:\n  - \
         static_configs:\n    - targets: ['127.0.0.1:{alertmanager}']\n"
    );
    let file = rig.write("prometheus.yml", &settings);
    let mut command = Command::new("prometheus");
    command
        .arg(format!("--config.file={}", file.display()))
        .arg(format!(
            "--storage.tsdb.path={}",
            rig.path("prometheus").display()
        ))
        .arg(format!("--web.listen-address=127.0.0.1:{}", free_port()))
        // It finds its Alertmanager some seconds after the rule has fired, and sends nothing again for a minute.
        .arg("--rules.alert.resend-delay=1s")
        .stderr(Stdio::piped());
    let mut process = Process::start(&mut command, |child| child.stderr.take().unwrap());
    process.wait_for_line(|line| line.contains("Server is ready"));
    process
}

fn fired(event: &Value, signal: &str) -> bool {
    event["kind"] == "alert_fired" && event["alert"]["signal"] == signal
}

/// What the log has of alerts, in short.
fn alerts(hub: &Hub) -> Vec<String> {
    let log = hub.run(&["log", "--json"]).well();
    let events = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let alerts = events.filter_map(|event| match event["kind"].as_str()? {
        "alert_fired" => Some(event["alert"]["signal"].as_str()?.to_owned()),
        "alert_cleared" => Some("cleared".to_owned()),
        _ => None,
    });
    alerts.collect()
}

#[test]
fn a_rule_of_a_real_prometheus_reaches_the_screen_by_webhook_and_by_asking_once_and_a_silence_is_shown() {
    if !is_there() || !trust::has("prometheus", &["--version"]) {
        return;
    }
    let port = free_port();
    let rig = Rig::with(&asking(port));
    let hub = rig.serve();
    let token = hub.token("monitor", "source");
    let alertmanager = Alertmanager::start(&rig, port, &webhook(&hub, &token));
    let watcher = hub.token("dana", "viewer");
    let screen = lobby(&hub, &watcher);
    screen.wait_for(&["No incident is open."]);

    let began = Instant::now();
    let _prometheus = prometheus(&rig, port);
    screen.wait_for(&["SEV1", "Video calls drop, EU", "down 0 min"]);
    eprintln!(
        "from a rule that fires to the screen: {} ms",
        began.elapsed().as_millis()
    );

    let silence = alertmanager.silence();
    hub.wait_for(|event| fired(event, "suppressed"));
    screen.wait_for(&["suppressed: MediaServersLost"]);
    assert!(hub.run(&["alert", "list"]).well().contains("suppressed, since "));
    // However it was heard of, and however often: it is one alert of one incident.
    assert_eq!(alerts(&hub), ["firing", "suppressed"]);
    assert_eq!(hub.status()["incidents"].as_array().unwrap().len(), 1);
    alertmanager.end(&silence);
    hub.wait_for(|event| fired(event, "firing") && event["seq"].as_u64() > Some(3));
    assert_eq!(alerts(&hub), ["firing", "suppressed", "firing"]);
}

#[test]
fn what_happened_while_the_hub_was_away_and_every_webhook_was_lost_is_there_once_it_asks() {
    if !is_there() {
        return;
    }
    let port = free_port();
    let rig = Rig::with(&asking(port));
    let hub = rig.serve();
    let token = hub.token("monitor", "source");
    // Its webhooks go to where this hub is now, and where the next one is not.
    let alertmanager = Alertmanager::start(&rig, port, &webhook(&hub, &token));
    hub.kill();
    alertmanager.push(None);

    let hub = rig.serve();
    let declared = hub.wait_for(|event| event["kind"] == "incident_declared");
    assert_eq!(declared["by"]["name"], "alertmanager");
    hub.kill();
    alertmanager.push(Some("2026-01-02T00:00:00Z"));

    let hub = rig.serve();
    hub.wait_for(|event| event["kind"] == "alert_cleared");
    assert_eq!(alerts(&hub), ["firing", "cleared"]);
    assert_eq!(hub.status()["incidents"].as_array().unwrap().len(), 1);
    let told = hub.run(&["connect", "check"]).well();
    assert!(told.contains("it has the receiver hub"), "{told}");
}

#[test]
fn an_alert_that_is_silenced_before_it_fires_waits_in_the_inbox_and_declares_once_the_silence_ends() {
    if !is_there() {
        return;
    }
    let port = free_port();
    let rig = Rig::with(&asking(port));
    let hub = rig.serve();
    let token = hub.token("monitor", "source");
    let alertmanager = Alertmanager::start(&rig, port, &webhook(&hub, &token));
    let watcher = hub.token("dana", "viewer");
    let screen = lobby(&hub, &watcher);
    let silence = alertmanager.silence();
    alertmanager.push(None);
    screen.wait_for(&["ALERT INBOX  empty but for 1 suppressed"]);
    screen.wait_for(&["suppressed", "MediaServersLost"]);
    assert_eq!(hub.status()["incidents"].as_array().unwrap().len(), 0);
    alertmanager.end(&silence);
    hub.wait_for(|event| event["kind"] == "incident_declared");
    screen.wait_for(&["SEV1", "Video calls drop, EU"]);
}

#[test]
fn a_real_alertmanager_that_pages_pagerduty_pages_the_room() {
    if !is_there() {
        return;
    }
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let token = hub.token("monitor", "source");
    let alertmanager = Alertmanager::start(&rig, free_port(), &page(&hub, &token));
    alertmanager.push(None);
    let fired = hub.wait_for(|event| event["kind"] == "alert_fired");
    assert_eq!(fired["source"], "monitor-events");
    assert_eq!(fired["alert"]["labels"]["service"], "video");
    let title = fired["alert"]["title"].as_str().unwrap();
    assert!(title.contains("MediaServersLost"), "{title}");
    alertmanager.push(Some("2026-01-02T00:00:00Z"));
    let cleared = hub.wait_for(|event| event["kind"] == "alert_cleared");
    assert_eq!(cleared["alert"]["fingerprint"], fired["alert"]["fingerprint"]);
}

#[test]
fn a_token_of_a_source_reports_and_reads_nothing() {
    let rig = Rig::with(SETTINGS);
    let hub = rig.serve();
    let token = hub.token("alertmanager", "source");
    let said = hub.run_as(&token, &["status"]).refused();
    assert!(said.contains("reports and reads nothing"), "{said}");
}
