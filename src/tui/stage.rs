//! What every screen and dialog reads: the picture with what is on its way, the time, and what follows from both.

use super::board::Board;
use super::drafts::{Draft, Drafts, Kept, named};
use super::finder::Finder;
use super::keys::Keymap;
use super::manner::{Manner, ONLY_READS};
use super::msg::{Liveness, NotTaken};
use super::optimistic;
use super::pending::{Pending, Unsent};
use super::toast::Said;
pub use super::toast::{Toast, Tone};
use crate::domain::actor::Actor;
use crate::domain::command::{Command, Offline, Submission};
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::{AccountId, IncidentId};
use crate::domain::incident::{Incident, Internal};
use crate::domain::people::Person;
use crate::domain::picture::Picture;
use crate::domain::speech::{said, say, word};
use crate::report::Template;
use crate::wire::{AccountCard, Anew, PlaybookLine, Present, VendorLine};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The label of a room that only this machine's user sees; with a group after it, only that.
pub const LOCAL: &str = "LOCAL ROOM";

/// How this screen came to be; fixed while it runs.
#[derive(Clone, Debug)]
pub struct Setting {
    pub me: Actor,
    pub zone: TimeZone,
    /// `DEMO`, `LOCAL ROOM`: stands in the header so that nobody takes it for the team's room.
    pub label: Option<String>,
    /// The command that opens the same room in a second terminal.
    pub join: Option<String>,
    /// How reports to customers look.
    pub template: Template,
}

#[derive(Debug)]
pub struct Stage {
    pub setting: Setting,
    /// What the hub has confirmed.
    confirmed: Picture,
    /// The log as it is being read again, from its beginning: it is shown once it is whole.
    anew: Option<Picture>,
    /// With what only we know and have not delivered yet.
    shown: Option<Picture>,
    pub pending: Vec<Pending>,
    /// What the hub did not take, to be shown as soon as nobody types.
    pub unread: Vec<NotTaken>,
    pub now: Timestamp,
    /// How fast hub time runs; 1 but in a demo.
    pub rate: f64,
    pub liveness: Liveness,
    /// Hub time of the last answer.
    pub heard_at: Option<Timestamp>,
    /// Hub time of the first.
    pub begun: Option<Timestamp>,
    pub present: Vec<Present>,
    pub width: u16,
    pub height: u16,
    pub board: Board,
    pub cards: BTreeMap<AccountId, Result<AccountCard, String>>,
    /// Our own people by the list of them, once the hub was asked.
    pub people: Vec<Person>,
    /// Those of an earlier start, until the hub says who there is now: good for whom to phone, and for nothing else.
    pub remembered: Option<Remembered>,
    pub finder: Finder,
    /// The playbooks of the hub, once it was asked for them; or why it did not say.
    pub playbooks: Option<Result<Vec<PlaybookLine>, String>>,
    /// The vendors of the hub, once it was asked for them; or why it did not say.
    pub vendors: Option<Result<Vec<VendorLine>, String>>,
    /// The incident this screen stays with, whatever else is declared: what is typed here is about that one.
    pub chosen: Option<IncidentId>,
    /// Somebody chose a closed one from the list, to read it.
    pub read_closed: bool,
    /// How much was recorded on this machine before, and had reached no hub when the program started.
    pub waiting: usize,
    /// The journal of what was recorded is not open yet: what an earlier run has left is not known, and nothing is kept.
    pub outbox_awaited: bool,
    /// The account the hub was last told this screen shows.
    pub looking_at: Option<AccountId>,
    pub masked: bool,
    pub manner: Manner,
    /// Nothing moves by itself.
    pub still: bool,
    pub toast: Option<Toast>,
    /// What was said before it.
    pub said: Said,
    /// The keys of whoever looks.
    pub keys: Keymap,
    /// Grows whenever what follows from the picture was worked out again, or other people are here.
    pub turn: u64,
    drafts: Drafts,
    /// What is typed here outlives the program.
    keeps_drafts: bool,
}

/// Our own people as a hub once told them.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// From when they are, in words.
    pub as_of: String,
    pub people: Vec<Person>,
}

/// A claim that is on its way: nothing is so before the hub says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    Claiming,
    GivingBack,
    /// Sent, and nobody knows whether it happened.
    Checking,
}

impl Stage {
    pub fn new(setting: Setting, now: Timestamp, place: String, width: u16, height: u16) -> Self {
        Stage {
            setting,
            confirmed: Picture::default(),
            anew: None,
            shown: None,
            pending: Vec::new(),
            unread: Vec::new(),
            now,
            rate: 1.0,
            liveness: Liveness::Connecting { place, trouble: None },
            heard_at: None,
            begun: None,
            present: Vec::new(),
            width,
            height,
            board: Board::default(),
            cards: BTreeMap::new(),
            people: Vec::new(),
            remembered: None,
            finder: Finder::default(),
            playbooks: None,
            vendors: None,
            chosen: None,
            read_closed: false,
            waiting: 0,
            outbox_awaited: false,
            looking_at: None,
            masked: false,
            manner: Manner::default(),
            still: false,
            toast: None,
            said: Said::default(),
            keys: Keymap::default(),
            turn: 0,
            drafts: Drafts::default(),
            keeps_drafts: false,
        }
    }

