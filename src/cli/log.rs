//! `warroom log`: what happened, line by line.

use super::context::Context;
use super::failure::Failure;
use super::line;
use super::session::Session;
use crate::domain::event::Recorded;
use crate::domain::ids::Seq;
use crate::domain::timeline::Entry;
use crate::run::embedded::Life;
use clap::Args;
use std::sync::Arc;
use std::time::Duration;

/// Seconds a poll waits for news.
const WAIT: u64 = 20;

/// Before the next try, while the hub is away.
const BREATH: Duration = Duration::from_secs(1);

#[derive(Debug, Args)]
pub struct Log {
    /// Go on until interrupted
    #[arg(long, short)]
    follow: bool,
    /// One recorded event a line, as JSON
    #[arg(long)]
    json: bool,
    /// Only what comes after the line with this number
    #[arg(long, default_value_t = 0)]
    after: u64,
    /// Only so many of them, the last ones
    #[arg(long, value_name = "COUNT")]
    last: Option<usize>,
}

/// So many are read out where they are heard and not seen.
const HEARD: usize = 10;

impl Log {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let life = match self.follow {
            true => Life::Room,
            false => Life::Command,
        };
        if context.plain.is_some() && !self.json {
            return self.read_out(context).await;
        }
        let mut session = Session::connect(context, life).await?;
        let done = self.read(context, &mut session).await;
        session.end().await;
        done.map(|()| 0)
    }

    /// From the picture there is, which needs no hub: what happened in the incident that is shown.
    async fn read_out(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let done = self.write_heard(context, &session);
        session.end().await;
        done.map(|()| 0)
    }

    fn write_heard(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let incident = session.incident()?;
        let after = |entry: &&Arc<Entry>| entry.seq > Seq(self.after);
        let entries: Vec<&Arc<Entry>> = incident.timeline.iter().filter(after).collect();
        let earlier = entries.len().saturating_sub(self.last.unwrap_or(HEARD));
        if earlier > 0 {
            context.line(format!("{earlier} earlier lines; log --last 50 reads out more."))?;
        }
        for entry in &entries[earlier..] {
            context.line(line::of_the_timeline(
                entry,
                incident.id,
                session.now,
                &session.zone,
            ))?;
        }
        Ok(())
    }

    async fn read(&self, context: &mut Context, session: &mut Session) -> Result<(), Failure> {
        let mut events = Vec::new();
        session.catch_up(|recorded| events.push(recorded.clone())).await?;
        if let Some(id) = session.named() {
            session.picture.which(Some(id))?;
        }
        if !self.json {
            context.line(line::heading(session.now, &session.zone))?;
        }
        let wanted: Vec<Recorded> = self.wanted(session, &events).cloned().collect();
        let earlier = self.last.map_or(0, |last| wanted.len().saturating_sub(last));
        let events = &wanted[earlier..];
        // The picture is complete before anything is written: a line that was taken back says so.
        self.write(context, session, events)?;
        if !self.follow {
            return Ok(());
        }
        let mut away = false;
        loop {
            match session.news(WAIT).await {
                Ok(news) => {
                    away = false;
                    self.write(context, session, &news)?;
                }
                Err(Failure::Away(why)) => {
                    if !away {
                        context.aside(format!("{why}; trying again until it answers"));
                    }
                    away = true;
                    tokio::time::sleep(BREATH).await;
                }
                Err(failure) => return Err(failure),
            }
        }
    }

    fn wanted<'a>(
        &'a self,
        session: &'a Session,
        events: &'a [Recorded],
    ) -> impl Iterator<Item = &'a Recorded> {
        events.iter().filter(|recorded| {
            let named = session.named();
            recorded.seq > Seq(self.after) && (named.is_none() || recorded.incident == named)
        })
    }

    fn write(&self, context: &mut Context, session: &Session, events: &[Recorded]) -> Result<(), Failure> {
        for recorded in self.wanted(session, events) {
            if self.json {
                context.json(recorded)?;
                continue;
            }
            let incident = session.picture.told_in(recorded);
            context.line(line::of_the_log(recorded, incident, session.now, &session.zone))?;
        }
        context.flush()
    }
}
