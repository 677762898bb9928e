//! `warroom accounts|contacts|people import`: the team's own lists, taken whole or not at all.

use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::directory::entries::Entry;
use crate::directory::{self, Kind, Options, Read};
use crate::domain::accounts::{Account, Contact};
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::import::ImportDirectory;
use crate::domain::people::Person;
use crate::run::embedded::Life;
use crate::wire::{self, Accounts, Outcome};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Import {
    /// A file of CSV or JSON; - reads standard input
    file: PathBuf,
    /// Take the rows that are right, and report the others
    #[arg(long)]
    skip_bad: bool,
}

impl Import {
    pub async fn run(&self, context: &mut Context, kind: Kind) -> Result<u8, Failure> {
        let bytes = self.bytes()?;
        // What is wrong with the file is found before anybody is asked for anything.
        if kind != Kind::Contacts {
            self.rows(kind, &bytes, None)?;
        }
        let session = Session::connect(context, Life::Command).await?;
        let done = self.import(context, &session, kind, &bytes).await;
        session.end().await;
        done.map(|()| 0)
    }

    async fn import(
        &self,
        context: &mut Context,
        session: &Session,
        kind: Kind,
        bytes: &[u8],
    ) -> Result<(), Failure> {
        let there: Accounts = match kind {
            Kind::Accounts | Kind::Contacts => session.get(wire::ACCOUNTS).await?,
            Kind::People => Accounts::default(),
        };
        let ids = there.accounts.iter().map(|card| card.account.id.clone());
        let known: Option<BTreeSet<AccountId>> = (kind == Kind::Contacts).then(|| ids.collect());
        let rows = self.rows(kind, bytes, known.as_ref())?;
        let moved = moved(&there, &rows.import.contacts);
        let remarks = rows.remarks.iter().chain(&moved);
        for remark in remarks.chain(&without_rate(context, &rows.import)) {
            context.aside(remark);
        }
        if rows.count == 0 {
            return Err(Failure::said(format!(
                "no row of {} is right; nothing was imported",
                self.name()
            )));
        }
        let lifted = lifted(&there, &rows.import);
        let asked = Asked::from(Command::ImportDirectory(Box::new(rows.import)));
        let (_, accepted) = session.submit(asked).await?;
        context.recorded = true;
        let (what, from) = (counted(rows.count, kind), self.name());
        let wishes = match rows.do_not_contact {
            0 => String::new(),
            count => format!("; {count} of them \"do not contact\""),
        };
        context.line(match accepted.outcome {
            Outcome::Accepted => format!("{what} imported from {from}{wishes}{lifted}"),
            Outcome::AlreadySo => {
                format!("{from}: {what}, there already; nothing was recorded{wishes}")
            }
        })
    }

    fn rows(&self, kind: Kind, bytes: &[u8], known: Option<&BTreeSet<AccountId>>) -> Result<Rows, Failure> {
        let empty = ImportDirectory {
            from: self.name().into(),
            ..ImportDirectory::default()
        };
        match kind {
            Kind::Accounts => {
                let read = self.read::<Account>(bytes, known)?;
                Ok(Rows::of(&read, |hash| ImportDirectory {
                    accounts: read.rows.clone(),
                    hash,
                    ..empty
                }))
            }
            Kind::Contacts => {
                let read = self.read::<Contact>(bytes, known)?;
                Ok(Rows::of(&read, |hash| ImportDirectory {
                    contacts: read.rows.clone(),
                    hash,
                    ..empty
                }))
            }
            Kind::People => {
                let read = self.read::<Person>(bytes, known)?;
                Ok(Rows::of(&read, |hash| ImportDirectory {
                    people: read.rows.clone(),
                    hash,
                    ..empty
                }))
            }
        }
    }

    fn read<T: Entry>(
        &self,
        bytes: &[u8],
        accounts: Option<&BTreeSet<AccountId>>,
    ) -> Result<Read<T>, Failure> {
        let options = Options {
            skip_bad: self.skip_bad,
            accounts,
        };
        directory::read(&self.name(), bytes, options).map_err(Failure::said)
    }

    fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let read = match self.file == Path::new("-") {
            true => io::Read::read_to_end(&mut io::stdin(), &mut bytes).map(|_| bytes),
            false => std::fs::read(&self.file),
        };
        read.map_err(|error| Failure::said(format!("{} cannot be read: {error}", self.file.display())))
    }

    /// As messages and the log call it: the log is no place for the folders of somebody's machine.
    fn name(&self) -> String {
        match self.file.file_name() {
            Some(name) if self.file != Path::new("-") => name.to_string_lossy().into_owned(),
            _ => "standard input".to_owned(),
        }
    }
}

/// The contacts that were at another account before: an id belongs to one person at one account.
fn moved(there: &Accounts, contacts: &[Contact]) -> Vec<String> {
    let before: BTreeMap<&ContactId, &AccountId> = there
        .accounts
        .iter()
        .flat_map(|card| card.contacts.iter().map(|known| (&known.id, &known.account)))
        .collect();
    let moved = contacts.iter().filter_map(|contact| {
        let was = before.get(&contact.id).filter(|was| ***was != contact.account)?;
        let (id, now) = (&contact.id, &contact.account);
        Some(format!(
            "the contact {id} was at {was} and is at {now} now; who is at both has a row and an id for each"
        ))
    });
    moved.collect()
}

/// Who may be contacted again by this list, in words that follow what was imported.
fn lifted(there: &Accounts, import: &ImportDirectory) -> String {
    let accounts = there.accounts.iter().filter(|card| {
        let again = |row: &&Account| row.id == card.account.id && row.do_not_contact.is_none();
        card.account.do_not_contact.is_some() && import.accounts.iter().any(|row| again(&row))
    });
    let known = there.accounts.iter().flat_map(|card| &card.contacts);
    let contacts = known.filter(|known| {
        let again = |row: &&Contact| row.id == known.id && row.do_not_contact.is_none();
        known.do_not_contact.is_some() && import.contacts.iter().any(|row| again(&row))
    });
    let accounts = accounts.map(|card| card.account.name.as_str());
    let names: Vec<&str> = accounts
        .chain(contacts.map(|contact| contact.name.as_str()))
        .collect();
    let are = if names.len() == 1 { "is" } else { "are" };
    match names.is_empty() || !import.says("do_not_contact") {
        true => String::new(),
        false => format!(
            "; {} do-not-contact {are} lifted: {}",
            names.len(),
            names.join(", ")
        ),
    }
}

/// The currencies the local room has no rate for. What rates a team's hub has, it alone knows.
fn without_rate(context: &Context, import: &ImportDirectory) -> Option<String> {
    let config = &context.settings.config;
    let currencies = import
        .accounts
        .iter()
        .filter_map(|account| account.currency.as_ref());
    let unknown: BTreeSet<&str> = currencies
        .filter(|currency| config.hub.is_none() && !config.money.rates.contains_key(*currency))
        .map(|currency| currency.as_str())
        .collect();
    let unknown: Vec<&str> = unknown.into_iter().collect();
    (!unknown.is_empty()).then(|| {
        format!(
            "no rate for {} in the settings: what those accounts bring counts as unknown",
            unknown.join(", ")
        )
    })
}

/// `1 account`, `3 accounts`, `1 person`.
fn counted(count: usize, kind: Kind) -> String {
    let one = match kind {
        Kind::Accounts => "account",
        Kind::Contacts => "contact",
        Kind::People => "person",
    };
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {}", kind.as_str()),
    }
}

/// What a file came to.
struct Rows {
    import: ImportDirectory,
    /// How many ask not to be contacted: a slip in that column takes them off every call list.
    do_not_contact: usize,
    count: usize,
    remarks: Vec<String>,
}

impl Rows {
    fn of<T>(read: &Read<T>, import: impl FnOnce(crate::domain::text::Clean) -> ImportDirectory) -> Rows {
        let mut remarks: Vec<String> = read
            .skipped
            .iter()
            .map(|fault| format!("left out: {fault}"))
            .collect();
        if !read.absent.is_empty() {
            remarks.push(format!(
                "no column {}: what is known of it stays, and a new row has none",
                read.absent.join(", ")
            ));
        }
        let mut import = import(read.hash.as_str().into());
        import.columns = read.columns.iter().map(|column| (*column).into()).collect();
        let accounts = import.accounts.iter().map(|account| &account.do_not_contact);
        let contacts = import.contacts.iter().map(|contact| &contact.do_not_contact);
        Rows {
            do_not_contact: accounts.chain(contacts).filter(|wish| wish.is_some()).count(),
            import,
            count: read.rows.len(),
            remarks,
        }
    }
}
