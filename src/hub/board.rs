//! What the writer has put up for everybody to read without asking it.

use super::HubError;
use super::catalogue::Catalogue;
use super::feed::{Feed, KEPT};
use super::pulse::Pulse;
use super::writer::{Done, Writer};
use crate::domain::actor::{Access, Actor};
use crate::domain::claims::{Claims, EXTEND_EVERY};
use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::incident::Incident;
use crate::domain::picture::Picture;
use crate::store::chain::Head;
use crate::store::{StoreError, TokenRow};
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use tokio::sync::watch;

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
        let start = Seq(head.0.saturating_sub(KEPT as u64));
        let hash = writer.store().hash_at(start)?;
        let lines = writer.store().events(start, KEPT)?;
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

fn deciders(picture: &Picture) -> BTreeSet<Name> {
    let held = picture.incidents().flat_map(Incident::deciders);
    held.cloned().collect()
}

fn locked<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
