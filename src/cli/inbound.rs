//! `warroom inbound`: who is on the line, by a name, an address or the last digits of a number; and that we answered.

use super::act::tell;
use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::domain::command::Command;
use crate::domain::ids::ContactId;
use crate::domain::inbound::AnswerInbound;
use crate::domain::outreach::Row;
use crate::run::embedded::Life;
use crate::run::perform::escaped;
use crate::tui::words::when::clock;
use crate::wire::{self, AccountCard, Accounts, Common};
use clap::Args;

#[derive(Debug, Args)]
pub struct Inbound {
    /// Part of a company's or a person's name, an e-mail address, or the last digits of the number that calls
    #[arg(required = true)]
    who: Vec<String>,
    /// They are on the line with you: you have them from now on, or whoever had them is told
    #[arg(long)]
    answer: bool,
    /// For machines
    #[arg(long)]
    json: bool,
}

impl Inbound {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let mut session = Session::open(context, Life::Command).await?;
        let done = self.find(context, &mut session).await;
        session.end().await;
        done.map(|()| 0)
    }

    async fn find(&self, context: &mut Context, session: &mut Session) -> Result<(), Failure> {
        let who = self.who.join(" ");
        let path = format!("{}?find={}", wire::ACCOUNTS, escaped(&who));
        let found: Accounts = session.get(&path).await?;
        if found.accounts.is_empty() {
            return Err(Failure::said(format!(
                "no list has {who:?}; `warroom accounts add` and `warroom contacts add` take them in, `warroom others` \
                 counts them"
            )));
        }
        if self.answer {
            return answer(context, session, &found, &who).await;
        }
        if self.json {
            return context.json(&found);
        }
        if found.alike {
            context.aside(format!("nobody is called {who:?}; this is the most like it"));
        }
        for card in &found.accounts {
            for line in lines(session, card) {
                context.line(line)?;
            }
        }
        match found.more {
            0 => Ok(()),
            more => context.line(format!("... and {more} more accounts; say more of it")),
        }
    }
}

/// The only one it can be; a guess is no answer.
async fn answer(
    context: &mut Context,
    session: &mut Session,
    found: &Accounts,
    who: &str,
) -> Result<(), Failure> {
    let [card] = found.accounts.as_slice() else {
        let ids: Vec<&str> = found
            .accounts
            .iter()
            .map(|card| card.account.id.as_str())
            .collect();
        return Err(Failure::said(format!(
            "several have {who:?} ({}); say more of it",
            ids.join(", ")
        )));
    };
    if found.alike {
        return Err(Failure::said(format!(
            "nobody is called {who:?}; if {} is meant, say that",
            card.account.name
        )));
    }
    let contact: Option<ContactId> = match card.contacts.as_slice() {
        [only] => Some(only.id.clone()),
        _ => None,
    };
    let answer = AnswerInbound {
        account: card.account.id.clone(),
        contact,
    };
    tell(context, session, Asked::from(Command::AnswerInbound(answer))).await
}

/// The account, its people who were found, and what is known of it in the incident.
fn lines(session: &Session, card: &AccountCard) -> Vec<String> {
    let row = session
        .incident()
        .ok()
        .and_then(|incident| incident.rows.get(&card.account.id));
    let state = row.map_or_else(|| "not on the call list".to_owned(), |row| known(session, row));
    let mut lines = vec![format!("{:<16} {}: {state}", card.account.id, card.account.name)];
    lines.extend(card.contacts.iter().map(|contact| {
        let parts = [
            contact.title.as_deref(),
            contact.phone.as_deref(),
            contact.email.as_deref(),
        ];
        let parts: Vec<&str> = [Some(contact.name.as_str())]
            .into_iter()
            .chain(parts)
            .flatten()
            .collect();
        format!("  {:<14} {}", contact.id, parts.join(", "))
    }));
    lines.extend(card.linked.iter().map(|other| {
        let what = match other.by {
            Common::Phone => "phone",
            Common::Address => "e-mail",
        };
        format!("  the same {what} as {} ({})", other.name, other.account)
    }));
    lines
}

fn known(session: &Session, row: &Row) -> String {
    let at = |at| clock(at, session.now, &session.zone);
    let claim = session.picture.claims.on(row.id());
    let has = match (row.on_the_line(), claim) {
        (Some(call), _) => format!("on the line with {} since {}", call.by, at(call.at)),
        (None, Some(claim)) => format!("{} has it", claim.holder),
        (None, None) => "nobody has it".to_owned(),
    };
    let told = row
        .reached()
        .filter(|attempt| attempt.facts.told.is_some())
        .last();
    let told = told.and_then(|attempt| Some((attempt, attempt.facts.told?)));
    match told {
        Some((attempt, text)) => format!("{has}; told text {text} at {} by {}", at(attempt.at), attempt.by),
        None => format!("{has}; told nothing yet by us"),
    }
}
