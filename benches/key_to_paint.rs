//! From a key pressed in one room to the frame of another that shows it, with 50 screens on one hub of this process.
//!
//! The hub listens on a Unix socket and keeps its log on disk. 48 of the screens take in what the hub says, and do
//! not draw; two are rooms, as far as a room goes without a terminal.

#![allow(clippy::unwrap_used)]

mod kit;
#[path = "../tests/it/screens/stage.rs"]
#[allow(dead_code)]
mod stage;
#[path = "../tests/it/screens/world.rs"]
#[allow(dead_code)]
mod world;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kit::{Wire, ms, percentile, ratio, say};
use serde_json::json;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::net::UnixListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use uuid::Uuid;
use warroom::client::connection::{Address, Hub as Connection, Reach};
use warroom::client::shell::{self, Link};
use warroom::client::time::Stopwatch;
use warroom::clock::Clock;
use warroom::directory::reference::Settled;
use warroom::domain::actor::{Access, Actor};
use warroom::domain::command::Submission;
use warroom::hub::{Hub, Settings};
use warroom::run::perform;
use warroom::store::Store;
use warroom::tui::effect::Effect;
use warroom::tui::model::Model;
use warroom::tui::msg::Msg;
use warroom::tui::stage::Setting;
use warroom::tui::update::update;
use warroom::wire::{ME, Poll};
use world::World;

/// Screens that take in and do not draw; with the two rooms there are 50.
const OTHERS: usize = 48;
/// Claims and releases in turns, each a key of one room and a frame of the other.
const ROUNDS: usize = 300;
const WARM_UP: usize = 20;
const DEADLINE: Duration = Duration::from_secs(20);

/// Whether a screen shows dana's claim; `None` while it does not know.
type Judge = fn(&str) -> Option<bool>;

fn by_another(text: &str) -> Option<bool> {
    Some(text.contains("dana has it"))
}

/// Her next key is about what the hub has confirmed.
fn by_dana(text: &str) -> Option<bool> {
    text.contains("all sent").then(|| text.contains("yours  "))
}

/// One screen on the hub: what it hears, and its way to the hub.
struct Screen {
    model: Model,
    link: Link,
    heard: UnboundedReceiver<Msg>,
    ear: UnboundedSender<Msg>,
}

impl Screen {
    fn join(socket: &Path, name: &str) -> Screen {
        let me = Actor::new(name, Access::Admin);
        let (ear, heard) = unbounded_channel();
        let settings = shell::Settings {
            screen: Some(Uuid::new_v4()),
            incident: None,
            after: Default::default(),
            stopwatch: Stopwatch::start(),
            keeps: false,
            seed: 1,
        };
        let told = ear.clone();
        let link = shell::start(connection(socket, name), settings, move |message| {
            if let Some(msg) = perform::said(message, "the bench") {
                // The screen is gone; nobody is waiting.
                let _ = told.send(msg);
            }
        });
        let setting = Setting {
            me,
            zone: TimeZone::UTC,
            label: None,
            join: None,
            template: warroom::report::Template::built_in(),
        };
        let model = Model::new(setting, Timestamp::UNIX_EPOCH, String::new(), 80, 24);
        Screen {
            model,
            link,
            heard,
            ear,
        }
    }

    /// Takes in one message and all that follow from it; what is asked of the hub is sent.
    fn take_in(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            if let Effect::Submit {
                incident,
                said_at,
                command,
            } = effect
            {
                let said_at = said_at.unwrap_or(self.model.stage.now);
                let submitted = perform::submit(&self.link, incident, Some(said_at), *command);
                update(&mut self.model, submitted);
            }
        }
    }

    /// As the loop of a room does: takes in all that has come.
    async fn hear(&mut self) -> bool {
        let Some(first) = self.heard.recv().await else {
            return false;
        };
        self.take_in(first);
        while let Ok(next) = self.heard.try_recv() {
            self.take_in(next);
        }
        true
    }

    async fn only_listen(mut self) {
        while self.hear().await {}
    }

    /// A room: draws after all that it has heard, and tells when the frame was written with which what it shows of the
    /// claim became another.
    async fn be_a_room(mut self, judge: Judge, painted: UnboundedSender<(Instant, bool)>) {
        let mut wire = Wire::new(80, 24);
        let size = |cells| NonZeroU16::new(cells).unwrap();
        let mut terminal = vt100::Parser::new(size(24), size(80), 0);
        let mut before = None;
        loop {
            let frame = wire.draw(&self.model);
            let at = Instant::now();
            terminal.process(&frame);
            let claimed = judge(&terminal.screen().contents()).filter(|claimed| before != Some(*claimed));
            if let Some(claimed) = claimed {
                before = Some(claimed);
                // Nobody waits for it before the first key.
                let _ = painted.send((at, claimed));
            }
            if !self.hear().await {
                return;
            }
        }
    }
}

