//! What goes on beside the requests: begun again where a defect has ended it, and told of, so that nothing looks alive
//! that is not.

use super::board::Board;
use crate::clock::Clock;
use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::watch;

/// After a defect it begins again this much later, after another one in twice the time.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// Whoever starts something that has to go on as long as the hub does starts it here.
#[derive(Clone)]
pub struct Tended {
    clock: Clock,
    board: Arc<Board>,
    stopping: watch::Receiver<bool>,
}

impl Tended {
    pub fn new(clock: Clock, board: Arc<Board>, stopping: watch::Receiver<bool>) -> Self {
        Tended {
            clock,
            board,
            stopping,
        }
    }

    /// Starts what `begin` gives, and again whenever a defect has ended it, until it ends by itself or the hub stops.
    /// `what` it is, for the hub's own log.
    pub fn start<W>(&self, what: impl Into<String>, begin: impl FnMut() -> W + Send + 'static)
    where
        W: Future<Output = ()> + Send + 'static,
    {
        let (tended, what) = (self.clone(), what.into());
        let mut stopping = self.stopping.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = tended.tend(&what, begin) => {}
                // Stopped, or gone without a word.
                _ = stopping.wait_for(|stopping| *stopping) => {}
            }
        });
    }

    async fn tend<W: Future<Output = ()>>(&self, what: &str, mut begin: impl FnMut() -> W) {
        let mut pauses = Pauses::default();
        loop {
            let began = self.clock.running();
            let Err(defect) = caught(async { begin().await }).await else {
                return;
            };
            let now = self.clock.running();
            let pause = pauses.next(now.saturating_sub(began));
            tracing::error!(
                "a defect has ended {what}, which begins again in {} s: {}",
                pause.as_secs(),
                words(defect.as_ref())
            );
            self.board.pulse().defect(now + pause);
            tokio::time::sleep(pause).await;
        }
    }
}

/// How long it rests after each defect.
#[derive(Clone, Copy, Debug, Default)]
struct Pauses {
    in_a_row: u32,
}

impl Pauses {
    /// `ran`: how long it went on this time. One that did for long has no more to do with those before.
    fn next(&mut self, ran: Duration) -> Duration {
        if ran >= LONGEST {
            self.in_a_row = 0;
        }
        let pause = FIRST.saturating_mul(1 << self.in_a_row.min(16)).min(LONGEST);
        self.in_a_row += 1;
        pause
    }
}

/// Does the work; the defect that ended it, if one did.
pub async fn caught<T>(work: impl Future<Output = T>) -> Result<T, Box<dyn Any + Send>> {
    let mut work = pin!(work);
    let done = poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        match polled {
            Ok(polled) => polled.map(Ok),
            Err(defect) => Poll::Ready(Err(defect)),
        }
    });
    done.await
}

/// What a defect said.
pub fn words(defect: &(dyn Any + Send)) -> &str {
    let owned = defect.downcast_ref::<String>().map(String::as_str);
    let words = owned.or_else(|| defect.downcast_ref::<&str>().copied());
    words.unwrap_or("a panic without words")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_defect_in_a_row_is_waited_after_longer_and_after_a_good_while_it_is_the_first_again() {
        let mut pauses = Pauses::default();
        let mut after = |seconds| pauses.next(Duration::from_secs(seconds)).as_secs();
        let row: Vec<u64> = [0, 5, 59, 0, 0, 0, 0, 0].map(&mut after).to_vec();
        assert_eq!(row, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!([60, 0].map(&mut after), [1, 2]);
    }

    #[tokio::test]
    async fn a_defect_is_caught_with_its_words_before_and_after_a_wait_and_what_ends_well_is_given_back() {
        let early = caught(async { panic!("no {}", "list") }).await;
        let late = caught(async {
            tokio::task::yield_now().await;
            panic!("no list")
        });
        for defect in [early, late.await] {
            let defect: Box<dyn Any + Send> = defect.map(|(): ()| ()).unwrap_err();
            assert_eq!(words(defect.as_ref()), "no list");
        }
        assert!(matches!(caught(async { 7 }).await, Ok(7)));
    }
}
