//! Settling a debt: who may, what it takes, and which debts have a better way.

use super::{needs, promises, stops};
use crate::domain::command::Desk;
use crate::domain::due::{self, Due, Kind};
use crate::domain::event::{Decision, Event};
use crate::domain::ids::{Name, Seq};
use crate::domain::incident::Incident;
use crate::domain::nearest::nearest;
use crate::domain::people::Duty;
use crate::domain::picture::Picture;
use crate::domain::promises::KeepPromise;
use crate::domain::refusal::Refusal;
use crate::domain::reports::ReportKind;
use crate::domain::settlements::{DebtSettled, How, SettleDebt};
use crate::domain::stops::ResumeStop;
use crate::domain::table::SETTLES_DEBTS;
use crate::domain::text::Clean;

/// Who may let a debt go, or put it off for long.
pub(super) const SETTLE: [Duty; 3] = [Duty::Commander, Duty::Deputy, Duty::CsLead];

/// How a kind of debt is settled.
struct Way {
    kept: Kept,
    /// Nobody outside waits for it within the hour, so it may be put off for long.
    long_term: bool,
}

/// What "kept" comes to.
enum Kept {
    /// The promise is kept, by the command for that.
    Promise,
    /// It goes on again, by the command for that.
    Resume,
    /// Somebody says so; there is no more to it.
    Said,
    /// There is a command that says more; in words.
    Better(&'static str),
}

/// The way of a kind; or what to do instead, where there is nothing to settle.
fn way(incident: &Incident, kind: &Kind) -> Result<Way, &'static str> {
    let better = |instead, long_term| {
        Ok(Way {
            kept: Kept::Better(instead),
            long_term,
        })
    };
    match kind {
        Kind::Promise(_) => Ok(Way {
            kept: Kept::Promise,
            long_term: true,
        }),
        Kind::Outcome(_) => Ok(Way {
            kept: Kept::Said,
            long_term: true,
        }),
        Kind::Resume(_) => Ok(Way {
            kept: Kept::Resume,
            long_term: true,
        }),
        Kind::Moment(..) => Ok(Way {
            kept: Kept::Said,
            long_term: false,
        }),
        Kind::FixContact(_) => Ok(Way {
            kept: Kept::Said,
            long_term: true,
        }),
        Kind::Unreachable(_) => Err("say how it goes on: y, `warroom unreachable`"),
        Kind::Tell(..) => Ok(Way {
            kept: Kept::Said,
            long_term: true,
        }),
        Kind::Callback(_) => better("record the call: Space on its row, `warroom result`", true),
        Kind::CheckIn(_) => better("record the call: Space on its row, `warroom result`", true),
        Kind::Recovery(_) => better("say what they have: R on the account, `warroom condition`", true),
        Kind::Hear => Ok(Way {
            kept: Kept::Said,
            long_term: true,
        }),
        Kind::Ask(_) => better("answer it: x, `warroom answer`", false),
        Kind::Stop(_) => better("stop it: the stop-list of the menu, `warroom stop`", false),
        Kind::Expert(_) => better("record the call: Enter on it, `warroom expert`", false),
        Kind::Level(_) => Err("inform it, or skip it with a reason: i on it, `warroom skip`"),
        Kind::Offered(_) => Err("take them, or say no: y, `warroom share`"),
        Kind::Page => Err("record the text that is live: Enter on it, `warroom page`"),
        Kind::Approval(seq) => Err(approval(incident, *seq)),
        Kind::Duty(_) => Err("take it, or offer it to somebody: d, `warroom role`"),
        Kind::Silence | Kind::Intent => {
            Err("say what the plan is: `warroom plan`, or any word of the commander")
        }
        Kind::Report(_) => better("send it: r, `warroom report issue`", true),
        Kind::News(_) => better("tell them: record the call or send a report", true),
        Kind::Executive(_) => better(
            "promise it a time or record how it went: E, `warroom executive`",
            true,
        ),
        Kind::Gesture(_) => better("decide it or give it: E, `warroom gesture`", true),
        Kind::Credit(_) => better("decide it, tell them or issue it: E, `warroom credit`", true),
        Kind::Brief => Err("give the brief and say so: b, `warroom brief --given-to`"),
        Kind::FirstCalls(_) => Err("call them, or record why not: Space on a row, `warroom result`"),
        Kind::Step(_) => Err("tick it, with a reason if it does not apply: `warroom tick`"),
    }
}

