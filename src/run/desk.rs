//! A room without a screen: it hears the hub, keeps what is recorded, and says in words what has come of it.

mod asking;
mod hearing;
#[cfg(test)]
mod tests;

use super::drafts::{DraftFile, Keeper};
use super::embedded::Hindrance;
use super::heard::Heard;
use super::held::whose;
use super::on_due::OnDue;
use super::outbox;
use super::paths::{Paths, same_hub};
use super::perform;
use super::phones::Phones;
use super::room::Ended;
use super::signals::{self, Endings};
use super::since_boot::since_boot;
use super::telling::{Telling, Tellings};
use crate::client::connection::Hub;
use crate::client::shell::{self, Link};
use crate::client::time::{HubTime, Mono, Stopwatch, has_slept};
use crate::domain::command::Submission;
use crate::domain::event::Recorded;
use crate::domain::ids::{AccountId, IncidentId, Seq, SubmissionId};
use crate::tui::drafts::Draft;
use crate::tui::manner::Manner;
use crate::tui::model::Model;
use crate::tui::msg::{Answer, Liveness, Msg};
use crate::tui::stage::{Setting, Stage};
use crate::tui::update::{refresh, update};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use uuid::Uuid;

/// What time alone changes is looked for so often.
const GLANCE: Duration = Duration::from_secs(1);
/// When it opens, a hub that says nothing is waited for so long.
const PATIENCE: Duration = Duration::from_secs(10);
/// At the end, what is typed has so long to reach the disk.
const PARTING: Duration = Duration::from_millis(200);

/// What a desk is opened with.
pub struct Opening {
    pub hub: Hub,
    pub setting: Setting,
    /// Where the hub is, in words.
    pub place: String,
    /// Why a local room is not taken over, once it is gone.
    pub hindrance: Hindrance,
    pub incident: Option<IncidentId>,
    /// Whether what is typed here may write.
    pub manner: Manner,
    pub paths: Paths,
    /// What is typed and recorded here outlives the program; not so in a demo, whose record is thrown away.
    pub keeps: bool,
    /// What is run for a newly overdue due.
    pub on_due: Option<Vec<String>>,
}

/// What became of something asked of the hub.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The hub's word, or that nothing was sent.
    Answered(Answer),
    /// It is written down here and goes by itself when the hub answers.
    Kept,
}

pub struct Desk {
    model: Model,
    hub: Hub,
    hindrance: Hindrance,
    link: Link,
    sender: UnboundedSender<Heard>,
    receiver: UnboundedReceiver<Heard>,
    /// Where what is recorded is kept, until it is known for whom.
    outbox: Option<PathBuf>,
    phones: Option<Phones>,
    kept: Option<Keeper>,
    time: Option<HubTime>,
    stopwatch: Stopwatch,
    /// All that was there before has been read.
    caught_up: bool,
    /// That it is read again was said, and neither that nor its end is news about the hub.
    reads_anew: bool,
    /// What happened and is not in the picture yet.
    coming: Vec<Recorded>,
    /// What was sent from here: nobody is told again what they have just typed.
    own: BTreeSet<SubmissionId>,
    /// Of what was sent, that of which nobody knows whether it happened.
    unknown: BTreeMap<SubmissionId, Submission>,
    /// The incident that is meant, as whoever types was told last.
    shown: Option<IncidentId>,
    /// What the model shows by itself, before somebody looked at another.
    read_closed: bool,
    /// The account that is looked at here.
    looks_at: Option<AccountId>,
    /// Whoever typed waits for the word on this one, and is told it then.
    awaited: Option<SubmissionId>,
    answered: Option<Answer>,
    taken: bool,
    /// The account whose people were asked for and have not come yet.
    card: Option<AccountId>,
    on_due: Option<OnDue>,
    tellings: Tellings,
    /// When they were taken away last.
    told_at: Mono,
}

