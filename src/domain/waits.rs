//! What waits for somebody's word: one list, each line with who asks, by when, and who may answer in their place.

mod redress;

use super::asks::{ANSWERED_WITHIN, Ask};
use super::assignments::{Right, so_many};
use super::due::{Kind, approvals};
use super::ids::{AccountId, Name, Seq};
use super::incident::Incident;
use super::people::Duty;
use super::reports::ReportId;
use super::retries::DECIDED_WITHIN;
use super::settlements::Stands;
use super::text::Clean;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// One thing that waits for a yes, a no or an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// Its due on the clock.
    pub key: Kind,
    /// In words, fit for a list.
    pub what: Clean,
    pub asked_by: Name,
    pub since: Timestamp,
    /// By when; an offer has no time.
    pub due: Option<Timestamp>,
    /// Whose word it waits for; `None`: anybody's.
    pub owner: Option<Name>,
    /// Who may answer as well.
    pub deputy: Option<Name>,
    pub kind: WaitKind,
}

/// What the answer is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitKind {
    /// A draft to approve.
    Draft(Seq),
    /// A text on the page that nobody approved.
    LiveText(Seq),
    /// A duty offered to somebody.
    Offer(Duty),
    /// A question to a duty.
    Ask(Seq),
    /// How it goes on with an account nobody answers at.
    Unreachable(AccountId),
    /// A report to approve.
    Report(ReportId),
    /// Accounts offered to somebody to call, with how many.
    Accounts(Vec<AccountId>),
    /// A wish to speak with an executive that has no time yet.
    Executive(Seq),
    /// A gesture above the allowance.
    Gesture(Seq),
    /// A credit that was proposed.
    Credit(Seq),
}

impl Wait {
    /// Whether this person's word is what it waits for.
    pub fn is_for(&self, who: &Name) -> bool {
        let named = [self.owner.as_ref(), self.deputy.as_ref()];
        self.owner.is_none() || named.contains(&Some(who))
    }

    /// The key of its due; or the verb that answers it, where its number names no text.
    pub fn named(&self) -> String {
        match self.kind {
            WaitKind::Report(report) => format!("report approve --kind {}", report.kind().as_str()),
            WaitKind::Executive(seq) => format!("executive promise {seq}"),
            WaitKind::Gesture(seq) => format!("gesture allow {seq}"),
            WaitKind::Credit(seq) => format!("credit approve {seq}"),
            WaitKind::Draft(_)
            | WaitKind::LiveText(_)
            | WaitKind::Offer(_)
            | WaitKind::Accounts(_)
            | WaitKind::Unreachable(_)
            | WaitKind::Ask(_) => self.key.key(),
        }
    }
}

/// Everything that waits for a word, the soonest due first.
pub fn waiting(incident: &Incident) -> Vec<Wait> {
    let mut waiting = texts(incident);
    waiting.extend(offers(incident));
    waiting.extend(accounts(incident));
    waiting.extend(asks(incident));
    waiting.extend(reports(incident));
    waiting.extend(redress::waiting(incident));
    waiting.extend(unreachable(incident));
    // What has no time of its own keeps somebody waiting all the same.
    let by = |wait: &Wait| wait.due.unwrap_or(wait.since);
    waiting.sort_by(|a, b| (by(a), &a.key).cmp(&(by(b), &b.key)));
    waiting
}

/// What of it this person may answer.
pub fn waiting_for(incident: &Incident, who: &Name) -> Vec<Wait> {
    let mut waiting = waiting(incident);
    waiting.retain(|wait| wait.is_for(who));
    waiting
}

fn texts(incident: &Incident) -> Vec<Wait> {
    let asked = approvals(incident).into_iter();
    asked
        .filter_map(|asked| {
            let Kind::Approval(seq) = asked.due.kind else {
                return None;
            };
            let deputy = incident.holder(Duty::Deputy).cloned();
            Some(Wait {
                kind: match asked.live {
                    true => WaitKind::LiveText(seq),
                    false => WaitKind::Draft(seq),
                },
                key: asked.due.kind,
                what: asked.due.what,
                asked_by: asked.by,
                since: asked.due.from,
                due: Some(asked.due.at),
                deputy: deputy.filter(|deputy| asked.due.owner.as_ref() != Some(deputy)),
                owner: asked.due.owner,
            })
        })
        .collect()
}