/// A text is approved by its number, a report by its kind.
fn approval(incident: &Incident, seq: Seq) -> &'static str {
    let report = incident.reports.waiting().find(|(_, draft)| draft.seq == seq);
    match report.map(|(report, _)| report.kind()) {
        None => "approve it or send it back: y, `warroom approve`",
        Some(ReportKind::Preliminary) => "approve it: r, `warroom report approve --kind preliminary`",
        Some(ReportKind::Update) => "approve it: r, `warroom report approve --kind update`",
        Some(ReportKind::Final) => "approve it: r, `warroom report approve --kind final`",
    }
}

pub fn settle(picture: &Picture, command: &SettleDebt, desk: &Desk) -> Decision {
    let key = command.debt.trim();
    let kind = Kind::parse(key);
    let unknown = || unknown(picture, key);
    let kind = kind.ok_or_else(unknown)?;
    let incident = match whose(picture, &kind, desk) {
        Err(Refusal::NoIncident | Refusal::WhichIncident { .. }) => return Err(unknown()),
        found => found?,
    };
    let desk = &Desk {
        incident: Some(incident.id),
        ..*desk
    };
    let (id, incident) = picture.room(desk)?;
    let way = way(incident, &kind).map_err(|instead| Refusal::SettledElsewhere {
        debt: key.into(),
        instead,
    })?;
    if let (Kind::Promise(promise), How::Kept) = (&kind, &command.how) {
        return promises::keep(picture, &KeepPromise { promise: *promise });
    }
    if let (Kind::Resume(stop), How::Kept) = (&kind, &command.how) {
        let resume = ResumeStop {
            stop: stop.clone(),
            note: None,
        };
        return stops::resume(picture, &resume, desk);
    }
    let stands = incident.settlements.stands(key, due::born(incident, &kind));
    if let Some(ended) = &stands.ended {
        return match ended.how.words() == command.how.words() {
            true => Ok(Vec::new()),
            false => Err(Refusal::SettledAlready {
                what: ended.what.clone(),
                how: ended.how.words(),
                by: ended.by.clone(),
                seq: ended.seq,
            }),
        };
    }
    let found = due::dues(incident).into_iter().find(|due| due.kind == kind);
    let due = found.ok_or_else(unknown)?;
    let how = match &command.how {
        How::Kept => kept(&way, key)?,
        How::Transferred { to } => transferred(incident, &due, to, desk)?,
        How::Waived { reason } => waived(incident, reason, desk)?,
        How::LongTerm { .. } => long_term(incident, &way, &due, &command.how, desk)?,
    };
    let same = incident.settlements.of(key).last();
    let nothing_new = match &how {
        How::Transferred { to } => due.owner.as_ref() == Some(to),
        How::LongTerm { .. } => same.is_some_and(|last| last.how == how && due.long_term),
        How::Kept | How::Waived { .. } => false,
    };
    if nothing_new {
        return Ok(Vec::new());
    }
    let event = DebtSettled {
        debt: key.into(),
        what: due.what,
        owed_by: due.owner,
        how,
    };
    Ok(vec![Event::DebtSettled(event).of(id)])
}

/// The incident named; else the only one that owes this, closed or not.
fn whose<'a>(picture: &'a Picture, kind: &Kind, desk: &Desk) -> Result<&'a Incident, Refusal> {
    let owes = |incident: &&Incident| due::owed(incident).iter().any(|due| due.kind == *kind);
    if desk.incident.is_none() {
        let mut owing = picture.incidents().filter(owes);
        if let (Some(only), None) = (owing.next(), owing.next()) {
            return Ok(only);
        }
    }
    picture.which(desk.incident)
}

fn unknown(picture: &Picture, key: &str) -> Refusal {
    let owed = picture.incidents().flat_map(due::owed);
    let keys: Vec<String> = owed.map(|due| due.kind.key()).collect();
    Refusal::UnknownDebt {
        given: key.into(),
        nearest: nearest(key, keys.iter().map(String::as_str)),
    }
}

fn kept(way: &Way, key: &str) -> Result<How, Refusal> {
    match way.kept {
        Kept::Promise | Kept::Resume | Kept::Said => Ok(How::Kept),
        Kept::Better(instead) => Err(Refusal::SettledElsewhere {
            debt: key.into(),
            instead,
        }),
    }
}

