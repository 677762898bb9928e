//! One connection to a hub: where it is, who asks, and what its answers and silences mean.

use super::{ClientError, tls};
use crate::connect::http;
use crate::directory::digest::sha256_hex;
use crate::domain::command::Submission;
use crate::domain::ids::Name;
use crate::wire::{self, Accepted, News, PROBLEM_JSON, Poll, Problem};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Certificate, ClientBuilder, RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// No longer than this for a connection to be made.
const CONNECT: Duration = Duration::from_secs(3);
/// An idle connection is given up before the hub does so (after 15 s), lest a command meet a closing one.
const IDLE: Duration = Duration::from_secs(10);

/// A download that brings nothing for so long has broken off.
const SILENCE: Duration = Duration::from_secs(30);

/// Where a hub is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// `http://` or `https://`.
    Url(String),
    /// A Unix socket of this machine.
    Socket(PathBuf),
}

impl Address {
    /// `http://HOST:PORT`, `https://HOST` or `unix:PATH`.
    pub fn parse(text: &str) -> Result<Address, ClientError> {
        let text = text.trim();
        if let Some(path) = text.strip_prefix("unix:").filter(|path| !path.is_empty()) {
            return Ok(Address::Socket(PathBuf::from(path)));
        }
        let usable = reqwest::Url::parse(text).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https") && url.has_host() && url.username().is_empty()
        });
        match usable {
            true => Ok(Address::Url(text.trim_end_matches('/').to_owned())),
            false => Err(ClientError::Settings(format!(
                "{text:?} is not the address of a hub; expected http://HOST:PORT, https://HOST or unix:PATH"
            ))),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Url(url) => f.write_str(url),
            Address::Socket(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// How to reach a hub, and as whom.
#[derive(Clone)]
pub struct Reach {
    pub address: Address,
    /// Left out on the hub's own Unix socket, where the login name is enough.
    pub token: Option<String>,
    /// Another name to speak under, where the hub allows it.
    pub speak_as: Option<Name>,
    /// Certificates to trust besides the system's, in PEM.
    pub ca: Option<Vec<u8>>,
}

/// A connection; clones share it.
#[derive(Clone)]
pub struct Hub {
    http: reqwest::Client,
    base: String,
    address: Arc<Address>,
    /// Who asks.
    headers: HeaderMap,
    asks_as: Arc<str>,
}

impl Hub {
    /// Prepares a connection; nothing is sent before the first question.
    pub fn new(reach: Reach) -> Result<Hub, ClientError> {
        let base = match &reach.address {
            Address::Url(url) => url.clone(),
            Address::Socket(_) => "http://hub".to_owned(),
        };
        Ok(Hub {
            http: client(&reach)?,
            headers: headers(&reach)?,
            base,
            asks_as: digest(&reach).into(),
            address: Arc::new(reach.address),
        })
    }

    /// Tells those apart who ask this hub from here, and tells nobody who they are.
    pub fn asks_as(&self) -> &str {
        &self.asks_as
    }

    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Asks for a path of [`crate::wire`] and reads the answer as JSON.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        let request = self.http.get(format!("{}{path}", self.base));
        let body = self.answer(request, || ()).await?;
        self.read(&body)
    }

    /// Posts a body as JSON and reads the answer as JSON.
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let request = self.http.post(format!("{}{path}", self.base)).json(body);
        let body = self.answer(request, || ()).await?;
        self.read(&body)
    }

    /// Asks for a command to be carried out. After [`ClientError::Unanswered`] send the same one again.
    pub async fn submit(&self, submission: &Submission) -> Result<Accepted, ClientError> {
        self.post(wire::COMMANDS, submission).await
    }

    /// Asks for news; `heard` is called as the parts of the answer come in.
    pub async fn poll(&self, poll: &Poll, heard: impl FnMut()) -> Result<News, ClientError> {
        let request = self
            .http
            .get(format!("{}{}", self.base, wire::EVENTS))
            .query(poll);
        let body = self.answer(request, heard).await?;
        self.read(&body)
    }

    /// Asks for a path whose answer is too large to be held; `each` is handed one part after the other.
    ///
    /// # Errors
    /// The hub's; of `each`; and that the answer broke off, also when nothing more comes for half a minute.
    pub async fn download<E: From<ClientError>>(
        &self,
        path: &str,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let request = self.http.get(format!("{}{path}", self.base));
        let request = request.headers(self.headers.clone());
        let mut response = self.in_time(request.send()).await?;
        if !response.status().is_success() {
            let body = self.parts(&mut response, || ()).await?;
            return Err(self.problem(&response, &body).into());
        }
        while let Some(part) = self.in_time(response.chunk()).await? {
            each(&part)?;
        }
        Ok(())
    }

    async fn in_time<T>(&self, coming: impl Future<Output = reqwest::Result<T>>) -> Result<T, ClientError> {
        let came = tokio::time::timeout(SILENCE, coming).await;
        let came = came.map_err(|_| {
            let seconds = SILENCE.as_secs();
            ClientError::Unanswered(format!("nothing came from {} for {seconds} s", self.address))
        })?;
        came.map_err(|error| self.trouble(&error))
    }

    async fn answer(&self, request: RequestBuilder, mut heard: impl FnMut()) -> Result<Vec<u8>, ClientError> {
        let request = request.headers(self.headers.clone());
        let mut response = request.send().await.map_err(|error| self.trouble(&error))?;
        heard();
        let body = self.parts(&mut response, heard).await?;
        match response.status().is_success() {
            true => Ok(body),
            false => Err(self.problem(&response, &body)),
        }
    }

    /// The whole of a body.
    async fn parts(&self, response: &mut Response, mut heard: impl FnMut()) -> Result<Vec<u8>, ClientError> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.trouble(&error))? {
            heard();
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    fn read<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, ClientError> {
        serde_json::from_slice(body).map_err(|error| {
            ClientError::Unanswered(format!(
                "what {} answered cannot be read ({error}); is it a hub of a newer version?",
                self.address
            ))
        })
    }

    /// An error status, by what the asker does next.
    fn problem(&self, response: &Response, body: &[u8]) -> ClientError {
        let status = response.status();
        let kind = response.headers().get(CONTENT_TYPE);
        let problem = kind
            .is_some_and(|kind| kind.as_bytes().starts_with(PROBLEM_JSON.as_bytes()))
            .then(|| serde_json::from_slice::<Problem>(body).ok())
            .flatten();
        match problem {
            Some(problem) => said(status, problem),
            None if status.is_redirection() => ClientError::Unanswered(format!(
                "{} sent us to {}; a hub sends nobody elsewhere, so nothing was asked there and no token shown. Is \
                 something in between, or has the hub moved? Then say its new address (--hub)",
                self.address,
                http::place(response.headers()).unwrap_or_else(|| "nowhere".into())
            )),
            None => ClientError::Unanswered(format!(
                "{} answered {status}; is a hub there, or something in between?",
                self.address
            )),
        }
    }

    fn trouble(&self, error: &reqwest::Error) -> ClientError {
        let why = innermost(error);
        if let Some(said) = tls::trouble(error, &self.address.to_string()) {
            return ClientError::NotSent(said);
        }
        // A server with TLS answers with an alert, which is no HTTP.
        if self.base.starts_with("http:") && why.contains("invalid HTTP version") {
            let encrypted = self.base.replacen("http:", "https:", 1);
            return ClientError::NotSent(format!(
                "{} speaks TLS and not plain HTTP; if that is your hub, say {encrypted}",
                self.address
            ));
        }
        match error.is_connect() {
            true => ClientError::NotSent(format!("no hub answers at {}: {why}", self.address)),
            false => ClientError::Unanswered(format!("the connection to {} broke off: {why}", self.address)),
        }
    }
}

