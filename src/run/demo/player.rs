//! Plays a script on a running hub: waits for each beat's time, and asks what it asks at exactly that time.

use super::company::Company;
use super::script::Script;
use crate::client::connection::Hub;
use crate::clock::Clock;
use crate::domain::picture::Picture;
use crate::hub::Handle;
use crate::wire::Poll;
use jiff::Timestamp;

pub struct Player {
    script: Script,
    handle: Handle,
    clock: Clock,
    /// What has happened is read as every screen reads it.
    reader: Hub,
    picture: Picture,
    company: Company,
}

impl Player {
    pub fn new(script: Script, handle: Handle, clock: Clock, reader: Hub) -> Self {
        Player {
            company: Company::at(reader.address().clone()),
            script,
            handle,
            clock,
            reader,
            picture: Picture::default(),
        }
    }

    /// Plays every beat. With an `end`, it then waits for that, and nothing happens after it by itself; without one,
    /// the hub's timer has its own way from then on. Either way the cast leaves the room.
    pub async fn play(mut self, end: Option<Timestamp>) {
        for at in 0..self.script.len() {
            self.play_beat(at).await;
        }
        self.handle.hold(end);
        if let Some(end) = end {
            wait(&self.clock, end).await;
        }
    }

    async fn play_beat(&mut self, at: usize) {
        let Some(time) = self.script.time(at) else {
            return;
        };
        self.handle.hold(Some(time));
        wait(&self.clock, time).await;
        self.catch_up().await;
        let Some(turn) = self.script.turn(at, &self.picture) else {
            return;
        };
        self.company.enter(&turn.by);
        // A refusal is part of the play, or somebody who has joined in was first; either way it goes on.
        if let Err(problem) = self.handle.submit_at(turn.submission, turn.by, turn.at).await {
            tracing::debug!("beat {at} was refused: {}", problem.detail);
        }
    }

    async fn catch_up(&mut self) {
        let poll = Poll {
            after: self.picture.through(),
            ..Poll::default()
        };
        match self.reader.poll(&poll, || ()).await {
            Ok(news) => news
                .events
                .iter()
                .for_each(|recorded| self.picture.apply(recorded)),
            // The next beat asks again; this one is decided by the hub, whatever the player knows.
            Err(error) => tracing::warn!("the player could not read the log: {error}"),
        }
    }
}

/// Until hub time has come to `moment`.
pub async fn wait(clock: &Clock, moment: Timestamp) {
    while clock.now() < moment {
        tokio::time::sleep(clock.until(moment)).await;
    }
}
