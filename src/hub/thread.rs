//! The writer's own thread, and the way to it.
//!
//! Whatever has come in while a batch was being recorded is the next batch. While nothing comes, the thread sleeps
//! until the next claim is over.

mod gather;
mod reads;

use super::HubError;
use super::answer::Answer;
use super::board::Board;
use super::catalogue::View;
use super::counters::Counters;
use super::feed::{Read, Wanted};
use super::writer::{Ask, BATCH, Errand, Writer};
use crate::clock::Clock;
use crate::defect;
use crate::domain::actor::{Access, Actor};
use crate::domain::alerts::Sighting;
use crate::domain::command::{Command, Submission};
use crate::domain::ids::{IncidentId, Name, SourceName, SubmissionId};
use crate::domain::news::{Outlet, Parcel, everything};
use crate::store::{Frozen, StoreError, TokenRow, Whose};
use crate::wire::{Accepted, Problem};
use gather::{Before, commands};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// The clock is looked at this often while a claim is live: it may have been set, or the machine have slept.
const GLANCE: Duration = Duration::from_secs(30);
/// Nobody asks for anything when nobody has for so long.
const QUIET: Duration = Duration::from_millis(250);
/// After a transaction that failed, the timer does not try again sooner.
const BREATH: Duration = Duration::from_secs(1);

/// A way to the writer; clones lead to the same one.
#[derive(Clone)]
pub struct Handle {
    queue: Sender<Request>,
    clock: Clock,
    /// The thread holds the other end, and lets go of it however it ends, by a defect too.
    life: watch::Receiver<()>,
}

type Reply<T> = oneshot::Sender<T>;

enum Request {
    Carry(Box<Ask>, Reply<Answer>),
    Status(Option<IncidentId>, View, Reply<Option<String>>),
    Older(Wanted, Reply<Result<Read, String>>),
    Before(SubmissionId, [u8; 32], Reply<Result<Option<Answer>, String>>),
    KeepToken(TokenRow, Reply<Result<(), String>>),
    Revoke(Whose, Reply<Result<usize, StoreError>>),
    Firing(SourceName, Reply<Vec<Sighting>>),
    Parcels(Outlet, Reply<Vec<Parcel>>),
    Freeze(Reply<Result<Frozen, StoreError>>),
    Hold(Option<Timestamp>),
    Here(Name),
    Stop,
}

/// Starts the thread; it ends with [`Handle::stop`] or when nobody can reach it any more.
pub fn start(
    writer: Writer,
    clock: Clock,
    board: Arc<Board>,
    counters: Arc<Counters>,
) -> Result<(Handle, JoinHandle<()>), HubError> {
    let (queue, requests) = channel();
    let (alive, life) = watch::channel(());
    let desk = Desk {
        writer,
        clock: clock.clone(),
        board,
        counters,
        looks_back: true,
    };
    let thread = std::thread::Builder::new().name("writer".to_owned());
    let thread = thread
        .spawn(move || {
            // After the desk in its end: whoever hears of it finds the record free.
            let _alive = alive;
            desk.run(&requests);
        })
        .map_err(|error| HubError::System {
            doing: "start its writer",
            why: error.to_string(),
        })?;
    Ok((Handle { queue, clock, life }, thread))
}

impl Handle {
    /// Hub time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Nothing is decided or recorded any more: the hub was stopped, or the writer has a defect.
    pub fn is_over(&self) -> bool {
        self.life.has_changed().is_err()
    }

    /// Waits until [`Handle::is_over`].
    pub async fn over(&self) {
        let mut life = self.life.clone();
        while life.changed().await.is_ok() {}
    }

    /// Asks for a command to be carried out. The same id again is answered as before.
    ///
    /// # Errors
    /// The refusal, or status 503 when it could not be recorded.
    pub async fn submit(&self, submission: Submission, by: Actor) -> Result<Accepted, Problem> {
        read(self.carry(submitted(submission, by, None)).await)
    }

    /// The same, at a given hub time that is not in the future: a scenario's steps happen when they are said to.
    pub async fn submit_at(
        &self,
        submission: Submission,
        by: Actor,
        at: Timestamp,
    ) -> Result<Accepted, Problem> {
        read(self.carry(submitted(submission, by, Some(at))).await)
    }

