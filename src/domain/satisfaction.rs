//! How recovery stands over all accounts: what they have, what they still want, who is lost, and the customer phase.

use super::checklist::AccountStep;
use super::incident::Incident;
use super::outreach::{Attempt, Row};
use super::recovery::{Condition, Mark};
use super::span::Span;
use crate::domain::speech::{say, word};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where the customers stand; moves apart from the internal state and the public phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Customers {
    /// Some have not heard from us, or nobody is listed yet.
    Outreach,
    /// All have heard; some are not settled.
    Recovery,
    Settled,
}

impl Customers {
    pub fn as_str(self) -> &'static str {
        match self {
            Customers::Outreach => "outreach",
            Customers::Recovery => "recovery",
            Customers::Settled => "settled",
        }
    }
}

/// Accounts to be recovered, counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Those that heard from us, and the lost ones.
    pub accounts: usize,
    /// All seven conditions are met or waived.
    pub recovered: usize,
    /// Those that have it, by condition; a waived one is not counted.
    pub met: BTreeMap<Condition, usize>,
    /// Those that still want it, by condition.
    pub wanted: BTreeMap<Condition, usize>,
    pub lost: usize,
}

/// One of the days on which we ask how it goes, counted from when the pain was over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckIn<'a> {
    pub after: Span,
    pub at: Timestamp,
    /// The contact that was it: the first one on that day or later.
    pub held: Option<&'a Attempt>,
}

impl CheckIn<'_> {
    /// `day 7`; `3 h after` where somebody plans by hours.
    pub fn words(&self) -> String {
        self.after.as_day()
    }
}

impl Incident {
    /// Where the customers stand. An account has heard once a person there was spoken with, or somebody says so by
    /// hand with a reason; it is settled when that is ticked, or when it has all it needs, or is lost.
    pub fn customers(&self) -> Customers {
        let mut rows = self.rows.values().filter(|row| row.counts()).peekable();
        if rows.peek().is_none() {
            return Customers::Outreach;
        }
        let mut all_settled = true;
        for row in rows {
            let settled = self.at_peace(row);
            if !settled && !self.done(row, AccountStep::Called) {
                return Customers::Outreach;
            }
            all_settled &= settled;
        }
        match all_settled {
            true => Customers::Settled,
            false => Customers::Recovery,
        }
    }

    /// Nothing more is to be done for this account.
    pub fn at_peace(&self, row: &Row) -> bool {
        row.ticks.contains_key(&AccountStep::Settled)
            || row.recovery.complete()
            || row.recovery.lost().is_some()
    }

    /// How the recovery of all accounts adds up.
    pub fn recovery(&self) -> Summary {
        let mut summary = Summary::default();
        for row in self.rows.values().filter(|row| in_recovery(row)) {
            summary.accounts += 1;
            if row.recovery.lost().is_some() {
                summary.lost += 1;
                continue;
            }
            summary.recovered += usize::from(row.recovery.complete());
            for condition in Condition::ALL {
                match row.recovery.of(condition).map(|marking| marking.mark) {
                    Some(Mark::Met) => *summary.met.entry(condition).or_default() += 1,
                    Some(Mark::Wanted) => *summary.wanted.entry(condition).or_default() += 1,
                    Some(Mark::Waived) | None => {}
                }
            }
        }
        summary
    }

    /// The check-ins of one account, the earliest first; none while it hurts.
    pub fn check_ins<'a>(&self, row: &'a Row) -> Vec<CheckIn<'a>> {
        let Some(over) = self.mitigated_at else {
            return Vec::new();
        };
        let mut days = self.plan.reports.check_ins.clone();
        days.sort();
        let held = |at: Timestamp| {
            let since = row.reached().filter(|attempt| attempt.at >= at);
            since.min_by_key(|attempt| (attempt.at, attempt.seq))
        };
        let days = days.into_iter().map(|after| (after, after.after(over)));
        days.map(|(after, at)| CheckIn {
            after,
            at,
            held: held(at),
        })
        .collect()
    }
}

impl Incident {
    /// What the people who took part did together, in a sentence that thanks them; nobody is named or ranked.
    pub fn thanks(&self) -> String {
        let people = match self.debriefs.took_part() {
            0 | 1 => "You".to_owned(),
            several => say!("{several} of you", several),
        };
        let reached = self.rows.values().filter(|row| row.spoken()).count();
        let customers = match reached {
            0 => String::new(),
            1 => word!(", and 1 customer heard it from a person").to_owned(),
            several => say!(", and {several} customers heard it from a person", several),
        };
        say!("Thank you. {people} carried this{customers}.", people, customers)
    }
}

/// Recovery is for whoever heard from us, of whom anything is known, and whom we may contact.
pub fn in_recovery(row: &Row) -> bool {
    (row.counts() && row.spoken()) || !row.recovery.is_untouched()
}

impl Summary {
    /// "14 reassured, 3 want proof of no repeat, 2 want compensation, lost: 0".
    pub fn words(&self) -> String {
        let reassured = self.met.get(&Condition::Reassured).copied().unwrap_or(0);
        let mut wanted: Vec<(Condition, usize)> = self.wanted.clone().into_iter().collect();
        // What most of them want first.
        wanted.sort_by_key(|(condition, many)| (std::cmp::Reverse(*many), *condition));
        let wants = wanted.iter().map(|(condition, many)| match many {
            1 => say!("1 wants {wish}", wish = condition.wish()),
            _ => say!("{many} want {wish}", many, wish = condition.wish()),
        });
        let first = say!("{reassured} reassured", reassured);
        let lost = format!("lost: {}", self.lost);
        let parts: Vec<String> = std::iter::once(first).chain(wants).chain([lost]).collect();
        parts.join(", ")
    }
}

