//! One command's visit to the hub: the log folded into a picture, and what is asked of the hub.

use super::context::Context;
use super::failure::Failure;
use super::numbers::Numbers;
use super::whole::unshortened;
use crate::client::ClientError;
use crate::client::connection::Hub;
use crate::domain::command::{Command, Submission};
use crate::domain::event::Recorded;
use crate::domain::ids::{AccountId, IncidentId, Name, Seq, SubmissionId};
use crate::domain::incident::Incident;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::timeline::Entry;
use crate::run::desk::{Desk, Outcome as Became};
use crate::run::embedded::Life;
use crate::run::reach::Connection;
use crate::tui::manner::ONLY_READS;
use crate::tui::msg::Answer;
use crate::wire::{Accepted, MOST_EVENTS, Outcome, Poll, Problem};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use uuid::Uuid;

/// Without an answer for this long there is none.
const ANSWER: Duration = Duration::from_secs(5);
/// How often a command is sent whose answer did not come; the hub carries it out once.
const TRIES: u32 = 3;
/// Between two of them.
const BREATH: Duration = Duration::from_millis(250);

pub struct Session {
    hub: Hub,
    way: Way,
    pub picture: Picture,
    /// Hub time of the last answer.
    pub now: Timestamp,
    pub zone: TimeZone,
    incident: Option<IncidentId>,
    /// What stands for a name since a list was read out.
    pub numbers: Numbers,
    /// Who types, and how far the log was confirmed then; known over a desk.
    pub me: Option<(Name, Seq)>,
}

/// How this visit reaches the hub.
enum Way {
    Own(Box<Connection>),
    /// Over a desk that is open: what only somebody knows is kept there, and the picture is its.
    Desk(Arc<Mutex<Desk>>),
}

/// What became of what was sent.
pub enum Sent {
    Accepted(SubmissionId, Accepted),
    /// It is written down here, and goes by itself when the hub answers.
    Kept,
}

/// What a verb asks of the hub.
pub struct Asked {
    pub command: Command,
    /// When it happened, if that is not now.
    pub said_at: Option<Timestamp>,
    /// What it is about, if that is not the incident that is meant otherwise.
    pub incident: Option<IncidentId>,
}

impl From<Command> for Asked {
    fn from(command: Command) -> Self {
        Asked {
            command,
            said_at: None,
            incident: None,
        }
    }
}

impl Session {
    /// Finds the hub and reads its whole log; `each` is handed every event after it is folded in.
    pub async fn open(context: &Context, life: Life) -> Result<Session, Failure> {
        let mut session = Session::connect(context, life).await?;
        match &session.way {
            Way::Own(_) => session.catch_up(|_| {}).await?,
            Way::Desk(_) => session.look().await,
        }
        Ok(session)
    }

    /// Finds the hub and reads nothing yet.
    pub async fn connect(context: &Context, life: Life) -> Result<Session, Failure> {
        let zone = context.settings.zone()?;
        let (hub, way, numbers) = match &context.plain {
            Some(plain) => {
                let hub = plain.desk.lock().await.hub().clone();
                (hub, Way::Desk(plain.desk.clone()), plain.numbers.clone())
            }
            None => {
                let connection = Connection::open(&context.settings, life).await?;
                (
                    connection.hub.clone(),
                    Way::Own(Box::new(connection)),
                    Numbers::default(),
                )
            }
        };
        Ok(Session {
            hub,
            way,
            numbers,
            me: None,
            picture: Picture::default(),
            now: Timestamp::MIN,
            zone,
            incident: context.incident,
        })
    }

    /// The picture as the desk has it now.
    async fn look(&mut self) {
        if let Way::Desk(desk) = &self.way {
            let desk = desk.lock().await;
            self.picture = desk.stage().picture().clone();
            self.now = desk.now();
            let through = desk.stage().confirmed().through();
            self.me = Some((desk.stage().me().name.clone(), through));
        }
    }

    /// The incident that is meant: `--incident`, else the only open one. Over a desk, the one that is shown.
    pub fn incident(&self) -> Result<&Incident, Refusal> {
        self.picture.which(self.named())
    }

    /// Only this incident, if one was named or is shown.
    pub fn named(&self) -> Option<IncidentId> {
        self.numbers.incident.or(self.incident)
    }

    /// The picture is that of a room in lines.
    pub fn over_a_desk(&self) -> bool {
        matches!(self.way, Way::Desk(_))
    }

