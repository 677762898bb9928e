//! A whole hub on a free loopback port, with a token for every access, and a way to ask it.

use super::settled;
use reqwest::{Client, Method};
use serde_json::Value;
use std::path::Path;
use tokio::net::{TcpListener, UnixListener};
use warroom::clock::Clock;
use warroom::connect::http;
use warroom::connect::json::Described;
use warroom::domain::actor::Access;
use warroom::domain::ids::Name;
use warroom::hub::allowance::Limits;
use warroom::hub::auth::token_hash;
use warroom::hub::{Hub, Settings};
use warroom::store::Store;

pub struct Live {
    pub hub: Hub,
    pub url: String,
    pub http: Client,
}

/// What came back: the status, the kind of body, and the body.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub kind: String,
    pub etag: Option<String>,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Of an error: status and sentence, having looked that it is a problem as it should be.
    pub fn problem(&self) -> (u16, String) {
        assert_eq!(self.kind, "application/problem+json", "{self:?}");
        let body = self.json();
        assert_eq!(body["status"], self.status);
        let detail = body["detail"].as_str().unwrap();
        assert!(detail.len() > 15, "no sentence to act on: {detail:?}");
        (self.status, detail.to_owned())
    }
}

/// The token of an access in these tests: its name.
pub fn token(access: Access) -> &'static str {
    access.as_str()
}

/// A store with a token for every access.
pub fn memory() -> Store {
    let mut store = Store::memory([7; 32]);
    for access in Access::ALL {
        let name = Name::from(format!("{access}-person").as_str());
        store.add_token(&name, access, token_hash(token(access))).unwrap();
    }
    store
}

pub fn settings(store: Store) -> Settings {
    Settings {
        store,
        clock: Clock::real(),
        settled: settled(),
        sources: Vec::new(),
        hooks: Vec::new(),
        connect: Vec::new(),
        // Many screens of these tests share a token.
        limits: Limits {
            rate: 1_000_000,
            under_way: 100_000,
            ..Limits::default()
        },
        behind_proxy: false,
        random: || Some([0xab; 16]),
    }
}

impl Live {
    pub async fn start() -> Self {
        Live::with(settings(memory())).await
    }

    pub async fn with_sources(sources: Vec<Described>) -> Self {
        Live::with(Settings {
            sources,
            ..settings(memory())
        })
        .await
    }

    pub async fn with(settings: Settings) -> Self {
        let hub = Hub::start(settings).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        hub.serve_tcp(listener).unwrap();
        let http = http::build(|builder| builder.no_proxy(), &[]).unwrap();
        Live { hub, url, http }
    }

    /// Also on a Unix socket.
    pub fn listen(&self, path: &Path) {
        self.hub.serve_unix(UnixListener::bind(path).unwrap());
    }

    pub async fn ask(&self, method: &str, path: &str, token: Option<&str>, body: impl Into<String>) -> Reply {
        self.ask_with(method, path, token, body, &[]).await
    }

    pub async fn ask_with(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: impl Into<String>,
        headers: &[(&str, &str)],
    ) -> Reply {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .body(body.into());
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        read(request.send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str, access: Access) -> Reply {
        self.ask("GET", path, Some(token(access)), "").await
    }

    pub async fn post(&self, path: &str, access: Access, body: &Value) -> Reply {
        self.ask("POST", path, Some(token(access)), body.to_string())
            .await
    }

    /// Posts a command with an id.
    pub async fn command(&self, access: Access, id: u128, mut fields: Value) -> Reply {
        fields["id"] = serde_json::json!(super::number(id));
        self.post("/v1/commands", access, &fields).await
    }
}

pub async fn read(response: reqwest::Response) -> Reply {
    let header = |name: &str| {
        let value = response.headers().get(name)?;
        Some(value.to_str().unwrap().to_owned())
    };
    Reply {
        status: response.status().as_u16(),
        kind: header("content-type").unwrap_or_default(),
        etag: header("etag"),
        text: response.text().await.unwrap(),
    }
}