/// One line on the recovery of all accounts; nothing before there is anything to recover from.
pub fn line(incident: &Incident) -> Option<String> {
    let begun = incident.mitigated_at.is_some();
    let said = incident.rows.values().any(|row| !row.recovery.is_untouched());
    (begun || said)
        .then(|| incident.recovery())
        .filter(|summary| summary.accounts > 0)
        .map(|summary| summary.words())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn mark(account: &str, condition: Condition, mark: &str, text: &str) -> crate::domain::command::Command {
        command(
            "mark_condition",
            json!({ "account": account, "condition": condition, "mark": mark, "text": text }),
        )
    }

    fn whole(room: &mut Room, account: &str) {
        for condition in Condition::SEVEN {
            room.does("omar", mark(account, condition, "met", "said so"));
        }
    }

    #[test]
    fn the_summary_counts_what_they_have_what_they_want_and_who_is_lost() {
        let mut room = Room::declared();
        assert_eq!(line(room.here()), None, "nothing to recover from yet");
        for account in ["northwind", "fabrikam", "contoso"] {
            room.does("omar", told(account, 0));
        }
        for account in ["northwind", "fabrikam"] {
            room.does(
                "omar",
                mark(account, Condition::Reassured, "met", "their CTO said so"),
            );
        }
        room.does("omar", mark("northwind", Condition::NoRepeat, "wanted", ""));
        room.does(
            "omar",
            mark("fabrikam", Condition::NoRepeat, "wanted", "the report"),
        );
        room.does(
            "omar",
            mark("contoso", Condition::Compensated, "wanted", "a month"),
        );
        let words = "2 reassured, 2 want proof of no repeat, 1 wants compensation, lost: 0";
        assert_eq!(line(room.here()).as_deref(), Some(words));
        let lost = json!({ "account": "contoso", "reason": "went to a competitor" });
        room.does("omar", command("record_lost", lost));
        let words = "2 reassured, 2 want proof of no repeat, lost: 1";
        assert_eq!(line(room.here()).as_deref(), Some(words));
        let back = json!({ "account": "contoso", "lost": false, "reason": "they stay after all" });
        room.does("omar", command("record_lost", back));
        assert_eq!(room.here().recovery().lost, 0);
    }

    #[test]
    fn the_latest_word_on_a_condition_counts_until_it_is_taken_back() {
        let mut room = Room::declared();
        room.does("omar", told("northwind", 0));
        room.does("omar", mark("northwind", Condition::NoRepeat, "wanted", "proof"));
        room.does(
            "lena",
            mark("northwind", Condition::NoRepeat, "met", "saw the alarm"),
        );
        let met = room.last();
        assert!(room.row("northwind").recovery.settled(Condition::NoRepeat));
        room.does("lena", take_back(met));
        assert!(!room.row("northwind").recovery.settled(Condition::NoRepeat));
        assert_eq!(room.row("northwind").recovery.wants().count(), 1);
    }

    #[test]
    fn customers_move_from_outreach_over_recovery_to_settled() {
        let mut room = Room::declared();
        let accounts = ["northwind", "fabrikam", "contoso", "contoso-jp", "tailspin"];
        assert_eq!(room.here().customers(), Customers::Outreach);
        for account in &accounts[..4] {
            room.does("omar", told(account, 0));
        }
        assert_eq!(room.here().customers(), Customers::Outreach);
        let met = json!({ "step": "called", "account": "tailspin", "reason": "met them" });
        room.does("omar", command("tick_step", met));
        assert_eq!(room.here().customers(), Customers::Recovery);
        let lost = json!({ "account": "tailspin", "reason": "moved on" });
        room.does("omar", command("record_lost", lost));
        whole(&mut room, "northwind");
        for account in ["fabrikam", "contoso", "contoso-jp"] {
            assert_eq!(room.here().customers(), Customers::Recovery);
            let settled = json!({ "step": "settled", "account": account });
            room.does("omar", command("tick_step", settled));
        }
        assert_eq!(room.here().customers(), Customers::Settled);
    }

    #[test]
    fn waived_is_settled_and_counted_as_nothing_they_have() {
        let mut room = Room::declared();
        room.does("omar", told("northwind", 0));
        for condition in Condition::SEVEN {
            room.does(
                "omar",
                mark("northwind", condition, "waived", "they never felt it"),
            );
        }
        let summary = room.here().recovery();
        assert_eq!((summary.recovered, summary.met.len()), (1, 0));
        room.does("omar", mark("northwind", Condition::Thanked, "wanted", ""));
        assert_eq!(
            room.here().recovery().recovered,
            1,
            "thanks stand beside the seven"
        );
    }

    #[test]
    fn a_check_in_was_held_by_the_first_contact_on_its_day_or_later() {
        let mut room = Room::declared();
        let day = 24 * 60;
        room.at(5).does("omar", told("northwind", 0));
        assert!(room.here().check_ins(room.row("northwind")).is_empty());
        room.at(30).does("dana", move_to("mitigated"));
        let missed = attempt("northwind", Disposition::NoAnswer);
        room.at(30 + day).does("omar", missed);
        room.at(30 + 8 * day).does("lena", told("northwind", 0));
        let days = room.here().check_ins(room.row("northwind"));
        let held: Vec<_> = days
            .iter()
            .map(|day| (day.words(), day.held.map(|call| call.by.to_string())))
            .collect();
        let lena = || Some("lena".to_owned());
        let expected = [
            ("day 1", lena()),
            ("day 7", lena()),
            ("day 30", None),
            ("day 90", None),
        ];
        assert_eq!(held, expected.map(|(day, by)| (day.to_owned(), by)));
    }
}
