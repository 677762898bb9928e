//! The one HTTP client of the connectors: whose certificates it trusts, how long it waits, what an answer means.

use super::FetchError;
use super::secret::Header;
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Certificate, ClientBuilder, Method, Response, Url};
use serde_json::Value;
use std::error::Error;
use std::net::IpAddr;
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(5);
/// From the first byte of the question to the last of the answer.
const WHOLE: Duration = Duration::from_secs(30);
/// The most an answer may hold, in bytes.
const LIMIT: usize = 32 << 20;
/// The longest anybody may make us wait.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
const REDIRECTS: usize = 5;

/// An answer that may be JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetched {
    pub body: Vec<u8>,
}

/// A whole answer, whatever its status says.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    pub status: u16,
    pub body: Vec<u8>,
    /// What the status says, if it says no.
    pub refused: Option<FetchError>,
}

/// Whether a question that brought no answer may have been heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    No,
    Perhaps,
}

/// What goes along with a question.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    Json(&'a Value),
    /// Names and values as a web page's form sends them: how a token is asked for (RFC 6749, 4.4.2).
    Form(&'a str),
}

#[derive(Clone, Debug)]
pub struct Client {
    inner: reqwest::Client,
    /// For this machine, past any proxy.
    near: reqwest::Client,
    /// The same two for what is not only read: a redirect could make another question of it.
    still: [reqwest::Client; 2],
    limit: usize,
}

impl Client {
    /// # Errors
    /// When the certificates cannot be set up: a sentence.
    pub fn new() -> Result<Client, FetchError> {
        let settle = |builder: ClientBuilder| {
            builder
                .connect_timeout(CONNECT)
                .timeout(WHOLE)
                .redirect(stay_with_the_host())
                .user_agent(concat!("warroom/", env!("CARGO_PKG_VERSION")))
        };
        let near = |builder: ClientBuilder| settle(builder).no_proxy();
        let still = |builder: ClientBuilder| settle(builder).redirect(Policy::none());
        let still_near = |builder: ClientBuilder| still(builder).no_proxy();
        Ok(Client {
            inner: build(settle, &[]).map_err(network)?,
            near: build(near, &[]).map_err(network)?,
            still: [
                build(still, &[]).map_err(network)?,
                build(still_near, &[]).map_err(network)?,
            ],
            limit: LIMIT,
        })
    }

    /// The same with another limit on an answer, in bytes.
    pub fn with_limit(self, limit: usize) -> Client {
        Client { limit, ..self }
    }

