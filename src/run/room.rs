//! The room on a terminal: one loop that hears, updates, and draws once for everything heard.

mod lent;

use super::calls::Calls;
use super::drafts::{DraftFile, Keeper};
use super::embedded::Hindrance;
use super::frames::Frames;
use super::heard::{Heard, ending, listen};
use super::held::whose;
use super::input::Pause;
pub use super::opening::{Ended, Opening};
use super::outbox;
use super::paths::same_hub;
use super::perform;
use super::phones::Phones;
use super::settings::write_first;
use super::signals::Endings;
use super::since_boot::since_boot;
use super::terminal::{TerminalError, TerminalGuard};
use super::themes::watch::Watch;
use crate::client::connection::Hub;
use crate::client::shell::{self, Link};
use crate::client::time::{HubTime, Mono, Stopwatch, has_slept};
use crate::tui::effect::Effect;
use crate::tui::manner::Manner;
use crate::tui::model::Model;
use crate::tui::msg::{Liveness, Msg};
use crate::tui::screen::guide::Guide;
use crate::tui::update::update;
use jiff::{SignedDuration, Timestamp};
use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use thiserror::Error;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use uuid::Uuid;

/// What is seen is on disk, unless that takes longer than this: then it is seen first.
const GLANCE: Duration = Duration::from_millis(2);

/// Why a room could not be opened, or had to be left.
#[derive(Debug, Error)]
pub enum RoomError {
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    #[error("the terminal cannot be drawn on: {0}")]
    Draw(#[from] io::Error),
    #[error("{0}")]
    Input(String),
    #[error("{why}. Your text is kept in {}", file.display())]
    Edited { why: TerminalError, file: PathBuf },
}

/// Opens the room and stays until somebody leaves it.
///
/// # Errors
/// There is no terminal to draw on, or it has failed.
pub async fn open(opening: Opening) -> Result<Ended, RoomError> {
    let (sender, receiver) = unbounded_channel();
    let endings = Endings::listen()?;
    let guard = TerminalGuard::enter()?;
    let pause = Arc::new(Pause::new()?);
    listen(endings, &sender, pause.clone())?;
    let stopwatch = Stopwatch::by(since_boot);
    let written = sender.clone();
    let still = opening.look.still;
    let (theme, dressed) = (opening.wardrobe.theme(), sender.clone());
    let themes = Watch::start(opening.wardrobe, move |theme, said| {
        let _ = dressed.send(Heard::Dressed(theme, said));
    })?;
    let frames = Frames::new(opening.look, theme, move |number, result| {
        // The room has closed; nobody is waiting.
        let _ = written.send(Heard::Written(number, result));
    })?;
    let (width, height) = frames.size();
    let screen_id = Uuid::new_v4();
    let manner = opening.manner;
    // A screen that only looks has nothing to keep, and sends nothing that another run has left.
    let keeps = opening.keeps && manner.writes();
    let settings = shell::Settings {
        screen: Some(screen_id),
        incident: None,
        after: Default::default(),
        stopwatch,
        keeps,
        seed: screen_id.as_u64_pair().0,
    };
    let drafts_of = whose(&same_hub(opening.hub.address()), &opening.setting.me.name);
    let drafts = opening.paths.drafts();
    let (place, told) = (opening.place.clone(), sender.clone());
    let link = shell::start(opening.hub.clone(), settings, move |message| {
        perform::tell(&told, message, &place)
    });
    let mut model = Model::new(
        opening.setting,
        Timestamp::UNIX_EPOCH,
        opening.place,
        width,
        height,
    );
    model.stage.still = still;
    model.language = opening.habits.language;
    model.open_as(manner, opening.incident);
    if keeps {
        model.stage.outbox_awaited = true;
        model.stage.waiting = outbox::waiting(&opening.paths.outbox());
    }
    model.stage.keys = opening.habits.keys.clone();
    let hub = same_hub(opening.hub.address());
    let phones = Phones::of(&opening.paths.phones(), &hub, opening.hub.asks_as());
    // Nobody phones from a wall, and everybody could read it.
    let phones = (opening.keeps && manner != Manner::Wall).then_some(phones);
    if let Some(phones) = &phones {
        phones.restore(&mut model.stage);
    }
    let kept = keeps.then(|| DraftFile::open(&drafts, &drafts_of));
    let kept = match kept {
        None => None,
        Some(Ok((mut file, kept))) => {
            model.stage.restore(kept);
            let failed = sender.clone();
            let failed = move |why| drop(failed.send(Heard::Msg(Msg::NotKept(why))));
            Some(Keeper::start(move |all| file.keep(all), failed)?)
        }
        Some(Err(why)) => {
            update(&mut model, Msg::NotKept(why.to_string()));
            None
        }
    };
    for fault in &opening.habits.faults {
        update(&mut model, Msg::Said(fault.clone()));
    }
    let (first, settings) = opening.first.unzip();
    if let Some(first) = first {
        model.dialogs.push(Box::new(Guide::new(first)));
    }
    let calls = Calls::start(opening.habits, &sender)?;
    let room = Room {
        calls,
        settings,
        again: false,
        kept,
        model,
        frames,
        given_back: false,
        themes,
        said_of_theme: None,
        guard,
        pause,
        drafts,
        outbox: keeps.then(|| opening.paths.outbox()),
        phones,
        hub: opening.hub,
        hindrance: opening.hindrance,
        link,
        sender,
        time: None,
        stopwatch,
    };
    let link = room.link.clone();
    let ended = room.stay(receiver).await;
    // The terminal is given back by now; what was recorded last may still be on its way to the disk.
    link.end().await;
    ended
}

struct Room {
    model: Model,
    frames: Frames,
    themes: Watch,
    said_of_theme: Option<String>,
    /// Another thread has given the terminal back: a signal is ending the program and knows its status.
    given_back: bool,
    guard: TerminalGuard,
    pause: Arc<Pause>,
    drafts: PathBuf,
    /// Where what is typed is kept.
    kept: Option<Keeper>,
    /// Where what is recorded is kept, until it is known for whom.
    outbox: Option<PathBuf>,
    /// Where whom to phone is kept.
    phones: Option<Phones>,
    hub: Hub,
    hindrance: Hindrance,
    calls: Calls,
    /// The file in which settings are written at the very first start.
    settings: Option<PathBuf>,
    again: bool,
    link: Link,
    sender: UnboundedSender<Heard>,
    time: Option<HubTime>,
    stopwatch: Stopwatch,
}

impl Room {
    async fn stay(mut self, mut receiver: UnboundedReceiver<Heard>) -> Result<Ended, RoomError> {
        let mut due: Option<Mono> = None;
        loop {
            if let Some(kept) = &mut self.kept {
                kept.settle(GLANCE);
            }
            if due.is_some_and(|due| has_slept(due, self.stopwatch.read())) {
                self.woke()?;
            }
            // What it has to say can wait until what is said now was read.
            let said = self.model.stage.toast.as_ref().map(|toast| toast.text.as_str());
            if said.is_none() || said == self.said_of_theme.as_deref() {
                self.themes.look(Instant::now());
            }
            let called = self.calls.before_a_frame(&self.model.stage, &mut self.frames);
            let again = self.frames.show(&self.model)?;
            let wait = [self.until_next_tick(), again, called]
                .into_iter()
                .flatten()
                .min();
            due = wait.map(|wait| self.stopwatch.read().after(wait));
            let first = match wait {
                None => receiver.recv().await,
                Some(wait) => match tokio::time::timeout(wait, receiver.recv()).await {
                    Ok(heard) => heard,
                    Err(_) => Some(Heard::Msg(Msg::Clock(self.now()))),
                },
            };
            // This holds a sender itself, so there is always a next one.
            let Some(first) = first else {
                return Ok(self.ended(0));
            };
            let mut next = Some(first);
            // Everything that has arrived is taken in before anything is drawn: one frame, the newest.
            while let Some(heard) = next {
                if let Some(status) = self.take_in(heard)? {
                    return Ok(self.ended(status));
                }
                if self.given_back {
                    return Ok(self.ended(ending(receiver).await));
                }
                next = receiver.try_recv().ok();
            }
        }
    }

