//! The token that Salesforce gives for the app's own id and secret (OAuth 2.0, client credentials), and keeps good for a
//! while.

use super::Setting;
use crate::connect::FetchError;
use crate::connect::call::{Ask, Caller, Failure};
use crate::connect::secret;
use jiff::Timestamp;
use reqwest::{Method, Url};
use serde::Deserialize;
use std::fmt;

#[derive(Clone, Default)]
pub struct Token(Option<String>);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
}

impl Token {
    pub fn forget(&mut self) {
        self.0 = None;
    }

    /// The one that is known, else a new one. It goes to the address of the setting alone, whatever the answer names.
    pub async fn get(
        &mut self,
        caller: &Caller,
        setting: &Setting,
        now: Timestamp,
    ) -> Result<String, Failure> {
        if let Some(token) = &self.0 {
            return Ok(token.clone());
        }
        let file = setting.secret_file.clone();
        // The disk it is on may be far away, and others wait on this thread.
        let read = tokio::task::spawn_blocking(move || secret::word(&file)).await;
        let word = read.unwrap_or_else(|_| Err("could not be read: the hub is stopping".to_owned()));
        let word =
            word.map_err(|why| Failure::ours(format!("the secret file {:?} {why}", setting.secret_file)))?;
        let mut ask = Ask::new(Method::POST, "services/oauth2/token");
        ask.form = Some(form(&setting.client_id, &word));
        let granted: Granted = caller
            .ask(&ask, now)
            .await
            .and_then(|answer| answer.read())
            .map_err(refused)?;
        if !granted.access_token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Failure::ours("was given a token that is none".to_owned()));
        }
        Ok(self.0.insert(granted.access_token).clone())
    }
}

fn form(client_id: &str, secret: &str) -> String {
    // An address's query is written as a form is.
    let pairs = [
        ("grant_type", "client_credentials"),
        ("client_id", client_id),
        ("client_secret", secret),
    ];
    let url = Url::parse_with_params("http://form/", pairs);
    // Cannot fail: the address is a constant.
    url.ok()
        .and_then(|url| url.query().map(str::to_owned))
        .unwrap_or_default()
}

/// A question for a token leaves nothing there; of a refusal, what the flow says (RFC 6749, 5.2).
fn refused(failure: Failure) -> Failure {
    let told = failure
        .body
        .as_ref()
        .and_then(|body| body["error_description"].as_str());
    match (&failure.error, told) {
        (FetchError::Refused { status } | FetchError::Auth { status }, Some(told)) => {
            let told: String = told.chars().take(200).collect();
            Failure::ours(format!(
                "gives no token ({status}: {told}); check client_id, secret_file and that the app allows the client-credentials flow"
            ))
        }
        (FetchError::Refused { .. }, None) => {
            Failure::ours("gives no token; check client_id and secret_file".to_owned())
        }
        (FetchError::Odd(_), _) => Failure::ours("gave an answer without a token; check the url".to_owned()),
        _ => Failure {
            left: crate::connect::call::Left::Nothing,
            ..failure
        },
    }
}