fn connection(socket: &Path, name: &str) -> Connection {
    Connection::new(Reach {
        address: Address::Socket(socket.to_owned()),
        token: None,
        speak_as: Some(name.into()),
        ca: None,
    })
    .unwrap()
}

async fn start(folder: &Path) -> (Hub, PathBuf) {
    let world = World::new();
    let hub = Hub::start(Settings {
        store: Store::open(&folder.join("hub.sqlite"), [7; 32]).unwrap(),
        clock: Clock::real(),
        settled: Settled {
            components: world.reference.components,
            playbooks: world.reference.playbooks,
            rates: world.reference.rates,
            slas: world.reference.slas,
        },
        sources: Vec::new(),
        hooks: Vec::new(),
        connect: Vec::new(),
        limits: Default::default(),
        behind_proxy: false,
        random: || None,
    })
    .unwrap();
    let socket = folder.join("hub.sock");
    hub.serve_unix(UnixListener::bind(&socket).unwrap());
    let accounts: Vec<_> = world.reference.accounts.into_values().collect();
    let commands = [
        json!({ "kind": "import_directory", "from": "bench", "hash": "0", "accounts": accounts }),
        json!({ "kind": "declare_incident", "title": "Video calls drop, EU", "components": ["video-eu"],
            "playbook": "full-outage" }),
    ];
    for mut command in commands {
        command["id"] = json!(Uuid::new_v4());
        let submission: Submission = serde_json::from_value(command).unwrap();
        hub.handle()
            .submit(submission, Actor::new("pat", Access::Admin))
            .await
            .unwrap();
    }
    (hub, socket)
}

/// A key would find nothing to claim before its screen has the incident.
async fn everybody_is_here(bare: &Connection) {
    let mut poll = Poll {
        wait: 1,
        screen: Some(Uuid::new_v4()),
        ..Poll::default()
    };
    loop {
        let news = bare.poll(&poll, || ()).await.unwrap();
        poll.after = news.through;
        if news.present.is_some_and(|present| present.len() >= OTHERS + 3) {
            return;
        }
    }
}

/// The next frame with (or without) the claim.
async fn seen(painted: &mut UnboundedReceiver<(Instant, bool)>, claimed: bool) -> Instant {
    let wait = async {
        loop {
            let (at, has) = painted.recv().await.unwrap();
            if has == claimed {
                return at;
            }
        }
    };
    tokio::time::timeout(DEADLINE, wait).await.unwrap()
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let (hub, socket) = start(folder.path()).await;
    for number in 0..OTHERS {
        tokio::spawn(Screen::join(&socket, &format!("other{number}")).only_listen());
    }
    let dana = Screen::join(&socket, "dana");
    let keys = dana.ear.clone();
    let (told, mut own) = unbounded_channel();
    tokio::spawn(dana.be_a_room(by_dana, told));
    let (told, mut theirs) = unbounded_channel();
    tokio::spawn(Screen::join(&socket, "omar").be_a_room(by_another, told));
    let bare = connection(&socket, "bare");

    let press = |key: char| {
        keys.send(Msg::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE)))
            .unwrap();
    };
    tokio::time::timeout(DEADLINE, everybody_is_here(&bare))
        .await
        .unwrap();
    let (mut frames, mut trips) = (Vec::new(), Vec::new());
    press('1');
    for round in 0..WARM_UP + ROUNDS {
        let start = Instant::now();
        bare.get::<Actor>(ME).await.unwrap();
        let trip = start.elapsed();

        let claimed = round % 2 == 0;
        let start = Instant::now();
        press('c');
        let frame = seen(&mut theirs, claimed).await - start;
        seen(&mut own, claimed).await;
        if round >= WARM_UP {
            trips.push(trip);
            frames.push(frame);
        }
    }
    hub.stop().await;

    let (p50, p99) = (percentile(&mut frames, 0.5), percentile(&mut frames, 0.99));
    let bare = percentile(&mut trips, 0.5);
    say(
        "key to paint, 50 screens, median",
        format!("{}, x{:.1} of a bare round trip", ms(p50), ratio(p50, bare)),
    );
    say(
        "key to paint, 50 screens, p99",
        format!("{}, x{:.1} of a bare round trip", ms(p99), ratio(p99, bare)),
    );
    say("a bare round trip, median", ms(bare));
    say("a bare round trip, p99", ms(percentile(&mut trips, 0.99)));
}
