//! When an account is tried again, by whom, how often, and when calling has to give way to writing.
//!
//! The caps are those of the trade: three calls over two contacts within the hour, then an e-mail and a text message,
//! then whoever leads the calls decides.

use super::actor::{Access, Actor};
use super::channel::Channel;
use super::checklist::AccountStep;
use super::disposition::{Counts, Disposition};
use super::ids::{ContactId, Name};
use super::incident::Incident;
use super::outreach::{Attempt, Direction, Row};
use super::people::Duty;
use super::severity::Severity;
use super::span::Span;
use super::unreached::{Decision, GoOn};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// So many calls without reaching anybody are enough.
pub const TRIES: usize = 3;
/// Over so many contacts, where there are as many.
const CONTACTS: usize = 2;
/// Whoever tried calls again; so long after the time they had set it is anybody's.
pub const KEPT_FOR: Span = Span::minutes(5);
/// Whoever was reached so short a time ago is not called again without a reason.
pub const RECENT: Span = Span::minutes(30);
/// So long the CS lead has to say how it goes on.
pub const DECIDED_WITHIN: Span = Span::minutes(15);

/// Who says how it goes on with whom nobody answers at.
pub(super) const DECIDES: [Duty; 2] = [Duty::CsLead, Duty::Commander];

/// Within what time the calls that are enough were made.
fn within(severity: Severity) -> Span {
    match severity {
        Severity::Sev1 => Span::minutes(60),
        Severity::Sev2 | Severity::Sev3 | Severity::Sev4 => Span::hours(24),
    }
}

/// Where trying to reach somebody stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Trying {
    /// Calls go on, or nobody needs to be called.
    Calls,
    /// Enough calls: these are still to be written.
    Write {
        since: Timestamp,
        by: Name,
        left: Vec<Channel>,
    },
    /// Called and written to, and nobody answered.
    InVain { since: Timestamp },
    /// Somebody decided to call again from then on.
    Again { by: Name, at: Timestamp },
    /// They hear from us in writing only.
    ByMail { by: Name },
    /// They are left in peace.
    Left { by: Name },
}

impl Trying {
    /// Since when somebody is to decide how it goes on.
    pub fn in_vain(&self) -> Option<Timestamp> {
        match self {
            Trying::InVain { since } => Some(*since),
            Trying::Calls
            | Trying::Write { .. }
            | Trying::Again { .. }
            | Trying::ByMail { .. }
            | Trying::Left { .. } => None,
        }
    }
}

impl Row {
    /// Where trying stands, at the severity the incident has.
    pub fn trying(&self, severity: Severity) -> Trying {
        let last = self.last();
        if let Some(refused) = self.refused_to_talk() {
            return Trying::ByMail {
                by: refused.by.clone(),
            };
        }
        let answered = self.answered_at();
        let decision = self
            .unreached
            .last()
            .filter(|decision| answered.is_none_or(|answered| decision.at > answered));
        if let Some(decision) = decision {
            match decided(decision) {
                Trying::Again { by, at } if last.is_none_or(|last| last.at <= decision.at) => {
                    // Whoever tried last goes on; that it was decided makes it nobody else's.
                    let by = last.map_or(by, |last| last.by.clone());
                    return Trying::Again { by, at };
                }
                Trying::Again { .. } => {}
                stands => return stands,
            }
        }
        let begins = decision.map(|decision| decision.at).max(answered);
        let series = || {
            self.standing()
                .filter(move |attempt| begins.is_none_or(|begins| attempt.at > begins))
        };
        let Some(enough) = self.enough(series().filter(|attempt| rang(attempt)), severity) else {
            return Trying::Calls;
        };
        let wrote = |channel: Channel| series().filter(move |attempt| attempt.facts.channel == channel);
        let left: Vec<Channel> = [Channel::Email, Channel::Sms]
            .into_iter()
            .filter(|channel| wrote(*channel).next().is_none())
            .collect();
        match left.is_empty() {
            true => Trying::InVain {
                since: series().map(|attempt| attempt.at).max().unwrap_or(enough.at),
            },
            false => Trying::Write {
                since: enough.at,
                by: enough.by.clone(),
                left,
            },
        }
    }

    /// They did not want to talk, the last time somebody tried.
    pub fn refused_to_talk(&self) -> Option<&Attempt> {
        let last = self.last()?;
        (last.facts.disposition == Disposition::RefusedToTalk).then_some(last)
    }

