//! Who it may be: what the hub found, or the call list while it has not answered; and the ways in for those on no list.

use crate::domain::accounts::{Account, Contact};
use crate::domain::call_list::RowState;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::speech::{say, word};
use crate::domain::text::Clean;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::words::when;
use crate::wire::{AccountCard, Linked};

/// So many accounts can somebody new be put down for.
const NEW_AT: usize = 2;
/// The most accounts of the call list that are offered before the hub has answered.
const LISTED: usize = 8;

/// One line of the list.
#[derive(Clone, Debug)]
pub enum Caller {
    Known {
        account: AccountId,
        name: Clean,
        tier: &'static str,
        contact: Option<Box<Contact>>,
        linked: Vec<Linked>,
    },
    /// Somebody at this account whom no list has.
    NewPerson {
        account: AccountId,
        name: Clean,
    },
    NewAccount,
    /// No key account, and not to become one: counted.
    Counted,
}

/// Which line it is, however the list around it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    Known(AccountId, Option<ContactId>),
    NewPerson(AccountId),
    NewAccount,
    Counted,
}

/// In the order of the list.
pub fn callers(stage: &Stage, typed: &str) -> Vec<Caller> {
    if typed.is_empty() {
        return Vec::new();
    }
    let mut callers = match stage.finder.found(typed) {
        Some(Ok(found)) => found.accounts.iter().flat_map(of_card).collect(),
        Some(Err(_)) | None => listed(stage, typed),
    };
    let mut new_at: Vec<Caller> = Vec::new();
    for caller in &callers {
        let Caller::Known { account, name, .. } = caller else {
            continue;
        };
        let there =
            |caller: &Caller| matches!(caller, Caller::NewPerson { account: at, .. } if *at == *account);
        if !new_at.iter().any(there) && new_at.len() < NEW_AT {
            new_at.push(Caller::NewPerson {
                account: account.clone(),
                name: name.clone(),
            });
        }
    }
    callers.extend(new_at);
    callers.extend([Caller::NewAccount, Caller::Counted]);
    callers
}

/// What is to be said about the list as a whole, if anything.
pub fn remark(stage: &Stage, typed: &str) -> Option<(String, Role)> {
    if typed.is_empty() {
        let say = word!(
            "Type what they say: a company, a name, an address, or the last digits of the number that calls."
        );
        return Some((say.to_owned(), Role::Plain));
    }
    match stage.finder.found(typed) {
        None => Some((
            word!("Asking the hub; so far from the call list alone.").to_owned(),
            Role::Plain,
        )),
        Some(Err(why)) => Some((say!("Only the call list was searched: {why}", why), Role::Soon)),
        Some(Ok(found)) if found.alike => Some((
            word!("Nobody is called that; this name is the most like it.").to_owned(),
            Role::Soon,
        )),
        Some(Ok(found)) if found.accounts.is_empty() => Some((
            word!("No list has this. Take another word, or write them down.").to_owned(),
            Role::Soon,
        )),
        Some(Ok(found)) if found.more > 0 => Some((
            say!(
                "{more} more accounts have this; type more of it.",
                more = found.more
            ),
            Role::Plain,
        )),
        Some(Ok(_)) => None,
    }
}

/// A line for each person who was found; one for the account where none was.
fn of_card(card: &AccountCard) -> Vec<Caller> {
    let caller = |contact: Option<&Contact>| known(&card.account, contact, card.linked.clone());
    match card.contacts.is_empty() {
        true => vec![caller(None)],
        false => card
            .contacts
            .iter()
            .map(|contact| caller(Some(contact)))
            .collect(),
    }
}

fn known(account: &Account, contact: Option<&Contact>, linked: Vec<Linked>) -> Caller {
    Caller::Known {
        account: account.id.clone(),
        name: account.name.clone(),
        tier: account.tier.as_str(),
        contact: contact.cloned().map(Box::new),
        linked,
    }
}

