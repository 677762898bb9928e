//! Contacts whose number or address does not work, and who is therefore not called.

use super::debt::Kind;
use super::disposition::{Counts, Disposition};
use super::ids::ContactId;
use super::incident::Incident;
use super::outreach::{Attempt, Row};
use super::settlements::How;

/// A contact whose number or address does not work.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault<'a> {
    pub contact: Option<&'a ContactId>,
    pub last: &'a Attempt,
}

impl Fault<'_> {
    /// They are not to be called by it; a bounced e-mail leaves the phone.
    fn bars_calls(&self) -> bool {
        self.last.facts.disposition != Disposition::BouncedEmail
    }
}

impl Row {
    /// The contacts that do not work, and have not been reached since; and those who asked that others there be called.
    pub fn faults(&self) -> Vec<Fault<'_>> {
        let mut faults: Vec<Fault> = Vec::new();
        for attempt in self.standing() {
            let contact = attempt.facts.contact.as_ref();
            match attempt.facts.disposition.counts() {
                _ if attempt.facts.disposition == Disposition::NotThisContact => {
                    faults.push(Fault {
                        contact,
                        last: attempt,
                    });
                }
                Counts::DataFault => {
                    let fault = Fault {
                        contact,
                        last: attempt,
                    };
                    // An address that bounces says nothing of the number.
                    faults.retain(|one| one.contact != contact || one.bars_calls() != fault.bars_calls());
                    faults.push(fault);
                }
                // Whoever was reached has a number that works.
                Counts::Spoken => faults.retain(|fault| fault.contact != contact),
                Counts::Attempted | Counts::Closed => {}
            }
        }
        faults
    }
}

impl Incident {
    /// The faults of an account that are still to be put right: what was settled since is not.
    pub fn open_faults<'a>(&self, row: &'a Row) -> Vec<Fault<'a>> {
        let mut faults = row.faults();
        if !faults.is_empty() {
            let key = Kind::FixContact(row.id().clone()).key();
            faults.retain(|fault| self.settlements.stands(&key, fault.last.seq).ended.is_none());
        }
        faults
    }

    /// The contacts that are not called: their number does not work and nobody has put it right since, or they asked that
    /// others there be called.
    pub fn barred(&self, row: &Row) -> Vec<ContactId> {
        let key = Kind::FixContact(row.id().clone()).key();
        let kept = self.settlements.of(&key).filter(|word| word.how == How::Kept);
        let fixed = kept.map(|word| word.seq).max();
        let stands = |fault: &Fault| {
            let asked = fault.last.facts.disposition == Disposition::NotThisContact;
            asked || fixed.is_none_or(|fixed| fault.last.seq > fixed)
        };
        let faults = row.faults().into_iter();
        let barring = faults.filter(|fault| fault.bars_calls() && stands(fault));
        barring.filter_map(|fault| fault.contact.cloned()).collect()
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

    #[test]
    fn a_number_that_is_wrong_is_a_fault_until_somebody_is_reached_by_it() {
        let mut room = Room::declared();
        tries(
            &mut room,
            json!({ "contact": "n-1", "disposition": "wrong_number" }),
        );
        tries(
            room.at(1),
            json!({ "contact": "n-1", "disposition": "left_company" }),
        );
        let row = room.row("northwind");
        let faults: Vec<_> = row
            .faults()
            .iter()
            .map(|fault| fault.last.facts.disposition)
            .collect();
        assert_eq!(faults, [Disposition::LeftCompany]);
        tries(
            room.at(2),
            json!({ "contact": "n-1", "disposition": "reached_other" }),
        );
        assert!(room.row("northwind").faults().is_empty());
    }

    #[test]
    fn what_was_put_right_is_no_longer_open_beside_what_was_found_since() {
        let mut room = Room::declared();
        room.does("dana", role("cs_lead"));
        let fault = |how: &str| json!({ "contact": "n-1", "disposition": how });
        let open = |room: &Room| {
            let faults = room.here().open_faults(room.row("northwind"));
            let found = faults.iter().map(|fault| fault.last.facts.disposition);
            found.collect::<Vec<_>>()
        };
        tries(&mut room, fault("wrong_number"));
        assert_eq!(open(&room), [Disposition::WrongNumber]);
        let kept = json!({ "debt": "fix:northwind", "how": "kept" });
        room.does("dana", command("settle_debt", kept));
        assert!(open(&room).is_empty());
        tries(room.at(1), fault("bounced_email"));
        assert_eq!(open(&room), [Disposition::BouncedEmail]);
    }

    #[test]
    fn a_number_that_is_wrong_bars_calls_until_it_is_put_right_and_a_bounced_e_mail_never_does() {
        let mut room = Room::declared();
        room.does("dana", role("cs_lead"));
        let fault = |how: &str| json!({ "contact": "n-1", "disposition": how });
        let barred = |room: &Room| room.here().barred(room.row("northwind"));
        tries(&mut room, fault("bounced_email"));
        assert!(barred(&room).is_empty());
        tries(&mut room, fault("wrong_number"));
        tries(&mut room, fault("bounced_email"));
        assert_eq!(barred(&room), ["n-1".into()]);
        let kept = json!({ "debt": "fix:northwind", "how": "kept" });
        room.does("dana", command("settle_debt", kept));
        assert!(barred(&room).is_empty());
        tries(room.at(1), fault("disconnected"));
        assert_eq!(barred(&room), ["n-1".into()]);
        tries(room.at(2), fault("not_this_contact"));
        let again = json!({ "debt": "fix:northwind", "how": "kept" });
        room.does("dana", command("settle_debt", again));
        assert_eq!(barred(&room), ["n-1".into()], "they asked for somebody else");
    }
}