impl Desk {
    /// Opens it on the runtime this is called on.
    ///
    /// # Errors
    /// The system has no room for what runs beside it.
    pub fn open(opening: Opening) -> io::Result<Desk> {
        let (sender, receiver) = unbounded_channel();
        let ended = sender.clone();
        signals::end_on_signal(Endings::listen()?, move |status| {
            drop(ended.send(Heard::End(status)));
        });
        let stopped = sender.clone();
        signals::stop_on_signal(move || drop(stopped.send(Heard::Stop)))?;
        Desk::begin(opening, sender, receiver)
    }

    fn begin(
        opening: Opening,
        sender: UnboundedSender<Heard>,
        receiver: UnboundedReceiver<Heard>,
    ) -> io::Result<Desk> {
        let stopwatch = Stopwatch::by(since_boot);
        let screen_id = Uuid::new_v4();
        // Whoever only looks has nothing to keep, and sends nothing that another run has left.
        let keeps = opening.keeps && opening.manner.writes();
        let settings = shell::Settings {
            screen: Some(screen_id),
            incident: None,
            after: Seq::default(),
            stopwatch,
            keeps,
            seed: screen_id.as_u64_pair().0,
        };
        let (place, told) = (opening.place.clone(), sender.clone());
        let link = shell::start(opening.hub.clone(), settings, move |message| {
            perform::tell(&told, message, &place);
        });
        let address = same_hub(opening.hub.address());
        let drafts_of = whose(&address, &opening.setting.me.name);
        // No line is broken here: the width is for forms that nobody sees.
        let mut model = Model::new(opening.setting, Timestamp::UNIX_EPOCH, opening.place, 80, 24);
        model.stage.chosen = opening.incident;
        model.stage.manner = opening.manner;
        if keeps {
            model.stage.outbox_awaited = true;
            model.stage.waiting = outbox::waiting(&opening.paths.outbox());
        }
        let phones = opening.keeps.then(|| {
            let asks_as = opening.hub.asks_as();
            Phones::of(&opening.paths.phones(), &address, asks_as)
        });
        if let Some(phones) = &phones {
            phones.restore(&mut model.stage);
        }
        let on_due = opening
            .on_due
            .map(|command| OnDue::start(command, sender.clone()));
        let mut desk = Desk {
            model,
            hub: opening.hub,
            hindrance: opening.hindrance,
            link,
            sender,
            receiver,
            outbox: keeps.then(|| opening.paths.outbox()),
            phones,
            kept: None,
            time: None,
            stopwatch,
            caught_up: false,
            reads_anew: false,
            coming: Vec::new(),
            own: BTreeSet::new(),
            unknown: BTreeMap::new(),
            shown: None,
            read_closed: false,
            looks_at: None,
            awaited: None,
            answered: None,
            taken: false,
            card: None,
            on_due: on_due.transpose()?,
            tellings: Tellings::default(),
            told_at: Mono::default(),
        };
        if keeps {
            desk.take_up_drafts(&opening.paths.drafts(), &drafts_of)?;
        }
        Ok(desk)
    }

    fn take_up_drafts(&mut self, folder: &std::path::Path, of: &str) -> io::Result<()> {
        match DraftFile::open(folder, of) {
            Ok((mut file, kept)) => {
                self.model.stage.restore(kept);
                let failed = self.sender.clone();
                let failed = move |why| drop(failed.send(Heard::Msg(Msg::NotKept(why))));
                self.kept = Some(Keeper::start(move |all| file.keep(all), failed)?);
            }
            Err(why) => drop(update(&mut self.model, Msg::NotKept(why.to_string()))),
        }
        self.said();
        Ok(())
    }

    pub fn stage(&self) -> &Stage {
        &self.model.stage
    }

    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// Hub time, counted on from the last answer.
    pub fn now(&self) -> Timestamp {
        match &self.time {
            Some(time) => time.now(self.stopwatch.read()),
            None => self.model.stage.now,
        }
    }

