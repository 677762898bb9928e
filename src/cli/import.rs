//! `warroom accounts|contacts|people import`: the team's own lists, taken whole or not at all.

use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::directory::entries::Entry;
use crate::directory::{self, Kind, Options, Read};
use crate::domain::accounts::{Account, Contact};
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::import::ImportDirectory;
use crate::domain::people::Person;
use crate::run::embedded::Life;
use crate::wire::{self, Accounts, Outcome};
use clap::Args;
use std::collections::BTreeSet;
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
        let known = match kind {
            Kind::Contacts => {
                let accounts: Accounts = session.get(wire::ACCOUNTS).await?;
                Some(
                    accounts
                        .accounts
                        .into_iter()
                        .map(|card| card.account.id)
                        .collect(),
                )
            }
            Kind::Accounts | Kind::People => None,
        };
        let rows = self.rows(kind, bytes, known.as_ref())?;
        for remark in &rows.remarks {
            context.aside(remark);
        }
        if rows.count == 0 {
            return Err(Failure::said(format!(
                "no row of {} is right; nothing was imported",
                self.name()
            )));
        }
        let asked = Asked::from(Command::ImportDirectory(Box::new(rows.import)));
        let (_, accepted) = session.submit(asked).await?;
        let (count, what, from) = (rows.count, kind.as_str(), self.name());
        context.line(match accepted.outcome {
            Outcome::Accepted => format!("{count} {what} imported from {from}"),
            Outcome::AlreadySo => {
                format!("the {count} {what} of {from} were there already; nothing was recorded")
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

/// What a file came to.
struct Rows {
    import: ImportDirectory,
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
                "no column {}: unknown for every row",
                read.absent.join(", ")
            ));
        }
        Rows {
            import: import(read.hash.as_str().into()),
            count: read.rows.len(),
            remarks,
        }
    }
}