/// Reports that are ready, for the word of whoever commands.
fn reports(incident: &Incident) -> impl Iterator<Item = Wait> {
    incident.reports.waiting().filter_map(|(report, draft)| {
        let since = draft.ready?;
        let owner = incident.approver().cloned();
        let deputy = incident.holder(Duty::Deputy).cloned();
        Some(Wait {
            key: Kind::Approval(draft.seq),
            what: format!("approve {}", report.named()).into(),
            asked_by: draft.by.clone(),
            since,
            due: Some(incident.plan.reports.approval.after(since)),
            deputy: deputy.filter(|deputy| owner.as_ref() != Some(deputy)),
            owner,
            kind: WaitKind::Report(report),
        })
    })
}

/// Accounts nobody answers at, for the word of whoever leads the calls.
fn unreachable(incident: &Incident) -> impl Iterator<Item = Wait> {
    let owner = incident.leads_calls().cloned();
    let deputy = incident.holder(Duty::Commander).cloned();
    incident.in_vain().map(move |(row, since)| Wait {
        key: Kind::Unreachable(row.id().clone()),
        what: format!("nobody answers at {}: decide", row.name()).into(),
        asked_by: row
            .last()
            .map_or_else(|| incident.declared_by.clone(), |last| last.by.clone()),
        since,
        due: Some(DECIDED_WITHIN.after(since)),
        deputy: deputy.clone().filter(|deputy| owner.as_ref() != Some(deputy)),
        owner: owner.clone(),
        kind: WaitKind::Unreachable(row.id().clone()),
    })
}

fn offers(incident: &Incident) -> impl Iterator<Item = Wait> {
    incident.offers.open().map(|offer| Wait {
        key: Kind::Duty(offer.duty),
        what: format!("{} offers you to be {}", offer.from, offer.duty).into(),
        asked_by: offer.from.clone(),
        since: offer.at,
        due: None,
        owner: Some(offer.to.clone()),
        deputy: None,
        kind: WaitKind::Offer(offer.duty),
    })
}

/// Accounts offered to be called, one line for all that one line of the log offered to one person.
fn accounts(incident: &Incident) -> impl Iterator<Item = Wait> {
    let mut offered: BTreeMap<(Seq, Name), Wait> = BTreeMap::new();
    for row in incident.rows.values() {
        let Some(whose) = row.whose() else { continue };
        let (Right::Offered { by, seq, .. }, Some(given)) = (whose.by, row.assignments.standing()) else {
            continue;
        };
        let wait = offered.entry((seq, whose.who.clone())).or_insert_with(|| Wait {
            key: Kind::Offered(seq),
            what: format!("{by} offers you {} to call", row.name()).into(),
            asked_by: by.clone(),
            since: given.at,
            due: None,
            owner: Some(whose.who),
            deputy: None,
            kind: WaitKind::Accounts(Vec::new()),
        });
        if let WaitKind::Accounts(accounts) = &mut wait.kind {
            accounts.push(row.id().clone());
            if accounts.len() > 1 {
                wait.what = format!("{by} offers you {} to call", so_many(accounts.len())).into();
            }
        }
    }
    offered.into_values()
}

/// Questions to a duty that somebody holds. What is asked of advocates, any of them may answer: it stands in the list
/// of questions.
fn asks(incident: &Incident) -> impl Iterator<Item = Wait> {
    incident.asks.open().filter_map(|ask| {
        let settled = incident.ask_stands(ask);
        let holder = incident.holder(ask.to).filter(|_| ask.to != Duty::Advocate);
        let owner = settled.owner.as_ref().or(holder)?;
        settled.ended.is_none().then_some(Wait {
            key: Kind::Ask(ask.seq),
            what: format!("answer: {}", ask.question).into(),
            asked_by: ask.waits().next()?.by.clone(),
            since: ask.asked_at,
            due: Some(ANSWERED_WITHIN.after(ask.asked_at)),
            owner: Some(owner.clone()),
            deputy: None,
            kind: WaitKind::Ask(ask.seq),
        })
    })
}

impl Incident {
    /// What became of a question that was not simply answered: handed over, or waived.
    pub fn ask_stands(&self, ask: &Ask) -> Stands {
        self.settlements.stands(&Kind::Ask(ask.seq).key(), Seq(0))
    }

    /// The same question, still waiting: who asks what was waived asks anew.
    pub fn same_ask(&self, to: Duty, question: &str) -> Option<&Ask> {
        let mut same = self.asks.same(to, question);
        same.find(|ask| self.ask_stands(ask).ended.is_none())
    }