    fn ended(&self, status: u8) -> Ended {
        let unsent = self.model.stage.unsent();
        Ended {
            status,
            unsent,
            again: self.again,
        }
    }

    /// What is drawn next is from before the sleep; the client asks the hub by itself, if it has noticed.
    fn woke(&mut self) -> Result<(), RoomError> {
        self.link.woke();
        let now = self.now();
        for msg in [Msg::Woke, Msg::Clock(now)] {
            self.take_in(Heard::Msg(msg))?;
        }
        Ok(())
    }

    fn take_in(&mut self, heard: Heard) -> Result<Option<u8>, RoomError> {
        let msg = match heard {
            Heard::End(status) => return Ok(Some(status)),
            Heard::InputLost(why) => return Err(RoomError::Input(why)),
            Heard::Stop => {
                self.suspend()?;
                return Ok(None);
            }
            Heard::Time(time) => {
                self.time = Some(time);
                return Ok(None);
            }
            Heard::Written(number, result) => {
                match self.frames.written(number, result) {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.given_back = true,
                    written => written?,
                }
                return Ok(None);
            }
            Heard::Ready => {
                self.frames.ready();
                return Ok(None);
            }
            Heard::Dressed(theme, said) => {
                self.frames.dress(theme);
                self.said_of_theme = Some(said.as_ref().unwrap_or_else(|why| why).clone());
                Msg::Theme(said)
            }
            Heard::Msg(msg) => msg,
        };
        match msg {
            Msg::Resize { width, height } => self.frames.resized(width, height),
            Msg::Clock(_) => self.hindered(),
            // Where no second is shown, none is told; whoever presses a key does so now.
            Msg::Key(_) | Msg::Paste(_) if self.model.stage.still && self.time.is_some() => {
                let now = Msg::Clock(self.now());
                update(&mut self.model, now);
            }
            Msg::Liveness(Liveness::Live) => {
                perform::fetch_me(&self.hub, &self.sender);
                if self.model.wall.is_none() {
                    perform::fetch_people(&self.hub, &self.sender);
                }
            }
            Msg::People(ref people) => {
                if let Some(phones) = &self.phones {
                    phones.keep(people);
                }
            }
            Msg::Me(ref me) => {
                if let Some(folder) = self.outbox.take() {
                    let whose = whose(&same_hub(self.hub.address()), &me.name);
                    perform::open_outbox(&self.link, folder, whose, &self.sender);
                }
            }
            _ => {}
        }
        let mut effects = VecDeque::from(update(&mut self.model, msg));
        while let Some(effect) = effects.pop_front() {
            if effect == Effect::Quit {
                return Ok(Some(0));
            }
            if let Effect::Configure(text) = effect {
                match self.settings.as_deref().map(|file| write_first(file, &text)) {
                    Some(Ok(())) => {
                        self.again = true;
                        return Ok(Some(0));
                    }
                    Some(Err(why)) => effects.extend(update(&mut self.model, Msg::Said(why))),
                    None => {}
                }
                continue;
            }
            if let Some(msg) = self.perform(effect)? {
                effects.extend(update(&mut self.model, msg));
            }
        }
        Ok(None)
    }

