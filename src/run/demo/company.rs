//! The screens of the cast: each person has one from their first act on, so that the room shows who is in it.

use crate::client::connection::{Address, Hub, Reach};
use crate::domain::actor::{Access, Actor};
use crate::domain::ids::Name;
use crate::wire::Poll;
use std::collections::BTreeSet;
use tokio::task::JoinSet;
use uuid::Uuid;

/// Seconds a poll waits for news.
const WAIT: u64 = 20;

/// They leave when this is dropped.
#[derive(Debug)]
pub struct Company {
    address: Address,
    here: BTreeSet<Name>,
    screens: JoinSet<()>,
}

impl Company {
    /// Nobody is there yet; `address` is where the hub is.
    pub fn at(address: Address) -> Self {
        Company {
            address,
            here: BTreeSet::new(),
            screens: JoinSet::new(),
        }
    }

    /// Comes into the room, unless it is a monitor or there already.
    pub fn enter(&mut self, who: &Actor) {
        if who.access == Access::Source || !self.here.insert(who.name.clone()) {
            return;
        }
        let screen = Hub::new(Reach {
            address: self.address.clone(),
            token: None,
            speak_as: Some(who.name.clone()),
            ca: None,
        });
        match screen {
            Ok(screen) => drop(self.screens.spawn(stay(screen))),
            Err(error) => tracing::debug!("{} has no screen: {error}", who.name),
        }
    }
}

/// Asks for news until the hub is gone. It looks at no account: that would keep claims alive which are to run out.
async fn stay(hub: Hub) {
    let mut poll = Poll {
        wait: WAIT,
        screen: Some(Uuid::new_v4()),
        ..Poll::default()
    };
    while let Ok(news) = hub.poll(&poll, || ()).await {
        poll.after = news.through;
    }
}
