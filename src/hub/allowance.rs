//! How much one token may ask for, so that none starves the others: so many requests a second, and so many at a time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How much anybody may have of the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests a second of one token in the long run.
    pub rate: u32,
    /// Seconds' worth of requests that may come at once after a quiet while.
    pub burst: u32,
    /// Requests of one token that are under way at a time; most of them are waiting polls.
    pub under_way: usize,
    /// Connections of one address beyond this machine. A proxy has but one address, and is exempt.
    pub connections: usize,
}

impl Default for Limits {
    /// A person's screen asks a few times a second at most; a wall in every room may share a token.
    fn default() -> Self {
        Limits {
            rate: 1_000,
            burst: 10,
            under_way: 4_000,
            connections: 3_000,
        }
    }
}

/// Who has had how much. Clones share it.
#[derive(Clone, Debug)]
pub struct Allowance {
    limits: Limits,
    tokens: Arc<Mutex<HashMap<[u8; 32], Account>>>,
    addresses: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Account {
    /// When what was asked is made up for, in the hub's running time.
    settled: Duration,
    under_way: usize,
}

/// A request that is under way until this is dropped.
#[derive(Debug)]
pub struct UnderWay {
    allowance: Allowance,
    key: [u8; 32],
}

/// A connection that is there until this is dropped.
#[derive(Debug)]
pub struct Connected {
    allowance: Allowance,
    address: IpAddr,
}

impl Allowance {
    pub fn new(limits: Limits) -> Self {
        Allowance {
            limits,
            tokens: Arc::default(),
            addresses: Arc::default(),
        }
    }

    /// One more request of a token; `now` is the hub's running time.
    ///
    /// # Errors
    /// Too much; how long to wait.
    pub fn take(&self, key: [u8; 32], now: Duration) -> Result<UnderWay, Duration> {
        let each = Duration::from_secs(1) / self.limits.rate.max(1);
        let burst = Duration::from_secs(self.limits.burst.into());
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let account = tokens.entry(key).or_default();
        let settled = account.settled.max(now) + each;
        if let Some(wait) = settled.checked_sub(now + burst).filter(|wait| !wait.is_zero()) {
            return Err(wait);
        }
        if account.under_way >= self.limits.under_way {
            return Err(Duration::from_secs(1));
        }
        account.settled = settled;
        account.under_way += 1;
        Ok(UnderWay {
            allowance: self.clone(),
            key,
        })
    }

    /// One more connection from an address; `None`: it has enough of them.
    pub fn connect(&self, address: IpAddr) -> Option<Connected> {
        let mut addresses = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        let open = addresses.entry(address).or_default();
        if *open >= self.limits.connections {
            return None;
        }
        *open += 1;
        Some(Connected {
            allowance: self.clone(),
            address,
        })
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut tokens = self.allowance.tokens.lock();
        let tokens = tokens.as_deref_mut();
        // Only good tokens have an account, so that there are never many.
        if let Some(account) = tokens.ok().and_then(|tokens| tokens.get_mut(&self.key)) {
            account.under_way -= 1;
        }
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        let Ok(mut addresses) = self.allowance.addresses.lock() else {
            return;
        };
        if let Some(open) = addresses.get_mut(&self.address) {
            *open -= 1;
            if *open == 0 {
                addresses.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        rate: 10,
        burst: 2,
        under_way: 3,
        connections: 2,
    };

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_storm_of_one_token_is_told_how_long_to_wait_and_another_is_not_held_up() {
        let allowance = Allowance::new(LIMITS);
        for _ in 0..20 {
            allowance.take([1; 32], ms(0)).unwrap();
        }
        assert_eq!(allowance.take([1; 32], ms(0)).unwrap_err(), ms(100));
        assert_eq!(allowance.take([1; 32], ms(40)).unwrap_err(), ms(60));
        assert!(allowance.take([2; 32], ms(40)).is_ok());
        assert!(allowance.take([1; 32], ms(100)).is_ok(), "after that long");
        assert!(allowance.take([1; 32], ms(100)).is_err(), "and no sooner");
    }

    #[test]
    fn only_so_many_requests_of_a_token_wait_at_a_time() {
        let allowance = Allowance::new(LIMITS);
        let mut waiting: Vec<_> = (0..3).map(|_| allowance.take([1; 32], ms(0)).unwrap()).collect();
        assert!(allowance.take([1; 32], ms(0)).is_err());
        assert!(allowance.take([2; 32], ms(0)).is_ok());
        waiting.pop();
        assert!(allowance.take([1; 32], ms(0)).is_ok());
    }

    #[test]
    fn an_address_has_only_so_many_connections_and_gets_them_back() {
        let allowance = Allowance::new(LIMITS);
        let address = |last| IpAddr::from([192, 0, 2, last]);
        let open: Vec<_> = (0..2).map(|_| allowance.connect(address(1)).unwrap()).collect();
        assert!(allowance.connect(address(1)).is_none());
        assert!(allowance.connect(address(2)).is_some());
        drop(open);
        assert!(allowance.connect(address(1)).is_some());
    }
}
