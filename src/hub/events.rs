//! `GET /v1/events`: what happened after a place in the log, waited for if need be.

use super::Shared;
use super::accounts::view;
use super::auth::{Pass, Reader};
use super::feed::{Batch, Read, Wanted};
use super::mask::Sight;
use super::pieces::Pieces;
use super::presence::{Call, Company, Polled, Presence};
use super::problem::Refused;
use super::reply::json;
use crate::domain::actor::Actor;
use crate::domain::claims::ExtendClaim;
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, Seq};
use crate::domain::text::Clean;
use crate::wire::{
    ANOTHER_LOG, LARGEST, LOG_ENDS_EARLIER, LONGEST_WAIT, MOST_EVENTS, PAGE, Poll, Problem, READ_ANEW,
};
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::Response;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// What a screen shows is a word or an id, not a novel.
const LONGEST_LOOK: usize = 200;

pub async fn events(
    State(shared): State<Arc<Shared>>,
    Reader(who): Reader,
    pass: Pass,
    uri: Uri,
) -> Result<Response, Refused> {
    let poll = Query::<Poll>::try_from_uri(&uri)
        .map_err(|error| Refused::bad(error.body_text()))?
        .0;
    let (wanted, view) = (wanted(&poll)?, view(&who)?);
    let sight = Sight::of(view, shared.board.decides(&who));
    let seat = Seat::take(&shared, &who, &poll);
    if seat.sees_anew(sight) && poll.after > Seq(0) {
        return Err(read_anew());
    }
    let wait = Duration::from_secs(poll.wait.min(LONGEST_WAIT));
    let _waiting = shared.counters.waiting();
    let batch = tokio::select! {
        batch = news(&shared, wanted, &seat, wait) => batch?,
        // Whoever is let in no more hears no more either.
        () = pass.over(&shared), if !wait.is_zero() => return Err(Refused::unknown()),
    };
    let present = seat.tell();
    let body = Pieces::new(
        shared.now(),
        shared.clock.rate(),
        batch,
        present.as_deref(),
        sight,
    );
    Ok(json(Body::new(body)))
}

fn wanted(poll: &Poll) -> Result<Wanted, Refused> {
    let limit = poll.limit.map(|limit| limit as u64);
    let counts = [
        ("after", Some(poll.after.0)),
        ("wait", Some(poll.wait)),
        ("presence", poll.presence),
        ("limit", limit),
    ];
    if let Some((name, _)) = counts.iter().find(|(_, count)| *count > Some(LARGEST)) {
        return Err(Refused::bad(format!("{name} can be {LARGEST} at most")));
    }
    let incident = poll.incident.as_deref().map(str::parse).transpose();
    Ok(Wanted {
        after: poll.after,
        mark: poll.mark,
        limit: poll.limit.unwrap_or(PAGE).clamp(1, MOST_EVENTS),
        incident: incident.map_err(Refused::bad)?,
    })
}

/// Waits from the place asked for until there is news, or something to tell about who is here.
async fn news(
    shared: &Shared,
    mut wanted: Wanted,
    seat: &Seat<'_>,
    wait: Duration,
) -> Result<Batch, Refused> {
    // Both are taken before the first look, so that nothing falls between the look and the wait.
    let mut feed = shared.board.feed.follow();
    let mut company = shared.company.subscribe();
    let mut stopping = shared.stopping.clone();
    let over = tokio::time::sleep(wait);
    tokio::pin!(over);
    loop {
        company.mark_unchanged();
        match feed.look(&wanted) {
            Read::News(batch) => return Ok(batch),
            Read::Older => return older(shared, wanted).await,
            Read::Ended { head } => return Err(ended(&wanted, head)),
            Read::Another => return Err(another(&wanted)),
            Read::Nothing { through, mark } => {
                wanted.after = through;
                wanted.mark = Some(mark);
            }
        }
        let rest = seat.rest();
        if wait.is_zero() || rest == Some(Duration::ZERO) || *stopping.borrow() {
            break;
        }
        tokio::select! {
            () = feed.changed() => {}
            _ = company.changed() => {}
            () = tokio::time::sleep(rest.unwrap_or(wait)), if rest.is_some() => {}
            () = &mut over => break,
            _ = stopping.changed() => break,
        }
    }
    Ok(wanted.of([]))
}

