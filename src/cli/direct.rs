//! `warroom role`, `plan`, `page`, `component`: what those who direct an incident say.

use super::act::Act;
use super::failure::Failure;
use super::moment::{Side, maybe, parse};
use super::session::{Asked, Session};
use super::word;
use crate::domain::command::Command;
use crate::domain::declaration::AddComponent;
use crate::domain::ids::{Component as ComponentName, Name, Seq};
use crate::domain::messages::{Phase, RecordPost};
use crate::domain::notes::SetIntent;
use crate::domain::people::{Duty, TakeRole};
use crate::domain::text::{Clean, CleanText};
use clap::Args;

#[derive(Debug, Args)]
pub struct Role {
    /// commander, deputy, scribe, support_lead, liaison, cs_lead, tech_lead, advocate
    #[arg(value_parser = word::duty)]
    duty: Duty,
    /// Who takes it, if not you
    person: Option<String>,
    /// Why you take it from somebody who holds it; they read this
    #[arg(long)]
    reason: Option<String>,
}

#[derive(Debug, Args)]
pub struct Plan {
    /// What you mean to do; several words need no quotes
    #[arg(required = true)]
    text: Vec<String>,
    /// Until when: 15:30 or 30m
    #[arg(long, default_value = "30m", allow_hyphen_values = true)]
    until: String,
}

#[derive(Debug, Args)]
pub struct Page {
    /// investigating, identified, monitoring, resolved
    #[arg(value_parser = word::phase, required_unless_present = "draft")]
    phase: Option<Phase>,
    /// The words that are live there; several words need no quotes
    #[arg(required_unless_present = "draft")]
    text: Vec<String>,
    /// The approved draft that was published, instead of a phase and words
    #[arg(long)]
    draft: Option<u64>,
    /// Where: the page's address
    #[arg(long)]
    place: Option<String>,
    /// When it went live, if not now: 14:30, 5m ago as 5m, or RFC 3339
    #[arg(long, allow_hyphen_values = true)]
    at: Option<String>,
}

#[derive(Debug, Args)]
pub struct Component {
    /// A component of the hub's configuration
    name: String,
}

impl Act for Role {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let take = TakeRole {
            role: self.duty,
            person: self.person.as_deref().map(Name::from),
            reason: self.reason.as_deref().map(Clean::from),
        };
        Ok(Command::TakeRole(take).into())
    }
}

impl Act for Plan {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let intent = SetIntent {
            text: word::whole("the plan", self.text.join(" "), word::NOTE)?.into(),
            until: Some(parse(&self.until, Side::Future, session.now, &session.zone)?),
        };
        Ok(Command::SetIntent(intent).into())
    }
}

impl Act for Page {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let post = RecordPost {
            phase: self.phase,
            text: self.words()?,
            draft: self.draft.map(Seq),
            change: None,
            place: self.place.as_deref().map(Clean::from),
        };
        Ok(Asked {
            command: Command::RecordPost(post),
            said_at: maybe(self.at.as_deref(), Side::Past, session.now, &session.zone)?,
            incident: None,
        })
    }
}

impl Page {
    /// Left out with a draft: then they are the draft's.
    fn words(&self) -> Result<Option<CleanText>, Failure> {
        if self.text.is_empty() {
            return Ok(None);
        }
        let whole = word::whole("the text", self.text.join(" "), word::NOTE)?;
        Ok(Some(whole.into()))
    }
}

impl Act for Component {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let component = ComponentName::from(self.name.as_str());
        Ok(Command::AddComponent(AddComponent { component }).into())
    }
}
