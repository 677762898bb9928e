//! How it goes on with an account that nobody answers at.

use super::needs;
use crate::domain::command::Desk;
use crate::domain::event::{Decision, Event};
use crate::domain::incident::Incident;
use crate::domain::outreach::Row;
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::retries::{DECIDES, Trying};
use crate::domain::span::ago;
use crate::domain::table::DIRECTS_CALLS;
use crate::domain::unreached::{DecideUnreachable, GoOn, UnreachableDecided};

pub fn decide(picture: &Picture, command: &DecideUnreachable, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let row = incident.row(&command.account)?;
    needs(incident, desk, &DECIDES, DIRECTS_CALLS)?;
    if let GoOn::KeepTrying { next_at } = command.go_on
        && next_at < desk.said_at
    {
        return Err(Refusal::WrongTime {
            why: "the next try would be before it was decided; say a time to come".to_owned(),
        });
    }
    if !row.is_open_to(&desk.by.name, incident.severity) {
        return Err(Refusal::NotUnreachable {
            account: row.name().clone(),
            why: why(incident, row, desk),
        });
    }
    let in_vain = matches!(row.trying(incident.severity), Trying::InVain { .. });
    // What was decided before they answered once says nothing about the calls since.
    let decided = row.unreached.last().filter(|_| !in_vain);
    if decided.is_some_and(|last| last.go_on == command.go_on) {
        return Ok(Vec::new());
    }
    let event = UnreachableDecided {
        account: command.account.clone(),
        go_on: command.go_on.clone(),
        reason: command.reason.clone().filter(|reason| !reason.trim().is_empty()),
    };
    Ok(vec![Event::UnreachableDecided(event).of(id)])
}

/// What has become of them instead: two may look at the same list.
fn why(incident: &Incident, row: &Row, desk: &Desk) -> String {
    let since = |at| ago(at, desk.at);
    let decision = row.unreached.last().filter(|_| row.refused_to_talk().is_none());
    match (row.trying(incident.severity), decision, row.last()) {
        (Trying::Write { .. }, _, _) => "they are still to be written to".to_owned(),
        (Trying::Again { .. } | Trying::ByMail { .. } | Trying::Left { .. }, Some(last), _) => {
            format!(
                "{} decided {} ago: {}",
                last.by,
                since(last.at),
                last.go_on.words()
            )
        }
        (_, _, Some(last)) => format!(
            "{} recorded {} ago: {}",
            last.by,
            since(last.at),
            last.facts.disposition.words()
        ),
        (_, _, None) => "nobody has called them yet".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Command;
    use crate::domain::due::{Kind, dues};
    use crate::domain::testkit::*;
    use crate::domain::waits::waiting_for;
    use serde_json::{Value, json};

    fn decide(fields: Value) -> Command {
        let mut body = json!({ "account": "northwind" });
        body.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        command("decide_unreachable", body)
    }

    fn wrote(channel: &str) -> Command {
        let mail = json!({ "account": "northwind", "channel": channel, "disposition": "wrote" });
        command("record_attempt", mail)
    }

    fn in_vain() -> Room {
        let mut room = Room::declared();
        room.does("dana", role("cs_lead"));
        for minute in [0, 10, 20] {
            let disposition = crate::domain::outreach::Disposition::NoAnswer;
            room.at(minute).does("omar", attempt("northwind", disposition));
        }
        room.at(21).does("omar", wrote("email"));
        room.at(22).does("omar", wrote("sms"));
        room
    }

    #[test]
    fn whom_nobody_answers_at_waits_for_the_cs_lead() {
        let mut room = in_vain();
        let waits = waiting_for(room.here(), &"dana".into());
        assert_eq!(waits[0].what, "nobody answers at Northwind: decide");
        assert_eq!((waits[0].since, waits[0].due), (at(22), Some(at(37))));
        let key = Kind::Unreachable("northwind".into());
        assert!(dues(room.here()).iter().any(|due| due.kind == key));
        let calls = Kind::Callback("northwind".into());
        assert!(!dues(room.here()).iter().any(|due| due.kind == calls));
        room.at(23)
            .does("dana", decide(json!({ "how": "keep_trying", "next_at": at(60) })));
        assert!(waiting_for(room.here(), &"dana".into()).is_empty());
        let again = dues(room.here())
            .into_iter()
            .find(|due| due.kind == calls)
            .unwrap();
        assert_eq!(again.at, at(60));
    }

    #[test]
    fn it_takes_the_duty_and_somebody_nobody_answers_at() {
        let mut room = in_vain();
        room.refused("omar", "duty_needed", decide(json!({ "how": "leave" })));
        let early = decide(json!({ "how": "keep_trying", "next_at": at(3) }));
        room.refused("dana", "wrong_time", early);
        let mut fresh = Room::declared();
        fresh.does("dana", role("cs_lead"));
        let refusal = fresh.refused("dana", "not_unreachable", decide(json!({ "how": "leave" })));
        assert_eq!(
            refusal,
            "nothing is to be decided about Northwind: nobody has called them yet"
        );
    }

    #[test]
    fn the_second_to_decide_is_told_by_whom_and_when() {
        let mut room = in_vain();
        room.does("sam", role("commander"));
        room.at(25).does(
            "dana",
            decide(json!({ "how": "by_mail", "reason": "their wish" })),
        );
        let refusal = room
            .at(27)
            .refused("sam", "not_unreachable", decide(json!({ "how": "leave" })));
        assert!(
            refusal.ends_with("dana decided 2 min ago: by mail only"),
            "{refusal}"
        );
        room.already("dana", decide(json!({ "how": "by_mail" })));
        let decided = room.last();
        room.does("dana", take_back(decided));
        room.does("sam", decide(json!({ "how": "leave" })));
    }

    #[test]
    fn who_did_not_want_to_talk_is_decided_about_by_nobody_and_a_new_series_by_everybody_who_may() {
        let mut room = in_vain();
        room.at(25).does("dana", decide(json!({ "how": "by_mail" })));
        let offered = |room: &Room, who: &str| {
            let who = crate::domain::actor::Actor::new(who, crate::domain::actor::Access::Advocate);
            room.here().may_decide(room.row("northwind"), &who)
        };
        assert!(offered(&room, "dana") && !offered(&room, "omar"));
        let refused = crate::domain::outreach::Disposition::RefusedToTalk;
        room.at(26).does("omar", attempt("northwind", refused));
        assert!(!offered(&room, "dana"));
        let why = room
            .at(28)
            .refused("dana", "not_unreachable", decide(json!({ "how": "leave" })));
        assert!(why.contains("omar recorded 2 min ago"), "{why}");
        let taken_back = room.last();
        room.does("omar", take_back(taken_back));
        room.at(30).does("omar", told("northwind", 0));
        for minute in [31, 32, 33] {
            let disposition = crate::domain::outreach::Disposition::NoAnswer;
            room.at(minute).does("omar", attempt("northwind", disposition));
        }
        room.at(34).does("omar", wrote("email"));
        room.at(34).does("omar", wrote("sms"));
        assert_eq!(waiting_for(room.here(), &"dana".into()).len(), 1);
        room.at(35).does("dana", decide(json!({ "how": "by_mail" })));
        assert!(
            waiting_for(room.here(), &"dana".into()).is_empty(),
            "the same as before, decided anew"
        );
    }
}
