//! What is posted, and how it is signed.

use crate::domain::parcels::{Load, Parcel, Recipient};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;

/// `text` is what a chat tool shows; the rest is for programs.
pub fn body(parcel: &Parcel) -> Value {
    let (text, fields) = match &parcel.load {
        Load::Post(post) => (
            format!("{}: {}", post.phase.as_str(), post.text),
            json!({ "phase": post.phase, "severity": post.severity, "title": post.title }),
        ),
        Load::Call(call) => {
            let facts = &call.attempt.facts;
            let text = format!(
                "{}: {} ({})",
                parcel.of,
                facts.disposition.words(),
                call.attempt.by
            );
            (
                text,
                json!({ "account": call.account, "disposition": facts.disposition, "at": call.attempt.at,
                    "by": call.attempt.by }),
            )
        }
        Load::Task(task) => (
            format!(
                "{}: {} ({} until {:.0})",
                parcel.of, task.text, task.owner, task.due
            ),
            json!({ "account": task.account, "due": task.due, "owner": task.owner }),
        ),
        Load::Note(note) => (
            format!("{}: {}", note.by, note.text),
            json!({ "at": note.at, "by": note.by }),
        ),
        Load::News(news) => (
            format!("{}\n{}", news.subject, news.text),
            match &news.to {
                Recipient::Person(name) => json!({ "to": name }),
                Recipient::Contact(contact) => json!({ "contact": contact }),
            },
        ),
    };
    let mut body = json!({
        "kind": parcel.key.what.as_str(),
        "id": parcel.key.to_string(),
        "incident": parcel.key.incident,
        "text": text,
    });
    if let (Value::Object(body), Value::Object(fields)) = (&mut body, fields) {
        body.extend(fields);
    }
    body
}

/// Standard Webhooks: the base64 of HMAC-SHA256 of `id.timestamp.body`.
///
/// # Errors
/// The secret is no base64, in a sentence.
pub fn headers(
    secret: &str,
    id: &str,
    now: Timestamp,
    body: &Value,
) -> Result<Vec<(&'static str, String)>, String> {
    let wrong =
        || "the secret is not base64; it looks like whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
    let key = secret.strip_prefix("whsec_").unwrap_or(secret);
    let key = STANDARD.decode(key).map_err(|_| wrong())?;
    let time = now.as_second();
    let signature = signature(&key, id, time, &body.to_string()).ok_or_else(wrong)?;
    Ok(vec![
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", time.to_string()),
        ("webhook-signature", format!("v1,{signature}")),
    ])
}

fn signature(key: &[u8], id: &str, time: i64, body: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(format!("{id}.{time}.{body}").as_bytes());
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_signed_as_the_vector_of_the_specification_says() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = signature(
            &key,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed.unwrap(), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_that_is_none_is_refused() {
        let now = Timestamp::UNIX_EPOCH;
        assert!(
            headers("not base64!", "id", now, &Value::Null)
                .unwrap_err()
                .contains("whsec_")
        );
    }
}
