//! `warroom assign`, `share`, `deal`, `leave`: who calls whom, and who stands in.

use super::act::{Act, tell};
use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::assignments::{
    AcceptAccounts, AssignAccount, DealList, DeclineAccounts, LeaveCalls, counts, so_many,
};
use crate::domain::call_list::{Order, call_list};
use crate::domain::command::Command;
use crate::domain::deal::{Scope, deal};
use crate::domain::ids::{AccountId, Name};
use crate::domain::incident::Incident;
use crate::domain::suggest::{Caller, callers, suggest};
use crate::domain::text::Clean;
use crate::run::embedded::Life;
use crate::wire::{PEOPLE, People};
use clap::Args;

#[derive(Debug, Args)]
pub struct Assign {
    /// The account, by id or name
    account: String,
    /// Who calls them; yourself takes it at once. Left out: who could, the best first
    person: Option<String>,
}

#[derive(Debug, Args)]
pub struct Share {
    /// Accounts offered to you, by id or name; left out, all of them
    accounts: Vec<String>,
    /// Say no to them, or give them back
    #[arg(long)]
    decline: bool,
    /// Why not; whoever offered reads this
    #[arg(long, requires = "decline")]
    reason: Option<String>,
}

#[derive(Debug, Args)]
pub struct Deal {
    /// Who calls; left out, the advocates
    callers: Vec<String>,
    /// Deal what was offered and taken before as well
    #[arg(long)]
    again: bool,
    /// Offer it; without this, only show who would get what
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, Args)]
pub struct Leave {
    /// Who makes no more calls, if not you
    person: Option<String>,
    /// Why; everyone reads this
    #[arg(long)]
    reason: Option<String>,
}

impl Assign {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let mut session = Session::open(context, Life::Command)
            .await
            .map_err(Failure::not_sent)?;
        let done = self.with(context, &mut session).await;
        session.end().await;
        done.map(|()| 0)
    }

    async fn with(&self, context: &mut Context, session: &mut Session) -> Result<(), Failure> {
        let account = session.account(&self.account)?;
        if let Some(person) = &self.person {
            let to = Name::from(person.as_str());
            let command = Command::AssignAccount(AssignAccount { account, to });
            return tell(context, session, command.into()).await;
        }
        let known = known(session).await?;
        let suggested = suggest(
            &session.picture,
            session.incident()?,
            &known,
            &account,
            session.now,
        );
        if suggested.is_empty() {
            return context.line("nobody is known who could call them");
        }
        for one in suggested {
            context.line(format!("{:<16} {}", one.who, one.why))?;
        }
        Ok(())
    }
}

impl Act for Share {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let accounts: Vec<AccountId> = self
            .accounts
            .iter()
            .map(|given| session.account(given))
            .collect::<Result<_, _>>()?;
        let reason = self.reason.as_deref().map(Clean::from);
        Ok(match self.decline {
            true => Command::DeclineAccounts(DeclineAccounts { accounts, reason }).into(),
            false => Command::AcceptAccounts(AcceptAccounts { accounts }).into(),
        })
    }
}

impl Act for Leave {
    fn ask(&self, _: &Session) -> Result<Asked, Failure> {
        let leave = LeaveCalls {
            person: self.person.as_deref().map(Name::from),
            reason: self.reason.as_deref().map(Clean::from),
        };
        Ok(Command::LeaveCalls(leave).into())
    }
}

impl Deal {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let mut session = Session::open(context, Life::Command)
            .await
            .map_err(Failure::not_sent)?;
        let done = self.with(context, &mut session).await;
        session.end().await;
        done.map(|()| 0)
    }

    async fn with(&self, context: &mut Context, session: &mut Session) -> Result<(), Failure> {
        let known = known(session).await?;
        let incident = session.incident()?;
        let calling = self.calling(known)?;
        let scope = if self.again { Scope::Again } else { Scope::Free };
        let list = call_list(&session.picture, incident, session.now, Order::Rank);
        let dealt = deal(&session.picture, incident, &calling, &list, scope, session.now);
        if dealt.shares.is_empty() {
            return context.line("There is nothing to deal: every account is somebody's, or nobody calls.");
        }
        for (who, many) in counts(dealt.shares.iter().map(|share| &share.to)) {
            context.line(format!("{who:<16} {}", so_many(many)))?;
        }
        for line in forecast(session, incident, calling.len()) {
            context.line(line)?;
        }
        if !self.yes {
            return context.line("Nothing is offered yet; --yes offers it.");
        }
        let command = Command::DealList(DealList {
            shares: dealt.shares,
            seen: session.picture.through(),
        });
        tell(context, session, command.into()).await
    }

    fn calling(&self, known: Vec<Caller>) -> Result<Vec<Caller>, Failure> {
        if self.callers.is_empty() {
            return Ok(known.into_iter().filter(|caller| caller.calls).collect());
        }
        let named = self.callers.iter().map(|given| {
            let is = |caller: &&Caller| caller.name.as_str().eq_ignore_ascii_case(given);
            known.iter().find(is).cloned().unwrap_or_else(|| Caller {
                name: Name::from(given.as_str()),
                here: false,
                calls: true,
                zone: None,
                languages: Vec::new(),
            })
        });
        Ok(named.collect())
    }
}

/// `strategic: T+52 with 3 callers, to be by T+30`.
fn forecast(session: &Session, incident: &Incident, callers: usize) -> Vec<String> {
    let outlook = incident.outlook(&session.picture, session.now);
    let mut awake = 0;
    let mut lines = Vec::new();
    for tier in &outlook.tiers {
        awake += tier.awake();
        let at = outlook.pace.done_at(awake, callers, session.now);
        let (Some(at), Some(by)) = (at.filter(|_| tier.awake() > 0), tier.target) else {
            continue;
        };
        lines.push(format!(
            "{} accounts done by T{:+}, to be by T{:+}",
            tier.tier.as_str(),
            incident.minutes(at),
            incident.minutes(by)
        ));
    }
    lines
}

/// Who could call: a verb is no screen, so nobody is known to be here.
async fn known(session: &Session) -> Result<Vec<Caller>, Failure> {
    let list: People = session.get(PEOPLE).await?;
    let mut known = callers(session.incident()?, &list.people, &[]);
    for caller in &mut known {
        caller.here = true;
    }
    Ok(known)
}
