//! Asking a vendor's API: where it is, with which secret, how fast at most; and of a failure, whether something may have
//! been left there.

use super::FetchError;
use super::http::{Body, Client, Sent, Whole};
use super::secret::{BEARER, Header};
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::Timestamp;
use reqwest::{Method, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    pub method: Method,
    /// From the base address on, without a slash before it: `incidents/P7/notes`.
    pub path: String,
    pub query: Vec<(String, String)>,
    pub body: Option<Value>,
    /// Instead of a body, a form's names and values, already encoded.
    pub form: Option<String>,
    pub headers: Vec<(&'static str, String)>,
}

impl Ask {
    pub fn new(method: Method, path: impl Into<String>) -> Ask {
        Ask {
            method,
            path: path.into(),
            query: Vec::new(),
            body: None,
            form: None,
            headers: Vec::new(),
        }
    }

    pub fn get(path: impl Into<String>) -> Ask {
        Ask::new(Method::GET, path)
    }

    pub fn post(path: impl Into<String>, body: Value) -> Ask {
        Ask::new(Method::POST, path).with(body)
    }

    pub fn with(mut self, body: Value) -> Ask {
        self.body = Some(body);
        self
    }

    pub fn query(mut self, name: &str, value: impl Into<String>) -> Ask {
        self.query.push((name.to_owned(), value.into()));
        self
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Ask {
        self.headers.push((name, value.into()));
        self
    }
}

/// What came back with a status that says yes.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body, read as what is expected. A body that is something else after a yes says nothing of what was done.
    ///
    /// # Errors
    /// It is not that.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        let body = self
            .body
            .strip_prefix("\u{feff}".as_bytes())
            .unwrap_or(&self.body);
        serde_json::from_slice(body).map_err(|error| Failure {
            error: match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
                None => FetchError::NotJson("nothing"),
                Some(b'<') => FetchError::NotJson("a web page"),
                Some(_) => FetchError::Odd(error.to_string().into()),
            },
            left: Left::Perhaps,
            body: None,
        })
    }
}

/// What a question that failed may have left there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It never got there, or was turned away.
    Nothing,
    /// It may have been done, and the answer lost.
    Perhaps,
}

/// Why a question brought nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub error: FetchError,
    pub left: Left,
    /// What they said about it, if anything that is JSON.
    pub body: Option<Value>,
}

impl Failure {
    /// Something of our own is wrong, such as a file: nothing was sent, and it goes out once it is mended.
    pub fn ours(why: String) -> Failure {
        nothing_left(FetchError::Token(why))
    }

    /// Asking again later is right, without anybody's doing: they are away, busy or slow, and nothing was left there.
    pub fn passes(&self) -> bool {
        let theirs = match self.error {
            FetchError::RateLimited { .. } | FetchError::Server { .. } | FetchError::Network(_) => true,
            // For the operator to mend; what waits goes out once they have.
            FetchError::Token(_)
            | FetchError::Auth { .. }
            | FetchError::NotFound { .. }
            | FetchError::Moved { .. } => true,
            FetchError::Refused { .. }
            | FetchError::NotJson(_)
            | FetchError::Odd(_)
            | FetchError::TooLarge { .. } => false,
        };
        theirs && self.left == Left::Nothing
    }
}

/// Where the secret comes from, and how it is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Secret {
    pub token_file: Option<PathBuf>,
    /// `Authorization: OAuth {token}`; empty: [`BEARER`].
    pub text: String,
}

/// The way to one vendor. Clones share its pace.
#[derive(Clone, Debug)]
pub struct Caller {
    client: Client,
    base: Url,
    secret: Option<Secret>,
    /// One question at a time, and a pause after each.
    turn: Arc<Semaphore>,
    gap: Duration,
}

