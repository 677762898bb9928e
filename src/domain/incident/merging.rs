//! Merging and splitting: everything one incident has, going on in another.
//!
//! Nothing recorded is lost: an attempt, a promise, a tick, a line of the timeline is in one of the two afterwards.
//! Where both have a word (who commands, what the page says, what the cause is), that of the one that goes on counts.

use super::Incident;
use crate::domain::accounts::Affected;
use crate::domain::checklist::AccountStep;
use crate::domain::escalation::Level;
use crate::domain::ids::AccountId;
use crate::domain::merging::{IncidentMerged, IncidentSplit};
use crate::domain::outreach::Row;
use crate::domain::state::Internal;
use std::collections::BTreeSet;
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
            severities: _,
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
            // The picture says it anew of the one that goes on.
            tells: _,
            // What goes on here.
            kin,
            components,
            roles,
            levels,
            rows,
            parted,
            deals,
            others,
            posts,
            messages,
            steps,
            promises,
            intents,
            briefs,
            reports,
            findings,
            experts,
            executives,
            debriefs,
            dispatches,
            settlements,
            asks,
            stops,
            timeline,
        } = other;
        *internal = Internal::Closed;
        *merged_into = Some(self.id);
        self.kin.append(kin);
        self.parted.append(parted);
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
        self.deals.append(deals);
        self.deals.sort_by_key(|deal| deal.seq);
        self.others.absorb(others);
        self.promises.append(promises);
        self.promises.sort_by_key(|promise| promise.seq);
        put_first(&mut self.intents, intents);
        put_first(&mut self.briefs, briefs);
        put_first(&mut self.findings.causes, &mut findings.causes);
        put_first(&mut self.findings.data, &mut findings.data);
        self.experts.absorb(experts);
        self.executives.absorb(executives);
        self.debriefs.absorb(debriefs);
        self.dispatches.absorb(dispatches);
        self.settlements.absorb(settlements);
        self.asks.absorb(asks);
        self.stops.absorb(stops);
        let lines = mem::take(timeline).into_iter();
        self.timeline.extend(lines.map(|line| line.brought_from(*id)));
        self.timeline.sort_by_key(|line| line.seq);
    }

    /// Takes the accounts and components of a split over from the incident they were in, and what is known there.
    pub(in crate::domain) fn take_over(&mut self, event: &IncidentSplit, from: &mut Incident) {
        self.kin.insert(from.id);
        from.kin.insert(self.id);
        from.components
            .retain(|component| !event.components.contains(component));
        let leaving: BTreeSet<&str> = event.accounts.iter().map(AccountId::as_str).collect();
        let moves = |account: &Option<AccountId>| {
            account
                .as_ref()
                .is_some_and(|account| leaving.contains(account.as_str()))
        };
        for account in &event.accounts {
            if let Some(mut row) = from.rows.remove(account) {
                from.parted.insert(account.clone());
                // The series of reports stays there, and another begins here.
                row.reports.forget_sendings();
                self.absorb_row(row, true);
            }
        }
        let promises = mem::take(&mut from.promises).into_iter();
        (self.promises, from.promises) = promises.partition(|promise| moves(&promise.account));
        let rows = self.rows.values().filter(|row| row.wants);
        let wanted = rows.flat_map(|row| &row.attempts);
        let promised: Vec<String> = self
            .promises
            .iter()
            .map(|promise| format!("promise:{}", promise.seq))
            .chain(self.rows.values().flat_map(|row| row.redress.keys()))
            .chain(wanted.map(|attempt| format!("outcome:{}", attempt.seq)))
            .collect();
        self.settlements = from.settlements.take(|kind| {
            let theirs = |account: &AccountId| leaving.contains(account.as_str());
            promised.contains(&kind.key()) || kind.account().is_some_and(theirs)
        });
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
        self.dispatches = from.dispatches.clone();
        self.executives = from.executives.clone();
        // It was as bad as that one until it became one of its own.
        let own = self.severity;
        self.severity = from.severity;
        self.severities.clone_from(&from.severities);
        if own != from.severity {
            self.becomes(own, self.declared_at);
        }
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
        self.calls_in.absorb(other.calls_in);
        let callings = [self.calling.take(), other.calling];
        self.calling = callings.into_iter().flatten().max_by_key(|calling| calling.seq);
        self.wants |= other.wants;
        self.reports.absorb(other.reports);
        self.assignments.absorb(other.assignments);
        self.redress.absorb(other.redress);
        self.recovery.absorb(other.recovery);
        self.moments.absorb(other.moments);
        self.unreached.absorb(other.unreached);
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

#[cfg(test)]
mod tests {
    use crate::domain::command::Command;
    use crate::domain::due::dues;
    use crate::domain::ids::IncidentId;
    use crate::domain::testkit::*;
    use serde_json::json;

    const FIRST: IncidentId = IncidentId(1);
    const SECOND: IncidentId = IncidentId(2);

    /// `INC-1` and `INC-2`, open and on the same component.
    fn both() -> Room {
        let mut room = Room::reporting();
        room.does(
            "dana",
            declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
        );
        room.incident = Some(SECOND);
        room.does("dana", role("commander"));
        room
    }

    fn merge() -> Command {
        command("merge_incident", json!({ "into": FIRST }))
    }

    #[test]
    fn a_waiver_in_a_merged_incident_ends_no_debt_of_the_one_that_goes_on() {
        let mut room = both();
        let promise = json!({ "account": "northwind", "what": "a list", "due": at(60) });
        room.does("omar", command("make_promise", promise));
        let promised = format!("promise:{}", room.last());
        for debt in ["news:northwind", promised.as_str()] {
            let waived = json!({ "debt": debt, "how": "waived", "reason": "they were told" });
            room.does("dana", command("settle_debt", waived));
        }
        room.does("dana", merge());
        room.incident = Some(FIRST);
        let owed: Vec<String> = dues(room.here()).iter().map(|due| due.kind.key()).collect();
        assert!(owed.contains(&"news:northwind".to_owned()), "{owed:?}");
        assert!(!owed.contains(&promised), "{owed:?}");
    }

    /// Hours that matter to northwind, and a number of theirs that is wrong: both settled.
    fn settled_of_northwind(room: &mut Room) -> Vec<String> {
        let hours = json!({ "account": "northwind", "from": at(240), "until": at(300), "what": "payroll" });
        room.does("omar", command("record_moment", hours));
        let wrong = json!({ "account": "northwind", "contact": "n-1", "disposition": "wrong_number" });
        room.does("omar", command("record_attempt", wrong));
        let keys = vec![
            format!("moment:northwind@{}", at(240)),
            "fix:northwind".to_owned(),
        ];
        for debt in &keys {
            let kept = json!({ "debt": debt, "how": "kept" });
            room.does("dana", command("settle_debt", kept));
        }
        keys
    }

    fn owed(room: &Room) -> Vec<String> {
        dues(room.here()).iter().map(|due| due.kind.key()).collect()
    }

    #[test]
    fn what_was_settled_of_their_hours_and_contacts_stays_settled_in_a_merge_and_a_split() {
        let mut room = both();
        let settled = settled_of_northwind(&mut room);
        room.does("dana", merge());
        room.incident = Some(FIRST);
        let still = |room: &Room| settled.iter().any(|key| owed(room).contains(key));
        assert!(room.row("northwind").moments.standing().next().is_some());
        assert!(!still(&room), "{:?}", owed(&room));
        let split = json!({ "title": "Recordings", "accounts": ["northwind"] });
        room.does("dana", command("split_incident", split));
        room.incident = Some(IncidentId(3));
        assert!(room.row("northwind").moments.standing().next().is_some());
        assert!(!still(&room), "{:?}", owed(&room));
    }

    #[test]
    fn a_stop_that_stands_in_one_of_two_merged_incidents_stands_until_it_goes_on() {
        let mut room = both();
        let stop = |kind| command(kind, json!({ "stop": "mail" }));
        room.incident = Some(FIRST);
        room.does("dana", stop("issue_stop"));
        room.incident = Some(SECOND);
        room.does("omar", stop("issue_stop"));
        room.does("omar", stop("resume_stop"));
        room.does("dana", merge());
        room.incident = Some(FIRST);
        assert_eq!(room.here().stops.standing().count(), 1);
        room.does("dana", stop("resume_stop"));
        assert_eq!(room.here().stops.standing().count(), 0);
        let resumed = room.last();
        room.does("dana", take_back(resumed));
        assert_eq!(room.here().stops.standing().count(), 1);
    }

    #[test]
    fn an_advocate_of_two_merged_incidents_is_one_advocate() {
        let mut room = both();
        for id in [FIRST, SECOND] {
            room.incident = Some(id);
            room.does("omar", role("advocate"));
        }
        room.does("dana", merge());
        room.incident = Some(FIRST);
        let advocates: Vec<&str> = room.here().advocates().map(|name| name.as_str()).collect();
        assert_eq!(advocates, ["omar"]);
    }

    #[test]
    fn an_account_that_is_split_off_is_owed_the_reports_of_the_new_incident() {
        let mut room = Room::reporting();
        let draft = draft_report("preliminary", room.now, json!({}));
        room.does("omar", draft);
        room.does("dana", approve_report("preliminary"));
        room.does("omar", send_report("preliminary", &[]));
        let felt = json!({ "account": "northwind", "text": "no calls for an hour" });
        room.does("omar", command("record_impact", felt));
        let split = json!({ "title": "Recordings", "accounts": ["northwind"] });
        room.does("dana", command("split_incident", split));
        room.incident = Some(SECOND);
        let what: Vec<String> = dues(room.here()).iter().map(|due| due.what.to_string()).collect();
        assert!(
            what.contains(&"preliminary report to 1 account".to_owned()),
            "{what:?}"
        );
        assert_eq!(
            room.row("northwind").reports.impacts().count(),
            1,
            "what they felt is known"
        );
    }
}