/// Anyone takes a debt on, and hands their own to somebody; the others' are moved by those who direct.
fn transferred(incident: &Incident, due: &Due, to: &Name, desk: &Desk) -> Result<How, Refusal> {
    if to.as_str().trim().is_empty() {
        return Err(Refusal::Empty {
            field: "who is to owe it",
        });
    }
    let to = desk.reference.sign_in_name(to);
    let by = &desk.by.name;
    if to != *by && due.owner.as_ref() != Some(by) {
        needs(incident, desk, &SETTLE, SETTLES_DEBTS)?;
    }
    Ok(How::Transferred { to })
}

fn waived(incident: &Incident, reason: &Clean, desk: &Desk) -> Result<How, Refusal> {
    let reason = given(reason, "waiving a debt")?;
    needs(incident, desk, &SETTLE, SETTLES_DEBTS)?;
    Ok(How::Waived { reason })
}

fn long_term(incident: &Incident, way: &Way, due: &Due, asked: &How, desk: &Desk) -> Result<How, Refusal> {
    let How::LongTerm {
        reason,
        owner,
        due: at,
    } = asked
    else {
        return Ok(asked.clone());
    };
    let waits = match &due.kind {
        Kind::Callback(account) => incident.rows.get(account).is_some_and(|row| row.waits_for_us()),
        _ => !way.long_term,
    };
    if waits {
        return Err(Refusal::SettledElsewhere {
            debt: due.kind.key().into(),
            instead: "somebody waits for it: do it, hand it to somebody, or waive it with a reason",
        });
    }
    let reason = given(reason, "putting a debt on long term")?;
    let owner = match owner.as_str().trim() {
        "" => due.owner.clone(),
        _ => Some(desk.reference.sign_in_name(owner)),
    };
    let owner = owner.ok_or(Refusal::Empty {
        field: "who is to owe it",
    })?;
    if *at <= desk.at {
        return Err(Refusal::WrongTime {
            why: "a debt on long term is due in the future; say when".to_owned(),
        });
    }
    needs(incident, desk, &SETTLE, SETTLES_DEBTS)?;
    Ok(How::LongTerm {
        reason,
        owner,
        due: *at,
    })
}