/// The hub's own word. Only what is said of the question itself is an end of it: a command that is kept goes on after
/// everything else, since that may pass.
pub fn said(status: StatusCode, problem: Problem) -> ClientError {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => ClientError::Denied(problem),
        StatusCode::BAD_REQUEST
        | StatusCode::CONFLICT
        | StatusCode::PAYLOAD_TOO_LARGE
        | StatusCode::UNPROCESSABLE_ENTITY => ClientError::Refused(problem),
        _ if [wire::NOT_RECORDED, wire::TOO_MANY].contains(&problem.title.as_str()) => {
            ClientError::NotRecorded(problem)
        }
        status if status.is_client_error() && problem.refusal.is_some() => ClientError::Refused(problem),
        _ => ClientError::Unanswered(problem.detail),
    }
}

/// The first cause: what is around it only says that something was tried.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

fn digest(reach: &Reach) -> String {
    let token = reach.token.as_deref().unwrap_or_default();
    let name = reach.speak_as.as_ref().map_or("", Name::as_str);
    sha256_hex(format!("{token}\n{name}").as_bytes())
}

/// Who asks, as headers: made once, so that a token nobody could send is found before anything is sent.
fn headers(reach: &Reach) -> Result<HeaderMap, ClientError> {
    let mut headers = HeaderMap::new();
    if let Some(token) = &reach.token {
        let mut bearer = HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| {
            ClientError::Settings(
                "the token holds what no token holds; copy it again, alone on its line".to_owned(),
            )
        })?;
        bearer.set_sensitive(true);
        headers.insert(AUTHORIZATION, bearer);
    }
    if let Some(name) = &reach.speak_as {
        let name = HeaderValue::from_bytes(name.as_str().as_bytes())
            .map_err(|_| ClientError::Settings(format!("{name:?} is no name to speak under")))?;
        headers.insert(wire::SPEAK_AS, name);
    }
    Ok(headers)
}