/// What is no longer in memory.
async fn older(shared: &Shared, wanted: Wanted) -> Result<Batch, Refused> {
    match shared.handle.older(wanted).await.map_err(Refused::unavailable)? {
        Read::News(batch) => Ok(batch),
        Read::Another => Err(another(&wanted)),
        // Cannot be: it is older than what is in memory.
        Read::Ended { head } => Err(ended(&wanted, head)),
        Read::Nothing { .. } | Read::Older => Ok(wanted.of([])),
    }
}

fn another(wanted: &Wanted) -> Refused {
    let detail = format!(
        "event {} of this log is not the one you know under that number; it is another log than before, so read it \
         from 0",
        wanted.after
    );
    Refused(Problem {
        refusal: Some(ANOTHER_LOG.to_owned()),
        ..Problem::new(409, "another log", detail)
    })
}

fn ended(wanted: &Wanted, head: Seq) -> Refused {
    let detail = format!(
        "the log ends at {head} and cannot be read from {}; it is another log than before, so read it from 0",
        wanted.after
    );
    Refused(Problem {
        refusal: Some(LOG_ENDS_EARLIER.to_owned()),
        ..Problem::new(409, "another log", detail)
    })
}

/// Whoever has taken a duty, or given it away, sees more or less of the same lines: it reads them again.
fn read_anew() -> Refused {
    let detail = "your duty shows you other parts of the log than before, so read it from 0";
    Refused(Problem {
        refusal: Some(LOG_ENDS_EARLIER.to_owned()),
        ..Problem::new(409, READ_ANEW, detail)
    })
}

/// A screen's place in the room while it polls; nobody's for a poll without a screen's id.
struct Seat<'a> {
    shared: &'a Arc<Shared>,
    screen: Option<Uuid>,
}

impl<'a> Seat<'a> {
    fn take(shared: &'a Arc<Shared>, who: &Actor, poll: &Poll) -> Self {
        let seat = Seat {
            shared,
            screen: poll.screen,
        };
        let Some(screen) = poll.screen else {
            return seat;
        };
        let look = poll.looking_at.as_deref().map(|look| {
            let end = look.floor_char_boundary(LONGEST_LOOK);
            Clean::line(&look[..end])
        });
        seat.keep_claim(who, look.as_ref());
        let polled = Polled {
            screen,
            who,
            looking_at: look,
            wait: Duration::from_secs(poll.wait.min(LONGEST_WAIT)),
            has: poll.presence,
        };
        let (changed, first) = seat.room(|room, now| (room.polled(polled, now), room.comes_first(&who.name)));
        if first {
            shared.handle.here(who.name.clone());
        }
        if changed {
            seat.call();
        }
        seat
    }

    /// Has those who wait look who is here.
    fn call(&self) {
        match self.room(|room, now| room.call(now)) {
            Call::Now => {
                self.shared.company.send_replace(());
            }
            Call::Later(rest) => {
                let shared = self.shared.clone();
                self.shared.tended.start("the call for who is here", move || {
                    let shared = shared.clone();
                    async move {
                        tokio::time::sleep(rest).await;
                        room(&shared, |room, now| room.called(now));
                        shared.company.send_replace(());
                    }
                });
            }
            Call::Not => {}
        }
    }

    /// A claim is in use while its holder's screen shows the account.
    fn keep_claim(&self, who: &Actor, looking_at: Option<&Clean>) {
        let now = self.shared.now();
        let Some(account) = looking_at.filter(|look| self.shared.board.extendable(look, &who.name, now))
        else {
            return;
        };
        let extend = Command::ExtendClaim(ExtendClaim {
            account: AccountId(account.clone()),
            number: None,
        });
        self.shared.handle.own_aside(extend, who.clone());
    }

    /// Whether this screen saw another part of the log at its last poll.
    fn sees_anew(&self, sight: Sight) -> bool {
        let Some(screen) = self.screen else {
            return false;
        };
        self.room(|room, _| room.sees_anew(screen, sight))
    }

    fn tell(&self) -> Option<Arc<Company>> {
        let screen = self.screen?;
        let (told, lists) = self.room(|room, now| (room.tell(screen, now), room.lists()));
        self.shared.counters.company_lists(lists);
        told
    }

    fn rest(&self) -> Option<Duration> {
        let screen = self.screen?;
        self.room(|room, now| room.rest(screen, now))
    }

    fn room<T>(&self, act: impl FnOnce(&mut Presence, Duration) -> T) -> T {
        room(self.shared, act)
    }
}

fn room<T>(shared: &Shared, act: impl FnOnce(&mut Presence, Duration) -> T) -> T {
    let mut room = shared.presence.lock().unwrap_or_else(PoisonError::into_inner);
    act(&mut room, shared.clock.running())
}
