//! `warroom recovery`, `condition`, `check-in`, `lost`: what customers have and still want after the pain.

use super::act::Act;
use super::context::Context;
use super::failure::Failure;
use super::moment::{Side, maybe};
use super::session::{Asked, Session};
use super::word;
use crate::domain::command::Command;
use crate::domain::disposition::Disposition;
use crate::domain::ids::AccountId;
use crate::domain::incident::Incident;
use crate::domain::outreach::{Channel, Feeling, RecordAttempt, Row};
use crate::domain::recovery::{Condition, Mark, MarkCondition, RecordLost};
use crate::domain::satisfaction::{Customers, Summary, in_recovery};
use crate::domain::text::{Clean, CleanText};
use crate::run::embedded::Life;
use crate::tui::words::when::clock;
use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Recovery {
    /// One account, by id or name; left out: all, and how they add up
    account: Option<String>,
    /// For machines
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("mark").required(true))]
pub struct OneCondition {
    /// The account, by id or name
    account: String,
    /// reassured, sees_handling, understands, no_repeat, compensated, felt_understood, good_story, thanked, helps_design
    #[arg(value_parser = word::condition)]
    condition: Condition,
    /// They have it, and how we know: their own words, what they saw
    #[arg(long, group = "mark", value_name = "EVIDENCE")]
    met: Option<String>,
    /// They still want it; what is missing may be said
    #[arg(long, group = "mark", value_name = "WHAT", num_args = 0..=1, default_missing_value = "")]
    wants: Option<String>,
    /// It does not apply to them, and why
    #[arg(long, group = "mark", value_name = "REASON")]
    waived: Option<String>,
}

#[derive(Debug, Args)]
pub struct CheckIn {
    /// The account, by id or name
    account: String,
    /// What they said; several words need no quotes
    words: Vec<String>,
    /// How it feels to them: crisis, hurting, noticed, fine
    #[arg(long, value_parser = word::feeling, default_value = "fine")]
    feeling: Feeling,
    /// phone, email, sms, chat, video, in_person
    #[arg(long, value_parser = word::channel, default_value = "phone")]
    channel: Channel,
    /// When they hear from us next: 15:30 or 3d
    #[arg(long, allow_hyphen_values = true)]
    next: Option<String>,
    /// When it was, if not now: 14:30, 5m ago as 5m, or RFC 3339
    #[arg(long, allow_hyphen_values = true)]
    at: Option<String>,
}

#[derive(Debug, Args)]
pub struct Lost {
    /// The account, by id or name
    account: String,
    /// Why, in their words; several words need no quotes
    reason: Vec<String>,
    /// They are with us again
    #[arg(long)]
    back: bool,
}

impl Act for OneCondition {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let (mark, text) = match (&self.met, &self.wants, &self.waived) {
            (Some(text), _, _) => (Mark::Met, text),
            (_, Some(text), _) => (Mark::Wanted, text),
            (_, _, Some(text)) => (Mark::Waived, text),
            (None, None, None) => return Err(Failure::usage("say --met, --wants or --waived")),
        };
        let command = MarkCondition {
            account: session.account(&self.account)?,
            condition: self.condition,
            mark,
            text: text.as_str().into(),
        };
        Ok(Command::MarkCondition(command).into())
    }
}

impl Act for CheckIn {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let (now, zone) = (session.now, &session.zone);
        let note = word::whole("the note", self.words.join(" "), word::NOTE)?;
        let attempt = RecordAttempt {
            channel: self.channel,
            feeling: Some(self.feeling),
            note: Some(CleanText::from(note)).filter(|note| !note.is_empty()),
            next_at: maybe(self.next.as_deref(), Side::Future, now, zone)?,
            ..RecordAttempt::new(session.account(&self.account)?, Disposition::ReachedDecisionMaker)
        };
        Ok(Asked {
            command: Command::RecordAttempt(Box::new(attempt)),
            said_at: maybe(self.at.as_deref(), Side::Past, now, zone)?,
            incident: None,
        })
    }
}

impl Act for Lost {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let command = RecordLost {
            account: session.account(&self.account)?,
            lost: !self.back,
            reason: self.reason.join(" ").into(),
        };
        Ok(Command::RecordLost(command).into())
    }
}

