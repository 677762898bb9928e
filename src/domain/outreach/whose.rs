//! Whose call an account is: what was said of it here, else what the list of accounts says.

use super::{Attempt, Row};
use crate::domain::assignments::{Right, State, Whose};
use crate::domain::ids::{Name, Seq};

impl Row {
    /// Whose call it is; `None`: anybody's.
    pub fn whose(&self) -> Option<Whose> {
        let given = self.assignments.standing().map(|given| Whose {
            who: given.to.clone(),
            by: match &given.state {
                State::Offered => Right::Offered {
                    by: given.by.clone(),
                    seq: given.seq,
                    since: given.at,
                },
                State::StandsIn { of, why } => Right::StandsIn {
                    of: of.clone(),
                    why: *why,
                },
                State::Accepted | State::Declined { .. } | State::Ended => Right::Taken,
            },
        });
        given.or_else(|| {
            let owner = self.affected.account.owner.as_ref()?;
            let theirs = !self.assignments.gone(owner) && self.assignments.declined_by(owner).is_none();
            theirs.then(|| Whose {
                who: owner.clone(),
                by: Right::Owner,
            })
        })
    }

    /// Somebody took it, was given it, called them or had them on the line after this line of the log.
    pub fn moved_since(&self, seen: Seq) -> bool {
        let given = self.assignments.standing().map(|given| given.seq);
        let called = self.standing().map(|attempt| attempt.seq).max();
        let called_us = self.calls_in.last().map(|call| call.seq);
        let last = [given, called, called_us].into_iter().flatten().max();
        last.is_some_and(|last| last > seen)
    }

    /// Who is to call again after this attempt: whoever made it, unless it went to somebody else since or they left.
    pub fn caller<'a>(&'a self, last: &'a Attempt) -> Option<&'a Name> {
        let moved = self
            .assignments
            .standing()
            .filter(|given| given.seq > last.seq && given.state != State::Offered);
        match moved {
            Some(given) => Some(&given.to),
            None => Some(&last.by).filter(|by| !self.assignments.left_by(by, last.seq)),
        }
    }
}
