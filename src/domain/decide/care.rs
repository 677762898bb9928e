//! Breaks and debriefs: everyone's own, and nobody else's.

use crate::domain::care::{BREAK, BreakTaken, LONGEST, TakeBreak};
use crate::domain::command::Desk;
use crate::domain::debriefs::{DebriefRecorded, RecordDebrief};
use crate::domain::event::{Decision, Event};
use crate::domain::picture::Picture;
use crate::domain::refusal::Refusal;
use crate::domain::span::Span;

/// A break begins when it is asked for, over all incidents; one of no minutes ends it, or declines the one suggested.
pub fn take_break(picture: &Picture, command: &TakeBreak, desk: &Desk) -> Decision {
    let length = command
        .minutes
        .map_or(BREAK, |minutes| Span::minutes(i64::from(minutes)));
    if length > LONGEST {
        return Err(Refusal::WrongTime {
            why: format!("a break is {LONGEST} at most; hand over what is yours if you are away for longer"),
        });
    }
    let until = length.after(desk.said_at);
    let away = picture.care.away(&desk.by.name, desk.said_at);
    let back = length == Span::default();
    let asked = picture.care.suggested(&desk.by.name, desk.said_at);
    if away == Some(until) || (back && away.is_none() && asked.is_none()) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::BreakTaken(BreakTaken { until }).of_the_hub()])
}

pub fn debrief(picture: &Picture, command: &RecordDebrief, desk: &Desk) -> Decision {
    let (id, incident) = picture.room(desk)?;
    let answers = command.answers.said();
    if answers.is_empty() {
        return Err(Refusal::Empty { field: "the debrief" });
    }
    if incident.debriefs.of(&desk.by.name) == Some(&answers) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::DebriefRecorded(DebriefRecorded { answers }).of(id)])
}

#[cfg(test)]
mod tests {
    use crate::domain::care::Strain;
    use crate::domain::command::Command;
    use crate::domain::due::{Kind, owed};
    use crate::domain::ids::{IncidentId, Name};
    use crate::domain::testkit::*;
    use jiff::SignedDuration;
    use serde_json::json;

    /// A call of so many minutes, from this one on, that felt like that to them.
    fn call(room: &mut Room, who: &str, account: &str, from: i64, minutes: i64, feeling: &str) {
        room.at(from)
            .does(who, command("start_call", json!({ "account": account })));
        let call = json!({ "account": account, "disposition": "reached_other", "feeling": feeling });
        room.at(from + minutes).does(who, command("record_attempt", call));
    }

    fn rest(fields: serde_json::Value) -> Command {
        command("take_break", fields)
    }

    fn strain(room: &Room, who: &str) -> Strain {
        room.picture.care.strain(&who.into(), room.now)
    }

    fn suggested(room: &Room, who: &str) -> Option<String> {
        let strain = room.picture.care.suggested(&who.into(), room.now);
        strain.map(Strain::words)
    }

    #[test]
    fn a_hard_call_that_spoke_for_several_accounts_was_borne_once() {
        let mut room = Room::declared();
        let call = json!({ "account": "contoso", "disposition": "reached_other", "feeling": "crisis",
            "also": ["contoso-jp", "northwind"] });
        room.does("omar", command("record_attempt", call));
        assert_eq!((strain(&room, "omar").hard, suggested(&room, "omar")), (1, None));
    }

    #[test]
    fn three_hard_calls_in_a_row_ask_for_a_break_and_a_good_one_between_does_not() {
        let mut room = Room::declared();
        call(&mut room, "omar", "northwind", 1, 4, "crisis");
        call(&mut room, "omar", "fabrikam", 6, 4, "hurting");
        assert_eq!(suggested(&room, "omar"), None);
        let missed = json!({ "account": "tailspin", "disposition": "no_answer" });
        room.at(11).does("omar", command("record_attempt", missed));
        call(&mut room, "omar", "contoso", 12, 4, "hurting");
        assert_eq!(
            suggested(&room, "omar").as_deref(),
            Some("3 hard calls in a row"),
            "a call nobody took is no relief"
        );
        assert_eq!(strain(&room, "lena"), Strain::default());
        call(&mut room, "omar", "tailspin", 17, 4, "fine");
        assert_eq!(suggested(&room, "omar"), None);
        assert_eq!(strain(&room, "omar").hard, 0);
    }