    /// Whether it is open to this person how it goes on: with whom nobody answers at it is to everybody who may decide;
    /// what was decided may be bettered by whoever decided it. What they said themselves nobody decides.
    pub(super) fn is_open_to(&self, who: &Name, severity: Severity) -> bool {
        let theirs = || self.unreached.last().is_some_and(|last| last.by == *who);
        match self.trying(severity) {
            Trying::InVain { .. } => true,
            Trying::Again { .. } | Trying::ByMail { .. } | Trying::Left { .. } => {
                theirs() && self.refused_to_talk().is_none()
            }
            Trying::Calls | Trying::Write { .. } => false,
        }
    }

    /// When somebody there last answered, of themselves or when called; also when nobody said what came of their call.
    fn answered_at(&self) -> Option<Timestamp> {
        let answered = |attempt: &&Attempt| {
            let facts = &attempt.facts;
            let asked = matches!(
                facts.disposition,
                Disposition::CallbackRequested | Disposition::LanguageHelp
            );
            facts.direction == Direction::Inbound || asked || facts.disposition.counts() == Counts::Spoken
        };
        let called = self.calls_in.last().map(|call| call.at);
        self.standing()
            .filter(answered)
            .map(|attempt| attempt.at)
            .max()
            .max(called)
    }

    /// The call after which there were enough of them, if there were.
    fn enough<'a>(
        &self,
        calls: impl Iterator<Item = &'a Attempt>,
        severity: Severity,
    ) -> Option<&'a Attempt> {
        let mut calls: Vec<&Attempt> = calls.collect();
        // Most accounts are never tried as often.
        if calls.len() < TRIES {
            return None;
        }
        calls.sort_by_key(|call| (call.at, call.seq));
        let wanted = CONTACTS.min(self.affected.phones.len().max(1));
        let full = (TRIES..=calls.len()).find(|many| {
            let inside = calls[many - 1].at <= within(severity).after(calls[many - TRIES].at);
            inside && contacts(&calls[..*many]) >= wanted
        });
        full.map(|many| calls[many - 1])
    }

    /// The last attempt that reached somebody there not long ago: who, and when.
    pub fn reached_lately(&self, now: Timestamp) -> Option<&Attempt> {
        let last = self.reached().max_by_key(|attempt| (attempt.at, attempt.seq))?;
        (now < RECENT.after(last.at)).then_some(last)
    }
}

fn decided(decision: &Decision) -> Trying {
    let by = decision.by.clone();
    match decision.go_on {
        GoOn::KeepTrying { next_at } => Trying::Again { by, at: next_at },
        GoOn::ByMail => Trying::ByMail { by },
        GoOn::Leave => Trying::Left { by },
    }
}

/// A call of ours that reached nobody.
fn rang(attempt: &Attempt) -> bool {
    let by_voice = match attempt.facts.channel {
        Channel::Phone | Channel::Video => true,
        Channel::Email | Channel::Sms | Channel::Chat | Channel::InPerson => false,
    };
    by_voice && attempt.facts.disposition.counts() != Counts::Closed
}

/// How many were tried: who is not named may be anybody.
fn contacts(calls: &[&Attempt]) -> usize {
    let named: BTreeSet<&ContactId> = calls
        .iter()
        .filter_map(|call| call.facts.contact.as_ref())
        .collect();
    let unnamed = calls.iter().filter(|call| call.facts.contact.is_none()).count();
    named.len() + unnamed
}

impl Incident {
    /// Whether this person may say now how it goes on with this account: the rule of the command, for who offers it.
    pub fn may_decide(&self, row: &Row, who: &Actor) -> bool {
        let leads = DECIDES.iter().any(|duty| self.holder(*duty) == Some(&who.name));
        (leads || who.access == Access::Admin) && row.is_open_to(&who.name, self.severity)
    }