    /// An account of the call list by its id or its name.
    pub fn account(&self, given: &str) -> Result<AccountId, Failure> {
        let incident = self.incident()?;
        let wanted = given.trim().to_lowercase();
        let is = |text: &str| text.to_lowercase() == wanted;
        if let Some(numbered) = self.numbers.account(&wanted) {
            return Ok(numbered.clone());
        }
        if let Some(row) = incident.rows.values().find(|row| is(row.id().as_str())) {
            return Ok(row.id().clone());
        }
        let named: Vec<&AccountId> = incident
            .rows
            .values()
            .filter(|row| is(row.name()))
            .map(|row| row.id())
            .collect();
        match named.as_slice() {
            [only] => Ok((*only).clone()),
            // The refusal names the nearest.
            [] => Ok(incident.row(&AccountId::from(given.trim()))?.id().clone()),
            several => {
                let ids = several.iter().map(|id| match self.numbers.of(id) {
                    Some(number) => number.to_string(),
                    None => id.to_string(),
                });
                let ids = ids.collect::<Vec<_>>().join(", ");
                let by = match self.numbers.accounts.is_empty() {
                    true => "id",
                    false => "number or id",
                };
                Err(Failure::said(format!(
                    "several accounts are named {given:?}; say which by its {by}: {ids}"
                )))
            }
        }
    }

    pub fn some_account(&self, given: Option<&str>) -> Result<Option<AccountId>, Failure> {
        given.map(|given| self.account(given)).transpose()
    }

    /// Reads what has happened until there is no more; `each` is handed every event after it is folded in.
    pub async fn catch_up(&mut self, mut each: impl FnMut(&Recorded)) -> Result<(), Failure> {
        loop {
            let read = self.news(0).await?;
            read.iter().for_each(&mut each);
            if read.is_empty() {
                return Ok(());
            }
        }
    }