    #[test]
    fn an_hour_and_a_half_on_calls_asks_for_a_break() {
        let mut room = Room::declared();
        for (at, account) in [(0, "northwind"), (46, "fabrikam")] {
            call(&mut room, "omar", account, at, 45, "fine");
        }
        assert_eq!(strain(&room, "omar").on_calls, SignedDuration::from_mins(90));
        assert_eq!(suggested(&room, "omar").as_deref(), Some("1 h 30 min on calls"));
        room.at(97);
        assert_eq!(suggested(&room, "omar"), None, "it is theirs to remember now");
        assert_eq!(room.picture.care.due(room.now), 1);
        room.at(122);
        assert_eq!(
            strain(&room, "omar"),
            Strain::default(),
            "half an hour without a call"
        );
    }

    #[test]
    fn a_call_that_was_started_and_forgotten_weighs_nothing() {
        let mut room = Room::declared();
        call(&mut room, "omar", "northwind", 0, 300, "fine");
        assert_eq!(strain(&room, "omar").on_calls, SignedDuration::ZERO);
    }

    #[test]
    fn of_those_who_call_for_weeks_a_day_is_kept_and_whoever_never_rests_is_due_a_break_all_the_same() {
        let mut room = Room::declared();
        for hour in 0..24 * 7 {
            call(&mut room, "omar", "northwind", hour * 60, 4, "crisis");
        }
        let kept = serde_json::to_string(&room.picture.care).unwrap();
        assert_eq!(kept.matches("ended").count(), 24);
        assert_eq!(strain(&room, "omar").hard, 1, "they rested before it");
        let week = 7 * 24 * 60;
        for at in (0..36 * 60).step_by(20) {
            call(&mut room, "omar", "northwind", week + at, 4, "crisis");
        }
        let strain = strain(&room, "omar");
        assert_eq!(
            (strain.hard, strain.on_calls),
            (24 * 3, SignedDuration::from_mins(24 * 3 * 4))
        );
        assert!(suggested(&room, "omar").is_some());
    }

    #[test]
    fn a_break_ends_by_itself_or_earlier_and_the_strain_with_it() {
        let mut room = Room::declared();
        for (at, account) in [(1, "northwind"), (6, "fabrikam"), (11, "contoso")] {
            call(&mut room, "omar", account, at, 4, "crisis");
        }
        assert_eq!(room.picture.care.due(room.now), 1);
        let away = |room: &Room| room.picture.care.away(&Name::from("omar"), room.now);
        room.at(16).does("omar", rest(json!({})));
        room.already("omar", rest(json!({ "minutes": 15 })));
        assert_eq!((away(&room), room.picture.care.due(room.now)), (Some(at(31)), 0));
        room.at(31);
        assert_eq!(away(&room), None, "by itself");
        assert_eq!(strain(&room, "omar"), Strain::default());
        room.does("omar", rest(json!({ "minutes": 30 })));
        room.at(35).does("omar", rest(json!({ "minutes": 0 })));
        assert_eq!(away(&room), None, "back earlier");
        room.already("omar", rest(json!({ "minutes": 0 })));
        let refusal = room.refused("omar", "wrong_time", rest(json!({ "minutes": 481 })));
        assert!(refusal.contains("8 h at most"), "{refusal}");
    }

