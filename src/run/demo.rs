//! The demo: a rehearsed incident on a throw-away record, played while whoever likes joins in.
//!
//! A [`scenario`] is data, kept on a [`shelf`]; a [`script`] is a scenario as one seed plays it; the [`player`] asks a hub for what the
//! script says, at the times it says. The hub is the same as any other but for its made-up clock and its record in
//! memory, so everybody can join by its Unix socket.

pub mod beat;
mod check;
mod company;
mod player;
pub mod scenario;
pub mod script;
pub mod shelf;
mod socket;
pub mod timeline;

use super::settings::random;
use crate::client::ClientError;
use crate::client::connection::{Address, Hub as Reader, Reach};
use crate::clock::Clock;
use crate::domain::span::Span;
use crate::hub::allowance::Limits;
use crate::hub::{Hub, HubError, Settings};
use crate::store::Store;
use jiff::Timestamp;
use player::{Player, wait};
use scenario::Scenario;
use script::Script;
use shelf::ScenarioError;
use socket::Socket;
use std::future::pending;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How a demo is played.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name of a built-in scenario.
    pub scenario: String,
    /// [`script::AS_WRITTEN`] plays it as it is written, any other a little differently.
    pub seed: u64,
    /// Seconds of the incident for each of the world.
    pub speed: f64,
    /// So much of the incident and no more.
    pub exit_after: Option<Span>,
    /// Where others join in.
    pub socket: PathBuf,
}

/// Why a demo cannot be played; sorted by what to do next.
#[derive(Debug, Error)]
pub enum DemoError {
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    #[error("a demo is running already, at {0}; join it with --hub unix:{0}, or end it first", path.display())]
    Running { path: PathBuf },
    #[error("the demo cannot listen at {}: {why}", path.display())]
    Socket { path: PathBuf, why: String },
    #[error(transparent)]
    Hub(#[from] HubError),
    #[error(transparent)]
    Client(Box<ClientError>),
    #[error("the demo's accounts were not taken: {0}")]
    Import(String),
    #[error("the timeline cannot be printed: {0}")]
    Print(#[from] io::Error),
}

impl From<ClientError> for DemoError {
    fn from(error: ClientError) -> Self {
        DemoError::Client(Box::new(error))
    }
}

/// A demo that is being played. Dropped, it takes its socket away; [`Demo::stop`] also ends it in good order.
pub struct Demo {
    hub: Hub,
    clock: Clock,
    socket: Socket,
    reader: Reader,
    headline: String,
    /// Hub time at which there is no more of it.
    end: Option<Timestamp>,
    finished: watch::Receiver<bool>,
    player: JoinHandle<()>,
}

impl Demo {
    /// Starts the hub, tells it who there is, and begins to play. Call it on the runtime it shall run on.
    ///
    /// # Errors
    /// There is no such scenario, or another demo runs at this socket, or the system has no room for a hub.
    pub async fn start(options: Options) -> Result<Demo, DemoError> {
        let mut script = Script::new(shelf::named(&options.scenario)?, options.seed);
        let start = script.scenario().starts_at;
        let end = options.exit_after.map(|after| after.after(start));
        let cut = end.filter(|end| script.cut(*end));
        let (socket, listener) = Socket::bind(&options.socket)?;
        let reader = Reader::new(Reach {
            address: Address::Socket(socket.path().to_owned()),
            token: None,
            speak_as: None,
            ca: None,
        })?;
        let clock = Clock::starting_at(start, options.speed);
        let hub = Hub::start(Settings {
            // Nothing to clean up, however the process ends.
            store: Store::memory(script.secret()),
            clock: clock.clone(),
            settled: script.scenario().settled(),
            sources: Vec::new(),
            hooks: Vec::new(),
            connect: Vec::new(),
            limits: Limits::default(),
            behind_proxy: false,
            random,
        })?;
        hub.serve_unix(listener);
        let import = script.import();
        let imported = hub
            .handle()
            .submit_at(import.submission, import.by, import.at)
            .await;
        imported.map_err(|problem| DemoError::Import(problem.detail))?;
        let headline = headline(script.scenario(), &clock);
        let (over, finished) = watch::channel(false);
        let player = Player::new(script, hub.handle(), clock.clone(), reader.clone());
        let player = tokio::spawn(async move {
            player.play(cut).await;
            over.send_replace(true);
        });
        Ok(Demo {
            hub,
            clock,
            socket,
            reader,
            headline,
            end,
            finished,
            player,
        })
    }

    /// Where others join in: `--hub unix:PATH`.
    pub fn socket(&self) -> &Path {
        self.socket.path()
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What is played, and how, in one line.
    pub fn headline(&self) -> &str {
        &self.headline
    }

    /// A connection to the demo's hub, as the user who started it.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Returns when the script is over, or its time is up. The room stays open and the clock runs on.
    pub async fn finished(&self) {
        // The sender is gone only when the player is, and then nothing more is played.
        let _ = self.finished.clone().wait_for(|over| *over).await;
    }

    /// Returns when the incident has lasted as long as `exit_after` lets it; without one, never.
    pub async fn time_is_up(&self) {
        match self.end {
            Some(end) => wait(&self.clock, end).await,
            None => pending().await,
        }
    }

    /// Ends within a second; nothing is left of it.
    pub async fn stop(self) {
        self.player.abort();
        self.hub.stop().await;
    }
}

fn headline(scenario: &Scenario, clock: &Clock) -> String {
    let speed = match clock.rate() {
        1.0 => "in real time".to_owned(),
        rate => format!("{rate} times as fast as life"),
    };
    format!(
        "A rehearsal, {speed}: {} ({}). Nobody in it is real; times are UTC.",
        scenario.title, scenario.service
    )
}