/// How the recovery stands, for machines.
#[derive(Serialize)]
struct Whole {
    customers: Customers,
    summary: Summary,
    accounts: Vec<OfOne>,
}

#[derive(Serialize)]
struct OfOne {
    id: AccountId,
    name: Clean,
    settled: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    lost: Option<Clean>,
    conditions: Vec<Standing>,
    check_ins: Vec<Day>,
}

#[derive(Serialize)]
struct Standing {
    condition: Condition,
    mark: Option<Mark>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Clean>,
}

#[derive(Serialize)]
struct Day {
    day: String,
    due: Timestamp,
    held: Option<Timestamp>,
}

impl Recovery {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let done = self.write(context, &session);
        session.end().await;
        done.map(|()| 0)
    }

    fn write(&self, context: &mut Context, session: &Session) -> Result<(), Failure> {
        let incident = session.incident()?;
        let only = session.some_account(self.account.as_deref())?;
        let rows = incident.rows.values();
        let rows = rows.filter(|row| match &only {
            Some(account) => row.id() == account,
            None => in_recovery(row),
        });
        let rows: Vec<&Row> = rows.collect();
        match (self.json, only.is_some(), rows.as_slice()) {
            (true, _, _) => context.json(&Whole {
                customers: incident.customers(),
                summary: incident.recovery(),
                accounts: rows.iter().map(|row| of_one(incident, row)).collect(),
            }),
            (false, true, [row]) => one(context, session, incident, row),
            (false, _, _) => all(context, incident, &rows),
        }
    }
}

fn of_one(incident: &Incident, row: &Row) -> OfOne {
    let conditions = Condition::ALL.map(|condition| {
        let marking = row.recovery.of(condition);
        Standing {
            condition,
            mark: marking.map(|marking| marking.mark),
            text: marking.map(|marking| marking.text.clone()),
        }
    });
    let days = incident.check_ins(row);
    OfOne {
        id: row.id().clone(),
        name: row.name().clone(),
        settled: row.recovery.count(),
        lost: row.recovery.lost().map(|loss| loss.reason.clone()),
        conditions: conditions.into(),
        check_ins: days
            .iter()
            .map(|day| Day {
                day: day.words(),
                due: day.at,
                held: day.held.map(|call| call.at),
            })
            .collect(),
    }
}

fn all(context: &mut Context, incident: &Incident, rows: &[&Row]) -> Result<(), Failure> {
    context.line(format!(
        "customers: {}; {}",
        incident.customers().as_str(),
        incident.recovery().words()
    ))?;
    for row in rows {
        let wants: Vec<&str> = row.recovery.wants().map(|wish| wish.condition.wish()).collect();
        let stands = match (row.recovery.lost(), wants.is_empty()) {
            (Some(loss), _) => format!("lost: {}", loss.reason),
            (None, false) => format!("{} of 7, wants {}", row.recovery.count(), wants.join(", ")),
            (None, true) => format!("{} of 7", row.recovery.count()),
        };
        context.line(format!("{:<16} {stands:<48} {}", row.id(), row.name()))?;
    }
    Ok(())
}

fn one(context: &mut Context, session: &Session, incident: &Incident, row: &Row) -> Result<(), Failure> {
    let at = |at| clock(at, session.now, &session.zone);
    context.line(format!("{}: {} of 7 settled", row.name(), row.recovery.count()))?;
    for condition in Condition::ALL {
        let stands = match row.recovery.of(condition) {
            None => "not known yet".to_owned(),
            Some(marking) => {
                let state = match marking.mark {
                    Mark::Met => "yes",
                    Mark::Waived => "does not apply",
                    Mark::Wanted => "wants it",
                };
                let text = match marking.text.trim() {
                    "" => String::new(),
                    text => format!(": {text}"),
                };
                format!("{state}{text} ({}, {})", marking.by, at(marking.at))
            }
        };
        context.line(format!("{:<16} {stands}", condition.as_str()))?;
    }
    for day in incident.check_ins(row) {
        let held = match day.held {
            Some(call) => format!("held {} by {}", at(call.at), call.by),
            None => format!("due {}", at(day.at)),
        };
        context.line(format!("{:<16} {held}", format!("check-in {}", day.words())))?;
    }
    match row.recovery.lost() {
        Some(loss) => context.line(format!("lost: {} ({})", loss.reason, loss.by)),
        None => Ok(()),
    }
}