    /// That nobody answers, they see; what they can do about it, whoever watches over the local room finds out a little
    /// later.
    fn hindered(&mut self) {
        if let (Liveness::Offline { since, .. }, Some(trouble)) =
            (&self.model.stage.liveness, self.hindrance.said())
        {
            let since = *since;
            update(
                &mut self.model,
                Msg::Liveness(Liveness::Offline { since, trouble }),
            );
        }
    }

    fn perform(&mut self, effect: Effect) -> Result<Option<Msg>, RoomError> {
        match effect {
            Effect::Submit {
                incident,
                said_at,
                command,
            } => {
                // Before the hub's first answer there is no time to give; the hub has its own.
                let said_at = said_at.or_else(|| self.time.as_ref().map(|_| self.now()));
                return Ok(Some(perform::submit(&self.link, incident, said_at, *command)));
            }
            Effect::FetchCard(account) => perform::fetch_card(&self.hub, account, &self.sender),
            Effect::Find(text) => perform::find(&self.hub, text, &self.sender),
            Effect::FetchVendors => perform::fetch_vendors(&self.hub, &self.sender),
            Effect::FetchPlaybooks => perform::fetch_playbooks(&self.hub, &self.sender),
            Effect::LookingAt(account) => self.link.looking_at(account.map(|account| account.to_string())),
            Effect::Seen(refused) => self.link.seen(refused),
            Effect::KeepDrafts(all) => {
                if let Some(kept) = &mut self.kept {
                    kept.keep(all);
                }
            }
            Effect::Bell => self.calls.ring(&mut self.frames),
            Effect::Overdue(dues) => return Ok(self.calls.overdue(dues, self.model.stage.masked)),
            Effect::Copy(text) => return Ok(self.calls.copy(&text, &mut self.frames)),
            Effect::Redraw => {
                self.measure();
                self.frames.forget()?;
            }
            Effect::Suspend => self.suspend()?,
            Effect::Edit {
                incident,
                report,
                on,
                text,
            } => {
                let text = self.edit(&text)?;
                return Ok(Some(Msg::Edited {
                    incident,
                    report,
                    on,
                    text,
                }));
            }
            // Handled where the loop can end.
            Effect::Quit | Effect::Configure(_) => {}
        }
        Ok(None)
    }

    /// Hub time, counted on from the last answer.
    fn now(&self) -> Timestamp {
        match &self.time {
            Some(time) => time.now(self.stopwatch.read()),
            None => self.model.stage.now,
        }
    }

    /// How long until a number on the screen changes by time alone; `None` while none does.
    fn until_next_tick(&self) -> Option<Duration> {
        let time = self.time.as_ref()?;
        let now = time.now(self.stopwatch.read());
        let next = self.model.stage.moves_at(now);
        let hub_wait = next.duration_since(now).max(SignedDuration::ZERO);
        // In a demo hub seconds are short; a frame a quarter of a second is all that anybody can read.
        let wait = hub_wait.as_secs_f64() / time.rate();
        let least = if time.rate() > 1.0 { 0.25 } else { 0.001 };
        Some(Duration::from_secs_f64(wait.clamp(least, 60.0)))
    }
}