impl Caller {
    /// `gap` is the least time between two questions.
    ///
    /// # Errors
    /// The address is none, in a sentence.
    pub fn new(client: Client, base: &str, secret: Option<Secret>, gap: Duration) -> Result<Caller, String> {
        let mut url = Url::parse(base).map_err(|error| format!("{base:?} is no address: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!(
                "{base:?} is no address of the web; it begins with https://"
            ));
        }
        if url.password().is_some() || !url.username().is_empty() {
            return Err(
                "the address holds a name or a password; put the token in a file and name it in token_file"
                    .to_owned(),
            );
        }
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        Ok(Caller {
            client,
            base: url,
            secret,
            turn: Arc::new(Semaphore::new(1)),
            gap,
        })
    }

    /// Asks, and gives back what came with a status that says yes. `now` is for an answer that names the hour at which to
    /// come back.
    ///
    /// # Errors
    /// Why not, and whether something may have been left there.
    pub async fn ask(&self, ask: &Ask, now: Timestamp) -> Result<Answer, Failure> {
        let url = self.url(ask).map_err(nothing_left)?;
        let mut headers = self.secret().await.map_err(nothing_left)?;
        for (name, value) in &ask.headers {
            headers.push(Header::plain(&format!("{name}: {value}")).map_err(nothing_left)?);
        }
        let _turn = self.take_turn().await;
        let body = match (&ask.form, &ask.body) {
            (Some(form), _) => Some(Body::Form(form)),
            (None, body) => body.as_ref().map(Body::Json),
        };
        let said = self
            .client
            .send(ask.method.clone(), url, &headers, body, now)
            .await;
        match said {
            Ok(Whole {
                status,
                body,
                refused: None,
            }) => Ok(Answer { status, body }),
            Ok(Whole {
                refused: Some(error),
                body,
                ..
            }) => Err(Failure {
                left: match (&error, ask.method.is_safe()) {
                    // Behind a gateway that gave up, the vendor may have done it all the same.
                    (
                        FetchError::Server {
                            status: 500 | 502 | 504 | 408,
                            ..
                        },
                        false,
                    ) => Left::Perhaps,
                    _ => Left::Nothing,
                },
                error,
                body: serde_json::from_slice(&body).ok(),
            }),
            Err((error, sent)) => Err(Failure {
                left: match (sent, ask.method.is_safe()) {
                    (Sent::No, _) | (Sent::Perhaps, true) => Left::Nothing,
                    (Sent::Perhaps, false) => Left::Perhaps,
                },
                error,
                body: None,
            }),
        }
    }

    /// The question for an address that an answer gave: only where it is of this same vendor, since the secret goes along.
    ///
    /// # Errors
    /// It is of somebody else, or none.
    pub fn follow(&self, next: &str) -> Result<Ask, FetchError> {
        let to = || FetchError::Moved {
            to: Clean::from(next.split(['?', '#']).next().unwrap_or_default()),
        };
        let url = self.base.join(next).map_err(|_| to())?;
        if url.origin() != self.base.origin() {
            return Err(to());
        }
        let mut ask = Ask::get(url.path().to_owned());
        ask.query = url
            .query_pairs()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        Ok(ask)
    }

    fn url(&self, ask: &Ask) -> Result<Url, FetchError> {
        let wrong = |_| FetchError::Token(format!("{:?} is no path", ask.path));
        let mut url = self.base.join(&ask.path).map_err(wrong)?;
        if url.origin() != self.base.origin() {
            return Err(FetchError::Moved {
                to: Clean::from(url.path()),
            });
        }
        if !ask.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&ask.query);
        }
        Ok(url)
    }

    async fn secret(&self) -> Result<Vec<Header>, FetchError> {
        let Some(Secret {
            token_file: Some(file),
            text,
        }) = self.secret.clone()
        else {
            return Ok(Vec::new());
        };
        let text = if text.is_empty() { BEARER.to_owned() } else { text };
        // The disk it is on may be far away, and others wait on this thread.
        let read = tokio::task::spawn_blocking(move || Header::with_token(&text, &file));
        match read.await {
            Ok(header) => header.map(|header| vec![header]),
            Err(_) => Err(FetchError::Token(
                "the token file could not be read: the hub is stopping".to_owned(),
            )),
        }
    }

    /// Until what it gives is dropped nobody else asks, and for the gap after that.
    async fn take_turn(&self) -> Turn {
        // Cannot fail: the semaphore is never closed.
        let permit = self.turn.clone().acquire_owned().await.ok();
        Turn {
            permit,
            gap: self.gap,
        }
    }
}

