//! Signed webhooks: only what was signed gets in (S1), and it happens once however often it comes (S2).

use super::live::{Live, Reply, memory, settings};
use super::*;
use crate::trust;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;
use warroom::clock::Clock;
use warroom::connect::hook::Hook;
use warroom::hub::Settings;

const SECRET: &str = "a-secret-of-the-two-of-us";
/// Of Standard Webhooks' own example.
const STANDARD: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn hex(secret: &str, signed: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    let bytes = mac.finalize().into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hooks(folder: &TempDir, secret: &str) -> Vec<Hook> {
    let file = folder.path().join("secret");
    std::fs::write(&file, secret).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    vec![
        hook("pagerduty", &file, json!({ "kind": "pagerduty" })),
        hook(
            "monitor",
            &file,
            json!({ "kind": "incidents", "header": "X-Signature", "timestamp_header": "X-Timestamp" }),
        ),
        hook(
            "standard",
            &file,
            json!({ "kind": "incidents", "signature": "standard-webhooks" }),
        ),
    ]
}

fn hook(name: &str, secret_file: &Path, mut fields: Value) -> Hook {
    fields["secret_file"] = json!(secret_file);
    let mut hook: Hook = serde_json::from_value(fields).unwrap();
    hook.name = name.into();
    assert_eq!(hook.check(), Vec::<String>::new());
    hook
}

async fn live(secret: &str) -> (Live, TempDir) {
    let folder = TempDir::new().unwrap();
    let live = Live::with(Settings {
        hooks: hooks(&folder, secret),
        ..settings(memory())
    });
    (live.await, folder)
}

/// PagerDuty's, as its documentation has it.
fn pagerduty(id: &str, status: &str) -> String {
    json!({ "event": {
        "id": id, "event_type": format!("incident.{status}"), "resource_type": "incident",
        "occurred_at": "2026-03-02T14:00:00Z",
        "data": { "id": "PGR0VU2", "type": "incident", "html_url": "https://acme.pagerduty.com/incidents/PGR0VU2",
            "number": 2, "status": status, "title": "Video calls drop", "created_at": "2026-03-02T13:58:00Z",
            "service": { "summary": "media-eu" }, "urgency": "high", "priority": { "summary": "P1" } },
    } })
    .to_string()
}

async fn deliver(live: &Live, hook: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
    let path = format!("/v1/hooks/{hook}");
    live.ask_with("POST", &path, None, body, headers).await
}

async fn through(live: &Live) -> u64 {
    let news = live.get("/v1/events", Access::Lead).await.json();
    news["through"].as_u64().unwrap()
}

/// How many of these deliveries, with the signature of each, were answered otherwise than a stranger.
async fn taken(live: &Live, deliveries: &[(String, String)], stranger: &str) -> usize {
    let mut taken = 0;
    for (body, shown) in deliveries {
        let reply = deliver(live, "pagerduty", body, &[("x-pagerduty-signature", shown)]).await;
        taken += usize::from((reply.status, reply.text.as_str()) != (401, stranger));
    }
    taken
}

#[tokio::test]
async fn of_a_delivery_only_what_is_signed_with_the_secret_gets_in() {
    let (live, _folder) = live(SECRET).await;
    let stranger = live.ask("POST", "/v1/hooks/nothing", None, "").await;
    let header = "x-pagerduty-signature";
    let body = pagerduty("e1", "triggered");
    let good = format!("v1={}", hex(SECRET, &body));
    let upper = hex(SECRET, &body).to_uppercase();
    let mut refused = vec![
        (body.clone(), String::new()),
        (body.clone(), "v1=".to_owned()),
        (body.clone(), good[..good.len() - 2].to_owned()),
        (body.clone(), format!("{good}00")),
        (body.clone(), good.replace("v1=", "v0=")),
        (body.clone(), format!("v1={}", hex("another secret", &body))),
        // The same meaning in other bytes.
        (
            serde_json::from_str::<Value>(&body)
                .unwrap()
                .to_string()
                .replace(',', ", "),
            good.clone(),
        ),
        (format!("{body} "), good.clone()),
    ];
    let flips = trust::times(200, 1_000);
    for flip in 0..flips {
        let mut bytes = body.clone().into_bytes();
        let at = flip * 7 % bytes.len();
        bytes[at] ^= 1;
        refused.push((String::from_utf8(bytes).unwrap(), good.clone()));
        let mut shown = good.clone().into_bytes();
        let at = "v1=".len() + flip % 64;
        shown[at] = if shown[at] == b'0' { b'1' } else { b'0' };
        refused.push((body.clone(), String::from_utf8(shown).unwrap()));
    }
    let count = refused.len() + 1;
    assert_eq!(taken(&live, &refused, &stranger.text).await, 0);
    assert_eq!(deliver(&live, "pagerduty", &body, &[]).await.text, stranger.text);
    assert_eq!(through(&live).await, 0, "nothing has happened");
    for (id, shown) in [
        (
            "e1",
            format!("v1={}, v1={}", hex("the old secret", &body), hex(SECRET, &body)),
        ),
        ("e1", format!("v1={upper}")),
    ] {
        let reply = deliver(&live, "pagerduty", &body, &[(header, &shown)]).await;
        assert_eq!(reply.status, 202, "{id}: {reply:?}");
    }
    // One that works would have been seen.
    let works = [(body.clone(), good)];
    assert_eq!(taken(&live, &works, &stranger.text).await, 1);
    trust::result(
        "S1",
        "forged deliveries refused",
        &format!("{count}/{count}, 2 good ones taken"),
    );
}

/// PagerDuty stops sending for a day where it is refused a few times.
#[tokio::test]
async fn whatever_pagerduty_has_signed_is_taken_though_nothing_can_be_made_of_it() {
    let (live, _folder) = live(SECRET).await;
    for body in [
        "",
        "not json",
        "{}",
        r#"{"event":{"id":"e","event_type":"pagey.ping","data":{"message":"Hello","type":"ping"}}}"#,
        r#"{"event":{"id":"f","event_type":"incident.of_tomorrow","data":[7]}}"#,
    ] {
        let shown = format!("v1={}", hex(SECRET, body));
        let reply = deliver(&live, "pagerduty", body, &[("x-pagerduty-signature", &shown)]).await;
        assert_eq!(reply.status, 202, "{body}: {reply:?}");
    }
    assert_eq!(through(&live).await, 0);
}

#[tokio::test]
async fn a_delivery_that_comes_again_is_one_event_for_ever() {
    let (live, _folder) = live(SECRET).await;
    let send = async |body: &str| {
        let shown = format!("v1={}", hex(SECRET, body));
        deliver(&live, "pagerduty", body, &[("x-pagerduty-signature", &shown)]).await
    };
    let first = send(&pagerduty("e1", "triggered")).await;
    let after = through(&live).await;
    assert!(after > 0);
    // It clears, and then the first comes again: it must not fire once more.
    assert_eq!(send(&pagerduty("e2", "resolved")).await.status, 202);
    let cleared = through(&live).await;
    assert!(cleared > after);
    let times = trust::times(100, 1_000);
    for _ in 0..times {
        let again = send(&pagerduty("e1", "triggered")).await;
        assert_eq!((again.status, &again.text), (202, &first.text));
    }
    assert_eq!(through(&live).await, cleared);
    send(&pagerduty("e3", "triggered")).await;
    assert!(
        through(&live).await > cleared,
        "one more that is new would have been seen"
    );
    let alerts = live.get("/v1/events", Access::Lead).await.json();
    let fired = &alerts["events"][0];
    assert_eq!(
        (
            &fired["kind"],
            &fired["by"]["name"],
            &fired["alert"]["labels"]["service"]
        ),
        (&json!("alert_fired"), &json!("pagerduty"), &json!("media-eu")),
        "{fired}"
    );
    trust::result(
        "S2",
        "the same delivery again",
        &format!("{times} times, 1 event"),
    );
}

#[tokio::test]
async fn a_delivery_signed_with_a_time_is_good_for_five_minutes_on_either_side() {
    let folder = TempDir::new().unwrap();
    let live = Live::with(Settings {
        hooks: hooks(&folder, SECRET),
        // So slow that it stands.
        clock: Clock::starting_at(at("14:00:00"), 1e-6),
        ..settings(memory())
    })
    .await;
    let now = at("14:00:00").as_second();
    let send = async |title: &str, time: String, signed_time: String| {
        let body = json!({ "id": title, "title": title, "status": "firing",
            "started_at": "2026-03-02T13:58:00Z" })
        .to_string();
        let shown = format!("sha256={}", hex(SECRET, &format!("{signed_time}.{body}")));
        let headers = [("x-signature", shown.as_str()), ("x-timestamp", time.as_str())];
        deliver(&live, "monitor", &body, &headers).await.status
    };
    for (seconds, status) in [
        (0, 200),
        (-299, 200),
        (299, 200),
        (-302, 401),
        (302, 401),
        (-30 * 86_400, 401),
    ] {
        let time = (now + seconds).to_string();
        assert_eq!(
            send(&format!("at {seconds}"), time.clone(), time).await,
            status,
            "{seconds} s"
        );
    }
    assert_eq!(send("in ms", format!("{now}000"), format!("{now}000")).await, 200);
    assert_eq!(
        send("moved", (now + 1).to_string(), now.to_string()).await,
        401,
        "the time is signed too"
    );
    assert_eq!(send("none", String::new(), String::new()).await, 401);
    let before = through(&live).await;
    for _ in 0..3 {
        assert_eq!(send("at 0", now.to_string(), now.to_string()).await, 200);
    }
    assert_eq!(through(&live).await, before);
}

#[tokio::test]
async fn standard_webhooks_are_read_as_their_own_example_has_it() {
    let folder = TempDir::new().unwrap();
    let live = Live::with(Settings {
        hooks: hooks(&folder, STANDARD),
        clock: Clock::starting_at(Timestamp::from_second(1_614_265_330).unwrap(), 1e-6),
        ..settings(memory())
    })
    .await;
    let headers = |signature| {
        [
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", signature),
        ]
    };
    let good = "v1,bm9uZQ== v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    let body = r#"{"test": 2432232314}"#;
    // It is no incident, and so there is nothing to record.
    let taken = deliver(&live, "standard", body, &headers(good)).await;
    assert_eq!(
        (taken.status, &taken.json()["outcome"]),
        (200, &json!("already_so"))
    );
    let forged = deliver(&live, "standard", body, &headers("v1,bm9uZQ==")).await;
    assert_eq!(forged.status, 401);
}

#[test]
fn a_hook_that_could_be_fooled_is_refused_with_the_settings() {
    let file = Path::new("secret");
    let faults = |mut fields: Value| {
        fields["secret_file"] = json!(file);
        let hook: Hook = serde_json::from_value(fields).unwrap();
        hook.check().join("; ")
    };
    for (fields, words) in [
        (json!({ "kind": "incidents" }), "header is missing"),
        (
            json!({ "kind": "incidents", "header": "X-S" }),
            "can send it again",
        ),
        (
            json!({ "kind": "alertmanager", "header": "X S", "id": "a" }),
            "names of headers",
        ),
        (
            json!({ "kind": "incidents", "header": "X-S", "timestamp_header": "X-T", "signed": "{body}" }),
            "proves nothing",
        ),
        (
            json!({ "kind": "incidents", "header": "X-S", "id": "a", "signed": "nothing" }),
            "hold {body} once",
        ),
        (
            json!({ "kind": "incidents", "header": "X-S", "id": "a", "fields": { "titel": "t" } }),
            "did you mean title",
        ),
    ] {
        let said = faults(fields.clone());
        assert!(said.contains(words), "{fields}: {said}");
    }
}