    /// The picture as this screen shows it.
    pub fn picture(&self) -> &Picture {
        self.shown.as_ref().unwrap_or(&self.confirmed)
    }

    pub fn confirmed(&self) -> &Picture {
        &self.confirmed
    }

    pub fn me(&self) -> &Actor {
        &self.setting.me
    }

    /// The incident this screen is about: the chosen one, or that in which it goes on, until it is closed; else the worst
    /// that is open.
    pub fn incident(&self) -> Option<&Incident> {
        let picture = self.picture();
        let chosen = self.chosen.and_then(|id| picture.goes_on_as(id));
        chosen
            .filter(|incident| self.read_closed || incident.internal != Internal::Closed)
            .or_else(|| picture.open().first().copied())
    }

    /// How many forms hold words that were typed and not sent.
    pub fn unsent_drafts(&self) -> usize {
        self.drafts.count()
    }

    /// Whether what is typed here is kept on disk as well.
    pub fn keeps_drafts(&self) -> bool {
        self.keeps_drafts
    }

    /// From now on what is typed outlives the program, as that of an earlier run has.
    pub fn restore(&mut self, kept: Vec<Kept>) {
        self.keeps_drafts = true;
        if !kept.is_empty() {
            let said = say!(
                "Not sent before you left: {named}. Open it again: your words are there.",
                named = named(&kept)
            );
            self.say(said, Tone::Plain);
        }
        self.drafts.restore(kept);
        self.settle_drafts(|_| false);
    }

    /// Everything typed and not sent.
    #[cfg(test)]
    pub fn all_drafts(&self) -> Vec<Kept> {
        self.drafts.all()
    }

    /// Everything typed and not sent, if there is news of it for the disk.
    pub fn news_of_drafts(&mut self) -> Option<Vec<Kept>> {
        self.drafts.news().filter(|_| self.keeps_drafts)
    }

    /// What was typed into a form about this incident and not sent; as many texts as it kept, or none.
    pub fn draft(&self, draft: &Draft) -> &[String] {
        let here = self.incident().map(|incident| incident.id);
        self.drafts.get(here, draft)
    }

    /// What was typed follows what it is about: into the incident in which that one goes on, or where its account is
    /// since a split. Nothing moves or comes up in a form that is `open` here.
    pub fn settle_drafts(&mut self, open: impl Fn(&Draft) -> bool) {
        let here = self.incident().map(|incident| incident.id);
        let picture = &self.confirmed;
        self.drafts.settle(
            |from, draft| moved(picture, from, draft),
            |(incident, draft)| *incident == here && open(draft),
        );
    }

    pub fn keep(&mut self, draft: Draft, texts: Vec<String>) {
        let incident = self.incident().map(|incident| incident.id);
        self.drafts.keep(incident, draft, texts);
    }

    /// What was typed is sent with these commands.
    pub fn send(&mut self, draft: Draft, texts: Vec<String>, commands: impl Iterator<Item = Command>) {
        let incident = self.incident().map(|incident| incident.id);
        self.drafts.send(incident, draft, texts, commands);
    }

    /// A command of ours is on its way.
    pub fn submitted(&mut self, submission: Submission) {
        let typed = self.drafts.typed_for(&submission.command);
        self.pending.push(Pending {
            submission,
            taken: false,
            only_here: false,
            through: None,
            unknown: false,
            trouble: None,
            typed,
        });
    }

    /// A command of an earlier run of the program is on its way.
    pub fn resumed(&mut self, submission: Submission) {
        self.pending.push(Pending {
            submission,
            taken: true,
            only_here: false,
            through: None,
            unknown: false,
            trouble: None,
            typed: None,
        });
    }

    /// The command at this place among those on their way was not taken: what was typed is not lost.
    pub fn not_taken(&mut self, at: usize) {
        let pending = self.pending.remove(at);
        if let Some(typed) = pending.typed {
            // One form may have sent several commands; its words are given back once.
            let others = self.pending.iter_mut();
            let same = others.filter(|other| other.typed.as_ref() == Some(&typed));
            same.for_each(|other| other.typed = None);
            self.drafts.give_back(typed);
        }
    }

    /// Whether the hub answers. What others act on and has not been answered then is unknown, until it is settled.
    pub fn heard_of(&mut self, liveness: Liveness) {
        if matches!(liveness, Liveness::Offline { .. }) {
            let asked = self.pending.iter_mut().filter(|pending| !pending.kept());
            asked.for_each(|pending| pending.unknown |= pending.through.is_none());
            self.asking_is_over();
        }
        self.liveness = liveness;
    }

    /// The machine slept: what is shown was so before.
    pub fn woke(&mut self) {
        if let (Liveness::Live, Some(since)) = (&self.liveness, self.heard_at) {
            self.liveness = Liveness::Stale { since };
        }
    }

    /// What is shown may be otherwise by now, and the time is counted without the hub.
    pub fn estimates(&self) -> bool {
        matches!(self.liveness, Liveness::Stale { .. } | Liveness::Offline { .. })
    }

