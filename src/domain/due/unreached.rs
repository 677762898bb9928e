//! Accounts nobody answers at, and numbers that do not work.

use super::{Due, Kind};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::people::Duty;
use crate::domain::retries::{DECIDED_WITHIN, Trying};
use crate::domain::span::Span;
use crate::domain::speech::say;

/// A wrong number in the list is for somebody of the day, not of the hour: the next contact is called meanwhile.
const FIXED_WITHIN: Span = Span::hours(24);

/// For whoever leads the calls.
pub(super) fn to_decide(incident: &Incident, row: &Row, trying: &Trying) -> Option<Due> {
    let since = trying.in_vain()?;
    Some(Due::new(
        Kind::Unreachable(row.id().clone()),
        say!("nobody answers at {row}: decide", row = row.name()),
        incident.leads_calls().cloned(),
        since,
        DECIDED_WITHIN.after(since),
    ))
}

impl Incident {
    /// Whose word it is how calls go on: the CS lead's, else the commander's.
    pub fn leads_calls(&self) -> Option<&crate::domain::ids::Name> {
        self.holder(Duty::CsLead).or_else(|| self.holder(Duty::Commander))
    }
}

/// Numbers and addresses that somebody has to put right in the list. Contacts by their id: the log knows no names.
pub(super) fn fix(incident: &Incident, row: &Row) -> Option<Due> {
    let faults = incident.open_faults(row);
    let first = faults.first()?;
    let wrong: Vec<String> = faults
        .iter()
        .map(|fault| {
            let who = fault
                .contact
                .map(|contact| format!("{contact} "))
                .unwrap_or_default();
            format!("{who}{}", fault.last.facts.disposition.words())
        })
        .collect();
    let owner = row.affected.account.owner.clone();
    Some(Due::new(
        Kind::FixContact(row.id().clone()),
        say!(
            "put the contacts of {row} right: {wrong}",
            row = row.name(),
            wrong = wrong.join(", ")
        ),
        owner.or_else(|| Some(first.last.by.clone())),
        first.last.at,
        FIXED_WITHIN.after(first.last.at),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::owed;
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn a_wrong_number_is_owed_until_somebody_puts_it_right() {
        let mut room = Room::declared();
        let wrong = |contact: &str, how: &str| {
            let call = json!({ "account": "northwind", "contact": contact, "disposition": how });
            command("record_attempt", call)
        };
        room.does("omar", wrong("n-1", "wrong_number"));
        let fix = |room: &Room| {
            let mut owed = owed(room.here()).into_iter();
            owed.find(|due| due.kind.key() == "fix:northwind")
                .map(|due| due.what.to_string())
        };
        let said = "put the contacts of Northwind right: n-1 wrong number";
        assert_eq!(fix(&room).as_deref(), Some(said));
        let kept = json!({ "debt": "fix:northwind", "how": "kept" });
        room.does("lena", command("settle_debt", kept));
        assert_eq!(fix(&room), None);
        room.at(5).does("omar", wrong("n-1", "left_company"));
        assert!(fix(&room).is_some(), "wrong again");
    }
}
