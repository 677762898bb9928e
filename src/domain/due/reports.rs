//! Reports owed to customers, for months and across closing: preliminary, news every few days, final.
//!
//! Lifesize: a report in 24 to 48 hours; while the cause is unknown customers hear from us every three days; a final
//! report once it is known. Everything is counted from what is recorded, so a restart changes nothing.

use super::{Due, Kind, born};
use crate::domain::ids::Name;
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::people::Duty;
use crate::domain::reports::{ReportId, ReportKind};
use crate::domain::speech::{say, word};
use jiff::Timestamp;

/// To whom reports are owed, and who has which.
pub(super) struct Reports<'a> {
    incident: &'a Incident,
    /// News in between are owed as well.
    goes_on: bool,
    all: usize,
    with_preliminary: usize,
    with_final: usize,
}

impl<'a> Reports<'a> {
    /// None where none are owed.
    pub(super) fn planned(incident: &'a Incident) -> Option<Self> {
        // Only the final report or a reasoned waiver of it ends the news in between.
        let last = Kind::Report(ReportKind::Final);
        let waived = || incident.settlements.stands(&last.key(), born(incident, &last));
        incident.owes_reports().then(|| Reports {
            incident,
            goes_on: waived().ended.is_none(),
            all: 0,
            with_preliminary: 0,
            with_final: 0,
        })
    }

    /// Counts an account that gets reports, and gives the next news for it.
    pub(super) fn row(&mut self, row: &Row) -> Option<Due> {
        let last = row.reports.has(ReportId::Final);
        self.all += 1;
        self.with_final += usize::from(last);
        // Whoever knows the whole story needs no first part of it.
        self.with_preliminary += usize::from(last || row.reports.has(ReportId::Preliminary));
        (!last && self.goes_on).then(|| news(self.incident, row))
    }

    /// What everyone counted gets alike.
    pub(super) fn to_everyone(&self) -> impl Iterator<Item = Due> {
        let preliminary = (self.with_preliminary < self.all).then(|| self.preliminary());
        let last = (self.with_final < self.all).then(|| self.last());
        preliminary.into_iter().chain(last)
    }

    fn preliminary(&self) -> Due {
        let plan = &self.incident.plan.reports;
        let (from, at) = (self.incident.t0, plan.preliminary_latest.after(self.incident.t0));
        let sent = (self.with_preliminary, self.all);
        Due {
            soon: plan.preliminary.after(from).min(at),
            ..to_everyone(self.incident, ReportKind::Preliminary, sent, from, at)
        }
    }

    fn last(&self) -> Due {
        let incident = self.incident;
        let sent = (self.with_final, self.all);
        match incident.findings.confirmed_at() {
            Some(confirmed) => {
                let at = incident.plan.reports.last.after(confirmed);
                to_everyone(incident, ReportKind::Final, sent, confirmed, at)
            }
            None => Due {
                what: word!("final report, once the cause is known").into(),
                ..to_everyone(incident, ReportKind::Final, sent, incident.t0, Timestamp::MAX)
            },
        }
    }
}

/// Drafts that wait for the word of whoever commands.
pub(super) fn approvals(incident: &Incident) -> Vec<Due> {
    let waiting = incident.reports.waiting().filter_map(|(report, draft)| {
        let from = draft.ready?;
        Some(Due::new(
            Kind::Approval(draft.seq),
            say!("approve {named}", named = report.named()),
            incident.approver().cloned(),
            from,
            incident.plan.reports.approval.after(from),
        ))
    });
    waiting.collect()
}

fn to_everyone(
    incident: &Incident,
    kind: ReportKind,
    (sent, all): (usize, usize),
    from: Timestamp,
    at: Timestamp,
) -> Due {
    let name = kind.as_str();
    let what = match sent {
        0 if all == 1 => say!("{name} report to 1 account", name),
        0 => say!("{name} report to {all} accounts", name, all),
        _ => say!("{name} report: {sent} of {all} sent", name, sent, all),
    };
    Due::new(Kind::Report(kind), what, reporter(incident).cloned(), from, at)
}

