//! `warroom hand-over`, `accept`, `decline`: a duty goes from one to another, when both say so.

use super::act::Act;
use super::failure::Failure;
use super::session::{Asked, Session};
use super::word;
use crate::domain::command::Command;
use crate::domain::handover::{AcceptDuty, DeclineDuty, OfferDuty};
use crate::domain::ids::Name;
use crate::domain::people::Duty;
use crate::domain::text::Clean;
use clap::Args;

#[derive(Debug, Args)]
pub struct HandOver {
    /// The duty you hold: commander, deputy, scribe, support_lead, liaison, cs_lead, tech_lead, advocate
    #[arg(value_parser = word::duty)]
    duty: Duty,
    /// Who is to have it; it is theirs when they accept
    #[arg(long)]
    to: String,
    /// What they should know first
    #[arg(long)]
    note: Option<String>,
    /// Your promises and claims stay with you
    #[arg(long)]
    bare: bool,
}

#[derive(Debug, Args)]
pub struct Accept {
    /// The duty that was offered to you
    #[arg(value_parser = word::duty)]
    duty: Duty,
}

#[derive(Debug, Args)]
pub struct Decline {
    /// The duty that was offered to you, or that you offered
    #[arg(value_parser = word::duty)]
    duty: Duty,
}

impl Act for HandOver {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let offer = OfferDuty {
            duty: self.duty,
            to: Name::from(self.to.as_str()),
            note: self.note.as_deref().map(Clean::from),
            bare: self.bare,
        };
        Ok(Command::OfferDuty(offer).into())
    }
}

impl Act for Accept {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        Ok(Command::AcceptDuty(AcceptDuty { duty: self.duty }).into())
    }
}

impl Act for Decline {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        Ok(Command::DeclineDuty(DeclineDuty { duty: self.duty }).into())
    }
}
