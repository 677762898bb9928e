//! The line to a mail server, step by step: until the letter itself goes, whatever fails has left nothing there.

use super::letter::Letter;
use super::setting::{Setting, Tls};
use crate::connect::FetchError;
use crate::domain::text::Clean;
use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use std::future::Future;
use std::time::Duration;
use tokio::time::timeout;

/// For one step; a server may look a sender up before it answers (RFC 5321 allows minutes, nobody waits so long).
const STEP: Duration = Duration::from_secs(30);
/// For the letter, which may be looked through before it is taken.
const WHOLE: Duration = Duration::from_secs(120);

/// Why a letter is not there, or may be.
#[derive(Debug)]
pub enum Failed {
    /// Nothing is there; it goes by itself later.
    Later(FetchError),
    /// They do not take it.
    Refused(String),
    Unknown(String),
}

pub struct Line(AsyncSmtpConnection);

impl Line {
    /// Signed in, and safe from listeners where the settings say so.
    pub async fn open(setting: &Setting, secret: Option<String>) -> Result<Line, Failed> {
        let us = ClientId::default();
        let params = || TlsParameters::new_rustls(setting.host.clone()).map_err(unreached);
        let implicit = match setting.tls {
            Tls::Implicit => Some(params()?),
            Tls::None | Tls::Starttls => None,
        };
        let server = (setting.host.as_str(), setting.port());
        let connect = AsyncSmtpConnection::connect_tokio1(server, Some(STEP), &us, implicit, None);
        let mut line = step(connect).await.map_err(unreached_or_late)?;
        if setting.tls == Tls::Starttls {
            step(line.starttls(params()?, &us))
                .await
                .map_err(unreached_or_late)?;
        }
        if let (Some(user), Some(secret)) = (&setting.user, secret) {
            let who = Credentials::new(user.clone(), secret);
            let said = step(line.auth(&[Mechanism::Plain, Mechanism::Login], &who)).await;
            said.map_err(|error| match error {
                // For the operator to mend; what waits goes out once they have.
                Some(error) if error.is_permanent() => Failed::Later(FetchError::Token(format!(
                    "does not let {user} sign in ({error}); mend the token_file"
                ))),
                error => unreached_or_late(error),
            })?;
        }
        Ok(Line(line))
    }

    pub async fn sender(&mut self, from: &Address) -> Result<(), Failed> {
        let said = step(self.0.command(Mail::new(Some(from.clone()), Vec::new()))).await;
        said.map(|_| ())
            .map_err(|error| refused_or_late(error, "the sender"))
    }

    /// What they say when they have it.
    pub async fn letter(&mut self, letter: &Letter) -> Result<String, Failed> {
        self.sender(&letter.from).await?;
        let to = Rcpt::new(letter.to.clone(), Vec::new());
        step(self.0.command(to)).await.map_err(|error| match error {
            // For this one alone: the others need not wait.
            Some(error) if error.is_transient() || error.is_permanent() => Failed::Refused(format!(
                "the mail server does not take the recipient{}",
                code(&error)
            )),
            error => unreached_or_late(error),
        })?;
        step(self.0.command(Data))
            .await
            .map_err(|error| refused_or_late(error, "a letter"))?;
        let said = match timeout(WHOLE, self.0.message(&letter.bytes)).await {
            Ok(Ok(said)) => said,
            Ok(Err(error)) if error.is_transient() || error.is_permanent() => {
                return Err(refused_or_late(Some(error), "the letter"));
            }
            Ok(Err(error)) => return Err(Failed::Unknown(error.to_string())),
            Err(_) => return Err(Failed::Unknown("no answer came".to_owned())),
        };
        let answer = said.first_line().unwrap_or_default().to_owned();
        self.leave().await;
        Ok(answer)
    }

    /// Whatever they say to that, what was done is done.
    pub async fn leave(&mut self) {
        let _ = timeout(STEP, self.0.quit()).await;
    }
}

/// `None`: no answer came in time.
async fn step<T>(asked: impl Future<Output = Result<T, Error>>) -> Result<T, Option<Error>> {
    match timeout(STEP, asked).await {
        Ok(said) => said.map_err(Some),
        Err(_) => Err(None),
    }
}

fn unreached(error: Error) -> Failed {
    Failed::Later(FetchError::Network(Clean::from(words(&error))))
}

fn unreached_or_late(error: Option<Error>) -> Failed {
    match error {
        Some(error) => unreached(error),
        None => Failed::Later(FetchError::Network("no answer came".into())),
    }
}

fn refused_or_late(error: Option<Error>, what: &str) -> Failed {
    match error {
        Some(error) if error.is_permanent() => {
            Failed::Refused(format!("the mail server does not take {what}: {}", words(&error)))
        }
        error => unreached_or_late(error),
    }
}

fn words(error: &Error) -> String {
    let cause = std::error::Error::source(error).map_or(String::new(), |cause| format!(": {cause}"));
    format!("{error}{cause}")
}

/// The number alone: their words would name the address.
fn code(error: &Error) -> String {
    error.status().map_or(String::new(), |code| format!(" ({code})"))
}
