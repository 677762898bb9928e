//! What a vendor tells of what it was asked: how a delivery ended, what a round of reading brought, what a check found.

use super::call::{Failure, Left};
use super::{Delivery, FetchError};
use crate::domain::dispatches::Came;
use crate::domain::text::Clean;

/// What came of bringing something there.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// To be recorded; never [`Came::Begun`].
    Came(Came),
    /// Nothing is there, and it goes there later by itself: why not now, and how long they ask us to wait.
    Later(FetchError),
}

impl End {
    pub fn delivered(receipt: impl Into<Option<Clean>>, place: impl Into<Option<Clean>>) -> End {
        End::Came(Came::Delivered {
            receipt: receipt.into(),
            place: place.into(),
        })
    }

    pub fn refused(why: impl Into<Clean>) -> End {
        End::Came(Came::Refused { why: why.into() })
    }

    pub fn unknown(why: impl Into<Clean>) -> End {
        End::Came(Came::Unknown { why: why.into() })
    }

    /// What a failure comes to. `said`: the vendor's own words, read from [`Failure::body`].
    /// `safe`: sending it again does nothing twice, so that a lost answer is no trouble.
    pub fn of(failure: &Failure, said: Option<Clean>, safe: bool) -> End {
        let why = || match &said {
            Some(said) => Clean::from(format!("{} ({said})", failure.error)),
            None => Clean::from(failure.error.to_string()),
        };
        match (failure.left, failure.passes(), safe) {
            (Left::Perhaps, _, true) | (Left::Nothing, true, _) => End::Later(failure.error.clone()),
            (Left::Perhaps, _, false) => End::unknown(why()),
            (Left::Nothing, false, _) => End::refused(why()),
        }
    }
}

/// Something that `warroom connect check` has looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub what: Clean,
    /// What is wrong and how it is mended; `None`: it is as it should be.
    pub wrong: Option<Clean>,
}

impl Finding {
    pub fn good(what: impl Into<Clean>) -> Finding {
        Finding {
            what: what.into(),
            wrong: None,
        }
    }

    pub fn bad(what: impl Into<Clean>, wrong: impl Into<Clean>) -> Finding {
        Finding {
            what: what.into(),
            wrong: Some(wrong.into()),
        }
    }
}

/// What one round of reading brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Round {
    pub deliveries: Vec<Delivery>,
    /// What of it could not be used, in sentences; the rest could.
    pub faults: Vec<Clean>,
    /// There is more to ask for at once.
    pub more: bool,
}
