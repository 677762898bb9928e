//! What the writer has put up for everybody to read without asking it.

use super::HubError;
use super::catalogue::Catalogue;
use super::feed::Feed;
use super::pulse::Pulse;
use super::writer::{Done, Writer};
use crate::domain::actor::{Access, Actor};
use crate::domain::claims::{Claims, EXTEND_EVERY};
use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::outline::deciders;
use crate::store::chain::Head;
use crate::store::{StoreError, TokenRow};
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use tokio::sync::watch;

/// Lines in memory at the start, so that it takes the same time after a year as after a day. Earlier ones come in while
/// nobody asks for anything, so many at once.
const AT_THE_START: usize = 2_000;
const AT_ONCE: usize = 200;

pub struct Board {
    pub feed: Feed,
    catalogue: RwLock<Arc<Catalogue>>,
    /// Those that were not revoked; some may have expired.
    tokens: watch::Sender<Arc<[TokenRow]>>,
    claims: RwLock<HashMap<AccountId, InUse>>,
    /// Who decides on credits, in any incident.
    deciders: RwLock<BTreeSet<Name>>,
    pulse: Mutex<Pulse>,
}

/// What matters of a claim to whoever sees its holder at work.
struct InUse {
    holder: Name,
    extended_at: Timestamp,
}

impl Board {
    /// Puts up what there is at the start.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn new(writer: &mut Writer) -> Result<Self, HubError> {
        let head = writer.picture().through();
        let start = Seq(head.0.saturating_sub(AT_THE_START as u64));
        let hash = writer.store().hash_at(start)?;
        let lines = writer.store().events(start, AT_THE_START)?;
        let catalogue = Arc::new(Catalogue::new(writer.reference().clone()));
        prepare(catalogue.clone());
        let board = Board {
            feed: Feed::new(Head { seq: start, hash }, lines, writer.last_at()),
            catalogue: RwLock::new(catalogue),
            tokens: watch::Sender::new(Arc::new([])),
            claims: RwLock::new(in_use(&writer.picture().claims)),
            deciders: RwLock::new(deciders(writer.picture())),
            pulse: Mutex::default(),
        };
        board.tokens_changed(writer)?;
        Ok(board)
    }

    /// Puts up what a turn came to; whoever waits for news is woken last.
    pub fn publish(&self, done: &mut Done, writer: &Writer) {
        if let Some(changed) = &done.directory {
            let before = self.catalogue();
            let next = Arc::new(before.after(changed, writer.reference().clone()));
            if next.anew(&before) {
                prepare(next.clone());
            }
            *locked(&self.catalogue) = next;
        }
        if !done.lines.is_empty() {
            *locked(&self.claims) = in_use(&writer.picture().claims);
            *locked(&self.deciders) = deciders(writer.picture());
            self.feed
                .publish(std::mem::take(&mut done.lines), writer.last_at());
        }
    }

    /// Takes a few earlier lines into memory; whether there are more that belong there.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn look_back(&self, writer: &mut Writer) -> Result<bool, StoreError> {
        let Some((first, room)) = self.feed.room() else {
            return Ok(false);
        };
        let limit = room.min(AT_ONCE).min(usize::try_from(first.0).unwrap_or(AT_ONCE));
        let seq = Seq(first.0 - limit as u64);
        let hash = writer.store().hash_at(seq)?;
        let lines = writer.store().events(seq, limit)?;
        self.feed.earlier(Head { seq, hash }, lines);
        Ok(self.feed.room().is_some())
    }

    pub fn tokens_changed(&self, writer: &mut Writer) -> Result<(), StoreError> {
        let tokens = writer.store().tokens()?;
        let tokens = tokens.into_iter().filter(|token| !token.revoked);
        self.tokens.send_replace(tokens.collect());
        Ok(())
    }

    /// The tokens that were not revoked; some may have expired.
    pub fn tokens(&self) -> Arc<[TokenRow]> {
        self.tokens.borrow().clone()
    }

    /// The same as they change.
    pub fn follow_tokens(&self) -> watch::Receiver<Arc<[TokenRow]>> {
        self.tokens.subscribe()
    }

    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What is wrong with recording.
    pub fn pulse(&self) -> MutexGuard<'_, Pulse> {
        self.pulse.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether somebody sees what a credit comes to before it is approved.
    pub fn decides(&self, who: &Actor) -> bool {
        let deciders = self.deciders.read().unwrap_or_else(PoisonError::into_inner);
        who.access == Access::Admin || deciders.contains(&who.name)
    }

    /// A holder looks at an account they have claimed, and its claim may be extended by now.
    pub fn extendable(&self, account: &str, by: &Name, now: Timestamp) -> bool {
        let claims = self.claims.read().unwrap_or_else(PoisonError::into_inner);
        claims
            .get(account)
            .is_some_and(|claim| claim.holder == *by && now >= EXTEND_EVERY.after(claim.extended_at))
    }
}

/// A large list takes a second to be put in order, which neither the writer nor the first who asks should wait for.
fn prepare(catalogue: Arc<Catalogue>) {
    let thread = std::thread::Builder::new().name("lists".to_owned());
    if let Err(error) = thread.spawn(move || catalogue.prepare()) {
        tracing::warn!("the lists are put in order only when somebody looks for a name: {error}");
    }
}

fn in_use(claims: &Claims) -> HashMap<AccountId, InUse> {
    let live = claims.live().map(|claim| {
        let in_use = InUse {
            holder: claim.holder.clone(),
            extended_at: claim.extended_at,
        };
        (claim.account.clone(), in_use)
    });
    live.collect()
}

fn locked<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
