//! Whose call an account is, in one incident: how each word on it moves the rows, and who dealt the list when.

use super::Incident;
use crate::domain::claims::{Calling, ClaimEnd};
use crate::domain::event::{Event, Stamp};
use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::outreach::Row;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The list was dealt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dealt {
    pub seq: Seq,
    pub by: Name,
    pub at: Timestamp,
}

impl Incident {
    pub(super) fn assignments(&mut self, event: &Event, stamp: &Stamp) {
        match event {
            Event::AccountAssigned(event) => {
                self.on_row(&event.account, |row| row.assignments.assigned(&event.to, stamp));
            }
            Event::AccountsAccepted(event) => {
                self.on_rows(&event.accounts, |row| row.assignments.accepted(&stamp.by.name));
            }
            Event::AccountsDeclined(event) => self.on_rows(&event.accounts, |row| {
                row.assignments.declined(&stamp.by.name, event.reason.as_ref());
            }),
            Event::ListDealt(event) => {
                for share in &event.shares {
                    self.on_row(&share.account, |row| row.assignments.assigned(&share.to, stamp));
                }
                self.deals.push(Dealt {
                    seq: stamp.seq,
                    by: stamp.by.name.clone(),
                    at: stamp.at,
                });
            }
            Event::AccountsBackedUp(event) => {
                self.on_rows(&event.accounts, |row| row.assignments.backed_up(event, stamp));
            }
            Event::AccountsReturned(event) => {
                self.on_rows(&event.accounts, |row| row.assignments.returned(event, stamp));
            }
            Event::CallsLeft(event) => {
                self.roles.left_calls(&event.person, stamp);
                self.on_rows(&event.accounts, |row| row.assignments.left(&event.person, stamp));
            }
            Event::CallStarted(event) => self.on_row(&event.account, |row| {
                row.calling = Some(Calling {
                    seq: stamp.seq,
                    by: stamp.by.name.clone(),
                    since: stamp.said_at,
                });
            }),
            Event::ClaimEnded(event) => self.on_row(&event.account, |row| {
                row.assignments.freed(stamp.at);
                // A claim that runs out hangs nobody up.
                if event.why != ClaimEnd::Expired {
                    row.calling = row.calling.take().filter(|calling| calling.by != event.holder);
                }
            }),
            _ => {}
        }
    }

    fn on_rows(&mut self, accounts: &[AccountId], change: impl Fn(&mut Row)) {
        for account in accounts {
            self.on_row(account, &change);
        }
    }

    /// A deal is about many accounts, so each forgets its share.
    pub(super) fn withdraw_assignments(&mut self, seq: Seq) {
        self.deals.retain(|deal| deal.seq != seq);
        for row in self.rows.values_mut() {
            row.assignments.withdraw(seq);
        }
    }
}