/// From the last time somebody there heard from us; sooner where a report promised it.
fn news(incident: &Incident, row: &Row) -> Due {
    let spoken = row.reached().map(|attempt| attempt.at).max();
    let sent = row.reports.last();
    let last = spoken.max(sent.map(|sent| sent.at));
    let from = last.unwrap_or(incident.t0);
    let promised = sent.and_then(|sent| sent.next_at).filter(|at| *at > from);
    let at = incident.plan.reports.news.after(from);
    Due::new(
        Kind::News(row.id().clone()),
        say!("news for {row}", row = row.name()),
        row.affected.account.owner.clone(),
        from,
        promised.map_or(at, |promised| promised.min(at)),
    )
}

/// Who sees to the reports: what customers read is the liaison's.
fn reporter(incident: &Incident) -> Option<&Name> {
    [Duty::Liaison, Duty::CsLead, Duty::Commander]
        .into_iter()
        .find_map(|duty| incident.holder(duty))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::due::{DueState, dues, gathered};
    use crate::domain::testkit::*;
    use jiff::ToSpan;
    use serde_json::json;

    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;

    fn due(room: &Room, wanted: &str) -> Option<Due> {
        let found = |due: &Due| due.what.contains(wanted);
        dues(room.here()).into_iter().find(found)
    }

    fn owed(incident: &Incident) -> Vec<Due> {
        let mut owed = dues(incident);
        owed.retain(|due| matches!(due.kind, Kind::Report(_) | Kind::News(_)));
        owed
    }

    fn in_minutes(due: Option<Due>) -> i64 {
        due.unwrap().at.duration_since(at(0)).as_mins()
    }

    fn approved(room: &mut Room, report: &str) {
        let draft = draft_report(report, room.now, json!({}));
        room.does("omar", draft);
        room.does("dana", approve_report(report));
    }

    #[test]
    fn the_preliminary_report_is_amber_at_24_hours_and_red_at_48_until_everyone_owed_it_has_it() {
        let mut room = Room::reporting();
        let waits = due(&room, "preliminary").unwrap();
        assert_eq!(waits.what, "preliminary report to 4 accounts");
        let second = jiff::SignedDuration::from_secs(1);
        assert_eq!(waits.state(at(DAY) - second), DueState::Waiting);
        assert_eq!(waits.state(at(DAY)), DueState::Soon);
        assert_eq!(waits.state(at(2 * DAY) - second), DueState::Soon);
        assert_eq!(waits.state(at(2 * DAY)), DueState::Overdue);
        room.at(HOUR);
        approved(&mut room, "preliminary");
        room.does("omar", send_report("preliminary", &["northwind"]));
        assert_eq!(
            due(&room, "preliminary").unwrap().what,
            "preliminary report: 1 of 4 sent"
        );
        room.does("omar", told("tailspin", 0));
        assert_eq!(
            due(&room, "preliminary").unwrap().what,
            "preliminary report: 1 of 5 sent",
            "Tailspin says that it hits them"
        );
        room.does("omar", send_report("preliminary", &[]));
        assert_eq!(due(&room, "preliminary"), None);
    }

    #[test]
    fn an_account_hears_from_us_every_three_days_until_it_has_the_final_report() {
        let mut room = Room::reporting();
        let news = |room: &Room| due(room, "news for Northwind");
        assert_eq!(in_minutes(news(&room)), 3 * DAY);
        room.at(20).does("omar", told("northwind", 0));
        assert_eq!(in_minutes(news(&room)), 3 * DAY + 20);
        room.at(30).does(
            "omar",
            attempt("northwind", crate::domain::outreach::Disposition::NoAnswer),
        );
        assert_eq!(
            in_minutes(news(&room)),
            3 * DAY + 20,
            "nobody there heard anything"
        );
        room.at(HOUR);
        approved(&mut room, "preliminary");
        room.does("omar", send_report("preliminary", &["northwind"]));
        assert_eq!(
            in_minutes(news(&room)),
            HOUR + DAY,
            "it promised news within a day"
        );
        room.at(DAY).does("omar", told("northwind", 0));
        assert_eq!(
            in_minutes(news(&room)),
            HOUR + DAY,
            "and a call before keeps no promise of a later hour"
        );
        room.at(DAY + HOUR).does("omar", told("northwind", 0));
        assert_eq!(in_minutes(news(&room)), 4 * DAY + HOUR);
        // Months on.
        let mut day = 4;
        for number in 1..=30 {
            room.at(day * DAY);
            let update = format!("update-{number}");
            let later = json!({ "next_at": at((day + 3) * DAY) });
            let words = draft_report(&update, room.now, later);
            room.does("omar", words);
            room.does("dana", approve_report(&update));
            room.does("omar", send_report(&update, &[]));
            day += 3;
            assert_eq!(in_minutes(news(&room)), day * DAY);
        }
        room.does("dana", move_to("resolved"));
        let owing = json!({ "to": "closed", "owing": true, "reason": "the fix is due next quarter" });
        room.does("dana", command("change_state", owing));
        assert_eq!(in_minutes(news(&room)), day * DAY, "closing ends no debt");
        room.does("dana", found_cause("confirmed", "a bad certificate"));
        room.does("dana", command("find_data", json!({ "state": "safe" })));
        approved(&mut room, "final");
        room.does("omar", send_report("final", &["northwind"]));
        assert_eq!(news(&room), None);
        assert!(due(&room, "news for Fabrikam").is_some());
    }

    #[test]
    fn a_reasoned_waiver_of_the_final_report_ends_the_news_as_well() {
        let mut room = Room::reporting();
        assert!(due(&room, "news for Fabrikam").is_some());
        let waived =
            json!({ "debt": "report:final", "how": "waived", "reason": "a false alarm, and they know" });
        room.does("dana", command("settle_debt", waived));
        assert!(due(&room, "final").is_none() && due(&room, "news for").is_none());
        assert!(due(&room, "preliminary").is_some());
    }

    #[test]
    fn a_final_report_waived_is_owed_again_once_it_comes_back() {
        let mut room = Room::reporting();
        let waived = json!({ "debt": "report:final", "how": "waived", "reason": "a false alarm" });
        room.does("dana", move_to("resolved"));
        room.does("dana", command("settle_debt", waived.clone()));
        assert!(due(&room, "final").is_none());
        room.does("dana", move_to("open"));
        assert!(due(&room, "final").is_some() && due(&room, "news for Fabrikam").is_some());
        room.does("dana", command("settle_debt", waived));
        assert!(due(&room, "final").is_none() && due(&room, "news for").is_none());
    }

    #[test]
    fn reports_once_begun_stay_owed_though_another_playbook_asks_for_none() {
        let other = || command("switch_playbook", json!({ "playbook": "unknown" }));
        let mut room = Room::reporting();
        room.does("dana", other());
        assert!(owed(room.here()).is_empty(), "none was begun");
        let mut room = Room::reporting();
        approved(&mut room, "preliminary");
        room.does("omar", send_report("preliminary", &["northwind"]));
        room.does("dana", other());
        for what in [
            "preliminary report: 1 of 4 sent",
            "news for Northwind",
            "final report",
        ] {
            assert!(due(&room, what).is_some(), "{what}");
        }
        let waived = json!({ "debt": "report:final", "how": "waived", "reason": "a false alarm" });
        room.does("dana", command("settle_debt", waived));
        assert!(due(&room, "final").is_none() && due(&room, "news for").is_none());
    }

    #[test]
    fn the_final_report_is_due_from_the_day_the_cause_is_confirmed() {
        let mut room = Room::reporting();
        room.at(10)
            .does("dana", found_cause("suspected", "a bad certificate"));
        assert!(!due(&room, "final").unwrap().dated(), "nobody knows when");
        room.at(40 * DAY)
            .does("dana", found_cause("confirmed", "a bad certificate"));
        let found = room.last();
        assert_eq!(in_minutes(due(&room, "final report to 4 accounts")), 45 * DAY);
        room.does("dana", take_back(found));
        assert!(
            !due(&room, "final").unwrap().dated(),
            "it was not confirmed after all"
        );
        room.does("dana", found_cause("confirmed", "a bad certificate"));
        room.does("dana", move_to("resolved"));
        room.does("dana", command("find_data", json!({ "state": "safe" })));
        approved(&mut room, "final");
        room.does("omar", send_report("final", &[]));
        assert!(owed(room.here()).is_empty(), "{:?}", owed(room.here()));
    }

    #[test]
    fn wording_a_confirmed_cause_anew_gives_no_more_time_for_the_final_report() {
        let mut room = Room::reporting();
        room.at(10 * DAY)
            .does("dana", found_cause("confirmed", "a bad certificate"));
        room.at(14 * DAY)
            .does("dana", found_cause("confirmed", "a certificate that ran out"));
        assert_eq!(in_minutes(due(&room, "final report")), 15 * DAY);
        room.does("dana", found_cause("suspected", "a certificate that ran out"));
        room.at(20 * DAY)
            .does("dana", found_cause("confirmed", "a certificate that ran out"));
        assert_eq!(
            in_minutes(due(&room, "final report")),
            25 * DAY,
            "in between nobody was sure"
        );
    }

    #[test]
    fn a_draft_waits_for_the_deputy_while_nobody_commands_as_a_text_does() {
        let mut room = Room::declared();
        room.does("sam", role("deputy"));
        let words = draft_report("preliminary", room.now, json!({}));
        room.does("omar", words);
        let owner = due(&room, "approve the preliminary report").unwrap().owner;
        assert_eq!(owner, Some("sam".into()));
    }

    #[test]
    fn a_draft_waits_for_approval_from_when_it_is_ready() {
        let mut room = Room::reporting();
        room.at(HOUR).does(
            "omar",
            command("draft_report", json!({ "report": "preliminary", "parts": {} })),
        );
        assert_eq!(due(&room, "approve"), None, "it is still being written");
        let words = draft_report("preliminary", room.now, json!({}));
        room.does("omar", words);
        let waits = due(&room, "approve the preliminary report").unwrap();
        assert_eq!((waits.owner, waits.at), (Some("dana".into()), at(HOUR + 5)));
        room.does("dana", approve_report("preliminary"));
        assert_eq!(due(&room, "approve"), None);
    }

    #[test]
    fn three_days_are_72_hours_over_a_change_of_clocks_a_leap_day_and_the_end_of_a_month() {
        for t0 in [
            "2026-03-28T12:00:00Z",
            "2028-02-27T23:30:00Z",
            "2026-12-30T09:15:00Z",
        ] {
            let start: Timestamp = t0.parse().unwrap();
            let mut room = Room::empty();
            let mut owing = (*room.reference.playbooks[1]).clone();
            owing.reports.owed = true;
            room.reference.playbooks[1] = owing.into();
            room.now = start;
            room.does(
                "dana",
                declare(json!({ "components": ["video-eu"], "playbook": "outage" })),
            );
            let dues = owed(room.here());
            let news = dues.iter().filter(|due| matches!(due.kind, Kind::News(_)));
            for due in news {
                assert_eq!(due.at, start + 72.hours(), "{t0}");
            }
            let report = dues
                .iter()
                .find(|due| due.kind == Kind::Report(ReportKind::Preliminary));
            assert_eq!(report.unwrap().at, start + 48.hours(), "{t0}");
        }
    }

    #[test]
    fn nothing_is_owed_where_the_playbook_owes_no_reports() {
        assert!(owed(Room::declared().here()).is_empty());
    }

    #[test]
    fn news_to_many_accounts_is_one_line_where_dues_are_listed() {
        let room = Room::reporting();
        let all = dues(room.here());
        let listed = gathered(all.clone());
        assert_eq!(listed.len(), all.len() - 3);
        let news: Vec<&Due> = listed
            .iter()
            .filter(|due| matches!(due.kind, Kind::News(_)))
            .collect();
        assert_eq!(news.len(), 1);
        assert_eq!(
            (news[0].what.as_str(), news[0].at),
            ("4 accounts to hear from us", at(3 * DAY))
        );
    }

    #[test]
    fn news_that_was_put_off_comes_then_and_every_three_days_after_that() {
        let mut room = Room::reporting();
        let news = |room: &Room| in_minutes(due(room, "news for Northwind"));
        let off = json!({ "debt": "news:northwind", "how": "long_term", "reason": "on leave", "owner": "omar", "due": at(9 * DAY) });
        room.at(30).does("dana", command("settle_debt", off));
        assert_eq!(news(&room), 9 * DAY);
        room.at(10 * DAY).does("omar", told("northwind", 0));
        assert_eq!(news(&room), 13 * DAY);
    }
}
