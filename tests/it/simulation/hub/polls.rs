//! How the hub of a run answers a screen's question, at once or when there is news.

use super::super::world::{Happens, Life, World};
use super::{Hub, Queued, Waiting};
use jiff::Timestamp;
use std::time::Duration;
use warroom::client::ClientError;
use warroom::domain::claims::{EXTEND_EVERY, ExtendClaim};
use warroom::domain::command::Command;
use warroom::domain::ids::AccountId;
use warroom::hub::feed::{Batch, Feed, Read, Wanted};
use warroom::hub::presence::Polled;
use warroom::hub::writer::{Ask, Errand};
use warroom::store::Store;
use warroom::store::chain::Head;
use warroom::wire::{ANOTHER_LOG, LOG_ENDS_EARLIER, News, Poll, Problem};

impl World {
    pub fn poll_arrives(&mut self, life: Life, number: u64, poll: Poll) {
        let (now, clock, who) = (self.now, self.hub_clock(), self.actor(life.screen));
        let limit = self.dice.pick(&[500, 500, 500, 7]);
        let Some(hub) = &mut self.hub else {
            let refused = Err(ClientError::NotSent("no hub answers".to_owned()));
            return self.send_back(life, Happens::Polled(life, number, now, refused));
        };
        let running = Duration::from_nanos(now - hub.began_at);
        let screen = poll.screen.unwrap_or_default();
        let look = poll.looking_at.as_deref();
        let wait = Duration::from_secs(poll.wait);
        let polled = Polled {
            screen,
            who: &who,
            looking_at: look.map(Into::into),
            wait,
            has: poll.presence,
        };
        let company = hub.presence.polled(polled, running);
        if let Some(account) = look.map(|look| AccountId(look.into()))
            && hub.writer.picture().claims.on(&account).is_some_and(|claim| {
                claim.holder == who.name && clock >= EXTEND_EVERY.after(claim.extended_at)
            })
        {
            let extend = Command::ExtendClaim(ExtendClaim {
                account,
                number: None,
            });
            let (errand, by) = (Errand::Own(extend), who.clone());
            let ask = Ask { errand, by, at: None };
            hub.queue.push(Queued { ask, from: None });
        }
        let waiting = Waiting {
            number,
            wanted: Wanted {
                after: poll.after,
                mark: poll.mark,
                limit,
                incident: None,
            },
            screen,
            over: now + wait.as_nanos() as u64,
            next: now,
        };
        // A connection that was given up.
        hub.waiting.insert(life, waiting);
        let asked = !hub.queue.is_empty();
        match company {
            true => self.look_at_all(),
            false => self.look_at(life),
        }
        if asked {
            self.turn_soon();
        }
    }

    pub fn hub_looks(&mut self, life: u64) {
        let due = |hub: &&Hub| hub.life == life && hub.looks_at == self.now;
        if self.hub.as_ref().filter(due).is_some() {
            self.look_at_all();
        }
    }

    /// Answers every waiting poll for which there is something.
    pub(super) fn look_at_all(&mut self) {
        let Some(hub) = &mut self.hub else { return };
        let waiting = std::mem::take(&mut hub.waiting);
        for (life, waiting) in waiting {
            self.look(life, waiting);
        }
        self.look_again();
    }

    fn look_at(&mut self, life: Life) {
        let waiting = self.hub.as_mut().and_then(|hub| hub.waiting.remove(&life));
        if let Some(waiting) = waiting {
            self.look(life, waiting);
        }
        self.look_again();
    }

    /// Sets the timer of the polls that wait.
    fn look_again(&mut self) {
        let now = self.now;
        let Some(hub) = &mut self.hub else { return };
        let next = hub.waiting.values().map(|waiting| waiting.next).min();
        let next = next.unwrap_or(u64::MAX);
        if next != hub.looks_at {
            hub.looks_at = next;
            let life = hub.life;
            if next < u64::MAX {
                self.after(next.saturating_sub(now), Happens::Look(life));
            }
        }
    }

    fn look(&mut self, life: Life, mut waiting: Waiting) {
        let now = self.now;
        let Some(hub) = &mut self.hub else { return };
        let running = Duration::from_nanos(now - hub.began_at);
        let mut read = hub.feed.read(&waiting.wanted);
        if read == Read::Older {
            read = older(hub.writer.store(), &waiting.wanted);
        }
        let batch = match read {
            Read::News(batch) => batch,
            Read::Ended { .. } | Read::Older => return self.other_log(life, waiting, LOG_ENDS_EARLIER),
            Read::Another => return self.other_log(life, waiting, ANOTHER_LOG),
            Read::Nothing { through, mark } => {
                (waiting.wanted.after, waiting.wanted.mark) = (through, Some(mark));
                let rest = hub.presence.rest(waiting.screen, running);
                if waiting.over > now && rest != Some(Duration::ZERO) {
                    let rest = rest.map_or(u64::MAX, |rest| rest.as_nanos() as u64);
                    waiting.next = waiting.over.min(now.saturating_add(rest));
                    hub.waiting.insert(life, waiting);
                    return;
                }
                waiting.wanted.of([])
            }
        };
        self.answer(life, waiting, batch);
    }

    fn answer(&mut self, life: Life, waiting: Waiting, batch: Batch) {
        let (now, clock) = (self.now, self.hub_now());
        let (Some(hub), Some(clock)) = (&mut self.hub, clock) else {
            return;
        };
        let running = Duration::from_nanos(now - hub.began_at);
        let jsons: Vec<&str> = batch.lines.iter().map(|told| told.line.json.as_str()).collect();
        let after = batch.through.0 - jsons.len() as u64;
        let told = hub.presence.tell(waiting.screen, running);
        let news = News {
            now: clock,
            rate: 1.0,
            through: batch.through,
            mark: batch.mark,
            more: batch.more,
            events: jsons
                .iter()
                .map(|json| serde_json::from_str(json).unwrap())
                .collect(),
            presence: told.as_ref().map(|company| company.version),
            present: told.map(|company| company.present.clone()),
        };
        let holds = self.oracle.told(after, &jsons);
        self.check(holds);
        self.send_back(life, Happens::Polled(life, waiting.number, now, Ok(news)));
    }

    fn other_log(&mut self, life: Life, waiting: Waiting, word: &str) {
        let problem = Problem {
            refusal: Some(word.to_owned()),
            ..Problem::new(409, "another log", word)
        };
        let refused = Err(ClientError::Refused(problem));
        let now = self.now;
        self.send_back(life, Happens::Polled(life, waiting.number, now, refused));
    }
}

/// What is no longer in memory, or never was.
fn older(store: &mut Store, wanted: &Wanted) -> Read {
    let before = Head {
        seq: wanted.after,
        hash: store.hash_at(wanted.after).unwrap(),
    };
    let lines = store.events(wanted.after, wanted.limit).unwrap();
    match Feed::new(before, lines, Timestamp::MIN).read(wanted) {
        Read::News(batch) => Read::News(Batch {
            more: batch.through < store.head(),
            ..batch
        }),
        other => other,
    }
}
