//! `warroom result`: how one try to reach an account ended, with everything it brought.

mod heard;

use super::act::Act;
use super::failure::Failure;
use super::moment::{Side, maybe};
use super::promise;
use super::session::{Asked, Session};
use super::word;
use crate::domain::command::Command;
use crate::domain::disposition::Disposition;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::outreach::{Channel, Direction, Feeling, RecordAttempt};
use crate::domain::text::CleanText;
use crate::domain::topics::NewTopic;
use clap::Args;

#[derive(Debug, Args)]
pub struct Attempted {
    /// The account, by id or name
    account: String,
    /// How it ended: reached, no_answer, voicemail_left, callback_requested, ...
    #[arg(value_parser = word::disposition)]
    disposition: Disposition,
    /// What they said
    #[arg(long)]
    note: Option<String>,
    /// When they hear from us next: 15:30 or 30m
    #[arg(long, allow_hyphen_values = true)]
    next: Option<String>,
    /// The number of the public text they were told; 0 is the playbook's first words
    #[arg(long, allow_negative_numbers = true)]
    told: Option<u32>,
    /// Who was called, by their id in the list of contacts
    #[arg(long)]
    contact: Option<String>,
    /// What was promised, and by when: "send the logs @15:30"; may be given several times
    #[arg(long)]
    promise: Vec<String>,
    /// What they raise, known or new: "export"
    #[arg(long, value_name = "NAME")]
    topic: Vec<String>,
    /// How it feels to them: crisis, hurting, noticed, fine
    #[arg(long, value_parser = word::feeling)]
    feeling: Option<Feeling>,
    #[command(flatten)]
    heard: heard::Told,
    /// phone, email, sms, chat, video, in_person
    #[arg(long, value_parser = word::channel, default_value = "phone")]
    channel: Channel,
    /// They called us
    #[arg(long)]
    inbound: bool,
    /// Another account this one call spoke for, by id or name; may be given several times
    #[arg(long)]
    also: Vec<String>,
    /// When it was, if not now: 14:30, 5m ago as 5m, or RFC 3339
    #[arg(long, allow_hyphen_values = true)]
    at: Option<String>,
}

impl Attempted {
    /// Whoever calls in need not be on the call list: the hub puts them on it.
    fn account(&self, session: &Session) -> Result<AccountId, Failure> {
        match session.account(&self.account) {
            Err(_) if self.inbound => Ok(AccountId::from(self.account.trim())),
            found => found,
        }
    }
}

impl Act for Attempted {
    fn left_out(&self) -> Option<String> {
        let alone = self.disposition.of_one_alone(&self.also.join(", "));
        alone.map(|alone| format!("{alone}; record theirs for itself."))
    }

    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let (now, zone) = (session.now, &session.zone);
        let note = self.note.clone();
        let note = note.map(|note| word::whole("the note", note, word::NOTE));
        let note = note.transpose()?;
        let promises = self
            .promise
            .iter()
            .map(|text| promise::new(text, None, now, zone));
        let account = self.account(session)?;
        let attempt = RecordAttempt {
            contact: self.contact.as_deref().map(ContactId::from),
            channel: self.channel,
            direction: match self.inbound {
                true => Direction::Inbound,
                false => Direction::Outbound,
            },
            told: self.told,
            note: note.as_deref().map(CleanText::from),
            feeling: self.feeling,
            next_at: maybe(self.next.as_deref(), Side::Future, now, zone)?,
            promises: promises.collect::<Result<_, _>>()?,
            heard: self.heard.heard(session, &account)?,
            asks: self.heard.asks()?,
            topics: self
                .topic
                .iter()
                .map(|name| NewTopic::named(name.as_str()))
                .collect(),
            also: self
                .also
                .iter()
                .map(|account| session.account(account))
                .collect::<Result<_, _>>()?,
            ..RecordAttempt::new(account, self.disposition)
        };
        Ok(Asked {
            command: Command::RecordAttempt(Box::new(attempt)),
            said_at: maybe(self.at.as_deref(), Side::Past, now, zone)?,
            incident: None,
        })
    }
}