    /// The same as [`Handle::submit`], for a thread that may block; never call it on the runtime.
    pub fn submit_blocking(&self, submission: Submission, by: Actor) -> Result<Accepted, Problem> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Carry(Box::new(submitted(submission, by, None)), reply));
        read(answer.blocking_recv().unwrap_or_else(|_| ended()))
    }

    /// Keeps claims from being ended at a later hub time than this, so that a scenario which is a little late still
    /// comes before what its time comes before.
    pub fn hold(&self, until: Option<Timestamp>) {
        self.send(Request::Hold(until));
    }

    /// Somebody has come.
    pub fn here(&self, name: Name) {
        self.send(Request::Here(name));
    }

    /// Lets whoever shows a token with this hash in, until it is revoked.
    ///
    /// # Errors
    /// The store's sentence.
    pub async fn add_token(&self, name: Name, access: Access, hash: [u8; 32]) -> Result<(), String> {
        self.keep_token(TokenRow::new(name, access, hash)).await
    }

    /// Lets whoever shows this token in.
    ///
    /// # Errors
    /// The store's sentence.
    pub async fn keep_token(&self, token: TokenRow) -> Result<(), String> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::KeepToken(token, reply));
        answer.await.unwrap_or_else(|_| Err(ENDED.to_owned()))
    }

    /// Revokes tokens of a name; says how many were good. `None`: the hub is stopping.
    ///
    /// # Errors
    /// The store's sentence.
    pub async fn revoke_tokens(&self, whose: Whose) -> Option<Result<usize, StoreError>> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Revoke(whose, reply));
        answer.await.ok()
    }

    /// The record with everything that was answered until now, to be copied. `None`: the hub is stopping.
    pub(super) async fn freeze(&self) -> Option<Result<Frozen, StoreError>> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Freeze(reply));
        answer.await.ok()
    }

    /// What is firing at a source, as the log has it. `None`: the hub is stopping.
    pub(super) async fn firing(&self, source: SourceName) -> Option<Vec<Sighting>> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Firing(source, reply));
        answer.await.ok()
    }

    /// What has to go out to a sink now; nothing when the hub is over.
    pub(super) async fn parcels(&self, outlet: Outlet) -> Vec<Parcel> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Parcels(outlet, reply));
        answer.await.unwrap_or_default()
    }

    /// Carries out a command of the hub's own.
    pub(super) async fn own(&self, command: Command, by: Actor) -> Result<Accepted, Problem> {
        read(
            self.carry(Ask {
                errand: Errand::Own(command),
                by,
                at: None,
            })
            .await,
        )
    }

    /// The same without waiting for what comes of it.
    pub(super) fn own_aside(&self, command: Command, by: Actor) {
        let errand = Errand::Own(command);
        let (reply, _) = oneshot::channel();
        self.send(Request::Carry(Box::new(Ask { errand, by, at: None }), reply));
    }

    pub(super) async fn carry(&self, ask: Ask) -> Answer {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Carry(Box::new(ask), reply));
        answer.await.unwrap_or_else(|_| ended())
    }

    /// The picture as JSON: the whole, or one incident; `None` when there is no such incident.
    ///
    /// # Errors
    /// There is no writer to ask.
    pub(super) async fn status(
        &self,
        incident: Option<IncidentId>,
        view: View,
    ) -> Result<Option<String>, String> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Status(incident, view, reply));
        answer.await.map_err(|_| ENDED.to_owned())
    }

    /// Lines of the log that are no longer in memory.
    pub(super) async fn older(&self, wanted: Wanted) -> Result<Read, String> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Older(wanted, reply));
        answer.await.unwrap_or_else(|_| Err(ENDED.to_owned()))
    }

    /// What was answered to this very command before, if it came before.
    pub(super) async fn before(
        &self,
        id: SubmissionId,
        body_hash: [u8; 32],
    ) -> Result<Option<Answer>, String> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Before(id, body_hash, reply));
        answer.await.unwrap_or_else(|_| Err(ENDED.to_owned()))
    }

    /// Lets the thread finish what is in its queue, and waits a moment for it to end.
    pub(super) async fn stop(&self, thread: JoinHandle<()>) {
        const PATIENCE: Duration = Duration::from_millis(250);
        self.send(Request::Stop);
        let ended = tokio::task::spawn_blocking(move || thread.join());
        if tokio::time::timeout(PATIENCE, ended).await.is_err() {
            tracing::warn!("the writer was still at work when the hub stopped");
        }
    }

    fn send(&self, request: Request) {
        // It has ended only when the hub has stopped; whoever waits for an answer is told so by its silence.
        let _ = self.queue.send(request);
    }
}

const ENDED: &str = "the hub is stopping; send it again in a moment";

fn ended() -> Answer {
    let body = serde_json::to_string(&Problem::new(503, "stopping", ENDED)).unwrap_or_default();
    Answer { status: 503, body }
}

fn submitted(submission: Submission, by: Actor, at: Option<Timestamp>) -> Ask {
    let body = serde_json::to_vec(&submission).unwrap_or_default();
    let errand = Errand::Submitted {
        submission,
        body_hash: Sha256::digest(&body).into(),
    };
    Ask { errand, by, at }
}

fn read(answer: Answer) -> Result<Accepted, Problem> {
    let unreadable = |error: serde_json::Error| Problem::new(500, "unreadable answer", error.to_string());
    match answer.status {
        200 => serde_json::from_str(&answer.body).map_err(unreadable),
        _ => Err(serde_json::from_str(&answer.body).unwrap_or_else(unreadable)),
    }
}

/// What the thread has at hand.
struct Desk {
    writer: Writer,
    clock: Clock,
    board: Arc<Board>,
    counters: Arc<Counters>,
    /// Lines that belong in memory are not there yet.
    looks_back: bool,
}