fn client(reach: &Reach) -> Result<reqwest::Client, ClientError> {
    let given = match &reach.ca {
        None => Vec::new(),
        Some(pem) => Certificate::from_pem_bundle(pem)
            .ok()
            .filter(|certificates| !certificates.is_empty())
            .ok_or_else(|| {
                ClientError::Settings("the CA file holds no certificate in PEM; name another".to_owned())
            })?,
    };
    let settle = |builder: ClientBuilder| {
        let builder = builder
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            // A hub does not redirect, and a token is not for anybody else.
            .redirect(Policy::none())
            .tcp_nodelay(true);
        match &reach.address {
            Address::Socket(path) => builder.unix_socket(path.as_path()).no_proxy(),
            // A proxy would get the token, and would not reach this machine anyway.
            Address::Url(url) if http::is_this_machine(url) => builder.no_proxy(),
            Address::Url(_) => builder,
        }
    };
    http::build(settle, &given)
        .map_err(|error| ClientError::Settings(format!("no connection can be made: {}", innermost(&error))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_nobody_could_send_is_found_before_anything_is_sent() {
        let reach = Reach {
            address: Address::Url("http://127.0.0.1:1".to_owned()),
            token: Some("se\ncret".to_owned()),
            speak_as: Some("Søren".into()),
            ca: None,
        };
        let Err(ClientError::Settings(sentence)) = Hub::new(reach.clone()) else {
            panic!("it was taken");
        };
        assert!(!sentence.contains("cret"), "{sentence}");
        assert!(Hub::new(Reach { token: None, ..reach }).is_ok());
    }

    #[test]
    fn an_address_is_a_url_or_a_socket() {
        assert_eq!(
            Address::parse("http://127.0.0.1:7350/"),
            Ok(Address::Url("http://127.0.0.1:7350".to_owned()))
        );
        assert_eq!(
            Address::parse("unix:/run/hub.sock"),
            Ok(Address::Socket(PathBuf::from("/run/hub.sock")))
        );
        for wrong in [
            "",
            "unix:",
            "hub",
            "ftp://hub",
            "http://",
            "http://user:secret@hub",
        ] {
            assert!(Address::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