    /// What has happened since the last answer, waited for `wait` seconds at most; folded in already.
    pub async fn news(&mut self, wait: u64) -> Result<Vec<Recorded>, Failure> {
        let poll = Poll {
            after: self.picture.through(),
            wait,
            limit: Some(MOST_EVENTS),
            ..Poll::default()
        };
        let asking = self.hub.poll(&poll, || ());
        let news = self.in_time(asking, Duration::from_secs(wait) + ANSWER).await?;
        self.now = news.now;
        for recorded in &news.events {
            self.picture.apply(recorded);
        }
        Ok(news.events)
    }

    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        self.in_time(self.hub.get(path), ANSWER).await
    }

    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Failure> {
        self.may_write().await?;
        self.in_time(self.hub.post(path, body), ANSWER).await
    }

    /// What goes past the outbox of a desk is held back here where the desk only reads.
    async fn may_write(&self) -> Result<(), Failure> {
        let Way::Desk(desk) = &self.way else {
            return Ok(());
        };
        match desk.lock().await.stage().manner.writes() {
            true => Ok(()),
            false => Err(Failure::said(ONLY_READS)),
        }
    }

    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    async fn in_time<T>(
        &self,
        asking: impl Future<Output = Result<T, ClientError>>,
        patience: Duration,
    ) -> Result<T, Failure> {
        match tokio::time::timeout(patience, asking).await {
            Ok(answer) => Ok(answer?),
            Err(_) => Err(Failure::Away(self.silence())),
        }
    }

    fn silence(&self) -> String {
        let address = self.hub.address();
        format!("no answer from {address} for {} s", ANSWER.as_secs())
    }

    /// Asks the hub for it and waits for its word. Nothing is kept for later.
    ///
    /// # Errors
    /// The refusal; or that it was not sent; or that nobody knows whether it happened.
    pub async fn submit(&self, asked: Asked) -> Result<(SubmissionId, Accepted), Failure> {
        match self.deliver(asked).await? {
            Sent::Accepted(id, accepted) => Ok((id, accepted)),
            Sent::Kept => Err(Failure::said(KEPT)),
        }
    }

    /// The same; over a desk, what only somebody knows is kept there while the hub is away.
    ///
    /// # Errors
    /// Those of [`Session::submit`].
    pub async fn deliver(&self, asked: Asked) -> Result<Sent, Failure> {
        unshortened(&asked.command)?;
        if let Way::Desk(desk) = &self.way {
            return self.over(desk, asked).await;
        }
        let submission = Submission {
            id: Uuid::now_v7(),
            incident: asked.incident.or(self.incident),
            said_at: asked.said_at,
            command: asked.command,
        };
        let answer = self.send(&submission).await?;
        let accepted = answer.map_err(ClientError::Refused)?;
        Ok(Sent::Accepted(submission.id, accepted))
    }

    async fn over(&self, desk: &Mutex<Desk>, asked: Asked) -> Result<Sent, Failure> {
        let mut desk = desk.lock().await;
        let declares = matches!(asked.command, Command::DeclareIncident(_));
        let shown = asked.incident.or(self.named()).filter(|_| !declares);
        let id = desk
            .submit(shown, asked.said_at, asked.command, None)
            .map_err(Failure::Said)?;
        became(id, desk.outcome().await.map_err(Failure::Ended)?)
    }

    /// The same for a submission that has its id; a refusal is the inner error.
    ///
    /// # Errors
    /// It was not sent; or nobody knows whether it happened.
    pub async fn send(&self, submission: &Submission) -> Result<Result<Accepted, Problem>, Failure> {
        let mut unknown = None;
        for again in 0..TRIES {
            if again > 0 {
                tokio::time::sleep(BREATH).await;
            }
            let answer = tokio::time::timeout(ANSWER, self.hub.submit(submission)).await;
            match answer.unwrap_or_else(|_| Err(ClientError::Unanswered(self.silence()))) {
                Ok(accepted) => return Ok(Ok(accepted)),
                Err(ClientError::Refused(problem)) => return Ok(Err(problem)),
                Err(ClientError::Unanswered(why)) => unknown = Some(why),
                Err(ClientError::NotSent(why)) if unknown.is_none() => {
                    return Err(Failure::Said(format!("not sent: {why}")));
                }
                // An earlier try may have arrived.
                Err(ClientError::NotSent(_)) => {}
                Err(ClientError::NotRecorded(_)) if unknown.is_some() => {}
                Err(
                    error @ (ClientError::Settings(_) | ClientError::Denied(_) | ClientError::NotRecorded(_)),
                ) => {
                    return Err(error.into());
                }
            }
        }
        Err(Failure::Said(format!(
            "{}. It may have been recorded or not: look at `warroom log` before you send it again",
            unknown.unwrap_or_default()
        )))
    }

    /// The lines of the timeline that a command caused.
    pub async fn caused(
        &mut self,
        id: SubmissionId,
        accepted: &Accepted,
    ) -> Result<Vec<(IncidentId, Entry)>, Failure> {
        match accepted.outcome {
            Outcome::AlreadySo => return Ok(Vec::new()),
            Outcome::Accepted => {}
        }
        match &self.way {
            Way::Own(_) => {
                while self.picture.through() < accepted.through {
                    if self.news(0).await?.is_empty() {
                        break;
                    }
                }
            }
            Way::Desk(desk) => {
                let ended = desk.lock().await.caught_up(accepted.through).await;
                ended.map_or(Ok(()), |status| Err(Failure::Ended(status)))?;
                self.look().await;
            }
        }
        let lines = self.picture.incidents().flat_map(|incident| {
            let caused = incident.timeline.iter().filter(|entry| entry.cause == id);
            caused.map(|entry| (incident.id, entry.as_ref().clone()))
        });
        Ok(lines.collect())
    }

    pub async fn end(self) {
        let Session { hub, way, .. } = self;
        // The hub waits for the connections that are open.
        drop(hub);
        match way {
            Way::Own(connection) => connection.end().await,
            // It stays open for the next line.
            Way::Desk(_) => {}
        }
    }
}

/// Said of what waits on this machine.
pub const KEPT: &str =
    "kept on this machine, not sent yet: the hub is away. It goes by itself when the hub answers";

/// What a desk has heard of a command, in the words of a verb.
pub fn became(id: SubmissionId, outcome: Became) -> Result<Sent, Failure> {
    match outcome {
        Became::Kept => Ok(Sent::Kept),
        Became::Answered(Answer::Accepted(accepted)) => Ok(Sent::Accepted(id, accepted)),
        Became::Answered(Answer::Refused(problem)) => Err(ClientError::Refused(problem).into()),
        Became::Answered(Answer::NotSent(why)) => Err(Failure::Said(format!("not sent: {why}"))),
        Became::Answered(Answer::Unknown) => Err(Failure::Unknown(
            "the hub has not answered. It may have been recorded or not: it is being checked, and what comes of it is \
             said here"
                .to_owned(),
        )),
        Became::Answered(Answer::Waiting(_)) => Ok(Sent::Kept),
    }
}
