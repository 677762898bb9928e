//! What the writer has put up for everybody to read without asking it.

use super::HubError;
use super::catalogue::Catalogue;
use super::feed::{Feed, KEPT};
use super::writer::{Done, Writer};
use crate::domain::claims::{Claims, EXTEND_EVERY};
use crate::domain::ids::{AccountId, Name, Seq};
use crate::store::chain::Head;
use crate::store::{StoreError, TokenRow};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

pub struct Board {
    pub feed: Feed,
    catalogue: RwLock<Arc<Catalogue>>,
    tokens: RwLock<Arc<[TokenRow]>>,
    claims: RwLock<HashMap<AccountId, InUse>>,
    trouble: AtomicBool,
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
        let board = Board {
            feed: Feed::new(Head { seq: start, hash }, lines, writer.last_at()),
            catalogue: RwLock::new(Arc::new(Catalogue::new(writer.reference().clone()))),
            tokens: RwLock::new(Arc::new([])),
            claims: RwLock::new(in_use(&writer.picture().claims)),
            trouble: AtomicBool::new(false),
        };
        board.tokens_changed(writer)?;
        Ok(board)
    }

    /// Puts up what a turn came to; whoever waits for news is woken last.
    pub fn publish(&self, done: &mut Done, writer: &Writer) {
        self.trouble.store(writer.trouble().is_some(), Ordering::Relaxed);
        if done.directory_changed {
            *locked(&self.catalogue) = Arc::new(Catalogue::new(writer.reference().clone()));
        }
        if !done.lines.is_empty() {
            *locked(&self.claims) = in_use(&writer.picture().claims);
            self.feed
                .publish(std::mem::take(&mut done.lines), writer.last_at());
        }
    }

    pub fn tokens_changed(&self, writer: &mut Writer) -> Result<(), StoreError> {
        let tokens = writer.store().tokens()?;
        *locked(&self.tokens) = tokens.into_iter().filter(|token| !token.revoked).collect();
        Ok(())
    }

    /// The tokens that are good.
    pub fn tokens(&self) -> Arc<[TokenRow]> {
        self.tokens.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Nothing could be recorded when it was last tried.
    pub fn trouble(&self) -> bool {
        self.trouble.load(Ordering::Relaxed)
    }

    /// A holder looks at an account they have claimed, and its claim may be extended by now.
    pub fn extendable(&self, account: &str, by: &Name, now: Timestamp) -> bool {
        let claims = self.claims.read().unwrap_or_else(PoisonError::into_inner);
        claims
            .get(account)
            .is_some_and(|claim| claim.holder == *by && now >= EXTEND_EVERY.after(claim.extended_at))
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