    /// Whether a question is this person's to answer: who was asked, to whom it was handed over, or who commands;
    /// anyone while nobody has the duty.
    pub fn answers(&self, ask: &Ask, who: &Name) -> bool {
        let holds = |duty| self.holder(duty) == Some(who);
        let advocate = ask.to == Duty::Advocate && self.advocates().any(|one| one == who);
        self.holder(ask.to).is_none()
            || advocate
            || [ask.to, Duty::Commander, Duty::Deputy].into_iter().any(holds)
            || self.ask_stands(ask).owner.as_ref() == Some(who)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::due::dues;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn draft(audience: &str, phase: &str, text: &str) -> crate::domain::command::Command {
        command(
            "draft_message",
            json!({ "audience": audience, "phase": phase, "text": text }),
        )
    }

    #[test]
    fn a_draft_waits_for_the_commander_with_a_due_and_a_deputy() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("sam", role("deputy"));
        room.at(6)
            .does("pat", draft("page", "investigating", "We look into it."));
        room.at(7).does("pat", post("investigating", "We look."));
        let waits = waiting(room.here());
        let shown: Vec<_> = waits
            .iter()
            .map(|wait| (wait.what.as_str(), wait.asked_by.as_str(), wait.due))
            .collect();
        assert_eq!(
            shown,
            [
                ("approve page text (investigating)", "pat", Some(at(11))),
                ("approve text 1, live already", "pat", Some(at(12))),
            ]
        );
        let owners = (waits[0].owner.clone(), waits[0].deputy.clone());
        assert_eq!(owners, (Some("dana".into()), Some("sam".into())));
        let mine = |who: &str| waiting_for(room.here(), &who.into()).len();
        assert_eq!((mine("dana"), mine("sam"), mine("pat")), (2, 2, 0));
        let dues = dues(room.here());
        let due = dues
            .iter()
            .filter(|due| matches!(due.kind, Kind::Approval(_)))
            .count();
        assert_eq!(due, 2);
    }

    #[test]
    fn an_offer_waits_for_whom_it_is_made_to_and_a_question_for_whoever_has_the_duty() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("tess", role("tech_lead"));
        room.does(
            "dana",
            command("offer_duty", json!({ "duty": "commander", "to": "omar" })),
        );
        room.does(
            "lena",
            command(
                "ask_question",
                json!({ "to": "tech_lead", "question": "since when?" }),
            ),
        );
        let of = |who: &str| -> Vec<String> {
            let waits = waiting_for(room.here(), &who.into());
            waits.iter().map(|wait| wait.what.to_string()).collect()
        };
        assert_eq!(of("omar"), ["dana offers you to be commander"]);
        assert_eq!(of("tess"), ["answer: since when?"]);
        assert!(of("dana").is_empty());
    }

    #[test]
    fn a_report_that_is_ready_waits_for_the_commander_as_its_due_says() {
        let mut room = Room::reporting();
        room.at(60);
        let words = draft_report("preliminary", room.now, json!({}));
        room.does("omar", words);
        let waits = waiting_for(room.here(), &"dana".into());
        assert_eq!(waits[0].kind, WaitKind::Report(ReportId::Preliminary));
        let due = dues(room.here())
            .into_iter()
            .find(|due| due.kind == waits[0].key)
            .unwrap();
        assert_eq!((Some(due.at), due.owner), (waits[0].due, waits[0].owner.clone()));
        room.does("dana", approve_report("preliminary"));
        assert!(waiting(room.here()).is_empty());
    }

    #[test]
    fn a_report_that_waits_is_named_by_the_verb_that_answers_it_and_a_text_by_its_number() {
        let mut room = Room::reporting();
        room.does("omar", draft("calls", "investigating", "We are on it."));
        let text = format!("approval:{}", room.last());
        let report = draft_report("preliminary", room.now, json!({}));
        room.at(1).does("omar", report);
        let named: Vec<String> = waiting(room.here()).iter().map(Wait::named).collect();
        assert_eq!(named, [text.as_str(), "report approve --kind preliminary"]);
    }

    #[test]
    fn what_is_decided_waits_no_more() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("pat", draft("calls", "investigating", "We are on it."));
        let first = room.last();
        room.does("pat", draft("internal", "investigating", "All hands."));
        let second = room.last();
        room.does("dana", command("approve_message", json!({ "draft": first })));
        room.does(
            "dana",
            command("reject_draft", json!({ "draft": second, "reason": "too loud" })),
        );
        assert!(waiting(room.here()).is_empty());
    }
}
