//! Settling a debt: who may, what it takes, and which debts have a better way.

use super::{known, needs, promises, stops};
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
    report_instead(incident, seq).unwrap_or("approve it or send it back: y, `warroom approve`")
}

/// How the report whose draft has this number is approved, if one waits for it.
pub(super) fn report_instead(incident: &Incident, seq: Seq) -> Option<&'static str> {
    let (report, _) = incident.reports.waiting().find(|(_, draft)| draft.seq == seq)?;
    Some(match report.kind() {
        ReportKind::Preliminary => "approve it: r, `warroom report approve --kind preliminary`",
        ReportKind::Update => "approve it: r, `warroom report approve --kind update`",
        ReportKind::Final => "approve it: r, `warroom report approve --kind final`",
    })
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
        How::Transferred { to } => transferred(picture, incident, &due, to, desk)?,
        How::Waived { reason } => waived(incident, reason, desk)?,
        How::LongTerm { .. } => long_term(picture, incident, &way, &due, &command.how, desk)?,
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
fn transferred(
    picture: &Picture,
    incident: &Incident,
    due: &Due,
    to: &Name,
    desk: &Desk,
) -> Result<How, Refusal> {
    if to.as_str().trim().is_empty() {
        return Err(Refusal::Empty {
            field: "who is to owe it",
        });
    }
    let to = known::known(picture, to, desk)?;
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

fn long_term(
    picture: &Picture,
    incident: &Incident,
    way: &Way,
    due: &Due,
    asked: &How,
    desk: &Desk,
) -> Result<How, Refusal> {
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
        _ => Some(known::known(picture, owner, desk)?),
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
mod tests;
