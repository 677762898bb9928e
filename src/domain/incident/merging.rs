//! Merging and splitting: everything one incident has, going on in another.
//!
//! Nothing recorded is lost: an attempt, a promise, a tick, a line of the timeline is in one of the two afterwards.
//! Where both have a word (who commands, what the page says, what the cause is), that of the one that goes on counts.

use super::Incident;
use crate::domain::accounts::Affected;
use crate::domain::checklist::AccountStep;
use crate::domain::escalation::Level;
use crate::domain::ids::{AccountId, IncidentId};
use crate::domain::merging::{IncidentMerged, IncidentSplit};
use crate::domain::outreach::Row;
use crate::domain::state::Internal;
use crate::domain::timeline::{Entry, What};
use std::mem;
use std::sync::Arc;

impl Incident {
    /// Takes over everything of `other`, which is left closed and empty but for its name and its times.
    ///
    /// Every field stands in the list below, so that one added later cannot be forgotten here.
    pub(in crate::domain) fn absorb(&mut self, other: &mut Incident) {
        let Incident {
            // What `other` goes on being called, and when it was.
            id,
            title: _,
            severity: _,
            t0: _,
            firing_since: _,
            declared_at: _,
            declared_by: _,
            playbook: _,
            plan: _,
            mitigated_at: _,
            resolved_at: _,
            moves: _,
            rounds: _,
            closed_by: _,
            // Whom its duties were offered to: whoever holds them here is asked anew.
            offers: _,
            // That it ended here.
            internal,
            merged_into,
            // What goes on here.
            kin,
            components,
            roles,
            levels,
            rows,
            posts,
            messages,
            steps,
            promises,
            intents,
            briefs,
            reports,
            findings,
            experts,
            settlements,
            asks,
            stops,
            timeline,
        } = other;
        *internal = Internal::Closed;
        *merged_into = Some(self.id);
        self.kin.append(kin);
        for component in mem::take(components) {
            if !self.components.contains(&component) {
                self.components.push(component);
            }
        }
        self.roles.absorb(roles);
        self.absorb_levels(mem::take(levels));
        // Texts are numbered an incident: where both have some, theirs are older words than ours.
        let renumbered = self.last_text() > 0;
        if !renumbered {
            self.posts = mem::take(posts);
        }
        self.messages.absorb(messages);
        // One series of reports goes on. What was sent of another one counts for the log, not for this one.
        let other_series = self.reports.iter().next().is_some();
        if !other_series {
            self.reports = mem::take(reports);
        }
        for (_, mut row) in mem::take(rows) {
            if other_series {
                row.reports.forget_sendings();
            }
            self.absorb_row(row, renumbered);
        }
        for (step, tick) in mem::take(steps) {
            self.steps.entry(step).or_insert(tick);
        }
        self.promises.append(promises);
        self.promises.sort_by_key(|promise| promise.seq);
        put_first(&mut self.intents, intents);
        put_first(&mut self.briefs, briefs);
        put_first(&mut self.findings.causes, &mut findings.causes);
        put_first(&mut self.findings.data, &mut findings.data);
        self.experts.absorb(experts);
        self.settlements.absorb(settlements);
        self.asks.absorb(asks);
        self.stops.absorb(stops);
        let lines = mem::take(timeline)
            .into_iter()
            .map(|line| from_elsewhere(line, *id));
        self.timeline.extend(lines);
        self.timeline.sort_by_key(|line| line.seq);
    }