    /// The incident that is meant from now on.
    pub fn choose(&mut self, id: IncidentId) {
        self.model.stage.chosen = Some(id);
        self.model.stage.read_closed = true;
        self.read_closed = true;
        refresh(&mut self.model);
        self.shown = self.model.stage.incident().map(|incident| incident.id);
    }

    /// It stays with the incident that is meant now, or that in which it goes on, even where that is closed.
    pub fn hold(&mut self) {
        self.read_closed = self.model.stage.read_closed;
        self.model.stage.read_closed = true;
    }

    /// It goes on as it would have without.
    pub fn let_go(&mut self) {
        self.model.stage.read_closed = self.read_closed;
        refresh(&mut self.model);
        self.moved();
    }

    /// What has happened and was not told yet.
    pub fn tellings(&mut self) -> Vec<Telling> {
        self.told_at = self.stopwatch.read();
        self.tellings.take(&self.model.stage)
    }

    /// Somebody has pressed a key and waits for the word on it.
    pub fn answers(&self) -> bool {
        self.tellings.any(|telling| matches!(telling, Telling::Answer(_)))
    }

    /// There is something to tell, and the last of it was told a while ago: a storm is not told drop by drop.
    pub fn ripe(&self) -> bool {
        self.tellings.any(|_| true) && self.stopwatch.read().since(self.told_at) >= GLANCE
    }

    pub fn rings(&self) -> bool {
        self.tellings.any(Telling::urgent)
    }

    /// Waits for one thing and takes in all that has come with it. Gives the status where it is to end.
    pub async fn hear(&mut self) -> Option<u8> {
        let due = self.stopwatch.read().after(GLANCE);
        let first = tokio::time::timeout(GLANCE, self.receiver.recv()).await;
        if has_slept(due, self.stopwatch.read()) {
            self.link.woke();
            self.take_in(Heard::Msg(Msg::Woke));
        }
        // This holds a sender itself, so there is always a next one.
        let mut next = first.ok().flatten();
        while let Some(heard) = next {
            if let Some(status) = self.take_in(heard) {
                return Some(status);
            }
            next = self.receiver.try_recv().ok();
        }
        if self.time.is_some() {
            self.take_in(Heard::Msg(Msg::Clock(self.now())));
        }
        None
    }

    /// Waits until all is read and the journal is open, or the hub does not answer.
    pub async fn settle(&mut self) -> Option<u8> {
        let waits = |desk: &Desk| match &desk.model.stage.liveness {
            Liveness::Live => desk.model.stage.outbox_awaited,
            Liveness::Connecting { trouble, .. } => trouble.is_none(),
            Liveness::Stale { .. } => true,
            Liveness::Offline { .. } => false,
        };
        let until = self.stopwatch.read().after(PATIENCE);
        while waits(self) && self.stopwatch.read() < until {
            if let Some(status) = self.hear().await {
                return Some(status);
            }
        }
        None
    }

    /// Keeps what was typed, on disk as well; empty texts forget it.
    pub fn keep(&mut self, draft: Draft, texts: Vec<String>) {
        self.model.stage.keep(draft, texts);
        self.update(Msg::Clock(self.now()));
    }

    /// Others see what is looked at here; without an account, the one whom somebody here is speaking with.
    pub fn looking_at(&mut self, account: Option<AccountId>) {
        self.looks_at = account;
        self.looks();
    }

    fn looks(&self) {
        if self.model.stage.manner.writes() {
            let looks_at = self.looks_at.as_ref().or(self.model.stage.looking_at.as_ref());
            self.link.looking_at(looks_at.map(ToString::to_string));
        }
    }

    /// Ends it; what was recorded is on disk or with the hub.
    pub async fn leave(mut self, status: u8) -> Ended {
        if let Some(kept) = &mut self.kept {
            kept.settle(PARTING);
        }
        let unsent = self.model.stage.unsent();
        let Desk { link, kept, .. } = self;
        link.end().await;
        drop(kept);
        let again = false;
        Ended {
            status,
            unsent,
            again,
        }
    }
}