    /// The accounts that were called and written to in vain, and since when: the CS lead decides.
    pub fn in_vain(&self) -> impl Iterator<Item = (&Row, Timestamp)> {
        let settled = |row: &Row| self.done(row, AccountStep::Settled);
        let rows = self
            .rows
            .values()
            .filter(move |row| row.counts() && !settled(row));
        rows.filter_map(|row| Some((row, row.trying(self.severity).in_vain()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;
    use serde_json::{Value, json};

    fn tries(room: &mut Room, fields: Value) {
        let mut call = json!({ "account": "northwind", "disposition": "no_answer" });
        call.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        room.does("omar", command("record_attempt", call));
    }

    fn trying(room: &Room) -> Trying {
        room.row("northwind").trying(room.here().severity)
    }

    fn decide(fields: Value) -> crate::domain::command::Command {
        let mut body = json!({ "account": "northwind" });
        body.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        command("decide_unreachable", body)
    }

    /// Three calls, an e-mail and a text message, nobody answered.
    fn in_vain() -> Room {
        let mut room = Room::declared();
        for minute in [0, 10, 20] {
            tries(room.at(minute), json!({}));
        }
        tries(room.at(21), json!({ "channel": "email", "disposition": "wrote" }));
        tries(room.at(22), json!({ "channel": "sms", "disposition": "wrote" }));
        room
    }

    #[test]
    fn after_three_calls_within_the_hour_it_is_written_and_then_somebody_decides() {
        let mut room = Room::declared();
        for minute in [0, 10] {
            tries(room.at(minute), json!({}));
            assert_eq!(trying(&room), Trying::Calls);
        }
        tries(room.at(20), json!({}));
        let left = vec![Channel::Email, Channel::Sms];
        let by = Name::from("omar");
        assert_eq!(
            trying(&room),
            Trying::Write {
                since: at(20),
                by: by.clone(),
                left
            }
        );
        tries(room.at(21), json!({ "channel": "email", "disposition": "wrote" }));
        let left = vec![Channel::Sms];
        assert_eq!(
            trying(&room),
            Trying::Write {
                since: at(20),
                by,
                left
            }
        );
        tries(room.at(22), json!({ "channel": "sms", "disposition": "wrote" }));
        assert_eq!(trying(&room), Trying::InVain { since: at(22) });
    }

    #[test]
    fn three_calls_to_one_contact_are_not_enough_where_there_are_two_and_calls_over_hours_never_are() {
        let mut room = Room::declared();
        let two = vec!["n".into(), "m".into()];
        room.reference.phones.insert("northwind".into(), two.clone());
        room.reference
            .contacts
            .insert("n-2".into(), contact("n-2", "northwind").into());
        room.does(
            "dana",
            declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
        );
        room.incident = Some("INC-2".parse().unwrap());
        for minute in [0, 10, 20] {
            tries(room.at(minute), json!({ "contact": "n-1" }));
        }
        assert_eq!(trying(&room), Trying::Calls);
        tries(room.at(30), json!({ "contact": "n-2" }));
        assert!(matches!(trying(&room), Trying::Write { .. }));
        let mut slow = Room::declared();
        for minute in [0, 40, 80, 120] {
            tries(slow.at(minute), json!({}));
        }
        assert_eq!(trying(&slow), Trying::Calls);
    }

    #[test]
    fn whoever_answers_or_calls_ends_the_series_and_a_correction_brings_it_back() {
        let mut room = in_vain();
        tries(
            room.at(30),
            json!({ "direction": "inbound", "disposition": "left_live_message" }),
        );
        assert_eq!(trying(&room), Trying::Calls);
        let called = room.last();
        room.does("omar", take_back(called));
        assert_eq!(trying(&room), Trying::InVain { since: at(22) });
        room.at(31).does("omar", told("northwind", 0));
        assert_eq!(trying(&room), Trying::Calls);
    }

    #[test]
    fn what_was_decided_stands_until_they_answer() {
        let mut room = in_vain();
        room.does("dana", role("cs_lead"));
        let at_two = json!({ "how": "keep_trying", "next_at": at(120) });
        room.at(25).does("dana", decide(at_two));
        let again = Trying::Again {
            by: "omar".into(),
            at: at(120),
        };
        assert_eq!(trying(&room), again);
        tries(room.at(121), json!({}));
        assert_eq!(trying(&room), Trying::Calls, "a new series");
        let undone = in_vain();
        let mut room = undone;
        room.does("dana", role("cs_lead"));
        room.at(25).does("dana", decide(json!({ "how": "by_mail" })));
        assert_eq!(trying(&room), Trying::ByMail { by: "dana".into() });
        tries(room.at(40), json!({ "channel": "email", "disposition": "wrote" }));
        assert_eq!(trying(&room), Trying::ByMail { by: "dana".into() });
        room.at(50).does("omar", told("northwind", 0));
        assert_eq!(trying(&room), Trying::Calls);
    }

    #[test]
    fn whoever_was_reached_within_the_half_hour_was_reached_lately() {
        let mut room = Room::declared();
        room.at(2).does("omar", told("northwind", 0));
        let lately = |minute| {
            room.row("northwind")
                .reached_lately(at(minute))
                .map(|one| one.by.clone())
        };
        assert_eq!(lately(14), Some("omar".into()));
        assert_eq!(lately(32), None);
    }
}
