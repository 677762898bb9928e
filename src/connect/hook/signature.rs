//! Whether a delivery is signed with the secret, and how it is known again when it comes once more.

use super::{BODY, Hook, Signature, TIMESTAMP};
use crate::connect::coerce;
use crate::connect::json::path::pick;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use reqwest::header::HeaderMap;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A delivery that is signed with a time is taken this long before and after it.
const WINDOW: SignedDuration = SignedDuration::from_secs(300);
/// PagerDuty lists its signatures as `v1=HEX,v1=HEX`, several while a secret is changed.
const VERSION: &str = "v1=";
/// How a header often begins that has one signature.
const SHA256: &str = "sha256=";

/// A delivery whose signature holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The same for the same delivery, for ever; nobody without the secret can work it out.
    pub key: [u8; 32],
}

type HmacSha256 = Hmac<Sha256>;

/// `None`: not signed with this secret, or not now. Every signature that is shown is compared, in constant time.
pub fn verify(
    hook: &Hook,
    secret: &[u8],
    headers: &HeaderMap,
    body: &[u8],
    now: Timestamp,
) -> Option<Signed> {
    match hook.signature {
        Signature::HmacSha256 => hmac_sha256(hook, secret, headers, body, now),
        Signature::StandardWebhooks => standard_webhooks(hook, secret, headers, body, now),
    }
}

fn hmac_sha256(
    hook: &Hook,
    secret: &[u8],
    headers: &HeaderMap,
    body: &[u8],
    now: Timestamp,
) -> Option<Signed> {
    let shown = headers.get(hook.header_name()?)?.to_str().ok()?;
    let timestamp = match &hook.timestamp_header {
        None => "",
        Some(name) => headers.get(name)?.to_str().ok()?,
    };
    let signed = filled(hook.signed(), timestamp, body);
    let mac = mac(secret, &signed)?;
    let candidates = shown.split(',').map(str::trim);
    let bare = |one| {
        str::strip_prefix(one, VERSION)
            .or(str::strip_prefix(one, SHA256))
            .unwrap_or(one)
    };
    let holds = holds(&mac, candidates.map(bare).filter_map(of_hex));
    let timely = hook.timestamp_header.is_none() || is_now(timestamp, now);
    (holds && timely).then(|| Signed {
        key: key(secret, hook, id(hook, body).as_deref().unwrap_or(&signed)),
    })
}

fn standard_webhooks(
    hook: &Hook,
    secret: &[u8],
    headers: &HeaderMap,
    body: &[u8],
    now: Timestamp,
) -> Option<Signed> {
    let header = |name: &str| headers.get(name)?.to_str().ok();
    let (id, timestamp) = (header("webhook-id")?, header("webhook-timestamp")?);
    let secret = secret.strip_prefix(b"whsec_").unwrap_or(secret);
    let secret = STANDARD.decode(secret).ok()?;
    let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
    let mac = mac(&secret, &signed)?;
    let shown = header("webhook-signature")?.split(' ');
    let candidates = shown.filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok());
    (holds(&mac, candidates) && is_now(timestamp, now)).then(|| Signed {
        key: key(&secret, hook, id.as_bytes()),
    })
}

/// One of them is right. Each is compared, however many were right before it.
fn holds(mac: &HmacSha256, candidates: impl Iterator<Item = impl AsRef<[u8]>>) -> bool {
    candidates.fold(false, |holds, candidate| {
        mac.clone().verify_slice(candidate.as_ref()).is_ok() | holds
    })
}

fn mac(secret: &[u8], signed: &[u8]) -> Option<HmacSha256> {
    let mut mac = HmacSha256::new_from_slice(secret).ok()?;
    mac.update(signed);
    Some(mac)
}

/// What is signed, as the bytes it was signed in: the body is no text until it is known whose it is.
fn filled(template: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    let (before, after) = template.split_once(BODY).unwrap_or((template, ""));
    let text = |part: &str| part.replace(TIMESTAMP, timestamp).into_bytes();
    [text(before), body.to_vec(), text(after)].concat()
}

/// Of seconds or milliseconds since 1970.
fn is_now(timestamp: &str, now: Timestamp) -> bool {
    let Ok(count) = timestamp.trim().parse::<i64>() else {
        return false;
    };
    let at = match count {
        // Seconds reach it in the year 5138.
        100_000_000_000.. => Timestamp::from_millisecond(count),
        _ => Timestamp::from_second(count),
    };
    at.is_ok_and(|at| at.duration_since(now).abs() <= WINDOW)
}

/// Made with the secret, so that nobody can ask for something under the delivery's id before it comes.
fn key(secret: &[u8], hook: &Hook, delivery: &[u8]) -> [u8; 32] {
    let named = format!("warroom delivery {}\n", hook.name);
    let hash = Sha256::new()
        .chain_update(Sha256::digest(secret))
        .chain_update(named)
        .chain_update(delivery)
        .finalize();
    hash.into()
}

/// The delivery's own id, which is part of what is signed.
fn id(hook: &Hook, body: &[u8]) -> Option<Vec<u8>> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let id = coerce::text(&pick(&body, hook.id_path()?)).ok()??;
    Some(id.into_bytes())
}

/// 32 bytes in hex, and nothing else.
fn of_hex(text: &str) -> Option<[u8; 32]> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let mut bytes = [0; 32];
    if pairs.len() != bytes.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let digit = |digit: &u8| char::from(*digit).to_digit(16);
        *byte = u8::try_from(digit(high)? * 16 + digit(low)?).ok()?;
    }
    Some(bytes)
}