    /// Asks for JSON. `now` is for an answer that names the hour at which to come back.
    ///
    /// # Errors
    /// Sorted by who must mend it; see [`FetchError`].
    pub async fn get(
        &self,
        url: &str,
        header: Option<&Header>,
        now: Timestamp,
    ) -> Result<Fetched, FetchError> {
        let client = match is_this_machine(url) {
            true => &self.near,
            false => &self.inner,
        };
        let mut request = client.get(url).header(ACCEPT, "application/json");
        if let Some(header) = header {
            request = request.header(&header.name, &header.value);
        }
        let answer = request.send().await.map_err(network)?;
        if let Some(refused) = refused(answer.status().as_u16(), answer.headers(), now) {
            return Err(refused);
        }
        let page = answer
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().windows(4).any(|part| part == b"html"));
        let body = self.body(answer).await?;
        match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
            None => Err(FetchError::NotJson("nothing")),
            Some(b'<') => Err(FetchError::NotJson("a web page")),
            Some(_) if page => Err(FetchError::NotJson("a web page")),
            Some(_) => Ok(Fetched { body }),
        }
    }

    /// Asks anything of an API, and gives back the whole answer, yes or no.
    ///
    /// # Errors
    /// There was no whole answer, and whether the question may have been heard.
    pub async fn send(
        &self,
        method: Method,
        url: Url,
        headers: &[Header],
        body: Option<Body<'_>>,
        now: Timestamp,
    ) -> Result<Whole, (FetchError, Sent)> {
        let near = is_this_machine(url.as_str());
        let client = match (method.is_safe(), near) {
            (true, true) => &self.near,
            (true, false) => &self.inner,
            (false, near) => &self.still[usize::from(near)],
        };
        let mut request = client.request(method, url).header(ACCEPT, "application/json");
        for header in headers {
            request = request.header(&header.name, &header.value);
        }
        request = match body {
            None => request,
            Some(Body::Json(body)) => request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string()),
            Some(Body::Form(body)) => request
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body.to_owned()),
        };
        let answer = request.send().await.map_err(|error| {
            let heard = match error.is_connect() || error.is_builder() {
                true => Sent::No,
                false => Sent::Perhaps,
            };
            (network(error), heard)
        })?;
        let status = answer.status().as_u16();
        let refused = refused(status, answer.headers(), now);
        let body = match (self.body(answer).await, &refused) {
            (Ok(body), _) => body,
            // What they said about it is lost, and the status says enough.
            (Err(_), Some(_)) => Vec::new(),
            (Err(error), None) => return Err((error, Sent::Perhaps)),
        };
        Ok(Whole {
            status,
            body,
            refused,
        })
    }

    async fn body(&self, mut answer: Response) -> Result<Vec<u8>, FetchError> {
        let too_large = FetchError::TooLarge { limit: self.limit };
        if answer
            .content_length()
            .is_some_and(|length| length > self.limit as u64)
        {
            return Err(too_large);
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(network)? {
            if body.len() + chunk.len() > self.limit {
                return Err(too_large);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// A client that trusts what this host trusts and `extra`; where the host has no certificates at all, what Mozilla
/// trusts. Without the second try reqwest 0.13 refuses to be built there, even for plain `http`.
///
/// # Errors
/// reqwest's, when neither works.
pub fn build(
    settle: impl Fn(ClientBuilder) -> ClientBuilder,
    extra: &[Certificate],
) -> Result<reqwest::Client, reqwest::Error> {
    // An earlier one stands; without any the next line would panic.
    rustls::crypto::ring::default_provider().install_default().ok();
    let builder = settle(reqwest::Client::builder());
    builder
        .tls_certs_merge(extra.iter().cloned())
        .build()
        .or_else(|_| {
            let known = webpki_root_certs::TLS_SERVER_ROOT_CERTS
                .iter()
                .filter_map(|der| Certificate::from_der(der).ok());
            let builder = settle(reqwest::Client::builder());
            builder.tls_certs_only(known.chain(extra.iter().cloned())).build()
        })
}

/// An address of this machine itself: a proxy that the environment names has no business there, least of all with
/// the token of the question.
pub fn is_this_machine(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// A redirect to elsewhere would take the token along, or show what we ask for to a stranger.
fn stay_with_the_host() -> Policy {
    Policy::custom(|attempt| {
        let asked = attempt.previous().first().map(Url::origin);
        let same = asked == Some(attempt.url().origin());
        match same && attempt.previous().len() <= REDIRECTS {
            true => attempt.follow(),
            false => attempt.stop(),
        }
    })
}

/// What a status says, if it says no.
fn refused(status: u16, headers: &HeaderMap, now: Timestamp) -> Option<FetchError> {
    let retry_after = wait(headers, now);
    match status {
        200..=299 => None,
        300..=399 => Some(FetchError::Moved {
            to: place(headers).unwrap_or_else(|| "nowhere".into()),
        }),
        401 | 403 | 407 => Some(FetchError::Auth { status }),
        404 | 410 => Some(FetchError::NotFound { status }),
        // Statuspage says 420.
        420 | 429 => Some(FetchError::RateLimited { retry_after }),
        408 | 425 | 500.. => Some(FetchError::Server { status, retry_after }),
        _ => Some(FetchError::Refused { status }),
    }
}

/// Where it has moved, without the query: that may hold a secret.
pub fn place(headers: &HeaderMap) -> Option<Clean> {
    let place = headers.get(LOCATION)?.to_str().ok()?;
    Some(Clean::from(place.split(['?', '#']).next()?))
}

/// The wait they ask for: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or when their count begins anew,
/// in seconds or as seconds since 1970. At most an hour.
fn wait(headers: &HeaderMap, now: Timestamp) -> Option<Span> {
    let asked = ["retry-after", "ratelimit-reset", "x-ratelimit-reset"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())?
        .trim();
    let wait = match asked.parse::<f64>() {
        Ok(seconds) if seconds > 1e9 => until(super::coerce::time(&asked.into()).ok()??, now),
        Ok(seconds) => SignedDuration::try_from_secs_f64(seconds).ok()?,
        Err(_) => until(super::coerce::time(&asked.into()).ok()??, now),
    };
    Some(Span(wait.clamp(SignedDuration::ZERO, LONGEST_WAIT)))
}

fn until(moment: Timestamp, now: Timestamp) -> SignedDuration {
    moment.duration_since(now)
}

/// The address is left out, since its query may hold a secret.
fn network(error: reqwest::Error) -> FetchError {
    if error.is_timeout() {
        return FetchError::Network(format!("no whole answer within {} s", WHOLE.as_secs()).into());
    }
    let error = error.without_url();
    FetchError::Network(Clean::from(innermost(&error)))
}

/// The innermost cause tells most: "connection refused" rather than "error sending request".
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderName, HeaderValue};

    fn said(status: u16, header: &'static str, value: &'static str) -> Option<FetchError> {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static(header), HeaderValue::from_static(value));
        refused(status, &headers, "2026-11-21T12:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_wait_is_read_however_they_write_it_and_never_longer_than_an_hour() {
        let waits = [
            ("retry-after", "120", Some(120)),
            ("retry-after", "0.5", Some(0)),
            ("retry-after", "Sat, 21 Nov 2026 12:02:00 GMT", Some(120)),
            ("retry-after", "2026-11-21T12:02:00Z", Some(120)),
            ("retry-after", "Sat, 21 Nov 2026 11:00:00 GMT", Some(0)),
            ("retry-after", "-7", Some(0)),
            ("retry-after", "1e300", None),
            ("retry-after", "NaN", None),
            ("retry-after", "86400", Some(3600)),
            ("retry-after", "later", None),
            ("ratelimit-reset", "30", Some(30)),
            ("x-ratelimit-reset", "1795262430", Some(30)),
            ("x-other", "30", None),
        ];
        for (header, value, seconds) in waits {
            let Some(FetchError::RateLimited { retry_after }) = said(429, header, value) else {
                unreachable!()
            };
            assert_eq!(
                retry_after.map(|wait| wait.0.as_secs()),
                seconds,
                "{header}: {value}"
            );
        }
    }

    #[test]
    fn a_status_says_who_must_mend_it() {
        let name = |status| match said(status, "x-other", "") {
            None => "fine",
            Some(FetchError::Auth { .. }) => "auth",
            Some(FetchError::NotFound { .. }) => "not found",
            Some(FetchError::Moved { .. }) => "moved",
            Some(FetchError::Refused { .. }) => "refused",
            Some(FetchError::RateLimited { .. }) => "slow down",
            Some(FetchError::Server { .. }) => "server",
            Some(_) => "other",
        };
        for (status, meaning) in [
            (200, "fine"),
            (207, "fine"),
            (301, "moved"),
            (304, "moved"),
            (400, "refused"),
            (401, "auth"),
            (403, "auth"),
            (404, "not found"),
            (408, "server"),
            (410, "not found"),
            (420, "slow down"),
            (422, "refused"),
            (429, "slow down"),
            (500, "server"),
            (503, "server"),
            (599, "server"),
        ] {
            assert_eq!(name(status), meaning, "{status}");
        }
    }

    #[test]
    fn this_machine_is_known_by_its_name_and_by_every_address_of_its_own() {
        for near in [
            "http://127.0.0.1:7420",
            "http://127.8.0.1/v1",
            "http://localhost:1",
            "https://LOCALHOST",
            "http://[::1]:7420",
        ] {
            assert!(is_this_machine(near), "{near}");
        }
        for far in [
            "http://127.0.0.1.example.com",
            "http://10.0.0.1",
            "https://hub.example",
            "http://localhost.example",
            "nonsense",
        ] {
            assert!(!is_this_machine(far), "{far}");
        }
    }

    #[test]
    fn a_new_place_is_told_without_its_query() {
        let moved = said(302, "location", "https://elsewhere.example/v2?api_key=s3cr3t").unwrap();
        assert!(
            moved
                .to_string()
                .starts_with("has moved to https://elsewhere.example/v2,"),
            "{moved}"
        );
    }
}
