//! Imports of accounts, contacts and people: commands that upsert by id, of which the log keeps who, how many
//! and a hash. The rows themselves live in the directory.

use super::accounts::{Account, Contact};
use super::people::Person;
use super::text::Clean;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportDirectory {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// The file or the source.
    pub from: Clean,
    /// SHA-256 of what was read, in hex.
    pub hash: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DirectoryImported {
    pub accounts: usize,
    pub contacts: usize,
    pub people: usize,
    pub from: Clean,
    pub hash: Clean,
}
