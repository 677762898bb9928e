//! What the clock of the playbook asks for while the incident is worked on: levels, page, first calls, steps.

use super::{Due, Kind};
use crate::domain::accounts::Tier;
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::messages::{Phase, Post};
use crate::domain::outreach::Row;
use crate::domain::people::Duty;
use crate::domain::speech::{say, word};
use std::collections::BTreeMap;

pub(super) fn levels(incident: &Incident) -> Vec<Due> {
    let open = incident
        .levels
        .iter()
        .filter(|level| level.asked && level.informed().is_none() && level.skipped().is_none());
    open.map(|level| {
        Due::new(
            Kind::Level(level.role.clone()),
            level.title.clone(),
            level.person.clone(),
            incident.t0,
            level.due,
        )
    })
    .collect()
}

pub(super) fn page(incident: &Incident) -> Option<Due> {
    let live = incident.live_post();
    if let Some(stale) = said_too_soon(incident, live) {
        return Some(stale);
    }
    if let Some((post, back)) = live.and_then(|post| Some((post, post.sent_back.as_ref()?))) {
        // Everybody reads what should not stand there: as urgent as the first text, and in every phase.
        let at = incident.plan.public.gap(Phase::None)?.after(back.at);
        let what = say!(
            "page text anew: text {number} was sent back",
            number = post.number
        );
        return Some(Due {
            soon: back.at,
            ..Due::new(Kind::Page, what, page_owner(incident), back.at, at)
        });
    }
    let from = live.map_or(incident.t0, |post| post.at);
    let gap = incident.plan.public.gap(incident.public())?;
    // What was promised in public binds, sooner or later than the playbook's gap: a longer one may be announced in
    // the text itself (GitLab handbook).
    let promised = live.and_then(|post| Some((post.number, post.next_update?)));
    let (what, at) = match (live, promised) {
        (None, _) => (word!("first page text").to_owned(), gap.after(from)),
        (Some(_), None) => (word!("page update").to_owned(), gap.after(from)),
        (Some(_), Some((number, at))) => (say!("page update, promised in text {number}", number), at),
    };
    Some(Due::new(Kind::Page, what, page_owner(incident), from, at))
}

/// Customers read that it is over, and it came back: the next text is as urgent as the first.
fn said_too_soon(incident: &Incident, live: Option<&Post>) -> Option<Due> {
    let reopened = incident.reopened().filter(|_| incident.is_open())?;
    let before = |post: &&Post| (post.at, post.seq) < (reopened.at, reopened.seq);
    live.filter(|post| post.phase == Phase::Resolved).filter(before)?;
    let gap = incident.plan.public.gap(Phase::None)?;
    Some(Due::new(
        Kind::Page,
        word!("page update: it says resolved, and it is open again"),
        page_owner(incident),
        reopened.at,
        gap.after(reopened.at),
    ))
}

/// The page is the support lead's by the procedure, the liaison's where there is one.
fn page_owner(incident: &Incident) -> Option<Name> {
    let owner = incident.holder(Duty::Liaison);
    owner.or(incident.holder(Duty::SupportLead)).cloned()
}

/// How many accounts of each tier have not been tried at all.
#[derive(Default)]
pub(super) struct FirstCalls(BTreeMap<Tier, usize>);

impl FirstCalls {
    /// Counts a row that is to be called.
    pub(super) fn row(&mut self, row: &Row) {
        if row.standing().next().is_none() {
            *self.0.entry(row.affected.account.tier).or_default() += 1;
        }
    }

    /// One due a tier.
    pub(super) fn owed(&self, incident: &Incident) -> impl Iterator<Item = Due> {
        let owed = self.0.iter().filter(|(tier, _)| incident.calls_owed(**tier));
        owed.map(|(tier, count)| {
            Due::new(
                Kind::FirstCalls(*tier),
                say!(
                    "{count} {tier} account{what} not tried",
                    count,
                    tier = tier.as_str(),
                    what = if *count == 1 { "" } else { "s" }
                ),
                None,
                incident.t0,
                incident.call_target(*tier),
            )
        })
    }
}

pub(super) fn steps(incident: &Incident) -> Vec<Due> {
    let open = incident
        .playbook
        .steps
        .iter()
        .filter(|step| !incident.steps.contains_key(&step.id));
    open.map(|step| {
        Due::new(
            Kind::Step(step.id.clone()),
            step.text.clone(),
            step.duty.and_then(|duty| incident.holder(duty)).cloned(),
            incident.t0,
            step.by.after(incident.t0),
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::domain::due::{Due, DueState, Kind, dues};
    use crate::domain::testkit::*;
    use serde_json::json;

    fn page(room: &Room) -> Option<Due> {
        dues(room.here()).into_iter().find(|due| due.kind == Kind::Page)
    }

    #[test]
    fn a_live_text_that_was_sent_back_is_owed_anew_at_once_in_every_phase() {
        for phase in ["monitoring", "resolved"] {
            let mut room = Room::declared();
            room.does("dana", role("commander"));
            room.at(7).does("omar", post(phase, "All is well."));
            let text = room.last();
            let back = json!({ "draft": text, "reason": "not checked" });
            room.at(9).does("dana", command("reject_draft", back));
            let owed = page(&room).unwrap();
            assert_eq!(owed.what, "page text anew: text 1 was sent back", "{phase}");
            assert_eq!(
                (owed.from, owed.at),
                (at(9), at(19)),
                "within the first text's time"
            );
            assert_eq!(owed.state(at(9)), DueState::Soon);
            room.at(12).does("dana", post(phase, "Calls are stable again."));
            let after = page(&room);
            assert!(after.is_none_or(|due| due.what == "page update"), "{phase}");
        }
    }
}
