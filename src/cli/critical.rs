//! `warroom moment`: hours that matter most to an account.

use super::act::Act;
use super::failure::Failure;
use super::moment;
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::critical::{NewMoment, RecordMoment};
use crate::domain::ids::AccountId;
use crate::domain::times;
use clap::Args;
use jiff::SignedDuration;
use jiff::tz::TimeZone;

#[derive(Debug, Args)]
pub struct Moment {
    /// The account, by id or name
    account: String,
    /// What it is: "investor call", "payroll"; several words need no quotes
    #[arg(required = true)]
    what: Vec<String>,
    /// When it begins: 15:00, 25m from now, or RFC 3339
    #[arg(long)]
    from: String,
    /// When it ends, if not an hour later
    #[arg(long)]
    until: Option<String>,
    /// What we offer them then: "the dial-in"
    #[arg(long)]
    offer: Option<String>,
    /// The times are by the clocks of the account, not by yours
    #[arg(long)]
    there: bool,
}

impl Moment {
    fn zone(&self, session: &Session, account: &AccountId) -> Result<TimeZone, Failure> {
        if !self.there {
            return Ok(session.zone.clone());
        }
        let incident = session.incident()?;
        let row = incident.rows.get(account);
        let zone = row.and_then(|row| row.affected.account.timezone.as_deref());
        let zone = zone.and_then(|zone| TimeZone::get(zone).ok());
        zone.ok_or_else(|| {
            Failure::usage(format!(
                "the time zone of {account} is not on record; leave --there out and give your own times"
            ))
        })
    }
}

impl Act for Moment {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let account = session.account(&self.account)?;
        let zone = self.zone(session, &account)?;
        let clock = moment::clock(session.now, &zone);
        let from = times::beginning(&self.from, &clock).map_err(Failure::usage)?;
        let from = from
            .ok_or_else(|| Failure::usage(times::expected(&self.from)))?
            .at;
        let until = times::ending(self.until.as_deref().unwrap_or_default(), from, &clock);
        let until = until.map_err(Failure::usage)?.map(|typed| typed.at);
        let hour = from.saturating_add(SignedDuration::from_hours(1)).unwrap_or(from);
        let moment = NewMoment {
            from,
            until: until.unwrap_or(hour),
            what: self.what.join(" ").into(),
            offer: self.offer.as_deref().map(Into::into),
        };
        Ok(Command::RecordMoment(RecordMoment { account, moment }).into())
    }
}