    #[test]
    fn whoever_says_not_now_is_asked_again_after_the_next_hard_call_and_stays_due() {
        let mut room = Room::declared();
        for (at, account) in [(1, "northwind"), (6, "fabrikam"), (11, "contoso")] {
            call(&mut room, "omar", account, at, 4, "crisis");
        }
        let not_now = || rest(json!({ "minutes": 0 }));
        room.does("omar", not_now());
        room.already("omar", not_now());
        assert_eq!(
            (suggested(&room, "omar"), room.picture.care.due(room.now)),
            (None, 1)
        );
        call(&mut room, "omar", "tailspin", 16, 4, "hurting");
        assert_eq!(suggested(&room, "omar").as_deref(), Some("4 hard calls in a row"));
    }

    #[test]
    fn a_call_taken_back_weighs_no_more() {
        let mut room = Room::declared();
        for (at, account) in [(1, "northwind"), (6, "fabrikam"), (11, "contoso")] {
            call(&mut room, "omar", account, at, 4, "crisis");
        }
        let last = room.here().row(&"contoso".into()).unwrap().last().unwrap().seq;
        room.does("omar", take_back(last));
        assert_eq!(suggested(&room, "omar"), None);
    }

    #[test]
    fn a_debrief_is_shown_unnamed_and_said_anew_replaces_the_first() {
        let mut room = Room::declared();
        let debrief = |slowed: &str, needs: &str| {
            let answers = json!({ "slowed": slowed, "needs": needs });
            command("record_debrief", answers)
        };
        room.refused("omar", "empty", debrief(" ", ""));
        room.does("omar", debrief("no list of numbers", "sleep"));
        room.does("lena", debrief("a slow page", ""));
        room.already("lena", debrief("a slow page", " "));
        let answers = |room: &Room, at: usize| -> Vec<String> {
            let all = room.here().debriefs.answers(at);
            all.iter().map(|text| text.to_string()).collect()
        };
        assert_eq!(answers(&room, 0), ["a slow page", "no list of numbers"]);
        assert_eq!(answers(&room, 2), ["sleep"]);
        let line = room.here().timeline.last().unwrap();
        assert_eq!(line.text, "answered 1 of the 3 questions of the debrief");
        room.does("omar", debrief("nothing", ""));
        assert_eq!(answers(&room, 0), ["a slow page", "nothing"]);
        let again = room.last();
        room.does("omar", take_back(again));
        assert_eq!(room.here().debriefs.count(), 2, "the first words stand again");
    }

    #[test]
    fn who_called_and_was_not_heard_is_owed_a_talk_a_month_after_it_was_closed() {
        let mut room = Room::declared();
        room.does("lena", role("cs_lead"));
        room.does("dana", role("commander"));
        room.at(5).does("omar", told("northwind", 0));
        room.does("lena", told("fabrikam", 0));
        room.does("dana", note("watching"));
        assert_eq!(
            (room.here().debriefs.took_part(), room.here().debriefs.unheard()),
            (3, 2)
        );
        room.at(10).does("dana", move_to("resolved"));
        let owing = json!({ "to": "closed", "owing": true, "reason": "check-ins" });
        room.at(20).does("dana", command("change_state", owing));
        let hear = |room: &Room| {
            let first = room.picture.incident(IncidentId(1)).unwrap();
            owed(first).into_iter().find(|due| due.kind == Kind::Hear)
        };
        let due = hear(&room).unwrap();
        assert_eq!(due.what, "hear 2 people who called customers");
        assert_eq!(due.owner, Some("lena".into()));
        assert_eq!(due.at, at(20 + 30 * 24 * 60));
        // Heard in a later incident is heard.
        room.does("dana", declare(json!({ "title": "Another" })));
        room.incident = Some(IncidentId(2));
        room.does("omar", command("record_debrief", json!({ "helped": "the list" })));
        let heard = room.last();
        assert_eq!(hear(&room).unwrap().what, "hear 1 person who called customers");
        room.does("omar", take_back(heard));
        assert_eq!(hear(&room).unwrap().what, "hear 2 people who called customers");
        room.incident = Some(IncidentId(1));
        let spoke = json!({ "debt": "hear", "how": "kept" });
        room.does("lena", command("settle_debt", spoke));
        assert_eq!(hear(&room), None);
    }
}
