//! What is done for an account beyond the call, on its row.

use super::Incident;
use crate::domain::credits::ServiceCredit;
use crate::domain::event::{Event, Stamp};
use crate::domain::executives::Wish;
use crate::domain::gestures::Gesture;
use crate::domain::ids::{AccountId, Seq};
use crate::domain::redress::Redress;

impl Incident {
    /// Whose wish, gesture or credit has this number.
    pub(in crate::domain) fn redressed_account(&self, seq: Seq) -> Option<AccountId> {
        let row = self.rows.values().find(|row| row.redress.holds(seq))?;
        Some(row.id().clone())
    }

    pub(super) fn redressed(&mut self, event: &Event, stamp: &Stamp) {
        let mut on = |account: &AccountId, change: &mut dyn FnMut(&mut Redress)| {
            self.on_row(account, |row| change(&mut row.redress));
        };
        match event {
            Event::ExecutiveWanted(event) => {
                on(&event.account, &mut |redress| match event.betters {
                    Some(known) => redress.on_wish(known, |wish| wish.better(event, stamp)),
                    None => redress.wish(Wish::new(event, stamp)),
                });
            }
            Event::ExecutiveCallPromised(event) => on(&event.account, &mut |redress| {
                redress.on_wish(event.request, |wish| wish.promise(event, stamp));
            }),
            Event::ExecutiveCallRecorded(event) => on(&event.account, &mut |redress| {
                redress.on_wish(event.request, |wish| wish.record(event, stamp));
            }),
            Event::GestureGiven(event) => on(&event.account, &mut |redress| match event.gesture {
                Some(asked) => redress.on_gesture(asked, |gesture| gesture.hand_over(stamp)),
                None => redress.gesture(Gesture::given(event, stamp)),
            }),
            Event::GestureAsked(event) => {
                on(&event.account, &mut |redress| {
                    redress.gesture(Gesture::asked(event, stamp))
                });
            }
            Event::GestureApproved(event) => on(&event.account, &mut |redress| {
                redress.on_gesture(event.gesture, |gesture| gesture.allow(stamp));
            }),
            Event::GestureRefused(event) => on(&event.account, &mut |redress| {
                redress.on_gesture(event.gesture, |gesture| gesture.refuse(event, stamp));
            }),
            Event::CreditProposed(event) => {
                on(&event.account, &mut |redress| {
                    redress.credit(ServiceCredit::new(event, stamp))
                });
            }
            Event::CreditApproved(event) => on(&event.account, &mut |redress| {
                redress.on_credit(event.number, |credit| credit.approve(event, stamp));
            }),
            Event::CreditDeclined(event) => on(&event.account, &mut |redress| {
                redress.on_credit(event.number, |credit| credit.decline(event, stamp));
            }),
            Event::CreditTold(event) => on(&event.account, &mut |redress| {
                redress.on_credit(event.number, |credit| credit.tell(stamp));
            }),
            Event::CreditIssued(event) => on(&event.account, &mut |redress| {
                redress.on_credit(event.number, |credit| credit.issue(event, stamp));
            }),
            // The others are none of these; the fold of the incident names them all.
            _ => {}
        }
    }
}