fn listed(stage: &Stage, typed: &str) -> Vec<Caller> {
    let wanted = typed.to_lowercase();
    let rows = stage
        .incident()
        .into_iter()
        .flat_map(|incident| incident.rows.values());
    let named = rows.filter(|row| row.name().to_lowercase().contains(&wanted));
    named
        .take(LISTED)
        .map(|row| known(&row.affected.account, None, Vec::new()))
        .collect()
}

impl Caller {
    pub fn key(&self) -> Key {
        match self {
            Caller::Known { account, contact, .. } => {
                let contact = contact.as_ref().map(|contact| contact.id.clone());
                Key::Known(account.clone(), contact)
            }
            Caller::NewPerson { account, .. } => Key::NewPerson(account.clone()),
            Caller::NewAccount => Key::NewAccount,
            Caller::Counted => Key::Counted,
        }
    }

    /// Over what is known of it.
    pub fn title(&self) -> &str {
        match self {
            Caller::Known { name, .. } | Caller::NewPerson { name, .. } => name,
            Caller::NewAccount => word!("A new account"),
            Caller::Counted => word!("The others"),
        }
    }

    /// Who it is, who has them, and how that is to be read.
    pub fn columns(&self, stage: &Stage, typed: &str) -> (String, String, Role) {
        match self {
            Caller::Known {
                account,
                name,
                contact,
                ..
            } => {
                let who = contact.as_ref().map(|contact| named(stage, contact, typed));
                let who = who.map_or_else(|| name.to_string(), |who| format!("{name}  {who}"));
                let (state, role) = holder(stage, account);
                (who, state, role)
            }
            Caller::NewPerson { name, .. } => {
                (say!("+ somebody new at {name}", name), String::new(), Role::Plain)
            }
            Caller::NewAccount => (word!("+ a new account").to_owned(), String::new(), Role::Plain),
            Caller::Counted => (
                word!("+ on no list: only count that they wrote in or called").to_owned(),
                String::new(),
                Role::Plain,
            ),
        }
    }
}

/// A name, and what tells it from another: the number where one was looked for, else what they are.
fn named(stage: &Stage, contact: &Contact, typed: &str) -> String {
    let by_number = typed.starts_with(|first: char| first.is_ascii_digit() || "+(".contains(first));
    let more = match by_number {
        true => contact.phone.as_deref().filter(|_| !stage.masked),
        false => contact.title.as_deref(),
    };
    let more = more.map(|more| format!(", {more}")).unwrap_or_default();
    format!("{}{more}", contact.name)
}

/// A name, what they are, and their number where numbers are shown.
pub fn person(stage: &Stage, contact: &Contact) -> String {
    let phone = contact.phone.as_deref().filter(|_| !stage.masked);
    let parts = [Some(contact.name.as_str()), contact.title.as_deref(), phone];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Who has the account, in two or three words.
fn holder(stage: &Stage, account: &AccountId) -> (String, Role) {
    let me = &stage.me().name;
    let listed = stage.board.list.iter().find(|listed| listed.account == *account);
    match listed.map(|listed| &listed.state) {
        None => (word!("not on the call list").to_owned(), Role::Plain),
        Some(RowState::OnPhone { by, .. } | RowState::Claimed { by, .. }) if by == me => {
            (word!("yours").to_owned(), Role::Mine)
        }
        Some(RowState::OnPhone { by, since }) => (
            say!(
                "{by} on phone {lasted}",
                by,
                lasted = when::lasted(*since, stage.now)
            ),
            Role::Soon,
        ),
        Some(RowState::Claimed { by, .. }) => (say!("{by} has it", by), Role::Soon),
        Some(RowState::Reached { by, .. } | RowState::TellAgain { by, .. }) => {
            (say!("reached by {by}", by), Role::Plain)
        }
        Some(_) => (word!("nobody has it").to_owned(), Role::Plain),
    }
}
