//! Mail by SMTP: news for people, one letter each, in plain text.
//!
//! Whoever takes a letter gives no way to ask whether they have it. So where the line is lost after the letter's last
//! byte, nobody knows, it is said, and nothing is sent again by itself.

mod letter;
mod send;
mod setting;

pub use setting::Setting;

use super::FetchError;
use super::secret;
use super::told::{End, Finding};
use crate::domain::dispatches::What;
use crate::domain::parcels::{Load, Parcel, Recipient, Tells};
use crate::domain::text::Clean;
use jiff::Timestamp;
use send::{Failed, Line};

#[derive(Clone, Debug)]
pub struct Mail {
    setting: Setting,
}

impl Mail {
    pub fn new(setting: &Setting) -> Mail {
        Mail {
            setting: setting.clone(),
        }
    }

    pub fn takes(&self) -> Vec<What> {
        vec![What::News]
    }

    pub fn tells(&self) -> Tells {
        self.setting.tells()
    }

    pub async fn deliver(&mut self, parcel: &Parcel, now: Timestamp) -> End {
        let Load::News(news) = &parcel.load else {
            return End::refused("mail takes nothing but news for people");
        };
        if parcel.begun {
            return End::unknown("the hub stopped while it was on its way; ask them whether they have it");
        }
        let Some(address) = &news.address else {
            return End::refused(match &news.to {
                Recipient::Person(name) => format!("the list of people has no e-mail address for {name}"),
                Recipient::Contact(id) => format!("the contact {id} has no e-mail address"),
            });
        };
        let letter = match letter::of(&parcel.key, news, address, &self.setting.from, now) {
            Ok(letter) => letter,
            Err(why) => return End::refused(why),
        };
        let sent = async {
            let mut line = self.line().await?;
            line.letter(&letter).await
        };
        match sent.await {
            Ok(answer) => End::delivered(Some(Clean::from(answer)), None),
            Err(Failed::Later(error)) => End::Later(error),
            Err(Failed::Refused(why)) => End::refused(why),
            Err(Failed::Unknown(why)) => End::unknown(format!(
                "the line was lost after the letter: {why}; ask them whether they have it"
            )),
        }
    }

    /// Signs in and names a sender, and goes without a letter.
    pub async fn check(&mut self, _now: Timestamp) -> Vec<Finding> {
        let what = format!("{} takes letters from {}", self.setting.host, self.setting.from);
        let tried = async {
            let mut line = self.line().await?;
            line.sender(&letter::sender(&self.setting.from).map_err(Failed::Refused)?)
                .await?;
            line.leave().await;
            Ok(())
        };
        vec![match tried.await {
            Ok(()) => Finding::good(what),
            Err(Failed::Later(error)) => Finding::bad(what, error.to_string()),
            Err(Failed::Refused(why) | Failed::Unknown(why)) => Finding::bad(what, why),
        }]
    }

    async fn line(&self) -> Result<Line, Failed> {
        let ours = |why: String| Failed::Later(FetchError::Token(why));
        let secret = match &self.setting.token_file {
            None => None,
            Some(file) => {
                let path = file.clone();
                let read = tokio::task::spawn_blocking(move || secret::word(&path)).await;
                let read = read
                    .map_err(|_| ours("the token file could not be read: the hub is stopping".to_owned()))?;
                Some(read.map_err(|why| ours(format!("the token file {file:?} {why}")))?)
            }
        };
        Line::open(&self.setting, secret).await
    }
}
