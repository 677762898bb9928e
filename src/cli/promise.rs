//! `warroom promise` and `keep`: every dated "we will".

use super::act::Act;
use super::failure::Failure;
use super::moment::{Side, parse};
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::ids::{Name, Seq};
use crate::domain::promises::{KeepPromise, MakePromise, NewPromise};
use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

#[derive(Debug, Args)]
pub struct Promise {
    /// What, and by when: "send the logs @15:30"
    text: String,
    /// The account it was made to, by id or name
    #[arg(long)]
    account: Option<String>,
    /// Who keeps it, if not you
    #[arg(long)]
    owner: Option<String>,
}

#[derive(Debug, Args)]
pub struct Keep {
    /// The promise's number, as `warroom owed` and `warroom log` show it
    #[arg(value_parser = number, allow_negative_numbers = true)]
    promise: u64,
}

impl Act for Promise {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let owner = self.owner.as_deref().map(Name::from);
        let promise = MakePromise {
            account: session.some_account(self.account.as_deref())?,
            promise: new(&self.text, owner, session.now, &session.zone)?,
        };
        Ok(Command::MakePromise(promise).into())
    }
}

impl Act for Keep {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let promise = Seq(self.promise);
        Ok(Command::KeepPromise(KeepPromise { promise }).into())
    }
}

/// `12`, or `promise:12` as the list of what is owed names it.
fn number(text: &str) -> Result<u64, String> {
    let digits = text.strip_prefix("promise:").unwrap_or(text);
    let number = digits.parse();
    number.map_err(|_| "expected the promise's number, as `warroom owed` shows it".to_owned())
}

/// `send the logs @15:30`: what comes after the last `@` is the time.
pub fn new(text: &str, owner: Option<Name>, now: Timestamp, zone: &TimeZone) -> Result<NewPromise, Failure> {
    let Some((what, due)) = text.rsplit_once('@') else {
        return Err(Failure::usage(format!(
            "the promise {text:?} says no time; write it behind an @, as in \"send the logs @15:30\""
        )));
    };
    if what.trim().is_empty() {
        return Err(Failure::usage(format!(
            "the promise {text:?} has no words; write them before the @, as in \"send the logs @15:30\""
        )));
    }
    Ok(NewPromise {
        what: what.trim().into(),
        owner,
        due: parse(due, Side::Future, now, zone)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_has_its_time_behind_the_last_at_sign() {
        let now = "2026-03-02T14:02:00Z".parse().unwrap();
        let promise = new("mail ops@acme.example @15:30", None, now, &TimeZone::UTC).unwrap();
        assert_eq!(promise.what, *"mail ops@acme.example");
        assert_eq!(promise.due.to_string(), "2026-03-02T15:30:00Z");
        for wrong in ["send the logs", "@15:30", " @30m"] {
            assert!(new(wrong, None, now, &TimeZone::UTC).is_err(), "{wrong:?}");
        }
    }
}
