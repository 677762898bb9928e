//! Settled debts in words.

use super::{Line, line};
use crate::domain::due::Kind;
use crate::domain::incident::Incident;
use crate::domain::settlements::{DebtSettled, How};
use crate::domain::speech::say;
use crate::domain::timeline::What;

pub(super) fn settled(event: &DebtSettled, incident: &Incident) -> Line {
    let account = match Kind::parse(&event.debt) {
        Some(
            Kind::Callback(account)
            | Kind::CheckIn(account)
            | Kind::News(account)
            | Kind::Recovery(account)
            | Kind::Tell(_, account)
            | Kind::Moment(account, _)
            | Kind::Unreachable(account)
            | Kind::FixContact(account),
        ) => Some(account),
        Some(Kind::Promise(seq)) => {
            let promise = incident.promises.iter().find(|promise| promise.seq == seq);
            promise.and_then(|promise| promise.account.clone())
        }
        Some(Kind::Outcome(seq)) => {
            let mut rows = incident.rows.values();
            let row = rows.find(|row| row.attempts.iter().any(|attempt| attempt.seq == seq));
            row.map(|row| row.id().clone())
        }
        Some(Kind::Ask(seq)) => {
            let ask = incident.asks.get(seq);
            ask.and_then(|ask| ask.account().cloned())
        }
        Some(Kind::Executive(seq) | Kind::Gesture(seq) | Kind::Credit(seq)) => {
            incident.redressed_account(seq)
        }
        Some(
            Kind::Level(_)
            | Kind::Page
            | Kind::FirstCalls(_)
            | Kind::Step(_)
            | Kind::Expert(_)
            | Kind::Stop(_)
            | Kind::Duty(_)
            | Kind::Report(_)
            | Kind::Approval(_)
            | Kind::Offered(_)
            | Kind::Silence
            | Kind::Intent
            | Kind::Brief
            | Kind::Hear
            | Kind::Resume(_),
        )
        | None => None,
    };
    let from = event.owed_by.as_ref();
    let from = from.map(|name| say!(" (was {name}'s)", name)).unwrap_or_default();
    let what = &event.what;
    let (text, until) = match &event.how {
        How::Kept => (format!("kept: {what}"), None),
        How::Transferred { to } => (say!("handed to {to}: {what}{from}", to, what, from), None),
        How::Waived { reason } => (
            say!("waived: {what}{from}, because {reason}", what, from, reason),
            None,
        ),
        How::LongTerm { reason, owner, due } => (
            say!(
                "long-term, {owner} owes: {what}, because {reason}",
                owner,
                what,
                reason
            ),
            Some(*due),
        ),
    };
    line(What::Debt, text).maybe_about(&account).until(until)
}
