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
use crate::domain::nearest::nearest;
use crate::domain::people::Person;
use crate::domain::refusal::Refusal;
use crate::domain::suggest::{Caller, callers, callers_of, suggest};
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
        let known = {
            let list: People = session.get(PEOPLE).await?;
            here(callers_of(session.incident()?, &list.people, &[], &account))
        };
        let suggested = suggest(
            &session.picture,
            session.incident()?,
            &known,
            &account,
            session.now,
        );
        if suggested.is_empty() {
            let name = format!("name one: `warroom assign {account} NAME`");
            return context.line(match known.is_empty() {
                true => format!("no advocate is known here; {name}"),
                false => format!("everybody known here said no to it; {name}"),
            });
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
        let list: People = session.get(PEOPLE).await?;
        let incident = session.incident()?;
        let calling = self.calling(session, incident, &list.people)?;
        if calling.is_empty() {
            return context.line("no advocate is known here; name one: `warroom deal NAME`");
        }
        let scope = if self.again { Scope::Again } else { Scope::Free };
        let list = call_list(&session.picture, incident, session.now, Order::Rank);
        let dealt = deal(&session.picture, incident, &calling, &list, scope, session.now);
        if dealt.shares.is_empty() {
            return context.line(match dealt.left.len() {
                0 if self.again => "There is nothing to deal: nobody is left to call.".to_owned(),
                0 => "There is nothing to deal: every account is somebody's; --again deals all of it again."
                    .to_owned(),
                left => format!("Whoever calls said no to {}; name somebody else.", so_many(left)),
            });
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

    fn calling(
        &self,
        session: &Session,
        incident: &Incident,
        people: &[Person],
    ) -> Result<Vec<Caller>, Failure> {
        if self.callers.is_empty() {
            let known = here(callers(incident, people, &[]));
            return Ok(known.into_iter().filter(|caller| caller.calls).collect());
        }
        let all: Vec<Name> = people.iter().map(|person| person.id.clone()).collect();
        let known = callers(incident, people, &all);
        let named = self
            .callers
            .iter()
            .map(|given| caller(given, &known, session, people));
        named.collect()
    }
}

/// Whoever is named to call. The hub refuses a name nobody has, so no share of the list is shown for one.
fn caller(given: &str, known: &[Caller], session: &Session, people: &[Person]) -> Result<Caller, Failure> {
    let given = given.trim();
    if given.is_empty() {
        return Err(Failure::usage("a caller has no name; write who calls".to_owned()));
    }
    let same = |name: &str| name.to_lowercase() == given.to_lowercase();
    let listed = people.iter().find(|one| same(one.id.as_str()) || same(&one.name));
    let name = listed.map_or_else(|| Name::from(given), |one| one.id.clone());
    let found = known
        .iter()
        .find(|caller| same(caller.name.as_str()) || caller.name == name);
    if let Some(caller) = found {
        return Ok(Caller {
            here: true,
            calls: true,
            ..caller.clone()
        });
    }
    if !people.is_empty() && !session.picture.has_seen(&name) {
        let names = people.iter().flat_map(|one| [one.id.as_str(), one.name.as_str()]);
        let nearest = nearest(given, names);
        return Err(Refusal::UnknownPerson { given: name, nearest }.into());
    }
    Ok(Caller {
        name,
        here: true,
        calls: true,
        zone: None,
        languages: Vec::new(),
    })
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

/// A verb is no screen: nobody is known to be here, so nobody is known to be away.
fn here(mut callers: Vec<Caller>) -> Vec<Caller> {
    callers.iter_mut().for_each(|caller| caller.here = true);
    callers
}
