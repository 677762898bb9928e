//! Asks now and then that accounts whose person is not here go to who stands in.
//!
//! What comes of it is decided as everything is; only who is here is not in the log.

use super::Shared;
use crate::domain::actor::Actor;
use crate::domain::assignments::BackUpAccounts;
use crate::domain::command::Command;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often it is looked.
const EVERY: Duration = Duration::from_secs(20);
/// After a start screens need a while to come back: nobody is absent at the first looks.
const AT_FIRST: u32 = 9;

/// Begins to look, until the hub stops. The cast of a rehearsal comes and goes as its script has it, so there it does
/// not.
pub fn watch(shared: &Arc<Shared>) {
    if shared.clock.is_real() {
        let seen = shared.clone();
        shared
            .tended
            .start("the look for who is absent", move || look(seen.clone()));
    }
}

async fn look(shared: Arc<Shared>) {
    let mut look = interval(EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut before = AT_FIRST;
    loop {
        look.tick().await;
        match before.checked_sub(1) {
            Some(left) => before = left,
            None => shared.handle.own_aside(back_up(&shared), Actor::hub()),
        }
    }
}

fn back_up(shared: &Shared) -> Command {
    let now = shared.clock.running();
    let mut room = shared.presence.lock().unwrap_or_else(PoisonError::into_inner);
    Command::BackUpAccounts(BackUpAccounts {
        present: room.names(now).into_iter().collect(),
    })
}