    /// The hub is away.
    pub fn away(&self) -> bool {
        matches!(self.liveness, Liveness::Offline { .. })
    }

    /// How much is not with the hub yet.
    pub fn unsent(&self) -> Unsent {
        Unsent::of(&self.pending, self.keeps_drafts)
    }

    /// Why a command cannot be sent now, if so: without the hub's clock nothing can, and what others act on is never
    /// kept for later.
    pub fn cannot_send(&self, command: &Command) -> Option<&'static str> {
        match (&self.liveness, command.row().offline) {
            _ if !self.manner.writes() => Some(said(ONLY_READS)),
            (Liveness::Connecting { .. }, _) => Some(word!(
                "Not connected yet: nothing can be recorded before the hub answers."
            )),
            (Liveness::Offline { .. }, Offline::Asked) => Some(word!(
                "Not sent: the hub is away and others act on this; phone, and record it later."
            )),
            (Liveness::Offline { .. }, Offline::Kept) => None,
            (Liveness::Live | Liveness::Stale { .. }, _) => None,
        }
    }

    /// Takes "asking the hub ..." away once nothing is being asked, or nobody answers.
    fn asking_is_over(&mut self) {
        let asking = |toast: &Toast| toast.tone == Tone::Asking;
        self.toast = self.toast.take().filter(|toast| !asking(toast));
    }

    /// Folds in what the hub has confirmed, and shows it with what is still on its way.
    pub fn fold(&mut self, news: &crate::wire::News) {
        let picture = self.anew.as_mut().unwrap_or(&mut self.confirmed);
        for recorded in &news.events {
            picture.apply(recorded);
        }
        if let Some(whole) = self.anew.take_if(|_| !news.more) {
            self.confirmed = whole;
            self.board.owing = Default::default();
        }
        self.deliver();
        for recorded in &news.events {
            self.give_back(recorded);
        }
        let now = self.now;
        self.shown = optimistic::shown(&self.confirmed, &self.pending, &self.setting.me, now);
        if self.pending.iter().all(Pending::kept) {
            self.asking_is_over();
        }
    }

    /// What the log has come to say of is no longer on its way.
    fn deliver(&mut self) {
        let confirmed = &self.confirmed;
        let settled = self.pending.extract_if(.., |pending| pending.settled(confirmed));
        for pending in settled {
            if let Some(typed) = pending.typed {
                self.drafts.delivered(pending.submission.id, typed);
            }
        }
    }

    /// What was taken back is offered again, in the words in which it was typed.
    fn give_back(&mut self, recorded: &Recorded) {
        let Event::TakenBack(back) = &recorded.event else {
            return;
        };
        let incident = recorded.incident.and_then(|id| self.confirmed.incident(id));
        let lines = back.corrects.iter().filter_map(|seq| incident?.entry(*seq));
        for line in lines {
            self.drafts.taken_back(&line.cause);
        }
    }

    /// What the hub had said stays until it has said all of it again. What another log had taken in is not waited for.
    pub fn start_over(&mut self, why: Anew) {
        self.anew = Some(Picture::default());
        if why == Anew::AnotherLog {
            self.pending.retain(Pending::unsent);
            self.cards.clear();
        }
        self.reshow();
    }

    /// The log is being read from its beginning again.
    pub fn reads_anew(&self) -> bool {
        self.anew.is_some()
    }

    /// Shows the picture again after what is on its way has changed.
    pub fn reshow(&mut self) {
        self.deliver();
        self.shown = optimistic::shown(&self.confirmed, &self.pending, &self.setting.me, self.now);
    }

    /// What is being asked of the hub about this account, if something is.
    pub fn asking(&self, account: &AccountId) -> Option<Asking> {
        self.pending.iter().find_map(|pending| {
            let giving_back = match &pending.submission.command {
                Command::ClaimAccount(command) if command.account == *account => false,
                Command::StartCall(command) if command.account == *account => false,
                Command::TakeOverClaim(command) if command.account == *account => false,
                Command::AnswerInbound(command) if command.account == *account => false,
                Command::ReleaseClaim(command) if command.account == *account => true,
                _ => return None,
            };
            Some(match (pending.unknown, giving_back) {
                (true, _) => Asking::Checking,
                (false, true) => Asking::GivingBack,
                (false, false) => Asking::Claiming,
            })
        })
    }

    pub fn say(&mut self, text: impl Into<String>, tone: Tone) {
        let toast = Toast {
            text: text.into(),
            tone,
            since: self.now,
        };
        self.said.add(toast.clone());
        self.toast = Some(toast);
    }
}

/// The incident that a draft of this one is about now, if it is another.
fn moved(picture: &Picture, from: IncidentId, draft: &Draft) -> Option<IncidentId> {
    let own = picture.goes_on_as(from)?;
    let shares = picture.shares(own);
    let has = |incident: &&&Incident| draft.account_ids().any(|about| incident.rows.contains_key(about));
    let now = shares.iter().find(has).map_or(own.id, |incident| incident.id);
    (now != from).then_some(now)
}