impl Desk {
    fn run(mut self, requests: &Receiver<Request>) {
        let mut before = Before::default();
        loop {
            // Whoever came while the last turn was under way.
            let mut batch: Vec<Request> = requests.try_iter().take(BATCH).collect();
            let expected = before.expected(commands(&batch));
            if batch.is_empty() {
                match requests.recv_timeout(self.rest()) {
                    Ok(request) => batch.push(request),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            if !batch.is_empty() {
                defect::here("writer");
            }
            before.gather(requests, &mut batch, expected, &self.clock);
            let last = batch.iter().any(|request| matches!(request, Request::Stop));
            let busy = !batch.is_empty();
            let start = self.clock.running();
            before.commands = commands(&batch);
            self.turn(batch);
            before.took = self.clock.running() - start;
            if last {
                self.writer.end();
                return;
            }
            self.beside(busy);
        }
    }

    /// What there is to do beside gives way to whoever asks.
    fn beside(&mut self, busy: bool) {
        let more = self.has_more_to_do();
        if !busy && !more {
            self.tidy();
        }
        if !busy || (!more && self.writer.upkeep_presses()) {
            self.go_on();
        }
    }

    /// A disk that hangs here keeps everybody waiting, as one that hangs in a turn does.
    fn tidy(&mut self) {
        self.board.pulse().begins(self.clock.running());
        self.writer.tidy();
        let trouble = self.writer.trouble().map(|trouble| trouble.short.clone());
        self.board.pulse().ends(self.clock.running(), trouble);
    }

    fn has_more_to_do(&self) -> bool {
        self.looks_back || self.writer.has_more_to_do()
    }

    fn go_on(&mut self) {
        if self.looks_back {
            let more = self.board.look_back(&mut self.writer);
            self.looks_back = more.unwrap_or_else(|error| {
                tracing::error!("{error}");
                false
            });
        }
        self.writer.go_on();
        let trouble = self.writer.trouble().map(|trouble| trouble.short.clone());
        self.board.pulse().between(trouble);
    }

    /// How long there is nothing to do.
    fn rest(&self) -> Duration {
        if self.has_more_to_do() {
            return Duration::ZERO;
        }
        let quiet = match self.writer.has_upkeep() {
            true => QUIET,
            false => Duration::MAX,
        };
        let Some(due) = self.writer.next_wake() else {
            return quiet;
        };
        let rest = self.clock.until(due).min(GLANCE).min(quiet);
        match self.writer.trouble() {
            Some(_) => rest.max(BREATH),
            None => rest,
        }
    }

    /// One batch: what changes the log first, then what reads it.
    fn turn(&mut self, batch: Vec<Request>) {
        let (mut asks, mut replies, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for request in batch {
            match request {
                Request::Carry(ask, reply) => {
                    asks.push(*ask);
                    replies.push(reply);
                }
                Request::Hold(until) => self.writer.hold(until),
                Request::Here(name) => self.writer.here(name),
                other => others.push(other),
            }
        }
        let before = self.clock.running();
        self.board.pulse().begins(before);
        let mut done = self.writer.carry_out(&asks, self.clock.now());
        let after = self.clock.running();
        let trouble = self.writer.trouble().map(|trouble| trouble.short.clone());
        self.board.pulse().ends(after, trouble);
        self.counters.turn(&done, after - before);
        self.board.publish(&mut done, &self.writer);
        for (reply, answer) in replies.into_iter().zip(done.answers) {
            // Whoever asked may have hung up; the answer is stored for when they ask again.
            let _ = reply.send(answer);
        }
        for request in others {
            self.serve(request);
        }
    }

    fn serve(&mut self, request: Request) {
        match request {
            Request::Status(incident, view, reply) => drop(reply.send(self.status(incident, view))),
            Request::Older(wanted, reply) => drop(reply.send(self.older(wanted))),
            Request::Before(id, body_hash, reply) => drop(reply.send(self.before(id, &body_hash))),
            Request::KeepToken(token, reply) => {
                let added = self.writer.store().keep_token(token);
                let known = added.and_then(|()| self.board.tokens_changed(&mut self.writer));
                drop(reply.send(known.map_err(|error| error.to_string())));
            }
            Request::Revoke(whose, reply) => {
                let revoked = self.writer.store().revoke(&whose);
                let known =
                    revoked.and_then(|count| self.board.tokens_changed(&mut self.writer).map(|()| count));
                drop(reply.send(known));
            }
            Request::Firing(source, reply) => drop(reply.send(self.firing(&source))),
            Request::Parcels(outlet, reply) => {
                let now = self.clock.now().max(self.writer.last_at());
                let (picture, lists) = (self.writer.picture(), self.writer.reference());
                drop(reply.send(everything(picture, lists, &outlet, now)));
            }
            Request::Freeze(reply) => drop(reply.send(self.writer.store().freeze())),
            Request::Carry(..) | Request::Hold(_) | Request::Here(_) | Request::Stop => {}
        }
    }
}
