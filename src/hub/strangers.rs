//! Connections that have not yet shown who they are: only so many, so that those who have always find room.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// The newest of them stay. Clones share them.
#[derive(Clone)]
pub struct Strangers {
    waiting: Arc<Mutex<VecDeque<Arc<Newcomer>>>>,
    most: usize,
}

/// One connection, until a good token has come over it.
#[derive(Debug, Default)]
pub struct Newcomer {
    known: AtomicBool,
    out: Notify,
}

impl Newcomer {
    /// A good token has come over it.
    pub fn is_known(&self) {
        self.known.store(true, Ordering::Relaxed);
    }

    /// Waits until it has to make room.
    pub async fn sent_away(&self) {
        self.out.notified().await;
    }
}

impl Strangers {
    pub fn new(most: usize) -> Self {
        Strangers {
            waiting: Arc::default(),
            most,
        }
    }

    /// One more; where there are too many, the one that has been here longest without a word has to go.
    pub fn enter(&self) -> Arc<Newcomer> {
        let newcomer = Arc::new(Newcomer::default());
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= self.most {
            // Nobody else holds one whose connection has ended.
            waiting.retain(|one| !one.known.load(Ordering::Relaxed) && Arc::strong_count(one) > 1);
        }
        if waiting.len() >= self.most
            && let Some(oldest) = waiting.pop_front()
        {
            oldest.out.notify_one();
        }
        waiting.push_back(newcomer.clone());
        newcomer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::{Context, Waker};

    fn gone(newcomer: &Newcomer) -> bool {
        let mut away = Box::pin(newcomer.sent_away());
        away.as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
            .is_ready()
    }

    #[test]
    fn the_oldest_stranger_makes_room_and_who_is_known_stays() {
        let strangers = Strangers::new(3);
        let (known, silent, left) = (strangers.enter(), strangers.enter(), strangers.enter());
        known.is_known();
        drop(left);
        let later = [strangers.enter(), strangers.enter()];
        assert!(!gone(&known) && !gone(&silent), "there was room");
        let last = strangers.enter();
        assert!(gone(&silent));
        assert!(!gone(&known) && !gone(&last) && later.iter().all(|one| !gone(one)));
    }
}
