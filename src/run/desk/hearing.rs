//! What a desk makes of what it hears: the model of a screen without its drawing, and words for whoever listens.

use super::Desk;
use crate::domain::ids::SubmissionId;
use crate::run::heard::Heard;
use crate::run::held::whose;
use crate::run::paths::same_hub;
use crate::run::perform;
use crate::run::telling::Telling;
use crate::run::terminal::stop_too;
use crate::tui::alarm::Overdue;
use crate::tui::effect::Effect;
use crate::tui::manner::KEEPS_GOING;
use crate::tui::msg::{Answer, Liveness, Msg};
use crate::tui::update::update;
use crate::wire::Anew;

impl Desk {
    pub(super) fn take_in(&mut self, heard: Heard) -> Option<u8> {
        let msg = match heard {
            Heard::End(status) => return Some(status),
            Heard::Time(time) => {
                self.time = Some(time);
                return None;
            }
            Heard::Stop => {
                self.stop();
                return None;
            }
            // There is no screen here, and no keyboard of its own.
            Heard::Ready | Heard::Written(..) | Heard::InputLost(_) | Heard::Dressed(..) => {
                return None;
            }
            Heard::Msg(msg) => msg,
        };
        self.prepare(&msg);
        let before = self.model.stage.liveness.clone();
        if self.caught_up {
            let through = self.model.stage.confirmed().through();
            self.coming.extend(Telling::news(&msg, through));
        }
        self.update(msg);
        if !self.model.stage.reads_anew() {
            let events = std::mem::take(&mut self.coming);
            let lines = Telling::lines(&self.model.stage, &events, &self.own);
            lines.into_iter().for_each(|line| self.tellings.push(line));
        }
        if self.model.stage.liveness != before {
            self.freshness(&before);
        }
        self.moved();
        None
    }

    /// Ctrl-Z stops this process, and with it a room that lives in it.
    fn stop(&mut self) {
        match self.model.stage.setting.join {
            Some(_) => self.tellings.push(Telling::Answer(KEEPS_GOING.to_owned())),
            // Without a shell to go back to there is no stopping, and nothing to do about it.
            None => drop(stop_too()),
        }
    }

    /// What has to be done before the message is taken in, as a room on a screen does it.
    fn prepare(&mut self, msg: &Msg) {
        match msg {
            Msg::Liveness(Liveness::Live) => {
                perform::fetch_me(&self.hub, &self.sender);
                perform::fetch_people(&self.hub, &self.sender);
            }
            Msg::People(people) => {
                if let Some(phones) = &self.phones {
                    phones.keep(people);
                }
            }
            Msg::Me(me) => {
                if let Some(folder) = self.outbox.take() {
                    let whose = whose(&same_hub(self.hub.address()), &me.name);
                    perform::open_outbox(&self.link, folder, whose, &self.sender);
                }
            }
            Msg::Taken { id, .. } if self.awaited == Some(*id) => self.taken = true,
            Msg::Answered { id, answer } if self.awaited == Some(*id) => {
                self.answered = Some(answer.clone());
                self.checks(*id, answer);
            }
            Msg::Answered { id, answer } => self.checks(*id, answer),
            Msg::Card { account, .. } if self.card.as_ref() == Some(account) => self.card = None,
            Msg::Replayed { refused, .. } => {
                for refused in refused {
                    let told = Telling::refused(&self.model.stage, refused);
                    self.tellings.push(told);
                }
                // They are said now; who hears them has read them.
                let ids = refused.iter().map(|refused| refused.submission.id);
                self.link.seen(ids.collect());
            }
            Msg::PutAside(path) => self.tellings.push(Telling::put_aside(path)),
            Msg::NoOutbox(why) => self.tellings.push(Telling::no_outbox(why)),
            Msg::StartOver(why) => {
                self.caught_up &= *why == Anew::OtherSight;
                self.reads_anew = matches!(self.model.stage.liveness, Liveness::Live);
            }
            _ => {}
        }
    }

    /// Whoever typed it was told that nobody knows; what comes of it is news to them.
    fn checks(&mut self, id: SubmissionId, answer: &Answer) {
        match answer {
            Answer::Unknown => {
                let mut pending = self.model.stage.pending.iter();
                let pending = pending.find(|pending| pending.submission.id == id);
                if let Some(pending) = pending {
                    self.unknown.insert(id, pending.submission.clone());
                }
            }
            Answer::Accepted(accepted) => {
                if let Some(submission) = self.unknown.remove(&id) {
                    let told = Telling::checked(&self.model.stage, &submission, accepted.outcome);
                    self.tellings.push(told);
                }
            }
            // The screen's own words say it.
            Answer::Refused(_) | Answer::NotSent(_) => drop(self.unknown.remove(&id)),
            Answer::Waiting(_) => {}
        }
    }

    pub(super) fn update(&mut self, msg: Msg) {
        let own = matches!(&msg, Msg::Answered { id, .. } if self.awaited == Some(*id));
        for effect in update(&mut self.model, msg) {
            match effect {
                Effect::KeepDrafts(all) => {
                    if let Some(kept) = &mut self.kept {
                        kept.keep(all);
                    }
                }
                Effect::FetchCard(account) => perform::fetch_card(&self.hub, account, &self.sender),
                // The model knows it by now.
                Effect::LookingAt(_) => self.looks(),
                Effect::Overdue(dues) => self.overdue(dues),
                // Nothing else is asked for where no key is pressed.
                _ => {}
            }
        }
        // What a screen opens by itself is told in words instead.
        self.model.dialogs.clear();
        self.model.stage.unread.clear();
        match own {
            // Whoever waits for it says it.
            true => self.model.stage.toast = None,
            false => self.said(),
        }
    }

    /// What the screen would show for a moment.
    pub(super) fn said(&mut self) {
        if let Some(toast) = self.model.stage.toast.take() {
            self.tellings.push(Telling::toast(&toast));
        }
    }

    fn overdue(&mut self, dues: Vec<Overdue>) {
        for due in dues {
            let refused = self.on_due.as_ref().and_then(|program| program.hand(due.clone()));
            self.tellings.push(Telling::Overdue(due));
            if let Some(why) = refused {
                self.tellings.push(Telling::Urgent(why));
            }
        }
    }

    fn freshness(&mut self, before: &Liveness) {
        let stage = &self.model.stage;
        let live = stage.liveness == Liveness::Live;
        let first = !self.caught_up && matches!(before, Liveness::Connecting { .. });
        if live && first {
            self.shown = stage.incident().map(|incident| incident.id);
        }
        self.caught_up |= live;
        // What it opens with is said as a whole, and why it is read again has been said.
        if live
            && (self.reads_anew || (first && matches!(before, Liveness::Connecting { trouble: None, .. })))
        {
            self.reads_anew = false;
            return;
        }
        if self.reads_anew && matches!(stage.liveness, Liveness::Stale { .. }) {
            return;
        }
        self.reads_anew = false;
        let telling = Telling::liveness(stage, self.hindrance.said());
        self.tellings.push(telling);
    }

    /// What is typed from now on is about another incident than before.
    pub(super) fn moved(&mut self) {
        let incident = self.model.stage.incident();
        let shown = incident.map(|incident| incident.id);
        if !self.caught_up || self.model.stage.reads_anew() || shown == self.shown {
            return;
        }
        let told = Telling::moved(&self.model.stage, self.shown, incident);
        self.shown = shown;
        self.tellings.push(told);
    }
}
