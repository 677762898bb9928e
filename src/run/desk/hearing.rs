//! What a desk makes of what it hears: the model of a screen without its drawing, and words for whoever listens.

use super::Desk;
use crate::run::heard::Heard;
use crate::run::held::whose;
use crate::run::paths::same_hub;
use crate::run::perform;
use crate::run::telling::Telling;
use crate::tui::effect::Effect;
use crate::tui::msg::{Liveness, Msg};
use crate::tui::update::update;
use std::collections::BTreeSet;

impl Desk {
    pub(super) fn take_in(&mut self, heard: Heard) -> Option<u8> {
        let msg = match heard {
            Heard::End(status) => return Some(status),
            Heard::Time(time) => {
                self.time = Some(time);
                return None;
            }
            // There is no screen here, and no keyboard of its own.
            Heard::Stop | Heard::Ready | Heard::Written(..) | Heard::InputLost(_) | Heard::Dressed(..) => {
                return None;
            }
            Heard::Msg(msg) => msg,
        };
        self.prepare(&msg);
        let before = self.model.stage.liveness.clone();
        let news = Telling::news(&msg, self.caught_up);
        self.update(msg);
        if let Some(events) = news {
            self.tellings
                .extend(Telling::lines(&self.model.stage, &events, &self.own));
        }
        if self.model.stage.liveness != before {
            self.freshness(&before);
        }
        self.newly_overdue();
        None
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
            }
            Msg::Replayed { refused, .. } => {
                let told = refused
                    .iter()
                    .map(|refused| Telling::refused(&self.model.stage, refused));
                self.tellings.extend(told);
                // They are said now; who hears them has read them.
                let ids = refused.iter().map(|refused| refused.submission.id);
                self.link.seen(ids.collect());
            }
            Msg::PutAside(path) => self.tellings.push(Telling::put_aside(path)),
            Msg::NoOutbox(why) => self.tellings.push(Telling::no_outbox(why)),
            Msg::StartOver => self.caught_up = false,
            _ => {}
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

    fn freshness(&mut self, before: &Liveness) {
        let stage = &self.model.stage;
        if !self.caught_up {
            self.caught_up = stage.liveness == Liveness::Live;
            // Those that are overdue by then are counted when it opens.
            self.overdue = Telling::overdue(stage).map(|(key, _)| key).collect();
            if self.caught_up && matches!(before, Liveness::Connecting { trouble: None, .. }) {
                return;
            }
        }
        let telling = Telling::liveness(stage, self.hindrance.said());
        self.tellings.push(telling);
    }

    fn newly_overdue(&mut self) {
        if !self.caught_up {
            return;
        }
        let now: BTreeSet<String> = Telling::overdue(&self.model.stage).map(|(key, _)| key).collect();
        // What was seen to meanwhile is not told any more.
        self.newly.retain(|key| now.contains(key));
        self.newly.extend(now.difference(&self.overdue).cloned());
        self.overdue = now;
    }
}
