//! TLS: the hub with a certificate of a team's own, and clear words for everything that is wrong with one (O6).

use super::live::{memory, settings};
use super::*;
use crate::trust;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use warroom::client::ClientError;
use warroom::client::connection::{Address, Hub as Connection, Reach};
use warroom::hub::tls::Tls;
use warroom::hub::{Hub, HubError};
use warroom::wire;

/// What a token looks like here: nobody may ever read it who is not the hub.
const TOKEN: &str = "admin";

/// Who signs, and in PEM.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Authority {
            issuer: Issuer::new(params, key),
            pem,
        }
    }

    fn signs(&self, params: CertificateParams) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }
}

fn for_name(name: &str) -> CertificateParams {
    CertificateParams::new(vec![name.to_owned()]).unwrap()
}

/// A hub with this certificate, at its address.
async fn serving((certificate, key): &(String, String)) -> (Hub, String) {
    let tls = Tls::of_pem(certificate.as_bytes(), key.as_bytes()).unwrap();
    let hub = Hub::start(settings(memory())).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    hub.serve_tls(listener, tls);
    (hub, url)
}

async fn asked(url: &str, ca: &str) -> Result<warroom::domain::actor::Actor, ClientError> {
    let hub = Connection::new(Reach {
        address: Address::Url(url.to_owned()),
        token: Some(TOKEN.to_owned()),
        speak_as: None,
        ca: Some(ca.as_bytes().to_vec()),
    });
    let asking = hub.unwrap();
    let asked = asking.get(wire::ME);
    tokio::time::timeout(Duration::from_secs(20), asked)
        .await
        .expect("nobody answers")
}

/// Nothing was sent, and this is told.
async fn told(url: &str, ca: &str) -> String {
    match asked(url, ca).await {
        Err(ClientError::NotSent(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_hub_with_a_certificate_of_the_teams_own_is_spoken_to_encrypted() {
    let authority = Authority::new();
    let (_hub, url) = serving(&authority.signs(for_name("127.0.0.1"))).await;
    assert_eq!(asked(&url, &authority.pem).await.unwrap().access, Access::Admin);
    let plain = url.replacen("https:", "http:", 1);
    let said = match asked(&plain, &authority.pem).await {
        Err(ClientError::NotSent(why) | ClientError::Unanswered(why)) => why,
        other => panic!("{other:?}"),
    };
    assert!(said.contains("speaks TLS") && said.contains("https://"), "{said}");
}

#[tokio::test]
async fn whatever_is_wrong_with_a_certificate_is_told_in_words_and_no_token_is_sent() {
    let (authority, other) = (Authority::new(), Authority::new());
    let mut expired = for_name("127.0.0.1");
    expired.not_before = date_time_ymd(2020, 1, 1);
    expired.not_after = date_time_ymd(2021, 1, 1);
    let mut early = for_name("127.0.0.1");
    early.not_before = date_time_ymd(2090, 1, 1);
    early.not_after = date_time_ymd(2091, 1, 1);
    let alone = KeyPair::generate().unwrap();
    let itself = for_name("127.0.0.1").self_signed(&alone).unwrap().pem();
    let cases = [
        (authority.signs(expired), "has expired"),
        (authority.signs(early), "not valid yet"),
        (authority.signs(for_name("hub.example.com")), "for another name"),
        (other.signs(for_name("127.0.0.1")), "--ca-file"),
        ((itself, alone.serialize_pem()), "--ca-file"),
    ];
    for (certificate, words) in &cases {
        let (_hub, url) = serving(certificate).await;
        let said = told(&url, &authority.pem).await;
        assert!(said.contains(words), "{words:?}: {said}");
    }
    let mut count = cases.len();
    for (what, reply, words) in [
        ("TLS 1.0", OLD_HELLO, "old versions of TLS"),
        ("an alert", b"\x15\x03\x01\x00\x02\x02\x46", "old versions of TLS"),
        ("cut off", b"", "broke the connection off"),
        (
            "plain HTTP",
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
            "speaks plain HTTP",
        ),
    ] {
        let (url, heard) = raw(reply).await;
        let said = told(&url, &authority.pem).await;
        assert!(said.contains(words), "{what}: {said}");
        let heard = heard.lock().unwrap().clone();
        assert!(!heard.is_empty() && !contains(&heard, TOKEN.as_bytes()), "{what}");
        count += 1;
    }
    trust::result(
        "O6",
        "what is wrong with TLS is told, no token sent",
        &format!("{count}/{count}"),
    );
}

/// A server hello of TLS 1.0 with ECDHE-RSA-AES128-SHA.
const OLD_HELLO: &[u8] = b"\x16\x03\x01\x00\x2a\x02\x00\x00\x26\x03\x01\
    \x01\x02\x03\x04\x05\x06\x07\x08\x01\x02\x03\x04\x05\x06\x07\x08\
    \x01\x02\x03\x04\x05\x06\x07\x08\x01\x02\x03\x04\x05\x06\x07\x08\x00\xc0\x13\x00";

fn contains(heard: &[u8], wanted: &[u8]) -> bool {
    heard.windows(wanted.len()).any(|part| part == wanted)
}

/// Answers every connection with these bytes, and keeps what it heard.
async fn raw(reply: &'static [u8]) -> (String, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let keep = heard.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4_096];
            let length = stream.read(&mut buffer).await.unwrap_or(0);
            keep.lock().unwrap().extend_from_slice(&buffer[..length]);
            let _ = stream.write_all(reply).await;
            let _ = stream.shutdown().await;
        }
    });
    (url, heard)
}

#[test]
fn a_certificate_that_cannot_be_used_keeps_the_hub_from_starting() {
    let authority = Authority::new();
    let (certificate, key) = authority.signs(for_name("hub.example.com"));
    let (_, another) = authority.signs(for_name("hub.example.com"));
    for (certificate, key, words) in [
        ("", key.as_str(), "no certificate"),
        ("nonsense", &key, "no certificate"),
        (&certificate, "", "no key"),
        (&certificate, &certificate, "no key"),
        (&certificate, &another, "not the one of the certificate"),
    ] {
        let Err(refused) = Tls::of_pem(certificate.as_bytes(), key.as_bytes()) else {
            panic!("it was taken");
        };
        assert!(
            matches!(refused, HubError::Tls(_)) && refused.to_string().contains(words),
            "{refused}"
        );
    }
}