fn given(reason: &Clean, what: &'static str) -> Result<Clean, Refusal> {
    match reason.trim() {
        "" => Err(Refusal::ReasonNeeded { what }),
        reason => Ok(reason.into()),
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::command::Command;
    use crate::domain::due::{Due, dues, owed};
    use crate::domain::ids::IncidentId;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::{Value, json};

    fn settle(debt: &str, how: &str, mut fields: Value) -> Command {
        fields["debt"] = debt.into();
        fields["how"] = how.into();
        command("settle_debt", fields)
    }

    /// A room with a promise of omar's, and its key.
    fn promised() -> (Room, String) {
        let mut room = Room::declared();
        let promise = json!({ "account": "northwind", "what": "a report", "due": at(60) });
        room.does("omar", command("make_promise", promise));
        let key = format!("promise:{}", room.last());
        room.does("dana", role("commander"));
        (room, key)
    }

    fn only(room: &Room) -> Due {
        let owed = owed(room.here());
        assert_eq!(owed.len(), 1, "{owed:?}");
        owed.into_iter().next().unwrap()
    }

    #[test]
    fn a_debt_waived_is_gone_until_the_word_is_taken_back() {
        let (mut room, key) = promised();
        let waive = settle(&key, "waived", json!({ "reason": "they have it already" }));
        room.refused("omar", "duty_needed", waive.clone());
        room.refused(
            "dana",
            "reason_needed",
            settle(&key, "waived", json!({ "reason": " " })),
        );
        room.does("dana", waive.clone());
        assert!(owed(room.here()).is_empty());
        let line = room.here().timeline.last().unwrap();
        assert_eq!(
            line.text,
            "waived: Northwind: a report (was omar's), because they have it already"
        );
        let waived = room.last();
        room.already("dana", waive);
        let refusal = room.refused(
            "dana",
            "settled_already",
            settle(&key, "transferred", json!({ "to": "lena" })),
        );
        assert!(refusal.contains("waived by dana"), "{refusal}");
        room.does("dana", take_back(waived));
        assert_eq!(only(&room).owner.unwrap().as_str(), "omar");
    }

    #[test]
    fn what_a_closed_incident_owes_is_settled_months_later_though_others_are_open() {
        let (mut room, key) = promised();
        room.does("dana", command("issue_stop", json!({ "stop": "mail" })));
        room.does("dana", move_to("resolved"));
        let owing = json!({ "to": "closed", "owing": true, "reason": "next quarter" });
        room.does("dana", command("change_state", owing));
        room.does("dana", declare(json!({ "title": "Another" })));
        room.incident = None;
        room.at(200_000);
        let first = |room: &Room| room.picture.incident(IncidentId(1)).unwrap().state_words();
        assert_eq!(first(&room), "closed, owing");
        room.refused(
            "dana",
            "unknown_promise",
            settle("promise:999", "kept", json!({})),
        );
        room.does(
            "dana",
            settle(&key, "waived", json!({ "reason": "they left us" })),
        );
        room.does("dana", settle("resume:mail", "kept", json!({})));
        assert_eq!(first(&room), "closed");
    }

    #[test]
    fn a_debt_is_handed_over_by_who_owes_it_and_taken_on_by_anyone() {
        let (mut room, key) = promised();
        let to = |name: &str| settle(&key, "transferred", json!({ "to": name }));
        room.refused("lena", "duty_needed", to("carol"));
        room.does("lena", to("lena"));
        room.already("dana", to("lena"));
        room.does("lena", to("Carol"));
        assert_eq!(
            only(&room).owner.unwrap().as_str(),
            "carol",
            "by her sign-in name"
        );
        room.refused("dana", "empty", to(" "));
        assert_eq!(only(&room).at, at(60), "its time stays");
    }

    #[test]
    fn a_debt_on_long_term_has_an_owner_a_reason_and_a_time_to_come() {
        let (mut room, key) = promised();
        let later = |fields: Value| settle(&key, "long_term", fields);
        let fix = json!({ "reason": "needs the new storage", "owner": "carol", "due": at(129_600) });
        room.refused("omar", "duty_needed", later(fix.clone()));
        room.refused("dana", "reason_needed", later(json!({ "due": at(90) })));
        room.refused(
            "dana",
            "wrong_time",
            later(json!({ "reason": "later", "due": at(0) })),
        );
        room.does("dana", later(fix.clone()));
        room.already("dana", later(fix));
        let debt = only(&room);
        assert!(debt.long_term);
        assert_eq!((debt.owner.unwrap().as_str(), debt.at), ("carol", at(129_600)));
        room.does("dana", settle(&key, "kept", json!({})));
        assert!(owed(room.here()).is_empty());
    }

    #[test]
    fn kept_is_the_same_word_as_keeping_the_promise() {
        let (mut room, key) = promised();
        room.does("lena", settle(&key, "kept", json!({})));
        assert_eq!(room.here().owed_promises().count(), 0);
        room.already("lena", settle(&key, "kept", json!({})));
    }

    #[test]
    fn what_nobody_owes_is_refused_with_the_nearest_and_what_has_its_own_way_with_that() {
        let (mut room, key) = promised();
        let waive = |debt: &str| settle(debt, "waived", json!({ "reason": "r" }));
        let refusal = room.refused("dana", "unknown_debt", waive("promise:999"));
        assert!(refusal.contains(&format!("did you mean {key:?}")), "{refusal}");
        assert!(refusal.contains("`warroom owed`"), "{refusal}");
        for (debt, way) in [
            ("level:ceo", "skip"),
            ("page", "record the text"),
            ("step:bridge", "tick it"),
            ("calls:strategic", "call them"),
        ] {
            let refusal = room.refused("dana", "settled_elsewhere", waive(debt));
            assert!(refusal.contains(way), "{refusal}");
        }
    }

    #[test]
    fn a_callback_waived_is_that_callback_and_not_the_next_one() {
        let (mut room, _) = promised();
        room.does("omar", attempt("fabrikam", Disposition::NoAnswer));
        room.refused(
            "omar",
            "settled_elsewhere",
            settle("callback:fabrikam", "kept", json!({})),
        );
        room.does(
            "dana",
            settle(
                "callback:fabrikam",
                "waived",
                json!({ "reason": "a letter went out" }),
            ),
        );
        let waits = |room: &Room| {
            dues(room.here())
                .iter()
                .any(|due| due.what == "call Fabrikam again")
        };
        assert!(!waits(&room));
        room.at(5)
            .does("omar", attempt("fabrikam", Disposition::CallbackRequested));
        assert!(waits(&room), "they asked anew");
        let later = json!({ "reason": "on leave", "due": at(9_000) });
        room.refused(
            "dana",
            "settled_elsewhere",
            settle("callback:fabrikam", "long_term", later),
        );
    }
}