struct Turn {
    permit: Option<tokio::sync::OwnedSemaphorePermit>,
    gap: Duration,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let (permit, gap) = (self.permit.take(), self.gap);
        if !gap.is_zero() {
            tokio::spawn(async move {
                tokio::time::sleep(gap).await;
                drop(permit);
            });
        }
    }
}

fn nothing_left(error: FetchError) -> Failure {
    Failure {
        error,
        left: Left::Nothing,
        body: None,
    }
}

/// One part of a path, as it may be put into one: an id of theirs must not lead elsewhere.
pub fn part(text: &str) -> String {
    use std::fmt::Write;
    // However it is written, an address takes this for another folder; nobody's id is that.
    if matches!(text, "." | "..") {
        return "-".to_owned();
    }
    let mut part = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' | b'.' => part.push(byte as char),
            // Cannot fail: a String takes everything.
            _ => write!(part, "%{byte:02X}").unwrap_or_default(),
        }
    }
    part
}

/// How long to wait after a failure: as they ask, else twice as long each time, at most five minutes; `jitter`, 0 to 1,
/// spreads those of many.
pub fn pause(failures: u32, asked: Option<Span>, jitter: f64) -> Span {
    const LONGEST: i64 = 5 * 60;
    let own = (1_i64 << failures.clamp(1, 9)).min(LONGEST);
    let spread = (own as f64 * 0.25 * jitter) as i64;
    let own = Span::seconds(own + spread);
    asked.map_or(own, |asked| asked.max(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller() -> Caller {
        Caller::new(
            Client::new().unwrap(),
            "https://api.example.com/v2",
            None,
            Duration::ZERO,
        )
        .unwrap()
    }

    #[test]
    fn a_next_page_is_asked_for_only_where_it_is_of_the_same_vendor() {
        let caller = caller();
        let ask = caller
            .follow("https://api.example.com/v2/incidents?after=7&x=a%20b")
            .unwrap();
        assert_eq!(
            caller.url(&ask).unwrap().as_str(),
            "https://api.example.com/v2/incidents?after=7&x=a+b"
        );
        assert!(caller.follow("/services/data/v67.0/query/01g-2000").is_ok());
        for foreign in [
            "https://evil.example/v2?after=7",
            "http://api.example.com/v2",
            "//evil.example/",
            "https://api.example.com:444/",
        ] {
            assert!(caller.follow(foreign).is_err(), "{foreign}");
        }
    }

    #[test]
    fn an_id_in_a_path_leads_nowhere_else() {
        for (id, written) in [
            ("P7", "P7"),
            ("a/../b", "a%2F..%2Fb"),
            ("..", "-"),
            ("ä?#", "%C3%A4%3F%23"),
        ] {
            assert_eq!(part(id), written);
            let url = caller()
                .url(&Ask::get(format!("incidents/{}/notes", part(id))))
                .unwrap();
            assert!(
                url.as_str().starts_with("https://api.example.com/v2/incidents/"),
                "{url}"
            );
        }
    }

    #[test]
    fn a_pause_grows_to_five_minutes_and_is_never_shorter_than_asked() {
        assert_eq!(pause(1, None, 0.0), Span::seconds(2));
        assert_eq!(pause(3, None, 0.0), Span::seconds(8));
        assert_eq!(pause(40, None, 0.0), Span::seconds(300));
        assert_eq!(pause(1, Some(Span::seconds(30)), 1.0), Span::seconds(30));
    }
}