    /// Takes the accounts and components of a split over from the incident they were in, and what is known there.
    pub(in crate::domain) fn take_over(&mut self, event: &IncidentSplit, from: &mut Incident) {
        self.kin.insert(from.id);
        from.kin.insert(self.id);
        from.components
            .retain(|component| !event.components.contains(component));
        let moves = |account: &Option<AccountId>| {
            account
                .as_ref()
                .is_some_and(|account| event.accounts.contains(account))
        };
        for account in &event.accounts {
            if let Some(row) = from.rows.remove(account) {
                self.absorb_row(row, true);
            }
        }
        let promises = mem::take(&mut from.promises).into_iter();
        (self.promises, from.promises) = promises.partition(|promise| moves(&promise.account));
        let promised: Vec<String> = self
            .promises
            .iter()
            .map(|promise| format!("promise:{}", promise.seq))
            .collect();
        let settled = from.settlements.take(|key| {
            let account = key.split_once(':').map(|(_, account)| account);
            let theirs = |account: &str| event.accounts.iter().any(|moved| moved.as_str() == account);
            promised.iter().any(|promise| promise == key) || account.is_some_and(theirs)
        });
        self.settlements = settled;
        let (moved, stay) = mem::take(&mut from.timeline)
            .into_iter()
            .partition::<Vec<_>, _>(|line| moves(&line.account));
        from.timeline = stay;
        self.timeline.extend(moved);
        self.timeline.sort_by_key(|line| line.seq);
        // Who was informed, and what was done at the start, was so for both.
        for level in &mut self.levels {
            if let Some(there) = from.levels.iter().find(|there| there.role == level.role) {
                let mut record = there.clone();
                level.absorb(&mut record);
                level.skipped.append(&mut record.skipped);
            }
        }
        self.steps = from.steps.clone();
        self.experts = from.experts.clone();
    }

    pub(super) fn merged(&mut self, event: &IncidentMerged) {
        if event.from == self.id {
            self.internal = Internal::Closed;
            self.merged_into = Some(event.into);
        }
    }

    fn absorb_levels(&mut self, levels: Vec<Level>) {
        for mut level in levels {
            match self.levels.iter_mut().find(|own| own.role == level.role) {
                Some(own) => own.absorb(&mut level),
                None if level.informed().is_some() => {
                    level.asked = false;
                    self.levels.push(level);
                }
                None => {}
            }
        }
    }

    fn absorb_row(&mut self, mut row: Row, renumbered: bool) {
        if renumbered {
            for attempt in &mut row.attempts {
                attempt.facts.told = attempt.facts.told.map(|_| 0);
            }
        }
        match self.rows.get_mut(row.id()) {
            Some(own) => own.absorb(row),
            None => {
                self.rows.insert(row.id().clone(), row);
            }
        }
    }
}

impl Row {
    /// Takes over what was done about the same account in another incident.
    fn absorb(&mut self, mut other: Row) {
        let affected = Arc::make_mut(&mut self.affected);
        widen(affected, &other.affected);
        self.attempts.append(&mut other.attempts);
        self.attempts.sort_by_key(|attempt| attempt.seq);
        put_first(&mut self.pins, &mut other.pins);
        // Settled there is not settled here.
        other.ticks.remove(&AccountStep::Settled);
        for (step, tick) in other.ticks {
            self.ticks.entry(step).or_insert(tick);
        }
        self.asked_not.append(&mut other.asked_not);
        self.reports.absorb(other.reports);
    }
}

fn widen(affected: &mut Affected, other: &Affected) {
    affected.certainty = affected.certainty.min(other.certainty);
    for why in &other.why {
        if !affected.why.contains(why) {
            affected.why.push(why.clone());
        }
    }
    let wish = &mut affected.account.do_not_contact;
    *wish = wish.take().or_else(|| other.account.do_not_contact.clone());
}

/// The last of a list counts, so what is put first counts only where the list says nothing.
fn put_first<T>(list: &mut Vec<T>, first: &mut Vec<T>) {
    first.append(list);
    *list = mem::take(first);
}

/// A line about the other incident as such says which that was.
fn from_elsewhere(mut line: Arc<Entry>, id: IncidentId) -> Arc<Entry> {
    let about_it = match line.what {
        What::State
        | What::Scope
        | What::Role(_)
        | What::Level
        | What::Plan
        | What::Page
        | What::Words
        | What::Stop
        | What::Expert
        | What::Offer(_)
        | What::Declined
        | What::Brief
        | What::Report
        | What::Sent => true,
        What::Tick | What::Untick | What::Finding | What::Debt | What::Ask(_) => line.account.is_none(),
        What::Alert
        | What::Claim
        | What::Call
        | What::Pin
        | What::Promise
        | What::Impact
        | What::Note(_)
        | What::Correction => false,
    };
    if about_it {
        let entry = Arc::make_mut(&mut line);
        entry.text = format!("{id}: {}", entry.text).as_str().into();
    }
    line
}
