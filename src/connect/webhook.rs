//! An outgoing webhook: what goes out is posted to an address of the team's own, signed as Standard Webhooks has it
//! (<https://www.standardwebhooks.com>), under an id that is the same however often it is sent.

mod setting;
mod write;

pub use setting::Setting;

use super::call::{Ask, Caller, Failure};
use super::http::Client;
use super::secret;
use super::told::{End, Finding};
use crate::domain::dispatches::What;
use crate::domain::parcels::{Parcel, Tells};
use jiff::Timestamp;
use reqwest::Method;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Clone, Debug)]
pub struct Webhook {
    caller: Caller,
    secret_file: PathBuf,
    takes: Vec<What>,
}

impl Webhook {
    /// # Errors
    /// What is wrong with its address, in a sentence.
    pub fn new(setting: &Setting, client: Client) -> Result<Webhook, String> {
        Ok(Webhook {
            caller: Caller::new(client, &setting.url, None, Duration::ZERO)?,
            secret_file: setting.secret_file.clone(),
            takes: setting.takes.clone(),
        })
    }

    pub fn takes(&self) -> Vec<What> {
        self.takes.clone()
    }

    /// A chat tool hears what people are told; reports are for customers.
    pub fn tells(&self) -> Tells {
        Tells {
            levels: true,
            dues: true,
            ..Tells::default()
        }
    }

    /// Whoever receives it knows its id again, so sending it once more does nothing twice.
    pub async fn deliver(&mut self, parcel: &Parcel, now: Timestamp) -> End {
        let body = write::body(parcel);
        match self.post(&parcel.key.to_string(), body, now).await {
            Ok(()) => End::delivered(None, None),
            Err(failure) => End::of(&failure, None, true),
        }
    }

    pub async fn check(&mut self, now: Timestamp) -> Vec<Finding> {
        let body = serde_json::json!({ "kind": "check", "text": "warroom can post here." });
        let said = self.post(&format!("check-{}", now.as_second()), body, now).await;
        vec![match said {
            Ok(()) => Finding::good("it takes what is posted"),
            Err(failure) => Finding::bad("it takes what is posted", failure.error.to_string()),
        }]
    }

    async fn post(&self, id: &str, body: serde_json::Value, now: Timestamp) -> Result<(), Failure> {
        let file = self.secret_file.clone();
        let read = tokio::task::spawn_blocking(move || secret::word(&file));
        let secret = match read.await {
            Ok(Ok(secret)) => secret,
            Ok(Err(why)) => {
                return Err(Failure::ours(format!(
                    "the secret file {:?} {why}",
                    self.secret_file
                )));
            }
            Err(_) => {
                return Err(Failure::ours(
                    "the secret file could not be read: the hub is stopping".to_owned(),
                ));
            }
        };
        let headers = write::headers(&secret, id, now, &body).map_err(Failure::ours)?;
        let mut ask = Ask::new(Method::POST, "").with(body);
        ask.headers = headers;
        self.caller.ask(&ask, now).await.map(|_| ())
    }
}
