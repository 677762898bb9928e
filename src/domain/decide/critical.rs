//! Hours that matter to an account, as they were heard of.

use super::near;
use crate::domain::command::Desk;
use crate::domain::critical::{MomentRecorded, NewMoment, RecordMoment};
use crate::domain::event::{Decision, Event};
use crate::domain::ids::AccountId;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::span::Span;

/// Nobody's critical hours last for days; whoever wrote so meant another time.
const LONGEST: Span = Span::hours(72);

pub fn record(picture: &Picture, command: &RecordMoment, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    let known = row.moments.standing().any(|known| known.facts == command.moment);
    if known {
        return Ok(Vec::new());
    }
    Ok(vec![recorded(&command.moment, &command.account, desk)?.of(id)])
}

/// The event of a moment, alone or as part of a call.
pub(super) fn recorded(moment: &NewMoment, account: &AccountId, desk: &Desk) -> Result<Event, Refusal> {
    if moment.what.trim().is_empty() {
        return Err(Refusal::Empty {
            field: "what it is that matters to them",
        });
    }
    let wrong = |why: &str| Err(Refusal::WrongTime { why: why.to_owned() });
    if moment.until <= moment.from {
        return wrong("it would end before it begins");
    }
    if moment.until <= desk.said_at {
        return wrong("it was over before it was written down");
    }
    near("it", moment.from, desk)?;
    if moment.until > LONGEST.after(moment.from) {
        return wrong("it would last longer than three days; write down the hours that matter most");
    }
    Ok(Event::MomentRecorded(MomentRecorded {
        account: account.clone(),
        moment: NewMoment {
            offer: moment.offer.clone().filter(|offer| !offer.trim().is_empty()),
            ..moment.clone()
        },
    }))
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Command;
    use crate::domain::due::dues;
    use crate::domain::testkit::*;
    use serde_json::{Value, json};

    fn moment(from: i64, until: i64) -> Value {
        json!({ "account": "northwind", "from": at(from), "until": at(until), "what": "investor call",
            "offer": "the dial-in" })
    }

    fn record(from: i64, until: i64) -> Command {
        command("record_moment", moment(from, until))
    }

    fn owed(room: &Room) -> Vec<(String, i64)> {
        let dues = dues(room.here()).into_iter();
        dues.filter(|due| due.kind.key().starts_with("moment:"))
            .map(|due| (due.what.to_string(), due.at.duration_since(at(0)).as_mins()))
            .collect()
    }

    #[test]
    fn hours_more_than_a_year_away_are_a_slip() {
        let mut room = Room::declared();
        let far = 60 * 24 * 400;
        let refusal = room.refused("omar", "wrong_time", record(far, far + 60));
        assert!(refusal.contains("more than a year away"), "{refusal}");
    }

    #[test]
    fn what_was_heard_is_owed_until_somebody_speaks_with_them_again() {
        let mut room = Room::declared();
        room.does("omar", record(180, 240));
        room.already("lena", record(180, 240));
        let due = ("Northwind: investor call, offer the dial-in".to_owned(), 180);
        assert_eq!(owed(&room), std::slice::from_ref(&due));
        room.at(10).does("omar", told("northwind", 0));
        assert_eq!(owed(&room), [], "it was just spoken of");
        let heard = room.here().rows["northwind"]
            .moments
            .standing()
            .next()
            .unwrap()
            .seq;
        room.does("omar", take_back(heard));
        room.at(400);
        assert_eq!(owed(&room), []);
    }

    #[test]
    fn heard_on_a_call_it_is_one_breath_and_still_owed_after_it() {
        let mut room = Room::declared();
        let mut heard = moment(180, 240);
        heard.as_object_mut().unwrap().remove("account");
        let call = json!({ "account": "northwind", "disposition": "reached_other", "moments": [heard] });
        let events = room.at(5).does("omar", command("record_attempt", call));
        let kinds: Vec<_> = events.iter().map(|event| event.kind()).collect();
        assert_eq!(kinds, ["attempt_recorded", "moment_recorded"]);
        assert_eq!(owed(&room).len(), 1);
        let debt = dues(room.here())
            .into_iter()
            .find(|due| due.kind.key().starts_with("moment:"));
        let kept = json!({ "debt": debt.unwrap().kind.key(), "how": "kept" });
        room.does("omar", command("settle_debt", kept));
        assert_eq!(owed(&room), []);
    }

    #[test]
    fn a_moment_has_words_and_is_still_to_come() {
        let mut room = Room::declared();
        room.at(10);
        room.refused("omar", "wrong_time", record(30, 20));
        room.refused("omar", "wrong_time", record(0, 10));
        room.refused("omar", "wrong_time", record(0, 10_000));
        let blank = json!({ "account": "northwind", "from": at(20), "until": at(30), "what": " " });
        room.refused("omar", "empty", command("record_moment", blank));
        room.does("omar", record(5, 30));
    }

    #[test]
    fn once_it_works_again_no_moment_is_in_danger() {
        let mut room = Room::declared();
        room.does("omar", record(180, 240));
        room.does("dana", move_to("mitigated"));
        assert_eq!(owed(&room), []);
    }
}
